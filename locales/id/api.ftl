api-submission-missing = Kirim bagian “submission” berisi JSON bersama berkasnya.
api-not-json = JSON tidak dapat dibaca: { $detail }
