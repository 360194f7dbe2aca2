help-title = What the findings mean
help-lead = Every uploaded file is read and checked by the portal. This page explains each finding: what it means, an example, and how to mend it in Excel.
help-what = What it means
help-example = Example
help-mend = How to mend it
help-code = Code of the finding
help-all = All findings
help-link = Meaning and mending
help-link-of = Meaning and mending: { $title }
help-unknown = There is no such finding.

help-empty-what = The file holds nothing: its size is zero, or there are only blanks in it.
help-empty-example = rekap.csv has 0 KB because its download broke off.
help-empty-mend = Open the file on your computer and see whether anything is in it.
    If it is empty, ask for it or export it again.
    Upload the file with its content.

help-unreadable-what = The portal can't tell what is in the file: it is damaged, cut off, or saved in an unusual way.
help-unreadable-example = laporan.xlsx was cut off while copied from a stick; Excel offers to repair it too.
help-unreadable-mend = Open the file in Excel; if Excel offers to repair it, accept.
    Choose File › Save As › Excel Workbook (.xlsx) under a new name.
    Upload the new file.

help-encrypted-what = The workbook is locked with a password, so the portal can't read it.
help-encrypted-example = Excel asks for a password whenever data-bansos.xlsx is opened.
help-encrypted-mend = Open the workbook with its password.
    Choose File › Info › Protect Workbook › Encrypt with Password, clear the box, OK.
    Save and upload again. If it was locked because of personal data, don't upload it: make totals first.

help-too_large_unpacked-what = An .xlsx file is a compressed archive; unpacked, this one is far beyond the limit. Usually millions of empty cells carry a format.
help-too_large_unpacked-example = A workbook of 3 MB with 40 columns × 1,048,576 coloured rows, of which only 200 hold data.
help-too_large_unpacked-mend = Select all rows below the data (Ctrl+Shift+Down), right-click, Delete.
    Do the same with the empty columns to the right.
    Save: the file gets smaller. Upload it again.

help-macros-what = Macros are programs within a file. People who download the original could run them, so the portal does not keep it.
help-macros-example = An .xlsm file, or an old .xls with a button “Compute”.
help-macros-mend = Open it in Excel, choose File › Save As › Excel Workbook (.xlsx), answer Yes when asked about macros.
    Upload that .xlsx.

help-external_links-what = Formulas of this file take numbers from other files, databases or programs. The portal never opens those; it reads the values stored last.
help-external_links-example = A formula ={"'"}[Rekap 2023.xlsx]Sheet1{"'"}!B4 in a column of sums.
help-external_links-mend = Check the numbers.
    So that nobody sees the names of office files, break the links: Data › Edit Links › Break Link, save, upload again.

help-too_many_columns-what = A table has at most 16,384 columns, as in Excel. This file has more; mostly because rows and columns are swapped, or line ends are lost.
help-too_many_columns-example = An export that puts all data into one row.
help-too_many_columns-mend = Export again from the source, one row for each record.
    If rows and columns are swapped, swap them in Excel with Paste Special › Transpose.

help-key_repeated-what = In this JSON one object uses the same name twice. Only the last value can be used.
help-key_repeated-example = {"{"} "desa": "Ngancar", "jumlah": 3, "jumlah": 4 {"}"}
help-key_repeated-mend = Mend the program that makes the file so that each name is used once, then upload again.

help-html_content-what = The file's name ends with .xls, but it is a web page. Many applications export like this.
help-html_content-example = Excel warns that “the file format and extension don't match” when umkm.xls is opened.
help-html_content-mend = Open the file in Excel and accept the warning.
    Choose File › Save As › Excel Workbook (.xlsx).
    Upload that .xlsx file.

help-no_table-what = The portal found no row of column titles with data below it.
help-no_table-example = The sheet holds only a covering letter, or the data is a picture.
help-no_table-mend = If the table is on another sheet, choose that sheet on the check page.
    If the table is there but was not recognised, fill in the header and body rows yourself and press “Read again”.
    If the data is a picture, type it into cells first.

