"""Makes the invented tables of the demo. All figures are made up (fixed seed); names of districts are real.

Run it in this folder: python3 make.py. Needs openpyxl for the workbooks.
"""

import csv
import pathlib
import random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = pathlib.Path(__file__).parent
OUT = HERE / "files"
REGIONS = list(csv.DictReader((HERE / "../reference/magetan_kecamatan.csv").open(encoding="utf-8")))
DISTRICTS = [region["nama"] for region in REGIONS]
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]
rng = random.Random(3520)


def thousands(number):
    return f"{number:,}".replace(",", ".")


def write_csv(name, rows, delimiter=";"):
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)


def write_xlsx(name, titles, header, rows, total=None, notes=()):
    """A sheet as offices make them: titles, a header, a body, a total, notes."""
    book = Workbook()
    sheet = book.active
    width = len(header)
    for index, title in enumerate(titles, start=1):
        sheet.cell(index, 1, title).font = Font(bold=True)
        sheet.merge_cells(start_row=index, start_column=1, end_row=index, end_column=width)
        sheet.cell(index, 1).alignment = Alignment(horizontal="center")
    start = len(titles) + 2
    for column, label in enumerate(header, start=1):
        sheet.cell(start, column, label).font = Font(bold=True)
    for offset, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(start + offset, column, value)
    row = start + len(rows) + 1
    if total:
        for column, value in enumerate(total, start=1):
            sheet.cell(row, column, value)
        row += 1
    for note in notes:
        row += 1
        sheet.cell(row, 1, note)
    book.save(OUT / name)


def livestock(year, base):
    rows = []
    for index, district in enumerate(DISTRICTS):
        cows, goats = base[index]
        factor = 1 + (year - 2022) * 0.02
        rows.append([year, district, int(cows * factor), int(goats * factor), rng.randint(2_000, 40_000)])
    return rows


