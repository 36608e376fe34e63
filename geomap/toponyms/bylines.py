"""Bylines and datelines: the lines that say who wrote a report and where, and nothing of what happened."""

import re
from collections.abc import Iterator
from functools import cache

from geomap.lexicon import Language

# "SEOUL, Oct. 18 (Hanbit) --", "SEOUL/TOKYO (Agency) -": capitals at the head of a line.
_OPENING = re.compile(r"[A-Z][A-Z'’.\-/ ]{2,40}(?:, [A-Z][A-Za-z. ]{2,20}?)?(?=\s*(?:=|/|-|—|–|\(|,))")
_REST = re.compile(
    r"(?:,?\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?)?\s*(?:\([^)\n]{2,40}\))?\s*(?:=|--|—|–|-)\s+"
)


@cache
def _byline(words: Language) -> re.Pattern[str]:
    return words.pattern("patterns", "byline")


def dateline(line: str) -> tuple[int, int]:
    """Where the place of a dateline ends, and where the text behind the dateline begins; zeros where there is none."""
    opening = _OPENING.match(line)
    if not opening:
        return 0, 0
    rest = _REST.match(line, opening.end())
    return (opening.end(), rest.end()) if rest else (0, 0)


def spans(text: str, words: Language) -> Iterator[tuple[int, int]]:
    """The stretches of a text whose names are those of writers, desks and datelines."""
    at = 0
    for line in text.splitlines(keepends=True):
        if len(line) < 160 and _byline(words).search(line) and not line.rstrip().endswith((".", "”", '"')):
            yield at, at + len(line)
        else:
            place, _ = dateline(line)
            if place:
                yield at, at + place
        at += len(line)
