//! From what somebody typed to the place that was meant: the commune of today,
//! the district of before July 2025, or a commune that went into another.
//!
//! Typed with or without marks, in any Unicode form, in undecoded Telex, with
//! "xã", "P." or ", Hà Nội" around it.

use super::Place;
use crate::names::nearest;
use crate::text::telex::decode;
use crate::text::{canonical_tone, fold, normalise, words};

/// A place that fits, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'a> {
    pub place: &'a Place,
    /// The commune of before July 2025 that was meant, where it is not the
    /// place's own name that fits.
    pub through: Option<&'a str>,
}

/// What may stand before a name.
const UNITS: [&str; 13] =
    ["thi tran", "thi xa", "phuong", "quan", "huyen", "xa", "tt", "tx", "ubnd", "p", "q", "h", "x"];
/// What may stand after it.
const CITY: [&str; 5] = ["thanh pho ha noi", "tp ha noi", "tphn", "ha noi", "hanoi"];

/// Of names that merely begin with what was typed, at most.
const MOST: usize = 12;
/// Names offered when none fits.
const OFFERED: usize = 5;

/// A name, and the place that it leads to.
#[derive(Debug, Clone)]
struct Name {
    spelt: String,
    plain: String,
    /// Its number among the finder's places.
    place: usize,
    /// The commune of before, where the name is of one.
    through: Option<String>,
}

/// All names of some places, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    places: Vec<Place>,
    /// The places' own, with unit and without.
    own: Vec<Name>,
    /// Those of the communes that went into them.
    old: Vec<Name>,
}

/// How a name may fit, from the very name on; the first of them want all of it.
const STEPS: usize = 6;
const WHOLE_NAMES: usize = 4;

impl Finder {
    /// What is found stands in the order of `places`.
    pub fn new(places: &[&Place]) -> Self {
        let name = |text: &str, place: usize, through: Option<&str>| {
            let spelt = spelt(text);
            Name { plain: fold(&spelt), spelt, place, through: through.map(str::to_owned) }
        };
        let (mut own, mut old) = (Vec::new(), Vec::new());
        for (at, place) in places.iter().enumerate() {
            let all = [&place.full_name, &place.name];
            own.extend(all.map(|text| name(text, at, None)));
            for before in place.old_communes() {
                let all = [before, unit_off(before)];
                old.extend(all.map(|text| name(text, at, Some(before))));
            }
        }
        Self { places: places.iter().map(|place| (*place).clone()).collect(), own, old }
    }

    /// The places that `typed` may mean (one line of text, or a slug); the first of
    /// these that finds any: the very name with its marks, the name without marks,
    /// the name in Telex, what is left without "xã", "P." or ", Hà Nội", the
    /// beginning of a name, words within one ("Bà Trưng").
    pub fn find(&self, typed: &str) -> Vec<Found<'_>> {
        self.fitting_first(typed, STEPS)
    }

    /// The same where the whole name was typed, not a part of it.
    pub fn named(&self, typed: &str) -> Vec<Found<'_>> {
        self.fitting_first(typed, WHOLE_NAMES)
    }

    fn fitting_first(&self, typed: &str, upto: usize) -> Vec<Found<'_>> {
        let asked = spelt(typed);
        if asked.is_empty() {
            return Vec::new();
        }
        // A slug is what links and lists send, and means one place.
        if let Some(place) = self.places.iter().find(|place| place.slug == typed) {
            return vec![Found { place, through: None }];
        }
        let plain = fold(&asked);
        let decoded = fold(&untyped(&asked));
        let bare: Vec<String> = [bare(&plain), bare(&decoded)].into_iter().flatten().collect();
        let steps: [&dyn Fn(&Name) -> bool; STEPS] = [
            &|name| name.spelt == asked,
            &|name| name.plain == plain,
            &|name| name.plain == decoded,
            &|name| bare.contains(&name.plain),
            &|name| name.plain.starts_with(&plain),
            &|name| [&plain, &decoded].into_iter().chain(&bare).any(|part| holds(name, part)),
        ];
        // A name of today goes before that of a commune which is no more.
        let found = steps.iter().take(upto).find_map(|fits| {
            let found = [&self.own, &self.old].into_iter().map(|names| self.fitting(names, *fits));
            found.into_iter().find(|found| !found.is_empty())
        });
        let mut found = found.unwrap_or_default();
        found.truncate(MOST);
        found
    }

    /// The places whose names are most like `typed`, the likest first.
    pub fn nearest(&self, typed: &str) -> Vec<Found<'_>> {
        // With its unit, if it has one: names stand here with theirs too, and
        // "Quán Thánh" only begins like one.
        let asked = fold(&untyped(&spelt(typed)));
        let mut names: Vec<&Name> = self.own.iter().chain(&self.old).collect();
        let mut offered: Vec<Found> = Vec::new();
        while offered.len() < OFFERED {
            let all = names.iter().map(|name| name.plain.as_str());
            let Some(likest) = nearest(&asked, all) else { break };
            let alike = names.iter().copied().filter(|name| name.plain == likest);
            for found in alike.map(|name| self.found(name)) {
                if offered.iter().all(|one| one.place.id != found.place.id) {
                    offered.push(found);
                }
            }
            names.retain(|name| name.plain != likest);
        }
        offered.truncate(OFFERED);
        offered
    }

    fn found<'a>(&'a self, name: &'a Name) -> Found<'a> {
        Found { place: &self.places[name.place], through: name.through.as_deref() }
    }

    /// What the names that fit lead to, each place once.
    fn fitting<'a>(&'a self, names: &'a [Name], fits: &dyn Fn(&Name) -> bool) -> Vec<Found<'a>> {
        let mut found: Vec<Found> = Vec::new();
        for name in names.iter().filter(|name| fits(name)) {
            if found.iter().all(|one| one.place.id != self.places[name.place].id) {
                found.push(self.found(name));
            }
        }
        found
    }
}

