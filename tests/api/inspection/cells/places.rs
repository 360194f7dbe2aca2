//! The places in which the cases stand: a column with others of its make, a workbook, a whole sheet.

use super::{Case, Place};
use rust_xlsxwriter::{Format, Formula, Workbook};

const NAMES: [&str; 8] = [
    "Unit Mawar",
    "Unit Melati",
    "Unit Dahlia",
    "Unit Kenanga",
    "Unit Anggrek",
    "Unit Teratai",
    "Unit Cempaka",
    "Unit Seruni",
];

/// The places of a case; a cell that means the same in any column stands in several.
pub(super) fn of(case: &Case) -> Vec<Place> {
    if case.place == "kolom apa pun" {
        let numbers = column(&case.cell, "Jumlah", &["12", "250", "7", "31", "8"]);
        let words = column(
            &case.cell,
            "Keterangan",
            &["baik", "rusak", "baik sekali", "cukup"],
        );
        return vec![numbers, words];
    }
    if let Some((title, others)) = like(case) {
        return vec![column(&case.cell, title, others)];
    }
    whole(case).into_iter().collect()
}

// The title of a column and what stands below the case.
fn like(case: &Case) -> Option<(&'static str, &'static [&'static str])> {
    const DAYS: &[&str] = &[
        "15/03/2024",
        "20/07/2024",
        "05/11/2023",
        "30/06/2024",
        "12/08/2024",
    ];
    const VILLAGE_CODES: &[&str] = &[
        "35.20.06.1001",
        "35.20.06.1002",
        "35.20.12.2002",
        "35.20.06.2016",
    ];
    const DISTRICT_CODES: &[&str] = &["35.20.01", "35.20.07", "35.20.13", "35.20.17"];
    Some(match case.place.as_str() {
        "kolom angka" | "kolom angka biasa" | "hasil salin layar" => {
            ("Jumlah", &["12", "250", "7", "31", "8"])
        }
        "kolom lain berpola ribuan (mis. 12.345.678)" => {
            ("Jumlah", &["12.345.678", "2.500.000", "9.875"])
        }
        "kolom berisi 0.75, 12.5" => ("Nilai", &["0.75", "12.5", "3.25"]),
        "kolom hanya berisi pola d.ddd, ada yang diawali 0." => {
            ("Nilai", &["0.512", "3.524", "1.199"])
        }
        "kolom Indonesia (ada 12,5)" => ("Luas", &["12,5", "7,25", "3"]),
        "kolom kode/nomor" => ("Kode barang", &["012", "113", "250"]),
        "kolom pengenal" => ("NIK", &["3520061207859901", "3520014508900002"]),
        "kolom luas" => ("Luas", &["250,5 ha", "1 200 ha", "31 ha"]),
        "kolom produksi" => ("Produksi", &["2.750 kg", "900 kg", "12.000 kg"]),
        "kolom angka gaya BPS" => ("Produksi", &["2.345", "567", "1.200 r"]),
        "kolom teks kode" => ("Kode negara", &["ID", "MY", "SG", "TH"]),
        "kolom nilai" => ("Nilai", &["Rp 500", "Rp 750", "Rp 25", "900"]),
        "judul kolom \"(dalam ribuan rupiah)\"" => (
            "Anggaran (dalam ribuan rupiah)",
            &["2.500", "750", "12.000.000"],
        ),
        "kolom persen" => ("Persentase", &["45,5%", "80%", "7,25%"]),
        "kolom cakupan" => ("Cakupan", &["98,5%", "76%", "101%"]),
        "kolom tanggal" => ("Tanggal", DAYS),
        "kolom jam" => ("Jam", &["09:15", "10.45 WIB", "13:00", "07.30"]),
        "kolom tahun ajaran" => ("Tahun ajaran", &["2022/2023", "2021/2022"]),
        "sel" => (
            "Periode",
            &[
                "TA 2022",
                "Triwulan I 2023",
                "Semester II 2023",
                "Januari - Maret 2023",
                "2018-2020",
            ],
        ),
        "kolom kode" if case.cell.len() > 8 => ("Kode desa", VILLAGE_CODES),
        "kolom kode" | "kolom kode kecamatan" => ("Kode kecamatan", DISTRICT_CODES),
        "kolom kode 7 angka" => (
            "Kode kecamatan",
            &["3520010", "3520020", "3520030", "3520040"],
        ),
        "kolom kecamatan" => ("Kecamatan", &["Barat", "Karas", "Poncol", "Parang"]),
        "kolom desa/kelurahan" => ("Desa/Kelurahan", &["Alastuwo", "Kepolorejo", "Tambran"]),
        "kolom desa" | "kolom desa, tanpa kecamatan" => {
            ("Desa", &["Ngancar", "Alastuwo", "Purwosari"])
        }
        "kolom wilayah" => (
            "Wilayah",
            &["Kab. Ngawi", "Kab. Madiun", "Kota Madiun", "Kab. Ponorogo"],
        ),
        "kolom koordinat tunggal" => ("Koordinat", &["-7.6512, 111.3301", "-7.7001, 111.2903"]),
        "kolom geom" => (
            "Geom",
            &["POINT(111.3301 -7.6512)", "POINT (111.2903 -7.7001)"],
        ),
        "kolom NIK" => ("NIK", &["3520061207859901", "3520014508900002"]),
        "kolom \"No. KK\"" => ("No. KK", &["3520061207100001", "3520010405120002"]),
        "kolom angka 16 digit" => (
            "Nilai",
            &["4520069907859911", "5620069907859925", "9920069907859937"],
        ),
        "kolom NIP" => ("NIP", &["19900101 201503 1 001", "19880203 201012 2 003"]),
        "kolom telepon" => (
            "Telepon",
            &["(0351) 891234", "(0351) 895001", "(0351) 869002"],
        ),
        "kolom NPSN" => ("NPSN", &["20508124", "20508201", "20508302"]),
        "kolom jenis kelamin" => ("Jenis kelamin", &["L", "P", "P", "L"]),
        "kolom ya/tidak" => ("Aktif", &["Ya", "Tidak", "Ya"]),
        "kolom centang" if case.cell == "v" => ("Lengkap", &["v", "", "v", ""]),
        "kolom centang" => ("Lengkap", &["√", "", "√", ""]),
        "kolom golongan" => ("Golongan", &["III", "II", "IV"]),
        "kolom nama" => (
            "Nama sekolah",
            &["SD NEGERI 2 PLAOSAN", "SMP NEGERI 1 BARAT"],
        ),
        "kolom alamat" => ("Alamat", &["Dusun II", "Jalan Raya 5"]),
        "CSV" => ("Keterangan", &["baik", "rusak", "cukup"]),
        _ => return None,
    })
}

fn column(cell: &str, title: &str, others: &[&str]) -> Place {
    let mut rows = vec![vec!["Nama unit".to_owned(), title.to_owned()]];
    let cells = std::iter::once(&cell).chain(others);
    rows.extend(
        NAMES
            .iter()
            .zip(cells)
            .map(|(name, cell)| vec![(*name).to_owned(), (*cell).to_owned()]),
    );
    // A row for itself keeps a case at the end of its record from looking cut off.
    text(&rows, title, 2)
}

fn text(rows: &[Vec<String>], title: &str, row: u64) -> Place {
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer
        .delimiter(b';')
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    Place {
        file: ("kasus.csv", writer.into_inner().unwrap()),
        title: title.to_owned(),
        row,
    }
}

fn sheet(lines: &str, title: &str, row: u64) -> Place {
    Place {
        file: ("kasus.csv", lines.as_bytes().to_vec()),
        title: title.to_owned(),
        row,
    }
}

fn workbook(title: &str, fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Place {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "Nama unit").unwrap();
    page.write(0, 1, title).unwrap();
    for (row, name) in (1..).zip(NAMES.iter().take(5)) {
        page.write(row, 0, *name).unwrap();
    }
    fill(page);
    Place {
        file: ("kasus.xlsx", book.save_to_buffer().unwrap()),
        title: title.to_owned(),
        row: 2,
    }
}

// Cases that need more than a column of texts.
fn whole(case: &Case) -> Option<Place> {
    let cell = case.cell.as_str();
    Some(match case.place.as_str() {
        "sel rumus" => workbook("Jumlah", |page| {
            page.write_formula(1, 1, Formula::new("=A1/0").set_result(cell))
                .unwrap();
            (2..6).for_each(|row| {
                page.write(row, 1, row * 7).unwrap();
            });
        }),
        "sel angka xlsx berformat 0,0%" => workbook("Realisasi", |page| {
            let percent = Format::new().set_num_format("0.0%");
            let number: f64 = cell.parse().unwrap();
            page.write_with_format(1, 1, number, &percent).unwrap();
            (2..6).for_each(|row| {
                page.write_with_format(row, 1, 0.25, &percent).unwrap();
            });
        }),
        "kolom tanggal xlsx tanpa format" => workbook("Tanggal", |page| {
            let number: f64 = cell.parse().unwrap();
            page.write(1, 1, number).unwrap();
            (2..6).for_each(|row| {
                page.write(row, 1, number - f64::from(row)).unwrap();
            });
        }),
        "kolom kode di xlsx" => workbook("Kode wilayah", |page| {
            let number: f64 = cell.parse().unwrap();
            page.write(1, 1, number).unwrap();
            let codes = ["35.20.01", "35.20.06", "35.20.07", "35.20.12"];
            (2..6).zip(codes).for_each(|(row, code)| {
                page.write(row, 1, code).unwrap();
            });
        }),
        "sel gabungan menurun" => workbook("Kecamatan", |page| {
            page.merge_range(1, 1, 3, 1, cell, &Format::new()).unwrap();
            page.merge_range(4, 1, 5, 1, "Kec. Karas", &Format::new())
                .unwrap();
        }),
        "kolom bulan, judul \"Tahun 2024\"" => {
            let rest = "Februari;2\nMaret;3\nApril;4\nMei;5";
            sheet(
                &format!("DATA KUNJUNGAN TAHUN 2024;\n;\nBulan;Jumlah\n{cell};1\n{rest}\n"),
                "Bulan",
                4,
            )
        }
        "judul kolom" | "judul kolom, judul tabel 2024" => {
            let rest = "Barat;3\nKaras;4\nPoncol;5\nParang;6";
            sheet(
                &format!("DATA KUNJUNGAN TAHUN 2024;\n;\nKecamatan;{cell}\nMagetan;2\n{rest}\n"),
                "",
                4,
            )
        }
        "judul tabel" => {
            let rest = "Barat;3\nKaras;4\nPoncol;5\nParang;6";
            sheet(
                &format!("DATA KUNJUNGAN;\n{cell};\n;\nKecamatan;Jumlah\nMagetan;2\n{rest}\n"),
                "",
                2,
            )
        }
        "kolom desa, kecamatan = Barat" => {
            let rest = "Karas;Karas\nPoncol;Alastuwo\nBarat;Mangge";
            sheet(
                &format!("Kecamatan;Desa;Jumlah\nBarat;{cell};1\n{}\n", counted(rest)),
                "Desa",
                2,
            )
        }
        "kolom lintang" => coordinates(cell, "111,3219", "Lintang", cell.contains(',')),
        "kolom bujur" => coordinates("-7,6597", cell, "Bujur", true),
        "kolom lintang dan bujur" => coordinates(cell, cell, "Lintang", true),
        "judul kolom pertama" => sheet(&format!("{cell};Nama\n1;Ani\n2;Budi\n"), "No", 1),
        place => structure(place, cell)?,
    })
}

fn counted(rows: &str) -> String {
    let rows = rows
        .lines()
        .zip(7..)
        .map(|(row, count)| format!("{row};{count}"));
    rows.collect::<Vec<_>>().join("\n")
}

fn coordinates(latitude: &str, longitude: &str, title: &str, with_comma: bool) -> Place {
    let mut rows = vec![
        ["Nama unit", "Lintang", "Bujur"],
        [NAMES[0], latitude, longitude],
        [NAMES[1], "-7,6512", "111,3301"],
        [NAMES[2], "-7,7001", "111,2903"],
        [NAMES[3], "-7,5822", "111,4107"],
        [NAMES[4], "-7,6104", "111,4011"],
    ];
    let dotted: Vec<Vec<String>> = rows
        .drain(..)
        .map(|row| {
            let cells = row.iter().map(|cell| {
                if with_comma {
                    (*cell).to_owned()
                } else {
                    cell.replace(',', ".")
                }
            });
            cells.collect()
        })
        .collect();
    text(&dotted, title, 2)
}

// Rows and headers around a table.
fn structure(place: &str, cell: &str) -> Option<Place> {
    let table = "Kecamatan;Laki-laki;Perempuan\nMagetan;10;12\nBarat;7;9\nKaras;5;6\nPoncol;8;4\n";
    let numbered = "No.;Kecamatan;Jumlah\n1;Magetan;10\n2;Barat;7\n3;Karas;5\n4;Poncol;8\n";
    let apart: Vec<&str> = cell
        .split([' ', '|'])
        .filter(|part| !part.is_empty())
        .collect();
    let cells = apart.join(";");
    Some(match place {
        "baris 1-3, sel gabungan" => sheet(&format!("{cell};;\n;;\n{table}"), "", 1),
        "judul kolom pertama, isi 1..n" => sheet(numbered, cell, 1),
        "baris di bawah judul kolom" => {
            let rest = "1;Magetan;10;3\n2;Barat;7;2\n3;Karas;5;4\n";
            sheet(
                &format!("No;Kecamatan;Desa;Kelurahan\n{cells}\n{rest}"),
                "",
                2,
            )
        }
        "kolom pertama baris akhir" if cell == "Rata-rata" => {
            sheet(&format!("{table}{cell};7,5;7,75\n"), "", 6)
        }
        "kolom pertama baris akhir" | "baris akhir tabel per kecamatan" => {
            sheet(&format!("{table}{cell};30;31\n"), "", 6)
        }
        "baris tengah" => {
            let one = "Kecamatan;Desa;Jumlah\nPoncol;Alastuwo;10\nPoncol;Poncol;7\n";
            let two =
                "Parang;Parang;5\nParang;Ngunut;6\nParang;Mategal;8\nJUMLAH KEC. PARANG;;19\n";
            sheet(&format!("{one}{cell};;17\n{two}"), "", 4)
        }
        "baris setelah tabel" | "baris penutup" => sheet(&format!("{table};;\n{cell};;\n"), "", 7),
        "baris tanda tangan" => sheet(&format!("{table};;\n;;\"{cell}\"\n;;Kepala Dinas\n"), "", 7),
        "baris kepala kelompok" => {
            let rows = "1;Belanja pegawai;10;9\n2;Belanja barang;7;6\n3;Belanja hibah;4;4\n";
            let more = "1;Belanja tanah;5;5\n2;Belanja gedung;6;3\n";
            let group = "II. BELANJA MODAL;;;\n";
            sheet(
                &format!("No;Uraian;Anggaran;Realisasi\n{cell};;;\n{rows}{group}{more}"),
                "",
                2,
            )
        }
        "tiga kolom terakhir" => {
            let rows = "Magetan;10;12;13\nBarat;7;9;9\nKaras;5;6;8\n";
            sheet(&format!("Kecamatan;{cells}\n{rows}"), "", 2)
        }
        "judul tingkat dua" => {
            let rows = "Magetan;10;12;22\nBarat;7;9;16\nKaras;5;6;11\n";
            sheet(
                &format!("Kecamatan;JENIS KELAMIN;;\n;{cells}\n{rows}"),
                "",
                2,
            )
        }
        _ => return None,
    })
}
