//! The twelve Vietnamese vowels under the six tones.

/// The tone of a syllable, in the order of dictionaries (CLDR `vi`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tone {
    #[default]
    Ngang,
    Huyen,
    Hoi,
    Nga,
    Sac,
    Nang,
}

impl Tone {
    pub(crate) const ALL: [Tone; 6] =
        [Tone::Ngang, Tone::Huyen, Tone::Hoi, Tone::Nga, Tone::Sac, Tone::Nang];

    /// The key that gives the tone in Telex; none for the level tone.
    pub(crate) fn telex_key(self) -> Option<char> {
        match self {
            Tone::Ngang => None,
            Tone::Huyen => Some('f'),
            Tone::Hoi => Some('r'),
            Tone::Nga => Some('x'),
            Tone::Sac => Some('s'),
            Tone::Nang => Some('j'),
        }
    }
}

/// One row per vowel, one column per tone, in the order of [`Tone::ALL`].
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// The letter without its tone, in its own case, and the tone: `Ậ` is `Â` with nặng.
pub(crate) fn split(letter: char) -> (char, Tone) {
    if letter.is_ascii() {
        return (letter, Tone::Ngang);
    }
    let small = lower(letter);
    for row in &VOWELS {
        if let Some(column) = row.iter().position(|&vowel| vowel == small) {
            return (recase(row[0], letter), Tone::ALL[column]);
        }
    }
    (letter, Tone::Ngang)
}

/// The vowel under a tone, in the vowel's own case; any other letter as it is.
pub(crate) fn join(vowel: char, tone: Tone) -> char {
    let small = lower(vowel);
    match VOWELS.iter().find(|row| row[0] == small) {
        Some(row) => recase(row[tone as usize], vowel),
        None => vowel,
    }
}

/// Whether a small letter without tone is a vowel.
pub(crate) fn is_vowel(letter: char) -> bool {
    VOWELS.iter().any(|row| row[0] == letter)
}

/// The one-letter lower case, which every Vietnamese letter has.
pub(crate) fn lower(letter: char) -> char {
    let mut all = letter.to_lowercase();
    match (all.next(), all.next()) {
        (Some(small), None) => small,
        _ => letter,
    }
}

/// The one-letter upper case, which every Vietnamese letter has.
pub(crate) fn upper(letter: char) -> char {
    let mut all = letter.to_uppercase();
    match (all.next(), all.next()) {
        (Some(large), None) => large,
        _ => letter,
    }
}

fn recase(letter: char, like: char) -> char {
    if like.is_uppercase() { upper(letter) } else { letter }
}
