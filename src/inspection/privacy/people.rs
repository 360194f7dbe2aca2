//! What several columns of a table give away together.

use super::title::Promise;
use super::{Certainty, Detector, Found, Identity};

// Fewer values of a column than this share are chance finds.
const MOST: f64 = 0.2;

/// What only the columns of a table together tell: names beside birth dates or identifiers, addresses beside names,
/// places where people live. Each with the index of its column.
pub fn across(detectors: &[Detector]) -> Vec<(usize, Found)> {
    let identified = detectors.iter().any(is_identifying);
    let births = columns(detectors, Promise::BirthDate, Identity::BirthDate);
    let names = names(detectors, identified || !births.is_empty());
    let mut found = Vec::new();
    if !names.is_empty() && (identified || !births.is_empty()) {
        found.extend(tell(detectors, &names, Identity::Name, Certainty::Certain));
        found.extend(tell(
            detectors,
            &births,
            Identity::BirthDate,
            Certainty::Certain,
        ));
    }
    if !names.is_empty() || identified {
        let addresses = columns(detectors, Promise::Address, Identity::Address);
        found.extend(tell(
            detectors,
            &addresses,
            Identity::Address,
            Certainty::Likely,
        ));
    }
    let homes = detectors
        .iter()
        .any(|detector| detector.title().about_homes);
    if homes || identified && !names.is_empty() {
        let places = columns(detectors, Promise::Coordinate, Identity::Home);
        found.extend(tell(detectors, &places, Identity::Home, Certainty::Certain));
    }
    found
}

fn is_identifying(detector: &Detector) -> bool {
    detector
        .findings()
        .iter()
        .any(|found| found.certainty != Certainty::Likely && detector.share(found.count) >= MOST)
}

fn columns(detectors: &[Detector], promise: Promise, what: Identity) -> Vec<usize> {
    detectors
        .iter()
        .enumerate()
        .filter(|(_, detector)| detector.title().promise == promise)
        .filter(|(_, detector)| {
            detector
                .beside(what, Certainty::Likely)
                .is_some_and(|found| detector.share(found.count) >= MOST)
        })
        .map(|(index, _)| index)
        .collect()
}

// A title that says no more than "Nama" is a person's only where the rest of the table speaks of people.
fn names(detectors: &[Detector], about_people: bool) -> Vec<usize> {
    let mut names = columns(detectors, Promise::PersonName, Identity::Name);
    if about_people {
        names.extend(
            columns(detectors, Promise::SomeName, Identity::Name)
                .into_iter()
                .filter(|index| {
                    detectors.get(*index).is_some_and(|detector| {
                        detector
                            .beside(Identity::Name, Certainty::Likely)
                            .is_some_and(|found| detector.share(found.count) >= 0.8)
                    })
                }),
        );
    }
    names
}

fn tell(
    detectors: &[Detector],
    columns: &[usize],
    what: Identity,
    certainty: Certainty,
) -> Vec<(usize, Found)> {
    columns
        .iter()
        .filter_map(|index| Some((*index, detectors.get(*index)?.beside(what, certainty)?)))
        .collect()
}
