//! Measures the quality of the search on the judged queries of `tests/fixtures`.
//!
//! Run with `cargo run -p search-index --example judge`; with `-- all` every query is listed, with
//! `-- <query id>` the first hits of that query.
#![expect(clippy::print_stdout, reason = "a report on the command line")]

#[path = "../tests/index/catalogue.rs"]
mod catalogue;

use std::collections::BTreeMap;
use std::env;
use std::time::Instant;

use catalogue::{DEPTH, Figures, Outcome, filled_index, judge, judged_queries};
use search_index::Query;

fn main() -> Outcome<()> {
    let wanted = env::args().nth(1).unwrap_or_default();
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let index = filled_index(folder.path())?;
    println!("{} documents in {:?}", index.count(), begun.elapsed());

    let mut classes: BTreeMap<String, Figures> = BTreeMap::new();
    let mut times = Vec::new();
    for judged in judged_queries()? {
        let begun = Instant::now();
        let answer = index.search(&Query {
            text: judged.text.clone(),
            limit: DEPTH,
            ..Query::default()
        })?;
        times.push(begun.elapsed());
        let names: Vec<&str> = answer.hits.iter().map(|hit| hit.name.as_str()).collect();
        let figures = judge(&names, &judged.relevant);
        if wanted == "all" {
            println!(
                "{} {:14} {:.3} of {:4} {} {} {:?}",
                judged.id,
                judged.class,
                figures.ndcg,
                answer.total,
                if answer.relaxed { "half " } else { "every" },
                judged.text,
                answer.corrected
            );
        }
        if wanted == judged.id {
            for hit in &answer.hits {
                let grade = judged.relevant.get(&hit.name).unwrap_or(&0);
                println!("{grade} {:7.3} {}", hit.score, hit.name);
            }
        }
        let class = classes.entry(judged.class).or_default();
        class.add(figures);
    }
    report(&classes);
    times.sort_unstable();
    let middle = times.get(times.len() / 2);
    println!("slowest {:?}, median {:?}", times.last(), middle);
    Ok(())
}

fn print(name: &str, figures: &Figures) {
    println!(
        "{name:14} {:3} queries  nDCG@10 {:.3}  recall@10 {:.3}  without result {}",
        figures.queries,
        figures.ndcg / figures.queries,
        figures.recall / figures.queries,
        figures.empty
    );
}

fn report(classes: &BTreeMap<String, Figures>) {
    let (mut all, mut without_prefixes) = (Figures::default(), Figures::default());
    for (name, figures) in classes {
        print(name, figures);
        all.add(*figures);
        if name != "prefiks" {
            without_prefixes.add(*figures);
        }
    }
    print("all but prefiks", &without_prefixes);
    print("all", &all);
}
