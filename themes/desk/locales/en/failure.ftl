failure-not-found-title = Page not found
failure-not-found-text = The desk has no page at this address. Search by headline among the items.
failure-method-title = This address is for reading only
failure-method-text = Nothing can be sent to this address. Go back: what you typed is still there.
