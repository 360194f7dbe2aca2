//! What the cells of a column are like, gathered piece by piece and added up, before its type is decided.

use super::cell::{Cell, digits};
use super::coordinates;
use super::number::{self, Evidence, Exact, Plain};
use super::reading::Notation;
use super::value::{self, DateText};
use super::when::{self, Clock, Period};
use crate::standards::regions;
use foldhash::quality::FixedState;
use std::collections::{BTreeMap, HashMap};

/// How large the numbers of a column are in one notation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Most digits behind the point, as written.
    pub scale: u32,
    /// Numbers with a fraction that is not zero.
    pub fractions: u64,
    /// The largest absolute number without its point, at its own scale.
    pub unscaled: u128,
}

impl Extent {
    fn add(&mut self, exact: Exact) {
        let short = exact.short();
        self.scale = self.scale.max(exact.scale);
        self.fractions += u64::from(short.scale > 0);
        self.unscaled = self.unscaled.max(short.unscaled.unsigned_abs());
    }

    fn merge(&mut self, other: &Self) {
        self.scale = self.scale.max(other.scale);
        self.fractions += other.fractions;
        self.unscaled = self.unscaled.max(other.unscaled);
    }
}

/// Counts over the cells of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    /// Cells with anything in them, missing values too.
    pub marked: u64,
    /// Cells with a value.
    pub filled: u64,
    pub numbers: u64,
    pub dates: u64,
    pub booleans: u64,
    pub percents: u64,
    pub money: u64,
    pub codes: u64,
    pub leading_zeros: u64,
    pub years: u64,
    /// Periods that name their year, and those that don't.
    pub periods: u64,
    pub parts: u64,
    /// Times of day, and what may be one: `08.30`.
    pub times: u64,
    pub dotted_times: u64,
    pub sexes: u64,
    /// Whole numbers of a workbook that can be days counted from 1900.
    pub serials: u64,
    /// Codes of regions in the numbering of BPS.
    pub bps: u64,
    bps_villages: u64,
    /// Cells with latitude and longitude, and the most digits behind their points.
    pub points: u64,
    pub point_scale: u32,
    pub evidence: Evidence,
    pub unit: &'static str,
    // Region codes by level.
    levels: BTreeMap<regions::Level, u64>,
    indonesian: Extent,
    english: Extent,
}

/// What texts of a column that come again and again were found to be.
#[derive(Debug, Default)]
pub(super) struct Familiar {
    natures: HashMap<Box<str>, Nature, FixedState>,
    misses: u32,
}

// What one text is.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one text"
)]
struct Nature {
    is_missing: bool,
    is_number: bool,
    is_date: bool,
    is_boolean: bool,
    is_percent: bool,
    is_money: bool,
    code: Option<regions::Level>,
    has_leading_zero: bool,
    is_year: bool,
    is_sex: bool,
    period: Option<Period>,
    clock: Option<Clock>,
    point_scale: Option<u32>,
    unit: &'static str,
    evidence: Evidence,
    indonesian: Option<Exact>,
    english: Option<Exact>,
}

const MOST_KNOWN: usize = 4096;
// So many more misses than hits, and remembering costs more than it saves.
const WORTHLESS: u32 = 1024;

impl Survey {
    /// Adds a cell of the column of which these texts are familiar.
    pub(super) fn add(&mut self, cell: &Cell<'_>, familiar: &mut Familiar) {
        match cell {
            Cell::Empty => return,
            Cell::Error(_) => {}
            Cell::Number(number) => {
                self.filled += 1;
                self.numbers += 1;
                let text = digits(*number);
                self.years += u64::from(super::locate::is_year(&text));
                self.sexes += u64::from(value::sex(&text).is_some());
                self.serials += u64::from(value::day_of_serial(*number).is_some());
                self.add_exact(Exact::parse(&text).map(Exact::short));
            }
            Cell::Percent(number) => {
                self.filled += 1;
                self.numbers += 1;
                self.percents += 1;
                self.add_exact(Exact::parse(&digits(*number)).map(Exact::short));
            }
            Cell::Bool(_) => {
                self.filled += 1;
                self.booleans += 1;
            }
            Cell::Date(_) => {
                self.filled += 1;
                self.dates += 1;
            }
            Cell::Text(_) => {
                let text = cell.squeezed();
                if text.is_empty() {
                    return;
                }
                self.add_text(&text, familiar);
            }
        }
        self.marked += 1;
    }

    fn add_exact(&mut self, exact: Option<Exact>) {
        if let Some(exact) = exact {
            self.indonesian.add(exact);
            self.english.add(exact);
        }
    }

