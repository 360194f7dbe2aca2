help-title = Arti temuan pemeriksaan
help-lead = Setiap berkas yang diunggah dibaca dan diperiksa portal. Halaman ini menerangkan setiap temuannya: artinya, contohnya, dan cara memperbaikinya di Excel.
help-what = Artinya
help-example = Contoh
help-mend = Cara memperbaikinya
help-code = Kode temuan
help-all = Semua temuan
help-link = Arti dan cara memperbaiki
help-link-of = Arti dan cara memperbaiki: { $title }
help-unknown = Temuan ini tidak dikenal.

help-empty-what = Berkas tidak berisi apa pun: ukurannya nol, atau hanya berisi spasi.
help-empty-example = rekap.csv berukuran 0 KB karena pengunduhannya terputus.
help-empty-mend = Buka berkas itu di komputer Anda dan lihat apakah isinya ada.
    Bila kosong, minta atau ekspor ulang dari sumbernya.
    Unggah berkas yang berisi.

help-unreadable-what = Portal tidak dapat mengenali isi berkas: rusak, terpotong, atau disimpan dengan cara yang tidak baku.
help-unreadable-example = laporan.xlsx terpotong saat disalin dari diska lepas sehingga Excel pun menawarkan untuk memperbaikinya.
help-unreadable-mend = Buka berkas di Excel; bila Excel menawarkan perbaikan, terima.
    Pilih File › Simpan Sebagai › Excel Workbook (.xlsx), beri nama baru.
    Unggah berkas yang baru.

help-encrypted-what = Buku kerja dikunci dengan kata sandi, sehingga portal tidak dapat membaca isinya.
help-encrypted-example = Excel meminta kata sandi setiap kali data-bansos.xlsx dibuka.
help-encrypted-mend = Buka buku kerja dengan kata sandinya.
    Pilih File › Info › Protect Workbook › Encrypt with Password, kosongkan kotaknya, lalu OK.
    Simpan dan unggah lagi. Bila dikunci karena berisi data pribadi, jangan diunggah: buat rekapnya dahulu.

help-too_large_unpacked-what = Berkas .xlsx adalah arsip yang dimampatkan; setelah dibuka isinya jauh melebihi batas. Biasanya ada jutaan sel kosong yang diberi format.
help-too_large_unpacked-example = Buku kerja 3 MB yang memuat 40 kolom × 1.048.576 baris berwarna, padahal datanya hanya 200 baris.
help-too_large_unpacked-mend = Pilih semua baris di bawah data (Ctrl+Shift+Panah bawah), klik kanan, Hapus.
    Lakukan yang sama untuk kolom kosong di kanan data.
    Simpan. Ukurannya akan turun; unggah lagi.

help-macros-what = Makro adalah program di dalam berkas. Warga yang mengunduh berkas aslinya bisa menjalankannya, jadi portal tidak menyimpannya.
help-macros-example = Berkas .xlsm, atau .xls lama dengan tombol “Hitung”.
help-macros-mend = Buka di Excel, pilih File › Simpan Sebagai › Excel Workbook (.xlsx), jawab Ya bila ditanya soal makro.
    Unggah berkas .xlsx itu.

help-external_links-what = Rumus di berkas ini mengambil angka dari berkas, basis data, atau program lain. Portal tidak pernah membukanya; yang terbaca nilai terakhir yang tersimpan.
help-external_links-example = Rumus ={"'"}[Rekap 2023.xlsx]Sheet1{"'"}!B4 di kolom jumlah.
help-external_links-mend = Periksa angkanya.
    Agar warga tidak melihat nama berkas kantor, putuskan tautannya: Data › Edit Links › Break Link, simpan, unggah lagi.

help-too_many_columns-what = Tabel paling banyak berkolom 16.384, sama dengan Excel. Berkas ini melebihinya; biasanya karena baris dan kolom tertukar atau pergantian barisnya hilang.
help-too_many_columns-example = Ekspor yang menaruh semua data di satu baris.
help-too_many_columns-mend = Ekspor lagi dari sumbernya, satu baris untuk satu data.
    Bila baris dan kolom tertukar, tukar di Excel dengan Tempel Khusus › Transpose.