def main():
    base = [(rng.randint(2_000, 9_000), rng.randint(3_000, 14_000)) for _ in DISTRICTS]
    header = ["Tahun", "Kecamatan", "Sapi (ekor)", "Kambing (ekor)", "Ayam kampung (ekor)"]
    write_csv("populasi-ternak-2022-2023.csv", [header] + livestock(2022, base) + livestock(2023, base))
    write_csv("populasi-ternak-2024.csv", [header] + livestock(2024, base))

    rows = [[i, d, rng.randint(400, 2_500), rng.randint(100, 700), rng.randint(5, 60)] for i, d in enumerate(DISTRICTS, 1)]
    total = ["JUMLAH", None] + [sum(row[column] for row in rows) for column in (2, 3, 4)]
    write_xlsx("umkm-per-kecamatan-2024.xlsx", ["UMKM MENURUT KECAMATAN", "KABUPATEN MAGETAN", "TAHUN 2024"],
               ["No", "Kecamatan", "Usaha mikro", "Usaha kecil", "Usaha menengah"], rows, total, ["Sumber: Dinas Koperasi dan Usaha Mikro (angka contoh)"])

    places = ["Telaga Sarangan", "Telaga Wahyu", "Mojosemi Forest Park", "Kebun Refugia", "Air Terjun Tirtosari", "Puncak Lawu"]
    rows = []
    for year in (2023, 2024):
        for month in range(1, 13):
            for place in places:
                rows.append([f"{year}-{month:02}-01", place, rng.randint(300, 60_000), rng.randint(0, 900)])
    write_csv("kunjungan-wisata.csv", [["Bulan", "Objek wisata", "Wisatawan nusantara", "Wisatawan mancanegara"]] + rows, ",")

    rows = [[d, year, rng.randint(900, 2_600), rng.randint(60, 320)] for d in DISTRICTS for year in (2021, 2022, 2023, 2024)]
    write_csv("stunting-per-kecamatan.csv", [["Kecamatan", "Tahun", "Balita ditimbang", "Balita stunting"]] + rows)

    rows = [[d, rng.randint(8, 40), rng.randint(600, 3_800), rng.randint(600, 3_600)] for d in DISTRICTS]
    write_csv("siswa-sd-per-kecamatan-2024.csv", [["Kecamatan", "Jumlah SD", "Siswa laki-laki", "Siswa perempuan"]] + rows)

    rows = [[year, rng.randint(4_000, 9_000), rng.randint(20_000, 60_000), thousands(rng.randint(60_000, 99_000))] for year in range(2017, 2025)]
    write_csv("anggota-perpustakaan.csv", [["Tahun", "Anggota", "Kunjungan", "Koleksi buku"]] + rows)

    rows = [[m, f"{rng.uniform(2_500, 4_200):.1f}".replace(".", ","), f"{rng.uniform(300, 900):.1f}".replace(".", ",")] for m in MONTHS]
    write_csv("neraca-sampah-2024.csv", [["Bulan", "Timbulan (ton)", "Terkelola (ton)"]] + rows)

    rows = [[year, sector, rng.randint(40, 900)] for year in range(2020, 2025) for sector in ("Industri", "Perdagangan", "Jasa", "Pertanian")]
    write_csv("penempatan-tenaga-kerja.csv", [["Tahun", "Sektor", "Orang ditempatkan"]] + rows)

    rows = [[year, rng.randint(180, 420), rng.randint(20, 80), rng.randint(200, 600)] for year in range(2018, 2025)]
    write_csv("kecelakaan-lalu-lintas.csv", [["Tahun", "Kejadian", "Meninggal", "Luka ringan"]] + rows)

    markets = ["Pasar Sayur", "Pasar Baru", "Pasar Plaosan", "Pasar Maospati", "Pasar Gorang-Gareng", "Pasar Parang"]
    rows = [[market, rng.randint(120, 900), f"Rp {thousands(rng.randint(200, 4_000) * 1_000_000)}"] for market in markets]
    write_csv("pedagang-pasar-2024.csv", [["Pasar", "Pedagang", "Omzet setahun"]] + rows)

    rows = [[f"WF-{i:03}", f"Titik {i}", rng.choice(DISTRICTS), rng.choice(["Aktif", "Aktif", "Gangguan"]), rng.randint(10, 50)] for i in range(1, 61)]
    write_csv("wifi-publik.csv", [["Kode titik", "Lokasi", "Kecamatan", "Status", "Kecepatan (Mbps)"]] + rows, ",")

    families = {d: rng.randint(600, 3_000) for d in DISTRICTS}
    rows = [[d, 1, families[d]] for d in DISTRICTS]
    write_csv("penerima-pkh-2024.csv", [["Kecamatan", "Tahap", "Keluarga penerima"]] + rows)
    changed = [[d, 1, families[d] + (12 if i % 5 == 0 else 0)] for i, d in enumerate(DISTRICTS)] + [[d, 2, families[d] + rng.randint(-40, 40)] for d in DISTRICTS]
    write_csv("penerima-pkh-2024-tahap-2.csv", [["Kecamatan", "Tahap", "Keluarga penerima"]] + changed)

    price = 11_500
    rows = []
    for year in (2022, 2023, 2024):
        for month in range(1, 13):
            price += rng.randint(-150, 260)
            rows.append([f"{year}-{month:02}-01", thousands(price), thousands(price + rng.randint(900, 1_600))])
    write_csv("harga-beras.csv", [["Tanggal", "Beras medium (Rp/kg)", "Beras premium (Rp/kg)"]] + rows)

    rows = [[f"Fraksi {name}", rng.randint(2, 9), rng.randint(0, 4)] for name in ("A", "B", "C", "D", "E", "F")]
    write_csv("anggota-dprd.csv", [["Fraksi", "Laki-laki", "Perempuan"]] + rows)

    rows = [[year, rng.randint(60, 95), f"{rng.uniform(68, 76):.2f}".replace(".", ",")] for year in range(2016, 2025)]
    write_csv("indeks-pembangunan-manusia.csv", [["Tahun", "Peringkat", "IPM"]] + rows)


main()
