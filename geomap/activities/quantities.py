"""How many of what, with the qualifier that the text puts to it."""

import re
from functools import cache
from typing import Any

from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import key
from geomap.lexicon import Language
from geomap.model import Qualifier, Quantity
from geomap.numerals import ALONE, DIGITS, FEW, SCALES, SPELLED, TIMES, scale
from geomap.numerals import value as number

_NUMBER = re.compile(rf"(?<![\w-])(?:{SPELLED}|\d+)(?!\w|-)", re.IGNORECASE)
_PART_OF = re.compile(rf"(?<![\w.,])(\d[\d,]*|{SPELLED})\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|some\s+)?$", re.IGNORECASE)
# "Shot down 61 of 75 drones": all of them were flown.
_SHOT_DOWN = re.compile(
    r"(?:shot down|shoots? down|shooting down|downed|destroyed|intercept\w+|neutrali[sz]ed)\b[^.;]*$", re.IGNORECASE
)
# The dead and the wounded are no part of an activity.
_HARMED_BEFORE = re.compile(r"(?:kill|wound|injur|hurt)\w*(?:\s+(?:and|or)\s+\w+)?\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_HARMED_AFTER = re.compile(
    r"\s+(?:\w+\s+)?(?:(?:were|was|have been|had been|are)\s+(?:also\s+)?)?(?:killed|wounded|injured|hurt|dead|died)\b",
    re.IGNORECASE,
)
# Between the number and its unit stand a nationality and adjectives: "12,000 elite North Korean soldiers".
_BETWEEN = r"(?:(?:U\.S\.|U\.K\.|[\w’'-]+)\s+){0,4}?"
# "1,500 Russian and Uzbek troops", "40 transport and tanker planes"; "two Russian and two Chinese bombers".
_BOTH = re.compile(r"^(?:[\w-]+ )?[\w-]+ (?:and|or) (?=[\w-]+ $)|(?<!\w)[A-Z][\w-]+ (?:and|or) (?=[A-Z])")
_SHARED = re.compile(rf"(?P<nation>[A-Z][\w-]+)\s+(?:and|or)\s+(?:{SPELLED}|\d+)\s+(?:[A-Z][\w-]+\s+)?", re.IGNORECASE)
# "Il-76", "Tu-22M3s", "Gripens", "Storm Shadows": a type of aircraft, ship or gun.
_TYPE = r"(?-i:[A-Z][A-Za-z]{0,4}-\d{1,3}[A-Z\d]{0,4}s?|(?:[A-Z][a-z]+ )?[A-Z][A-Za-z]{2,}s)"
# Formations that bear numbers for names.
_FORMATION = re.compile(
    r"Squadron|Brigade|Division|Regiment|Battalion|Assault|Commando|Group|Rangers?|Engineers?|Marines|Infantry", re.IGNORECASE
)
_ONE_UNIT = re.compile(r"squadron|brigade|division|regiment|battalion")
_OF_THEM = re.compile(rf"(?<![\w.,-])(?P<low>\d+|{SPELLED}|half a dozen)\s+of\s+(?:them|which|whom)(?!\w)", re.IGNORECASE)


@cache
def _pattern(words: Language) -> re.Pattern[str]:
    def either(key: str) -> str:
        return "|".join(words.words("quantities", key))

    spelled = rf"(?:{SPELLED}|a (?:hundred|thousand))(?:(?:[- ]|\s+and\s+)(?:{SPELLED}|{'|'.join(SCALES)})(?!\w)){{0,7}}"
    few = "|".join(FEW)
    dozens = rf"(?:a\s+)?(?:{few})|(?:{SPELLED}|a)\s+(?:dozen|pairs?)|{'|'.join(ALONE)}"
    amount = rf"(?:{dozens}|(?:{DIGITS})(?:\s+(?:{TIMES})(?!\w)){{0,2}}|{spelled})"
    return re.compile(
        rf"(?<![\w.,/:-])(?:(?P<capacity>{either('capacity')})\s+)?"
        rf"(?:(?P<at_most>{either('at_most')})\s+|(?P<at_least>{either('at_least')})\s+|(?P<about>{either('about')})\s+)?"
        rf"(?:(?:between|from)\s+)?(?:(?P<low>{amount})(?:\s*(?:to|and|or|[-–—])\s*(?P<high>{amount}))?|(?P<some>{either('some')}))"
        rf"(?P<odd>[- ]odd|\s+or\s+so)?(?:\s+of(?:\s+(?P<known>{either('known')}))?(?=\s)|-strong)?\s+"
        rf"(?P<between>{_BETWEEN})(?P<unit>{either('units')}|{_TYPE})(?!\w|-\w|['’]s?\s\w)",
        re.IGNORECASE,
    )


