api-submission-missing = Send a part named “submission” with JSON beside the files.
api-file-missing = Send a file in a part named “file” (multipart/form-data).
api-not-json = The JSON is not what is asked for here: { $detail }
api-notice-inspecting = Its files are still being read. Look at links.self again.
api-notice-checking = The portal is checking it. Look at links.self again: if anything blocks, it comes back as a draft.
api-notice-blocked = { $count ->
    [one] Not handed in yet: one thing blocks.
   *[other] Not handed in yet: { $count } things block.
  } See links.report, mend the reading or the file, then submit.
