//! Findings gathered: the first of each kind in each column one by one, the rest as a count.

use super::report::Finding;
use std::collections::HashMap;

/// Most findings of one kind in one column that are told one by one.
const TOLD: usize = 20;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Finding>,
    // How many are told of a kind in a column, and which of them is the last.
    told: HashMap<(String, String), (usize, usize)>,
}

impl Findings {
    /// Adds one.
    pub(super) fn add(&mut self, finding: Finding) {
        let key = (finding.code.clone(), finding.column.clone());
        let (told, last) = self.told.entry(key).or_default();
        if *told < TOLD {
            *told += 1;
            *last = self.kept.len();
            self.kept.push(finding);
        } else if let Some(last) = self.kept.get_mut(*last) {
            last.count_in(finding);
        }
    }

    /// All of them, in the order in which they came.
    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.kept
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        for finding in findings {
            self.add(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::Level;

    #[test]
    fn a_hundred_alike_are_twenty_and_a_count() {
        let mut findings = Findings::default();
        findings.extend((0..100).map(|_| Finding::new("type_mismatch", Level::Blocking)));
        let kept = findings.into_vec();
        assert_eq!(kept.len(), TOLD);
        assert_eq!(kept.iter().map(|finding| finding.count).sum::<u64>(), 100);
    }
}
