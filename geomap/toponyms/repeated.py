"""A name that a report repeats is read alike throughout: what most of its occurrences are, all are."""

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise

from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.index import Index
from geomap.lexicon import Language
from geomap.toponyms.matching import Word, feature_beside
from geomap.toponyms.runs import Run, folded, overlapping, written

# Of a name that stands here less often, the others say too little.
LEAST_REPEATED = 3
_LISTED = re.compile(r",? (?:and |or )?")


def throughout(text: str, found: list[Word], runs: list[Run], words: Language, index: Index) -> list[Run]:
    """The names of a report after each that stands in it three times or more was read alike throughout.

    Where more than half of its occurrences were taken for a place, the others are one too, but for those behind another
    capitalised word ("John Lincoln"). Where it was half or less, none is ("Dziekanski" once among twelve), but for those whose
    neighbours say it ("in Lincoln", "Omaha and Lincoln"), nationalities, waters and heights.

    Args:
        text: the report's.
        found: its words.
        runs: the names that were found, in order and apart.
        words: the language.
        index: the gazetteer.
    """
    taken: dict[str, list[Run]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    for run in runs:
        taken[written(text, found, run)].append(run)
        lengths[found[run[0]].text].add(run[1] - run[0])
    passed: dict[str, list[Run]] = defaultdict(list)
    for at, word in enumerate(found):
        for length in lengths.get(word.text, ()):
            run = (at, min(at + length, len(found)))
            if text.startswith("$", found[run[1] - 1].token.end):  # "US$"
                continue
            if (name := written(text, found, run)) in taken and not overlapping(runs, *run):
                passed[name].append(run)
    made = set(runs)
    for name, others in passed.items():
        count = len(taken[name]) + len(others)
        if count < LEAST_REPEATED:
            continue
        if len(taken[name]) * 2 > count:
            made.update(r for r in others if not _behind_name(text, found, r, words))
        else:
            made.difference_update(r for r in taken[name] if not _firm(text, found, r, runs, words, index))
    return _apart(sorted(made))


def _behind_name(text: str, found: list[Word], run: Run, words: Language) -> bool:
    before = found[run[0] - 1] if run[0] else None
    if not before or not before.capital or not text[before.token.end : found[run[0]].token.start].isspace():
        return False
    return before.token.fold not in (*words.words("names", "function"), *words.words("names", "place_prepositions"))


def _firm(text: str, found: list[Word], run: Run, runs: list[Run], words: Language, index: Index) -> bool:
    """Whether a name is a place's by itself or by its neighbours, whatever it is elsewhere in the report."""
    first, end = run
    name = folded(found, first, end)
    places = [f.place for f in index.lookup(name)]
    if name in demonyms() or any(p.feature_class in "HT" for p in places):
        return True
    if end - first > 1 and feature_beside(text, found, first, end - first, words)[0]:
        return True
    if not places:
        return False
    at = bisect_left(runs, run)
    listed = any(
        _LISTED.fullmatch(text, found[a[1] - 1].token.end, found[b[0]].token.start)
        for a, b in pairwise(runs[max(0, at - 1) : at + 2])
    )
    prepositions = (*words.words("names", "site_prepositions"), *words.words("roles", "moves"))
    return listed or (first > 0 and found[first - 1].token.fold in prepositions)


def _apart(runs: list[Run]) -> list[Run]:
    """Without those that overlap the one before them."""
    apart: list[Run] = []
    for run in runs:
        if not apart or apart[-1][1] <= run[0]:
            apart.append(run)
    return apart
