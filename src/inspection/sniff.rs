//! What a file is, by its content; its name and declared type are only hints.

use encoding_rs::Encoding;
use std::borrow::Cow;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter.
    Delimited,
    /// Office Open XML workbook.
    Xlsx,
    /// Binary workbook of old Excel.
    Xls,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// One JSON value.
    Json,
    /// One JSON value a line.
    JsonLines,
    /// Parquet.
    Parquet,
    /// A web page, whatever its name says.
    Html,
    /// A workbook protected by a password.
    Encrypted,
    /// A known format that holds no table: documents, pictures, archives.
    Other(&'static str),
    /// Nothing but blanks.
    Empty,
    /// Bytes that mean nothing here.
    Unknown,
}

impl Format {
    /// The name shown in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delimited => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
            Self::Json => "JSON",
            Self::JsonLines => "JSONL",
            Self::Parquet => "PARQUET",
            Self::Html => "HTML",
            Self::Encrypted => "XLSX",
            Self::Other(name) => name,
            Self::Empty | Self::Unknown => "",
        }
    }
}

/// The ending of a name that promises a table, such as `.xlsx`.
pub fn table_ending(file_name: &str) -> Option<&'static str> {
    let lower = file_name.to_lowercase();
    [".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl"]
        .into_iter()
        .find(|ending| lower.ends_with(ending))
}

/// Tells the format from the beginning of the bytes (and the whole of them for archives).
pub fn format(bytes: &[u8]) -> Format {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") {
        return archive(bytes);
    }
    if starts(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        return if contains(bytes, &name) {
            Format::Encrypted
        } else {
            Format::Xls
        };
    }
    for (magic, other) in [
        (&b"%PDF"[..], "PDF"),
        (&b"\x89PNG"[..], "PNG"),
        (&b"\xff\xd8\xff"[..], "JPEG"),
        (&b"GIF8"[..], "GIF"),
        (&b"\x1f\x8b"[..], "GZIP"),
        (&b"Rar!"[..], "RAR"),
        (&b"7z\xbc\xaf"[..], "7Z"),
        (&b"{\\rtf"[..], "RTF"),
    ] {
        if starts(magic) {
            return Format::Other(other);
        }
    }
    if starts(b"PAR1") {
        return Format::Parquet;
    }
    text_format(bytes)
}

