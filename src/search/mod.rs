//! s
#[derive(Debug, Clone)]
pub struct Search;
impl Search {
    pub fn ring(&self) {}
}