    fn add_text(&mut self, text: &str, familiar: &mut Familiar) {
        match Plain::read(text) {
            Some(plain) if plain.point.is_none() => return self.count_whole(text, plain),
            Some(plain) => return self.count(&Nature::of_plain(text, plain)),
            None => {}
        }
        familiar.with(text, |nature| self.count(nature));
    }

    // What most cells of large tables are: nothing but digits.
    fn count_whole(&mut self, text: &str, plain: Plain) {
        self.filled += 1;
        self.numbers += 1;
        let is_positive = !text.starts_with('-');
        self.leading_zeros += u64::from(is_positive && text.len() > 1 && text.starts_with('0'));
        self.years += u64::from(text.len() == 4 && super::locate::is_year(text));
        self.sexes += u64::from(matches!(text, "1" | "2"));
        if matches!(text.len(), 6 | 10) && is_region_code(text) {
            self.count_code(regions::level_of_code(text));
        }
        if regions::by_bps(text).is_some() {
            self.bps += 1;
            self.bps_villages += u64::from(text.len() == 10);
        }
        let size = plain.unscaled.unsigned_abs().into();
        self.indonesian.unscaled = self.indonesian.unscaled.max(size);
        self.english.unscaled = self.english.unscaled.max(size);
    }

    fn count_code(&mut self, level: regions::Level) {
        self.codes += 1;
        *self.levels.entry(level).or_default() += 1;
    }

    fn count(&mut self, nature: &Nature) {
        if nature.is_missing {
            return;
        }
        self.filled += 1;
        self.numbers += u64::from(nature.is_number);
        self.dates += u64::from(nature.is_date);
        self.booleans += u64::from(nature.is_boolean);
        self.percents += u64::from(nature.is_percent);
        self.money += u64::from(nature.is_money);
        self.leading_zeros += u64::from(nature.has_leading_zero);
        self.years += u64::from(nature.is_year);
        self.sexes += u64::from(nature.is_sex);
        if let Some(period) = nature.period {
            self.periods += u64::from(period.has_year());
            self.parts += u64::from(!period.has_year());
        }
        match nature.clock {
            Some(Clock::Sure) => self.times += 1,
            Some(Clock::Dotted) => self.dotted_times += 1,
            None => {}
        }
        if let Some(scale) = nature.point_scale {
            self.points += 1;
            self.point_scale = self.point_scale.max(scale);
        }
        self.evidence.merge(nature.evidence);
        if let Some(level) = nature.code {
            self.count_code(level);
        }
        if !nature.unit.is_empty() {
            self.unit = nature.unit;
        }
        if let Some(exact) = nature.indonesian {
            self.indonesian.add(exact);
        }
        if let Some(exact) = nature.english {
            self.english.add(exact);
        }
    }

    /// Adds the counts of a later piece.
    pub(super) fn merge(&mut self, other: &Self) {
        self.marked += other.marked;
        self.filled += other.filled;
        self.numbers += other.numbers;
        self.dates += other.dates;
        self.booleans += other.booleans;
        self.percents += other.percents;
        self.money += other.money;
        self.codes += other.codes;
        self.leading_zeros += other.leading_zeros;
        self.years += other.years;
        self.periods += other.periods;
        self.parts += other.parts;
        self.times += other.times;
        self.dotted_times += other.dotted_times;
        self.sexes += other.sexes;
        self.serials += other.serials;
        self.bps += other.bps;
        self.bps_villages += other.bps_villages;
        self.points += other.points;
        self.point_scale = self.point_scale.max(other.point_scale);
        self.evidence.merge(other.evidence);
        if !other.unit.is_empty() {
            self.unit = other.unit;
        }
        for (level, count) in &other.levels {
            *self.levels.entry(*level).or_default() += count;
        }
        self.indonesian.merge(&other.indonesian);
        self.english.merge(&other.english);
    }

    /// Whether four in five values, or more, were counted by `count`.
    pub(super) fn most(&self, count: u64) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }

    /// How large the numbers are in a notation.
    pub(super) fn extent(&self, notation: Notation) -> Extent {
        match notation {
            Notation::Indonesian => self.indonesian,
            Notation::English => self.english,
        }
    }

    /// The level of most region codes: a village column does not mean a district by a cut-off code.
    pub(super) fn usual_level(&self) -> Option<regions::Level> {
        if self.bps > self.codes {
            let has_villages = self.bps_villages * 2 > self.bps;
            return Some(if has_villages {
                regions::Level::Village
            } else {
                regions::Level::District
            });
        }
        let levels = self.levels.iter();
        levels
            .max_by_key(|(level, count)| (**count, **level))
            .map(|(level, _)| *level)
    }
}

