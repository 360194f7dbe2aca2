//! Requests over tables through lanes and real child processes.

mod difference;

use std::path::Path;
use std::time::Duration;

use futures::TryStreamExt;
use lumbung::config::Settings;
use lumbung::lanes::{LaneSettings, Lanes};
use lumbung::query::{
    self, Aggregate, Cell, ChartRequest, Coarse, Error, Field, Format, PointOrder, Table, parse,
};
use polars::prelude::*;

struct Bench {
    folder: tempfile::TempDir,
    lanes: Lanes,
    table: Table,
}

const ROWS: i64 = 30_000;

impl Bench {
    /// A table of 30 000 rows: more than is answered without a child.
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut LaneSettings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tabel.parquet");
        write(&path);
        let mut settings = LaneSettings::from_settings(&Settings::default());
        settings.program = Some(env!("CARGO_BIN_EXE_lumbung").into());
        settings.tables.scratch = Some(folder.path().join("scratch"));
        change(&mut settings);
        Self {
            lanes: Lanes::new(settings),
            table: Table::open(&path).unwrap(),
            folder,
        }
    }

    async fn answer(&self, address: &str, format: Format) -> Result<query::Answer, Error> {
        let query = parse(&pairs(address), &self.table)?;
        query::run(&self.lanes, &self.table, query, format).await
    }

    async fn text(&self, address: &str, format: Format) -> String {
        let answer = self.answer(address, format).await.unwrap();
        let pieces: Vec<_> = answer.body.try_collect().await.unwrap();
        String::from_utf8(pieces.concat()).unwrap()
    }

    fn scratch_is_empty(&self) -> bool {
        let scratch = self.folder.path().join("scratch");
        std::fs::read_dir(scratch).is_ok_and(|mut entries| entries.next().is_none())
    }
}

fn write(path: &Path) {
    let numbers: Vec<i64> = (1..=ROWS).collect();
    let names: Vec<String> = numbers
        .iter()
        .map(|number| format!("Desa {}", number % 7))
        .collect();
    let days: Vec<i32> = (0..30_000).map(|day| day % 1_000).collect();
    let mut frame = df!("nomor" => numbers, "desa" => names).unwrap();
    let days = Series::new("hari".into(), days)
        .cast(&DataType::Date)
        .unwrap();
    frame.with_column(days.into_column()).unwrap();
    let file = std::fs::File::create(path).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

fn pairs(address: &str) -> Vec<(String, String)> {
    let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

#[tokio::test]
async fn a_large_export_comes_whole_from_a_child() {
    let bench = Bench::new();
    let answer = bench.answer("select=nomor", Format::Csv).await.unwrap();
    assert_eq!(answer.total, Some(30_000));
    assert_eq!(answer.content_type, "text/csv; charset=utf-8");
    drop(answer);
    let text = bench.text("select=nomor", Format::Csv).await;
    let expected: String = (1..=ROWS)
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(text, format!("nomor\n{expected}\n"));
}

#[tokio::test]
async fn first_rows_need_no_child() {
    let bench = Bench::with(|settings| settings.program = Some("/tidak/ada".into()));
    let text = bench.text("select=nomor&limit=2", Format::Json).await;
    assert_eq!(text, "[{\"nomor\":1},\n{\"nomor\":2}]\n");
    let default = bench.text("select=nomor", Format::Json).await;
    assert_eq!(default.lines().count(), 100);
}

#[tokio::test]
async fn every_format_comes_through_a_child() {
    let bench = Bench::new();
    for format in Format::ALL {
        let answer = bench
            .answer("limit=20000&nomor=gt.0", format)
            .await
            .unwrap();
        assert_eq!(answer.total, None);
        let pieces: Vec<_> = answer.body.try_collect().await.unwrap();
        assert!(pieces.concat().len() > 10_000, "{format:?}");
    }
    let whole = bench.answer("", Format::Parquet).await.unwrap();
    let pieces: Vec<_> = whole.body.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), std::fs::read(&bench.table.path).unwrap());
}

