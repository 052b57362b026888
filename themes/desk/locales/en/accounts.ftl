# Signing in, accounts, offices.

sign-in-title = Sign in
sign-in-lead = For those who write and edit for the city's offices.
sign-in-email = E-mail
sign-in-password = Password
sign-in-submit = Sign in
sign-in-help = No password yet, or forgotten it? Your office's administrator sends you a one-time link to set a new one.
sign-in-language = Tiếng Việt
sign-in-wrong = E-mail or password is wrong. Please check both, your keyboard layout and Caps Lock too.
sign-in-wait = There were many wrong attempts. Please try again in { $seconds } seconds.
sign-in-wait-minutes = There were many wrong attempts. Please try again in { $minutes } minutes. If you need to get in now, an administrator can send you a one-time link.
sign-in-again-title = Sign in again
sign-in-again-text = Your session ended while you were writing.
sign-in-again-kept = What you typed is still here and is kept when you sign in on this page.
sign-in-again-look = See what you typed

kept-title = What you typed is still here
kept-after-sign-in = You are signed in again. Look it over, then send it.
kept-away = The system has lost its database for the moment, so this was not saved. Nothing has changed. Leave this page open, wait a minute, then press “Send again”; press it once more if that does not help.
kept-stale = This form was opened before you last signed in, so it was not taken. Nothing has changed. Look it over, then send it again.
kept-unsure = Your browser does not say where this form came from, so it was not taken. Nothing has changed. Copy the text below, open the page again and paste it.
kept-file = The file you chose could not be kept: choose it again after going back.
kept-fields = What you typed
kept-send = Send again
kept-nothing = The form held no text.

password-title = Set your password
password-for = For the account { $email }
password-new = New password
password-again = New password again
password-present = Present password
password-hint = { $min } to { $max } characters. A sentence is easy to remember: four or five words that have nothing to do with each other, spaces and marks welcome.
password-set = Set the password and open the desk
password-change = Change password
password-change-hint = Every other browser signed in to this account is signed out.
password-present-wrong = The present password is wrong.
password-differs = The two entries differ.
password-busy = The server is busy. Please try again in a few seconds.
password-too-short = A password needs at least 10 characters.
password-too-long = The password is longer than 128 characters.
password-is-email = The password must not be your e-mail address.
password-common = This password is very common and quickly guessed. Choose a sentence of your own.
password-pattern = The password repeats a few characters. Choose a sentence of your own.
password-control = The password contains a character no keyboard types, such as a line end.

own-title = My account
own-about = About you
own-email-hint = You sign in with this address.
own-roles = Roles
own-no-roles = You hold no role yet. Ask your office's administrator.
own-language = Language of the desk
own-save = Save
own-sessions = Where you are signed in
own-sessions-hint = Each line is a browser signed in to your account. If you do not know one, end it and change your password.
own-session-this = This browser
own-session-since = Signed in { $at }
own-session-seen = Last used { $at }
own-session-unknown = Unknown browser
own-session-end = End
own-session-end-all = Sign out everywhere

account-name = Full name
account-email = E-mail
account-organisation = Office
account-role = Role
account-name-missing = A name is needed.
account-name-too-long = The name is longer than 100 characters.
account-email-invalid = This is not an e-mail address. Example: name@office.gov.vn
account-email-taken = This address has an account. If you do not see it in the list, ask an administrator above you to add the role.
account-role-missing = Choose a role.
account-organisation-missing = Choose an office.

accounts-title = Accounts
accounts-search = Find by name or e-mail
accounts-find = Find
accounts-add = Add an account
accounts-count =
    { $count ->
        [one] { $count } account
       *[other] { $count } accounts
    }
accounts-none = No account matches.
accounts-invited = No password yet
accounts-disabled = Disabled
accounts-active = Active
accounts-no-role = No role
accounts-pages = Pages
accounts-previous = Previous page
accounts-next = Next page
accounts-page = Page { $page } of { $pages }

account-add-title = Add an account
account-add-lead = You then get a one-time link to send to the person, with which they set a password.
account-add-submit = Add and get the link
account-choose = Choose…

link-title = One-time link
link-for = Send this link to { $name } ({ $email }) in private. Whoever opens it can set the account's password.
link-once = It is shown here only once and is good until { $until }. Making a new link ends this one.
link-label = Link
link-to-account = Open the account
link-to-list = Back to the list

