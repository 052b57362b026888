problem-consent-page = { $person } has not agreed to “The site”: ask for consent, or leave the person out.
problem-consent-expired = The consent of { $person } ended on { $date }: ask again, or leave the person out.
problem-consent-nobody = Consent number { $number } names nobody.
problem-consent-undated = It is not said on which day { $person } agreed.
problem-consent-ahead = { $person } agrees on { $date }, which is still to come: look at the date again, or wait for it.
problem-consent-unproved = It is not said what proves that { $person } agreed (a signed form, a recording…).
