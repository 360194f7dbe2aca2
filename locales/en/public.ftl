home = Home
home-title = Data of { $region }
home-description = Find, see, download and use official data of { $region }.
home-heading = Data of { $region }, ready to use
home-lead = Find a figure, download its table, or fetch it through the API. Every dataset is reviewed before it is published, and every older version stays readable.
home-all = All datasets
home-all-count = { $count ->
    [1] One dataset
   *[other] All { $count } datasets
}
home-all-agencies = All agencies
home-added = +{ $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
home-feed = Atom feed
home-help = Help
home-lost = Not found what you are looking for?
home-lost-text = Browse by the agency that produces it, or read how this portal works and contact those who run it.
search-examples = Try:
home-newest = Newly updated
home-used = Most used
home-empty = No dataset is published yet.
home-machines = For applications and research
home-machines-text = Every table is an API, without a key.
figure-datasets = published datasets
figure-organizations = agencies
figure-rows = rows of data
figure-downloads = downloads
topics-title = Topics
organizations-title = Agencies
group-empty = No dataset is published here yet.
search-label = Search data
search-placeholder = Such as: population by village
search-button = Search
search-results = { $total ->
    [1] { $total } dataset
   *[other] { $total } datasets
}
search-results-for = { $total ->
    [1] { $total } dataset
   *[other] { $total } datasets
} about “{ $q }”
search-corrected = The results below are for that spelling.
search-relaxed = Few datasets have all the words; some results below have only some of them.
search-exact = Search exactly for “{ $q }”
search-suggestion = Did you mean
search-chips = Filters in use
search-chip-drop = Remove the filter { $label }
search-filter = Filter
search-sort = Sort
search-apply = Apply
search-apply-sort = Use
search-drop-all = remove all
search-hits = Results
search-else = Not found yet?
search-none = No dataset matches
search-none-text = Try other words, fewer filters, or browse by topic.
sort-relevance = best match
sort-newest = newest
sort-popular = most used
sort-title = title
facet-topic = Topic
facet-organization = Agency
facet-year = Year
facet-format = Format
facet-licence = Licence
facet-tag = Keyword
facet-more = { $count } more
facet-frequency = Frequency
why-column = Found in the column { $text }
why-value = Found among the values: { $text }
why-tag = Found in the keyword { $text }
why-region = Found in the region { $text }
dataset-from = From
dataset-version = version { $number }
dataset-old-version = You see version { $number }; the latest is version { $latest }.
dataset-see-latest = See the latest version
dataset-all-rows = See all { $total } rows
dataset-no-table = This file holds no table to show; download it to open it.
dataset-restricted = These data are given on request; only the description is open.
dataset-facts = Facts
dataset-use = Use
dataset-use-figures = seen { $views } times, downloaded { $downloads } times within a year
download = Download
explore = Filter and sort
use-api = Use through the API
api-open = Without a key. Filters in the explorer give the same API address.
copy = Copy
copied = Copied
dictionary = Dictionary of columns
dict-column = Column
dict-title = Title
dict-type = Type
dict-unit = Unit
dict-empty = Empty
dict-distinct = { $count ->
    [one] { $count } value
   *[other] { $count } values
 }
dict-mean = Mean
dict-histogram = Distribution
versions = Versions
version = Version
version-date = Published
version-latest = latest
version-withdrawn = withdrawn
versions-all = All { $count } versions
versions-between = What changed after version { $from } up to version { $to }
history-of = Version history: { $title }
cite = Cite these data
dl-csv-excel = CSV for Excel
dl-csv-excel-hint = semicolons, decimal commas
dl-xlsx = XLSX
dl-xlsx-hint = Excel workbook
dl-csv = Plain CSV
dl-csv-hint = commas, decimal points, UTF-8
dl-json = JSON
dl-json-hint = for programs
dl-parquet = Parquet
dl-parquet-hint = for analysis
dl-original = Original file
explore-none = No row matches. Remove one of the filters.
op-ilike = contains
about-title = About this portal
about-lead = The open data portal of { $region }, run by { $agency } under Satu Data Indonesia (Perpres 39/2019).
about-how = How data get here
about-how-text = Agencies upload their tables, the portal checks them cell by cell, and a steward reviews and decides within { $days } working days before anything is published.
about-versions = Versions never change
about-versions-text = Every published version is kept whole with its original file. A withdrawn one leaves a note with the reason.
about-hours = Service hours
about-week = Monday to Thursday
about-friday = Friday
about-privacy = Personal data
about-privacy-text = The portal refuses tables with personal data, and counts use without recording who used it.
api-title = Guide to the API
api-lead = All published data can be fetched without a key, as JSON, CSV, XLSX or Parquet.
api-doors = Open addresses
api-address = Address
api-gives = What it gives
api-door-openapi = the full description of this API (OpenAPI 3.1)
api-door-datasets = the list of published datasets
api-door-search = search with filters and their counts
api-door-changes = what was published or withdrawn, in order, for whoever copies the catalogue
api-door-ckan = the API of CKAN, for programs that use it already
api-door-dcat = the whole catalogue as DCAT (Turtle)
api-door-feed = the newest releases as an Atom feed
api-rows = Rows of a table
api-rows-text = Choose columns with select=, filter with column=eq.value, sort with order=column.desc, page with limit= and offset=.
api-try = Try it in the browser
api-dataset = See the dataset
api-submit = Handing in data through the API
api-submit-text = Data producers use a token from the account page or from lumbung token create.
frequency-harian = Daily
frequency-mingguan = Weekly
frequency-bulanan = Monthly
frequency-dwibulanan = Every two months
frequency-triwulanan = Quarterly
frequency-caturwulanan = Every four months
frequency-semesteran = Half-yearly
frequency-tahunan = Yearly
frequency-dua-tahunan = Every two years
frequency-tiga-tahunan = Every three years
frequency-lima-tahunan = Every five years
frequency-sepuluh-tahunan = Every ten years
frequency-terus-menerus = Continuous
frequency-insidental = Irregular
frequency-sekali = Once only
frequency-belum-ditentukan = Not set yet
answer-of = { $measure }, { $label }
answer-up = up
answer-down = down
answer-same = the same as in { $label }
answer-points = { " " }points
answer-from = from { $label } ({ $text })
answer-highest = highest since { $label }
answer-lowest = lowest since { $label }
answer-total = { $measure }, { $count } { $what }
answer-most = most in { $label } ({ $text })
answer-least = fewest in { $label } ({ $text })
chart-over = { $measure } by { $x }
chart-first = { $label } leads in { $of }
chart-first-only = { $label } leads
chart-by = { $y } by { $x }
chart-sum = sum of all rows
chart-mean = mean of the rows
chart-starts-at = The axis begins at { $at }.
chart-omitted = { $count } more are not drawn; the table has all of them.
scale-thousand = thousand
scale-million = million
scale-billion = billion
scale-trillion = trillion
periods-label = Choose a period
periods-table = Table of { $what }
periods-all = all { $total } rows
dataset-about = About this dataset
dataset-released = version { $number }, published
dataset-period = data of { $period }
dataset-source = Source: { $organization }, version { $number }.
dataset-coverage = Coverage
dataset-size = Size
dataset-size-text = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 }, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
 }
