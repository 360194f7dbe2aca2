//! Files made to harm, each through the fenced child as the portal runs it: nothing crashes, everything ends within its
//! limits, and each gives the right finding or is read well.

mod archives;
mod binaries;
mod disguises;
mod json;
mod markup;
mod names;
mod parts;
mod sheets;
mod texts;

use lumbung::config::Settings;
use lumbung::inspection::{self, Against, InspectRequest, Level, Limits, Reading, Report};
use lumbung::lanes::{ChildLimits, LaneSettings, Lanes};
use std::path::Path;
use std::time::{Duration, Instant};

/// What a file must lead to.
#[derive(Debug, Clone, Copy)]
enum Expect {
    /// One of these findings keeps it from going on, and there is no table.
    Blocked(&'static [&'static str]),
    /// It is kept as it is, with this finding.
    Kept(&'static str),
    /// So many rows.
    Rows(u64),
    /// So many rows, and this finding.
    Told(u64, &'static str),
    /// At least one row or any blocking finding: what it is worth is a matter of taste, but it must end.
    Ends,
}

use Expect::{Blocked, Ends, Kept, Rows, Told};

/// A file and what must come of it.
struct Case {
    what: &'static str,
    name: &'static str,
    write: Box<dyn Fn(&Path) + Send + Sync>,
    expect: Expect,
    limits: ChildLimits,
}

const MEMORY: u64 = 256 << 20;
const UNPACKED: u64 = 32 << 20;
const WALL: Duration = Duration::from_secs(20);

fn case(what: &'static str, name: &'static str, expect: Expect, bytes: impl Into<Vec<u8>>) -> Case {
    let bytes = bytes.into();
    written(what, name, expect, move |path| {
        std::fs::write(path, &bytes).unwrap();
    })
}

/// A file that is too large to be held by the test.
fn written(
    what: &'static str,
    name: &'static str,
    expect: Expect,
    write: impl Fn(&Path) + Send + Sync + 'static,
) -> Case {
    Case {
        what,
        name,
        write: Box::new(write),
        expect,
        limits: ChildLimits {
            cpu_seconds: 20,
            memory_bytes: MEMORY,
            file_bytes: 64 << 20,
            wall: WALL,
        },
    }
}

/// The portal's side of the inspections.
struct Bench {
    lanes: Lanes,
    region: String,
}

impl Bench {
    fn new() -> Self {
        let settings = Settings::default();
        let mut lanes = LaneSettings::from_settings(&settings);
        lanes.program = Some(env!("CARGO_BIN_EXE_lumbung").into());
        Self {
            lanes: Lanes::new(lanes),
            region: settings.site.region_code,
        }
    }

    async fn report(&self, case: &Case) -> Report {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("blob");
        (case.write)(&file);
        let own = folder.path().join("own");
        std::fs::create_dir(&own).unwrap();
        let request = InspectRequest {
            file,
            file_name: case.name.to_owned(),
            folder: own,
            reading: Reading::default(),
            against: Against::default(),
            limits: Limits {
                child: case.limits,
                unpacked_bytes: UNPACKED,
                region: self.region.clone(),
            },
        };
        inspection::inspect(&self.lanes, request).await.unwrap()
    }
}

/// Inspects every file of a group; `Err` names those that came out wrong.
async fn all(cases: Vec<Case>) {
    let bench = Bench::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let started = Instant::now();
        let report = bench.report(case).await;
        let took = started.elapsed();
        if let Some(reason) = judge(case, &report) {
            wrong.push(format!("{}: {reason}", case.what));
        }
        if took > case.limits.wall + Duration::from_secs(5) {
            wrong.push(format!("{}: took {took:?}", case.what));
        }
        println!("{:>6} ms  {}", took.as_millis(), case.what);
    }
    assert!(super::node::children_of(std::process::id()).is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn judge(case: &Case, report: &Report) -> Option<String> {
    let rows = report.table().map(|table| table.row_count);
    let has = |code: &str, level: Option<Level>| {
        let mut findings = report.findings.iter();
        findings
            .any(|finding| finding.code == code && level.is_none_or(|level| level == finding.level))
    };
    let is_right = match case.expect {
        Blocked(codes) => {
            rows.is_none() && codes.iter().any(|code| has(code, Some(Level::Blocking)))
        }
        Kept(code) => rows.is_none() && has(code, Some(Level::Info)) && !report.is_blocked(),
        Rows(count) => rows == Some(count),
        Told(count, code) => rows == Some(count) && has(code, None),
        Ends => (rows.is_some() || report.is_blocked()) && !has("inspection_crashed", None),
    };
    let shown = || {
        let findings = report.findings.iter().take(6);
        let findings: Vec<String> = findings
            .map(|f| format!("{} ({:?}) {:.80}", f.code, f.level, f.value))
            .collect();
        format!(
            "{:?}, but {rows:?} rows of {}, {findings:?}",
            case.expect, report.format
        )
    };
    (!is_right).then(shown)
}

#[tokio::test]
async fn archives() {
    all(archives::cases()).await;
}

#[tokio::test]
async fn markup() {
    all(markup::cases()).await;
}

#[tokio::test]
async fn sheets() {
    all(sheets::cases()).await;
}

#[tokio::test]
async fn binaries() {
    all(binaries::cases()).await;
}

#[tokio::test]
async fn texts() {
    all(texts::cases()).await;
}

#[tokio::test]
async fn large_texts() {
    all(texts::large()).await;
}

#[tokio::test]
async fn json() {
    all(json::cases()).await;
}

#[tokio::test]
async fn disguises() {
    all(disguises::cases()).await;
}

#[test]
fn there_are_at_least_sixty() {
    let groups = [
        archives::cases(),
        markup::cases(),
        sheets::cases(),
        binaries::cases(),
        texts::cases(),
        texts::large(),
        json::cases(),
        disguises::cases(),
    ];
    let count: usize = groups.iter().map(Vec::len).sum();
    assert!(count >= 60, "{count}");
}
