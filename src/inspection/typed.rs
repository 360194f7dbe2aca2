//! Columns with their types and values, decided from all of their cells.

use super::cell::{Cell, digits};
use super::coordinates;
use super::findings::Findings;
use super::heads::Head;
use super::number::{self, Exact};
use super::reading::{ColumnReading, Notation, Reading};
use super::report::{ColumnKind, Finding, Level, Offer};
use super::rules::{self, Rules};
use super::shape::Shaped;
use super::survey::{Extent, Survey};
use super::text;
use super::value::{self, DateText};
use super::when::{self, Period};
use crate::standards::regions;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A value of the canonical table.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'t> {
    /// Words and codes.
    Text(Cow<'t, str>),
    /// A number in exact digits, without zeros at the end of its fraction.
    Number(Exact),
    /// A day.
    Date(Date),
    /// Yes or no.
    Bool(bool),
}

impl Value<'_> {
    /// The value as plain text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(exact) => plain(*exact),
            Self::Date(date) => date.to_string(),
            Self::Bool(true) => "benar".to_owned(),
            Self::Bool(false) => "salah".to_owned(),
        }
    }

    /// The value with characters of its own.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(exact) => Value::Number(exact),
            Self::Date(date) => Value::Date(date),
            Self::Bool(value) => Value::Bool(value),
        }
    }
}

/// Digits with a dot, without zeros at the end of the fraction.
pub fn plain(exact: Exact) -> String {
    let exact = exact.short();
    let scale = exact.scale as usize;
    if scale == 0 {
        return exact.unscaled.to_string();
    }
    let sign = if exact.unscaled < 0 { "-" } else { "" };
    let all = format!(
        "{:0>width$}",
        exact.unscaled.unsigned_abs(),
        width = scale + 1
    );
    let (whole, fraction) = all.split_at(all.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedColumn<'t> {
    /// Safe name, unique in the table.
    pub name: String,
    /// Title as written.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of its numbers.
    pub unit: String,
    /// Letter in the sheet.
    pub letter: String,
    /// Values, one for each row.
    pub values: Vec<Option<Value<'t>>>,
}

/// Converts rows into columns; what does not fit is a finding. `look` sees every text with its column and row.
pub(super) fn convert<'r>(
    specs: &[Spec],
    rows: &Shaped<'r>,
    reading: &Reading,
    rules: Option<&Rules>,
    sheet: &str,
    look: &mut dyn FnMut(usize, u64, &str),
) -> (Vec<TypedColumn<'r>>, Vec<Finding>) {
    let mut findings = Findings::default();
    let mut columns = Vec::with_capacity(specs.len());
    for (index, spec) in specs.iter().enumerate() {
        let mut notes = Notes {
            sheet,
            spec,
            letter: "",
            findings: Vec::new(),
            lenient: reading.accepts(Offer::EmptyBadCells),
            missing: rules.map_or(&[], |rules| &rules.schema.missing_values),
        };
        let mut values = Vec::with_capacity(rows.len());
        rows.each(index, |row, letter, cell| {
            notes.letter = letter;
            let text = cell.squeezed();
            look(index, row, &text);
            values.push(value_of(cell, text, spec, row, &mut notes));
        });
        columns.push(TypedColumn {
            values,
            ..TypedColumn::empty(spec)
        });
        findings.extend(notes.findings);
    }
    (columns, findings.into_vec())
}

/// Characters of a title that a finding repeats.
const LONGEST_SHOWN: usize = 300;

// Names that are taken, and up to which number each of them was counted.
#[derive(Default)]
struct Taken {
    names: HashSet<String>,
    numbers: HashMap<String, usize>,
}

impl Taken {
    // A name that nobody has, and whether it had to be changed for that.
    fn free(&mut self, name: String) -> (String, bool) {
        if self.names.insert(name.clone()) {
            return (name, false);
        }
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{name}_{number}");
            if self.names.insert(candidate.clone()) {
                return (candidate, true);
            }
        }
    }
}

fn unique_name(
    head: &Head,
    chosen: Option<&ColumnReading>,
    index: usize,
    taken: &mut Taken,
    findings: &mut Vec<Finding>,
    sheet: &str,
) -> String {
    let told = chosen.and_then(|column| column.name.as_deref());
    let mut name = text::safe_name(told.unwrap_or(&head.title));
    let mut note = |code| {
        let mut finding = Finding::new(code, Level::Warning);
        sheet.clone_into(&mut finding.sheet);
        finding.column = if head.title.is_empty() {
            head.letter.clone()
        } else {
            head.title.chars().take(LONGEST_SHOWN).collect()
        };
        finding.cell.clone_from(&head.letter);
        findings.push(finding);
    };
    if name.is_empty() {
        note("header_missing");
        name = format!("kolom_{}", index + 1);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("k_{name}");
    }
    let (name, is_repeated) = taken.free(name);
    if is_repeated {
        note("header_duplicate");
    }
    name
}

