//! E-mail addresses, also with `[at]` for the sign.

use super::Identity;
use super::scan::{Form, Hit};

// Where people have addresses of their own.
const PRIVATE: [&str; 14] = [
    "gmail.",
    "googlemail.",
    "yahoo.",
    "ymail.",
    "rocketmail.",
    "hotmail.",
    "outlook.",
    "live.",
    "msn.",
    "icloud.",
    "me.",
    "proton.",
    "protonmail.",
    "aol.",
];
// Whose addresses are an office's.
const OFFICIAL: [&str; 8] = [
    ".go.id", ".desa.id", ".sch.id", ".ac.id", ".mil.id", ".invalid", ".example", ".test",
];
const OFFICES: [&str; 26] = [
    "dinas",
    "dinkes",
    "diskominfo",
    "disdik",
    "kominfo",
    "kecamatan",
    "kelurahan",
    "desa",
    "pemdes",
    "uptd",
    "puskesmas",
    "pkm",
    "sdn",
    "smpn",
    "sman",
    "paud",
    "tkn",
    "info",
    "humas",
    "admin",
    "kantor",
    "bidang",
    "sekretariat",
    "bappeda",
    "kab",
    "rsud",
];

/// The addresses of people in a text; those of an office with a public provider are only [`Form::Bare`].
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((sign, after)) = sign(text, from) {
        from = after;
        let start = local_start(text, sign);
        let (end, host) = host(text, after);
        let local = text
            .get(start..sign)
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        if local.is_empty() || !host.contains('.') || host.len() < 4 {
            continue;
        }
        if let Some(form) = judge(&local, &host) {
            found.push(Hit {
                what: Identity::Email,
                form,
                span: start..end,
            });
        }
        from = end;
    }
    found
}

// Where the sign stands and where it ends.
fn sign(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let lower = rest.to_ascii_lowercase();
    ["@", "[at]", "(at)"]
        .into_iter()
        .filter_map(|sign| {
            lower
                .find(sign)
                .map(|at| (from + at, from + at + sign.len()))
        })
        .min()
}

fn local_start(text: &str, sign: usize) -> usize {
    let before = text.get(..sign).unwrap_or_default().trim_end();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    before
        .char_indices()
        .rev()
        .take_while(|(_, c)| fits(*c))
        .last()
        .map_or(sign, |(at, _)| at)
}

// The end of the host's name, and the name with its dots.
fn host(text: &str, from: usize) -> (usize, String) {
    let rest = text.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let mut name = String::new();
    let mut end = from + blank;
    let mut rest = rest.trim_start();
    loop {
        let lower = rest.to_ascii_lowercase();
        let dot = [" . ", " .", ". ", "[dot]", "(dot)", " [dot] ", " (dot) "]
            .into_iter()
            .filter(|dot| lower.starts_with(dot) && !name.is_empty() && !name.ends_with('.'))
            .max_by_key(|dot| dot.len());
        // A full stop before a blank ends a sentence once the name has its dot.
        if let Some(dot) = dot
            && !(name.contains('.') && dot.len() <= 2)
        {
            name.push('.');
            end += dot.len();
            rest = rest.get(dot.len()..).unwrap_or_default();
            continue;
        }
        match rest.chars().next() {
            Some(c) if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') => {
                name.push(c.to_ascii_lowercase());
                end += 1;
                rest = rest.get(1..).unwrap_or_default();
            }
            _ => break,
        }
    }
    let trimmed = name.trim_end_matches(['.', '-']);
    (end - (name.len() - trimmed.len()), trimmed.to_owned())
}

fn judge(local: &str, host: &str) -> Option<Form> {
    if OFFICIAL.iter().any(|ending| host.ends_with(ending)) {
        return None;
    }
    let office = OFFICES.iter().any(|word| local.starts_with(word))
        || local
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| OFFICES.contains(&word));
    let private = PRIVATE.iter().any(|name| host.starts_with(name));
    match (private, office) {
        (true, false) => Some(Form::Firm),
        (true, true) | (false, false) => Some(Form::Bare),
        (false, true) => None,
    }
}
