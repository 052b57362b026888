"""As many articles as are asked for, made from the real ones: no two alike."""

import gzip
import json
import random
import re
from pathlib import Path

SENTENCE = re.compile(r"(?<=[.!?…])\s+")
AUDIENCES = ["nguoi-dan", "ho-ngheo", "ho-can-ngheo", "nguoi-lao-dong", None, None]


def read(data):
    """The real texts, in the file's order."""
    path = Path(data) / "news-5000.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(texts, count, places, path, seed=269):
    """Writes `count` articles as JSON Lines. The first are the real ones; the
    others mix titles of two and sentences of several, at the same lengths."""
    chance = random.Random(seed)
    sentences = [SENTENCE.split(text["body"].replace("\n", " ")) for text in texts]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            base = texts[number % len(texts)]
            article = base if number < len(texts) else _mixed(base, number, texts, sentences, chance)
            article = dict(article, id=f"bench-{number}", places=[chance.choice(places)])
            audience = chance.choice(AUDIENCES)
            article["audiences"] = [audience] if audience else []
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def _mixed(base, number, texts, sentences, chance):
    other = texts[chance.randrange(len(texts))]
    left, right = base["title"].split(), other["title"].split()
    title = left[: max(2, len(left) // 2)] + right[len(right) // 2 :]
    wanted, length, body = len(base["body"]), 0, []
    while length < wanted:
        own = sentences[chance.randrange(len(sentences))]
        start = chance.randrange(len(own))
        paragraph = " ".join(own[start : start + chance.randint(1, 4)])
        body.append(paragraph)
        length += len(paragraph) + 1
    year, month, day = chance.randint(2017, 2026), chance.randint(1, 12), chance.randint(1, 28)
    return {
        "title": " ".join(title)[:150],
        "body": "\n".join(body),
        "category": chance.choice([base, other])["category"],
        "date": min(f"{year}-{month:02}-{day:02}", "2026-10-31"),
        "source": base["source"],
    }
