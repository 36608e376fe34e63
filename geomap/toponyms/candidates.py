"""Every place that a mention could name, with how the name was matched; none is left out for being small."""

import re
from typing import Literal, NamedTuple

from geomap.gazetteer.build import TOWN
from geomap.gazetteer.demonyms import abbreviations, demonyms
from geomap.gazetteer.index import Found, Index
from geomap.model import Match, Mention, Place
from geomap.toponyms.features import SITES, fits

How = Literal["name", "demonym", "abbreviation", "part"]
# Similarity (0 to 100) that an unlisted spelling needs, and how long it must be: see design.md.
LEAST_SIMILARITY = 88.0
_LEAST_APPROXIMATE = 8


# The Arabic article as it is written before a noun, and where its names are (ISO 3166-1).
_ARTICLES = ("al", "el", "as", "es", "ash", "at", "ad", "ar", "az", "an")
_ARTICLE = re.compile(rf"(?:{'|'.join(_ARTICLES)}) ")
_ARAB = frozenset("AE BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA ML MR OM PS QA SA SD SO SY TD TN YE".split())


class Option(NamedTuple):
    """A place under the name that was matched; ``similarity`` from 0 to 100, below 100 for an approximate match."""

    found: Found
    match: Match
    how: How = "name"
    similarity: float = 100.0


def options(mention: Mention, index: Index, before: str, countries: frozenset[str] = frozenset()) -> list[Option]:
    """The candidates of a mention, in the gazetteer's order.

    Args:
        mention: with the name to look up.
        index: the gazetteer.
        before: what stands before the mention: a word without a dot ("Alta", "Ore") is short for a state behind a comma alone.
        countries: ISO codes of the countries that the text speaks of: an unlisted spelling is looked for there alone.
    """
    people = _meant(demonyms().get(mention.name, ()), mention, "demonym", index)
    if people and not any(o.found.place.feature_class == "A" for o in people):
        return people
    short = mention.text.isupper() or "." in mention.text or before.endswith(", ")
    letters = abbreviations().get(mention.text.replace(".", "").replace(" ", ""), ()) if short else ()
    listed = [
        Option(f, "exact" if _same_spelling(f.written, mention.text) else "folded")
        for f in index.lookup(mention.name)
        if not (people and f.weak)
    ]
    if people or letters or listed:
        return [*people, *_meant(letters, mention, "abbreviation", index), *([] if people else _fitting(mention, listed))]
    return _with_article(mention, index) or _approximate(mention, index, countries) or _part(mention, index)


def _fitting(mention: Mention, listed: list[Option]) -> list[Option]:
    """Those of the kind that the word beside the name asks for, where there are any; "Kursk" alone is not the oblast."""
    if mention.feature in SITES or mention.feature == "division":
        listed = [o for o in listed if fits(o.found.place, mention.feature)] or listed
    elif any(o.found.place.population >= TOWN and o.found.place.feature_class == "P" for o in listed):
        listed = [o for o in listed if not (o.found.bare and o.found.place.feature_code == "ADM1")]
    # A region that the project's table or Natural Earth outlines is not GeoNames' region of the name besides.
    outlined = any(o.found.place.id.startswith(("region:", "division:")) for o in listed)
    return [
        o for o in listed if not (outlined and o.found.place.feature_code == "RGN" and o.found.place.id.startswith("geonames:"))
    ]


def _with_article(mention: Mention, index: Index) -> list[Option]:
    """Places of Arab countries under the name with another form of the article, or with one, or without: "Tanf", "an-Numan"."""
    article = _ARTICLE.match(mention.name)
    bare = mention.name[article.end() :] if article else mention.name
    forms = [f"{form} {bare}" for form in _ARTICLES if f"{form} {bare}" != mention.name]
    listed = (f for name in (*forms, *([bare] if article else ())) for f in index.lookup(name))
    found = {f.place.id: f for f in listed if f.place.country in _ARAB and not (f.bare or f.weak)}
    return [Option(f, "folded") for f in found.values()]


def _meant(ids: tuple[str, ...], mention: Mention, how: How, index: Index) -> list[Option]:
    places: list[Place] = [p for p in (index.place(i) for i in ids) if p]
    return [Option(Found(p, mention.text, bare=False, weak=False, layer=0), "exact", how) for p in places]


def _approximate(mention: Mention, index: Index, countries: frozenset[str]) -> list[Option]:
    if " " in mention.name:
        return []
    squashed = index.squashed(mention.name)
    if squashed:
        return [Option(f, "approximate") for f in squashed]
    close: dict[str, Option] = {}
    if countries and len(mention.name) >= _LEAST_APPROXIMATE:
        for name, similarity in index.neighbours(mention.name, LEAST_SIMILARITY):
            for f in index.lookup(name):
                if f.place.country in countries and not f.bare:
                    close.setdefault(f.place.id, Option(f, "approximate", similarity=similarity))
    return list(close.values())


def _part(mention: Mention, index: Index) -> list[Option]:
    """For a longer name that the gazetteer lacks ("Colorado State University") the place that its first words name."""
    words = mention.name.split()
    for count in range(len(words) - 1, 0, -1):
        found = [f for f in index.lookup(" ".join(words[:count])) if not f.weak]
        if found:
            return [Option(f, "approximate", "part") for f in found]
    return []


def _same_spelling(written: str, text: str) -> bool:
    return text == written or text.startswith(written)
