"""How a name is written down for matching: the same fold for the index and for a report's text."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "'’ʼ‘`´ʹ′"
# A word with its inner apostrophes ("Donets'k"), but without an English possessive ("Korea’s" is Korea).
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}](?!s\b)[^\W_]+)*")
SQUASHED = "\x01"
"""Prefix of the keys that hold a name of several words written as one."""


class Token(NamedTuple):
    """A word of a text with its offsets and its fold."""

    start: int
    end: int
    fold: str


def fold(word: str) -> str:
    """One word without case, diacritics and apostrophes; Hangul stays in syllables.

    The length may change ("ß", "İ"), which is why offsets are kept beside it and never derived from it.
    """
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c) and c not in _APOSTROPHES
    )
    return unicodedata.normalize("NFC", bare)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. Hyphens, dots and spaces part words; the "s" of a possessive is none."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        possessive = folded == "s" and match.start() and text[match.start() - 1] in _APOSTROPHES
        if folded and not possessive:
            yield Token(match.start(), match.end(), folded)


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The folded words of a name with single spaces: "Ulan-Udė" → "ulan ude"."""
    return " ".join(t.fold for t in tokens(name))


def squashed_key(name_key: str) -> str:
    """The key under which "knyaze volkonskoye" is found when it is written in one word."""
    return SQUASHED + name_key.replace(" ", "")
