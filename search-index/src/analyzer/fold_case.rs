//! Case folding.

/// Lower-cases a token.
pub(super) fn rewrite(text: &mut String) {
    if text.is_ascii() {
        text.make_ascii_lowercase();
    } else {
        *text = text.to_lowercase();
    }
}
