//! How often each value of a column stands there.

use super::super::number::Exact;
use super::super::report::TopValue;
use super::super::typed::{Value, plain};
use super::registers::Registers;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const TOP: usize = 10;
/// Different values of a column that are counted one by one.
pub(super) const MOST_DISTINCT: usize = 20_000;
/// One in so many values is rare.
const RARE: u64 = 4096;
/// Characters of a value that a profile shows.
const MOST_SHOWN: usize = 200;

/// The different values with how often they were met, as far as they are counted one by one.
#[derive(Debug, Default, Clone)]
pub(super) struct Counts {
    // How often, and the place in `shown`, by the hash: small, since a cell of every column is looked up for every row.
    known: HashMap<u64, (u32, u32), BuildHasherDefault<Identity>>,
    shown: Vec<Shown>,
    // Those that are not in `known`.
    others: Registers,
    is_overfull: bool,
    has_given_up: bool,
}

impl Counts {
    /// Counts a value, which has this hash.
    pub(super) fn add(&mut self, value: &Value<'_>, hash: u64) {
        if self.has_given_up {
            self.others.add(hash);
        } else if let Some((count, _)) = self.known.get_mut(&hash) {
            *count = count.saturating_add(1);
        } else {
            self.insert(hash, 1, || Shown::of(value));
        }
    }

    fn insert(&mut self, hash: u64, count: u32, shown: impl FnOnce() -> Shown) {
        match u32::try_from(self.shown.len()) {
            Ok(place) if self.shown.len() < MOST_DISTINCT => {
                self.known.insert(hash, (count, place));
                self.shown.push(shown());
            }
            _ => {
                self.others.add(hash);
                if !self.is_overfull {
                    self.is_overfull = true;
                    self.thin();
                }
            }
        }
    }

    // Of more values than are counted one by one, only those go on to be counted that can be among the most frequent: the
    // others would make every look-up slow.
    fn thin(&mut self) {
        let all: u64 = self
            .known
            .values()
            .map(|(count, _)| u64::from(*count))
            .sum();
        let others = &mut self.others;
        self.known.retain(|hash, (count, _)| {
            let is_frequent = u64::from(*count) * RARE > all;
            if !is_frequent {
                others.add(*hash);
            }
            is_frequent
        });
        self.known.shrink_to_fit();
    }

    /// How many values are counted one by one.
    pub(super) fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there are more values than are counted one by one.
    pub(super) fn is_overfull(&self) -> bool {
        self.is_overfull
    }

    /// Ends the counting one by one.
    pub(super) fn give_up(&mut self) {
        (self.has_given_up, self.is_overfull) = (true, true);
        let known = std::mem::take(&mut self.known);
        self.others.extend(known.into_keys());
        self.shown = Vec::new();
    }

    /// Adds what another worker counted.
    pub(super) fn merge(&mut self, mut other: Self) {
        if self.has_given_up || other.has_given_up {
            self.give_up();
            other.give_up();
        }
        self.is_overfull |= other.is_overfull;
        self.others.merge(&other.others);
        let mut known: Vec<(u64, (u32, u32))> = other.known.into_iter().collect();
        known.sort_unstable();
        let mut shown: Vec<Option<Shown>> = other.shown.into_iter().map(Some).collect();
        for (hash, (count, place)) in known {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            if let Some((own, _)) = self.known.get_mut(&hash) {
                *own = own.saturating_add(count);
            } else if let Some(value) = shown.get_mut(place).and_then(Option::take) {
                self.insert(hash, count, || value);
            }
        }
    }

    /// How many different values there are: exact, unless there are too many of them.
    pub(super) fn distinct(&self) -> u64 {
        if !self.is_overfull {
            return self.shown.len() as u64;
        }
        let mut all = self.others.clone();
        all.extend(self.known.keys().copied());
        all.estimate()
    }

    /// The most frequent values; of equally frequent ones the first by their characters.
    pub(super) fn top(self) -> Vec<TopValue> {
        let mut counts: Vec<u32> = self.known.values().map(|(count, _)| *count).collect();
        let least = usual_least(&mut counts);
        let often = self
            .known
            .into_values()
            .filter(|(count, _)| *count >= least);
        let mut places: Vec<(u32, u32)> = often.collect();
        places.sort_unstable_by_key(|(_, place)| *place);
        let mut top: Vec<TopValue> = places
            .into_iter()
            .filter_map(|(count, place)| {
                let value = self.shown.get(usize::try_from(place).ok()?)?;
                Some(TopValue {
                    value: value.text(),
                    count: count.into(),
                })
            })
            .collect();
        top.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        top.truncate(TOP);
        top
    }
}

// How often the last of the most frequent values stands there.
fn usual_least(counts: &mut [u32]) -> u32 {
    if counts.len() <= TOP {
        return 0;
    }
    let (_, least, _) = counts.select_nth_unstable_by(TOP - 1, |a, b| b.cmp(a));
    *least
}

// A value that a profile may show; numbers become text only when it does.
#[derive(Debug, Clone)]
enum Shown {
    Number(Exact),
    Text(Box<str>),
}

impl Shown {
    fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Number(exact) => Self::Number(*exact),
            Value::Text(text) => Self::Text(cut(text).into()),
            Value::Date(_) | Value::Bool(_) => Self::Text(value.text().into()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(exact) => plain(*exact),
            Self::Text(text) => text.to_string(),
        }
    }
}

/// The beginning of a text that a profile shows.
pub(super) fn cut(text: &str) -> &str {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) if text.len() > MOST_SHOWN => text.get(..end).unwrap_or(text),
        _ => text,
    }
}

// Hashes are spread already.
#[derive(Debug, Clone, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
