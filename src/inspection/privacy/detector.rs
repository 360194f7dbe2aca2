//! Looks at one column, value by value, in bounded memory.

use super::phone;
use super::scan::{Form, Hit, LEAST_DIGITS, hits};
use super::title::{Promise, Title, is_person_name, read};
use super::{Certainty, Identity, mask};
use crate::inspection::report::{ColumnKind, Finding, MOST_ALSO};
use crate::inspection::value::{DateText, date};

/// Something personal in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What.
    pub what: Identity,
    /// How sure.
    pub certainty: Certainty,
    /// Row of the first, as the caller counts.
    pub row: u64,
    /// The first, masked.
    pub sample: String,
    /// Cells.
    pub count: u64,
    /// Rows of the others, as many as a finding keeps.
    pub also: Vec<u64>,
}

impl Found {
    /// The finding, still without sheet, column and cell.
    pub fn finding(&self) -> Finding {
        let (code, level) = self.certainty.finding();
        let mut finding = Finding::new(code, level);
        finding.row = Some(self.row);
        finding.value.clone_from(&self.sample);
        self.what.label().clone_into(&mut finding.expected);
        finding.count = self.count;
        finding
    }
}

// Values of one kind and form: how many, the first row, the first value masked.
#[derive(Debug, Clone, Default)]
struct Tally {
    count: u64,
    row: u64,
    sample: String,
    also: Vec<u64>,
}

impl Tally {
    fn add(&mut self, row: u64, sample: impl FnOnce() -> String) {
        if self.count == 0 {
            self.row = row;
            self.sample = sample();
        } else if self.also.len() < MOST_ALSO {
            self.also.push(row);
        }
        self.count += 1;
    }

    fn absorb(&mut self, later: Self) {
        if later.count == 0 {
            return;
        }
        let is_first = self.count == 0 || later.row < self.row;
        let (mut first, rest) = if is_first {
            (later, std::mem::take(self))
        } else {
            (std::mem::take(self), later)
        };
        first.count += rest.count;
        let left = MOST_ALSO.saturating_sub(first.also.len());
        let rows = (rest.count > 0).then_some(rest.row).into_iter();
        first.also.extend(rows.chain(rest.also).take(left));
        *self = first;
    }
}

const KINDS: usize = Identity::ALL.len();

/// Looks at the values of one column.
#[derive(Debug, Clone)]
pub struct Detector {
    title: Title,
    kind: ColumnKind,
    filled: u64,
    // Values that are nothing but a number of 15, 16 digits: what a column of such numbers is measured against.
    of_length: [u64; 2],
    firm: [Tally; KINDS],
    bare: [Tally; KINDS],
    rounded: [Tally; KINDS],
    // Promised by the title, but not built like one.
    odd: Tally,
}

impl Detector {
    /// A detector for a column with this title (empty where there is none) and kind of values.
    pub fn new(title: &str, kind: ColumnKind) -> Self {
        Self {
            title: read(title),
            kind,
            filled: 0,
            of_length: [0; 2],
            firm: Default::default(),
            bare: Default::default(),
            rounded: Default::default(),
            odd: Tally::default(),
        }
    }

