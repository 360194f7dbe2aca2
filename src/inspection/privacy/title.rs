//! What a column's title says about the people in it.

use crate::inspection::text::safe_name;

/// What a title promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Promise {
    /// Nothing of this kind.
    #[default]
    Nothing,
    /// Numbers of residents.
    Nik,
    /// Numbers of family cards.
    Kk,
    /// Tax numbers.
    Npwp,
    /// Numbers of civil servants.
    Nip,
    /// Telephones.
    Phone,
    /// Telephones of offices.
    OfficePhone,
    /// Telephones of people at home.
    HomePhone,
    /// E-mail addresses.
    Email,
    /// Names of persons.
    PersonName,
    /// Names of anything.
    SomeName,
    /// Days of birth.
    BirthDate,
    /// Latitude, longitude or both.
    Coordinate,
    /// Neighbourhoods and streets.
    Address,
    /// Codes of something else: accounts, assets, tickets.
    OtherCode,
}

/// A title's promise, and whether it speaks of people or of where they live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Title {
    /// What the values are.
    pub promise: Promise,
    /// Households, poor people's houses, recipients: rows are people.
    pub about_homes: bool,
}

const PERSONS: [&str; 48] = [
    "lengkap",
    "penerima",
    "siswa",
    "murid",
    "pegawai",
    "warga",
    "pasien",
    "ibu",
    "anak",
    "orang",
    "pemilik",
    "peserta",
    "pelapor",
    "korban",
    "ktp",
    "ayah",
    "bapak",
    "suami",
    "istri",
    "isteri",
    "wali",
    "lansia",
    "balita",
    "bayi",
    "mahasiswa",
    "guru",
    "keluarga",
    "pemohon",
    "penduduk",
    "karyawan",
    "pejabat",
    "petani",
    "nelayan",
    "pedagang",
    "kader",
    "anggota",
    "pengurus",
    "responden",
    "penderita",
    "disabilitas",
    "pemegang",
    "pendaftar",
    "pelanggan",
    "kk",
    "krt",
    "art",
    "kpm",
    "pekerja",
];
const HOMES: [&str; 12] = [
    "rtlh",
    "rumah",
    "penghuni",
    "keluarga",
    "kk",
    "kpm",
    "krt",
    "penerima",
    "hunian",
    "warga",
    "lansia",
    "disabilitas",
];
// A title that begins so counts or measures.
const COUNTS: [&str; 10] = [
    "jumlah",
    "total",
    "banyak",
    "banyaknya",
    "rata",
    "persen",
    "persentase",
    "jml",
    "luas",
    "nilai",
];
const OFFICES: [&str; 9] = [
    "kantor",
    "layanan",
    "hotline",
    "pengaduan",
    "center",
    "instansi",
    "dinas",
    "sekolah",
    "resmi",
];
const HOME_PHONES: [&str; 11] = [
    "rumah", "pribadi", "pemilik", "warga", "penerima", "wali", "siswa", "orang", "pasien",
    "keluarga", "peserta",
];
const CODES: [&str; 22] = [
    "kode",
    "npsn",
    "nisn",
    "tiket",
    "seri",
    "polisi",
    "sertifikat",
    "rekening",
    "barang",
    "sk",
    "surat",
    "nib",
    "nop",
    "register",
    "registrasi",
    "aset",
    "kontrak",
    "spk",
    "sp2d",
    "nitku",
    "imei",
    "faktur",
];

/// Reads a title.
pub(super) fn read(title: &str) -> Title {
    let name = safe_name(title);
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let counts = words.first().is_some_and(|first| COUNTS.contains(first));
    if counts {
        return Title::default();
    }
    let promise = if has("nik") || has("ktp") && !has("nama") {
        Promise::Nik
    } else if has("kk") && (any(&["no", "nomor", "nomer"]) || words.len() == 1)
        || has("kartu") && has("keluarga")
    {
        Promise::Kk
    } else if has("npwp") {
        Promise::Npwp
    } else if any(&["nip", "nipppk", "nrp", "nipns"]) {
        Promise::Nip
    } else if any(&[
        "hp",
        "telp",
        "telepon",
        "telpon",
        "tlp",
        "wa",
        "whatsapp",
        "handphone",
        "ponsel",
        "phone",
        "hape",
        "kontak",
        "seluler",
    ]) {
        phone(&any)
    } else if any(&["email", "surel"]) || has("e") && has("mail") {
        Promise::Email
    } else if has("lahir") && any(&["tanggal", "tgl", "ttl", "hari"])
        || any(&["ttl", "dob", "birthdate"])
    {
        Promise::BirthDate
    } else if any(&["nama", "name"]) {
        if any(&PERSONS) {
            Promise::PersonName
        } else {
            Promise::SomeName
        }
    } else if any(&[
        "lintang",
        "bujur",
        "lat",
        "lon",
        "long",
        "latitude",
        "longitude",
        "koordinat",
        "titik",
        "geom",
        "lng",
    ]) {
        Promise::Coordinate
    } else if any(&["alamat", "rt", "rw", "domisili"]) {
        Promise::Address
    } else if any(&CODES) {
        Promise::OtherCode
    } else {
        Promise::Nothing
    };
    Title {
        promise,
        about_homes: any(&HOMES)
            && !any(&[
                "sakit", "makan", "tangga", "potong", "ibadah", "susun", "sewa",
            ]),
    }
}

fn phone(any: &impl Fn(&[&str]) -> bool) -> Promise {
    if any(&OFFICES) {
        Promise::OfficePhone
    } else if any(&HOME_PHONES) {
        Promise::HomePhone
    } else {
        Promise::Phone
    }
}

const INSTITUTIONS: [&str; 52] = [
    "puskesmas",
    "pkm",
    "pustu",
    "sd",
    "sdn",
    "mi",
    "smp",
    "smpn",
    "mts",
    "sma",
    "sman",
    "smk",
    "tk",
    "paud",
    "pasar",
    "dinas",
    "badan",
    "kantor",
    "desa",
    "kelurahan",
    "kecamatan",
    "kabupaten",
    "kota",
    "cv",
    "pt",
    "ud",
    "toko",
    "warung",
    "koperasi",
    "jalan",
    "jl",
    "sungai",
    "bendungan",
    "waduk",
    "embung",
    "jembatan",
    "masjid",
    "gereja",
    "pura",
    "rsud",
    "rs",
    "klinik",
    "apotek",
    "hotel",
    "terminal",
    "stasiun",
    "bumdes",
    "kelompok",
    "posyandu",
    "bank",
    "upt",
    "uptd",
];

/// Whether a value can be a person's name: one to six words of letters, no institution among them.
pub(super) fn is_person_name(value: &str) -> bool {
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .collect();
    (1..=7).contains(&words.len())
        && words
            .iter()
            .all(|word| !word.bytes().any(|b| b.is_ascii_digit()))
        && words.iter().any(|word| word.chars().count() > 2)
        && !words.iter().any(|word| INSTITUTIONS.contains(word))
}
