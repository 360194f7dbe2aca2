//! w
pub mod render {
    #[derive(Debug)]
    pub struct Pages;
}