help-key_repeated-what = Dalam JSON, satu objek memakai nama yang sama dua kali. Hanya nilai yang terakhir dapat dipakai.
help-key_repeated-example = {"{"} "desa": "Ngancar", "jumlah": 3, "jumlah": 4 {"}"}
help-key_repeated-mend = Perbaiki program yang membuat berkasnya agar tiap nama dipakai sekali, lalu unggah lagi.

help-html_content-what = Nama berkas berakhiran .xls, tetapi isinya halaman web. Banyak aplikasi mengekspor seperti ini.
help-html_content-example = Excel memperingatkan “format berkas dan ekstensinya tidak cocok” saat membuka umkm.xls.
help-html_content-mend = Buka berkas di Excel, terima peringatannya.
    Pilih File › Simpan Sebagai › Excel Workbook (.xlsx).
    Unggah berkas .xlsx itu.

help-no_table-what = Portal tidak menemukan baris judul kolom dengan data di bawahnya.
help-no_table-example = Lembar hanya berisi surat pengantar, atau datanya berupa gambar.
help-no_table-mend = Bila tabelnya ada di lembar lain, pilih lembar itu di halaman periksa.
    Bila tabelnya ada tetapi tidak dikenali, isikan sendiri baris kepala dan baris isinya, lalu tekan “Baca ulang”.
    Bila datanya berupa gambar, salin ke sel Excel dahulu.

help-not_a_table_format-what = Jenis berkas ini tidak memuat tabel. Berkas tetap disimpan dan dapat diunduh apa adanya, tanpa pratinjau.
help-not_a_table_format-example = Profil kesehatan dalam PDF, atau peta dalam berkas gambar.
help-not_a_table_format-mend = Tidak perlu tindakan bila memang itu yang ingin Anda terbitkan.
    Bila tabelnya ada juga dalam Excel atau CSV, unggah yang itu: warga dapat mencari dan mengolahnya.

help-ending_mismatch-what = Isi berkas berbeda dengan akhiran namanya. Berkas dapat salah pilih, diganti namanya, atau tidak utuh.
help-ending_mismatch-example = data.csv yang isinya sebenarnya PDF.
help-ending_mismatch-mend = Buka berkas itu dan pastikan berkasnya benar.
    Simpan ulang dari Excel dengan akhiran yang sesuai (.xlsx atau .csv).
    Unggah lagi.

help-inspection_crashed-what = Program pembaca berhenti saat membuka berkas ini. Data Anda tidak hilang dan portal tetap berjalan.
help-inspection_crashed-example = Buku kerja hasil aplikasi lama yang susunannya tidak baku.
help-inspection_crashed-mend = Buka di Excel lalu Simpan Sebagai .xlsx dengan nama baru.
    Bila tetap berhenti, salin datanya ke buku kerja kosong (Tempel Nilai) dan unggah itu.
    Kabari walidata bila keduanya gagal.

help-inspection_timeout-what = Pemeriksaan melewati batas waktu.
help-inspection_timeout-example = Buku kerja dengan ratusan ribu rumus, atau CSV jutaan baris.
help-inspection_timeout-mend = Ganti rumus dengan nilainya: salin, Tempel Khusus › Nilai.
    Atau simpan lembarnya sebagai CSV.
    Atau bagi datanya, misalnya satu berkas untuk setiap tahun.

help-inspection_memory-what = Pemeriksaan memerlukan ingatan melebihi batas.
help-inspection_memory-example = Buku kerja 60 MB dengan belasan lembar besar.
help-inspection_memory-mend = Hapus lembar yang tidak diterbitkan.
    Simpan lembar datanya sebagai CSV; ini jauh lebih ringan.
    Atau bagi menjadi beberapa berkas.

help-hidden_sheet-what = Buku kerja memuat lembar tersembunyi. Lembar itu tidak dibaca, tetapi ikut di berkas asli yang dapat diunduh warga.
help-hidden_sheet-example = Lembar “NIK mentah” disembunyikan, bukan dihapus.
help-hidden_sheet-mend = Klik kanan tab lembar › Unhide untuk melihatnya.
    Bila tidak boleh diterbitkan, hapus lembarnya (jangan hanya disembunyikan), simpan, unggah lagi.
    Bila isinya data yang mau diterbitkan, tampilkan dan unggah lagi.

