//! Accent folding: *é* and *e* followed by a combining accent both become *e*; apostrophes go.

use tantivy::tokenizer::{AsciiFoldingFilter, RawTokenizer, TextAnalyzer, TokenStream};

use super::words::is_combining_mark;

/// Removes accents and apostrophes from a lower-case token.
pub(super) fn rewrite(text: &mut String) {
    text.retain(|c| !is_combining_mark(c) && !matches!(c, '\'' | '’' | '‘' | 'ʼ'));
    if text.is_ascii() {
        return;
    }
    let mut folding = TextAnalyzer::builder(RawTokenizer::default())
        .filter(AsciiFoldingFilter)
        .build();
    let mut stream = folding.token_stream(text);
    let folded = stream.next().map(|token| token.text.clone());
    drop(stream);
    if let Some(folded) = folded {
        *text = folded.to_lowercase();
    }
}
