clock-left-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
 } { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
 } left
clock-left-hours = { $hours ->
    [one] { $hours } working hour
   *[other] { $hours } working hours
 } { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
 } left
clock-over-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
 } { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
 } overdue
clock-over-hours = { $hours ->
    [one] { $hours } working hour
   *[other] { $hours } working hours
 } { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
 } overdue
desk-upload = Upload data
desk-mine = Held by you
desk-mine-empty = You hold no submission. Take one from the queue.
desk-waiting = Waiting for you
desk-waiting-empty = No draft and nothing to mend waits for you.
desk-mend = Mend: { $title }
desk-continue = Go on with the draft: { $title }
desk-sent = What your agency has sent
desk-sent-empty = Nothing was sent yet. Begin by uploading data.
desk-nothing = There is no work for your role right now.
col-submission = Submission
col-state = State
col-holder = Held by
col-time = Time
col-left = Time left
col-dataset = Dataset
col-kind = Kind
col-change = Difference
col-findings = Findings
col-reviewer = Reviewer
col-file = File
col-size = Size
col-row = Row
col-rows = Rows
col-format = Format
col-kind-of = Kind of column { $letter }
col-unused = not used
findings-title = Findings
findings-blocking = { $count } to be mended
findings-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
 }
findings-infos = { $count ->
    [one] { $count } remark
   *[other] { $count } remarks
 }
findings-clean = clean
findings-none = There are no findings.
findings-more = and { $count ->
    [one] { $count } more finding
   *[other] { $count } more findings
 }
findings-line = { $blocking } blocking, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
 }
findings-word-blocking = { $count ->
    [one] blocking finding
   *[other] blocking findings
 }
findings-word-warnings = { $count ->
    [one] warning
   *[other] warnings
 }
level-blocking = To be mended
level-warning = Worth a look
level-info = Remark
nulls-count = { $count } empty
queue-title = Review queue
queue-due-today = due today
queue-overdue = overdue
queue-free = Held by nobody
queue-views = Views of the queue
queue-all = All
queue-mine = Mine
queue-returned = Returned
queue-held = Approved, not published
queue-search = Title, number or agency
queue-filter = Filter
queue-list = The queue
queue-caption = Waiting submissions, the nearest due date first
queue-you = You
queue-empty = Nothing waits in this view.
keys-move = move
keys-open = open
keys-claim = claim
action-claim = Claim
action-unclaim = Put back into the queue
action-endorse = Endorse for the agency
action-recall = Recall to the draft
action-publish = Publish now
action-cancel = Cancel the submission
submission-what = What changes
submission-parts = Parts of the submission
submission-explanation = The producer explains:
submission-edit = Open the draft
submission-public = See the public page
sum-added = rows added
sum-changed = rows changed
sum-removed = rows removed
sum-new = new rows
sum-columns = columns added: { $added }; removed: { $removed }; of another type: { $retyped }
sum-columns-same = the columns stay as they are
part-changes = Changes
part-data = Data
part-data-none = This submission holds no table.
part-findings = Findings
part-metadata = Description
part-files = Files
part-talk = Discussion
diff-show = Show
diff-all = All
diff-changed = Changed
diff-added = Added
diff-removed = Removed
diff-label = Difference to the published version
diff-key = key: { $key }
diff-no-key = without a key, whole rows are compared
diff-was = before
diff-now = after
diff-none = There are no rows of this kind.
diff-unknown = What changes isn't known yet: the file doesn't fit the published version. See Findings.
diff-new = There is no published version to compare with.
diff-see-data = See the data
rows-range = Rows { $first }–{ $last } of { $total }
cell-empty = empty
history-title = History
history-portal = The portal
history-empty = Nothing has happened yet.
history-comment = commented
history-submit = sent the submission
history-pass_check = let it into the queue
history-ask_endorsement = asked for the agency's endorsement
history-fail_check = found something that blocks
history-fail_recheck = found something that blocks
history-recall = recalled it to the draft
history-endorse = endorsed it for the agency
history-claim = claimed it for review
history-unclaim = put it back into the queue
history-assign = handed it to another steward
history-return = returned it to be mended
history-approve = approved it
history-schedule = scheduled its publication
history-publish = published it
history-reject = rejected it
history-cancel = cancelled it
comment-label = Comment
comment-place = About a cell, column or field
comment-send = Send the comment
decision-title = Decision
decision-yours = Your decision
decision-approve = Approve
decision-approve-hint = The submission becomes a new version that never changes.
decision-return = Return
decision-return-hint = The producer mends it and sends it again. A reason is needed.
decision-reject = Reject
decision-reject-hint = The submission ends here. A reason is needed.
decision-endorse-hint = The agency vouches for its data; a steward then reviews it.
decision-note = Note on the decision
decision-save = Save the decision
decision-recorded = Recorded in your name in the audit trail. If somebody else decides first, you are told and nothing is lost.
decision-own = You took part in this submission, so another steward decides on it.
decision-missing = Choose approve, return or reject.
decision-date-wrong = Choose a date and time of publication in the future.
when-now = Publish now
when-hold = Hold it for now
when-date = Publish on a date
when-day = Date of publication
when-time = Time of publication
holder-none = nobody yet
publish-at = Publication
upload-steps = Steps of the upload
upload-step-dataset = Dataset
upload-step-file = File
upload-step-check = Check the reading
upload-step-describe = Description
upload-step-review = Summary
upload-step-sent = Sent
upload-start-title = Which data do you upload?
upload-new = A new dataset
upload-existing = Update a published dataset
upload-organization = Agency
upload-title = Title
upload-title-hint = Such as: Population by village and sex
upload-continue = Continue
upload-which = The dataset to update
upload-known = version { $number }
upload-how = How it relates to what is published
upload-kind-change = Change how it relates to what is published
upload-kind-keep = Leave it as it is
upload-reload = Reload
upload-kind-again = The files are checked again for this choice; what you filled in stays.
upload-change = When approved: { $added ->
        [one] 1 row
       *[other] { $added } rows
    } added, { $changed } changed, { $removed } removed; the table goes from { $before } to { $after } rows.
