"""Bylines and datelines: the lines that say who wrote a report and where, and nothing of what happened."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geomap.gazetteer.index import Index
from geomap.lexicon import Language, language
from geomap.model import Mention, Usage

# "SEOUL, Oct. 18 (Hanbit) --", "SEOUL/TOKYO (Agency) -": capitals at the head of a line.
_OPENING = re.compile(r"[A-Z][A-Z'’.\-/ ]{2,40}(?:, [A-Z][A-Za-z. ]{2,20}?)?(?=\s*(?:=|/|-|—|–|\(|,))")
_DAY = r"(?:,?\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?)"
_REST = re.compile(rf"{_DAY}?\s*(?:\([^)\n]{{2,40}}\))?\s*(?:(?:=|-)\s+|(?:--|—|–)\s*)|{_DAY}\.\s*/[A-Z][\w -]{{1,20}}/\.?\s*")
# "Pyongyang, October 9 (KCNA) --": with the day and the agency a town needs no capitals.
_FILED = re.compile(rf"(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?){_DAY}\s*\([A-Z][\w -]{{1,20}}\)\s*(?:=|--?|—|–)\s*")

# "Marc Halloran, Sumy", "By Anna Lee in Taipei": near the head, a line with a person's name, a place and no more.
_SIGNED = re.compile(r"(?:By\s)?(?:[A-Z][\w’'.-]*\s){1,3}[A-Z][\w’'-]+(?:,|\sin)\s+(?P<place>[A-Z][\w’' .-]*?)\s*")
_HEAD, _LONGEST = 1_000, 60
# So many places in capitals at the head of lines, with no day and no agency behind them, are a bulletin's headings.
HEADINGS = 3


class Line(NamedTuple):
    """A stretch of a text in whose names nothing happens, and how they are used there."""

    start: int
    end: int
    usage: Usage


@cache
def _byline(words: Language) -> re.Pattern[str]:
    return words.pattern("patterns", "byline")


def dateline(line: str) -> tuple[int, int]:
    """Where the place of a dateline ends, and where the text behind the dateline begins; zeros where there is none."""
    opening = _OPENING.match(line)
    if not opening:
        filed = _FILED.match(line)
        return (filed.end("place"), filed.end()) if filed else (0, 0)
    rest = _REST.match(line, opening.end())
    return (opening.end(), rest.end()) if rest else (0, 0)


@cache
def _bare() -> re.Pattern[str]:
    """A copied agency's dateline that lost its dash, at the head of a text: "SEOUL/TOKYO Japan put its military on alert"."""
    towns = "|".join(sorted(language("en").words("patterns", "bureaus"), key=len, reverse=True))
    return re.compile(rf"(?P<place>(?:{towns})(?:/(?:{towns}))*)(?:, [A-Z][a-z]+)?\s+(?=[A-Z](?:[a-z]|\.|\s))")


def datelines(text: str) -> dict[int, tuple[int, int]]:
    """For each line that begins with a dateline, by its start, where its place and the whole dateline end.

    "CHERNIHIV — Eleven in, six brought down", one below the other, are the headings of a bulletin: there it happened.
    """
    found, plain, at = {}, set(), 0
    if bare := _bare().match(text):
        found[0] = (bare.end("place"), bare.end())
    for line in text.splitlines(keepends=True):
        place, skip = dateline(line)
        if place:
            found[at] = (at + place, at + skip)
            if not any(c == "(" or c.isdigit() for c in line[:skip]):
                plain.add(at)
        at += len(line)
    return {start: ends for start, ends in found.items() if len(plain) < HEADINGS or start not in plain}


def lines(text: str, words: Language) -> Iterator[Line]:
    """The stretches of a text whose names are those of writers, desks and datelines, in order."""
    at, filed = 0, datelines(text)
    for line in text.splitlines(keepends=True):
        if len(line) < 160 and _byline(words).search(line) and not line.rstrip().endswith((".", "”", '"')):
            yield Line(at, at + len(line), "associative")
        elif at in filed:
            yield Line(at, filed[at][0], "dateline")
        at += len(line)


def signed(text: str, mentions: list[Mention], index: Index) -> list[Mention]:
    """The mentions, the place behind the writer's name as that of a dateline; a line that names another place is a headline."""
    made = list(mentions)
    for at, mention in enumerate(mentions):
        if mention.start > _HEAD:
            break
        start = text.rfind("\n", 0, mention.start) + 1
        line = text[start : start + _LONGEST + 1].split("\n", 1)[0]
        found = _SIGNED.fullmatch(line) if len(line) <= _LONGEST and mention.usage == "literal" else None
        if not found or start + found.start("place") != mention.start or mention.end < start + found.end("place"):
            continue
        beside = [n for n in range(at) if mentions[n].end > start]
        if not any(index.has(mentions[n].name) for n in beside):
            made[at] = mention.model_copy(update={"usage": "dateline", "why": "stands in a dateline"})
            for n in beside:
                made[n] = mentions[n].model_copy(update={"usage": "associative", "why": "stands in a byline"})
    return made


def in_line(mention: Mention, found: list[Line]) -> Mention | None:
    """A mention as it is used in the byline or dateline in which it stands; None where it stands in none."""
    at = bisect_right(found, mention.start, key=lambda line: line.start) - 1
    if at < 0 or mention.start >= found[at].end:
        return None
    usage = found[at].usage
    return mention.model_copy(update={"usage": usage, "why": f"stands in a {'dateline' if usage == 'dateline' else 'byline'}"})
