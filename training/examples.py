"""Annotated corpora as windows with labels; what a corpus does not know is masked and teaches nothing."""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from benchmarks import gate
from benchmarks.gate import FOLDS, LITERAL, NO_NAMES, folds
from geomap.activities.sentences import sentences
from geomap.encoder.inputs import Window, gazetteer_tags, windows
from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import Token, key, tokens
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Report

TOPONYMS = ("lgl", "trnews", "gwn_half")
MASKED = -100
__all__ = ["FOLDS", "folds"]  # the gates' folds, so that training leaves out what they measure
_PLACED = ("in", "at", "near", "from", "to", "outside", "around", "across", "into", "through")
# How often a town's name gives way to another of the gazetteer: names must not be learnt by heart.
RENAMED = 0.1
# A text that is cut short has at most so many sentences.
LONGEST = 3


class Example(NamedTuple):
    """A window with what is to be said of each piece; ``MASKED`` where nothing is known."""

    window: Window
    span: list[int]  # 0 outside, 1 begins, 2 continues a place name
    usage: list[int]  # 0 literal, 1 associative


class Labelled(NamedTuple):
    """A text with the labels of its words."""

    text: str
    words: list[Token]
    span: list[int]
    usage: list[int]


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a corpus under ``shared/eval``."""
    return gate.read(gate.EVAL / f"{name}.jsonl")


def labelled(doc: dict[str, Any], rng: random.Random | None, index: Index) -> Labelled:
    """A document of a corpus of toponyms; with ``rng`` some of its towns renamed."""
    text, gold = renamed(doc, rng, index) if rng else (doc["text"], doc["toponyms"])
    words = list(tokens(text))
    span, usage = [0] * len(words), [MASKED] * len(words)
    for t in gold:
        over = [i for i, w in enumerate(words) if w.start < t["end"] and t["start"] < w.end]
        if t.get("type") in NO_NAMES:
            for i in over:
                span[i] = MASKED if span[i] == 0 and text[words[i].start].isupper() else span[i]
            continue
        for i in over:
            span[i] = 2
            usage[i] = int(t["type"] not in LITERAL) if "type" in t else _plain_usage(text, words, over)
        if over:
            span[over[0]] = 1
    return Labelled(text, words, span, usage)


def sites(doc: dict[str, Any]) -> Labelled:
    """A report with claims: of their places it is known that they are names, and meant; of all other words nothing."""
    text = doc["text"]
    words = list(tokens(text))
    span, usage = [MASKED] * len(words), [MASKED] * len(words)
    for place in (p for c in doc["claims"] for p in c["places"]):
        over = [i for i, w in enumerate(words) if w.start < place["end"] and place["start"] < w.end]
        if not over or not text[words[over[0]].start].isupper():  # "the city"
            continue
        for i in over:
            span[i], usage[i] = 2, 0
        span[over[0]] = 1
    return Labelled(text, words, span, usage)


def stretches(text: str, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Where a text may be cut into texts of one to three sentences: start and end of each."""
    spans, at = list(sentences(Report(text=text))), 0
    while at < len(spans):
        last = min(at + rng.randint(1, LONGEST), len(spans)) - 1
        yield spans[at].start, spans[last].end
        at = last + 1


def alone(text: Labelled, rng: random.Random) -> Iterator[Labelled]:
    """A text cut into texts of one to three sentences: a report may be as short as that."""
    word = 0
    for start, end in stretches(text.text, rng):
        while word < len(text.words) and text.words[word].start < start:
            word += 1
        first = word
        while word < len(text.words) and text.words[word].end <= end:
            word += 1
        words = [w._replace(start=w.start - start, end=w.end - start) for w in text.words[first:word]]
        if words:
            yield Labelled(text.text[start:end], words, text.span[first:word], text.usage[first:word])


def _plain_usage(text: str, words: list[Token], name: list[int]) -> int:
    """Where a corpus does not say how a name is used, what its neighbours leave no doubt about."""
    first, end = words[name[0]], words[name[-1]]
    if key(text[first.start : end.end]) in demonyms():
        return 1
    if text[end.end : end.end + 2] in ("'s", "’s"):
        return MASKED
    following = words[name[-1] + 1].fold if name[-1] + 1 < len(words) and text[end.end : end.end + 1] == " " else ""
    english = language("en")
    if following in english.words("names", "office") or following in english.words("names", "speech"):
        return 1
    before = words[name[0] - 1].fold if name[0] else ""
    return 0 if before in _PLACED and not following else MASKED


def examples(text: Labelled, index: Index) -> Iterator[Example]:
    """The windows of a text with the labels of the words that begin in them."""

    def spread(labels: list[int], window: Window) -> list[int]:
        return [labels[w] if w >= 0 else MASKED for w in window.words]

    for window in windows(text.text, text.words, gazetteer_tags(text.text, text.words, index)):
        yield Example(window, spread(text.span, window), spread(text.usage, window))


@cache
def _towns(index: Index) -> list[str]:
    """Names of populated places, as the gazetteer writes them."""
    rows = index.cities(150_000)
    return [r.name for r in rows if r.name.isascii() and len(r.name) > 3]


def renamed(doc: dict[str, Any], rng: random.Random, index: Index) -> tuple[str, list[dict[str, Any]]]:
    """A text in which some names of towns, each everywhere, give way to other towns' names, with its toponyms moved."""
    text, towns = doc["text"], _towns(index)
    new: dict[str, str] = {}
    for name in sorted({t["text"] for t in doc["toponyms"] if t.get("type") not in NO_NAMES}):
        found = index.lookup(key(name))
        if found and all(f.place.feature_class == "P" for f in found) and rng.random() < RENAMED:
            new[name] = rng.choice(towns)
    parts, gold, at, length = [], [], 0, 0
    for t in sorted(doc["toponyms"], key=lambda t: (t["start"], -t["end"])):
        name = t["text"] if t.get("type") in NO_NAMES else new.get(t["text"], t["text"])
        if t["start"] < at:
            continue
        parts += [text[at : t["start"]], name]
        length += t["start"] - at
        gold.append({**t, "start": length, "end": length + len(name), "text": name})
        length += len(name)
        at = t["end"]
    return "".join([*parts, text[at:]]), gold