/// Whether whole words of a name are `part`.
fn holds(name: &Name, part: &str) -> bool {
    let ends = |text: Option<char>| text.is_none_or(|letter| letter == ' ');
    name.plain.match_indices(part).any(|(at, _)| {
        let (before, after) = (&name.plain[..at], &name.plain[at + part.len()..]);
        ends(before.chars().next_back()) && ends(after.chars().next())
    })
}

/// One spelling for all: NFC, small letters, the tone in its older place,
/// single spaces and no punctuation.
fn spelt(text: &str) -> String {
    let text = canonical_tone(&normalise(text)).to_lowercase();
    words(&text).map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// With each word that may be Telex decoded.
fn untyped(spelt: &str) -> String {
    let decoded = |word: &str| decode(word).unwrap_or_else(|| word.to_owned());
    spelt.split(' ').map(decoded).collect::<Vec<_>>().join(" ")
}

/// A folded name without unit and city, if it had either.
fn bare(folded: &str) -> Option<String> {
    let after = CITY.iter().find_map(|city| folded.strip_suffix(city)?.strip_suffix(' '));
    let name = after.unwrap_or(folded);
    let before = UNITS.iter().find_map(|unit| name.strip_prefix(unit)?.strip_prefix(' '));
    let name = before.unwrap_or(name);
    (name != folded && !name.is_empty()).then(|| name.to_owned())
}

/// "Phường Quán Thánh" is "Quán Thánh".
fn unit_off(full_name: &str) -> &str {
    ["Phường ", "Xã ", "Thị trấn "]
        .iter()
        .find_map(|unit| full_name.strip_prefix(unit))
        .unwrap_or(full_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::PlaceKind;

    fn place(id: i64, full_name: &str, kind: PlaceKind, old_communes: &str) -> Place {
        let name = ["Phường ", "Xã ", "Huyện ", "Quận ", "Thị xã "]
            .iter()
            .find_map(|unit| full_name.strip_prefix(unit))
            .unwrap_or(full_name);
        Place {
            id,
            code: String::new(),
            slug: crate::text::slug(full_name),
            name: name.to_owned(),
            full_name: full_name.to_owned(),
            kind: kind.name().to_owned(),
            area_km2: None,
            population: None,
            valid_from: None,
            valid_to: None,
            old_communes: old_communes.to_owned(),
            map_column: None,
            map_row: None,
        }
    }

    fn places() -> Vec<Place> {
        use PlaceKind::{Commune, District};
        vec![
            place(1, "Xã Ba Vì", Commune, "Xã Ba Vì;Xã Khánh Thượng;Xã Minh Quang"),
            place(2, "Xã Bất Bạt", Commune, "Xã Thuần Mỹ;Xã Minh Quang"),
            place(3, "Phường Ba Đình", Commune, "Phường Quán Thánh;Phường Trúc Bạch"),
            place(4, "Xã Phượng Dực", Commune, "Xã Phú Túc"),
            place(5, "Xã Hòa Phú", Commune, "Xã Đồng Lạc"),
            place(6, "Xã Phúc Thọ", Commune, "Thị trấn Phúc Thọ"),
            place(7, "Xã Phúc Lộc", Commune, ""),
            place(8, "Phường Láng", Commune, "Phường Láng Thượng"),
            place(9, "Huyện Ba Vì", District, ""),
            place(10, "Quận Ba Đình", District, ""),
            place(11, "Phường Đống Đa", Commune, "Phường Thịnh Quang"),
            place(12, "Quận Bắc Từ Liêm", District, ""),
            place(13, "Quận Nam Từ Liêm", District, ""),
        ]
    }

    fn finder() -> Finder {
        Finder::new(&places().iter().collect::<Vec<_>>())
    }

    fn found(typed: &str) -> Vec<i64> {
        finder().find(typed).iter().map(|found| found.place.id).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let decomposed = "Phu\u{301}c Tho\u{323}";
        for typed in ["Phúc Thọ", "phuc tho", "PHUC THO", decomposed, "phucs thoj", "xa-phuc-tho"]
        {
            assert_eq!(found(typed), [6], "{typed}");
        }
        for typed in ["Hòa Phú", "Hoà Phú", "hoa phu", "hoaf phus", " hoà   phú "] {
            assert_eq!(found(typed), [5], "{typed}");
        }
        assert_eq!(found("ddoongs dda"), [11]);
    }

    #[test]
    fn units_and_the_city_may_stand_around_it() {
        for typed in ["P. Láng", "phuong lang", "Phường Láng, Hà Nội", "láng, tp. Hà Nội"]
        {
            assert_eq!(found(typed), [8], "{typed}");
        }
        assert_eq!(found("phuong duc"), [4], "a name may begin like a unit");
        assert_eq!(found("huyện ba vì"), [9]);
        assert_eq!(found("xa ba vi"), [1]);
    }

    #[test]
    fn what_may_mean_several_places_finds_them_all() {
        assert_eq!(found("ba vi"), [1, 9]);
        assert_eq!(found("Ba Vì"), [1, 9]);
        assert_eq!(found("huyen-ba-vi"), [9], "a slug is one place's");
        assert_eq!(found("Ba Đình"), [3, 10]);
        assert_eq!(found("phuc"), [6, 7], "two names begin so");
        assert_eq!(found("Minh Quang"), [1, 2], "a commune that was parted");
    }

    #[test]
    fn a_part_of_a_name_finds_what_no_name_begins_with() {
        for typed in ["Từ Liêm", "tu liem", "huyện Từ Liêm", "tuwf lieem"] {
            assert_eq!(found(typed), [12, 13], "{typed}");
        }
        assert_eq!(found("thượng"), [1, 8], "of communes of before as well");
        assert!(found("u li").is_empty(), "whole words alone");
        let finder = finder();
        assert!(finder.named("tu liem").is_empty() && finder.named("phuc").is_empty());
        assert_eq!(finder.named("xã phúc thọ").len(), 1);
    }

    #[test]
    fn a_commune_of_before_leads_to_what_it_is_now() {
        let finder = finder();
        let one = finder.find("phường quan thanh");
        assert_eq!(one.len(), 1);
        assert_eq!((one[0].place.id, one[0].through), (3, Some("Phường Quán Thánh")));
        assert_eq!(finder.find("Ba Vì")[0].through, None, "a name of today comes first");
    }

    #[test]
    fn nothing_is_found_for_nothing_and_the_likest_is_offered_for_a_slip() {
        assert!(found("").is_empty() && found(" ,. ").is_empty() && found("Sài Gòn").is_empty());
        let finder = finder();
        assert_eq!(finder.nearest("phúc thò")[0].place.id, 6);
        assert_eq!(finder.nearest("Quán Thán")[0].through, Some("Phường Quán Thánh"));
        assert!(finder.nearest("xyzw").is_empty());
    }
}
