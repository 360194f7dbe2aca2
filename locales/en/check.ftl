memory-used = This file is read as the last one accepted for this data.
memory-inherited = This file is read as the one that it replaces.
memory-where = What was chosen then:
memory-forget = Forget it, read afresh
memory-offered = There is a reading accepted last for this data, and the present one differs.
memory-use = Read as last time
wait-queued = The file waits for its turn to be checked.
wait-running = The file is being checked, for { $most } seconds at most. The result will appear here.
wait-cancel = Stop checking
wait-cancelled = The check was stopped. The file is kept.
wait-again = Check again
sheet-likely = probably data
sheet-current = shown here
sheet-use = Read this sheet
sheet-take = Take this sheet too
sheet-taken = Taken already, see
reading-tables = Tables on this sheet
table-use = Read this table
table-take = Take this table too
reading-columns = Columns of the table
reading-keep = Rows to keep
reading-no-header = No header row
reading-row-wrong = Enter the number of a row, such as 5
reading-rows-reversed = The last row must come after the first
reading-column-wrong = Enter the letter of a column, such as B
reading-rows-wrong = Enter numbers of rows, such as 7, 12-14
col-take = Take this column
col-title = Column title
col-notation = How numbers are written
col-dash = A “-” means zero
notation-auto = decided by the portal
notation-indonesian = Indonesian: 1.234,5
notation-english = English: 1,234.5
blank-share = { $share } % empty
problems-count = { $count ->
    [one] { $count } finding
   *[other] { $count } findings
 }
problems-see = see the findings
distinct-count = { $count ->
    [one] { $count } value
   *[other] { $count } different values
 }
list-region-code = Code list: Kemendagri regions
list-region-name = List of names: Kemendagri regions
list-categories = Fixed choice: { $count ->
    [one] { $count } category
   *[other] { $count } categories
 }
findings-filter = Filter the findings
findings-every = All
findings-by-kind = By kind
findings-many = { $count ->
    [one] { $count } time
   *[other] { $count } times
 } in this file.
findings-many-cells = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
 } of the column “{ $column }”.
places-more = and { $count ->
    [one] { $count } more cell
   *[other] { $count } more cells
 }
values-more = and { $count ->
    [one] { $count } more value
   *[other] { $count } more values
 }
mend-label = Meaning of “{ $value }”
mend-use = Use { $value }
mend-map = Use
mend-for = for every “{ $value }”
mend-empty = Empty it
mend-drop = Leave out column { $letter }
mend-keep = Keep row { $row } as data
mend-ignore = Ignore row { $row }
mend-column = Change column { $letter }
offer-preview = Look first
offer-before = Before
offer-after = After
offer-changes = Changes { $count ->
    [one] { $count } cell
   *[other] { $count } cells
 }.
decided-title = What you decided
decided-remove = Undo
decided-sheet = Sheet “{ $name }”
decided-table = Table { $number } of this sheet
decided-no-header = No header row
decided-header = Header in rows { $first } to { $last }
decided-body-first = Data from row { $row }
decided-body-last = Data up to row { $row }
decided-first-column = Table from column { $letter }
decided-last-column = Table up to column { $letter }
decided-ignored = Rows ignored: { $rows }
decided-kept = Rows kept: { $rows }
decided-drop = Column { $letter } left out
decided-keep = Column { $letter } taken though hidden
decided-kind = Column { $letter } holds: { $value }
decided-unit = Unit of column { $letter }: { $value }
decided-name = Name of column { $letter }: { $value }
decided-column-title = Title of column { $letter }: { $value }
decided-notation = Numbers of column { $letter } written { $value }
decided-dash = A “-” in column { $letter } means zero
decided-offer = Offer of the portal taken: { $offer }
decided-values = In column { $letter }, values replaced or emptied: { $count }
decided-replaced = In column { $letter }, “{ $from }” means “{ $to }”
decided-emptied = In column { $letter }, “{ $from }” is emptied
row-words = Row|Header begins here|Header ends here|Data begins here|Data ends here|Ignore this row|Keep as data