help-not_a_table_format-what = This kind of file holds no table. It is kept and can be downloaded as it is, without a preview.
help-not_a_table_format-example = A health profile as PDF, or a map as a picture.
help-not_a_table_format-mend = Nothing to do if that is what you want to publish.
    If the table exists in Excel or CSV too, upload that one: people can search it and work with it.

help-ending_mismatch-what = The content differs from what the file's name ends with. It may be the wrong file, renamed, or incomplete.
help-ending_mismatch-example = data.csv that is really a PDF.
help-ending_mismatch-mend = Open the file and make sure that it is the right one.
    Save it again from Excel with a fitting ending (.xlsx or .csv).
    Upload it again.

help-inspection_crashed-what = The reader stopped while it opened this file. Your data is not lost and the portal goes on.
help-inspection_crashed-example = A workbook of an old application with an unusual structure.
help-inspection_crashed-mend = Open it in Excel and Save As .xlsx under a new name.
    If it still stops, copy the data into an empty workbook (Paste Values) and upload that.
    Tell the data steward if both fail.

help-inspection_timeout-what = The check took longer than it may.
help-inspection_timeout-example = A workbook with hundreds of thousands of formulas, or a CSV of millions of rows.
help-inspection_timeout-mend = Replace formulas by their values: copy, Paste Special › Values.
    Or save the sheet as CSV.
    Or divide the data, for instance into one file for each year.

help-inspection_memory-what = The check needs more memory than it may have.
help-inspection_memory-example = A workbook of 60 MB with a dozen large sheets.
help-inspection_memory-mend = Delete the sheets that are not to be published.
    Save the data's sheet as CSV; that is far lighter.
    Or divide it into several files.

help-hidden_sheet-what = The workbook has a hidden sheet. It is not read, but it is part of the original file that people can download.
help-hidden_sheet-example = The sheet “raw NIK” was hidden instead of deleted.
help-hidden_sheet-mend = Right-click a sheet's tab › Unhide to see it.
    If it must not be published, delete it (hiding is not enough), save, and upload again.
    If it holds data to publish, show it and upload again.

help-hidden_column-what = The Excel sheet hides this column. It does not become part of the table, but it is part of the original file that people can download.
help-hidden_column-example = Column G “internal remarks” was hidden with Hide.
help-hidden_column-mend = If the column is data, open it on the check page and mark it to be taken.
    If it must not be published, delete it in Excel (hiding is not enough), save, and upload again.

help-coordinate_zero-what = Latitude and longitude 0/0 is a point in the Gulf of Guinea, so it means that nobody has measured. The portal empties both.
help-coordinate_zero-example = Latitude 0 and longitude 0 of a health centre in Magetan.
help-coordinate_zero-mend = Nothing, if the place has not been measured yet.
    If it has, fill in latitude (about -7.6) and longitude (about 111.3), save, and upload again.

help-coordinate_outside-what = Latitudes of Indonesia lie between -11 and 6, longitudes between 95 and 141. A number beyond has mostly lost its minus, has its point in the wrong place, or latitude and longitude are swapped.
help-coordinate_outside-example = Latitude -76.597 (for -7.6597), or 111.3219 in the column of latitudes.
help-coordinate_outside-mend = Mend the number, save, upload again.
    If the place does lie abroad, make the column text.

help-other_tables-what = The sheet holds several tables, below each other or side by side. The portal uses one of them for one table.
help-other_tables-example = “Table 1. By district” and below it “Table 2. By sex”.
help-other_tables-mend = Choose the right table where the reading is set on the check page, or read another one as a file of its own.

help-other_sheets-what = Other sheets hold tables too. The portal uses one sheet for one table.
help-other_sheets-example = One workbook with the sheets “2023”, “2024” and “2025”.
help-other_sheets-mend = Choose the right sheet from the row of sheets on the check page.
    To publish another sheet as well, press “Take this sheet too”: no second upload is needed.

help-header_missing-what = A column holds data but has no title, or the table has no row of titles.
help-header_missing-example = Column E holds numbers, but the cell of its title is empty.
help-header_missing-mend = Write the title in Excel, or
    open that column on the check page and fill in “Column title”.

