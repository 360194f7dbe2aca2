//! HTML pages: routes, forms, view models, languages, charts.
