"""Two hundred different questions as citizens type them."""

import random
import unicodedata
from urllib.parse import urlencode

# Combining mark → Telex key: tones at the syllable's end, shapes at their letter.
TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHAPES = {"\u0306": "w", "\u031b": "w"}
TOPICS = ["dao-tao-nghe", "an-sinh-xa-hoi", "viec-lam-sinh-ke-ben-vung", "dich-vu-xa-hoi-co-ban"]


def unmarked(text):
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def telex(text):
    return " ".join(_telex_syllable(word) for word in text.split())


def _telex_syllable(word):
    out, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
        if letter in TONES:
            tone = TONES[letter]
        elif letter in SHAPES:
            out.append(SHAPES[letter])
        elif letter == "\u0302":  # â ê ô: the vowel twice
            out.append(out[-1].lower())
        else:
            out.append(letter)
    return "".join(out) + tone


def mistyped(text, chance):
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) > 3] or [0]
    place = chance.choice(long)
    word = words[place]
    at = chance.randrange(1, max(2, len(word) - 1))
    swapped = word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :]
    words[place] = chance.choice([swapped, word[:at] + word[at + 1 :]])
    return " ".join(words)


def make(texts, seed=2022):
    """200 query strings for the search's API, twenty of each way to ask."""
    chance = random.Random(seed)

    def words(text, low, high):
        every = [word.strip(".,:;!?\"'()“”") for word in text.split()]
        every = [word for word in every if word]
        count = min(len(every), chance.randint(low, high))
        start = chance.randrange(max(1, len(every) - count + 1))
        return " ".join(every[start : start + count])

    def title(low, high):
        return words(chance.choice(texts)["title"], low, high)

    def body(low, high):
        return words(chance.choice(texts)["body"], low, high)

    ways = [
        lambda: {"q": title(2, 4)},
        lambda: {"q": unmarked(title(2, 4))},
        lambda: {"q": telex(title(2, 3).lower())},
        lambda: {"q": title(3, 4)[:-2].strip()},
        lambda: {"q": mistyped(title(2, 4), chance)},
        lambda: {"q": f'"{body(2, 4)}"'},
        lambda: {"q": title(1, 1)},
        lambda: {"q": body(8, 12)},
        lambda: {"q": unicodedata.normalize("NFD", body(2, 4))},
        lambda: {
            "q": unmarked(title(1, 3)),
            **chance.choice(
                [
                    {"topic": chance.choice(TOPICS)},
                    {"year": chance.randint(2017, 2021)},
                    {"kind": "article", "page": 2},
                    {"audience": "ho-ngheo", "topic": chance.choice(TOPICS)},
                ]
            ),
        },
    ]
    return [urlencode(way()) for _ in range(20) for way in ways]
