problem-consent-page = { $person } has not agreed to “The site”: ask for consent, or leave the person out.
problem-consent-expired = The consent of { $person } ended on { $date }: ask again, or leave the person out.
