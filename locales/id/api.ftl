api-submission-missing = Kirim bagian “submission” berisi JSON bersama berkasnya.
api-file-missing = Kirim berkas dalam bagian “file” (multipart/form-data).
api-not-json = Isi JSON tidak seperti yang diminta di sini: { $detail }
api-notice-inspecting = Berkasnya masih dibaca. Lihat lagi links.self.
api-notice-checking = Portal sedang memeriksa kiriman ini. Lihat lagi links.self: kalau ada yang menghalangi, ia kembali menjadi draf.
api-notice-blocked = Belum terkirim: { $count } hal menghalangi. Lihat links.report, perbaiki bacaan atau berkasnya, lalu lakukan submit.
