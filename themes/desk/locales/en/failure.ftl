failure-not-found-title = Page not found
failure-not-found-text = There is nothing at this address. Search by title, or see the site map.
