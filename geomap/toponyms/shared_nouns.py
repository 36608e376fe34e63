"""Names that share one noun: "Kharkiv, Poltava and Sumy oblasts" are three divisions, and no three towns."""

import re
from functools import cache
from typing import NamedTuple

from geomap.gazetteer.fold import key
from geomap.lexicon import Language
from geomap.model import Mention

_LEADING = 40


class _Noun(NamedTuple):
    """Nouns for several places of one kind: the feature that they ask for, and their patterns behind and before the names."""

    feature: str
    words: tuple[str, ...]
    behind: re.Pattern[str]
    before: re.Pattern[str]


@cache
def _nouns(words: Language) -> tuple[_Noun, ...]:
    made = []
    for feature in words.tables.get("features_of_several", {}):
        listed = words.words("features_of_several", feature)
        either = "|".join(listed)
        behind = re.compile(rf"\s(?:{either})(?!\w)", re.IGNORECASE)
        before = re.compile(rf"(?<!\w)(?:{either}) of (?:the )?$", re.IGNORECASE)
        made.append(_Noun(feature, listed, behind, before))
    return tuple(made)


def shared(text: str, mentions: list[Mention], words: Language) -> list[Mention]:
    """The mentions, each name of an enumeration with the feature that the noun behind or before the whole of it asks for.

    Args:
        text: the report's.
        mentions: in order.
        words: the language, which lists such nouns (``features_of_several``).
    """
    if not _nouns(words):
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
    """The numbers of the mentions of each enumeration of at least two names that are meant as places.

    Its last two names are joined by "and": "Hodeidah, Yemen" is one place.
    """
    runs: list[list[int]] = []
    closed: list[bool] = []
    for at, mention in enumerate(mentions):
        joint = _joint(words).fullmatch(text, mentions[at - 1].end, mention.start) if at else None
        if mention.usage != "literal":
            continue
        beside = joint and runs and runs[-1][-1] == at - 1
        if joint and beside and not closed[-1]:
            runs[-1].append(at)
            closed[-1] = bool(joint["and"])
        else:  # "in Georgia and Nassau and Baker counties": the last two
            runs.append([at - 1, at] if beside else [at])
            closed.append(bool(joint and beside and joint["and"]))
    return [run for run, whole in zip(runs, closed, strict=True) if whole]


def _behind(text: str, last: Mention, words: Language) -> tuple[str, str]:
    """The feature that the noun behind an enumeration asks for, and that noun where it is taken for part of the last name."""
    for nouns in _nouns(words):
        for noun in nouns.words:
            if last.text.endswith(f" {noun}"):  # in small letters: the Virgin Islands are a name
                return nouns.feature, key(noun)
        if nouns.behind.match(text, last.end):
            return nouns.feature, ""
    return "", ""


def _before(text: str, first: Mention, words: Language) -> str:
    """The feature that the noun before an enumeration asks for: "the regions of Brest and Gomel"."""
    ahead = text[max(0, first.start - _LEADING) : first.start]
    return next((n.feature for n in _nouns(words) if n.before.search(ahead)), "")


@cache
def _joint(words: Language) -> re.Pattern[str]:
    joining = "|".join(words.words("roles", "joining"))
    return re.compile(rf"(?:,\s|,?\s(?P<and>{joining})\s)(?:the\s)?", re.IGNORECASE)
