"""Armed groups, whose names may be or hold those of places: "Boko Haram", "Fano fighters", "Saraya al-Quds"."""

import re
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
    """Start and end of every armed group in a text, in order.

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
    return sorted(found)
