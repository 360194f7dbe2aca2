inspection-finding-empty = Berkas ini kosong. Unggah berkas yang berisi data.
inspection-finding-unreadable = Berkas ini tidak dapat dibaca ({ $value }). Buka di Excel, simpan sebagai .xlsx atau .csv, lalu unggah lagi.
inspection-finding-encrypted = Buku kerja ini berkata sandi. Hapus kata sandinya di Excel (File › Info › Protect), lalu unggah lagi.
inspection-finding-too-large-unpacked = Isi berkas ini tidak wajar: { $hint ->
    [no] selnya melebihi yang dapat ditampung.
   *[yes] { $value } MiB setelah dibuka, batasnya { $expected } MiB.
 } Hapus baris dan kolom kosong, lalu simpan lagi.
inspection-finding-macros = Buku kerja ini memuat makro ({ $value }), jadi tidak diterima. Simpan di Excel sebagai .xlsx (tanpa makro), lalu unggah lagi.
inspection-finding-external-links = Buku kerja ini menunjuk ke { $count } berkas atau program lain. Yang dibaca adalah nilai yang tersimpan terakhir; periksa apakah masih benar.
inspection-finding-too-many-columns = Baris { $row } memuat lebih dari { $expected } kolom, lebih banyak daripada lembar Excel. Ini bukan tabel; periksa berkas sumbernya.
inspection-finding-key-repeated = Kunci “{ $value }” ada lebih dari sekali dalam satu objek ({ $count } kali); hanya nilai yang terakhir dipakai.
inspection-finding-html-content = Isi berkas ini halaman web, bukan buku kerja, walaupun namanya .xls. Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi.
inspection-finding-no-table = Tidak ada tabel yang ditemukan. Pastikan ada satu baris judul kolom dan data di bawahnya, atau pilih sendiri barisnya.
inspection-finding-not-a-table-format = Berkas { $value } disimpan apa adanya, tanpa pratinjau tabel.
inspection-finding-ending-mismatch = Isi berkas ini { $value }, padahal namanya berakhiran { $expected }. Mungkin salah pilih, atau berkasnya tidak utuh. Buka berkasnya, simpan ulang, lalu unggah lagi.
inspection-finding-inspection-crashed = Berkas ini menghentikan pembacanya. Simpan ulang di Excel sebagai .xlsx, lalu unggah lagi.
inspection-finding-inspection-timeout = Berkas ini terlalu lama dibaca. Bagi menjadi beberapa berkas, lalu unggah lagi.
inspection-finding-inspection-memory = Berkas ini memerlukan ingatan melebihi batas. Bagi menjadi beberapa berkas, atau simpan sebagai CSV.
inspection-finding-hidden-sheet = Lembar tersembunyi tidak dibaca.
inspection-finding-hidden-column = Kolom { $cell } (“{ $column }”) tersembunyi di Excel dan tidak diikutkan.
inspection-finding-coordinate-zero = Koordinat 0/0 pada baris { $row } dikosongkan: titik itu bukan lokasi yang diukur.
inspection-finding-coordinate-outside = { $cell }: koordinat { $value } di luar Indonesia. { $hint ->
    [no] Periksa titik desimalnya, atau apakah lintang dan bujur tertukar.
   *[yes] Mungkin maksudnya { $expected }.
 }