fn archive(bytes: &[u8]) -> Format {
    // The names of entries stand uncompressed in the directory at the end.
    if contains(bytes, b"xl/workbook.xml") {
        Format::Xlsx
    } else if contains(bytes, b"application/vnd.oasis.opendocument.spreadsheet") {
        Format::Ods
    } else if contains(bytes, b"word/document.xml") {
        Format::Other("DOCX")
    } else {
        Format::Other("ZIP")
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn text_format(bytes: &[u8]) -> Format {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let (text, _) = decode(head);
    let begin = text.trim_start_matches(|c: char| super::cell::is_blank(c));
    if begin.is_empty() {
        let (whole, _) = decode(bytes);
        return if whole.chars().all(super::cell::is_blank) {
            Format::Empty
        } else {
            Format::Delimited
        };
    }
    let controls = begin
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        .count();
    // One or two stand in the cells of many a table.
    if controls > 4 && controls * 50 > begin.chars().count() {
        return Format::Unknown;
    }
    let lower: String = begin.chars().take(1000).collect::<String>().to_lowercase();
    if ["<!doctype html", "<html", "<table", "<meta"]
        .iter()
        .any(|tag| lower.starts_with(tag))
    {
        return Format::Html;
    }
    if lower.starts_with("<?xml") || lower.starts_with("<svg") {
        return if lower.contains("<html") {
            Format::Html
        } else if lower.contains("<svg") {
            Format::Other("SVG")
        } else {
            Format::Other("XML")
        };
    }
    let first_line = begin.lines().next().unwrap_or_default();
    let is_object = |line: &str| {
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
    };
    if begin.starts_with('{')
        && is_object(first_line)
        && begin.lines().filter(|line| !line.trim().is_empty()).count() > 1
    {
        return Format::JsonLines;
    }
    if begin.starts_with('{') || (begin.starts_with('[') && lower.contains(['{', '"'])) {
        return Format::Json;
    }
    Format::Delimited
}

/// How the characters of a text are written.
#[derive(Debug, Clone, Copy)]
pub struct Encoded {
    encoding: &'static Encoding,
    mark: usize,
}

impl Encoded {
    /// What old Windows programs write.
    pub const OLD: Self = Self {
        encoding: encoding_rs::WINDOWS_1252,
        mark: 0,
    };

    /// Tells the encoding from the beginning of a text, or all of it.
    pub fn of(bytes: &[u8]) -> Self {
        if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
            return Self { encoding, mark };
        }
        let plain = |encoding| Self { encoding, mark: 0 };
        if let Some(encoding) = utf16_without_mark(bytes) {
            return plain(encoding);
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => plain(encoding_rs::UTF_8),
            // A cut in the middle of a character at the end of a sample is no other encoding, if other such
            // characters stand before it.
            Err(error) if error.error_len().is_none() && !is_ascii(bytes, error.valid_up_to()) => {
                plain(encoding_rs::UTF_8)
            }
            Err(_) => Self::OLD,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// Bytes of the mark at the beginning of the file.
    pub fn mark_bytes(self) -> u64 {
        self.mark as u64
    }

    /// The characters of bytes that don't begin with a mark.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        self.encoding.decode_without_bom_handling(bytes).0
    }

    /// The same of bytes that are whole characters, without a copy where there is no need.
    pub(super) fn decode_whole(self, bytes: Vec<u8>) -> String {
        if self.encoding != encoding_rs::UTF_8 {
            return self.decode(&bytes).into_owned();
        }
        String::from_utf8(bytes).unwrap_or_else(|error| self.decode(error.as_bytes()).into_owned())
    }

    /// Whether bytes can be of this encoding.
    pub fn fits(self, bytes: &[u8]) -> bool {
        self.encoding != encoding_rs::UTF_8 || std::str::from_utf8(bytes).is_ok()
    }

    /// How a line ends in this encoding, given the character that ends it.
    pub fn line_ends(self, character: u8) -> LineEnds {
        let wide = |first| LineEnds {
            character,
            width: 2,
            first,
        };
        if self.encoding == encoding_rs::UTF_16LE {
            wide(0)
        } else if self.encoding == encoding_rs::UTF_16BE {
            wide(1)
        } else {
            LineEnds {
                character,
                width: 1,
                first: 0,
            }
        }
    }
}

/// Line ends among bytes.
#[derive(Debug, Clone, Copy)]
pub struct LineEnds {
    character: u8,
    // Bytes of a character, and which of them holds a line end's own byte.
    width: usize,
    first: usize,
}

impl LineEnds {
    fn is_end(self, unit: &[u8]) -> bool {
        let fits = |(index, byte): (usize, &u8)| {
            let wanted = if index == self.first {
                self.character
            } else {
                0
            };
            *byte == wanted
        };
        unit.len() == self.width && unit.iter().enumerate().all(fits)
    }

    /// The place behind the last line end.
    pub fn last_in(self, bytes: &[u8]) -> Option<usize> {
        if self.width == 1 {
            return memchr::memrchr(self.character, bytes).map(|index| index + 1);
        }
        let units = bytes.chunks_exact(self.width);
        let last = units.enumerate().rfind(|(_, unit)| self.is_end(unit));
        last.map(|(index, _)| (index + 1) * self.width)
    }

    /// How many there are.
    pub fn count_in(self, bytes: &[u8]) -> u64 {
        if self.width == 1 {
            return memchr::memchr_iter(self.character, bytes).count() as u64;
        }
        let units = bytes.chunks_exact(self.width);
        units.filter(|unit| self.is_end(unit)).count() as u64
    }
}

/// The bytes without a character at their end that was cut in two.
pub fn whole_characters(bytes: &[u8], encoded: Encoded) -> &[u8] {
    let end = if encoded.encoding == encoding_rs::UTF_8 {
        match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => bytes.len(),
        }
    } else {
        bytes.len() - bytes.len() % encoded.line_ends(b'\n').width
    };
    bytes.get(..end).unwrap_or_default()
}

/// Text of any of the encodings that agencies send, and the encoding's name.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    let encoded = Encoded::of(bytes);
    let text = bytes.get(encoded.mark..).unwrap_or_default();
    let text = encoded.decode(whole_characters(text, encoded));
    (text.into_owned(), encoded.name())
}

fn is_ascii(bytes: &[u8], end: usize) -> bool {
    bytes.get(..end).is_some_and(<[u8]>::is_ascii)
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(2000))?;
    if sample.len() < 4 {
        return None;
    }
    let zeros = |parity: usize| {
        sample
            .iter()
            .enumerate()
            .filter(|(i, b)| i % 2 == parity && **b == 0)
            .count()
    };
    let half = sample.len() / 2;
    if zeros(1) * 10 > half * 7 {
        Some(encoding_rs::UTF_16LE)
    } else if zeros(0) * 10 > half * 7 {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_names_do_not() {
        assert_eq!(format(b"<html><table>"), Format::Html);
        assert_eq!(format(b"%PDF-1.7"), Format::Other("PDF"));
        assert_eq!(format(b"\xef\xbb\xbf \r\n\n"), Format::Empty);
        assert_eq!(format(b""), Format::Empty);
        assert_eq!(format(b"{\"a\":1}\n{\"a\":2}\n"), Format::JsonLines);
        assert_eq!(format(b"a;b\n1;2"), Format::Delimited);
    }

    #[test]
    fn old_and_wide_encodings_are_read() {
        assert_eq!(decode(b"Caf\xe9 \x96 m\xb2").0, "Café – m²");
        let wide: Vec<u8> = "Nama\tUsia"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide), ("Nama\tUsia".to_owned(), "UTF-16LE"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_sniffed(bytes: Vec<u8>) {
            let _ = format(&bytes);
            let _ = decode(&bytes);
        }
    }
}