impl TypedColumn<'_> {
    /// The column without values.
    pub(super) fn empty(spec: &Spec) -> Self {
        Self {
            name: spec.name.clone(),
            title: spec.title.clone(),
            kind: spec.kind,
            unit: spec.unit.clone(),
            letter: spec.letter.clone(),
            values: Vec::new(),
        }
    }

    /// The column with characters of its own.
    pub(super) fn into_owned(self) -> TypedColumn<'static> {
        let values = self.values.into_iter();
        TypedColumn {
            name: self.name,
            title: self.title,
            kind: self.kind,
            unit: self.unit,
            letter: self.letter,
            values: values.map(|value| value.map(Value::into_owned)).collect(),
        }
    }
}

/// What a column was decided to be.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    /// Safe name, unique in the table.
    pub name: String,
    /// Title as written.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of its numbers.
    pub unit: String,
    /// Letter in the sheet.
    pub letter: String,
    /// How its numbers are written.
    pub notation: Notation,
    /// How it is stored.
    pub storage: Storage,
    /// The level of most of its region codes.
    pub usual_level: Option<regions::Level>,
    /// Whether the dataset's schema says what it holds, and not its cells.
    pub is_ruled: bool,
    /// The year of its periods, where they name none.
    pub year: Option<i16>,
    /// Whether its region codes are those of BPS.
    pub is_bps: bool,
    /// Digits behind the points of its latitudes and longitudes, if each cell has both.
    pub point_scale: Option<u32>,
}

/// How the canonical table stores a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// Characters.
    Text,
    /// Whole numbers of 64 bits.
    Integer,
    /// Exact decimals with so many digits behind the point.
    Decimal(u32),
    /// Floating point, where exact decimals don't fit.
    Float,
    /// Days.
    Date,
    /// Yes and no.
    Boolean,
}

impl Storage {
    /// Whether numbers are stored.
    pub(super) const fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_) | Self::Float)
    }
}

/// Decides every column from the survey of all its cells; `year` is what the titles above the table say.
pub(super) fn decide(
    heads: &[Head],
    surveys: &[Survey],
    reading: &Reading,
    rules: Option<&Rules>,
    sheet: &str,
    year: Option<&str>,
) -> (Vec<Spec>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut specs: Vec<Spec> = Vec::new();
    let around = Around::of(heads, surveys, year);
    let mut taken = Taken::default();
    for (index, (head, survey)) in heads.iter().zip(surveys).enumerate() {
        let chosen = reading.column(&head.letter);
        let name = unique_name(head, chosen, index, &mut taken, &mut findings, sheet);
        let notation = chosen
            .and_then(|column| column.notation)
            .unwrap_or_else(|| survey.evidence.notation());
        let told = chosen.and_then(|column| column.kind);
        let found = told.unwrap_or_else(|| kind(head, survey, notation, around));
        let ruled = rules
            .filter(|_| told.is_none() && survey.filled > 0)
            .and_then(|rules| rules.kind(&name, found));
        let kind = ruled.unwrap_or(found);
        let is_free =
            told.is_none() && rules.is_none_or(|rules| rules.schema.field(&name).is_none());
        let is_point = is_free
            && kind == ColumnKind::Text
            && survey.most(survey.points)
            && survey.point_scale <= MOST_SCALE;
        let is_told = chosen.is_some_and(|column| column.notation.is_some());
        if kind.is_number() && survey.evidence.is_contradictory() && !is_told {
            let mut finding = Finding::new("number_notation", Level::Warning);
            sheet.clone_into(&mut finding.sheet);
            finding.column.clone_from(&name);
            findings.push(finding);
        }
        specs.push(Spec {
            name,
            title: head.title.clone(),
            kind,
            unit: chosen
                .and_then(|column| column.unit.clone())
                .unwrap_or_else(|| unit(head, survey, kind)),
            letter: head.letter.clone(),
            notation,
            storage: storage(kind, survey.extent(notation)),
            usual_level: survey.usual_level(),
            is_ruled: ruled.is_some(),
            year: around.year,
            is_bps: survey.bps > survey.codes,
            point_scale: is_point.then_some(survey.point_scale),
        });
    }
    (specs, findings)
}