    /// Looks at a value: the text as written or the plain digits of a number.
    pub fn look(&mut self, row: u64, value: &str) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        match self.title.promise {
            Promise::PersonName | Promise::SomeName => self.look_for_name(row, value),
            Promise::BirthDate => self.look_for_birth(row, value),
            Promise::Coordinate => self.look_for_place(row, value),
            Promise::Address => {
                self.bare_of(Identity::Address)
                    .add(row, || mask::value(Identity::Address, value));
            }
            _ => {}
        }
        self.look_for_numbers(row, value);
    }

    /// Takes in what another detector of the same column saw in other rows.
    pub fn absorb(&mut self, later: Self) {
        self.filled += later.filled;
        for (mine, more) in self.of_length.iter_mut().zip(later.of_length) {
            *mine += more;
        }
        for (mine, more) in [
            (&mut self.firm, later.firm),
            (&mut self.bare, later.bare),
            (&mut self.rounded, later.rounded),
        ] {
            for (tally, other) in mine.iter_mut().zip(more) {
                tally.absorb(other);
            }
        }
        self.odd.absorb(later.odd);
    }

    fn bare_of(&mut self, what: Identity) -> &mut Tally {
        tally(&mut self.bare, what)
    }

    fn look_for_name(&mut self, row: u64, value: &str) {
        if is_person_name(value) {
            self.bare_of(Identity::Name)
                .add(row, || mask::value(Identity::Name, value));
        }
    }

    fn look_for_birth(&mut self, row: u64, value: &str) {
        let day = value.rsplit_once(',').map_or(value, |(_, day)| day).trim();
        if date(day) != DateText::No {
            self.bare_of(Identity::BirthDate)
                .add(row, || mask::value(Identity::BirthDate, value));
        }
    }

    // Four decimals are eleven metres: enough to find the house.
    fn look_for_place(&mut self, row: u64, value: &str) {
        let exact = value
            .split(['.', ','])
            .skip(1)
            .any(|part| part.bytes().take_while(u8::is_ascii_digit).count() >= 4)
            || value.contains('°') && value.contains(['"', '″', '”']);
        if exact {
            self.bare_of(Identity::Home)
                .add(row, || mask::value(Identity::Home, value));
        }
    }

    fn look_for_numbers(&mut self, row: u64, value: &str) {
        let Some(digits) = worth_a_look(value) else {
            return;
        };
        let found = hits(value);
        let whole = !value.chars().any(char::is_alphabetic);
        if whole
            && (15..=16).contains(&digits)
            && let Some(count) = self.of_length.get_mut(digits - 15)
        {
            *count += 1;
        }
        let mut seen: Vec<Identity> = Vec::new();
        for hit in &found {
            let what = self.name_of(hit, value);
            if !seen.contains(&what) {
                seen.push(what);
                self.add(what, hit, row, value);
            }
        }
        let kept = self.promised().is_some_and(|what| seen.contains(&what));
        if whole && !kept {
            self.look_for_promised(row, value, digits);
        }
    }

    // A family card has the same form as a resident: the title tells, or the words before the number. Of a rounded
    // number only the title can tell what it was.
    fn name_of(&self, hit: &Hit, value: &str) -> Identity {
        let promised = self.promised();
        if hit.form == Form::Rounded
            && let Some(what) = promised
        {
            return what;
        }
        if hit.what != Identity::Nik {
            return hit.what;
        }
        let before = value
            .get(..hit.span.start)
            .unwrap_or_default()
            .to_lowercase();
        let last = before
            .split(|c: char| !c.is_alphabetic())
            .rfind(|word| !matches!(*word, "" | "no" | "nomor"));
        match (last, self.title.promise) {
            (Some("kk" | "keluarga"), _) | (None, Promise::Kk) => Identity::Kk,
            (Some("npwp"), _) | (None, Promise::Npwp) => Identity::Npwp,
            (_, Promise::Kk) => Identity::Kk,
            _ => Identity::Nik,
        }
    }

    fn promised(&self) -> Option<Identity> {
        match self.title.promise {
            Promise::Nik => Some(Identity::Nik),
            Promise::Kk => Some(Identity::Kk),
            Promise::Npwp => Some(Identity::Npwp),
            Promise::Nip => Some(Identity::Nip),
            Promise::Phone | Promise::HomePhone => Some(Identity::Phone),
            _ => None,
        }
    }

    fn add(&mut self, what: Identity, hit: &Hit, row: u64, value: &str) {
        let tallies = match hit.form {
            Form::Firm => &mut self.firm,
            Form::Bare => &mut self.bare,
            Form::Rounded => &mut self.rounded,
        };
        tally(tallies, what).add(row, || mask::part(what, value, hit.span.clone()));
    }

    // Numbers that say nothing by themselves, under a title that does.
    fn look_for_promised(&mut self, row: u64, value: &str, count: usize) {
        let digits: Vec<u8> = value.bytes().filter(u8::is_ascii_digit).collect();
        let what = match (self.title.promise, count) {
            (Promise::Nip, 9 | 18) => Identity::Nip,
            (Promise::Npwp, 13..=16) => Identity::Npwp,
            (Promise::HomePhone, _) if phone::is_fixed_line(&digits) => Identity::Phone,
            (Promise::Nik, 14..=17) => Identity::Nik,
            (Promise::Kk, 14..=17) => Identity::Kk,
            _ => return,
        };
        if matches!(what, Identity::Nik | Identity::Kk) {
            self.odd.add(row, || mask::value(what, value));
        } else {
            tally(&mut self.firm, what).add(row, || mask::value(what, value));
        }
    }

    /// What the column holds by itself; nothing that needs other columns.
    pub fn findings(&self) -> Vec<Found> {
        let numbers = Identity::ALL
            .into_iter()
            .take_while(|what| *what != Identity::Name);
        let mut found: Vec<Found> = numbers.flat_map(|what| self.of(what)).collect();
        if self.odd.count > 0 {
            let what = if self.title.promise == Promise::Kk {
                Identity::Kk
            } else {
                Identity::Nik
            };
            found.push(entry(what, Certainty::Likely, &self.odd));
        }
        found
    }

    fn of(&self, what: Identity) -> Vec<Found> {
        let get =
            |tallies: &[Tally; KINDS]| tallies.get(what as usize).cloned().unwrap_or_default();
        let (mut firm, bare, rounded) = (get(&self.firm), get(&self.bare), get(&self.rounded));
        let mut found = Vec::new();
        let mut likely = Tally::default();
        match self.weigh(what, &bare) {
            Some(Certainty::Certain) => firm = earlier(firm, bare),
            Some(_) => likely = bare,
            None => {}
        }
        match self.title.promise {
            // A phone on an office's sign is the office's.
            Promise::OfficePhone if what == Identity::Phone && firm.count > 0 => {
                likely = earlier(likely, std::mem::take(&mut firm));
            }
            // Among other codes some begin like a phone.
            Promise::OtherCode if what == Identity::Phone && firm.count * 2 < self.filled => {
                firm = Tally::default();
            }
            _ => {}
        }
        for (tally, certainty) in [(firm, Certainty::Certain), (likely, Certainty::Likely)] {
            if tally.count > 0 {
                found.push(entry(what, certainty, &tally));
            }
        }
        if rounded.count > 0 && (self.promises(what) || rounded.count * 2 > self.filled) {
            found.push(entry(what, Certainty::DigitsLost, &rounded));
        }
        found
    }

    fn promises(&self, what: Identity) -> bool {
        matches!(
            (what, self.title.promise),
            (
                Identity::Nik | Identity::Kk,
                Promise::Nik | Promise::Kk | Promise::Npwp
            ) | (Identity::Npwp, Promise::Npwp | Promise::Nik)
                | (Identity::Nip, Promise::Nip)
                | (
                    Identity::Phone,
                    Promise::Phone | Promise::HomePhone | Promise::OfficePhone
                )
        )
    }

    // What the column makes of numbers that only fit.
    fn weigh(&self, what: Identity, bare: &Tally) -> Option<Certainty> {
        if bare.count == 0 {
            return None;
        }
        if self.promises(what) {
            return Some(Certainty::Certain);
        }
        let [fifteen, sixteen] = self.of_length;
        match what {
            // One number in 240 is built like a resident's by chance.
            Identity::Nik | Identity::Kk if bare.count * 2 >= sixteen => Some(Certainty::Certain),
            Identity::Nik | Identity::Kk if sixteen < 20 || bare.count * 20 >= sixteen => {
                (self.kind != ColumnKind::Money).then_some(Certainty::Likely)
            }
            Identity::Nip => Some(Certainty::Certain),
            // One in ten fits a tax number's check digit.
            Identity::Npwp if self.kind == ColumnKind::Money => None,
            Identity::Npwp if bare.count >= 5 && bare.count * 10 >= (fifteen + sixteen) * 9 => {
                Some(Certainty::Certain)
            }
            Identity::Phone if self.kind == ColumnKind::Money => None,
            Identity::Phone if self.title.promise == Promise::OtherCode => None,
            Identity::Phone if bare.count >= 5 && bare.count * 10 >= self.filled * 8 => {
                Some(Certainty::Certain)
            }
            Identity::Email => Some(Certainty::Likely),
            _ => None,
        }
    }

    pub(super) fn title(&self) -> Title {
        self.title
    }

    /// What only counts beside other columns: names, days of birth, places, addresses.
    pub(super) fn beside(&self, what: Identity, certainty: Certainty) -> Option<Found> {
        let tally = self.bare.get(what as usize)?;
        (tally.count > 0).then(|| entry(what, certainty, tally))
    }

    /// How much of the filled values is of a kind.
    pub(super) fn share(&self, count: u64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a share needs no exact count")]
        let share = count as f64 / self.filled.max(1) as f64;
        share
    }
}