impl Familiar {
    fn with(&mut self, text: &str, count: impl FnOnce(&Nature)) {
        // Texts that hardly ever come again are not worth remembering.
        if self.misses >= WORTHLESS || text.len() > 64 {
            return count(&Nature::of(text));
        }
        if let Some(nature) = self.natures.get(text) {
            self.misses = self.misses.saturating_sub(1);
            return count(nature);
        }
        self.misses += 1;
        let nature = Nature::of(text);
        count(&nature);
        if self.natures.len() < MOST_KNOWN {
            self.natures.insert(text.into(), nature);
        }
    }
}

impl Nature {
    // Of a number with a point.
    fn of_plain(text: &str, plain: Plain) -> Self {
        let may_be_code = plain
            .point
            .is_some_and(|(sign, behind)| sign == b'.' && (plain.whole, behind) == (2, 2));
        let code = may_be_code && is_region_code(text);
        Self {
            is_number: true,
            code: code.then(|| regions::level_of_code(text)),
            clock: when::clock(text).map(|(_, how)| how),
            evidence: Evidence::of(text.trim_start_matches('-')),
            indonesian: plain.exact(Notation::Indonesian),
            english: plain.exact(Notation::English),
            ..Self::default()
        }
    }

    fn of(text: &str) -> Self {
        if value::is_missing(text) {
            return Self {
                is_missing: true,
                ..Self::default()
            };
        }
        let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let mut nature = Self {
            is_boolean: value::boolean(text).is_some(),
            is_date: !all_digits && value::date(text) != DateText::No,
            code: is_region_code(text).then(|| regions::level_of_code(text)),
            is_year: super::locate::is_year(text),
            is_sex: value::sex(text).is_some(),
            period: Period::read(text),
            clock: when::clock(text).map(|(_, how)| how),
            point_scale: coordinates::point(text).map(|(one, other)| one.scale.max(other.scale)),
            has_leading_zero: all_digits && text.len() > 1 && text.starts_with('0'),
            ..Self::default()
        };
        if value::zero_in_words(text).is_some() || value::is_missing_number(text) {
            nature.is_number = true;
        } else if nature.point_scale.is_some() {
            // Two numbers are none.
        } else if let Some(exact) = coordinates::degrees(text) {
            nature.is_number = true;
            (nature.indonesian, nature.english) = (Some(exact), Some(exact));
        } else if let Some(written) = number::take_apart(text) {
            nature.is_number = true;
            nature.evidence = Evidence::of(&written.core);
            nature.is_percent = written.percent;
            nature.is_money = written.money;
            nature.unit = written.unit;
            nature.indonesian = number::parse(&written, Notation::Indonesian);
            nature.english = if written.core.contains(['.', ',']) {
                number::parse(&written, Notation::English)
            } else {
                nature.indonesian
            };
        }
        nature
    }
}

// A code of the lists in any writing, or one that is dotted as they are.
fn is_region_code(text: &str) -> bool {
    let mut digits = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' | b' ' | 0xc2 | 0xa0 if digits > 0 => {}
            _ => return false,
        }
    }
    if !matches!(digits, 4 | 6 | 10) || text.len() < 5 {
        return false;
    }
    // 35.20 may be a regency or an amount; only the list tells.
    let dotted_so = text.len() >= 8 && regions::dotted(text).as_deref() == Some(text);
    dotted_so || regions::by_code(text).is_some() && (text.len() >= 6 || text.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(texts: &[&str]) -> Survey {
        let mut survey = Survey::default();
        for text in texts {
            survey.add(&Cell::from(*text), &mut Familiar::default());
        }
        survey
    }

    #[test]
    fn pieces_add_up_to_the_whole() {
        let texts = ["1.234,50", "-", "12", "0,5", "nihil", "1,5 juta"];
        let whole = survey(&texts);
        let mut halves = survey(&texts[..3]);
        halves.merge(&survey(&texts[3..]));
        assert_eq!(whole.filled, halves.filled);
        assert_eq!(whole.numbers, halves.numbers);
        assert_eq!(
            whole.extent(Notation::Indonesian),
            halves.extent(Notation::Indonesian)
        );
        assert_eq!(whole.extent(Notation::Indonesian).scale, 2);
    }

    #[test]
    fn amounts_are_no_region_codes() {
        let amounts = survey(&["45.67", "12.34", "98.10", "35.20"]);
        assert!(!amounts.most(amounts.codes));
        let codes = survey(&["35.20.01", "35.20.02", "35.20.99"]);
        assert!(codes.most(codes.codes));
    }
}