help-header_duplicate-what = Two or more columns have the same title and can't be told apart. The second and later ones get a number.
help-header_duplicate-example = Columns D and G are both called “Total”.
help-header_duplicate-mend = Give them different titles, such as “Pupils in total” and “Teachers in total”, in Excel or
    on the check page under “Columns”.

help-header_repeated-what = The row of titles appears again within the data and is left out.
help-header_repeated-example = A printed report that repeats the titles on every page.
help-header_repeated-mend = Nothing to do if the row is a header.
    If it is data, enter its number under “Rows to keep” on the check page.

help-rows_left_out-what = Totals, subtotals and group headings are left out of the table, so that nothing is counted twice. Their content stays visible on the check page.
help-rows_left_out-example = The last row “TOTAL 1,240 3,511”.
help-rows_left_out-mend = Nothing to do if the row is a total.
    If it is data, enter its number under “Rows to keep”, then “Read again”.

help-row_short-what = This row has fewer cells than there are titles. The missing cells count as empty.
help-row_short-example = There are 6 titles, but the row ends after the 4th cell.
help-row_short-mend = Open the CSV in Excel and look at the row.
    Fill in the missing cells, or move the content if it has shifted.
    Save and upload again.

help-row_long-what = This row has more cells than there are titles, so it isn't clear which cell belongs to which column. The row is left out.
help-row_long-example = The address “Jl. Raya 5, Magetan” holds a comma in a CSV divided by commas.
help-row_long-mend = Put quotes around content that holds the delimiter: "Jl. Raya 5, Magetan".
    Easier: save it from Excel as .xlsx and upload that.

help-unclosed_quote-what = A quote is opened and never closed. It is read as an ordinary character, so that no row is swallowed.
help-unclosed_quote-example = "SDN Magetan 1;35.20.06;240
help-unclosed_quote-mend = Open the CSV in Notepad and find the row named.
    Add the closing quote, or remove the opening one.
    Save and upload again.

help-other_delimiter-what = One row is cut by another mark than the others, such as semicolons among rows with commas. It was read by its own delimiter, because it then has as many cells as they do.
help-other_delimiter-example = 13;14;15;16 among rows such as 9,10,11,12
help-other_delimiter-mend = Look whether the row's contents stand in the right columns.
    If not, mend its delimiters in the file and upload it again.

help-extra_delimiter-what = One row has a delimiter too many, and only one of its cells is empty. That cell was dropped so that the others don't shift.
help-extra_delimiter-example = 9;;10;11 where there are three columns
help-extra_delimiter-mend = Look whether the row's contents stand in the right columns.
    If not, remove the extra delimiter from the file and upload it again.

help-line_endless-what = A row does not end within 64 MB. No table has rows of that length, so the file was not read.
help-line_endless-example = {"{"}"data":[…everything on one line…]{"}"}
help-line_endless-mend = Check which program the file comes from.
    Export it as CSV or Excel again, one record a row.
    Upload what comes out.

help-broken_record-what = This row can't be read as data and is left out.
help-broken_record-example = The last line of a JSON file is cut off in the middle.
help-broken_record-mend = Look at the row named in your file.
    Export it again if it is cut off.

help-type_mismatch-what = The cell doesn't fit the type of its column, such as letters in a column of numbers.
help-type_mismatch-example = “25.5l4” in a column of numbers: a letter l where a 1 belongs.
help-type_mismatch-mend = If the portal proposes the right value, press “Use”: it holds for all cells alike.
    If the cell means “no data”, choose to empty it.
    If the column's type is wrong, change it in the column's head.
    Or mend the cell in Excel and upload again.

help-number_notation-what = Points and commas are used differently within one column, so that a number may be wrong by a factor of a thousand.
help-number_notation-example = “1.250,5” and “1,250.5” in the same column.
help-number_notation-mend = Choose how this column is written (Indonesian or English) under “Columns”, or
    make it alike in Excel: Data › Text to Columns › Advanced › decimal separator.

