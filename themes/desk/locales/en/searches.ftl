nav-searches = Search
searches-title = Looked for and not found
searches-lead = What people typed into the search field and no item answers. Write about it, or add a synonym where there is an item that uses other words.
searches-choices = How to look at it
searches-days = last { $count } days
searches-order-frequent = Most frequent
searches-order-newest = Newest
searches-times = { $count ->
    [one] searched once
   *[other] searched { $count } times
}
searches-last = last on { $at }
searches-try = Try it
searches-none = In this time every search found something.
searches-privacy = Only the words, the day and the number of searches are kept, for a year: no address, no time of day, nothing of who asked. What looks like a telephone or identity number or an e-mail address is never stored.

synonyms-title = Synonyms and abbreviations
synonyms-lead = People type one word, the texts use another: put them into one group, and either finds both. A change is effective at once.
synonyms-add = Add a group
synonyms-change = Change the group
synonyms-none = There is no group yet.
synonym-forms = The forms
synonym-forms-hint = One form a line, with its marks; from 2 to 12.
synonym-kind = How they stand to each other
synonym-kind-same = The same meaning
synonym-kind-hint-same = Whoever types one of them looks for all.
synonym-kind-short = One-way abbreviation
synonym-kind-hint-short = Whoever types the first line looks for the others too, not the other way round. For short forms that have other meanings as well.
synonym-save = Save
synonym-remove = Remove this group
synonym-remove-hint = The search will no longer take these forms for one. No text is changed.
synonym-too-few = Two different forms at least are needed, one a line.
synonym-too-many = A group has at most { $limit } forms.
synonym-too-long = “{ $form }” is too long: at most { $chars } characters and { $words } words.
synonym-no-word = “{ $form }” holds no word to look for.
synonym-taken = “{ $form }” stands in another group already. Change that one.
done-synonym-added = The group is added. The search understands it from now on.
done-synonym-saved = The group is saved.
done-synonym-removed = The group is removed.
