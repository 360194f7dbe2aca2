"""Recall and false alarms of the search for personal data, each beside its goal.

    python3 benches/privacy.py PROGRAM [--seed N] [--rows N] [FILE_OR_FOLDER...]

Identifiers are made at random (the seed is printed) in twelve layouts each, under a title that names them and under
one that does not; each column is a file of its own. Shares nothing with the detector: structure and codes are written
down here again. The files named (default: the demo's) hold no personal data but those of FULL.
"""

import argparse
import csv
import datetime
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True

GOAL = 0.98
CODES = {"personal_data", "personal_data_likely", "identifier_digits_lost"}
# Files whose personal data are on purpose, with the cells that must be found.
FULL = {"rtlh-calon-penerima.xlsx": {"NIK": 260, "KK": 260, "nama": 260, "HP": 148}}
REGENCIES = ["3520", "3578", "3273", "3171", "1271", "7371", "5171", "6171", "1671", "3374", "3401", "3603", "1371",
             "1471", "5271", "5371", "6271", "6371", "6472", "7171", "7271", "7471", "7571", "7604", "8171", "8271",
             "3521", "3502", "3519", "1101", "1871", "2171", "1971", "1571", "1771", "6571"]
OPERATORS = ["811", "812", "813", "821", "822", "823", "851", "852", "853", "855", "856", "857", "858", "814", "815",
             "816", "817", "818", "819", "859", "877", "878", "831", "832", "833", "838", "895", "896", "897", "898",
             "899", "881", "882", "883", "888", "889"]
FIRST = "Sri Budi Siti Agus Dewi Eko Rina Slamet Wahyu Rukmini Joko Endang Bambang Yuni Hadi Lestari".split()
LAST = "Santoso Wahyuni Lestari Prasetyo Rahayu Susilo Utami Hidayat Purnomo Handayani Setiawan Kurniawati".split()
PROVIDERS = ["gmail.com", "yahoo.com", "yahoo.co.id", "hotmail.com", "outlook.com", "icloud.com"]


def birth(chance):
    return datetime.date(1945, 1, 1) + datetime.timedelta(days=chance.randrange(25000))


def nik(chance):
    day = birth(chance)
    woman = 40 * chance.randrange(2)
    return (chance.choice(REGENCIES) + f"{chance.randint(1, 30):02}" + f"{day.day + woman:02}{day:%m%y}"
            + f"{chance.randint(1, 9999):04}")


def kk(chance):
    day = datetime.date(2006, 1, 1) + datetime.timedelta(days=chance.randrange(6500))
    return chance.choice(REGENCIES) + f"{chance.randint(1, 30):02}{day:%d%m%y}{chance.randint(1, 9999):04}"


def luhn(eight):
    total = 0
    for index, digit in enumerate(reversed(eight)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def npwp(chance):
    eight = f"{chance.choice([4, 5, 6, 7, 8, 9]):02}{chance.randrange(10**6):06}"
    return eight + luhn(eight) + f"{chance.randint(1, 999):03}000"


def npwp16(chance):
    return "0" + npwp(chance)


def nip(chance):
    born = datetime.date(1962, 1, 1) + datetime.timedelta(days=chance.randrange(14000))
    return (f"{born:%Y%m%d}{born.year + chance.randint(20, 32)}{chance.randint(1, 12):02}{chance.randint(1, 2)}"
            f"{chance.randint(1, 999):03}")


def phone(chance):
    return "0" + chance.choice(OPERATORS) + "".join(chance.choices("0123456789", k=chance.randint(7, 9)))


def email(chance):
    joint = chance.choice([".", "_", ""])
    return f"{chance.choice(FIRST)}{joint}{chance.choice(LAST)}{chance.randint(1, 99)}@{chance.choice(PROVIDERS)}".lower()


def cut(text, *sizes):
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at:at + size])
        at += size
    return [part for part in [*parts, text[at:]] if part]


SIZES = {"NIK": (6, 6), "KK": (6, 6), "NPWP": (2, 3, 3, 1, 3), "NPWP 16": (4, 4, 4), "NIP": (8, 6, 1), "No HP": (4, 4)}


def sentence(chance, kind, value):
    word = kind.split()[-1] if kind == "No HP" else kind.split()[0]
    return chance.choice([f"a.n. {chance.choice(FIRST)} ({word} {value}), RT 0{chance.randint(1, 9)}",
                          f"{word}: {value}. Sudah diperiksa pada 12 Mei 2024",
                          f"Penerima {chance.choice(FIRST)}, {word.lower()} {value}; bantuan Rp 600.000"])


def exact(digits):
    digits = digits.lstrip("0")
    return f"{digits[0]}.{digits[1:]}E+{len(digits) - 1}"


def rounded(digits):
    return f"{float(digits):.5E}"