help-date_impossible-what = There is no such day in the calendar.
help-date_impossible-example = 31/02/2024, or 15/13/2024.
help-date_impossible-mend = Look the right date up at its source.
    Mend it in Excel, or fill the right value in beside the finding.

help-zero_in_words-what = The cell holds a word that was read as zero. “Nihil” may mean zero and may mean no data; these differ.
help-zero_in_words-example = “nihil” in a column of cases.
help-zero_in_words-mend = If it is zero, there is nothing to do.
    If it means that there is no data, choose to empty it beside the finding.

help-cell_error-what = The formula of this cell failed, so it has no value. The cell was emptied.
help-cell_error-example = #DIV/0!, #REF! or #N/A.
help-cell_error-mend = Mend the formula in Excel, or type the value.
    For divisions by zero use =IFERROR(formula,"").
    Save and upload again.

help-duplicate_rows-what = A row is the same as another in every cell. Data may be counted twice.
help-duplicate_rows-example = The village Poncol appears twice with the same figures.
help-duplicate_rows-mend = In Excel select the table, Data › Remove Duplicates, or
    enter the row's number under “Rows to ignore” on the check page.
    If they are different things, add the column that tells them apart.

help-total_mismatch-what = The row of totals differs from the sum of the rows above. Totals are not published; the portal adds up by itself.
help-total_mismatch-example = It says 695,384, the sum is 695,393.
help-total_mismatch-mend = Find the wrong row: often a number is stored as text, or a row is missing from the formula.
    Mend it in Excel and upload again.
    If the rows are right, you may go on.

help-code_outside_region-what = This region code lies outside the region that publishes.
help-code_outside_region-example = 35.21.12 is a district of Ngawi, but the data is about Magetan.
help-code_outside_region-mend = Compare it with the name in that row and take the proposed code beside the finding, or
    mend it in Excel with a code from Kemendagri's list.

help-code_unknown-what = This region code is not in Kemendagri's list, or its level differs from the other codes of the column.
help-code_unknown-example = 35.20.99, or the code of a district in a column of villages.
help-code_unknown-mend = Look for swapped digits or a lost leading zero (format the column as Text in Excel).
    Fill the right code in beside the finding, or in Excel.

help-code_name_mismatch-what = Code and name in one row stand for different regions.
help-code_name_mismatch-example = Code 35.20.06 (Magetan) in a row named Plaosan.
help-code_name_mismatch-mend = Decide which one is right. Often the codes have shifted by one row while sorting.
    Mend it beside the finding, or in Excel.

help-region_unknown-what = This name is in no list of regions.
help-region_unknown-example = A district that has since been divided, or a hamlet in a column of villages.
help-region_unknown-mend = Use the official name from Kemendagri's list.
    If the column doesn't name regions, change its type to text.

help-region_nearly-what = This name is almost that of a region; it may be a slip.
help-region_nearly-example = “NGUNTURONADI”, perhaps Nguntoronadi.
help-region_nearly-mend = Press “Use” beside the finding if the proposal is right: it holds for all cells alike.
    Or mend it in Excel with Find and Replace.

help-region_ambiguous-what = Several regions have this name, so the portal can't tell the code.
help-region_ambiguous-example = There is a village “Sukorejo” in several districts.
help-region_ambiguous-mend = Add a column with the district, or
    add a column with the village's code.

help-personal_data-what = This file holds personal data. They must not be published (Law 27/2022), so the submission is held. The values are masked on the screen.
help-personal_data-example = NIK of 16 digits, family card, NPWP, NIP, mobile numbers, personal e-mail, names with birth dates, coordinates of homes.
help-personal_data-mend = Delete the column or the cells in the file, on other sheets and in hidden columns too, and upload it again: the original can be downloaded by anyone, so
    make totals by region: in Excel Insert › PivotTable.
    Where the law allows publication, ask the steward for an exception.

help-personal_data_likely-what = Something looks like personal data, but the portal is not sure. The submission is not held; the steward sees this warning too.
help-personal_data_likely-example = Sixteen digits under NIK that are not built like one, a mobile number under office phone, an office's address with a public provider, RT/RW beside a name.
help-personal_data_likely-mend = If it belongs to a person, delete it in the file and upload it again.
    If it belongs to the office, say so when you submit.

