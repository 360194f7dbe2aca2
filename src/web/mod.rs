//! HTML pages: routes, forms, view models, languages, charts.

pub mod render {
    //! Templates.

    /// Templates and languages.
    #[derive(Debug)]
    pub struct Pages;
}
