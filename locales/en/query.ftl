query-syntax = The parameter { $parameter } can't be read. Check its parentheses, quotation marks and commas.
query-syntax-details = At character { $position } of “{ $text }” there should be { $expected ->
    [column] a column name
    [operator] an operator such as eq.
    [value] a value
    [list] a list in parentheses
    [closing-quote] a closing quotation mark
    [closing-parenthesis] a closing parenthesis
    [comma-or-end] a comma or the end of the parameter
    [function] a function such as sum()
    [direction] asc, desc, nullsfirst or nullslast
    [is-value] null, not_null, true or false
    [condition] a condition
    [search-word] a search word
    [item] a column of the answer
    [nesting] less nesting of conditions
    [whole-number] a whole number
   *[shorter-text] a shorter text
}.
query-unknown-column = This table has no column “{ $name }”. See the schema for its columns.
query-unknown-word = The { $what ->
    [operator] operator
    [function] function
    [direction] sort direction
    [is-value] value after is.
   *[value] word
} “{ $word }” in the parameter { $parameter } is not known.
query-nearest-hint = Perhaps you mean “{ $nearest }”.
query-wrong-type = The value “{ $value }” does not fit the type of the column { $column }.
query-wrong-type-details = The type of this column is { $type ->
    [integer] whole number
    [decimal] decimal number
    [float] floating point number
    [date] date
    [boolean] true or false
   *[text] text
}.
query-wrong-type-hint = { $type ->
    [integer] Write the number without thousands separators, for example 1500.
    [decimal] Write the number with a decimal point, for example 1500.25.
    [float] Write the number with a decimal point, for example 1500.25.
    [date] Write the date as year-month-day, for example 2024-12-31.
    [boolean] Write true or false.
   *[text] Write a text.
}
query-not-for-type = “{ $word }” can't be used with the column { $column }.
query-not-for-type-details = The type of this column is { $type ->
    [integer] whole number
    [decimal] decimal number
    [float] floating point number
    [date] date
    [boolean] true or false
   *[text] text
}.
query-repeated-name = Two columns of the answer are named “{ $name }”.
query-repeated-name-hint = Put another name before a colon, for example total:jumlah.sum().
query-not-in-answer = The grouped answer can't be sorted by “{ $name }”.
query-not-in-answer-hint = Sort by a column that the select parameter names.
query-out-of-range = The parameter { $parameter } must be a whole number from 0 to { $max }.
query-after-needs-row-order = The parameter after works only in the original row order, without order, grouping or distinct. Use offset.
query-repeated = The parameter { $parameter } is given twice. Leave only one.
query-too-many = This request is too long: at most { $max } { $what ->
    [condition] conditions
    [search-word] search words
    [item] columns of the answer
    [direction] sort keys
   *[value] values
}.
query-too-heavy = This request is too heavy to be answered.
query-too-heavy-hint = Narrow it with a condition, take fewer columns or groups, or download the whole table.
query-busy = The portal is serving many requests. Please try again in a moment.
query-internal = This table can't be read at the moment. Try again; if it keeps happening, tell those who run the portal.
query-no-table = This resource holds no table that can be read row by row. Download its original file.
