inspection-finding-empty = The file is empty. Upload one with data in it.
inspection-finding-unreadable = The file can't be read ({ $value }). Open it in Excel, save it as .xlsx or .csv, and upload it again.
inspection-finding-encrypted = The workbook has a password. Remove it in Excel (File › Info › Protect) and upload it again.
inspection-finding-too-large-unpacked = { $hint ->
    [no] The file has more cells than can be held.
   *[yes] The file unpacks to an unreasonable { $value } MiB; the limit is { $expected } MiB.
 } Delete empty rows and columns and save it again.
inspection-finding-macros = This workbook has macros ({ $value }) and is not taken. Save it in Excel as .xlsx (without macros), then upload again.
inspection-finding-external-links = This workbook points to other files or programs ({ $count }). The values stored last are read; check that they still hold.
inspection-finding-too-many-columns = Row { $row } has more than { $expected } columns, more than a sheet of Excel. This is no table; check the file it came from.
inspection-finding-key-repeated = The key “{ $value }” stands more than once in one object ({ $count } times); only the last value is used.
inspection-finding-html-content = This file holds a web page, not a workbook, whatever its name says. Open it in Excel, save it as .xlsx, and upload it again.
inspection-finding-no-table = No table was found. Make sure there is a header row with data below it, or choose the rows yourself.
inspection-finding-not-a-table-format = The { $value } file is kept as it is, without a preview.
inspection-finding-ending-mismatch = This file holds { $value }, though its name ends in { $expected }. Perhaps it is the wrong one, or not whole. Open it, save it again, and upload that.
inspection-finding-inspection-crashed = This file brought its reader down. Save it again in Excel as .xlsx and upload it.
inspection-finding-inspection-timeout = This file takes too long to read. Split it and upload the parts.
inspection-finding-inspection-memory = This file needs more memory than allowed. Split it, or save it as CSV.
inspection-finding-hidden-sheet = A hidden sheet was not read.
inspection-finding-hidden-column = Column { $cell } (“{ $column }”) is hidden in Excel and was left out.
inspection-finding-coordinate-zero = The coordinates 0/0 in row { $row } were emptied: that point is no place that was measured.
inspection-finding-coordinate-outside = { $cell }: the coordinate { $value } lies outside of Indonesia. { $hint ->
    [no] Check its decimal point, and whether latitude and longitude are swapped.
   *[yes] Perhaps { $expected } is meant.
 }
inspection-finding-other-tables = The table “{ $value }” is used; { $count ->
    [one] another table stands
   *[other] { $count } other tables stand
} on the same sheet.
inspection-finding-other-sheets = Sheet “{ $value }” is used; { $count ->
    [one] { $count } other sheet holds a table
   *[other] { $count } other sheets hold tables
 } too.
inspection-finding-header-missing = Column { $column } has no title; the portal gave it one for now.
inspection-finding-header-duplicate = The column title “{ $column }” is used more than once; the later ones are numbered.
inspection-finding-header-repeated = Row { $row } repeats the column titles and is left out.
inspection-finding-rows-left-out = Rows of sums or group headings that are left out: { $count }, from row { $row } on.
inspection-finding-row-short = Row { $row } has too few columns; the rest counts as empty.
inspection-finding-row-long = Row { $row } has too many columns and is left out: { $value }
inspection-finding-unclosed-quote = A quote in row { $row } never closes; it was read as an ordinary character.
inspection-finding-other-delimiter = Row { $row } uses another delimiter than the other rows; its cells were told apart by that one.
inspection-finding-extra-delimiter = Row { $row } has a delimiter too many; the empty cell that it leaves was dropped.
inspection-finding-line-endless = Row { $row } is longer than 64 MB, so this file is no table. Check where it comes from, then export it as CSV again.
inspection-finding-broken-record = Row { $row } is broken and left out.
inspection-finding-type-mismatch = { $cell }: “{ $value }” does not fit the kind of column “{ $column }”. { $hint ->
    [no] Mend the file, or change the column's kind.
    [form] Write it like { $example }, leave it empty, or change the column's kind.
   *[yes] Perhaps { $expected } is meant.
 }
inspection-finding-number-notation = Column “{ $column }” uses dots and commas in contradictory ways. Write its decimals in one way.
inspection-finding-date-impossible = { $cell }: there is no date “{ $value }”. { $hint ->
    [no] Check day and month.
   *[yes] Perhaps { $expected } is meant.
 }
inspection-finding-zero-in-words = { $cell }: “{ $value }” is read as zero. Make sure that it does not mean not available.
inspection-finding-cell-error = { $cell }: its formula has an error ({ $value }); the cell is left empty.
inspection-finding-duplicate-rows = { $count ->
    [one] { $count } row equals another
   *[other] { $count } rows equal another
 } one exactly, the first is row { $row }.
