inspection-finding-empty = Berkas ini kosong. Unggah berkas yang berisi data.
inspection-finding-unreadable = Berkas ini tidak dapat dibaca ({ $value }). Buka di Excel, simpan sebagai .xlsx atau .csv, lalu unggah lagi.
inspection-finding-encrypted = Buku kerja ini berkata sandi. Hapus kata sandinya di Excel (File › Info › Protect), lalu unggah lagi.
inspection-finding-too-large-unpacked = Isi berkas ini tidak wajar: { $value } MiB setelah dibuka, batasnya { $expected } MiB. Hapus baris dan kolom kosong, lalu simpan lagi.
inspection-finding-html-content = Isi berkas ini halaman web, bukan buku kerja, walaupun namanya .xls. Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi.
inspection-finding-no-table = Tidak ada tabel yang ditemukan. Pastikan ada satu baris judul kolom dan data di bawahnya, atau pilih sendiri barisnya.
inspection-finding-not-a-table-format = Berkas { $value } disimpan apa adanya, tanpa pratinjau tabel.
inspection-finding-inspection-crashed = Berkas ini menghentikan pembacanya. Simpan ulang di Excel sebagai .xlsx, lalu unggah lagi.
inspection-finding-inspection-timeout = Berkas ini terlalu lama dibaca. Bagi menjadi beberapa berkas, lalu unggah lagi.
inspection-finding-inspection-memory = Berkas ini memerlukan ingatan melebihi batas. Bagi menjadi beberapa berkas, atau simpan sebagai CSV.
inspection-finding-hidden-sheet = Lembar tersembunyi tidak dibaca.
inspection-finding-other-sheets = Lembar “{ $value }” yang dipakai; { $count } lembar lain juga berisi tabel.
inspection-finding-header-missing = Kolom { $column } tidak berjudul; portal memberinya nama sementara.
inspection-finding-header-duplicate = Judul kolom “{ $column }” dipakai lebih dari sekali; yang berikut diberi nomor.
inspection-finding-header-repeated = Baris { $row } mengulang judul kolom dan tidak diikutkan.
inspection-finding-rows-left-out = { $count } baris jumlah atau judul kelompok tidak diikutkan, mulai baris { $row }.
inspection-finding-row-short = Baris { $row } kurang kolom; sisanya dianggap kosong.
inspection-finding-row-long = Baris { $row } kelebihan kolom dan tidak diikutkan: { $value }
inspection-finding-unclosed-quote = Tanda kutip pada baris { $row } tidak ditutup; baris sesudahnya dibaca satu per satu.
inspection-finding-broken-record = Baris { $row } rusak dan tidak diikutkan.
inspection-finding-type-mismatch = { $cell }: “{ $value }” tidak sesuai dengan jenis kolom “{ $column }”. { $hint ->
    [no] Perbaiki di berkas, atau ubah jenis kolomnya.
   *[yes] Mungkin maksudnya { $expected }.
 }
inspection-finding-number-notation = Kolom “{ $column }” memakai titik dan koma secara berbeda-beda. Samakan penulisan desimalnya.
inspection-finding-date-impossible = { $cell }: tidak ada tanggal “{ $value }”.
inspection-finding-zero-in-words = { $cell }: “{ $value }” dibaca nol. Pastikan bukan berarti tidak tersedia.
inspection-finding-cell-error = { $cell }: rumusnya bergalat ({ $value }); selnya dikosongkan.
inspection-finding-duplicate-rows = { $count } baris sama persis dengan baris lain, yang pertama baris { $row }.
inspection-finding-total-mismatch = { $cell }: jumlah tertulis { $value }, hasil penjumlahan { $expected }. Baris jumlah tidak diterbitkan.
inspection-finding-code-outside-region = { $cell }: kode { $value } di luar wilayah ini. { $hint ->
    [no] Periksa kodenya.
   *[yes] Kode itu milik { $expected }.
 }
inspection-finding-code-unknown = { $cell }: kode wilayah { $value } tidak ada dalam daftar Kemendagri.
inspection-finding-code-name-mismatch = { $cell }: kode { $value } adalah kode { $expected }, bukan nama pada baris ini.
inspection-finding-region-unknown = { $cell }: “{ $value }” tidak dikenal sebagai nama wilayah.
inspection-finding-region-nearly = { $cell }: “{ $value }” mungkin salah ketik dari { $expected }.
inspection-finding-region-ambiguous = { $cell }: ada lebih dari satu wilayah bernama “{ $value }”; tambahkan kecamatan atau kodenya.
inspection-finding-personal-data = { $cell }: data pribadi ({ $expected }) pada kolom “{ $column }”, { $count } sel, misalnya { $value }. Hapus kolomnya atau buat rekap per wilayah.
inspection-finding-formula-text = { $cell }: teks “{ $value }” berawalan seperti rumus; disimpan sebagai teks biasa.
inspection-finding-outlier = { $cell }: { $value } jauh dari nilai lain di kolomnya.
inspection-finding-other = Ada hal yang perlu diperhatikan pada { $cell }.
