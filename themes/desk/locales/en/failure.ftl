failure-not-found-title = Page not found
failure-not-found-text = The desk has no page at this address. Search by headline among the items.
