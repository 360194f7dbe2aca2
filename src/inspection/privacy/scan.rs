//! Finds identifiers in a text, however their digits are grouped.

use super::Identity;
use super::email;
use super::identity::{begins_like_one, is_resident, is_rounded, is_servant, is_taxpayer};
use super::phone::{self, Writing};
use std::ops::Range;

/// How much a hit says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// Its writing leaves no doubt.
    Firm,
    /// A bare number that fits: the column has to speak for it.
    Bare,
    /// Its last digits are gone.
    Rounded,
}

/// An identifier in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it is; a family card is told from a resident by its column only.
    pub what: Identity,
    /// How much it says.
    pub form: Form,
    /// Its bytes.
    pub span: Range<usize>,
}

/// Fewer digits are no identifier.
pub(super) const LEAST_DIGITS: usize = 9;
const MOST_GROUPS: usize = 18;

/// Every identifier of a text, from left to right.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    if text.bytes().any(|b| matches!(b, b'@' | b'[' | b'(')) {
        found.extend(email::hits(text));
    }
    if text.bytes().filter(u8::is_ascii_digit).count() >= LEAST_DIGITS {
        found.extend(numbers(text));
    } else if let Some(hit) = scientific(text) {
        found.push(hit);
    }
    found
}

// Digits without anything between them.
#[derive(Debug, Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match groups.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => groups.push(Group {
                start: at,
                end: at + 1,
            }),
        }
    }
    groups
}

fn gap(text: &str, before: Group, after: Group) -> &str {
    text.get(before.end..after.start).unwrap_or_default()
}

// What may stand between the groups of one number.
fn joins(gap: &str) -> bool {
    let fits = |c: char| {
        matches!(
            c,
            ' ' | '.' | '-' | '/' | '_' | ',' | '(' | ')' | '\'' | '\u{b7}'
        ) || matches!(
            c,
            '\u{a0}' | '\u{2000}'..='\u{2015}' | '\u{202f}' | '\u{2212}'
        )
    };
    !gap.is_empty() && gap.chars().count() <= 3 && gap.chars().all(fits)
}

// A plain amount: nothing but nine to fourteen digits, one point among them perhaps, that don't begin as phones do. A
// phone is all that so few digits could be, and nearly all numbers of large tables end here.
fn is_amount(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut digits, mut points) = (0, 0);
    for byte in bytes {
        digits += usize::from(byte.is_ascii_digit());
        points += usize::from(matches!(byte, b'.' | b','));
    }
    digits + points == bytes.len()
        && points <= 1
        && digits <= 14
        && bytes.first().is_some_and(|first| !b"068".contains(first))
}

fn numbers(text: &str) -> Vec<Hit> {
    if is_amount(text) {
        return Vec::new();
    }
    if let Some(hit) = scientific(text) {
        return vec![hit];
    }
    let groups = groups(text);
    let mut found = Vec::new();
    let mut index = 0;
    while index < groups.len() {
        if let Some((hit, used)) = at(text, &groups, index) {
            found.push(hit);
            index += used;
        } else {
            index += 1;
        }
    }
    found
}

// The identifier that begins with a group, and the number of its groups.
fn at(text: &str, groups: &[Group], first: usize) -> Option<(Hit, usize)> {
    let mut digits: Vec<u8> = Vec::with_capacity(20);
    let mut best = None;
    for (count, group) in groups.iter().enumerate().skip(first).take(MOST_GROUPS) {
        if count > first {
            let before = groups.get(count - 1)?;
            if !joins(gap(text, *before, *group)) {
                break;
            }
        }
        digits.extend_from_slice(text.as_bytes().get(group.start..group.end)?);
        if digits.len() > 18 {
            break;
        }
        let window = Window {
            text,
            groups: groups.get(first..=count)?,
            before: first.checked_sub(1).and_then(|at| groups.get(at)).copied(),
            after: groups.get(count + 1).copied(),
            digits: &digits,
        };
        if !window.is_inside_word()
            && let Some((what, form)) = window.identify()
        {
            // A longer number is the more telling one: a phone can stand at the beginning of anything.
            best = Some((window.hit(what, form), count + 1 - first));
        }
    }
    best
}

