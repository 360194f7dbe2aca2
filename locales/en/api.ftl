api-submission-missing = Send a part named “submission” with JSON beside the files.
api-file-missing = Send a file in a part named “file” (multipart/form-data).
api-not-json = The JSON is not what is asked for here: { $detail }
api-notice-inspecting = Its files are still being read. Look at links.self again.
api-notice-checking = The portal is checking it. Look at links.self again: if anything blocks, it comes back as a draft.
api-notice-blocked = { $count ->
    [one] Not handed in yet: one thing blocks.
   *[other] Not handed in yet: { $count } things block.
  } See links.report, mend the reading or the file, then submit.
api-parameter-unknown = This address knows no parameter “{ $name }”. It knows: { $known }.
api-parameter-of-search = This address knows no parameter “{ $name }”. It knows: { $known }. To search and filter datasets, use /api/v1/search.
api-parameter-number = The parameter “{ $name }” must be a whole number from 0, not “{ $value }”.
api-parameter-word = The parameter “{ $name }” knows no “{ $value }”. It knows: { $known }.
api-parameter-repeated = The parameter “{ $name }” can only be given once.
