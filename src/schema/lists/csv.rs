//! A code list as CSV: a head line, then a code a line.

use super::Code;
use crate::error::{FieldProblem, Message};
use crate::schema::Error;
use jiff::civil::Date;
use std::collections::HashMap;

/// Most codes of a list.
const MOST_CODES: usize = 50_000;
/// Problems that are told.
const MOST_TOLD: usize = 10;

/// Heads by which each part of a code is known.
const HEADS: [&[&str]; 4] = [
    &["code", "kode"],
    &["label", "nama", "uraian", "name"],
    &["valid_from", "berlaku_dari", "mulai"],
    &["valid_to", "berlaku_sampai", "sampai"],
];

/// Reads a list; the field separator is told from the head line.
///
/// Errors: [`Error::Invalid`] about the field `codes`, with the first lines that can't be taken.
pub fn read(bytes: &[u8]) -> Result<Vec<Code>, Error> {
    let text = text(bytes);
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: &char| first.matches(*mark).count();
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(',');
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads: Vec<String> = reader
        .headers()
        .map(|heads| heads.iter().map(str::to_lowercase).collect())
        .unwrap_or_default();
    let places = HEADS.map(|names| heads.iter().position(|head| names.contains(&head.as_str())));
    let [Some(_), Some(_), ..] = places else {
        return Err(wrong(vec![problem("code-list-heads", 1, "")]));
    };
    let mut problems = Vec::new();
    let mut codes: Vec<Code> = Vec::new();
    let mut lines: HashMap<String, i64> = HashMap::new();
    for (line, record) in (2..).zip(reader.records()) {
        let Ok(record) = record else {
            problems.push(problem("code-list-line", line, ""));
            break;
        };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cell = |place: Option<usize>| {
            let text = place.and_then(|place| record.get(place));
            text.unwrap_or_default().to_owned()
        };
        let [code, label, valid_from, valid_to] = places.map(cell);
        let code = Code {
            code,
            label,
            valid_from,
            valid_to,
        };
        if let Some(id) = fault(&code) {
            problems.push(problem(id, line, &code.code));
        } else if lines.insert(code.code.clone(), line).is_some() {
            problems.push(problem("code-list-repeated", line, &code.code));
        }
        codes.push(code);
        if codes.len() > MOST_CODES {
            problems.push(problem("code-list-too-many", line, ""));
        }
        if problems.len() >= MOST_TOLD {
            break;
        }
    }
    if codes.is_empty() {
        problems.push(problem("code-list-empty", 1, ""));
    }
    if problems.is_empty() {
        Ok(codes)
    } else {
        Err(wrong(problems))
    }
}

// UTF-8, with or without its mark; older programs write Windows-1252.
fn text(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

fn fault(code: &Code) -> Option<&'static str> {
    let fits = |text: &str, most: usize| {
        text.chars().count() <= most && !text.chars().any(char::is_control)
    };
    let is_day = |text: &str| text.is_empty() || text.len() == 10 && text.parse::<Date>().is_ok();
    if code.code.is_empty() || !fits(&code.code, 100) {
        return Some("code-list-code");
    }
    if code.label.is_empty() || !fits(&code.label, 500) {
        return Some("code-list-label");
    }
    if !is_day(&code.valid_from) || !is_day(&code.valid_to) {
        return Some("code-list-day");
    }
    let ends_first = !code.valid_to.is_empty() && code.valid_to < code.valid_from;
    ends_first.then_some("code-list-days")
}

fn problem(id: &'static str, line: i64, code: &str) -> FieldProblem {
    let said: String = code.chars().take(60).collect();
    FieldProblem {
        field: "codes".to_owned(),
        code: "schema.list_codes",
        message: Message::new(id).with("line", line).with("code", said),
    }
}

fn wrong(problems: Vec<FieldProblem>) -> Error {
    Error::Invalid(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_offices_write_them() {
        for text in [
            "kode,nama,berlaku_dari,berlaku_sampai\n01,\"Sawah, irigasi\",2020-01-01,\n02,Tegal,,2022-12-31\n",
            "\u{feff}Kode;Uraian;Mulai;Sampai\r\n01;Sawah, irigasi;2020-01-01;\r\n\r\n02;Tegal;;2022-12-31\r\n",
            "code\tlabel\tvalid_from\tvalid_to\n01\tSawah, irigasi\t2020-01-01\t\n02\tTegal\t\t2022-12-31",
        ] {
            let codes = read(text.as_bytes()).unwrap();
            assert_eq!(codes.len(), 2);
            assert_eq!(codes[0].label, "Sawah, irigasi");
            assert_eq!(codes[0].valid_from, "2020-01-01");
            assert_eq!(
                (codes[1].code.as_str(), codes[1].valid_to.as_str()),
                ("02", "2022-12-31")
            );
        }
        let older = read(b"kode,nama\n1,Caf\xe9\n").unwrap();
        assert_eq!(older[0].label, "Café");
    }

    #[test]
    fn what_cannot_be_taken_is_named_with_its_line() {
        for (text, id) in [
            ("", "code-list-heads"),
            ("kode\n01\n", "code-list-heads"),
            ("kode,nama\n", "code-list-empty"),
            ("kode,nama\n,Sawah\n", "code-list-code"),
            ("kode,nama\n01,\n", "code-list-label"),
            ("kode,nama\n01,a\n01,b\n", "code-list-repeated"),
            ("kode,nama,mulai\n01,a,31/12/2020\n", "code-list-day"),
            (
                "kode,nama,mulai,sampai\n01,a,2021-01-01,2020-01-01\n",
                "code-list-days",
            ),
        ] {
            let Err(Error::Invalid(problems)) = read(text.as_bytes()) else {
                panic!("{text}");
            };
            assert_eq!(problems[0].message.id, id, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