upload-checking-still = The file is still being checked and compared with what is published.
upload-kind-replace = Replace the whole table
upload-kind-replace-hint = The new file holds all rows, old and new.
upload-kind-append = Append rows
upload-kind-append-hint = The file holds the new period only; the portal joins it.
upload-kind-correct = Correct rows
upload-kind-correct-hint = Rows with the same key take the new values.
upload-kind-metadata = Description only
upload-kind-metadata-hint = The table stays; only title, description or licence change.
upload-none-yet = Your agency has no published dataset yet.
upload-file-title = Upload the file
upload-pick = Choose or drop an Excel or CSV file
upload-accepts = Excel (.xlsx, .xls), ODS, CSV, TSV, JSON; { $limit } a file at most.
upload-paste = Or paste from Excel
upload-paste-label = Paste the cells here, with the header row
upload-send-file = Upload and check
upload-adds = A file of the same name replaces the one that has arrived; others are added beside it. A mended file under another name: upload it and remove the old one; the name of the table and what you chose of its reading go over to it.
upload-arrived = Files that have arrived
upload-remove = Remove
upload-next-check = See how the portal reads it
upload-cancel = Cancel this draft
upload-cancel-sure = Cancel this draft?
upload-cancel-text = It can't be opened again{ $count ->
    [0] .
    [one] , and its file is lost.
   *[other] , and its { $count } files are lost.
}
upload-cancel-yes = Yes, cancel it
upload-nothing = Choose a file, or paste the table.
upload-broken = The file did not arrive whole. Check the connection and upload it again.
upload-too-large = The file is too large; the limit is { $most } MiB. Split it, or save it as CSV.
upload-gone = This upload no longer exists: it was cancelled, or left alone for too long. Upload the file from the beginning.
upload-locked = Another request is writing this upload. Wait a moment, then continue.
upload-offset = This upload stands at { $at } bytes; continue from there.
upload-too-long = More was sent than was announced at the beginning.
upload-too-many = You have { $most } uploads that are not used yet. Finish or cancel one of them first.
upload-metadata = Upload-Metadata can't be read: keys and base64 values, separated by commas, 4096 bytes at most.
upload-checksum-unknown = Upload-Checksum can't be read: sha256 or sha1, then its value in base64.
upload-checksum-differs = The bytes that arrived differ from Upload-Checksum. Send this part again.
upload-unfinished = This upload has not arrived whole. Continue it first.
upload-used = This upload is a file of a submission already.
upload-unknown = This is no identifier of an upload.
upload-version = The header Tus-Resumable must name version 1.0.0.
upload-content-type = Send parts of a file as application/offset+octet-stream.
upload-header = The header { $name } must be a number of bytes.
upload-open = Uploads that broke off
upload-open-hint = Choose the same file again; sending continues after what has arrived.
upload-sending = sending
upload-waiting = waiting for the connection; goes on by itself
upload-sent = arrived
upload-file-cancel = Cancel
upload-failed = This upload can't go on. Reload the page, then choose the file again.
upload-sign-in = Your session has ended. Sign in again in another tab, then press the upload button; what has arrived is not sent again.
file-queued = waiting for inspection
file-running = being inspected
file-done = inspected
file-failed = the inspection failed
upload-check-title = This is how the portal reads your file
upload-busy = The file is being inspected. This page reloads by itself; without JavaScript, press the button below.
upload-look-again = Look again
upload-other-file = Add or replace a file
upload-save-leave = Save and leave
draft-saved = Draft saved at
upload-mend-first = { $count ->
    [one] { $count } finding has to be
   *[other] { $count } findings have to be
 } mended before sending.
