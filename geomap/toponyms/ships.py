"""Which names are ships', by the words around them."""

import re
from functools import cache, lru_cache

from geomap.lexicon import Language
from geomap.model import Mention

_NEAR, _FAR = 40, 160


def names_ship(text: str, mention: Mention, words: Language) -> bool:
    """Whether a name is a ship's by the words before or behind it, or because the text gives it to one ("HMS Montrose")."""
    behind = _ship_behind(words).match(text, mention.end)
    before = _ship(words).search(text, max(0, mention.start - _FAR), mention.start)
    ahead = text[max(0, mention.start - _NEAR) : mention.start].split()[-1:]  # "USS New York" does not lie in New York
    placed = bool(ahead) and ahead[0].lower() in words.words("names", "site_prepositions")
    if behind or before:
        return True
    return not placed and any(mention.text == ship or mention.text.endswith(f" {ship}") for ship in _ships(text, words))


@lru_cache(maxsize=8)
def _ships(text: str, words: Language) -> frozenset[str]:
    prefixes = "|".join(words.words("names", "ship_prefixes")) or "(?!)"
    found = re.finditer(rf"(?<!\w)(?:{prefixes})\s((?:[A-Z][\w’'-]+\s){{0,2}}[A-Z][\w’'-]+)", text)
    return frozenset(m[1] for m in found)


@cache
def _ship(words: Language) -> re.Pattern[str]:
    """What stands before a ship's name: "the corvette Uglich", "four ships, the Dagestan, the Grad Sviyazhsk and the Uglich"."""
    kinds = "|".join(words.words("names", "ships")) or "(?!)"
    listed = r"(?:the\s[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}(?:,\s(?:and\s)?|\sand\s)){0,6}"
    return re.compile(rf"(?<!\w)(?:(?:{kinds})\s|(?:{kinds})s\b[^.;:()]{{0,40}},\s{listed}the\s)$")


@cache
def _ship_behind(words: Language) -> re.Pattern[str]:
    """What stands behind a ship's name: ", a Palauan-flagged tanker"."""
    kinds = "|".join((*words.words("names", "ships"), *words.words("names", "ships_behind"))) or "(?!)"
    return re.compile(rf", (?:an?|the|her) (?:[\w-]+ ){{0,3}}(?:{kinds})(?!\w)", re.IGNORECASE)
