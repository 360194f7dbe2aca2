//! File names as people gave them, made safe to show and to send in headers. They never become paths.

/// The last part of a file name without control and direction-changing characters, at most 150 characters.
///
/// `../../etc/passwd` becomes `passwd`; a name of which nothing is left becomes `berkas`.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_direction(*c))
        .collect();
    let kept = kept.trim().trim_matches('.').trim();
    let count = kept.chars().count();
    let short: String = if count > 150 {
        kept.chars().skip(count - 150).collect()
    } else {
        kept.to_owned()
    };
    if short.is_empty() {
        "berkas".to_owned()
    } else {
        short
    }
}

// Unicode bidirectional controls can make `exe.slx` read as `xls.exe` (UAX 9).
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A title for a resource from its file's name: without ending, dashes and underscores as spaces.
pub fn title(file_name: &str) -> String {
    let stem = match file_name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => stem,
        _ => file_name,
    };
    let words = stem.replace(['_', '-'], " ");
    let title = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_controls_are_dropped() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("C:\\data\\pen\u{0}duduk\r\n.xlsx"), "penduduk.xlsx");
        assert_eq!(clean("lap\u{202e}xslx.exe"), "lapxslx.exe");
        assert_eq!(clean(".."), "berkas");
    }

    #[test]
    fn a_file_name_becomes_a_title() {
        assert_eq!(
            title("jumlah-penduduk_per-desa.xlsx"),
            "Jumlah penduduk per desa"
        );
    }
}