def number_layouts(kind):
    sizes = SIZES[kind]
    return {
        "as it is": lambda c, v: v,
        "with an apostrophe": lambda c, v: "'" + v,
        "in parts, spaces": lambda c, v: " ".join(cut(v, *sizes)),
        "in parts, dots": lambda c, v: npwp_card(v) if kind == "NPWP" else ".".join(cut(v, *sizes)),
        "in parts, dashes": lambda c, v: "-".join(cut(v, *sizes)),
        "fours, no-break spaces": lambda c, v: "\u00a0".join(cut(v, 4, 4, 4, 4)),
        "every digit apart": lambda c, v: " ".join(v),
        "number cell": lambda c, v: int(v),
        "scientific, all digits": lambda c, v: exact(v),
        "scientific, rounded": lambda c, v: rounded(v),
        "in a sentence": lambda c, v: sentence(c, kind, v),
        "behind its name": lambda c, v: f"{kind.split()[-1] if kind == 'No HP' else kind.split()[0]}{c.choice([' ', ': ', '.', '-'])}{v}",
    }


def npwp_card(v):
    return f"{v[:2]}.{v[2:5]}.{v[5:8]}.{v[8]}-{v[9:12]}.{v[12:]}"


PHONES = {
    "as it is": lambda c, v: v,
    "with an apostrophe": lambda c, v: "'" + v,
    "in parts, spaces": lambda c, v: " ".join(cut(v, 4, 4)),
    "in parts, dots": lambda c, v: ".".join(cut(v, 4, 4)),
    "in parts, dashes": lambda c, v: "-".join(cut(v, 4, 4)),
    "+62": lambda c, v: "+62 " + "-".join(cut(v[1:], 3, 4)),
    "62 without a sign": lambda c, v: "62" + v[1:],
    "number cell": lambda c, v: int(v),
    "scientific, all digits": lambda c, v: exact(v),
    "brackets": lambda c, v: f"({v[:4]}) {v[4:]}",
    "in a sentence": lambda c, v: sentence(c, "No HP", v),
    "two with a slash": lambda c, v: f"{v}/{phone(c)}",
}
EMAILS = {
    "as it is": lambda c, v: v,
    "upper case": lambda c, v: v.upper(),
    "with an apostrophe": lambda c, v: "'" + v,
    "blanks around the sign": lambda c, v: v.replace("@", " @ "),
    "[at]": lambda c, v: v.replace("@", "[at]"),
    " (at) and (dot)": lambda c, v: v.replace("@", " (at) ").replace(".com", " (dot) com").replace(".co.id", " (dot) co.id"),
    "in brackets": lambda c, v: f"{c.choice(FIRST)} <{v}>",
    "mailto": lambda c, v: "mailto:" + v,
    "in a sentence": lambda c, v: f"hubungi {v}. Terima kasih",
    "two with a semicolon": lambda c, v: f"{v}; {email(c)}",
    "behind its name": lambda c, v: f"Email:{v}",
    "at the end of a line": lambda c, v: f"Dusun Jati RT 02\n{v}",
}
MAKERS = {
    "NIK": (nik, number_layouts("NIK")), "KK": (kk, number_layouts("KK")), "NPWP": (npwp, number_layouts("NPWP")),
    "NPWP 16": (npwp16, number_layouts("NPWP 16")), "NIP": (nip, number_layouts("NIP")),
    "No HP": (phone, PHONES), "Email": (email, EMAILS),
}
# What no column can tell without its name: any number has such digits.
NAMED_ONLY = {("No HP", "number cell"), ("No HP", "scientific, all digits"), ("NPWP", "number cell"),
              ("NPWP", "scientific, all digits"), ("NPWP", "scientific, rounded"), ("NPWP 16", "number cell"),
              ("NPWP 16", "scientific, all digits"), ("NPWP 16", "scientific, rounded"), ("NPWP", "every digit apart"),
              ("NPWP 16", "every digit apart"), ("NPWP", "fours, no-break spaces"), ("NPWP 16", "in parts, dots"),
              ("NPWP 16", "in parts, dashes")}


def letter(index):
    return "ABCDEFGH"[index]


