search-busy = Indeks pencarian sedang ditulis oleh proses lain. Silakan coba beberapa saat lagi.
search-index-broken = Indeks pencarian tidak dapat dibaca. Silakan coba lagi; bila tetap gagal, mintalah pengelola portal menjalankan “lumbung reindex”.