person-about = About
person-created = Added { $at }
person-disabled-since = Disabled since { $at }
person-seen = Signed in, last used { $at }
person-invited = No password yet
person-roles = Roles
person-role-at = { $role } at { $office }
person-role-end = Take away
person-role-end-named = Take away the role { $role } at { $office }
person-role-add = Give a role
person-role-submit = Give
person-access = Access
person-link = Make a link to set a password
person-link-hint = For somebody who has forgotten their password or never set one. The old password works until the link is used.
person-disable = Disable the account
person-disable-hint = They are signed out everywhere and cannot sign in. What they wrote stays.
person-enable = Enable the account
person-own = This is your own account: another administrator changes its roles and access.
person-elsewhere = This person also holds a role at an office outside your scope, so you can only give and take roles within it.

role-contributor = Contributor
role-editor = Editor
role-reviewer = Managing editor
role-publisher = Publisher
role-administrator = Administrator
role-hint-contributor = writes and edits their own items
role-hint-editor = writes and edits every item of the office
role-hint-reviewer = returns and approves
role-hint-publisher = publishes, schedules, withdraws
role-hint-administrator = manages accounts and offices
roles-explained = What can each role do?
roles-scope = A role holds at the chosen office and at every office below it.

organisations-title = Offices
organisations-lead = The offices you administer.
organisations-add = Add an office
organisation-add-below = Add an office below
organisation-name-vi = Name in Vietnamese
organisation-name-en = Name in English
organisation-name-en-hint = Left empty, the Vietnamese name is used.
organisation-kind = Kind
organisation-parent = Below
organisation-valid-from = Exists from
organisation-valid-to = Exists until the end of
organisation-valid-hint = Empty means no limit. To close an office, enter its last day; its items and accounts stay.
organisation-save = Save
organisation-add-submit = Add the office
organisation-closed = Closed
organisation-from = from { $at }
organisation-until = until { $at }
organisation-name-missing = A name in Vietnamese is needed.
organisation-name-too-long = The name is longer than 200 characters.
organisation-kind-missing = Choose the kind of office.
organisation-parent-missing = Choose the office above.
organisation-date-invalid = The date cannot be read. Example: 01/07/2025
organisation-dates-reversed = The last day is before the first.
organisation-kind-city = City
organisation-kind-lead = Lead office
organisation-kind-front = Fatherland Front
organisation-kind-department = Department
organisation-kind-union = Mass organisation
organisation-kind-district = District (before July 2025)
organisation-kind-commune = Ward or commune
organisation-kind-press = Press agency

done-signed-out = You are signed out.
done-signed-out-everywhere = The account is signed out everywhere.
done-account-saved = Saved.
done-password-changed = The password is changed. Other browsers are signed out.
done-session-ended = That session is ended.
done-role-granted = The role is given.
done-role-revoked = The role is taken away. The person is signed out and signs in again with what is left.
done-account-disabled = The account is disabled.
done-account-enabled = The account is enabled.
done-organisation-added = The office is added.
done-organisation-saved = Saved.

failure-foreign-form-title = A form from another site
failure-foreign-form-text = This request was not sent from the desk, so it was not taken. Nothing has changed. If you did press a button, open the page again at the desk and do it there.
failure-stale-form-title = The form is too old
failure-stale-form-text = The form was opened long ago, or your browser does not take this site's cookies. Open the page again, make sure that cookies are allowed, and try again.
failure-link-invalid-title = The link no longer works
failure-link-invalid-text = It was used, has expired, or was replaced by a newer one. Ask your office's administrator for another.
failure-denied-outside-title = Outside your scope
failure-denied-outside-text = This office or account is not among those you administer. Ask an administrator above you.
failure-denied-yourself-title = Not one's own rights
failure-denied-yourself-text = Another administrator changes your roles and access.

# Fields of other forms than an item's, where what was typed is shown again.
field-name = Name
field-name_vi = Name in Vietnamese
field-name_en = Name in English
field-email = E-mail
field-role = Role
field-reason = Reason
field-note = Note
field-q = Search
field-publish_at = Publication
field-expires_at = Expiry
field-valid_from = Valid from
field-valid_to = Valid until
field-featured = Featured