inspection-finding-total-mismatch = { $cell }: the sum says { $value }, the rows add up to { $expected }. Sums are not published.
inspection-finding-code-outside-region = { $cell }: code { $value } lies outside this region. { $hint ->
    [no] Check it.
   *[yes] It belongs to { $expected }.
 }
inspection-finding-code-unknown = { $cell }: the region code { $value } is in no official list. { $hint ->
    [no] Check the code.
   *[yes] Perhaps { $expected } is meant.
 }
inspection-finding-code-name-mismatch = { $cell }: code { $value } belongs to { $expected }, not to the name in this row.
inspection-finding-region-unknown = { $cell }: “{ $value }” is not known as a region's name.
inspection-finding-region-nearly = { $cell }: “{ $value }” may be a slip for { $expected }.
inspection-finding-region-ambiguous = { $cell }: several regions are named “{ $value }”; add the district or the code.
inspection-finding-personal-data = { $cell }: personal data ({ $expected ->
    [HP] mobile number
    [surel] personal e-mail address
    [nama] name of a person
    [tanggal_lahir] birth date beside a name
    [koordinat_rumah] coordinates of a home
    [alamat] detailed address
   *[other] { $expected }
 }), { $count } cells, such as { $value }. Remove the column or the cells, or sum them up by region.
inspection-finding-personal-data-likely = { $cell }: may be personal data ({ $expected ->
    [HP] mobile number
    [surel] personal e-mail address
    [nama] name of a person
    [tanggal_lahir] birth date beside a name
    [koordinat_rumah] coordinates of a home
    [alamat] detailed address
   *[other] { $expected }
 }), { $count } cells, such as { $value }. Make sure that it belongs to no person, or remove it.
inspection-finding-identifier-digits-lost = { $cell }: an identifier ({ $expected }) was damaged by Excel and has lost its last digits, { $count } cells, such as { $value }. They can't be restored from this file, and identifiers must not be published: remove the column.
inspection-finding-formula-text = { $cell }: the text “{ $value }” begins like a formula; it is kept as plain text.
inspection-finding-template-used = This file was made from the template of version { $value }: its columns are known by the template's mark, without mapping.
inspection-finding-template-empty = No row of this template is filled in yet. Write the figures on the sheet “Data”, then upload it again.
inspection-finding-template-rows-untouched = { $count ->
    [one] One row that the template prepared was not filled in and is left out: row { $row }.
   *[other] { $count } rows that the template prepared were not filled in and are left out, from row { $row } on.
 }
inspection-finding-template-column-missing = The template's column “{ $column }” is not in this sheet.
inspection-finding-template-column-added = Column { $cell } is not in the template; the portal guesses its type.
inspection-finding-template-heads-lost = This file carries the mark of the template of version { $value }, but its heads were not found; it was read like any other file.
inspection-finding-template-older = This file was made from the template of version { $value }, but version { $expected } is published by now.
inspection-finding-template-foreign = { $hint ->
    [no] This file was made from the template of another dataset.
   *[yes] This file was made from the template of another dataset, “{ $expected }”.
 }
inspection-finding-template-other-way = { $value ->
    [next] This template prepares one period only, but this submission replaces or corrects the table: the rows of other periods would be lost.
   *[other] This template has all rows, but this submission appends rows: the old rows would come twice.
 }
inspection-finding-outlier = { $cell }: { $value } is far from the other values of its column.
inspection-finding-schema-missing-column = Column { $column } is in the schema of this table and not in the file.{ $hint ->
    [no] {""}
   *[yes] {" "}Perhaps it is called { $expected } now.
 }
inspection-finding-schema-extra-column = Column { $column } is not in the schema of this table.{ $hint ->
    [no] {""}
   *[yes] {" "}Perhaps { $expected } is meant.
 }
inspection-finding-schema-type = { $cell }: { $value } does not fit the type of column { $column } in the schema.{ $expected ->
    [string] {" "}It should be text.
    [integer] {" "}It should be a whole number.
    [number] {" "}It should be a number.
    [boolean] {" "}It should be yes or no.
    [date] {" "}It should be a date.
    [year] {" "}It should be a year.
   *[other] {" "}Perhaps { $expected } is meant.
 }
inspection-finding-constraint-required = { $cell } is empty; every row must have a value in { $column }.
inspection-finding-constraint-unique = { $cell }: what stands in { $column } is in row { $expected } already; it should be there only once.
inspection-finding-constraint-range = { $cell }: { $value } is out of the range of column { $column } ({ $expected }).
inspection-finding-constraint-length = { $cell }: the length of { $value } is not within the limits of column { $column } ({ $expected } characters).
inspection-finding-constraint-enum = { $cell }: { $value } is not among the values of column { $column }.{ $hint ->
    [no] {""}
   *[yes] {" "}Perhaps { $expected } is meant.
 }