help-hidden_column-what = Lembar Excel menyembunyikan kolom ini. Kolom itu tidak menjadi bagian tabel, tetapi ikut di berkas asli yang dapat diunduh warga.
help-hidden_column-example = Kolom G “Catatan internal” disembunyikan lewat Hide.
help-hidden_column-mend = Bila kolom itu memang data, pilih kolomnya di halaman periksa lalu tandai agar diikutkan.
    Bila tidak boleh diterbitkan, hapus kolomnya di Excel (menyembunyikan tidak cukup), simpan, unggah lagi.

help-coordinate_zero-what = Lintang dan bujur 0/0 adalah titik di Teluk Guinea, jadi berarti belum diukur. Portal mengosongkan keduanya.
help-coordinate_zero-example = Lintang 0 dan bujur 0 pada sebuah puskesmas di Magetan.
help-coordinate_zero-mend = Tidak perlu apa-apa bila lokasinya memang belum diukur.
    Bila sudah ada, isi lintang (sekitar -7,6) dan bujur (sekitar 111,3), simpan, unggah lagi.

help-coordinate_outside-what = Lintang Indonesia antara -11 dan 6, bujurnya antara 95 dan 141. Angka di luar itu biasanya kehilangan tanda minus, titik desimalnya bergeser, atau lintang dan bujurnya tertukar.
help-coordinate_outside-example = Lintang -76.597 (maksudnya -7.6597), atau 111.3219 di kolom lintang.
help-coordinate_outside-mend = Perbaiki angkanya, simpan, unggah lagi.
    Bila lokasinya memang di luar negeri, ubah jenis kolomnya menjadi teks.

help-other_tables-what = Lembar ini memuat beberapa tabel, bersusun ke bawah atau bersebelahan. Portal memakai satu tabel untuk satu data.
help-other_tables-example = “Tabel 1. Menurut kecamatan” dan di bawahnya “Tabel 2. Menurut jenis kelamin”.
help-other_tables-mend = Pilih tabel yang benar pada susunan di halaman periksa, atau baca tabel lain sebagai berkas tersendiri.

help-other_sheets-what = Ada lembar lain yang juga berisi tabel. Portal memakai satu lembar untuk satu tabel.
help-other_sheets-example = Satu buku kerja dengan lembar “2023”, “2024”, dan “2025”.
help-other_sheets-mend = Pilih lembar yang benar dari deretan lembar di halaman periksa.
    Untuk menerbitkan lembar lain juga, tekan “Ambil lembar ini juga”: tidak perlu mengunggah lagi.

help-header_missing-what = Ada kolom yang berisi data tetapi tidak berjudul, atau tabelnya tidak mempunyai baris judul.
help-header_missing-example = Kolom E berisi angka, tetapi sel judulnya kosong.
help-header_missing-mend = Tulis judul kolomnya di Excel, atau
    buka kolom itu di halaman periksa dan isi “Judul kolom”.

help-header_duplicate-what = Dua kolom atau lebih mempunyai judul yang sama, sehingga tidak dapat dibedakan. Yang kedua dan seterusnya diberi nomor.
help-header_duplicate-example = Kolom D dan G sama-sama berjudul “Jumlah”.
help-header_duplicate-mend = Beri judul yang berbeda, misalnya “Jumlah siswa” dan “Jumlah guru”, di Excel atau
    di halaman periksa pada bagian “Kolom”.

help-header_repeated-what = Baris judul muncul lagi di tengah data dan tidak diikutkan.
help-header_repeated-example = Laporan cetak yang mengulang judul kolom pada setiap halaman.
help-header_repeated-mend = Tidak perlu tindakan bila baris itu memang judul.
    Bila baris itu data, isikan nomornya pada “Baris dipakai” di halaman periksa.

help-rows_left_out-what = Baris jumlah, subjumlah, dan judul kelompok tidak diikutkan dalam tabel, supaya tidak terhitung dua kali. Isinya tetap terlihat di halaman periksa.
help-rows_left_out-example = Baris terakhir “JUMLAH 1.240 3.511”.
help-rows_left_out-mend = Tidak perlu tindakan bila baris itu memang jumlah.
    Bila baris itu data, isikan nomornya pada “Baris dipakai”, lalu “Baca ulang”.