// What a column's kind depends on beside its own cells.
#[derive(Debug, Clone, Copy)]
struct Around {
    // The year of the titles above, unless a column says when each row is.
    year: Option<i16>,
    // Another column has the codes of Kemendagri.
    has_codes: bool,
}

impl Around {
    fn of(heads: &[Head], surveys: &[Survey], year: Option<&str>) -> Self {
        let is_year = |head: &Head| {
            let name = text::safe_name(&head.title);
            name.split('_').any(|word| matches!(word, "tahun" | "year"))
        };
        Self {
            year: year
                .and_then(|year| year.parse().ok())
                .filter(|_| !heads.iter().any(is_year)),
            has_codes: surveys.iter().any(|survey| survey.most(survey.codes)),
        }
    }
}

fn kind(head: &Head, survey: &Survey, notation: Notation, around: Around) -> ColumnKind {
    let name = text::safe_name(&head.title);
    let words: Vec<&str> = name.split('_').collect();
    let has = |word: &str| words.contains(&word);
    let has_fractions = survey.extent(notation).fractions > 0;
    if survey.most(survey.codes) {
        return ColumnKind::RegionCode;
    }
    if survey.most(survey.bps) && !around.has_codes && !has("bps") && !counts(&words) {
        return ColumnKind::RegionCode;
    }
    let has_zeros = survey.leading_zeros > 0 && survey.most(survey.numbers) && !has_fractions;
    if is_code_name(&words) || has_zeros && !counts(&words) {
        return ColumnKind::Code;
    }
    if let Some(kind) = kind_by_words(&words, survey, around) {
        return kind;
    }
    if survey.most(survey.dates) && !survey.most(survey.numbers) {
        return ColumnKind::Date;
    }
    if survey.most(survey.numbers) {
        if (has("tahun") || has("year")) && survey.years == survey.filled {
            return ColumnKind::Year;
        }
        if survey.percents * 2 > survey.filled || has("persen") || has("persentase") {
            return ColumnKind::Percent;
        }
        if survey.money * 2 > survey.filled || has("rp") || has("rupiah") {
            return ColumnKind::Money;
        }
        return if has_fractions {
            ColumnKind::Decimal
        } else {
            ColumnKind::Integer
        };
    }
    let region = ["kecamatan", "desa", "kelurahan", "kabupaten", "wilayah"]
        .iter()
        .any(|word| has(word));
    if region && survey.codes == 0 && survey.filled > 0 {
        return ColumnKind::RegionName;
    }
    ColumnKind::Text
}

// Kinds whose cells may look like numbers or words: the title tells, or that all of them look so.
fn kind_by_words(words: &[&str], survey: &Survey, around: Around) -> Option<ColumnKind> {
    let any = |names: &[&str]| words.iter().any(|word| names.contains(word));
    let is_all = |count: u64| survey.filled > 0 && count == survey.filled;
    let is_of_sex = any(&["kelamin", "sex", "gender", "jk"]) && !counts(words);
    if is_of_sex && is_all(survey.sexes) {
        return Some(ColumnKind::Sex);
    }
    // Nothing but "tidak ada" counts none of something.
    if is_all(survey.booleans) && survey.numbers < survey.filled {
        return Some(ColumnKind::Boolean);
    }
    if any(&["tanggal", "tgl", "date"])
        && survey.serials > 0
        && survey.most(survey.dates + survey.serials)
    {
        return Some(ColumnKind::Date);
    }
    let says_time = any(&["jam", "pukul", "waktu"]);
    if survey.most(survey.times) || says_time && survey.most(survey.times + survey.dotted_times) {
        return Some(ColumnKind::Time);
    }
    // A school year is no span of two.
    if survey.most(survey.numbers) || any(&["ajaran", "pelajaran"]) {
        return None;
    }
    let says_when = any(&[
        "bulan", "triwulan", "semester", "kuartal", "periode", "month",
    ]);
    let has_all = says_when && around.year.is_some();
    let is_period =
        survey.most(survey.periods) || has_all && survey.most(survey.periods + survey.parts);
    is_period.then_some(ColumnKind::Period)
}

// Decimals with more digits behind the point than this come from binary fractions, not from people.
const MOST_SCALE: u32 = 9;
/// Digits of a decimal of the canonical table.
pub(super) const PRECISION: u32 = 38;

