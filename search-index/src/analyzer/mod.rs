//! What counts as the same word: the chain that turns text into tokens.
//!
//! Every text passes, in this order: [`words`] (cut), [`reduplication`], [`compound`],
//! [`fold_case`], [`fold_accents`]; the result is the *exact* form. The *stem* form passes
//! [`stem`] in addition. Both forms stand in fields of their own at the same positions.
//! Stop words, synonyms and place names are no part of the chain: they only weigh queries
//! ([`crate::Vocabulary`]), so a change of those lists needs no new index.

mod compound;
mod each_token;
mod fold_accents;
mod fold_case;
mod reduplication;
mod split_token;
mod stem;
#[cfg(test)]
mod tests;
mod words;

use each_token::EachToken;
use split_token::SplitToken;
use tantivy::tokenizer::{RemoveLongFilter, TextAnalyzer, TokenStream, TokenizerManager};

/// Name of the exact chain among the tokenizers of the index.
pub(crate) const EXACT: &str = "exact";
/// Name of the stemming chain among the tokenizers of the index.
pub(crate) const STEM: &str = "stem";

/// Bytes of the longest token kept; longer ones are codes that nobody types.
const LONGEST_TOKEN: usize = 80;

/// One word of a text, in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded form.
    pub(crate) exact: String,
    /// Stem of the folded form.
    pub(crate) stem: String,
    /// Byte range in the text.
    pub(crate) from: usize,
    /// End of the byte range.
    pub(crate) to: usize,
    /// Position among the words; a joined word shares that of its first part.
    pub(crate) position: usize,
}

impl Word {
    /// Whether this is a joined form (`luas_panen`) whose parts follow as words of their own.
    pub(crate) fn is_joined(&self) -> bool {
        self.exact.contains(['_', '-', '.'])
    }

    /// Whether the word holds a digit: such words are neither stemmed nor corrected.
    pub(crate) fn has_digit(&self) -> bool {
        self.exact.chars().any(|c| c.is_ascii_digit())
    }
}

fn exact_chain() -> TextAnalyzer {
    TextAnalyzer::builder(words::Words)
        .filter(SplitToken(reduplication::split))
        .filter(SplitToken(compound::split))
        .filter(EachToken(fold_case::rewrite))
        .filter(EachToken(fold_accents::rewrite))
        .filter(RemoveLongFilter::limit(LONGEST_TOKEN))
        .build()
}

fn stem_chain() -> TextAnalyzer {
    TextAnalyzer::builder(words::Words)
        .filter(SplitToken(reduplication::split))
        .filter(SplitToken(compound::split))
        .filter(EachToken(fold_case::rewrite))
        .filter(EachToken(fold_accents::rewrite))
        .filter(RemoveLongFilter::limit(LONGEST_TOKEN))
        .filter(EachToken(stem::rewrite))
        .build()
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(EXACT, exact_chain());
    manager.register(STEM, stem_chain());
    manager
}

/// The words of a text, in order.
pub(crate) fn words_of(text: &str) -> Vec<Word> {
    let mut chain = exact_chain();
    let mut stream = chain.token_stream(text);
    let mut words = Vec::new();
    while let Some(token) = stream.next() {
        let mut stem = token.text.clone();
        stem::rewrite(&mut stem);
        words.push(Word {
            exact: token.text.clone(),
            stem,
            from: token.offset_from,
            to: token.offset_to,
            position: token.position,
        });
    }
    words
}

/// Folds a whole text for comparing and sorting: lower case, no accents, single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    fold_case::rewrite(&mut folded);
    fold_accents::rewrite(&mut folded);
    folded
}