def write_xlsx(path, rows):
    """The least workbook that holds numbers as numbers."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{letter(i)}{number}"><v>{cell}</v></c>' if isinstance(cell, int) else
            f'<c r="{letter(i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    space = "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Type="{space}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{space}/spreadsheetml/2006/main" xmlns:r="{space}/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Type="{space}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{space}/spreadsheetml/2006/main"><sheetData>{"".join(lines)}</sheetData></worksheet>')


def make(folder, chance, rows):
    """Writes a file for each column; gives what must be found in it."""
    made = {}
    for kind, (maker, layouts) in MAKERS.items():
        assert len(layouts) == 12
        for at, (layout, write) in enumerate(layouts.items()):
            for titled in (True, False):
                if not titled and (kind, layout) in NAMED_ONLY:
                    continue
                title = kind if titled else "Keterangan"
                table = [["Desa", title, "Jumlah"]]
                table += [[f"Dukuh {chance.choice(LAST)}", write(chance, maker(chance)), chance.randint(1, 900)]
                          for _ in range(rows)]
                name = f"{kind}-{at}-{'titled' if titled else 'plain'}".replace(" ", "_")
                if layout == "number cell":
                    write_xlsx(folder / f"{name}.xlsx", table)
                    made[f"{name}.xlsx"] = (kind, layout, titled)
                else:
                    with open(folder / f"{name}.csv", "w", newline="") as file:
                        csv.writer(file, delimiter=";").writerows(table)
                    made[f"{name}.csv"] = (kind, layout, titled)
    return made


DATES = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"]


def make_births(folder, chance, rows):
    made = {}
    for at, form in enumerate(DATES):
        for place in ("", "Magetan, "):
            name = f"births-{at}-{'place' if place else 'day'}.csv"
            with open(folder / name, "w", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow(["Nama", "Tempat, Tanggal Lahir" if place else "Tanggal Lahir", "Jumlah"])
                for _ in range(rows):
                    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
                    writer.writerow([person, place + birth(chance).strftime(form), chance.randint(1, 900)])
            made[name] = form + (" behind a place" if place else "")
    return made


def inspect(program, files, folder):
    """Runs the program once for all files; gives their reports by name."""
    out = folder / "reports"
    subprocess.run([program, "inspect", *map(str, files), "--stage", "report", "--format", "json", "--out", str(out)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    reports = {}
    for file in files:
        path = out / f"{file.name}.json"
        reports[file.name] = json.loads(path.read_text()) if path.exists() else {"findings": []}
    return reports


def cells(report, column=""):
    """Cells that the findings of personal data in a column (its letter; empty: all) stand for."""
    return sum(finding["count"] for finding in report["findings"]
               if finding["code"] in CODES and finding.get("cell", "").startswith(column))


def recall(program, folder, chance, rows):
    made = make(folder, chance, rows)
    births = make_births(folder, chance, rows)
    reports = inspect(program, [folder / name for name in [*made, *births]], folder)
    planted = found = 0
    table = {}
    for name, (kind, layout, titled) in made.items():
        seen = min(rows, cells(reports[name], "B"))
        table.setdefault((kind, layout), {})[titled] = seen
        planted, found = planted + rows, found + seen
    print(f"{'identifier':<10} {'layout':<26} {'named':>7} {'unnamed':>8}")
    for (kind, layout), seen in table.items():
        plain = f"{seen[False] / rows:.3f}" if False in seen else "–"
        mark = "  <" if min(seen.values()) < GOAL * rows else ""
        print(f"{kind:<10} {layout:<26} {seen[True] / rows:>7.3f} {plain:>8}{mark}")
    for name, form in births.items():
        seen = min(2 * rows, cells(reports[name]))
        planted, found = planted + 2 * rows, found + seen
        print(f"{'birth date':<10} {form:<26} {seen / 2 / rows:>7.3f} {'–':>8}")
    share = found / planted
    print(f"\nrecall {share:.4f} of {planted} identifiers, goal ≥ {GOAL}{'' if share >= GOAL else '  MISSED'}")
    return share >= GOAL


def false_alarms(program, folder, paths):
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path]) if file.is_file()]
    wrong = 0
    for name, report in inspect(program, files, folder).items():
        if name in FULL:
            seen = {}
            for finding in report["findings"]:
                if finding["code"] == "personal_data":
                    seen[finding["expected"]] = finding["count"]
            print(f"{name}: {seen}{'' if seen == FULL[name] else f'  EXPECTED {FULL[name]}'}")
            wrong += seen != FULL[name]
            continue
        for finding in report["findings"]:
            if finding["code"] in CODES:
                wrong += 1
                print(f"{name}: {finding['code']} {finding.get('column')} {finding.get('cell')} {finding.get('expected')}"
                      f" {finding.get('value')} ×{finding['count']}")
    print(f"false alarms {wrong} in {len(files)} files, goal 0{'' if wrong == 0 else '  MISSED'}")
    return wrong == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--rows", type=int, default=60)
    options = parser.parse_args()
    demo = Path(__file__).resolve().parent.parent / "data" / "demo" / "files"
    print(f"seed {options.seed}, {options.rows} rows in each column\n")
    with tempfile.TemporaryDirectory() as folder:
        well = recall(options.program, Path(folder), random.Random(options.seed), options.rows)
        well &= false_alarms(options.program, Path(folder), options.files or [demo])
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
