//! Settings: defaults, then `lumbung.toml`, then `LUMBUNG_SECTION__KEY` (and `LUMBUNG_DATA_DIR`) from the environment.
//!
//! Read once at start into one typed tree. Unknown keys and wrong types are errors that name the key and
//! where it came from; all of them are reported together.

mod load;
mod settings;

pub use load::{Error, Problem, load};
pub use settings::*;
