query-syntax = Parameter { $parameter } tidak dapat dibaca. Periksa tanda kurung, tanda petik, dan komanya.
query-syntax-details = Pada huruf ke-{ $position } dari “{ $text }” seharusnya ada { $expected ->
    [column] nama kolom
    [operator] operator seperti eq.
    [value] nilai
    [list] daftar dalam tanda kurung
    [closing-quote] tanda petik penutup
    [closing-parenthesis] tanda kurung penutup
    [comma-or-end] koma atau akhir parameter
    [function] fungsi seperti sum()
    [direction] asc, desc, nullsfirst, atau nullslast
    [is-value] null, not_null, true, atau false
    [condition] syarat
    [search-word] kata pencarian
    [item] kolom jawaban
    [nesting] susunan syarat yang lebih dangkal
    [whole-number] bilangan bulat
   *[shorter-text] teks yang lebih pendek
}.
query-unknown-column = Tabel ini tidak memiliki kolom “{ $name }”. Lihat nama kolomnya pada skema.
query-unknown-word = { $what ->
    [operator] Operator
    [function] Fungsi
    [direction] Arah urutan
    [is-value] Nilai setelah is.
   *[value] Kata
} “{ $word }” pada parameter { $parameter } tidak dikenal.
query-nearest-hint = Mungkin yang Anda maksud “{ $nearest }”.
query-wrong-type = Nilai “{ $value }” tidak cocok dengan jenis kolom { $column }.
query-wrong-type-details = Kolom ini berjenis { $type ->
    [integer] bilangan bulat
    [decimal] bilangan desimal
    [float] bilangan pecahan
    [date] tanggal
    [boolean] benar atau salah
   *[text] teks
}.
query-wrong-type-hint = { $type ->
    [integer] Tulis bilangan tanpa tanda pemisah ribuan, misalnya 1500.
    [decimal] Tulis bilangan dengan titik desimal, misalnya 1500.25.
    [float] Tulis bilangan dengan titik desimal, misalnya 1500.25.
    [date] Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-12-31.
    [boolean] Tulis true atau false.
   *[text] Tulis teks.
}
query-not-for-type = “{ $word }” tidak dapat dipakai pada kolom { $column }.
query-not-for-type-details = Kolom ini berjenis { $type ->
    [integer] bilangan bulat
    [decimal] bilangan desimal
    [float] bilangan pecahan
    [date] tanggal
    [boolean] benar atau salah
   *[text] teks
}.
query-repeated-name = Dua kolom jawaban bernama “{ $name }”.
query-repeated-name-hint = Beri nama lain di depan titik dua, misalnya total:jumlah.sum().
query-not-in-answer = Jawaban yang dikelompokkan tidak dapat diurutkan menurut “{ $name }”.
query-not-in-answer-hint = Urutkan menurut kolom yang ada pada parameter select.
query-out-of-range = Parameter { $parameter } harus bilangan bulat dari 0 sampai { $max }.
query-after-needs-row-order = Parameter after hanya dapat dipakai pada urutan baris asli, tanpa order, pengelompokan, atau distinct. Pakailah offset.
query-repeated = Parameter { $parameter } diberikan dua kali. Sisakan satu.
query-too-many = Permintaan ini terlalu panjang: paling banyak { $max } { $what ->
    [condition] syarat
    [search-word] kata pencarian
    [item] kolom jawaban
    [direction] kunci urutan
   *[value] nilai
}.
query-too-heavy = Permintaan ini terlalu berat untuk dijawab.
query-too-heavy-hint = Persempit dengan syarat, kurangi kolom atau kelompoknya, atau unduh tabel lengkapnya.
query-busy = Portal sedang melayani banyak permintaan. Coba lagi beberapa saat lagi.
query-internal = Tabel ini sedang tidak dapat dibaca. Coba lagi; bila berulang, beri tahu pengelola portal.
query-no-table = Sumber daya ini tidak berisi tabel yang dapat dibaca baris demi baris. Unduhlah berkas aslinya.