def quantities(sentence: str, offset: int, words: Language) -> tuple[Quantity, ...]:
    """Every quantity of a sentence whose unit is one that activities are counted in.

    Args:
        sentence: its text.
        offset: where it begins in the report.
        words: the language.
    """
    found = []
    at = 0
    while m := _pattern(words).search(sentence, at):
        shared = _SHARED.fullmatch(m["between"])
        # "Two Mirage 2000 fighters", "two Type 055 destroyers": that number is part of a name.
        other = _NUMBER.search(m["between"])
        numbered = other and not _in_a_name(m["between"][: other.start()], words)
        at = m.start() + 1 if numbered else m.end()
        if not shared and (numbered or not _counts(m, sentence, words)):
            continue
        value = None if m["some"] else number(m["low"])
        high = number(m["high"]) if m["high"] else None
        if value is None and not m["some"]:
            continue
        if value is not None and high is not None:
            if value < high and (by := scale(m["high"])) and not scale(m["low"]):
                value *= by  # "3 to 4 thousand"
            if high < value:  # "from 500 to 300" is no range
                continue
        qualifier = _qualifier(m, high)
        unit, last = _unit(m, sentence, words)
        part = _PART_OF.search(sentence[: m.start()])
        if part and part.group(1).lower() == "one":  # "one of 600 soldiers who trained" there: they are what is counted
            part = None
        start = part.start(1) if part else m.start()
        said: dict[str, Any] = {"unit": singular(unit, words), "qualifier": qualifier, "end": offset + last}

        def text_from(first: int, end: int = last) -> dict[str, Any]:
            return {"start": offset + first, "text": sentence[first:end]}

        if shared:  # "two Russian and two Chinese bombers": the second is found by itself
            end = m.start("between") + shared.end("nation")
            found.append(Quantity(value=value, **text_from(start, end), **said | {"end": offset + end}))
        elif not part:
            found.append(Quantity(value=value, max=high, **text_from(start), **said))
        else:  # "12 of 30 tanks" are 12
            found.append(Quantity(value=number(part.group(1)), **text_from(start), **said))
            if _SHOT_DOWN.search(sentence[:start]):
                found.append(Quantity(value=value, **text_from(m.start()), **said))
    return tuple(sorted([*found, *_of_them(sentence, offset, found)], key=lambda q: q.start))


@cache
def _behind_type(words: Language) -> re.Pattern[str]:
    return re.compile(rf"\s+(?P<unit>{'|'.join(words.words('quantities', 'units'))})(?!\w|-\w)", re.IGNORECASE)


def _unit(m: re.Match[str], sentence: str, words: Language) -> tuple[str, int]:
    """What a number counts, and where its words end: of "two Su-35 fighters" the fighters, of "two Su-35" the type."""
    known = words.pattern("quantities", "units").fullmatch(m["unit"])
    behind = None if known else _behind_type(words).match(sentence, m.end())
    return (behind["unit"], behind.end()) if behind else (m["unit"], m.end())


def _counts(m: re.Match[str], sentence: str, words: Language) -> bool:
    """Whether a number counts the unit behind it, from which no other number parts it."""
    before, between = sentence[: m.start()], m["between"]
    if words.pattern("dates", "months").search(between):
        return False  # the number is a day: "25 July two bombers"
    if re.fullmatch(r"\d{1,2}", m["low"] or "") and _day_of_month(words).search(before):
        return False  # "by Dec 13 received"
    if re.fullmatch(r"(?:19|20)\d\d", m["low"] or "") and re.search(r"(?:in|of|since|by|until|from)\s+$", before, re.IGNORECASE):
        return False  # a year
    if _in_a_name(before, words) or (m["known"] and number(m["low"] or "") == 1):
        return False  # "Mirage 2000 fighters"; "one of the largest bases"
    unit = m["unit"]
    named = _FORMATION.fullmatch(unit) if unit[0].isupper() else _ONE_UNIT.fullmatch(unit)
    if re.fullmatch(r"\d{1,4}", m["low"] or "") and named and int(m["low"]) > 1:
        return False  # "16 Air Assault Brigade", "23 Squadron", "the BIR 13 battalion" are names
    if key(unit) in demonyms():
        return False  # "where 300,000 Syrians live"
    if re.search(
        r"(?<!\w)(?:of|in|at|from|to|and|for|with|by|against|on|near|over|the|were|are|was|is|that|who|mm|cm|km|kg|kilomet\w+|met(?:re|er)s?|miles?|percent|years?)(?!\w)",
        _BOTH.sub("", between),
    ):
        return False  # the unit belongs to another phrase: "12 at the base of soldiers"
    return not (_HARMED_BEFORE.search(before) or _HARMED_AFTER.match(sentence, m.end()))


def _in_a_name(before: str, words: Language) -> bool:
    """Whether a number belongs to the name that ends before it: "Mirage [2000]", "Type [055]"."""
    return bool(words.pattern("quantities", "numbered").search(before))


@cache
def _day_of_month(words: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{'|'.join((*words.words('dates', 'months'), *words.words('dates', 'month_short')))})\.?\s+$", re.IGNORECASE
    )


def _of_them(sentence: str, offset: int, found: list[Quantity]) -> list[Quantity]:
    """The quantities of what was counted before in the sentence: "38 drones …, 28 of them"."""
    made = []
    for m in _OF_THEM.finditer(sentence):
        counted = [q for q in found if q.end <= offset + m.start()]
        value = number(m["low"])
        if counted and value is not None:
            made.append(
                Quantity(
                    value=value,
                    unit=counted[-1].unit,
                    qualifier="exact",
                    start=offset + m.start(),
                    end=offset + m.end(),
                    text=m.group(),
                )
            )
    return made


def _qualifier(m: re.Match[str], high: float | None) -> Qualifier:
    if m["capacity"]:
        return "capacity"
    if m["some"]:
        return "some"
    if high is not None:
        return "range"
    named: tuple[Qualifier, ...] = ("at_most", "at_least", "about")
    vague = m["odd"] or re.search(r"dozen|couple", m["low"], re.IGNORECASE)
    return next((q for q in named if m[q]), "about" if vague else "exact")


def singular(unit: str, words: Language) -> str:
    """A unit in the singular, under the name by which it is counted ("troops": soldier)."""
    if unit[:1].isupper() and not words.pattern("quantities", "units").fullmatch(unit):  # a type: "Il-76", "Gripens"
        first, _, rest = unit.partition(" ")
        return (rest if rest and key(first) in demonyms() else unit).removesuffix("s")
    lowered = unit.lower()
    irregular = words.tables.get("quantities", {}).get("irregular", {})
    if lowered in irregular:
        return str(irregular[lowered])
    return lowered[:-1] if lowered.endswith("s") and not lowered.endswith("ss") else lowered