help-identifier_digits_lost-what = Excel keeps numbers to 15 digits. NIK, KK and NIP are longer, so their last digits became zeros and can't be restored.
help-identifier_digits_lost-example = 3520064107859903 becomes 3.52006E+15.
help-identifier_digits_lost-mend = Delete the column: identifiers of people must not be published.
    For other uses type them again as text: begin with an apostrophe (').

help-formula_text-what = This text begins like a formula (=, +, -, @). The portal keeps it as text; downloads are guarded so that nobody's Excel runs it.
help-formula_text-example = “=cmd|…” or “+62 351 …” in a column of text.
help-formula_text-mend = If it is text, there is nothing to do.
    If it is a formula that was not calculated, set the cell's format to General, press F2 and Enter, save.

help-template_used-what = The workbook carries the mark of a template downloaded from the portal. Names, types and units of its columns come from that mark.
help-template_used-example = The template of “Children under five” was filled in and uploaded again.
help-template_used-mend = Nothing has to be done. If a column is wrong, change its type on the check page; your choice comes first.
help-template_empty-what = None of the rows that the template prepared has a figure, so there is nothing to publish.
help-template_empty-example = The template was downloaded and uploaded again at once.
help-template_empty-mend = Fill in the columns of figures on the sheet “Data”, save, and upload it again.
help-template_rows_untouched-what = A row that the template prepared has no figure at all, so it counts as not filled in and is not published.
help-template_rows_untouched-example = Parang district stands ready for 2024, but all its figures are empty.
help-template_rows_untouched-mend = Fill in the figures and upload again.
    If there are none, write “-” in one of the columns of figures, or take the row on the check page.
help-template_column_missing-what = A column of the published table was removed from the sheet, or its head was changed.
help-template_column_missing-example = The column “Number of cadres” was deleted before the file was uploaded.
help-template_column_missing-mend = If that was not meant, put the head back as in the template and upload again.
    If the column is gone for good, explain it to the reviewer.
help-template_column_added-what = The sheet has a column that the published table does not have.
help-template_column_added-example = A column “Remarks” was added to the right of the table.
help-template_column_added-mend = Check the type of that column, or drop it on the check page if it is only a remark.
help-template_heads_lost-what = There is a template's mark, but more than half of the heads are gone or changed, so the mark is not used.
help-template_heads_lost-example = Other data was pasted over the row of heads.
help-template_heads_lost-mend = Put the row of heads back as in the template and upload again, or check the columns one by one.
help-template_older-what = A newer version was published after the template was downloaded. The rows it prepared may be out of date.
help-template_older-example = The template was downloaded in January; a new version came out in February.
help-template_older-mend = Look at the difference with care.
    If in doubt, download a new template and move the figures there.
help-template_foreign-what = The template's mark names another dataset than the one that is being updated.
help-template_foreign-example = The template of children under five was uploaded to an update of pregnant women.
help-template_foreign-mend = Make sure that the files were not swapped.
    If they were, remove this file and upload the right one.
help-template_other_way-what = What the template holds does not fit the kind of update chosen in the first step.
help-template_other_way-example = The template “next period” was uploaded to a submission “Replace the whole table”.
help-template_other_way-mend = Begin a submission of the kind that fits, or download the other template.
help-outlier-what = This value is far from the others of its column. It may be right, and it may have a zero too many.
help-outlier-example = 52,000 among values of 400 to 700.
help-outlier-mend = Look it up at its source.
    If it is wrong, mend it in Excel or beside the finding.
    If it is right, say so in the note when you hand it in.

help-schema_missing_column-what = The dataset has a schema: the columns that every update must have. This one was not found in your file, because it was removed or has another title.
help-schema_missing_column-example = The published version has a column “tahun”, the new file has none.
help-schema_missing_column-mend = If it has another title, give it the old one in Excel, or enter the old name for that column on the check page.
    If it was left out, add it and upload again.
    If it is no longer used, take it out of the table's schema and check again.

help-schema_extra_column-what = The file has a column that the table's schema does not know. It is published all the same once approved.
help-schema_extra_column-example = A column “catatan petugas” was left in from the worksheet.
help-schema_extra_column-mend = If it is not to be published, leave the column out on the check page.
    If its title is misspelt, mend it in Excel.
    If it is new, add it to the table's schema and say so when you hand it in.

help-schema_type-what = By the table's schema the column holds values of one type, such as whole numbers. This cell holds something else.
help-schema_type-example = The column of counts holds whole numbers, cell C5 says “dua belas”.
help-schema_type-mend = Write the value as its column asks, or give it a meaning on the check page.
    If the whole column has another type now, change it in the table's schema and check again.

help-constraint_required-what = The table's schema wants a value in this column in every row. Columns of the key always want one.
help-constraint_required-example = The name of the district is empty in row 12.
help-constraint_required-mend = Fill the cell in Excel and upload again.
    If the row is no data, enter its number under “Rows to ignore”.
    If it may be empty, change the table's schema.

help-constraint_unique-what = By the table's schema the values of this column, or of its key columns together, stand only once. This row repeats another one.
help-constraint_unique-example = District Barat in 2023 is in row 3 and in row 9.
help-constraint_unique-mend = Compare the two rows; remove the wrong one, or enter its number under “Rows to ignore”.
    If they are different things, fill in the column that tells them apart and make it part of the key in the table's schema.

help-constraint_range-what = The value is less or more than the table's schema allows.
help-constraint_range-example = A population of −3 where 0 is the least.
help-constraint_range-mend = Look it up at its source: a minus sign, a comma, a zero too many.
    Mend it in Excel and upload again.
    If it is right, change the range in the table's schema.

help-constraint_length-what = The text is shorter or longer than the table's schema allows.
help-constraint_length-example = A school number of seven digits where there should be eight.
help-constraint_length-mend = Complete or mend the text in Excel.
    If another length is right, change the limits in the table's schema.

help-constraint_enum-what = The table's schema lists what may stand in this column. This value is not among it, often because of a slip.
help-constraint_enum-example = “poyandu” where the list has “puskesmas” and “posyandu”.
help-constraint_enum-mend = Take the proposal beside the finding if it fits, or give the value a meaning on the check page.
    If the value is new, add it to the list in the table's schema and check again.

help-constraint_pattern-what = The table's schema says how values of this column are written, and the whole text must follow.
help-constraint_pattern-example = A code is written “35-20-01” where the pattern is “35.20.01”.
help-constraint_pattern-mend = Write the value as the pattern asks.
    If the pattern is wrong, mend it in the table's schema.

help-foreign_key-what = The column is bound to a code list. The code in this cell is not in it.
help-foreign_key-example = “5.1.O1” with the letter O where the code is “5.1.01”.
help-foreign_key-mend = Take the proposal beside the finding if it fits.
    If the code is new, ask an administrator to bring the list up to date, and check again.

help-foreign_key_ended-what = The code is in the code list, but does not hold in the year or on the day of this row.
help-foreign_key_ended-example = A budget code that ended in 2021 is used for 2022.
help-foreign_key_ended-mend = Use the code that held at that time.
    If its dates are wrong, ask an administrator to mend the code list.

help-period_gap-what = The table is a series of years, half years, quarters or months. After this update there are periods without a single row.
help-period_gap-example = The published version ends in 2022, the new file holds 2024; 2023 is missing.
help-period_gap-mend = If there are data, add the periods that are named.
    If there are none, say so when you hand it in.

help-period_incomplete-what = These rows are in the last period published, and not in the new one. What is published stays.
help-period_incomplete-example = Last year there were 18 districts, this year 17: Panekan is missing.
help-period_incomplete-mend = See whether the row was left out or its name is spelt otherwise.
    If there are no data for it, say so when you hand in.

help-rows_lost-what = These rows are in the published version, and no more in the new file.
help-rows_lost-example = Last year there were 18 districts, this year 17: Panekan is missing.
help-rows_lost-mend = See whether the row was left out or its name is spelt otherwise.
    Add what was left out and upload again.
    If it is really gone, say so when you hand it in.