#[tokio::test]
async fn a_client_that_leaves_leaves_nothing_behind() {
    let bench = Bench::with(|settings| {
        settings.children = 1;
        settings.queue = 0;
    });
    for _ in 0..3 {
        // The only place among the children becomes free when the last one is gone.
        let answer = loop {
            match bench.answer("", Format::Csv).await {
                Ok(answer) => break answer,
                Err(Error::Busy) => tokio::task::yield_now().await,
                Err(other) => panic!("{other}"),
            }
        };
        drop(answer);
    }
    assert!(bench.scratch_is_empty());
}

#[tokio::test]
async fn a_query_beyond_its_memory_or_time_is_too_heavy() {
    let bench = Bench::with(|settings| settings.tables.heavy.memory_bytes = 32 << 20);
    let names: Vec<String> = (0..400_000)
        .rev()
        .map(|number| format!("{number:060}"))
        .collect();
    let mut frame = df!("desa" => names).unwrap();
    let file = std::fs::File::create(&bench.table.path).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let bench = Bench {
        table: Table::open(&bench.table.path).unwrap(),
        ..bench
    };
    let outcome = bench.answer("order=desa", Format::Csv).await;
    assert!(matches!(outcome, Err(Error::TooHeavy)), "{outcome:?}");
    let bench = Bench::with(|settings| settings.tables.first_row = Duration::ZERO);
    let outcome = bench.answer("order=desa", Format::Csv).await;
    assert!(matches!(outcome, Err(Error::TooHeavy)), "{outcome:?}");
}

#[tokio::test]
async fn faults_are_found_before_any_work() {
    let bench = Bench::with(|settings| settings.program = Some("/tidak/ada".into()));
    let outcome = bench
        .answer("select=nomor.sum(),s:hari.sum()", Format::Csv)
        .await;
    assert!(
        matches!(outcome, Err(Error::NotForType { .. })),
        "{outcome:?}"
    );
    let outcome = bench.answer("", Format::Csv).await;
    assert!(matches!(outcome, Err(Error::Engine(_))), "{outcome:?}");
}

#[tokio::test]
async fn pages_have_typed_cells_and_the_whole_count() {
    let bench = Bench::new();
    let query = parse(&pairs("desa=eq.Desa 3&order=nomor.desc"), &bench.table).unwrap();
    let page = query::page(&bench.lanes, &bench.table, query)
        .await
        .unwrap();
    assert_eq!(page.rows.len(), 50);
    assert_eq!(page.total, 4_286);
    assert_eq!(page.rows[0][0], Cell::Integer(29_998));
    assert_eq!(page.rows[0][1], Cell::Text("Desa 3".to_owned()));
}

#[tokio::test]
async fn charts_get_few_points_and_say_what_was_done() {
    let bench = Bench::new();
    let mut request = ChartRequest {
        x: Field::column("desa"),
        y: Some("nomor".to_owned()),
        aggregate: Aggregate::Max,
        order: PointOrder::Natural,
        limit: 5,
    };
    let query = query::TableQuery::default();
    let series = query::chart_series(&bench.lanes, &bench.table, &query, request.clone());
    let series = series.await.unwrap();
    assert_eq!(series.omitted, 2);
    assert_eq!(series.points[0].x, Cell::Text("Desa 1".to_owned()));
    assert_eq!(series.points[0].y, Cell::Integer(29_996));
    request.x = Field::column("hari");
    request.y = None;
    request.limit = 400;
    let series = query::chart_series(&bench.lanes, &bench.table, &query, request)
        .await
        .unwrap();
    assert_eq!(series.coarsened, Some(Coarse::Month));
    assert_eq!(
        series.points[0].x,
        Cell::Date(jiff::civil::date(1970, 1, 1))
    );
    assert_eq!(series.points[0].y, Cell::Integer(31 * 30));
    assert_eq!(series.points.len(), 33);
}
