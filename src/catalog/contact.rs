//! Whom to ask about a dataset: one answer for pages, CKAN and DCAT.

use crate::accounts::Organization;
use serde::Serialize;
use std::ops::Range;

/// A contact in words, taken apart where a part of it can be followed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The whole, as people read it; empty when there is nobody to ask.
    pub words: String,
    /// The same in pieces, in order.
    pub pieces: Vec<Piece>,
}

/// A stretch of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// `mailto:` or `tel:`, for an address.
    pub href: Option<String>,
}

impl Contact {
    /// Takes a contact in words apart.
    pub fn of(words: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = 0;
        for (range, href) in addresses(words) {
            plain(&mut pieces, words.get(rest..range.start));
            rest = range.end;
            pieces.push(Piece {
                text: words.get(range).unwrap_or_default().to_owned(),
                href: Some(href),
            });
        }
        plain(&mut pieces, words.get(rest..));
        Self {
            words: words.to_owned(),
            pieces,
        }
    }

    /// Whether a mail address or a telephone number is in it.
    pub fn leads_somewhere(&self) -> bool {
        self.pieces.iter().any(|piece| piece.href.is_some())
    }

    /// Its first mail address.
    pub fn email(&self) -> Option<&str> {
        self.href("mailto:")?.strip_prefix("mailto:")
    }

    /// Its first telephone number as a `tel:` address.
    pub fn telephone(&self) -> Option<&str> {
        self.href("tel:")
    }

    fn href(&self, scheme: &str) -> Option<&str> {
        let mut all = self.pieces.iter().filter_map(|piece| piece.href.as_deref());
        all.find(|href| href.starts_with(scheme))
    }
}

/// Whom to ask about a dataset whose description names `own`; `portal` is the portal's own contact.
///
/// A name without an address is followed by the organization's contact, since a name alone leads nowhere. Where
/// neither has an address, the portal is asked.
pub fn effective(own: &str, organization: &Organization, portal: &str) -> Contact {
    let (own, house) = (own.trim(), organization.contact.trim());
    let joined = if own.is_empty() || house.contains(own) {
        house.to_owned()
    } else {
        format!("{own}, {house}")
    };
    let reached = [own, &joined, portal.trim()]
        .map(Contact::of)
        .into_iter()
        .find(Contact::leads_somewhere);
    let named = || {
        [own, house, portal.trim()]
            .into_iter()
            .find(|words| !words.is_empty())
    };
    reached.unwrap_or_else(|| Contact::of(named().unwrap_or_default()))
}

fn plain(pieces: &mut Vec<Piece>, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push(Piece {
            text: text.to_owned(),
            href: None,
        });
    }
}

// Where addresses stand, in order, each with what it links to.
fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    let mails = stretches(text, is_of_mail)
        .filter(|range| text.get(range.clone()).is_some_and(is_mail))
        .map(|range| (range.clone(), format!("mailto:{}", &text[range])));
    let numbers = stretches(text, is_of_number).filter_map(|range| {
        let number = telephone(text.get(range.clone())?)?;
        Some((range, format!("tel:{number}")))
    });
    let mut found: Vec<_> = mails.chain(numbers).collect();
    found.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_free = range.start >= end;
        end = end.max(range.end);
        is_free
    });
    found
}

// The longest stretches of such characters, without marks at their ends.
fn stretches(text: &str, fits: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    text.split(move |c| !fits(c)).filter_map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let is_mark = |c: char| !c.is_ascii_alphanumeric() && c != '+' && c != '(';
        let kept = part.trim_end_matches(is_mark).trim_start_matches(is_mark);
        let before = part.find(kept)?;
        (!kept.is_empty()).then(|| start + before..start + before + kept.len())
    })
}

fn is_of_mail(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '_' | '%' | '+' | '-')
}

fn is_mail(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    !name.is_empty() && domain.contains('.') && domain.split('.').all(is_label)
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | ' ')
}

// A number with its area or country code, as RFC 3966 writes it; post codes and years begin otherwise.
fn telephone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_whole = matches!(text.trim_start_matches('(').chars().next(), Some('0' | '+'));
    let plus = if text.contains('+') { "+" } else { "" };
    let number = match digits.strip_prefix('0') {
        Some(rest) if plus.is_empty() => format!("+62{rest}"),
        _ => format!("{plus}{digits}"),
    };
    (is_whole && (7..=15).contains(&digits.len())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(contact: &str) -> Organization {
        Organization {
            id: crate::accounts::OrganizationId::new(),
            name: "dinkes".to_owned(),
            title: "Dinas Kesehatan".to_owned(),
            abbreviation: "DINKES".to_owned(),
            kind: "dinas".to_owned(),
            description: String::new(),
            affairs: String::new(),
            contact: contact.to_owned(),
            endorsement: 0,
            archived_at: None,
            created_at: 0,
        }
    }

    fn links(words: &str) -> Vec<String> {
        let pieces = Contact::of(words).pieces;
        pieces.into_iter().filter_map(|piece| piece.href).collect()
    }

    #[test]
    fn addresses_are_found_in_words() {
        let words = "Bidang Data <data@example.go.id>, (0351) 895-123.";
        assert_eq!(
            links(words),
            ["mailto:data@example.go.id", "tel:+62351895123"]
        );
        let pieces = Contact::of(words).pieces;
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, words);
        assert_eq!(links("WA +62 812 3456 7890"), ["tel:+6281234567890"]);
    }

    #[test]
    fn names_post_codes_and_broken_addresses_lead_nowhere() {
        for words in [
            "",
            "Bidang Data",
            "Jl. Raya 12, 63312",
            "a b@<c d>\u{0}",
            "data@dinkes",
            "2019 - 2024",
        ] {
            assert!(!Contact::of(words).leads_somewhere(), "{words}");
        }
    }

    #[test]
    fn a_name_is_followed_by_the_contact_of_its_house() {
        let house = organization("dinkes@example.go.id");
        let words = |own: &str| effective(own, &house, "portal@example.go.id").words;
        assert_eq!(words("Bidang Data"), "Bidang Data, dinkes@example.go.id");
        assert_eq!(words(""), "dinkes@example.go.id");
        assert_eq!(words("gizi@example.go.id"), "gizi@example.go.id");
    }

    #[test]
    fn the_portal_is_asked_where_nobody_else_can_be() {
        let house = organization("Lantai 2");
        let portal = "portal@example.go.id";
        assert_eq!(effective("Bidang Data", &house, portal).words, portal);
        assert_eq!(effective("Bidang Data", &house, "").words, "Bidang Data");
        assert_eq!(effective("", &house, "").words, "Lantai 2");
        assert_eq!(effective("", &organization(""), ""), Contact::of(""));
    }
}
