workbook-encrypted = This workbook has a password, so nothing can be marked in it. Remove the password in Excel (File › Info › Protect), then upload it again.
workbook-broken = Nothing can be marked in this file because it is damaged or of an unknown form. Open it in Excel, save it as .xlsx, then upload it again.
workbook-too-large = This file holds too much to be marked. Mend it in the original file with the list of findings on this page.
workbook-not-yet = This file is still being read. Download the marked file once that has ended.
corrections-download = Download the marked file
corrections-download-hint = your file, with the cells to mend coloured and commented on
corrections-sheet = Corrections
corrections-author = Lumbung
corrections-title = What is to be mended in { $file }
corrections-note = Coloured cells carry a comment. Click the address of a cell to go there. When you are done, upload this file; this sheet is not read.
corrections-nothing = There is nothing to mend.
corrections-more = At most { $most } cells are marked; { $count ->
    [one] { $count } more cell
   *[other] { $count } more cells
 } with findings of the same kinds are not.
corrections-like = The same as cell { $cell }.
corrections-head-number = No.
corrections-head-cell = Cell
corrections-head-column = Column
corrections-head-value = Content
corrections-head-wrong = What is wrong
corrections-head-expected = Expected
corrections-head-level = Level
