//! Workbooks made of parts.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Parts of an archive, by name.
#[derive(Clone)]
pub(super) struct Parts(Vec<(String, Vec<u8>)>);

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const PACKAGE: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"#;

/// Rows that make a table: a header and three of data.
pub(super) const ROWS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Desa</t></is></c><c r="B1" t="inlineStr"><is><t>Jumlah</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Ngancar</t></is></c><c r="B2"><v>12</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Alastuwo</t></is></c><c r="B3"><v>7</v></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>Tambran</t></is></c><c r="B4"><v>9</v></c></row>"#;

/// A sheet with these rows and what stands behind them.
pub(super) fn sheet(rows: &str, behind: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{behind}</worksheet>"#
    )
}

impl Parts {
    /// Nothing yet.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// A workbook of one sheet with these rows.
    pub(super) fn book(rows: &str) -> Self {
        Self::none()
            .with("[Content_Types].xml", TYPES)
            .with("_rels/.rels", PACKAGE)
            .with("xl/workbook.xml", BOOK)
            .with("xl/_rels/workbook.xml.rels", RELS)
            .with("xl/worksheets/sheet1.xml", sheet(rows, ""))
    }

    /// An `OpenDocument` spreadsheet of one sheet with these rows.
    pub(super) fn ods(rows: &str) -> Self {
        let content = format!(
            r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        Self::none()
            .with("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            .with("content.xml", content)
            .with(
                "META-INF/manifest.xml",
                r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#,
            )
    }

    /// With a part, in place of one of the same name.
    pub(super) fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some(part) => part.1 = bytes,
            None => self.0.push((name.to_owned(), bytes)),
        }
        self
    }

    /// Without a part.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    /// The archive.
    pub(super) fn zip(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            let method = if name == "mimetype" {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            let options = SimpleFileOptions::default().compression_method(method);
            archive.start_file(name.as_str(), options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

/// A row of an `OpenDocument` sheet.
pub(super) fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}
