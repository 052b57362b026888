# Who answers for the page, and what was corrected
facts = About this page
facts-author = Author
facts-office = Office
facts-approved = Approved on
facts-published = Published
facts-changed = Updated
facts-uncorrected = Nothing has been corrected.
source-own = Written for this site
corrections = Corrections
corrections-about = Everything that was corrected on this site, newest first. Corrections stay when a page is changed again; of a page that was taken away it is still told that it was corrected, but no longer what was wrong.
corrections-gone = { $kind }, taken from the site on { $date }; what was corrected is no longer shown.
corrections-gone-undated = { $kind }, no longer on the site; what was corrected is no longer shown.
corrections-none = Nothing has been corrected yet.

# Is it useful
useful-ask = Is this page useful?
useful-yes = Yes
useful-no = Not yet
useful-note = Answers are counted only; who answered is not recorded.
useful-thanks = Thank you for your answer
useful-thanks-text = It helps us to write more clearly and usefully.
useful-wrong = Is something wrong?
back-to-item = Back to the page

# Share
share = Share
share-address = The page's address, to copy
share-copy = Copy
share-copied = Copied
page-address = Address of this page
share-qr = QR code that leads to this page

# Report a mistake
report-link = Report a mistake on this page
report-title = Report a mistake
report-of = About:
report-text = What is wrong?
report-text-hint = Say which sentence or figure is wrong, and what is right if you know. At most { $limit } characters.
report-name = Your name
report-contact = Telephone or e-mail
report-contact-hint = So that we can ask back if needed.
report-optional = (optional)
report-leave-empty = Please leave this field empty
report-send = Send
report-privacy = Only the editors of the office that published the page read your report. The report, with name and contact, is deleted 90 days after it was dealt with.
report-look-again = It was not sent. Please look at the fields named below.
report-text-missing = Please say what is wrong.
report-too-long = { $length } characters long, at most { $limit }. Please shorten it.
report-trap = A field that must stay empty had been filled in, usually by the browser itself. We have emptied it; please press send again.
report-too-fast = The form came back too quickly. Please wait a few seconds and press send again; what you wrote is still there.
report-stale = The form had been open for long or could not be used any more, so it was renewed. Please wait a few seconds and press send again; what you wrote is still there.
report-too-many = Many reports have come from your network within the last hour. Please send it later; what you wrote is still there.
report-not-saved = The report could not be saved just now. What you wrote is still there; please send it again in a few minutes.
report-taken = Your report has arrived
report-taken-text = Thank you. The office that published the page will check it; if something is wrong, it will be corrected.
failure-foreign-form-title = A form from another site
failure-foreign-form-text = This request was not sent from our site, so it was not taken. If you did press a button, open the page again and do it there.
failure-too-many-title = Sent too often
failure-too-many-text = Many answers about this page have just come from your network. Please try again in an hour.
failure-invalid-utf8-title = The text cannot be read
failure-invalid-utf8-text = What was sent is not UTF-8, so it was not taken. Please go back to the form and write it again.
