inspection-finding-empty = The file is empty. Upload one with data in it.
inspection-finding-unreadable = The file can't be read ({ $value }). Open it in Excel, save it as .xlsx or .csv, and upload it again.
inspection-finding-encrypted = The workbook has a password. Remove it in Excel (File › Info › Protect) and upload it again.
inspection-finding-too-large-unpacked = The file unpacks to an unreasonable { $value } MiB; the limit is { $expected } MiB. Delete empty rows and columns and save it again.
inspection-finding-html-content = This file holds a web page, not a workbook, whatever its name says. Open it in Excel, save it as .xlsx, and upload it again.
inspection-finding-no-table = No table was found. Make sure there is a header row with data below it, or choose the rows yourself.
inspection-finding-not-a-table-format = The { $value } file is kept as it is, without a preview.
inspection-finding-inspection-crashed = This file brought its reader down. Save it again in Excel as .xlsx and upload it.
inspection-finding-inspection-timeout = This file takes too long to read. Split it and upload the parts.
inspection-finding-inspection-memory = This file needs more memory than allowed. Split it, or save it as CSV.
inspection-finding-hidden-sheet = A hidden sheet was not read.
inspection-finding-other-sheets = Sheet “{ $value }” is used; { $count } other sheets hold tables too.
inspection-finding-header-missing = Column { $column } has no title; the portal gave it one for now.
inspection-finding-header-duplicate = The column title “{ $column }” is used more than once; the later ones are numbered.
inspection-finding-header-repeated = Row { $row } repeats the column titles and is left out.
inspection-finding-rows-left-out = { $count } rows of sums or group headings are left out, from row { $row } on.
inspection-finding-row-short = Row { $row } has too few columns; the rest counts as empty.
inspection-finding-row-long = Row { $row } has too many columns and is left out: { $value }
inspection-finding-unclosed-quote = A quote in row { $row } never closes; the rows after it were read one by one.
inspection-finding-broken-record = Row { $row } is broken and left out.
inspection-finding-type-mismatch = { $cell }: “{ $value }” does not fit the kind of column “{ $column }”. { $hint ->
    [no] Mend the file, or change the column's kind.
   *[yes] Perhaps { $expected } is meant.
 }
inspection-finding-number-notation = Column “{ $column }” uses dots and commas in contradictory ways. Write its decimals in one way.
inspection-finding-date-impossible = { $cell }: there is no date “{ $value }”.
inspection-finding-zero-in-words = { $cell }: “{ $value }” is read as zero. Make sure that it does not mean not available.
inspection-finding-cell-error = { $cell }: its formula has an error ({ $value }); the cell is left empty.
inspection-finding-duplicate-rows = { $count } rows equal another one exactly, the first is row { $row }.
inspection-finding-total-mismatch = { $cell }: the sum says { $value }, the rows add up to { $expected }. Sums are not published.
inspection-finding-code-outside-region = { $cell }: code { $value } lies outside this region. { $hint ->
    [no] Check it.
   *[yes] It belongs to { $expected }.
 }
inspection-finding-code-unknown = { $cell }: the region code { $value } is in no official list.
inspection-finding-code-name-mismatch = { $cell }: code { $value } belongs to { $expected }, not to the name in this row.
inspection-finding-region-unknown = { $cell }: “{ $value }” is not known as a region's name.
inspection-finding-region-nearly = { $cell }: “{ $value }” may be a slip for { $expected }.
inspection-finding-region-ambiguous = { $cell }: several regions are named “{ $value }”; add the district or the code.
inspection-finding-personal-data = { $cell }: personal data ({ $expected }) in column “{ $column }”, { $count } cells, such as { $value }. Drop the column or publish counts by region.
inspection-finding-formula-text = { $cell }: the text “{ $value }” begins like a formula; it is kept as plain text.
inspection-finding-outlier = { $cell }: { $value } is far from the other values of its column.
inspection-finding-other = Something at { $cell } needs attention.
