# Stories by field and place
gallery-fields = Field
gallery-places = Place
gallery-all-fields = All fields
gallery-place-off = Remove the place
gallery-empty = No stories here yet.
stories-here = Stories from here
story-near = People near you who did the same
story-alike = Others who did the same
story-place = In
story-locator = Schematic map: where { $place } lies in the city
story-field = Field

# The map
map = Map of stories
map-link = See the map
map-about = Each tile is a commune or ward of the city. The darker the tile, the more stories come from there. Choose one to see what there is.
map-note = A schematic map, not to scale and without borders: the tiles only show which place lies beside which.
map-skip = Skip the map and go to the list of communes and wards
map-hint = Drag the map sideways to see all of it.
map-label = Schematic map of the communes and wards
map-legend = Number of stories
map-none = none yet
map-from = { $number } or more
map-list = Communes and wards by their district before 1 July 2025
map-others = Other communes and wards
map-count = { $number ->
    [one] { $number } story
   *[other] { $number } stories
    }
map-tile = { $number ->
    [one] { $place }: { $number } story
   *[other] { $place }: { $number } stories
    }
map-tile-none = { $place }: no stories yet

# Near me
near = Near me
near-about = What there is in your commune or ward: coming events, policies, leaflets, stories and news.
near-ask = Which commune or ward do you live in?
near-hint = With or without Vietnamese marks. Names of communes and districts from before 1 July 2025 work too.
near-keep = Remember this place on this device
near-keep-about = Only the name of the place is kept, on your device, for a year. If you do not tick the box, nothing is kept.
near-show = Show
near-or = Or choose from the list
near-choose = Commune, ward or district
near-communes = Communes and wards today
near-many = “{ $text }” may be:
near-unknown = There is no place called “{ $text }”.
near-meant = Did you mean:
near-former = before 1 July 2025
near-through = includes the former { $place }
near-remembered = This device remembers: { $place }
near-forget = Forget this place
near-forget-about = If this device remembers where you live, you can delete that.
near-another = Choose another place
near-former-about = This unit ceased to exist on 1 July 2025. Below is what there is in the communes and wards that now lie there.
near-made-of = Made up, wholly or partly, of the former communes, wards and townlets
near-leaflets = Policies and leaflets in force
near-leaflets-about = For this place and for the whole city.
near-no-events = No coming events here.
near-no-stories = No stories here yet.
near-no-news = No news about this place yet.
near-beside = In the places next to it
near-neighbours = Places next to it
near-office = Ask in person
near-office-about = The poverty-reduction officer of { $office }.
near-all-of-place = Everything about { $place }
near-home = What is there near you?
near-home-about = Choose your commune or ward to see coming events, policies and stories where you live.
