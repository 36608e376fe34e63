"""Places that a sentence names by a noun or "there": the last place that the noun fits, where the text leaves little doubt."""

import re
from collections import Counter
from functools import cache

from geomap.activities.asides import UP_TO_NAME, where_one_speaks
from geomap.gazetteer.fold import tokens
from geomap.lexicon import Language
from geomap.model import Mention, Place, Report, Resolution, Span
from geomap.toponyms.features import ISLANDS
from geomap.toponyms.relations import placed, relation_before

_CLASSES = {"settlement": "P", "site": "S", "division": "A", "land": "T", "any": ""}
# "There" and "the region" reach no further than their paragraph; what other nouns stand for beyond it must be named so often.
_LOOSE, _OFTEN = ("any", "division"), 2
# "There" and "the area" fit any place, and stand for the last one only so few letters behind it: in the reports written for
# training seven of eight such did, and one of eight farther off.
_ANY_WITHIN = 95
# How far before a noun the word may stand that makes it a known one: "the western outskirts".
_NEAR, _ADJECTIVES = 40, 2
# "The base of Pipagot" points to nothing named before.
_OF_A_NAME = re.compile(r"\sof\s(?:the\s)?[A-Z]")
# So far before a place's name stands what tells that somebody came from there.
_LED = 70


def stands_for(report: Report, noun: Span, resolutions: list[Resolution], words: Language) -> Resolution | None:
    """The place that a noun stands for, as a resolution of the noun itself: unknown where no name before it tells.

    None for what points to nothing that the reader of the text knows ("an airbase"), for what is a name after all, for a ship.

    Args:
        report: the text.
        noun: the stretch that names the place by a noun ("the western outskirts of the city"), or "there".
        resolutions: the report's literal mentions before it, in order.
        words: the language.
    """
    if words.pattern("anaphora", "craft").fullmatch(noun.text.split()[-1]):
        return None
    if _OF_A_NAME.match(report.text, noun.end):
        return None
    for word in tokens(noun.text):
        found = _antecedent(report, report.span(noun.start + word.start, noun.start + word.end), resolutions, words)
        if found:
            return found
    pointing = {"there", *words.words("anaphora", "definite")}
    before = {w.fold for w in [*tokens(report.text[max(0, noun.start - _NEAR) : noun.start])][-_ADJECTIVES:]}
    own = {w.fold: noun.text[w.start : w.end] for w in tokens(noun.text)}
    said = own.keys() - words.words("anaphora", "definite")
    if not pointing & (before | own.keys()) or not said or any(own[w] != own[w].lower() for w in said):
        return None
    mention = Mention(start=noun.start, end=noun.end, text=noun.text, name=noun.text, why="a noun, and no name")
    return Resolution(mention=mention, status="unknown", reasons=("named by a noun alone, and which place it means is not sure",))


def _antecedent(report: Report, word: Span, resolutions: list[Resolution], words: Language) -> Resolution | None:
    """The last place of the paragraph that a noun fits, as a resolution of the noun itself; None where there is none.

    Beyond the paragraph it must also be the one named most often: of 13 such nouns in reports written for training 11 stood for
    it, and all eight whose place was named twice.

    Args:
        report: the text.
        word: the noun, or "there".
        resolutions: the report's literal mentions before it, in order.
        words: the language.
    """
    asked = next((c for c in _CLASSES if word.text.lower() in words.words("anaphora", c)), None)
    if asked is None:
        return None
    before = [r for r in resolutions if r.mention.end <= word.start and r.match != "approximate"]
    before = [r for r in before if not _elsewhere(words).match(report.text[max(0, r.mention.start - _LED) : r.mention.start])]
    spoken_of = [r for r in before if not where_one_speaks(report, r.mention, words)]
    if not any(r.place is None or _fits(r.place, asked) for r in spoken_of):
        spoken_of = before
    fitting = [r for r in spoken_of if r.place and _fits(r.place, asked)]
    if not fitting or not fitting[-1].place:
        return None
    last, place = fitting[-1], fitting[-1].place
    if spoken_of[-1].status != "resolved" and spoken_of[-1].mention.start >= report.line_start(word.start):
        return None  # it may well stand for the one that could not be placed
    if asked == "any" and word.start - last.mention.end > _ANY_WITHIN:
        return None
    which = "the last place of the paragraph that it fits"
    if last.mention.start < report.line_start(word.start):
        named = Counter(r.place.id for r in fitting if r.place)
        if asked in _LOOSE or named[place.id] < _OFTEN or named[place.id] < max(named.values()):
            return None
        which = "the last place that it fits and the one named most often"
    why = f"stands for {place.name}, named before it"
    mention = last.mention.model_copy(update={"start": word.start, "end": word.end, "text": word.text, "why": why})
    reasons = (f"“{word.text}” stands for {last.mention.text}, {which}", *last.reasons)
    anew = placed(place, relation_before(report.text, word.start, words)) if place.is_country else {}
    return last.model_copy(update={"mention": mention, "reasons": reasons, **anew})


@cache
def _elsewhere(words: Language) -> re.Pattern[str]:
    """What stands before a place from which somebody comes, or to which somebody flees: no noun behind it stands for that."""
    left, led = words.either("anaphora", "left"), words.either("anaphora", "elsewhere")
    return re.compile(rf"(?!.*{left}{UP_TO_NAME}).*(?<!\w)(?:{led}){UP_TO_NAME}", re.IGNORECASE | re.DOTALL)


def _fits(place: Place, asked: str) -> bool:
    if place.is_country and asked == "land":
        return place.country in ISLANDS
    if place.is_country or place.feature_code in ("CONT", "OCN"):
        return False
    return not _CLASSES[asked] or place.feature_class == _CLASSES[asked]
