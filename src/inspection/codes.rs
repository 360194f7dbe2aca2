//! The codes of findings and the messages that explain them. Codes are public: never renamed, never reused.

/// Code and Fluent id of every finding.
pub const MESSAGES: &[(&str, &str)] = &[
    ("empty", "inspection-finding-empty"),
    ("unreadable", "inspection-finding-unreadable"),
    ("encrypted", "inspection-finding-encrypted"),
    (
        "too_large_unpacked",
        "inspection-finding-too-large-unpacked",
    ),
    ("html_content", "inspection-finding-html-content"),
    ("no_table", "inspection-finding-no-table"),
    (
        "not_a_table_format",
        "inspection-finding-not-a-table-format",
    ),
    ("ending_mismatch", "inspection-finding-ending-mismatch"),
    (
        "inspection_crashed",
        "inspection-finding-inspection-crashed",
    ),
    (
        "inspection_timeout",
        "inspection-finding-inspection-timeout",
    ),
    ("inspection_memory", "inspection-finding-inspection-memory"),
    ("hidden_sheet", "inspection-finding-hidden-sheet"),
    ("other_sheets", "inspection-finding-other-sheets"),
    ("header_missing", "inspection-finding-header-missing"),
    ("header_duplicate", "inspection-finding-header-duplicate"),
    ("header_repeated", "inspection-finding-header-repeated"),
    ("rows_left_out", "inspection-finding-rows-left-out"),
    ("row_short", "inspection-finding-row-short"),
    ("row_long", "inspection-finding-row-long"),
    ("unclosed_quote", "inspection-finding-unclosed-quote"),
    ("line_endless", "inspection-finding-line-endless"),
    ("broken_record", "inspection-finding-broken-record"),
    ("type_mismatch", "inspection-finding-type-mismatch"),
    ("number_notation", "inspection-finding-number-notation"),
    ("date_impossible", "inspection-finding-date-impossible"),
    ("zero_in_words", "inspection-finding-zero-in-words"),
    ("cell_error", "inspection-finding-cell-error"),
    ("duplicate_rows", "inspection-finding-duplicate-rows"),
    ("total_mismatch", "inspection-finding-total-mismatch"),
    (
        "code_outside_region",
        "inspection-finding-code-outside-region",
    ),
    ("code_unknown", "inspection-finding-code-unknown"),
    (
        "code_name_mismatch",
        "inspection-finding-code-name-mismatch",
    ),
    ("region_unknown", "inspection-finding-region-unknown"),
    ("region_nearly", "inspection-finding-region-nearly"),
    ("region_ambiguous", "inspection-finding-region-ambiguous"),
    ("personal_data", "inspection-finding-personal-data"),
    (
        "personal_data_likely",
        "inspection-finding-personal-data-likely",
    ),
    (
        "identifier_digits_lost",
        "inspection-finding-identifier-digits-lost",
    ),
    ("formula_text", "inspection-finding-formula-text"),
    ("outlier", "inspection-finding-outlier"),
];
