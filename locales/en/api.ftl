api-submission-missing = Send a part named “submission” with JSON beside the files.
api-not-json = The JSON can't be read: { $detail }