inspection-finding-other-tables = Tabel “{ $value }” yang dipakai; { $count } tabel lain ada di lembar yang sama.
inspection-finding-other-sheets = Lembar “{ $value }” yang dipakai; { $count } lembar lain juga berisi tabel.
inspection-finding-header-missing = Kolom { $column } tidak berjudul; portal memberinya nama sementara.
inspection-finding-header-duplicate = Judul kolom “{ $column }” dipakai lebih dari sekali; yang berikut diberi nomor.
inspection-finding-header-repeated = Baris { $row } mengulang judul kolom dan tidak diikutkan.
inspection-finding-rows-left-out = { $count } baris jumlah atau judul kelompok tidak diikutkan, mulai baris { $row }.
inspection-finding-row-short = Baris { $row } kurang kolom; sisanya dianggap kosong.
inspection-finding-row-long = Baris { $row } kelebihan kolom dan tidak diikutkan: { $value }
inspection-finding-unclosed-quote = Tanda kutip pada baris { $row } tidak ditutup; tanda itu dibaca sebagai huruf biasa.
inspection-finding-other-delimiter = Baris { $row } memakai pemisah lain daripada baris lain; selnya dipisah menurut pemisah itu.
inspection-finding-extra-delimiter = Baris { $row } kelebihan satu pemisah; sel kosong yang ditinggalkannya dibuang.
inspection-finding-line-endless = Baris { $row } lebih panjang daripada 64 MB, jadi berkas ini bukan tabel. Periksa berkas sumbernya, lalu ekspor lagi sebagai CSV.
inspection-finding-broken-record = Baris { $row } rusak dan tidak diikutkan.
inspection-finding-type-mismatch = { $cell }: “{ $value }” tidak sesuai dengan jenis kolom “{ $column }”. { $hint ->
    [no] Perbaiki di berkas, atau ubah jenis kolomnya.
    [form] Tulis seperti { $example }, kosongkan, atau ubah jenis kolomnya.
   *[yes] Mungkin maksudnya { $expected }.
 }
inspection-finding-number-notation = Kolom “{ $column }” memakai titik dan koma secara berbeda-beda. Samakan penulisan desimalnya.
inspection-finding-date-impossible = { $cell }: tidak ada tanggal “{ $value }”. { $hint ->
    [no] Periksa hari dan bulannya.
   *[yes] Mungkin maksudnya { $expected }.
 }
inspection-finding-zero-in-words = { $cell }: “{ $value }” dibaca nol. Pastikan bukan berarti tidak tersedia.
inspection-finding-cell-error = { $cell }: rumusnya bergalat ({ $value }); selnya dikosongkan.
inspection-finding-duplicate-rows = { $count } baris sama persis dengan baris lain, yang pertama baris { $row }.
inspection-finding-total-mismatch = { $cell }: jumlah tertulis { $value }, hasil penjumlahan { $expected }. Baris jumlah tidak diterbitkan.
inspection-finding-code-outside-region = { $cell }: kode { $value } di luar wilayah ini. { $hint ->
    [no] Periksa kodenya.
   *[yes] Kode itu milik { $expected }.
 }
inspection-finding-code-unknown = { $cell }: kode wilayah { $value } tidak ada dalam daftar Kemendagri. { $hint ->
    [no] Periksa kodenya.
   *[yes] Mungkin maksudnya { $expected }.
 }
inspection-finding-code-name-mismatch = { $cell }: kode { $value } adalah kode { $expected }, bukan nama pada baris ini.
inspection-finding-region-unknown = { $cell }: “{ $value }” tidak dikenal sebagai nama wilayah.
inspection-finding-region-nearly = { $cell }: “{ $value }” mungkin salah ketik dari { $expected }.
inspection-finding-region-ambiguous = { $cell }: ada lebih dari satu wilayah bernama “{ $value }”; tambahkan kecamatan atau kodenya.
inspection-finding-personal-data = { $cell }: data pribadi ({ $expected ->
    [HP] nomor HP
    [surel] alamat surel pribadi
    [nama] nama orang
    [tanggal_lahir] tanggal lahir beserta nama
    [koordinat_rumah] koordinat rumah
    [alamat] alamat rinci
   *[other] { $expected }
 }), { $count } sel, misalnya { $value }. Hapus kolom atau selnya, atau buat rekap per wilayah.
inspection-finding-personal-data-likely = { $cell }: mungkin data pribadi ({ $expected ->
    [HP] nomor HP
    [surel] alamat surel pribadi
    [nama] nama orang
    [tanggal_lahir] tanggal lahir beserta nama
    [koordinat_rumah] koordinat rumah
    [alamat] alamat rinci
   *[other] { $expected }
 }), { $count } sel, misalnya { $value }. Pastikan bukan milik perorangan, atau hapus.
