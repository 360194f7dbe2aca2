//! Which row of the old table is which row of the new one.

use super::rows::Fingerprint;

/// The rows of two tables side by side; positions are counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Matching {
    /// Same key, same content.
    pub(super) unchanged: u64,
    /// Same key, other content: old and new position, in the new order.
    pub(super) changed: Vec<(u32, u32)>,
    /// Only in the new table, in its order.
    pub(super) added: Vec<u32>,
    /// Only in the old table, in its order.
    pub(super) removed: Vec<u32>,
    /// All rows with the same key in both: old and new position, in the old order.
    pub(super) paired: Vec<(u32, u32)>,
    /// Rows of the old table beyond the first of their key.
    pub(super) duplicates_old: u64,
    /// Rows of the new table beyond the first of their key, in their order.
    pub(super) duplicates_new: Vec<u32>,
}

/// Matches rows by key. Where a key repeats, rows with the same content are matched first and the rest
/// in their order.
pub(super) fn matching(mut old: Vec<Fingerprint>, mut new: Vec<Fingerprint>) -> Matching {
    // Within a key by content, so that equal contents meet; then by position.
    old.sort_unstable();
    new.sort_unstable();
    let mut result = Matching::default();
    let (mut old, mut new) = (old.as_slice(), new.as_slice());
    loop {
        let key = match (old.first(), new.first()) {
            (None, None) => break,
            (Some(one), None) | (None, Some(one)) => one.key,
            (Some(left), Some(right)) => left.key.min(right.key),
        };
        let old_group = take_group(&mut old, key);
        let new_group = take_group(&mut new, key);
        result.group(old_group, new_group);
    }
    result.changed.sort_unstable_by_key(|(_, new)| *new);
    result.paired.sort_unstable();
    result.added.sort_unstable();
    result.removed.sort_unstable();
    result.duplicates_new.sort_unstable();
    result
}

fn take_group<'a>(rest: &mut &'a [Fingerprint], key: u128) -> &'a [Fingerprint] {
    let length = rest.iter().take_while(|row| row.key == key).count();
    let (group, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    *rest = after;
    group
}

impl Matching {
    fn group(&mut self, old: &[Fingerprint], new: &[Fingerprint]) {
        self.duplicates_old += (old.len() as u64).saturating_sub(1);
        let mut positions: Vec<u32> = new.iter().map(|row| row.index).collect();
        positions.sort_unstable();
        self.duplicates_new.extend(positions.into_iter().skip(1));
        let (mut left_old, mut left_new) = (Vec::new(), Vec::new());
        let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
        loop {
            match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some(left), Some(right)) if left.content == right.content => {
                    self.unchanged += 1;
                    self.paired.push((left.index, right.index));
                    old.next();
                    new.next();
                }
                (Some(left), Some(right)) if left.content < right.content => {
                    left_old.push(left.index);
                    old.next();
                }
                (Some(left), None) => {
                    left_old.push(left.index);
                    old.next();
                }
                (_, Some(right)) => {
                    left_new.push(right.index);
                    new.next();
                }
            }
        }
        left_old.sort_unstable();
        left_new.sort_unstable();
        let both = left_old.len().min(left_new.len());
        let pairs = left_old.iter().copied().zip(left_new.iter().copied());
        self.changed.extend(pairs.clone());
        self.paired.extend(pairs);
        self.removed.extend(left_old.iter().skip(both));
        self.added.extend(left_new.iter().skip(both));
    }
}

#[cfg(test)]
mod tests {
    use super::{Matching, matching};
    use crate::review::table::rows::Fingerprint;

    fn rows(rows: &[(u128, u64)]) -> Vec<Fingerprint> {
        let row = |(index, (key, content)): (usize, &(u128, u64))| Fingerprint {
            key: *key,
            content: *content,
            index: u32::try_from(index).unwrap(),
        };
        rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn rows_meet_by_key_whatever_their_place() {
        let found = matching(
            rows(&[(1, 10), (2, 20), (3, 30)]),
            rows(&[(4, 40), (3, 30), (1, 11)]),
        );
        assert_eq!(
            found,
            Matching {
                unchanged: 1,
                changed: vec![(0, 2)],
                added: vec![0],
                removed: vec![1],
                paired: vec![(0, 2), (2, 1)],
                ..Matching::default()
            }
        );
    }

    #[test]
    fn repeated_keys_match_equal_rows_first() {
        let found = matching(
            rows(&[(1, 10), (1, 20), (1, 30)]),
            rows(&[(1, 25), (1, 30), (1, 10), (1, 40)]),
        );
        assert_eq!(found.unchanged, 2);
        assert_eq!(found.changed, [(1, 0)]);
        assert_eq!(found.added, [3]);
        assert_eq!(found.duplicates_old, 2);
        assert_eq!(found.duplicates_new, [1, 2, 3]);
    }
}
