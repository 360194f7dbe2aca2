//! Values that must stand only once, over the whole table.

use super::Rules;
use crate::inspection::report::Finding;
use crate::inspection::typed::{Spec, TypedColumn};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Where the values of one set of columns were seen first.
#[derive(Debug)]
struct Set {
    names: String,
    letter: String,
    // Row by the number of its values.
    first: HashMap<u64, u64>,
}

/// What was seen so far of the sets of columns whose values stand only once.
#[derive(Debug)]
pub(in crate::inspection) struct Repeated<'r> {
    rules: &'r Rules,
    sets: Vec<Set>,
    found: bool,
}

impl<'r> Repeated<'r> {
    /// Nothing seen yet of these sets.
    pub(in crate::inspection) fn new(
        rules: &'r Rules,
        sets: &[Vec<&str>],
        stored: &[Spec],
    ) -> Self {
        let letter = |name: &str| {
            let spec = stored.iter().find(|spec| spec.name == name);
            spec.map(|spec| spec.letter.clone()).unwrap_or_default()
        };
        let set = |names: &Vec<&str>| Set {
            names: names.join(", "),
            letter: names.first().map(|name| letter(name)).unwrap_or_default(),
            first: HashMap::new(),
        };
        Self {
            rules,
            sets: sets.iter().map(set).collect(),
            found: false,
        }
    }

    /// A number for the values of each set in each row, `None` where one is missing. `hashes` come column by column.
    pub(in crate::inspection) fn numbers(
        sets: &[Vec<&str>],
        columns: &[TypedColumn<'_>],
        hashes: &[Vec<u64>],
        rows: usize,
    ) -> Vec<Vec<Option<u64>>> {
        let numbers = |names: &Vec<&str>| {
            let mut all = vec![Some(0_u64); rows];
            for name in names {
                let place = columns.iter().position(|column| column.name == *name);
                let own = place.and_then(|place| hashes.get(place));
                for (number, hash) in all.iter_mut().zip(own.into_iter().flatten()) {
                    *number = number.filter(|_| *hash != 0).map(|number| {
                        (number.rotate_left(23) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    });
                }
            }
            all
        };
        sets.iter().map(numbers).collect()
    }

    /// Adds rows with the numbers of their sets; gives what stands there again.
    pub(in crate::inspection) fn add(
        &mut self,
        rows: &[u64],
        numbers: &[Vec<Option<u64>>],
        sheet: &str,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (set, numbers) in self.sets.iter_mut().zip(numbers) {
            for (row, number) in rows.iter().zip(numbers) {
                let Some(number) = number else { continue };
                let first = match set.first.entry(*number) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(free) => {
                        free.insert(*row);
                        continue;
                    }
                };
                findings.push(Finding {
                    sheet: sheet.to_owned(),
                    row: Some(*row),
                    column: set.names.clone(),
                    cell: format!("{}{row}", set.letter),
                    expected: first.to_string(),
                    ..Finding::new("constraint_unique", self.rules.level())
                });
            }
        }
        self.found |= !findings.is_empty();
        findings
    }

    /// Whether anything stood there again.
    pub(in crate::inspection) const fn has_found(&self) -> bool {
        self.found
    }
}
