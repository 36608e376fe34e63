"""Which names are ships', by the words around them."""

import re
from functools import cache, lru_cache

from geomap.gazetteer.index import Index
from geomap.lexicon import Language
from geomap.model import Mention

_NEAR, _FAR, _SPEAKS = 40, 160, 250
_NAME = r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}"
_FOLLOWING = re.compile(r"\s+(\w+)")


def names_ship(text: str, mention: Mention, words: Language, index: Index) -> bool:
    """Whether a name is a ship's by the words before or behind it, or because the text gives it to one ("HMS Montrose")."""
    if _placed(words).search(text, max(0, mention.start - _NEAR), mention.start):  # "USS New York" does not lie in New York
        return False
    behind = _ship_behind(words).match(text, mention.end)
    before = _ship(words).search(text, max(0, mention.start - _FAR), mention.start)
    if behind or before or _articled_town(text, mention, words, index):
        return True
    return any(mention.text == ship or mention.text.endswith(f" {ship}") for ship in _ships(text, words))


@cache
def _placed(words: Language) -> re.Pattern[str]:
    """What stands before a place, and hardly before a ship: "in the"."""
    return re.compile(rf"(?<!\w)(?:{words.either('names', 'site_prepositions')})\s(?:the\s)?$", re.IGNORECASE)


def _articled_town(text: str, mention: Mention, words: Language, index: Index) -> bool:
    """Whether a town's name stands behind an article, and no noun behind it, where ships are spoken of: "the Tromsø sailed"."""
    if not _article(words).search(text, max(0, mention.start - _NEAR), mention.start):
        return False
    if mention.feature or " " in mention.text or _goes_on(words).match(text, mention.end):
        return False
    following = _FOLLOWING.match(text, mention.end)
    if following and not words.pattern("names", "behind_articled").fullmatch(following[1]):
        return False
    around = text[max(0, mention.start - _SPEAKS) : mention.end + _SPEAKS]
    if not _any_ship(words).search(around):
        return False
    places = [f.place for f in index.lookup(mention.name) if not f.bare]
    return bool(places) and all(p.feature_class == "P" for p in places)


@cache
def _article(words: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words.either('names', 'articles')}) $", re.IGNORECASE)


@cache
def _goes_on(words: Language) -> re.Pattern[str]:
    """What joins another name: "the Pskov and Ivanovo divisions", "the Cheongjin, Hamhung and Musudan areas"."""
    return re.compile(rf",?\s(?:(?:{words.either('roles', 'joining')})\s)?[A-Z]|-")


@cache
def _any_ship(words: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words.either('names', 'ships')})s?(?!\w)")


@lru_cache(maxsize=8)
def _ships(text: str, words: Language) -> frozenset[str]:
    leading = words.either("names", "ship_prefixes", "ships")
    found = re.finditer(rf"(?<!\w)(?:{leading})\s((?:[A-Z][\w’'-]+\s){{0,2}}[A-Z][\w’'-]+)", text)
    return frozenset(m[1] for m in found)


@cache
def _ship(words: Language) -> re.Pattern[str]:
    """What stands before a ship's name: "the corvette Uglich", "destroyers Wuhan and Haikou", "ships, the Dagestan"."""
    kinds = words.either("names", "ships")
    listed, joined = rf"the\s{_NAME}", r"(?:,\s(?:and\s)?|\sand\s)"
    several = rf"(?:{kinds})s(?:\s(?:{_NAME}{joined}){{0,6}}|\b[^.;:()]{{0,40}},\s(?:{listed}{joined}){{0,6}}the\s)"
    return re.compile(rf"(?<!\w)(?:(?:{kinds})\s|{several})$")


@cache
def _ship_behind(words: Language) -> re.Pattern[str]:
    """What stands behind a ship's name: ", a Palauan-flagged tanker"."""
    kinds = words.either("names", "ships", "ships_behind")
    return re.compile(rf", (?:an?|the|her) (?:[\w-]+ ){{0,3}}(?:{kinds})(?!\w)", re.IGNORECASE)