upload-next-describe = Continue: description
upload-back-check = Back to the reading
reading-form = Layout of the sheet
reading-sheet = Sheet
reading-header = Header rows
reading-body = Body rows
reading-from = from
reading-to = to
reading-again = Read again
reading-reset = Back to the first reading
reading-sentence = Data from row { $first } to { $last }: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 }, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
 }; { $left ->
    [one] { $left } row
   *[other] { $left } rows
 } left out.
reading-no-table = The portal found no table in this file. See the findings.
legend = Meaning of the row colours
sheet-label = The sheet as the portal reads it
sheet-caption = The sheet with the portal's reading: title, header, body, sums, notes
band-title = title
band-header = header
band-column_numbers = column numbers
band-body = body
band-group = group
band-subtotal = subtotal
band-total = total
band-note = note
band-signature = signature
band-blank = blank
band-elsewhere = another table
band-untouched = not filled in
band-ignored = not used
type-text = text
type-integer = integer
type-decimal = decimal
type-percent = per cent
type-money = rupiah
type-date = date
type-year = year
type-period = period
type-time = time
type-boolean = yes/no
type-sex = sex
type-code = code
type-region_code = region code
type-region_name = region name
type-drop = leave out
left-out = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 } left out
offers-title = What can be made tidier
offer-drop_running_number = Drop the column that only counts rows.
offer-standard_regions = Write region names in standard form and add their codes.
offer-add_year = Add a column with the year that the title names, so that the next year's rows can be joined.
offer-fold_periods = Fold years or months that stand as columns into rows.
offer-group_column = Make a column of the headings that stand between the rows.
offer-empty_bad_cells = Empty the cells that don't fit their column.
offer-take = Do it
offer-undo = Undo
upload-table-name = Name of the table for readers ({ $file })
upload-table-name-hint = Shown on the dataset's page and with downloads; it is not your file's name.
upload-several = This submission holds { $count } files; each becomes a table of its own. If one replaces another, remove the older one.
upload-several-change = Change the files
upload-describe-title = Description of the dataset
upload-description = What it holds
upload-description-hint = One or two plain sentences: what is counted, where, when.
upload-period = Period
upload-period-hint = Such as 2024, or 2019-2024
upload-frequency = How often it is updated
upload-topics = Topics
upload-tags = Keywords
upload-tags-hint = Separate them with commas
upload-licence = Licence
upload-openness = Who may have it
openness-open = Open to everyone
openness-restricted = Description open, data on request
openness-exempt = Exempt
upload-contact = Contact
upload-contact-hint = A desk, not a person
upload-release-note = Release note
upload-release-note-hint = What is new in this version
choose-none = Not chosen
upload-review-title = Check once more
upload-review-text = Nothing is sent until the button below is pressed.
twin-title = This agency already has a dataset with the same title
twin-open = submission { $number } is unfinished
twin-update = hand in an update instead
twin-hint = If your file continues or mends that dataset, hand it in as an update, so that there is one history; this draft can be cancelled. If it is something else, give it a title that tells the two apart.
twin-another = This is another dataset; use the same title
chosen-title = What the data producer chose about the reading
chosen-none = Nothing; the file is read as the portal proposed.
chosen-exception = Exception asked for personal data: { $kind }, { $place }, cells: { $count }
original-download = Download the original file
not-filled = Not filled in
change = change
upload-explain = Explanation for the reviewer
upload-explain-hint = There are { $count } warnings; explain them if they are as they should be.
upload-send = Send for review
upload-sent-title = Sent
upload-sent-number = Submission number:
upload-sent-next = A steward reviews it within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
 }, at the latest on