fn storage(kind: ColumnKind, extent: Extent) -> Storage {
    match kind {
        ColumnKind::Text
        | ColumnKind::Code
        | ColumnKind::RegionCode
        | ColumnKind::RegionName
        | ColumnKind::Period
        | ColumnKind::Time
        | ColumnKind::Sex => Storage::Text,
        ColumnKind::Date => Storage::Date,
        ColumnKind::Boolean => Storage::Boolean,
        ColumnKind::Integer
        | ColumnKind::Decimal
        | ColumnKind::Percent
        | ColumnKind::Money
        | ColumnKind::Year => {
            let most = u128::from(i64::MAX.unsigned_abs());
            let digits = extent.unscaled.checked_ilog10().unwrap_or(0) + 1;
            if extent.fractions == 0 && extent.unscaled <= most {
                Storage::Integer
            } else if extent.scale <= MOST_SCALE && digits + extent.scale <= PRECISION {
                Storage::Decimal(extent.scale)
            } else {
                Storage::Float
            }
        }
    }
}

fn unit(head: &Head, survey: &Survey, kind: ColumnKind) -> String {
    if kind == ColumnKind::Percent {
        return "%".to_owned();
    }
    if !kind.is_number() {
        return String::new();
    }
    if !survey.unit.is_empty() {
        return survey.unit.to_owned();
    }
    let in_brackets = head
        .title
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(unit, _)| unit.trim());
    match in_brackets {
        Some(unit)
            if !unit.is_empty()
                && unit.chars().count() <= 24
                && !unit.chars().all(|c| c.is_ascii_digit()) =>
        {
            unit.to_owned()
        }
        _ if kind == ColumnKind::Money => "Rp".to_owned(),
        _ => String::new(),
    }
}

fn is_code_name(words: &[&str]) -> bool {
    const CODES: [&str; 14] = [
        "kode", "npsn", "nik", "nip", "nisn", "npwp", "telp", "telepon", "hp", "tiket", "nomor",
        "rekening", "npp", "nib",
    ];
    !counts(words)
        && words.iter().any(|word| CODES.contains(word))
        && words != ["nomor"]
        && words != ["nomor", "urut"]
}

// Whether a title says that its numbers count something.
fn counts(words: &[&str]) -> bool {
    let first = words.first().copied().unwrap_or_default();
    matches!(first, "jumlah" | "total" | "banyak" | "rata")
}

struct Notes<'a> {
    sheet: &'a str,
    spec: &'a Spec,
    // Letter of the column in the sheet from which the cell comes.
    letter: &'a str,
    findings: Vec<Finding>,
    lenient: bool,
    // Texts that the dataset's schema takes for a missing value.
    missing: &'a [String],
}

impl Notes<'_> {
    fn add(&mut self, code: &str, level: Level, row: Option<u64>, value: &str, expected: &str) {
        let mut finding = Finding::new(code, level);
        self.sheet.clone_into(&mut finding.sheet);
        finding.row = row;
        finding.column.clone_from(&self.spec.name);
        if let Some(row) = row {
            finding.cell = format!("{}{row}", self.letter);
        }
        finding.value = value.chars().take(100).collect();
        expected.clone_into(&mut finding.expected);
        self.findings.push(finding);
    }

    fn bad(&mut self, code: &str, row: u64, value: &str, expected: &str) {
        let (code, expected) = if self.spec.is_ruled && code == "type_mismatch" {
            let is_proposal = self.spec.kind.is_number() && !expected.is_empty();
            let wanted = rules::type_of(self.spec.kind).as_str();
            ("schema_type", if is_proposal { expected } else { wanted })
        } else {
            (code, expected)
        };
        let level = if self.lenient {
            Level::Warning
        } else {
            Level::Blocking
        };
        self.add(code, level, Some(row), value, expected);
    }

    // A text that is no value of its column, and from which none can be guessed.
    fn unlike(&mut self, row: u64, value: &str, example: &str) {
        self.bad("type_mismatch", row, value, "");
        if let Some(finding) = self.findings.last_mut() {
            example.clone_into(&mut finding.example);
        }
    }
}