inspection-finding-identifier-digits-lost = { $cell }: nomor pengenal ({ $expected }) rusak oleh Excel, angka terakhirnya hilang, { $count } sel, misalnya { $value }. Angka itu tidak dapat dipulihkan dari berkas ini; nomor pengenal juga tidak boleh terbit: hapus kolomnya.
inspection-finding-formula-text = { $cell }: teks “{ $value }” berawalan seperti rumus; disimpan sebagai teks biasa.
inspection-finding-template-used = Berkas ini dibuat dari templat versi { $value }: kolomnya dikenali dari tanda templat, tanpa dipetakan.
inspection-finding-template-empty = Belum ada baris yang diisi pada templat ini. Isi angkanya pada lembar “Data”, lalu unggah lagi.
inspection-finding-template-rows-untouched = { $count } baris yang disiapkan templat tidak diisi dan tidak diikutkan, mulai baris { $row }.
inspection-finding-template-column-missing = Kolom “{ $column }” dari templat tidak ada di lembar ini.
inspection-finding-template-column-added = Kolom { $cell } tidak ada pada templat; portal menebak jenisnya.
inspection-finding-template-heads-lost = Berkas ini membawa tanda templat versi { $value }, tetapi judul kolomnya tidak ditemukan; berkas dibaca seperti berkas lain.
inspection-finding-template-older = Berkas ini dibuat dari templat versi { $value }, padahal yang terbit sudah versi { $expected }.
inspection-finding-template-foreign = { $hint ->
    [no] Berkas ini dibuat dari templat dataset lain.
   *[yes] Berkas ini dibuat dari templat dataset lain, “{ $expected }”.
 }
inspection-finding-template-other-way = { $value ->
    [next] Templat ini menyiapkan satu periode saja, padahal pengajuan ini mengganti atau mengoreksi tabel: baris periode lain akan hilang.
   *[other] Templat ini memuat semua baris, padahal pengajuan ini menambah baris: baris lama akan berulang.
 }
inspection-finding-outlier = { $cell }: { $value } jauh dari nilai lain di kolomnya.
inspection-finding-schema-missing-column = Kolom { $column } ada pada skema tabel ini, tetapi tidak ada dalam berkas.{ $hint ->
    [no] {""}
   *[yes] {" "}Mungkin kini bernama { $expected }.
 }
inspection-finding-schema-extra-column = Kolom { $column } tidak ada pada skema tabel ini.{ $hint ->
    [no] {""}
   *[yes] {" "}Mungkin maksudnya { $expected }.
 }
inspection-finding-schema-type = { $cell }: { $value } tidak sesuai jenis kolom { $column } menurut skema.{ $expected ->
    [string] {" "}Seharusnya teks.
    [integer] {" "}Seharusnya bilangan bulat.
    [number] {" "}Seharusnya bilangan.
    [boolean] {" "}Seharusnya ya atau tidak.
    [date] {" "}Seharusnya tanggal.
    [year] {" "}Seharusnya tahun.
   *[other] {" "}Mungkin maksudnya { $expected }.
 }
inspection-finding-constraint-required = { $cell } kosong; kolom { $column } wajib terisi.
inspection-finding-constraint-unique = { $cell }: isi { $column } sudah ada pada baris { $expected }; seharusnya hanya sekali.
inspection-finding-constraint-range = { $cell }: { $value } di luar rentang kolom { $column } ({ $expected }).
inspection-finding-constraint-length = { $cell }: panjang { $value } di luar batas kolom { $column } ({ $expected } karakter).
inspection-finding-constraint-enum = { $cell }: { $value } tidak ada dalam daftar isi kolom { $column }.{ $hint ->
    [no] {""}
   *[yes] {" "}Mungkin maksudnya { $expected }.
 }
inspection-finding-constraint-pattern = { $cell }: { $value } tidak mengikuti pola kolom { $column } ({ $expected }).
inspection-finding-foreign-key = { $cell }: { $value } tidak ada dalam daftar kode kolom { $column }.{ $hint ->
    [no] {""}
   *[yes] {" "}Mungkin maksudnya { $expected }.
 }
