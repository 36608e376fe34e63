"""Armed groups, whose names may be or hold those of places: "Boko Haram", "Fano fighters", "Saraya al-Quds"."""

import re
from bisect import bisect_left
from functools import cache

from geomap.lexicon import Language

_BEFORE = 30


@cache
def _groups(words: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    either = words.either
    return (
        re.compile(rf"(?<![\w-])(?:{either('groups', 'names')})(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{either('groups', 'also_places')})(?![\w-])"),
        re.compile(rf"(?<!\w)(?:{either('names', 'leading_to_place')})\s+(?:the\s+)?$", re.IGNORECASE),
    )


def named(text: str, words: Language) -> list[tuple[int, int]]:
    """Start and end of every armed group in a text, in order and apart from each other.

    What is a place's name as well ("Fano" in Italy) is a group's unless a word that leads to a place stands before it: "in Fano".

    Args:
        text: the report's.
        words: the language, whose table of groups is looked up.
    """
    names, also_places, led = _groups(words)
    found = [m.span() for m in names.finditer(text)]
    for m in also_places.finditer(text):
        if not led.search(text, max(0, m.start() - _BEFORE), m.start()):
            found.append(m.span())
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
        else:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
    return apart


def overlaps(armed: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch of a text overlaps one of the groups that it names (``named``)."""
    last = bisect_left(armed, (end,)) - 1
    return last >= 0 and armed[last][1] > start