// The digits of a value, if it can hold an identifier at all. One pass over the bytes: nearly every cell ends here.
fn worth_a_look(value: &str) -> Option<usize> {
    let (mut digits, mut signs, mut exponent) = (0, false, false);
    for byte in value.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        signs |= matches!(byte, b'@' | b'[' | b'(');
        exponent |= matches!(byte, b'e' | b'E');
    }
    (digits >= LEAST_DIGITS || signs || exponent && digits > 1).then_some(digits)
}

fn tally(tallies: &mut [Tally; KINDS], what: Identity) -> &mut Tally {
    let [nik, kk, npwp, nip, phone, email, name, birth, home, address] = tallies;
    match what {
        Identity::Nik => nik,
        Identity::Kk => kk,
        Identity::Npwp => npwp,
        Identity::Nip => nip,
        Identity::Phone => phone,
        Identity::Email => email,
        Identity::Name => name,
        Identity::BirthDate => birth,
        Identity::Home => home,
        Identity::Address => address,
    }
}

fn earlier(one: Tally, other: Tally) -> Tally {
    let (mut first, second) = if one.count > 0 && (other.count == 0 || one.row <= other.row) {
        (one, other)
    } else {
        (other, one)
    };
    first.absorb(second);
    first
}

fn entry(what: Identity, certainty: Certainty, tally: &Tally) -> Found {
    Found {
        what,
        certainty,
        row: tally.row,
        sample: tally.sample.clone(),
        count: tally.count,
        also: tally.also.clone(),
    }
}
