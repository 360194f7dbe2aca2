//! Code lists and rules: regions, government affairs (urusan), frequencies, licences, holidays.
//!
//! The lists are data in `data/reference/`, embedded and parsed once; sources and licences stand in its README.

pub mod affairs;
pub mod frequencies;
pub mod holidays;
pub mod licences;
pub mod organizations;
pub mod regencies;
pub mod regions;

// A list of the program's own data that does not parse is a fault of the build, found by the tests beside.
fn records(text: &'static str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
        .collect()
}

fn cell(record: &csv::StringRecord, index: usize) -> String {
    record.get(index).unwrap_or_default().to_owned()
}
