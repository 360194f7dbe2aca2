//! Measures the quality of the search on the judged queries of `tests/fixtures`.
//!
//! Run with `cargo run -p search-index --example judge`; with `-- all` every query is listed, with
//! `-- <query id>` the first hits of that query.
#![expect(clippy::print_stdout, reason = "a report on the command line")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use std::{env, error, fs};

use search_index::{Column, Document, Index, Query, Topic, Vocabulary, WordLists};
use serde::Deserialize;

/// Hits that are judged.
const DEPTH: usize = 10;

type Outcome<T> = Result<T, Box<dyn error::Error>>;

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
struct Judged {
    id: String,
    kelas: String,
    q: String,
    relevan: BTreeMap<String, i32>,
}

/// The figures of one query or, summed, of several.
#[derive(Default, Clone, Copy)]
struct Figures {
    queries: f64,
    ndcg: f64,
    recall: f64,
    empty: f64,
}

fn main() -> Outcome<()> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wanted = env::args().nth(1).unwrap_or_default();
    let folder = tempfile::tempdir()?;
    let index = Index::open(folder.path(), vocabulary(base)?)?;
    let begun = Instant::now();
    for line in fs::read_to_string(base.join("tests/fixtures/catalogue.jsonl"))?.lines() {
        index.put(&document(serde_json::from_str(line)?))?;
    }
    index.commit(1)?;
    index.rest()?;
    println!("{} documents in {:?}", index.count(), begun.elapsed());

    let mut classes: BTreeMap<String, Figures> = BTreeMap::new();
    let mut times = Vec::new();
    for line in fs::read_to_string(base.join("tests/fixtures/queries.jsonl"))?.lines() {
        let judged: Judged = serde_json::from_str(line)?;
        let begun = Instant::now();
        let answer = index.search(&Query {
            text: judged.q.clone(),
            limit: DEPTH,
            ..Query::default()
        })?;
        times.push(begun.elapsed());
        let names: Vec<&str> = answer.hits.iter().map(|hit| hit.name.as_str()).collect();
        let figures = judge(&names, &judged.relevan);
        if wanted == "all" {
            println!(
                "{} {:14} {:.3} of {:4} {} {} {:?}",
                judged.id,
                judged.kelas,
                figures.ndcg,
                answer.total,
                if answer.relaxed { "half " } else { "every" },
                judged.q,
                answer.corrected
            );
        }
        if wanted == judged.id {
            for hit in &answer.hits {
                let grade = judged.relevan.get(&hit.name).unwrap_or(&0);
                println!("{grade} {:7.3} {}", hit.score, hit.name);
            }
        }
        let class = classes.entry(judged.kelas).or_default();
        class.add(figures);
    }
    report(&classes);
    times.sort_unstable();
    let middle = times.get(times.len() / 2);
    println!("slowest {:?}, median {:?}", times.last(), middle);
    Ok(())
}

fn vocabulary(base: &Path) -> Outcome<Vocabulary> {
    let reference = base.join("../data/reference");
    let read = |name: &str| fs::read_to_string(reference.join(name));
    let stop_words = read("stopwords_id.txt")? + &read("kata_katalog.txt")?;
    Ok(Vocabulary::new(&WordLists {
        stop_words: &stop_words,
        synonyms: &read("sinonim.txt")?,
        translations: &read("istilah_inggris.txt")?,
        places: &fs::read_to_string(base.join("tests/fixtures/places.txt"))?,
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
fn judge(found: &[&str], relevant: &BTreeMap<String, i32>) -> Figures {
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
    fn add(&mut self, other: Self) {
        self.queries += other.queries;
        self.ndcg += other.ndcg;
        self.recall += other.recall;
        self.empty += other.empty;
    }

    fn print(&self, name: &str) {
        println!(
            "{name:14} {:3} queries  nDCG@10 {:.3}  recall@10 {:.3}  without result {}",
            self.queries,
            self.ndcg / self.queries,
            self.recall / self.queries,
            self.empty
        );
    }
}

fn report(classes: &BTreeMap<String, Figures>) {
    let (mut all, mut without_prefixes) = (Figures::default(), Figures::default());
    for (name, figures) in classes {
        figures.print(name);
        all.add(*figures);
        if name != "prefiks" {
            without_prefixes.add(*figures);
        }
    }
    without_prefixes.print("all but prefiks");
    all.print("all");
}