inspection-finding-constraint-pattern = { $cell }: { $value } does not follow the pattern of column { $column } ({ $expected }).
inspection-finding-foreign-key = { $cell }: { $value } is not in the code list of column { $column }.{ $hint ->
    [no] {""}
   *[yes] {" "}Perhaps { $expected } is meant.
 }
inspection-finding-foreign-key-ended = { $cell }: code { $value } does not hold at the time of this row ({ $expected }).
inspection-finding-period-gap = Series of { $column }: { $value } missing.
inspection-finding-period-incomplete = The new period is not complete: rows that { $expected } has are missing ({ $count }), by { $column }: { $value }.
inspection-finding-rows-lost = { $count ->
    [one] { $count } row of the published version is gone
   *[other] { $count } rows of the published version are gone
 }, by { $column }: { $value }.
inspection-finding-other = Something at { $cell } needs attention.
finding-title-empty = The file is empty
finding-title-unreadable = The file can't be read
finding-title-encrypted = The workbook has a password
finding-title-too_large_unpacked = The contents are too large
finding-title-macros = Workbook with macros
finding-title-external_links = Links to other files
finding-title-too_many_columns = Too many columns
finding-title-key_repeated = Repeated key
finding-title-html_content = A web page, not a workbook
finding-title-no_table = No table found
finding-title-not_a_table_format = Kept as it is
finding-title-ending_mismatch = Content and name don't match
finding-title-inspection_crashed = The reader broke down
finding-title-inspection_timeout = It takes too long to read
finding-title-inspection_memory = Not enough memory
finding-title-hidden_sheet = A hidden sheet
finding-title-hidden_column = A hidden column
finding-title-coordinate_zero = Coordinates 0/0
finding-title-coordinate_outside = Coordinates outside of Indonesia
finding-title-other_tables = There are other tables on this sheet
finding-title-other_sheets = There are other sheets
finding-title-header_missing = A column without a title
finding-title-header_duplicate = A column title used twice
finding-title-header_repeated = Column titles repeated
finding-title-rows_left_out = Rows of sums or groups
finding-title-row_short = A row with too few columns
finding-title-row_long = A row with too many columns
finding-title-unclosed_quote = A quote that never closes
finding-title-other_delimiter = Another delimiter
finding-title-extra_delimiter = A delimiter too many
finding-title-line_endless = A row without an end
finding-title-broken_record = A broken row
finding-title-type_mismatch = A value that does not fit its column
finding-title-number_notation = Dots and commas mixed
finding-title-date_impossible = There is no such date
finding-title-zero_in_words = Read as zero
finding-title-cell_error = An error of a formula
finding-title-duplicate_rows = Rows that repeat others
finding-title-total_mismatch = A sum that does not add up
finding-title-code_outside_region = A code outside the region
finding-title-code_unknown = An unknown region code
finding-title-code_name_mismatch = Code and name do not match
finding-title-region_unknown = An unknown name of a region
finding-title-region_nearly = Perhaps a slip
finding-title-region_ambiguous = A name of several regions
finding-title-personal_data = Personal data
finding-title-personal_data_likely = May be personal data
finding-title-identifier_digits_lost = Identifier has lost digits
finding-title-formula_text = Text like a formula
finding-title-template_used = Made from a template
finding-title-template_empty = The template is not filled in
finding-title-template_rows_untouched = Template rows not filled in
finding-title-template_column_missing = A column of the template is missing
finding-title-template_column_added = A column beyond the template
finding-title-template_heads_lost = The template's heads are gone
finding-title-template_older = Template of an older version
finding-title-template_foreign = Template of another dataset
finding-title-template_other_way = Template for another kind of update
finding-title-outlier = Far from the other values
finding-title-schema_missing_column = A column of the schema is missing
finding-title-schema_extra_column = A column that the schema lacks
finding-title-schema_type = Not of the schema's type
finding-title-constraint_required = A required cell is empty
finding-title-constraint_unique = What should stand once is repeated
finding-title-constraint_range = Out of range
finding-title-constraint_length = A text of the wrong length
finding-title-constraint_enum = Not among the listed values
finding-title-constraint_pattern = Does not follow the pattern
finding-title-foreign_key = Not in the code list
finding-title-foreign_key_ended = A code that does not hold
finding-title-period_gap = A period is missing
finding-title-period_incomplete = The new period is not complete
finding-title-rows_lost = Published rows are gone
