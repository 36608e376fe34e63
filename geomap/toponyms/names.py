"""Under which name a mention is looked up: as it stands, with its abbreviations written out, without what leads to it."""

from collections.abc import Iterator
from functools import cache

from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.index import Index
from geomap.lexicon import Language


@cache
def _spelled_out(words: Language) -> dict[str, str]:
    return dict(words.tables.get("abbreviated", {}))


def looked_up(run: list[str], generic: int, words: Language, index: Index) -> str:
    """The first of a mention's possible names that the gazetteer has; the whole, where it has none.

    Args:
        run: the folded words of the mention.
        generic: how many of the last ones say what it is ("kursk region": 1).
        words: the language.
        index: the gazetteer.
    """
    return next((name for name in _variants(run, generic, words) if index.has(name) or name in demonyms()), " ".join(run))


def _variants(run: list[str], generic: int, words: Language) -> Iterator[str]:
    article = set(words.words("names", "articles"))
    leading = {*words.words("names", "directions"), *words.words("names", "leading")}
    bare = run[1:] if len(run) > 1 and run[0] in article else run
    written_out = [_spelled_out(words).get(w, w) for w in bare]
    for whole in (run, bare, written_out):
        yield " ".join(whole)
    if generic and len(bare) > generic:
        for whole in (bare[:-generic], written_out[:-generic]):
            yield " ".join(whole)
    if len(bare) > 1 and bare[0] in words.words("features", "division"):  # "Oblast Kharkiv"
        yield " ".join([*bare[1:], bare[0]])
    while len(bare) > 1 and bare[0] in leading:
        bare = bare[1:]
        yield " ".join(bare)
        if generic and len(bare) > generic:
            yield " ".join(bare[:-generic])
