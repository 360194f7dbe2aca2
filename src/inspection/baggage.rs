//! What a workbook carries beside its sheets: macros, which are refused, and links to other files and programs, which
//! are told. Only names are looked at; nothing of it is opened.

use super::report::{Finding, Level};

/// Looks at the names of an archive's parts.
///
/// Errors: a blocking finding when there are macros.
pub(super) fn of_archive<'n>(
    names: impl Iterator<Item = &'n str>,
) -> Result<Vec<Finding>, Finding> {
    let mut links = 0;
    for name in names {
        let lower = name.to_ascii_lowercase();
        let lower = lower.trim_start_matches('/');
        let has_macros = lower.ends_with("vbaproject.bin")
            || lower.starts_with("xl/macrosheets/")
            || lower.starts_with("xl/dialogsheets/")
            || lower.starts_with("basic/") && !lower.ends_with('/') && !is_frame(lower)
            || lower.starts_with("scripts/") && !lower.ends_with('/');
        if has_macros {
            return Err(macros(name));
        }
        let is_link = lower.starts_with("xl/externallinks/") && !lower.contains("/_rels/");
        links += u64::from(is_link || lower == "xl/connections.xml");
    }
    if links == 0 {
        return Ok(Vec::new());
    }
    let finding = Finding {
        count: links,
        ..Finding::new("external_links", Level::Warning)
    };
    Ok(vec![finding])
}

// Lists of libraries without any module stand in every document of some programs.
fn is_frame(name: &str) -> bool {
    name.ends_with("script-lc.xml") || name.ends_with("script-lb.xml")
}

/// Looks at the names of a compound file's streams, which stand in its directory as UTF-16 ([MS-OVBA] 2.2.1).
///
/// Errors: a blocking finding when there are macros.
pub(super) fn of_compound(bytes: &[u8]) -> Result<(), Finding> {
    const NAME: &str = "_VBA_PROJECT";
    let name: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return Err(macros(NAME));
    }
    Ok(())
}

fn macros(name: &str) -> Finding {
    Finding {
        value: name.chars().take(100).collect(),
        ..Finding::new("macros", Level::Blocking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_told_from_the_frames_that_programs_leave() {
        let plain = [
            "xl/workbook.xml",
            "Basic/script-lc.xml",
            "Basic/Standard/script-lb.xml",
        ];
        assert_eq!(of_archive(plain.into_iter()), Ok(Vec::new()));
        for name in [
            "xl/vbaProject.bin",
            "Basic/Standard/Module1.xml",
            "Scripts/python/a.py",
        ] {
            assert!(of_archive(std::iter::once(name)).is_err(), "{name}");
        }
    }
}