dataset-ask = Anything wrong or unclear?
dataset-ask-text = Contact
dataset-related = Datasets of the same topic
dict-values = Values
version-number = Version { $number }
versions-difference = difference
versions-kept = older versions stay readable and never change
cite-short = Cite
api-sheets = Google Sheets
versions-change = Changes
chart-missing = { $count ->
    [one] { $count } empty cell is not counted
   *[other] { $count } empty cells are not counted
 } in.
explore-title = Explore: { $title }
explore-short = Explore
explore-about = about this dataset
explore-download = Download the result
explore-columns = Columns
explore-of = of { $total } rows
explore-search = Search in the rows
explore-rows = Rows of data
explore-table = Table { $name }, can be scrolled
explore-filter-of = Filter { $column }
explore-filtered = filtered
explore-all = all
explore-close = Close
explore-from = From
explore-to = To
explore-number-hint = Write numbers with a decimal point and no thousands marks: 1234.5.
explore-address = This view has an address of its own
explore-row-with = Row contains: { $text }
chip-gte = at least { $text }
chip-lte = at most { $text }
chip-neq = not { $text }
chip-ilike = contains { $text }
group-title = Group and chart
group-by = By
group-figure = Figure
group-button = Compute
group-count = Number of rows
group-sum = Sum of { $column }
group-avg = Mean of { $column }
group-median = Median of { $column }
group-csv = These groups as CSV
group-too-few = Too few figures for a chart.