help-row_short-what = Baris ini mempunyai lebih sedikit sel daripada judul kolom. Sel yang kurang dianggap kosong.
help-row_short-example = Judul ada 6 kolom, tetapi barisnya berhenti setelah kolom ke-4.
help-row_short-mend = Buka CSV di Excel dan lihat baris itu.
    Isi sel yang hilang, atau pindahkan isinya bila bergeser.
    Simpan dan unggah lagi.

help-row_long-what = Baris ini mempunyai lebih banyak sel daripada judul kolom, sehingga tidak jelas sel mana milik kolom mana. Barisnya tidak diikutkan.
help-row_long-example = Alamat “Jl. Raya 5, Magetan” memuat koma dalam CSV yang dipisah koma.
help-row_long-mend = Apit isian yang memuat pemisah dengan tanda kutip: "Jl. Raya 5, Magetan".
    Lebih mudah: simpan dari Excel sebagai .xlsx, lalu unggah itu.

help-unclosed_quote-what = Ada tanda kutip pembuka tanpa penutup. Tanda itu dibaca sebagai huruf biasa, sehingga tidak ada baris yang tertelan.
help-unclosed_quote-example = "SDN Magetan 1;35.20.06;240
help-unclosed_quote-mend = Buka CSV di Notepad, cari baris yang disebut.
    Tambahkan tanda kutip penutup, atau hapus tanda kutip pembukanya.
    Simpan dan unggah lagi.

help-other_delimiter-what = Satu baris dipisah dengan tanda lain daripada baris lain, misalnya titik koma di antara baris-baris berkoma. Baris itu dibaca menurut pemisahnya sendiri karena jumlah selnya lalu sama.
help-other_delimiter-example = 13;14;15;16 di antara baris 9,10,11,12
help-other_delimiter-mend = Periksa apakah isi baris itu berada di kolom yang benar.
    Bila tidak, perbaiki pemisahnya di berkas lalu unggah lagi.

help-extra_delimiter-what = Satu baris mempunyai satu pemisah terlalu banyak, dan hanya satu selnya kosong. Sel kosong itu dibuang agar isi lain tidak bergeser.
help-extra_delimiter-example = 9;;10;11 padahal kolomnya tiga
help-extra_delimiter-mend = Periksa apakah isi baris itu berada di kolom yang benar.
    Bila tidak, hapus pemisah yang berlebih di berkas lalu unggah lagi.

help-line_endless-what = Ada baris yang tidak berakhir sampai 64 MB. Tabel tidak memiliki baris sepanjang itu, jadi berkas ini tidak dibaca.
help-line_endless-example = {"{"}"data":[…seluruh isi dalam satu baris…]{"}"}
help-line_endless-mend = Periksa dari program apa berkas ini berasal.
    Ekspor lagi sebagai CSV atau Excel, satu catatan per baris.
    Unggah hasilnya.

help-broken_record-what = Baris ini tidak dapat dibaca sebagai data dan tidak diikutkan.
help-broken_record-example = Baris terakhir sebuah berkas JSON terpotong di tengah.
help-broken_record-mend = Lihat baris yang disebut di berkas Anda.
    Ekspor ulang dari sumbernya bila terpotong.

help-type_mismatch-what = Isi sel tidak sesuai dengan jenis kolomnya, misalnya huruf di kolom bilangan.
help-type_mismatch-example = “25.5l4” di kolom bilangan: huruf l di tempat angka 1.
help-type_mismatch-mend = Bila portal mengusulkan nilai yang benar, tekan “Pakai”: berlaku untuk semua sel yang sama.
    Bila sel itu berarti “tidak ada data”, pilih “kosongkan”.
    Bila jenis kolomnya yang keliru, ganti jenisnya di kepala kolom.
    Atau perbaiki selnya di Excel dan unggah lagi.

help-number_notation-what = Titik dan koma dipakai secara berbeda-beda dalam satu kolom, sehingga angka dapat salah seribu kali.
help-number_notation-example = “1.250,5” dan “1,250.5” dalam kolom yang sama.
help-number_notation-mend = Pilih cara tulis kolom itu (Indonesia atau Inggris) di bagian “Kolom”, atau
    samakan di Excel: Data › Text to Columns › Advanced › tentukan pemisah desimal.

help-date_impossible-what = Tanggal ini tidak ada dalam penanggalan.
help-date_impossible-example = 31/02/2024, atau 15/13/2024.
help-date_impossible-mend = Periksa tanggal yang benar pada sumbernya.
    Perbaiki di Excel, atau isikan nilai yang benar di samping temuan.

