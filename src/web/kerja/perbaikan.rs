//! The words of an annotated copy: what a report says, cell by cell.

use super::report::{column_of, title};
use crate::error::Message;
use crate::inspection::{Finding, Report, TableReport};
use crate::web::i18n::Language;
use crate::workbook::{Annotations, Line, MOST_MARKS, Words};

/// Codes whose `expected` tells whose the value is, not what should stand there.
const NO_EXPECTATION: [&str; 5] = [
    "personal_data",
    "personal_data_likely",
    "identifier_digits_lost",
    "code_outside_region",
    "code_name_mismatch",
];

/// What is written into the annotated copy of a file with this report.
pub fn annotations(language: Language, report: &Report) -> Annotations {
    let mut lines: Vec<Line> = Vec::new();
    let mut left = 0;
    for finding in &report.findings {
        let own = line(language, finding, report.table());
        let also = finding.also.iter().map(|cell| like(language, &own, cell));
        let all: Vec<Line> = std::iter::once(own.clone()).chain(also).collect();
        let room = MOST_MARKS.saturating_sub(lines.len());
        let counted = usize::try_from(finding.count).unwrap_or(usize::MAX);
        let is_of_cells = !finding.cell.is_empty();
        let shown = all.len().min(room);
        left += if is_of_cells {
            counted.max(all.len()).saturating_sub(shown)
        } else {
            all.len() - shown
        };
        lines.extend(all.into_iter().take(room));
    }
    for (number, line) in (1..).zip(&mut lines) {
        line.number = number;
    }
    Annotations {
        words: words(language, report, left),
        lines,
    }
}

fn words(language: Language, report: &Report, left: usize) -> Words {
    let say = |id| language.text(&Message::new(id));
    let title = Message::new("corrections-title").with("file", report.file.as_str());
    let mut notes = vec![if report.findings.is_empty() {
        say("corrections-nothing")
    } else {
        say("corrections-note")
    }];
    if left > 0 {
        let more = Message::new("corrections-more")
            .with("most", i64::try_from(MOST_MARKS).unwrap_or(i64::MAX))
            .with("count", i64::try_from(left).unwrap_or(i64::MAX));
        notes.push(language.text(&more));
    }
    Words {
        sheet: say("corrections-sheet"),
        author: say("corrections-author"),
        title: language.text(&title),
        notes,
        heads: [
            "corrections-head-number",
            "corrections-head-cell",
            "corrections-head-column",
            "corrections-head-value",
            "corrections-head-wrong",
            "corrections-head-expected",
            "corrections-head-level",
        ]
        .map(say),
    }
}

fn line(language: Language, finding: &Finding, table: Option<&TableReport>) -> Line {
    let sentence = language.text(&finding.sentence());
    let title = title(language, finding);
    let has_expectation = !NO_EXPECTATION.contains(&finding.code.as_str());
    let level = format!("level-{}", finding.level.as_str());
    Line {
        number: 0,
        sheet: sheet(finding, table),
        cell: cell(finding, table),
        column: column_of(finding, table)
            .map_or_else(|| finding.column.clone(), |column| column.title.clone()),
        value: finding.value.clone(),
        wrong: format!("{title}. {sentence}"),
        expected: if has_expectation {
            finding.expected.clone()
        } else {
            String::new()
        },
        level: finding.level,
        level_word: language.format(&level, None),
        comment: format!("{title}\n{sentence}"),
    }
}

// A further cell of the same kind; what stands there is not repeated.
fn like(language: Language, first: &Line, cell: &str) -> Line {
    let title = first.comment.lines().next().unwrap_or_default();
    let message = Message::new("corrections-like").with("cell", first.cell.as_str());
    let sentence = language.text(&message);
    Line {
        cell: cell.to_owned(),
        value: String::new(),
        expected: String::new(),
        wrong: format!("{title}. {sentence}"),
        comment: format!("{title}\n{sentence}"),
        ..first.clone()
    }
}

fn sheet(finding: &Finding, table: Option<&TableReport>) -> String {
    if finding.sheet.is_empty() {
        table.map(|table| table.sheet.clone()).unwrap_or_default()
    } else {
        finding.sheet.clone()
    }
}

// The cell that stands for a finding: its own, the first one of its row, or the head of its column.
fn cell(finding: &Finding, table: Option<&TableReport>) -> String {
    if !finding.cell.is_empty() {
        return finding.cell.clone();
    }
    let Some(table) = table else {
        return String::new();
    };
    let of_table = finding.sheet.is_empty() || finding.sheet == table.sheet;
    let column = column_of(finding, Some(table));
    match (finding.row, column) {
        (Some(row), column) => {
            let letter = column
                .filter(|column| !column.letter.is_empty())
                .or_else(|| {
                    table
                        .columns
                        .iter()
                        .find(|column| !column.letter.is_empty())
                })
                .map_or("A", |column| column.letter.as_str());
            format!("{letter}{row}")
        }
        (None, Some(column)) if of_table && table.header.1 > 0 && !column.letter.is_empty() => {
            format!("{}{}", column.letter, table.header.1)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::Level;

    #[test]
    fn every_cell_has_a_line_and_the_rest_is_told() {
        let mut finding = Finding::new("personal_data", Level::Blocking);
        finding.cell = "B2".to_owned();
        finding.value = "35••••01".to_owned();
        finding.expected = "NIK".to_owned();
        finding.also = vec!["B3".to_owned(), "B4".to_owned()];
        finding.count = 9;
        let mut report = Report::new("warga.csv", "CSV");
        report.findings.push(finding);
        for language in Language::ALL {
            let made = annotations(language, &report);
            let cells: Vec<&str> = made.lines.iter().map(|line| line.cell.as_str()).collect();
            assert_eq!(cells, ["B2", "B3", "B4"]);
            assert_eq!(made.lines[2].number, 3);
            assert_eq!(made.lines[0].expected, "");
            assert!(made.lines[1].comment.contains("B2"));
            assert_eq!(made.words.notes.len(), 2, "{:?}", made.words.notes);
            assert!(made.words.notes[1].contains('6'));
            let words = format!("{:?}", made.words);
            assert!(!words.contains("corrections-"), "{words}");
        }
    }
}
