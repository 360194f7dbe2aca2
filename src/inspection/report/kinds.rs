//! The closed lists of a report: weights of findings, kinds of columns, what a record of a sheet is.

use crate::text_enum;

text_enum! {
    /// How much a finding weighs.
    Level {
        /// It can't be submitted like this.
        Blocking = "blocking",
        /// The producer may explain, the reviewer sees it.
        Warning = "warning",
        /// For information.
        Info = "info",
    }
}

text_enum! {
    /// What a column holds.
    ColumnKind {
        /// Words.
        Text = "text",
        /// Whole numbers.
        Integer = "integer",
        /// Numbers with a fraction.
        Decimal = "decimal",
        /// Per cent, as the number of per cent.
        Percent = "percent",
        /// Rupiah.
        Money = "money",
        /// A day.
        Date = "date",
        /// A calendar year.
        Year = "year",
        /// A year or a part of it, as text of ISO 8601: `2024`, `2024-Q3`, `2024-01/2024-06`.
        Period = "period",
        /// A time of day, as text: `08:30`.
        Time = "time",
        /// Yes or no.
        Boolean = "boolean",
        /// Male or female, as the words Laki-laki and Perempuan.
        Sex = "sex",
        /// A code that must stay text: leading zeros, identifiers.
        Code = "code",
        /// A Kemendagri region code.
        RegionCode = "region_code",
        /// The name of a region.
        RegionName = "region_name",
    }
}

impl ColumnKind {
    /// Whether the values are numbers that may be summed and charted.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Decimal | Self::Percent | Self::Money
        )
    }
}

text_enum! {
    /// What a record of the sheet is.
    Band {
        /// Title above the table.
        Title = "title",
        /// Names of columns.
        Header = "header",
        /// Numbers of columns, `(1) (2) (3)`.
        ColumnNumbers = "column_numbers",
        /// Data.
        Body = "body",
        /// A heading that stands over a group of rows.
        Group = "group",
        /// A sum within the table.
        Subtotal = "subtotal",
        /// The sum of the table.
        Total = "total",
        /// Source, remark, footnote.
        Note = "note",
        /// Place, date and name of who signs.
        Signature = "signature",
        /// Nothing.
        Blank = "blank",
        /// A row that stood ready in a template and that nobody filled in.
        Untouched = "untouched",
        /// Another table of the sheet.
        Elsewhere = "elsewhere",
        /// Left out: a repeated header, a row that does not fit.
        Ignored = "ignored",
    }
}