upload-sent-how = The due date is { $days ->
    [one] { $days } working day
   *[other] { $days } working days
 } after today; weekends and holidays don't count.
upload-sent-desk = To my desk
upload-sent-see = See the submission
upload-sent-blocked = The submission was not passed on
upload-sent-blocked-text = The check found something that blocks. Mend it and send it again.
admin-people = People
admin-person-new = New person
admin-organizations = Agencies
admin-organization-new = New agency
admin-organizations-empty = There are no agencies yet. Add the first one.
admin-topics = Topics
admin-topic-new = New topic
admin-topics-empty = There are no topics yet.
save = Save
yes = yes
no = no
organization-name = Address name
organization-name-hint = Abbreviation in lower case, such as dinkes; can't be changed
organization-title = Name
organization-abbreviation = Abbreviation
organization-kind = Kind
organization-kind-hint = Such as dinas, badan, kecamatan
organization-description = Description
organization-affairs = Government affairs
organization-affairs-hint = Codes separated by semicolons, such as 1.02;2.14
organization-contact = Contact
organization-endorsement = Endorsement
organization-endorsement-label = Submissions need this agency's own endorsement first
topic-title = Title (Indonesian)
topic-title-en = Title (English)
topic-title-en-hint = For English pages; left empty, they show the Indonesian title
topic-name = Address name
topic-name-hint = Leave empty to make it of the title
topic-code = Code
topic-description = Description
person-email = E-mail
person-roles = Roles
person-no-role = No role yet
person-no-role-text = { $name } has no role yet: they can sign in, but have nothing to do.
person-no-role-mend = Give a role
person-roles-wide = Roles for the whole portal
person-roles-within = Roles within agencies
person-role-number = Role { $number }
person-no-places = Data producers and endorsers work for an agency, and there is none yet.
person-make-place = Make an agency first
person-place-number = Agency of role { $number }
person-create = Create and show the invitation link
person-link = Link for this person
person-link-text = Send this link to the person. It works once, until { $date } at { $time }, and is not shown again.
person-reset = Make a link for a new password
person-invite-again = Make a new invitation link
person-disable = Disable the account
person-enable = Enable again
person-active = active
person-disabled = disabled
person-invited = no password yet
role-producer = Data producer
role-endorser = Endorser
role-steward = Data steward
role-engineer = Engineer
role-head_of_division = Head of division
role-head = Head of agency
role-data_authority = Data authority
role-admin = Administrator
place-row = Row { $name }
place-column = Column { $name }
sheet-number = sheet { $number } of { $count }
sheet-empty = empty
sheet-hidden = hidden
sheet-gap = Rows { $first } to { $last } are not shown.
sheet-wider = { $shown } of { $count } columns are shown.
col-hidden = hidden, not used
upload-base = updates version { $number } of
reading-ignore = Rows to leave out
reading-no-table-rows = The portal found no table. Name the header rows and the body rows above, then press “Read again”.
findings-nothing-to-do = Nothing to mend or to explain.
findings-informing = { $count } for information, nothing to do
tidy-title = The tidy table to be handed in: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 } × { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
 }
tidy-label = Columns of the tidy table
tidy-column = Column
tidy-written = As written in the file
tidy-kind = Kind
tidy-unit = Unit
tidy-unit-of = Unit of column { $name }
tidy-least = Least
tidy-most = Greatest
tidy-nulls = Blank
clock-due = due
submission-sent = Sent by
submission-begun = Prepared by
submission-sending = sent { $number } times
submission-replaces = replaces
sum-total = sum of { $column } ({ $before } → { $after })
sum-counting = The change is being worked out.
sum-metadata = rows change; only the description does
diff-against = Difference against version { $number }
diff-metadata = This submission changes the description only.
diff-see-metadata = See the description
group-changed = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 } changed
group-added = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 } added
group-removed = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 } removed
findings-machine = What the inspection found
findings-clean-sentence = Nothing blocks and nothing needs explaining.
findings-all = See all { $count ->
    [one] { $count } finding
   *[other] { $count } findings
 }