fn value_of<'r>(
    cell: &Cell<'r>,
    text: Cow<'r, str>,
    spec: &Spec,
    row: u64,
    notes: &mut Notes<'_>,
) -> Option<Value<'r>> {
    if let Cell::Error(error) = cell {
        notes.add("cell_error", Level::Warning, Some(row), error, "");
        return None;
    }
    if notes.missing.iter().any(|missing| *missing == text) {
        return None;
    }
    if let Cell::Number(number) | Cell::Percent(number) = cell
        && spec.storage.is_numeric()
    {
        return Exact::parse(&digits(*number)).map(|exact| Value::Number(exact.short()));
    }
    if value::is_missing(&text) && !matches!(cell, Cell::Number(_)) {
        return None;
    }
    match spec.kind {
        ColumnKind::Text | ColumnKind::Code | ColumnKind::RegionName => Some(Value::Text(text)),
        ColumnKind::RegionCode => {
            let bps = regions::by_bps(&text).filter(|_| spec.is_bps);
            let code = bps.map(|region| region.code.clone());
            let code = code.or_else(|| regions::dotted(&text));
            Some(Value::Text(code.map_or(text, Cow::Owned)))
        }
        ColumnKind::Period | ColumnKind::Time | ColumnKind::Sex => {
            convert_words(cell, &text, row, notes).map(|words| Value::Text(Cow::Owned(words)))
        }
        ColumnKind::Boolean => match cell {
            Cell::Bool(value) => Some(Value::Bool(*value)),
            _ => value::boolean(&text).map(Value::Bool).or_else(|| {
                notes.unlike(row, &text, "ya/tidak");
                None
            }),
        },
        ColumnKind::Date => convert_date(cell, &text, row, notes).map(Value::Date),
        ColumnKind::Integer
        | ColumnKind::Decimal
        | ColumnKind::Percent
        | ColumnKind::Money
        | ColumnKind::Year => {
            let exact = convert_number(&text, spec.notation, row, notes);
            exact.map(|exact| Value::Number(exact.short()))
        }
    }
}

// Words that are stored in one form whatever the cell's own.
fn convert_words(cell: &Cell<'_>, text: &str, row: u64, notes: &mut Notes<'_>) -> Option<String> {
    let (words, example) = match notes.spec.kind {
        ColumnKind::Period if matches!(cell, Cell::Date(_)) => (Some(text.to_owned()), ""),
        ColumnKind::Period => {
            let period = Period::read(text).and_then(|period| period.text(notes.spec.year));
            (period, "2024-Q3")
        }
        ColumnKind::Time => (when::clock(text).map(|(time, _)| time), "08:30"),
        _ => (value::sex(text).map(str::to_owned), "L/P"),
    };
    if words.is_none() {
        notes.unlike(row, text, example);
    }
    words
}

fn convert_date(cell: &Cell<'_>, text: &str, row: u64, notes: &mut Notes<'_>) -> Option<Date> {
    if let Cell::Date(date) = cell {
        return Some(*date);
    }
    if let Cell::Number(number) = cell
        && let Some(day) = value::day_of_serial(*number)
    {
        return Some(day);
    }
    match value::date(text) {
        DateText::Day(date) => Some(date),
        DateText::Impossible => {
            let expected = value::month_first(text).map_or_else(String::new, |day| day.to_string());
            notes.bad("date_impossible", row, text, &expected);
            None
        }
        DateText::No => {
            notes.unlike(row, text, "31/12/2024");
            None
        }
    }
}

fn convert_number(
    text: &str,
    notation: Notation,
    row: u64,
    notes: &mut Notes<'_>,
) -> Option<Exact> {
    if let Some(exact) = number::Plain::read(text).and_then(|plain| plain.exact(notation)) {
        return Some(exact);
    }
    if value::is_missing_number(text) {
        return None;
    }
    if let Some(exact) = coordinates::degrees(text) {
        return Some(exact);
    }
    if let Some(ask) = value::zero_in_words(text) {
        if ask {
            notes.add("zero_in_words", Level::Warning, Some(row), text, "0");
        }
        return Some(Exact {
            unscaled: 0,
            scale: 0,
        });
    }
    let parsed = number::take_apart(text).and_then(|written| number::parse(&written, notation));
    if parsed.is_none() {
        notes.bad("type_mismatch", row, text, &mended(text, notation));
    }
    parsed
}

// Letters that fingers and scanners put in place of digits.
fn mended(text: &str, notation: Notation) -> String {
    let swapped: String = text
        .chars()
        .map(|c| match c {
            'l' | 'I' | '|' => '1',
            'O' | 'o' => '0',
            other => other,
        })
        .collect();
    let fits = number::take_apart(&swapped)
        .and_then(|written| number::parse(&written, notation))
        .is_some();
    if fits && swapped != text {
        swapped
    } else {
        String::new()
    }
}
