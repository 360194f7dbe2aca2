//! The filters of `fq`, and of a `q` that names fields: `field:value` clauses that all must hold.
//!
//! Read are words, phrases and lists (`field:(a OR b)`), `AND` and signs before a clause, and `OR` between
//! clauses of the same field. Ranges, wildcards and other brackets are refused rather than passed over.

use std::iter::Peekable;
use std::str::Chars;

/// Clauses that are read of one text.
const MOST_CLAUSES: usize = 200;
/// Values that are read of one clause.
const MOST_VALUES: usize = 1_000;

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Whether it must not hold.
    pub(super) negated: bool,
    /// The field as written.
    pub(super) field: String,
    /// One of these must be there.
    pub(super) values: Vec<String>,
}

/// Why a text has no reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// It breaks the grammar.
    Syntax(String),
    /// It is right, and can't be answered.
    Unsupported(String),
}

/// Reads a filter text.
pub(super) fn parse(text: &str) -> Result<Vec<Clause>, Unread> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
    };
    let mut clauses: Vec<Clause> = Vec::new();
    let mut joined_by_or = false;
    while reader.skip_blanks() {
        let mut negated = match reader.rest.peek() {
            Some('+') => reader.rest.next().is_none(),
            Some('-' | '!') => reader.rest.next().is_some(),
            Some('(') => return Err(unsupported("brackets around clauses")),
            _ => false,
        };
        let mut word = reader.word();
        match word.as_str() {
            "AND" | "&&" => continue,
            "OR" | "||" if !clauses.is_empty() => {
                joined_by_or = true;
                continue;
            }
            "NOT" => {
                negated = true;
                reader.skip_blanks();
                word = reader.word();
            }
            _ => {}
        }
        if reader.rest.next_if_eq(&':').is_none() {
            return Err(Unread::Syntax(format!("'{word}' names no field")));
        }
        let values = reader.values()?;
        if word == "*" && values == ["*"] && !negated {
            continue;
        }
        let clause = Clause {
            negated,
            field: word,
            values,
        };
        match clauses.last_mut() {
            Some(last) if joined_by_or => {
                if last.field != clause.field || last.negated || clause.negated {
                    return Err(unsupported("OR between different fields"));
                }
                last.values.extend(clause.values);
            }
            _ => clauses.push(clause),
        }
        joined_by_or = false;
        if clauses.len() > MOST_CLAUSES {
            return Err(Unread::Syntax("too many clauses".to_owned()));
        }
    }
    if joined_by_or {
        return Err(Unread::Syntax("nothing follows OR".to_owned()));
    }
    Ok(clauses)
}

fn unsupported(what: &str) -> Unread {
    Unread::Unsupported(format!("{what} can't be answered"))
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    /// False at the end.
    fn skip_blanks(&mut self) -> bool {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        self.rest.peek().is_some()
    }

    /// A field's name or an operator.
    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self
            .rest
            .next_if(|c| !c.is_whitespace() && !":()\"".contains(*c))
        {
            word.push(c);
        }
        word
    }

    fn values(&mut self) -> Result<Vec<String>, Unread> {
        self.skip_blanks();
        if self.rest.next_if_eq(&'(').is_none() {
            return Ok(vec![self.value()?]);
        }
        let mut values = Vec::new();
        loop {
            if !self.skip_blanks() {
                return Err(Unread::Syntax("a bracket is not closed".to_owned()));
            }
            if self.rest.next_if_eq(&')').is_some() {
                break;
            }
            let is_quoted = self.rest.peek() == Some(&'"');
            let value = self.value()?;
            match value.as_str() {
                "OR" | "||" if !is_quoted => {}
                "AND" | "&&" | "NOT" if !is_quoted => {
                    return Err(unsupported("AND and NOT within brackets"));
                }
                _ => values.push(value),
            }
            if values.len() > MOST_VALUES {
                return Err(Unread::Syntax("too many values".to_owned()));
            }
        }
        Ok(values)
    }

    fn value(&mut self) -> Result<String, Unread> {
        match self.rest.peek() {
            None => Err(Unread::Syntax("a field has no value".to_owned())),
            Some('"') => self.phrase(),
            Some('[' | '{') => Err(unsupported("a range")),
            Some('/') => Err(unsupported("a regular expression")),
            Some(_) => self.term(),
        }
    }

    fn phrase(&mut self) -> Result<String, Unread> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                None => return Err(Unread::Syntax("a quotation mark is not closed".to_owned())),
                Some('"') => return Ok(text),
                Some('\\') => text.extend(self.rest.next()),
                Some(c) => text.push(c),
            }
        }
    }

    fn term(&mut self) -> Result<String, Unread> {
        let mut text = String::new();
        loop {
            let begins_clause = self.rest.peek() == Some(&'+') && self.clause_follows();
            match self.rest.next_if(|c| !c.is_whitespace() && *c != ')') {
                None => break,
                Some('+') if begins_clause => break,
                Some('\\') => text.extend(self.rest.next()),
                Some('*' | '?') if !text.is_empty() => return Err(unsupported("a wildcard")),
                Some('"') => return Err(Unread::Syntax("a stray quotation mark".to_owned())),
                Some(c) => text.push(c),
            }
        }
        if text.is_empty() {
            return Err(Unread::Syntax("a field has no value".to_owned()));
        }
        Ok(text)
    }

    /// Whether the plus sign ahead stands before `word:`, where it was meant as a blank.
    fn clause_follows(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next();
        let mut letters = 0;
        for c in ahead {
            match c {
                ':' => return letters > 0,
                c if c.is_ascii_alphanumeric() || c == '_' => letters += 1,
                _ => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(bool, String, String)> {
        let clauses = parse(text).unwrap().into_iter();
        clauses
            .map(|clause| (clause.negated, clause.field, clause.values.join("|")))
            .collect()
    }

    fn is(field: &str, values: &str) -> (bool, String, String) {
        (false, field.to_owned(), values.to_owned())
    }

    #[test]
    fn what_clients_send_is_read() {
        assert_eq!(read("organization:dinkes"), [is("organization", "dinkes")]);
        assert_eq!(read(r#"tags: "dua kata""#), [is("tags", "dua kata")]);
        assert_eq!(
            read("tags:economy AND res_format:CSV"),
            [is("tags", "economy"), is("res_format", "CSV")]
        );
        assert_eq!(
            read("res_format:(CSV OR XLSX) +state:active"),
            [is("res_format", "CSV|XLSX"), is("state", "active")]
        );
        assert_eq!(
            read("organization:a OR organization:b"),
            [is("organization", "a|b")]
        );
        assert_eq!(
            read("owner_org:X+state:active"),
            [is("owner_org", "X"), is("state", "active")]
        );
        assert_eq!(
            read("-dataset_type:harvest *:*"),
            [(true, "dataset_type".to_owned(), "harvest".to_owned())]
        );
        assert_eq!(read(r"tags:a\:b"), [is("tags", "a:b")]);
    }

    #[test]
    fn broken_texts_are_told_from_unsupported_ones() {
        for text in [r#"tags:"a"#, "tags:(a OR b", "kata", "tags:", "tags:a OR"] {
            assert!(matches!(parse(text), Err(Unread::Syntax(_))), "{text}");
        }
        for text in [
            "metadata_modified:[* TO NOW]",
            "title:a*",
            "(tags:a)",
            "tags:a OR groups:b",
        ] {
            assert!(matches!(parse(text), Err(Unread::Unsupported(_))), "{text}");
        }
    }
}
