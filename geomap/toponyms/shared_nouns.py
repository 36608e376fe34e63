"""Names that share one noun: "Kharkiv, Poltava and Sumy oblasts" are three divisions, and no three towns."""

import re
from functools import cache

from geomap.gazetteer.fold import key
from geomap.lexicon import Language
from geomap.model import Mention

_LEADING = 40


def shared(text: str, mentions: list[Mention], words: Language) -> list[Mention]:
    """The mentions, each name of an enumeration with the feature that the noun behind or before the whole of it asks for.

    Args:
        text: the report's.
        mentions: in order.
        words: the language, which lists such nouns (``features_of_several``).
    """
    if not words.tables.get("features_of_several"):
        return mentions
    made = list(mentions)
    for run in _enumerations(text, mentions, words):
        first, last = mentions[run[0]], mentions[run[-1]]
        feature, noun = _behind(text, last, words)
        feature = feature or _before(text, first, words)
        for at in run if feature else []:
            name = mentions[at].name.removesuffix(f" {noun}") if noun and at == run[-1] else mentions[at].name
            made[at] = mentions[at].model_copy(update={"feature": feature, "name": name})
    return made


def _enumerations(text: str, mentions: list[Mention], words: Language) -> list[list[int]]:
    """The numbers of the mentions of each enumeration of at least two names that are meant as places."""
    runs: list[list[int]] = []
    for at, mention in enumerate(mentions):
        gap = text[mentions[at - 1].end : mention.start] if at else ""
        if runs and at - 1 == runs[-1][-1] and mention.usage == "literal" and _joint(words).fullmatch(gap):
            runs[-1].append(at)
        elif mention.usage == "literal":
            runs.append([at])
    return [r for r in runs if len(r) > 1]


def _behind(text: str, last: Mention, words: Language) -> tuple[str, str]:
    """The feature that the noun behind an enumeration asks for, and that noun where it is taken for part of the last name."""
    for feature, nouns in words.tables["features_of_several"].items():
        for noun in map(key, nouns):
            if last.name.endswith(f" {noun}"):
                return feature, noun
        if re.match(rf"\s(?:{'|'.join(nouns)})(?!\w)", text[last.end : last.end + _LEADING], re.IGNORECASE):
            return feature, ""
    return "", ""


def _before(text: str, first: Mention, words: Language) -> str:
    """The feature that the noun before an enumeration asks for: "the regions of Brest and Gomel"."""
    ahead = text[max(0, first.start - _LEADING) : first.start]
    features = words.tables["features_of_several"].items()
    return next((f for f, n in features if re.search(rf"(?<!\w)(?:{'|'.join(n)}) of (?:the )?$", ahead, re.IGNORECASE)), "")


@cache
def _joint(words: Language) -> re.Pattern[str]:
    joining = "|".join(words.words("roles", "joining"))
    return re.compile(rf",?\s(?:(?:{joining})\s)?(?:the\s)?", re.IGNORECASE)
