"""What the encoder sees of a text: word pieces, the shape of each word, and what the gazetteer knows under it.

Training and reading go through this one module, so that what was learnt is what is asked.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from geomap.encoder.networks import WEIGHTS
from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import Token
from geomap.gazetteer.index import Index

PIECES = 126
"""The longest window, without the two pieces that open and close it."""
SHAPES = ("none", "lower", "capital", "upper", "mixed", "digit")
MATCHES = ("country", "division", "city", "town", "village", "site", "physical", "demonym", "weak")
BEFORE, BEHIND = 80, 12
"""So many words before and behind a marked stretch are shown with it."""
_LONGEST_NAME = 6
# A line longer than this is cut, so that the tokenizer's memory stays bounded.
_LONGEST_LINE = 20_000
# Between the words of one name: spaces, a hyphen, or the dot of an abbreviation.
_WITHIN_NAME = re.compile(r"[ \t\u00a0]{0,2}|[-–‑]|\. ?|\n")
_ENDS = frozenset(".!?\n")


class Window(NamedTuple):
    """A stretch of a text as the encoder takes it in: one entry for each word piece, those that frame it among them.

    ``marks`` holds what is asked of a piece, 0 where nothing is; ``words`` the number of the word that a piece begins, and -1
    where it begins none.
    """

    ids: list[int]
    shapes: list[int]
    matches: list[int]
    marks: list[int]
    words: list[int]


def shape(word: str) -> int:
    """The class of a word's letters: an index into ``SHAPES``."""
    if word.isdigit():
        return 5
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4


def gazetteer_tags(text: str, words: list[Token], index: Index) -> list[int]:
    """For each word 0, or what the longest name that begins at or runs over it stands for in the gazetteer.

    ``1 + 2 * i`` begins a name of the class ``MATCHES[i]``, one more continues it. Words in small letters begin none.
    """
    tags = [0] * len(words)
    at = 0
    while at < len(words):
        first = text[words[at].start]
        count = 0
        if not first.islower() and not first.isdigit():
            run = [words[at].fold]
            for a, b in zip(words[at : at + _LONGEST_NAME], words[at + 1 : at + _LONGEST_NAME], strict=False):
                if not _WITHIN_NAME.fullmatch(text, a.end, b.start):
                    break
                run.append(b.fold)
            count, found = _longest(run, index)
            while count > 1 and text[words[at + count - 1].start].islower():
                count, found = _longest(run[: count - 1], index)
        if count:
            tags[at : at + count] = [1 + 2 * found, *[2 + 2 * found] * (count - 1)]
        at += count or 1
    return tags


def _longest(run: list[str], index: Index) -> tuple[int, int]:
    people = next((n for n in (2, 1) if len(run) >= n and " ".join(run[:n]) in demonyms()), 0)
    count = index.longest(run)
    if people and people >= count:
        return people, MATCHES.index("demonym")
    return (count, _match(index, " ".join(run[:count]))) if count else (0, 0)


def _match(index: Index, name: str) -> int:
    found = index.lookup(name)
    if all(f.weak for f in found):
        return MATCHES.index("weak")
    classes = {f.place.feature_class for f in found}
    if any(f.place.is_country for f in found):
        return MATCHES.index("country")
    largest = max((f.place.population for f in found if f.place.feature_class == "P"), default=0)
    if "A" in classes and largest < 1_000_000:
        return MATCHES.index("division")
    if "P" in classes:
        return MATCHES.index("city" if largest >= 100_000 else "town" if largest >= 15_000 else "village")
    return MATCHES.index("site" if "S" in classes else "physical")


@cache
def tokenizer() -> Any:
    """The word-piece tokenizer that belongs to the weights; about 40 ms to load."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), _LONGEST_LINE):
            yield at + start, line[start : start + _LONGEST_LINE]
        at += len(line)


def windows(
    text: str, words: list[Token], tags: list[int], size: int = PIECES, context: int = 0, marks: list[int] | None = None
) -> Iterator[Window]:
    """The windows of a text in order: as many whole sentences as fit, or words where a sentence is longer.

    Args:
        text: of any length.
        words: its words (``fold.tokens``).
        tags: what is known of each word beforehand (``gazetteer_tags``).
        size: the pieces of the longest window.
        context: so many pieces of the window before stand before the new ones; they begin no word.
        marks: what is asked of each word, where something is.
    """
    shapes = [shape(text[w.start : w.end]) for w in words]
    starts = [w.start for w in words]
    pieces: list[tuple[int, int, int, int, int]] = []
    ends: list[int] = []  # after how many pieces of the window a sentence ends
    before = 0  # how many of the pieces stand there as context alone
    seen = -1
    for at, line in _lines(text):
        encoded = tokenizer().encode(line, add_special_tokens=False)
        for identity, (start, end) in zip(encoded.ids, encoded.offsets, strict=True):
            n = bisect_right(starts, at + start) - 1
            inside = n >= 0 and at + start < words[n].end
            first = inside and n > seen
            if len(pieces) == size:
                cut = next((e for e in reversed(ends) if e > max(size // 2, before)), 0) or _word_start(pieces)
                yield _framed(pieces[:cut])
                before = min(context, cut)
                pieces = [(*p[:-1], -1) for p in pieces[cut - before : cut]] + pieces[cut:]
                ends = [e - cut + before for e in ends if e > cut]
            mark = marks[n] if marks and inside else 0
            pieces.append((identity, shapes[n] if inside else 0, tags[n] if inside else 0, mark, n if first else -1))
            if first:
                seen = n
            if line[start:end] in _ENDS:
                ends.append(len(pieces))
        if len(pieces) > before:
            ends.append(len(pieces))
    if len(pieces) > before:
        yield _framed(pieces)


def near(words: list[Token], stretch: slice) -> slice:
    """The numbers of the words that are shown with a marked stretch: so many before and behind it."""
    return slice(max(0, stretch.start - BEFORE), min(len(words), stretch.stop + BEHIND))


def around(text: str, words: list[Token], tags: list[int], stretch: slice, mark: int, size: int) -> Iterator[Window]:
    """The windows, most often one, of the words near a stretch that bears a mark; words are numbered from the first of them.

    Args:
        text: the whole text.
        words: its words.
        tags: what is known of each word beforehand.
        stretch: the numbers of the words that bear the mark.
        mark: what is asked of them.
        size: the pieces of the longest window.
    """
    shown = near(words, stretch)
    start, end = words[shown.start].start, words[shown.stop].start if shown.stop < len(words) else len(text)
    moved = [Token(w.start - start, w.end - start, w.fold) for w in words[shown]]
    marks = [mark if stretch.start <= i < stretch.stop else 0 for i in range(shown.start, shown.stop)]
    return windows(text[start:end], moved, tags[shown], size, size // 2, marks)


def _word_start(pieces: list[tuple[int, int, int, int, int]]) -> int:
    return next((i for i in range(len(pieces) - 1, len(pieces) // 2, -1) if pieces[i][-1] >= 0), len(pieces))


def _framed(pieces: list[tuple[int, int, int, int, int]]) -> Window:
    opening, closing = tokenizer().token_to_id("[CLS]"), tokenizer().token_to_id("[SEP]")
    rows = [(opening, 0, 0, 0, -1), *pieces, (closing, 0, 0, 0, -1)]
    return Window(*(list(column) for column in zip(*rows, strict=True)))
