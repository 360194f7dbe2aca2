# Lisensi
licence-cc-by = Creative Commons Atribusi 4.0
licence-cc-by-sa = Creative Commons Atribusi-BerbagiSerupa 4.0
licence-cc-zero = Creative Commons CC0 1.0
licence-cc-nc = Creative Commons Atribusi-NonKomersial 4.0
licence-odc-by = Open Data Commons Atribusi 1.0
licence-odc-odbl = Open Data Commons Basis Data Terbuka 1.0
licence-odc-pddl = Open Data Commons Domain Publik 1.0
licence-other-open = Lainnya (terbuka)
licence-other-closed = Lainnya (tidak terbuka)
licence-notspecified = Lisensi belum ditentukan
catalog-topic-title-en = Tulis judul Inggris paling banyak 200 huruf, atau kosongkan.