help-zero_in_words-what = Sel berisi kata yang dibaca nol. “Nihil” dapat berarti nol, dapat juga berarti tidak ada data; keduanya berbeda.
help-zero_in_words-example = “nihil” di kolom jumlah kasus.
help-zero_in_words-mend = Bila memang nol, tidak perlu tindakan.
    Bila berarti data belum ada, pilih “kosongkan” di samping temuan.

help-cell_error-what = Rumus di sel ini bergalat, sehingga tidak ada nilainya. Selnya dikosongkan.
help-cell_error-example = #DIV/0!, #REF!, atau #N/A.
help-cell_error-mend = Perbaiki rumusnya di Excel, atau ketik nilainya.
    Untuk pembagian nol, pakai =IFERROR(rumus;"").
    Simpan dan unggah lagi.

help-duplicate_rows-what = Ada baris yang seluruh isinya sama dengan baris lain. Data dapat terhitung dua kali.
help-duplicate_rows-example = Desa Poncol muncul dua kali dengan angka yang sama.
help-duplicate_rows-mend = Di Excel pilih tabelnya, Data › Remove Duplicates, atau
    isikan nomor barisnya pada “Baris diabaikan” di halaman periksa.
    Bila keduanya memang data berbeda, tambahkan kolom yang membedakannya.

help-total_mismatch-what = Baris jumlah tidak sama dengan hasil penjumlahan baris di atasnya. Baris jumlah tidak diterbitkan; portal menghitung sendiri.
help-total_mismatch-example = Tertulis 695.384, hasil penjumlahan 695.393.
help-total_mismatch-mend = Cari baris yang keliru: sering kali ada angka yang tersimpan sebagai teks atau baris yang terlewat dari rumus.
    Perbaiki di Excel dan unggah lagi.
    Bila baris datanya sudah benar, Anda dapat meneruskan.

help-code_outside_region-what = Kode wilayah ini ada di luar wilayah yang menerbitkan data.
help-code_outside_region-example = 35.21.12 adalah kecamatan di Ngawi, padahal datanya Kabupaten Magetan.
help-code_outside_region-mend = Bandingkan dengan nama pada baris itu dan pilih kode yang diusulkan di samping temuan, atau
    perbaiki di Excel dengan kode dari daftar Kemendagri.

help-code_unknown-what = Kode wilayah ini tidak ada dalam daftar Kemendagri, atau tingkatnya berbeda dari kode lain di kolomnya.
help-code_unknown-example = 35.20.99, atau kode kecamatan di kolom kode desa.
help-code_unknown-mend = Periksa digit yang tertukar atau nol di depan yang hilang (format kolom sebagai Teks di Excel).
    Isikan kode yang benar di samping temuan, atau di Excel.

help-code_name_mismatch-what = Kode dan nama wilayah pada satu baris menunjuk wilayah yang berbeda.
help-code_name_mismatch-example = Kode 35.20.06 (Magetan) pada baris bernama Plaosan.
help-code_name_mismatch-mend = Tentukan mana yang benar. Sering kali kodenya bergeser satu baris karena pengurutan.
    Perbaiki di samping temuan, atau di Excel.

help-region_unknown-what = Nama ini tidak ada dalam daftar wilayah.
help-region_unknown-example = “Kec. Lama” yang sudah dimekarkan, atau nama dusun di kolom desa.
help-region_unknown-mend = Pakai nama resmi dari daftar Kemendagri.
    Bila kolomnya bukan nama wilayah, ganti jenisnya menjadi teks.

help-region_nearly-what = Nama ini hampir sama dengan nama wilayah resmi; mungkin salah ketik.
help-region_nearly-example = “NGUNTURONADI”, mungkin Nguntoronadi.
help-region_nearly-mend = Tekan “Pakai” di samping temuan bila usulannya benar: berlaku untuk semua sel yang sama.
    Atau perbaiki di Excel dengan Cari dan Ganti.

help-region_ambiguous-what = Ada lebih dari satu wilayah dengan nama ini, sehingga portal tidak dapat menentukan kodenya.
help-region_ambiguous-example = Desa “Sukorejo” ada di beberapa kecamatan.
help-region_ambiguous-mend = Tambahkan kolom kecamatan, atau
    tambahkan kolom kode desa.