part-files-none = This submission has no files.
history-other = changed the state
comment-title = Comment
comment-place-hint = Such as F26, the column unit, or the name of a row. Empty: the whole submission.
comment-row = Comment on this row
holder-you = You ({ $name })
decision-after = After this
decision-after-version = published as version { $number }
decision-note-shown = (shown to the producer)
decision-collect = Put the reasons together from your { $count } comments
decision-go = To the decision
action-reason = Reason
desk-morning = Good morning, { $name }
desk-noon = Good day, { $name }
desk-afternoon = Good afternoon, { $name }
desk-evening = Good evening, { $name }
desk-review = Review
desk-free-title = Not claimed yet
desk-free-none = No submission is waiting to be claimed.
desk-ready = { $count ->
    [one] { $count } approved submission waits to be
   *[other] { $count } approved submissions wait to be
 } published
desk-queue = Open the queue
desk-queue-text = Submissions that wait, by what falls due, with the service times of the last 30 days.
desk-turned-back = Not passed on: something blocks
desk-turned-back-mended = What was sent last was not passed on; send it again when it is ready
desk-returned-by = { $name } returned it:
desk-open-mend = Mend it
desk-go-on = Go on
desk-due = Your agency's datasets and their schedule
desk-update = Update
desk-template = Template
desk-more = and { $count ->
    [one] { $count } other dataset
   *[other] { $count } other datasets
 }
findings-to-mend = { $count ->
    [one] { $count } finding has to be
   *[other] { $count } findings have to be
 } mended
col-now-at = Now with
col-next = Next release
col-schedule = Schedule
col-frequency = Frequency
col-released = Last release
now-at-queue = the stewards' queue
now-at-itself = publishes by itself
now-at-public = the public catalogue
schedule-late = { $count ->
    [one] { $count } day
   *[other] { $count } days
 } late
schedule-due = Due now
schedule-fresh = Up to date
schedule-none = no schedule
clock-paused = the clock stands
clock-since = since { $date }
clock-publishes = scheduled
clock-yours = waits for you
clock-draft = no clock yet
clock-saved = saved { $date }, { $time }
clock-done = done
queue-unclaimed = not claimed
queue-decided-today = decided today
queue-decided-week = decided in 7 days
queue-mean = mean time of review, { $days } days
queue-on-time = within the standard, { $days } days
per-cent = { $number }%
worked-days = { $days } d { $hours } h
worked-hours = { $hours } h { $minutes } min
queue-filters = Filter the queue
queue-agency = Agency
queue-any-agency = Any agency
queue-any-kind = Any kind
queue-any-findings = Any findings
queue-with-findings = with warnings
queue-clear = Clear the filter
queue-no-match = None of { $count } submissions matches.
queue-empty-mean = Mean time of review in the last { $days ->
    [one] { $days } day
   *[other] { $days } days
 }: { $mean }.
queue-see-all = See the whole queue
worked-minutes = { $minutes } min
admin-people-text = Who may sign in, with which roles, and their invitations.
admin-organizations-text = Agencies that produce data, and whether they endorse it first.
admin-topics-text = Government affairs that group the datasets.
exception-title = Exception for personal data
exception-ask-hint = Personal data hold the submission. Where the law allows publication, ask for an exception. Only stewards read the reason. It holds for these cells of this file only.
exception-decide-hint = The producer asks that these cells be published. Name the legal ground if you grant it, or the reason if you refuse. It holds for this file only.
exception-reason = Reason
exception-answer = Legal ground or reason
exception-cells = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
 }
exception-link = Ask for an exception
exception-state-asked = waits for a steward
exception-state-granted = granted
exception-state-refused = refused
exception-kind-NIK = NIK
exception-kind-KK = Family card
exception-kind-NPWP = NPWP
exception-kind-NIP = NIP
exception-kind-HP = Mobile number
exception-kind-surel = Personal e-mail
exception-kind-nama = Name of a person
exception-kind-tanggal_lahir = Birth date
exception-kind-koordinat_rumah = Coordinates of a home
exception-kind-alamat = Detailed address
action-ask_exception = Ask for an exception
action-grant_exception = Grant
action-refuse_exception = Refuse
history-ask_exception = asked for an exception for personal data
history-grant_exception = granted the exception for personal data
history-refuse_exception = refused the exception for personal data
desk-exceptions = Ask for exceptions for personal data
returned-title = Returned to be mended
returned-by = By { $name },
returned-comments = Further comments
returned-talk = Open the conversation
upload-period-joined = Filled in from the table; the published version says { $before }.
upload-period-beyond = The table has the years { $years }, more than this period.
