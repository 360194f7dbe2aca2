//! The judged catalogue of `tests/fixtures`, shared by the tests and the example `judge`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{error, fs};

use search_index::{Column, Document, Index, Topic, Vocabulary, WordLists};
use serde::Deserialize;

/// Hits that are judged.
pub(crate) const DEPTH: usize = 10;

pub(crate) type Outcome<T> = Result<T, Box<dyn error::Error>>;

#[derive(Deserialize)]
struct Named {
    name: String,
    title: String,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    description: String,
}

#[derive(Deserialize)]
struct Record {
    name: String,
    title: String,
    notes: String,
    tags: Vec<String>,
    organization: Named,
    topic: String,
    frequency: String,
    columns: Vec<Described>,
    year_from: Option<i32>,
    year_to: Option<i32>,
    regions: Vec<String>,
    formats: Vec<String>,
    metadata_modified: String,
}

#[derive(Deserialize)]
pub(crate) struct Judged {
    pub(crate) id: String,
    #[serde(rename = "kelas")]
    pub(crate) class: String,
    #[serde(rename = "q")]
    pub(crate) text: String,
    #[serde(rename = "relevan")]
    pub(crate) relevant: BTreeMap<String, i32>,
}

/// The figures of one query or, summed, of several.
#[derive(Default, Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) queries: f64,
    pub(crate) ndcg: f64,
    pub(crate) recall: f64,
    pub(crate) empty: f64,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Puts the whole catalogue into a new index.
pub(crate) fn filled_index(folder: &Path) -> Outcome<Index> {
    let index = Index::open(folder, vocabulary()?)?;
    for line in fs::read_to_string(fixtures().join("catalogue.jsonl"))?.lines() {
        index.put(&document(serde_json::from_str(line)?))?;
    }
    index.commit(1)?;
    index.rest()?;
    Ok(index)
}

/// The judged queries.
pub(crate) fn judged_queries() -> Outcome<Vec<Judged>> {
    let text = fs::read_to_string(fixtures().join("queries.jsonl"))?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

/// The word lists of the portal and the places of the fixtures.
pub(crate) fn vocabulary() -> Outcome<Vocabulary> {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/reference");
    let read = |name: &str| fs::read_to_string(reference.join(name));
    let stop_words = read("stopwords_id.txt")? + &read("kata_katalog.txt")?;
    Ok(Vocabulary::new(&WordLists {
        stop_words: &stop_words,
        synonyms: &read("sinonim.txt")?,
        translations: &read("istilah_inggris.txt")?,
        places: &fs::read_to_string(fixtures().join("places.txt"))?,
    }))
}

fn document(record: Record) -> Document {
    let years = record.year_from.zip(record.year_to);
    let day: String = record
        .metadata_modified
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    Document {
        id: record.name.clone(),
        name: record.name,
        title: record.title,
        description: record.notes,
        tags: record.tags,
        organization: record.organization.name,
        organization_title: record.organization.title,
        topics: vec![Topic {
            name: record.topic.to_lowercase(),
            title: record.topic,
        }],
        columns: record
            .columns
            .into_iter()
            .map(|column| Column {
                name: column.name,
                description: column.description,
            })
            .collect(),
        whole_area: record
            .regions
            .iter()
            .any(|name| name.starts_with("Kabupaten")),
        regions: record.regions,
        years: years.map_or_else(Vec::new, |(from, to)| (from..=to).collect()),
        formats: record.formats,
        frequency: record.frequency,
        updated_at: day.parse().unwrap_or(0),
        ..Document::default()
    }
}

/// nDCG with gain 2^grade - 1, recall over the relevant ones that fit, and whether it is empty.
pub(crate) fn judge(found: &[&str], relevant: &BTreeMap<String, i32>) -> Figures {
    let gain = |grade: i32| 2_f64.powi(grade) - 1.0;
    let discounted = |grades: &mut dyn Iterator<Item = i32>| -> f64 {
        let ranks = (0_u32..).map(|rank| (f64::from(rank) + 2.0).log2());
        grades
            .zip(ranks)
            .map(|(grade, log)| gain(grade) / log)
            .sum()
    };
    let grade = |name: &&str| relevant.get(*name).copied().unwrap_or(0);
    let reached = discounted(&mut found.iter().map(grade));
    let mut best: Vec<i32> = relevant.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    best.truncate(DEPTH);
    let hits = found.iter().filter(|name| grade(name) > 0).count();
    let share = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(whole).unwrap_or(1))
    };
    Figures {
        queries: 1.0,
        ndcg: reached / discounted(&mut best.iter().copied()),
        recall: share(hits, best.len()),
        empty: f64::from(u8::from(found.is_empty())),
    }
}

impl Figures {
    /// Adds the figures of another query.
    pub(crate) fn add(&mut self, other: Self) {
        self.queries += other.queries;
        self.ndcg += other.ndcg;
        self.recall += other.recall;
        self.empty += other.empty;
    }
}