struct Window<'a> {
    text: &'a str,
    groups: &'a [Group],
    before: Option<Group>,
    after: Option<Group>,
    digits: &'a [u8],
}

impl Window<'_> {
    fn hit(&self, what: Identity, form: Form) -> Hit {
        let start = self.groups.first().map_or(0, |group| group.start);
        let end = self.groups.last().map_or(0, |group| group.end);
        let plus = self.text.get(..start).is_some_and(|t| t.ends_with('+'));
        Hit {
            what,
            form,
            span: start - usize::from(plus)..end,
        }
    }

    fn identify(&self) -> Option<(Identity, Form)> {
        match self.digits.len() {
            18 => self.long(is_servant).map(|form| (Identity::Nip, form)),
            16 => self
                .long(is_resident)
                .map(|form| (Identity::Nik, form))
                .or_else(|| self.taxpayer()),
            15 => self.taxpayer(),
            9..=14 => self.phone(),
            _ => None,
        }
        .or_else(|| self.rounded())
    }

    fn gaps(&self) -> impl Iterator<Item = &str> {
        self.groups
            .windows(2)
            .filter_map(|pair| Some(gap(self.text, *pair.first()?, *pair.last()?)))
    }

    // Numbers of 16 and 18 digits: the same sign between all groups, and no part of a longer code or of a fraction.
    fn long(&self, fits: impl Fn(&[u8]) -> bool) -> Option<Form> {
        let one = self.groups.len() == 1;
        let first = self.gaps().next().unwrap_or_default();
        let even = self.gaps().all(|gap| gap == first);
        let fraction = self.groups.len() == 2 && matches!(first, "." | ",");
        if !even || fraction || self.is_part_of_more(one) || !fits(self.digits) {
            return None;
        }
        Some(if one && self.is_whole() || self.is_in_thousands() {
            Form::Bare
        } else {
            Form::Firm
        })
    }

    fn taxpayer(&self) -> Option<(Identity, Form)> {
        let sizes: Vec<usize> = self.groups.iter().map(|g| g.end - g.start).collect();
        let form = match sizes.as_slice() {
            // 01.234.567.8-901.000, as the card has it
            [2, 3, 3, 1, 3, 3] if !self.is_part_of_more(false) => Form::Firm,
            [15 | 16] | [4, 4, 4, 4] if self.is_part_of_more(true) => return None,
            [15 | 16] if is_taxpayer(self.digits) => {
                if self.is_named("npwp") {
                    Form::Firm
                } else {
                    Form::Bare
                }
            }
            [4, 4, 4, 4] if is_taxpayer(self.digits) => Form::Firm,
            _ if self.is_named("npwp") && !self.is_part_of_more(false) => Form::Firm,
            _ => return None,
        };
        Some((Identity::Npwp, form))
    }

    fn phone(&self) -> Option<(Identity, Form)> {
        let writing = phone::mobile(self.digits)?;
        let sizes: Vec<usize> = self.groups.iter().map(|g| g.end - g.start).collect();
        let spaced = self.gaps().all(|gap| gap.trim().is_empty());
        let pairs = sizes.len() > 2 && sizes.iter().all(|size| *size == 2);
        let short = sizes.first().is_some_and(|first| *first < 3);
        let split = sizes.len() > 1;
        // 08.12.2024 is a date and 08.12.01.02.03 a code.
        let begins_well = match writing {
            Writing::National => !split || !short || spaced && (pairs || sizes.first() == Some(&1)),
            Writing::International => !split || sizes.first() == Some(&2) || !short,
            Writing::WithoutZero => !split || !short,
        };
        if !begins_well || self.is_part_of_more(false) || self.gaps().any(|gap| gap.contains(',')) {
            return None;
        }
        let plus = self
            .groups
            .first()
            .and_then(|group| self.text.get(..group.start))
            .is_some_and(|before| before.trim_end().ends_with(['+', '(']) || before.ends_with('+'));
        let form = match writing {
            Writing::National => Form::Firm,
            Writing::International if plus || split && !self.is_in_thousands() => Form::Firm,
            Writing::International | Writing::WithoutZero => Form::Bare,
        };
        Some((Identity::Phone, form))
    }

    fn rounded(&self) -> Option<(Identity, Form)> {
        let what = if self.digits.len() == 18 {
            Identity::Nip
        } else {
            Identity::Nik
        };
        let alone = self.groups.len() == 1 && self.is_whole();
        (alone && is_rounded(self.digits)).then_some((what, Form::Rounded))
    }

    // Nothing but the number, its quotes and blanks.
    fn is_whole(&self) -> bool {
        self.before.is_none() && self.after.is_none() && !self.text.chars().any(char::is_alphabetic)
    }

    // 3.520.064.107.859.903 can be an amount as well.
    fn is_in_thousands(&self) -> bool {
        let mut sizes = self.groups.iter().map(|group| group.end - group.start);
        self.groups.len() > 2
            && sizes.next().is_some_and(|first| first <= 3)
            && sizes.all(|size| size == 3)
    }

    // Digits joined directly before or after make it a piece of something longer.
    fn is_part_of_more(&self, one: bool) -> bool {
        let tight = |gap: &str| {
            let mut chars = gap.chars();
            match (chars.next(), chars.next()) {
                (Some('.' | ','), None) => true,
                (Some('-' | '_' | '\''), None) => !one,
                _ => false,
            }
        };
        let first = self.groups.first().copied();
        let last = self.groups.last().copied();
        let before = self.before.zip(first).map(|(a, b)| gap(self.text, a, b));
        let after = last.zip(self.after).map(|(a, b)| gap(self.text, a, b));
        before.is_some_and(tight) || after.is_some_and(tight)
    }

    // Digits between letters and other digits belong to a longer sign, such as a UUID or a hash.
    fn is_inside_word(&self) -> bool {
        let start = self.groups.first().map_or(0, |group| group.start);
        let end = self.groups.last().map_or(0, |group| group.end);
        let sign = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let head = self.text.get(..start).unwrap_or_default();
        let head: Vec<char> = head.chars().rev().take_while(sign).collect();
        let mut tail = self.text.get(end..).unwrap_or_default().chars();
        let mixed = head.iter().any(char::is_ascii_digit) && head.iter().any(|c| c.is_alphabetic());
        mixed || tail.next().is_some_and(|c| c.is_ascii_alphabetic())
    }

    // Whether the words before the number name it.
    fn is_named(&self, name: &str) -> bool {
        let start = self.groups.first().map_or(0, |group| group.start);
        self.text.get(..start).is_some_and(|before| {
            let lower = before.to_lowercase();
            lower
                .rfind(name)
                .is_some_and(|at| lower.len() - at <= name.len() + 8)
        })
    }
}

