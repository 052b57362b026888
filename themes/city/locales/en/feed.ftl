# Names of lists and labels in feeds (RSS, Atom, JSON Feed) and in metadata.
feed-home = Home
feed-list-article = News
feed-list-leaflet = Leaflets
feed-list-story = Exemplary stories
feed-list-event = Events