help-personal_data-what = Berkas ini memuat data pribadi. Data seperti ini tidak boleh terbit (UU 27/2022), sehingga pengajuan tertahan. Nilainya disamarkan di layar.
help-personal_data-example = NIK 16 digit, nomor KK, NPWP, NIP, nomor HP, surel pribadi, nama beserta tanggal lahir, koordinat rumah.
help-personal_data-mend = Hapus kolom atau selnya dari berkas, juga di lembar lain dan kolom tersembunyi, lalu unggah lagi: berkas asli ikut dapat diunduh orang, maka
    buat rekap per wilayah: di Excel Insert › PivotTable.
    Bila ada dasar hukum untuk menerbitkannya, minta pengecualian kepada walidata.

help-personal_data_likely-what = Ada isi yang mirip data pribadi, tetapi portal tidak yakin. Pengajuan tidak tertahan; walidata ikut melihat peringatan ini.
help-personal_data_likely-example = Angka 16 digit pada kolom NIK yang susunannya tidak sah, nomor HP pada kolom telepon kantor, surel kantor di penyedia umum, RT/RW di samping nama.
help-personal_data_likely-mend = Bila milik perorangan, hapus dari berkas lalu unggah lagi.
    Bila milik kantor, jelaskan saat mengajukan.

help-identifier_digits_lost-what = Excel menyimpan angka hanya sampai 15 digit. NIK, KK, dan NIP lebih panjang, sehingga digit terakhirnya berubah menjadi nol dan tidak dapat dipulihkan.
help-identifier_digits_lost-example = 3520064107859903 menjadi 3,52006E+15.
help-identifier_digits_lost-mend = Hapus kolomnya: nomor pengenal orang tidak boleh terbit.
    Untuk keperluan lain, ketik ulang sebagai teks: awali dengan tanda petik tunggal (').

help-formula_text-what = Teks ini berawalan seperti rumus (=, +, -, @). Portal menyimpannya sebagai teks; pada unduhan diberi pengaman supaya tidak dijalankan Excel orang lain.
help-formula_text-example = “=cmd|…” atau “+62 351 …” di kolom teks.
help-formula_text-mend = Bila memang teks, tidak perlu tindakan.
    Bila rumus yang tidak terhitung, ubah format selnya menjadi Umum, tekan F2 lalu Enter, simpan.

help-template_used-what = Buku kerja ini membawa tanda templat yang diunduh dari portal. Nama, jenis, dan satuan kolom diambil dari tanda itu.
help-template_used-example = Templat “Jumlah balita” diisi lalu diunggah kembali.
help-template_used-mend = Tidak perlu tindakan. Bila ada kolom yang keliru, ubah jenisnya di halaman periksa; pilihan Anda didahulukan.
help-template_empty-what = Semua baris yang disiapkan templat masih tanpa angka, jadi tidak ada yang dapat diterbitkan.
help-template_empty-example = Templat diunduh lalu langsung diunggah kembali.
help-template_empty-mend = Isi kolom angka pada lembar “Data”, simpan, lalu unggah lagi.
help-template_rows_untouched-what = Baris yang disiapkan templat masih tanpa angka sama sekali, jadi dianggap belum diisi dan tidak diterbitkan.
help-template_rows_untouched-example = Kecamatan Parang sudah tercantum untuk tahun 2024, tetapi semua kolom angkanya kosong.
help-template_rows_untouched-mend = Isi angkanya lalu unggah lagi.
    Bila angkanya memang tidak tersedia, tulis “-” pada salah satu kolom angka, atau ikutkan barisnya di halaman periksa.
help-template_column_missing-what = Kolom yang ada pada tabel terbit dihapus dari lembar, atau judulnya diubah.
help-template_column_missing-example = Kolom “Jumlah kader” dihapus sebelum berkas diunggah.
help-template_column_missing-mend = Bila tidak sengaja, kembalikan judul kolomnya seperti pada templat lalu unggah lagi.
    Bila memang tidak ada lagi, jelaskan kepada pemeriksa.
help-template_column_added-what = Lembar memuat kolom yang tidak ada pada tabel terbit.
help-template_column_added-example = Kolom “Catatan” ditambahkan di kanan tabel.
help-template_column_added-mend = Periksa jenis kolom itu, atau buang kolomnya di halaman periksa bila hanya catatan.
help-template_heads_lost-what = Tanda templat ada, tetapi lebih dari separuh judul kolomnya hilang atau diubah, jadi tanda itu tidak dipakai.
help-template_heads_lost-example = Data lain ditempelkan menimpa baris judul kolom.
help-template_heads_lost-mend = Kembalikan baris judul seperti pada templat lalu unggah lagi, atau periksa kolomnya satu per satu.
help-template_older-what = Sejak templat diunduh, versi yang lebih baru sudah terbit. Baris yang disiapkan bisa sudah ketinggalan.
help-template_older-example = Templat diunduh bulan Januari; versi baru terbit bulan Februari.
help-template_older-mend = Periksa selisihnya dengan teliti.
    Bila ragu, unduh templat baru lalu pindahkan isiannya.
help-template_foreign-what = Tanda templat menyebut dataset yang berbeda dari yang sedang diperbarui.
help-template_foreign-example = Templat jumlah balita diunggah pada pembaruan jumlah ibu hamil.
help-template_foreign-mend = Pastikan berkasnya tidak tertukar.
    Bila tertukar, hapus berkas ini lalu unggah berkas yang benar.
help-template_other_way-what = Isi templat tidak cocok dengan cara pembaruan yang dipilih pada langkah pertama.
help-template_other_way-example = Templat “periode berikutnya” diunggah pada pengajuan “Ganti seluruh tabel”.
help-template_other_way-mend = Mulai pengajuan dengan cara yang cocok, atau unduh templat yang lain.
help-outlier-what = Nilai ini jauh dari nilai lain di kolomnya. Dapat benar, dapat juga kelebihan nol.
help-outlier-example = 52.000 di antara nilai 400 sampai 700.
help-outlier-mend = Periksa pada sumbernya.
    Bila keliru, perbaiki di Excel atau di samping temuan.
    Bila benar, jelaskan pada catatan saat mengirim.

help-schema_missing_column-what = Dataset ini memiliki skema: daftar kolom yang harus ada pada setiap pembaruan. Kolom ini tidak ditemukan dalam berkas Anda, karena terhapus atau berganti judul.
help-schema_missing_column-example = Versi terbit memiliki kolom “tahun”, berkas baru tidak.
help-schema_missing_column-mend = Bila kolomnya berganti judul, kembalikan judulnya di Excel, atau isikan nama lama pada kolom itu di halaman periksa.
    Bila kolomnya tertinggal, tambahkan lalu unggah lagi.
    Bila kolom itu memang tidak dipakai lagi, keluarkan dari skema tabel, lalu periksa ulang.

help-schema_extra_column-what = Berkas memiliki kolom yang tidak dikenal skema tabel ini. Kolom tetap diterbitkan bila disetujui.
help-schema_extra_column-example = Kolom “catatan petugas” ikut terbawa dari lembar kerja.
help-schema_extra_column-mend = Bila tidak untuk diterbitkan, buang kolomnya di halaman periksa.
    Bila judulnya salah ketik, perbaiki di Excel.
    Bila memang kolom baru, tambahkan pada skema tabel dan jelaskan saat mengirim.

help-schema_type-what = Menurut skema tabel, kolom ini berisi jenis nilai tertentu, misalnya bilangan bulat. Isi sel ini lain.
help-schema_type-example = Kolom jumlah berisi bilangan bulat, sel C5 berisi “dua belas”.
help-schema_type-mend = Tulis nilainya sesuai jenis kolom, atau beri arti pada nilai itu di halaman periksa.
    Bila seluruh kolom kini berjenis lain, ubah jenisnya pada skema tabel, lalu periksa ulang.

help-constraint_required-what = Skema tabel mewajibkan kolom ini terisi pada setiap baris. Kolom kunci selalu wajib.
help-constraint_required-example = Nama kecamatan kosong pada baris 12.
help-constraint_required-mend = Isi selnya di Excel, lalu unggah lagi.
    Bila barisnya bukan data, isikan nomornya pada “Baris diabaikan”.
    Bila nilainya memang boleh kosong, ubah skema tabel.

help-constraint_unique-what = Menurut skema tabel, isi kolom ini, atau gabungan kolom kuncinya, hanya boleh muncul sekali. Baris ini mengulang baris lain.
help-constraint_unique-example = Kecamatan Barat tahun 2023 ada pada baris 3 dan baris 9.
help-constraint_unique-mend = Bandingkan kedua baris; hapus yang keliru, atau isikan nomornya pada “Baris diabaikan”.
    Bila keduanya memang berbeda, lengkapi kolom yang membedakannya dan masukkan kolom itu ke dalam kunci pada skema tabel.

help-constraint_range-what = Nilai ini lebih kecil atau lebih besar daripada yang diperbolehkan skema tabel.
help-constraint_range-example = Jumlah penduduk −3, padahal paling kecil 0.
help-constraint_range-mend = Periksa pada sumbernya: tanda kurang, koma, atau nol yang berlebih.
    Perbaiki di Excel, lalu unggah lagi.
    Bila nilainya benar, ubah rentang pada skema tabel.

help-constraint_length-what = Teks ini lebih pendek atau lebih panjang daripada yang diperbolehkan skema tabel.
help-constraint_length-example = NPSN hanya tujuh angka, padahal harus delapan.
help-constraint_length-mend = Lengkapi atau perbaiki teksnya di Excel.
    Bila panjangnya memang boleh lain, ubah batasnya pada skema tabel.

help-constraint_enum-what = Skema tabel menyebutkan isi apa saja yang boleh ada pada kolom ini. Isi sel ini tidak termasuk; sering karena salah ketik.
help-constraint_enum-example = “poyandu”, padahal daftarnya “puskesmas” dan “posyandu”.
help-constraint_enum-mend = Pakai usulan di samping temuan bila cocok, atau beri arti pada nilai itu di halaman periksa.
    Bila isinya memang baru, tambahkan ke daftar pada skema tabel, lalu periksa ulang.

help-constraint_pattern-what = Skema tabel menentukan pola penulisan kolom ini, dan seluruh teks sel harus mengikutinya.
help-constraint_pattern-example = Kode ditulis “35-20-01”, polanya “35.20.01”.
help-constraint_pattern-mend = Tulis nilainya mengikuti pola yang disebut.
    Bila polanya keliru, perbaiki pada skema tabel.

help-foreign_key-what = Kolom ini dihubungkan dengan sebuah daftar kode. Kode pada sel ini tidak ada dalam daftar itu.
help-foreign_key-example = “5.1.O1” dengan huruf O, padahal kodenya “5.1.01”.
help-foreign_key-mend = Pakai usulan di samping temuan bila cocok.
    Bila kodenya baru, minta pengelola portal memperbarui daftar kodenya, lalu periksa ulang.

help-foreign_key_ended-what = Kode ini ada dalam daftar kode, tetapi tidak berlaku pada tahun atau tanggal baris ini.
help-foreign_key_ended-example = Kode rekening yang berakhir 2021 dipakai untuk tahun 2022.
help-foreign_key_ended-mend = Ganti dengan kode yang berlaku pada waktu itu.
    Bila masa berlakunya keliru, minta pengelola portal memperbaiki daftar kodenya.

help-period_gap-what = Tabel ini berupa deret tahun, semester, triwulan, atau bulan. Setelah pembaruan ini ada periode yang tidak memiliki satu baris pun.
help-period_gap-example = Versi terbit sampai 2022, berkas baru berisi 2024; 2023 terlewat.
help-period_gap-mend = Bila datanya ada, tambahkan periode yang disebut.
    Bila datanya memang tidak ada, jelaskan saat mengirim.

help-period_incomplete-what = Baris-baris ini ada pada periode terakhir yang terbit, tetapi tidak ada pada periode baru. Yang sudah terbit tetap ada.
help-period_incomplete-example = Tahun lalu ada 18 kecamatan, tahun ini 17: Panekan tidak ada.
help-period_incomplete-mend = Periksa apakah barisnya tertinggal, atau namanya ditulis lain.
    Bila memang tidak ada datanya, jelaskan saat mengirim.

help-rows_lost-what = Baris-baris ini ada pada versi terbit, tetapi tidak ada lagi dalam berkas baru.
help-rows_lost-example = Tahun lalu 18 kecamatan, tahun ini 17: Panekan tidak ada.
help-rows_lost-mend = Periksa apakah barisnya tertinggal atau namanya berubah ejaan.
    Tambahkan yang tertinggal, lalu unggah lagi.
    Bila memang sudah tidak ada, jelaskan saat mengirim.