// 3.52006E+15: all digits are still there, or they are lost.
fn scientific(text: &str) -> Option<Hit> {
    let bare = text.trim().trim_start_matches(['\'', '`', '‘', '’', '+']);
    let (mantissa, exponent) = bare.split_once(['e', 'E'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if whole.len() != 1 || !digits.iter().all(u8::is_ascii_digit) || !(8..=17).contains(&exponent) {
        return None;
    }
    let length = exponent + 1;
    let whole_span = 0..text.len();
    let hit = |what, form| Hit {
        what,
        form,
        span: whole_span.clone(),
    };
    let mut full = digits.clone();
    full.resize(length, b'0');
    if digits.len() >= length.saturating_sub(1) {
        if is_resident(&full) {
            return Some(hit(Identity::Nik, Form::Bare));
        }
        if is_servant(&full) {
            return Some(hit(Identity::Nip, Form::Bare));
        }
        if phone::mobile(&full).is_some() {
            return Some(hit(Identity::Phone, Form::Bare));
        }
    }
    match length {
        16 if begins_like_one(&digits, 16) => Some(hit(Identity::Nik, Form::Rounded)),
        18 if begins_like_one(&digits, 18) => Some(hit(Identity::Nip, Form::Rounded)),
        15 => Some(hit(Identity::Npwp, Form::Rounded)),
        10..=14 => Some(hit(Identity::Phone, Form::Rounded)),
        _ => None,
    }
}