inspection-finding-foreign-key-ended = { $cell }: kode { $value } tidak berlaku pada waktu baris ini ({ $expected }).
inspection-finding-period-gap = Deret { $column }: { $value } tidak ada.
inspection-finding-period-incomplete = Yang baru tidak lengkap: { $count } baris yang ada pada { $expected } tidak ada pada periode baru, menurut { $column }: { $value }.
inspection-finding-rows-lost = { $count } baris versi terbit tidak ada lagi, menurut { $column }: { $value }.
inspection-finding-other = Ada hal yang perlu diperhatikan pada { $cell }.
finding-title-empty = Berkas kosong
finding-title-unreadable = Berkas tidak terbaca
finding-title-encrypted = Buku kerja berkata sandi
finding-title-too_large_unpacked = Isi berkas terlalu besar
finding-title-macros = Buku kerja bermakro
finding-title-external_links = Tautan ke berkas lain
finding-title-too_many_columns = Terlalu banyak kolom
finding-title-key_repeated = Kunci kembar
finding-title-html_content = Halaman web, bukan buku kerja
finding-title-no_table = Tabel tidak ditemukan
finding-title-not_a_table_format = Disimpan apa adanya
finding-title-ending_mismatch = Isi dan nama tidak cocok
finding-title-inspection_crashed = Pembaca berhenti
finding-title-inspection_timeout = Terlalu lama dibaca
finding-title-inspection_memory = Ingatan tidak cukup
finding-title-hidden_sheet = Lembar tersembunyi
finding-title-hidden_column = Kolom tersembunyi
finding-title-coordinate_zero = Koordinat 0/0
finding-title-coordinate_outside = Koordinat di luar Indonesia
finding-title-other_tables = Ada tabel lain di lembar ini
finding-title-other_sheets = Ada lembar lain
finding-title-header_missing = Kolom tanpa judul
finding-title-header_duplicate = Judul kolom kembar
finding-title-header_repeated = Judul kolom diulang
finding-title-rows_left_out = Baris jumlah atau kelompok
finding-title-row_short = Baris kurang kolom
finding-title-row_long = Baris kelebihan kolom
finding-title-unclosed_quote = Tanda kutip tidak ditutup
finding-title-other_delimiter = Pemisah lain
finding-title-extra_delimiter = Pemisah berlebih
finding-title-line_endless = Baris tanpa akhir
finding-title-broken_record = Baris rusak
finding-title-type_mismatch = Isi tidak sesuai jenis kolom
finding-title-number_notation = Titik dan koma bercampur
finding-title-date_impossible = Tanggal tidak ada
finding-title-zero_in_words = Dibaca sebagai nol
finding-title-cell_error = Galat rumus
finding-title-duplicate_rows = Baris kembar
finding-title-total_mismatch = Jumlah tidak sama
finding-title-code_outside_region = Kode di luar wilayah
finding-title-code_unknown = Kode wilayah tidak dikenal
finding-title-code_name_mismatch = Kode dan nama tidak cocok
finding-title-region_unknown = Nama wilayah tidak dikenal
finding-title-region_nearly = Mungkin salah ketik
finding-title-region_ambiguous = Nama wilayah kembar
finding-title-personal_data = Data pribadi
finding-title-personal_data_likely = Mungkin data pribadi
finding-title-identifier_digits_lost = Nomor pengenal kehilangan angka
finding-title-formula_text = Teks mirip rumus
finding-title-template_used = Dibuat dari templat
finding-title-template_empty = Templat belum diisi
finding-title-template_rows_untouched = Baris templat tidak diisi
finding-title-template_column_missing = Kolom templat tidak ada
finding-title-template_column_added = Kolom baru di luar templat
finding-title-template_heads_lost = Judul kolom templat tidak ditemukan
finding-title-template_older = Templat versi lama
finding-title-template_foreign = Templat dataset lain
finding-title-template_other_way = Templat untuk cara lain
finding-title-outlier = Jauh dari nilai lain
finding-title-schema_missing_column = Kolom skema tidak ada
finding-title-schema_extra_column = Kolom di luar skema
finding-title-schema_type = Jenis isi tidak sesuai skema
finding-title-constraint_required = Isi wajib masih kosong
finding-title-constraint_unique = Isi yang harus tunggal berulang
finding-title-constraint_range = Di luar rentang
finding-title-constraint_length = Panjang teks di luar batas
finding-title-constraint_enum = Di luar daftar isi
finding-title-constraint_pattern = Tidak mengikuti pola
finding-title-foreign_key = Di luar daftar kode
finding-title-foreign_key_ended = Kode tidak berlaku
finding-title-period_gap = Periode terlewat
finding-title-period_incomplete = Periode baru tidak lengkap
finding-title-rows_lost = Baris terbit hilang
