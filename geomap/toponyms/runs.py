"""Runs of words: the stretches of a text that are taken for names, by the numbers of their words."""

from bisect import bisect_left, bisect_right
from operator import itemgetter

from geomap.toponyms.matching import Word

Run = tuple[int, int]
"""The number of a name's first word and of the one behind its last."""


def written(text: str, found: list[Word], run: Run) -> str:
    """A name as it is written in the text."""
    return text[found[run[0]].token.start : found[run[1] - 1].token.end]


def folded(found: list[Word], first: int, end: int) -> str:
    """A name as the gazetteer is asked for it."""
    return " ".join(w.token.fold for w in found[first:end])


def overlapping(runs: list[Run], first: int, end: int) -> list[Run]:
    """Those of some runs, in order and apart, that share a word with another; found without looking at all."""
    return runs[bisect_right(runs, first, key=itemgetter(1)) : bisect_left(runs, end, key=itemgetter(0))]
