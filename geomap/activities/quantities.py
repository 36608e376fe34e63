"""How many of what, with the qualifier that the text puts to it."""

import re
from functools import cache
from typing import Any

from geomap.lexicon import Language
from geomap.model import Qualifier, Quantity

_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_FEW = {"half a dozen": 6, "half-dozen": 6, "dozen": 12, "pair": 2, "couple": 2}
_SPELLED = "|".join(_WORDS)
_DIGITS = r"\d{1,3}(?:[,'’.\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w-])(?:{_SPELLED}|\d+)(?!\w|-)", re.IGNORECASE)
_PART_OF = re.compile(rf"(?<![\w.,])(\d[\d,]*|{_SPELLED})\s+of\s+(?:the\s+|its\s+|their\s+|some\s+)?$", re.IGNORECASE)
# "Shot down 61 of 75 drones": all of them were flown.
_SHOT_DOWN = re.compile(
    r"(?:shot down|shoots? down|shooting down|downed|destroyed|intercept\w+|neutrali[sz]ed)\b[^.;]*$", re.IGNORECASE
)
# The dead and the wounded are no part of an activity.
_HARMED_BEFORE = re.compile(r"(?:kill|wound|injur|hurt)\w*(?:\s+(?:and|or)\s+\w+)?\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_HARMED_AFTER = re.compile(
    r"\s+(?:\w+\s+)?(?:(?:were|was|have been|had been|are)\s+(?:also\s+)?(?:killed|wounded|injured|hurt|dead)|died|dead\b)",
    re.IGNORECASE,
)
# Between the number and its unit stand a nationality and adjectives: "12,000 elite North Korean soldiers".
_BETWEEN = r"(?:[\w’'-]+\s+){0,4}?"


@cache
def _pattern(words: Language) -> re.Pattern[str]:
    def either(key: str) -> str:
        return "|".join(words.words("quantities", key))

    spelled = rf"(?:{_SPELLED})(?:(?:[- ]|\s+and\s+)(?:{_SPELLED}|{'|'.join(_SCALE)})(?!\w))*"
    scale, few = "|".join(_SCALE), "|".join(_FEW)
    dozens = rf"(?:a\s+)?(?:{few})|(?:{_SPELLED}|a)\s+dozen"
    number = rf"(?:{dozens}|(?:{_DIGITS})(?:\s+(?:{scale}))?|{spelled}|a (?:hundred|thousand))"
    return re.compile(
        rf"(?<![\w.,/:-])(?:(?P<capacity>{either('capacity')})\s+)?"
        rf"(?:(?P<at_most>{either('at_most')})\s+|(?P<at_least>{either('at_least')})\s+|(?P<about>{either('about')})\s+)?"
        rf"(?:(?:between|from)\s+)?(?:(?P<low>{number})(?:\s*(?:to|and|or|[-–—])\s*(?P<high>{number}))?|(?P<some>{either('some')}))"
        rf"(?:\s+of(?=\s)|-strong)?\s+(?P<between>{_BETWEEN})(?P<unit>{either('units')})(?!\w)",
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
        at = m.start() + 1 if _NUMBER.search(m["between"]) else m.end()
        if _NUMBER.search(m["between"]) or words.pattern("dates", "months").search(m["between"]):
            continue  # the number is a day: "25 July two bombers"
        if re.fullmatch(r"(?:19|20)\d\d", m["low"] or "") and re.search(
            r"(?:in|of|since|by|until|from)\s+$", sentence[: m.start()], re.IGNORECASE
        ):
            continue  # a year
        if re.search(
            r"(?<!\w)(?:of|in|at|from|to|and|for|with|by|the|were|are|was|is|that|who|mm|cm|km|kg|kilomet\w+|met(?:re|er)s?|miles?|percent|years?)(?!\w)",
            m["between"],
        ):
            continue  # the unit belongs to another phrase: "12 at the base of soldiers"
        if _HARMED_BEFORE.search(sentence[: m.start()]) or _HARMED_AFTER.match(sentence, m.end()):
            continue
        value = None if m["some"] else _value(m["low"])
        high = _value(m["high"]) if m["high"] else None
        if value is None and not m["some"]:
            continue
        if value is not None and high is not None and value < high and (scale := _scale(m["high"])) and not _scale(m["low"]):
            value *= scale  # "3 to 4 thousand"
        qualifier = _qualifier(m, high)
        part = _PART_OF.search(sentence[: m.start()])
        start = part.start(1) if part else m.start()
        said: dict[str, Any] = {"unit": singular(m["unit"], words), "qualifier": qualifier, "end": offset + m.end()}

        def text_from(first: int, end: int = m.end()) -> dict[str, Any]:
            return {"start": offset + first, "text": sentence[first:end]}

        if not part:
            found.append(Quantity(value=value, max=high, **text_from(start), **said))
        else:  # "12 of 30 tanks" are 12
            found.append(Quantity(value=_value(part.group(1)), **text_from(start), **said))
            if _SHOT_DOWN.search(sentence[:start]):
                found.append(Quantity(value=value, **text_from(m.start()), **said))
    return tuple(found)


def _qualifier(m: re.Match[str], high: float | None) -> Qualifier:
    if m["capacity"]:
        return "capacity"
    if m["some"]:
        return "some"
    if high is not None:
        return "range"
    named: tuple[Qualifier, ...] = ("at_most", "at_least", "about")
    return next((q for q in named if m[q]), "about" if re.search(r"dozen|couple", m["low"], re.IGNORECASE) else "exact")


def _scale(text: str) -> int:
    last = text.lower().split()[-1]
    return _SCALE.get(last, 0)


def _value(text: str) -> float | None:
    """The number that digits or words stand for; None where they stand for none."""
    lowered = re.sub(r"\s+", " ", text.lower())
    few = next((v for w, v in _FEW.items() if lowered in (w, f"a {w}")), None)
    if few is not None:
        return float(few)
    if re.match(r"\d", lowered):
        digits, *scale = re.split(r"\s+(?=[a-z])", lowered)
        grouped = re.fullmatch(r"\d{1,3}(?:[,'’.\u00a0\u202f ]\d{3})+", digits)
        number = float(re.sub(r"\D", "", digits) if grouped else digits)
        return number * (_SCALE[scale[0]] if scale else 1)
    total, current = 0, 0
    for word in re.split(r"[-\s]+", lowered):
        if word in _WORDS:
            current += _WORDS[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in _SCALE:
            current = max(current, 1) * _SCALE[word]
            if _SCALE[word] > 100:
                total, current = total + current, 0
        elif word not in ("and", "a"):
            return None
    return float(total + current)


def singular(unit: str, words: Language) -> str:
    """A unit in the singular, under the name by which it is counted ("troops": soldier)."""
    lowered = unit.lower()
    irregular = words.tables.get("quantities", {}).get("irregular", {})
    if lowered in irregular:
        return str(irregular[lowered])
    return lowered[:-1] if lowered.endswith("s") and not lowered.endswith("ss") else lowered
