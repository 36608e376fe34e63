"""How many of what, with the qualifier that the text puts to it."""

import re
from functools import cache

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
_NUMBER = re.compile(rf"(?<![\w-])(?:{'|'.join(_WORDS)}|\d+)(?!\w|-)", re.IGNORECASE)
_PART_OF = re.compile(rf"(?<![\w.,])(\d[\d,]*|{'|'.join(_WORDS)})\s+of\s+(?:the\s+|its\s+|their\s+|some\s+)?$", re.IGNORECASE)
# Between the number and its unit stand a nationality and adjectives: "12,000 elite North Korean soldiers".
_BETWEEN = r"(?:[\w’'-]+\s+){0,4}?"


@cache
def _pattern(words: Language) -> re.Pattern[str]:
    def either(key: str) -> str:
        return "|".join(words.words("quantities", key))

    digits = r"\d{1,3}(?:[,\u00a0 ]\d{3})+|\d+(?:\.\d+)?"
    spelled = rf"(?:{'|'.join(_WORDS)})(?:[- ](?:{'|'.join(_WORDS)}))?"
    number = rf"(?:{digits}|{spelled})(?:\s+(?:{'|'.join(_SCALE)}))?"
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<capacity>{either('capacity')})\s+)?"
        rf"(?:(?P<at_most>{either('at_most')})\s+|(?P<at_least>{either('at_least')})\s+|(?P<about>{either('about')})\s+)?"
        rf"(?:(?:between|from)\s+)?(?:(?P<low>{number})(?:\s*(?:to|and|[-–—])\s*(?P<high>{number}))?|(?P<some>{either('some')}))"
        rf"\s+(?P<between>{_BETWEEN})(?P<unit>{either('units')})(?!\w)",
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
        if re.search(r"(?<!\w)(?:of|in|at|from|to|and|for|with|by|the|were|are|was|is|that|who)(?!\w)", m["between"]):
            continue  # the unit belongs to another phrase: "12 at the base of soldiers"
        value = None if m["some"] else _value(m["low"])
        high = _value(m["high"]) if m["high"] else None
        if value is None and not m["some"]:
            continue
        qualifier = _qualifier(m, high)
        part = _PART_OF.search(sentence[: m.start()])
        if part:  # "12 of 30 tanks" are 12
            value, high = _value(part.group(1)), None
        start = part.start(1) if part else m.start()
        found.append(
            Quantity(
                start=offset + start,
                end=offset + m.end(),
                text=sentence[start : m.end()],
                value=value,
                max=high,
                unit=_singular(m["unit"], words),
                qualifier=qualifier,
            )
        )
    return tuple(found)


def _qualifier(m: re.Match[str], high: float | None) -> Qualifier:
    if m["capacity"]:
        return "capacity"
    if m["some"]:
        return "some"
    if high is not None:
        return "range"
    named: tuple[Qualifier, ...] = ("at_most", "at_least", "about")
    return next((q for q in named if m[q]), "exact")


def _value(text: str) -> float | None:
    parts = text.lower().split()
    scale = _SCALE[parts.pop()] if parts and parts[-1] in _SCALE else 1
    number = "".join(parts)
    if re.match(r"\d", number):
        return float(re.sub(r"[,\u00a0]", "", number)) * scale
    names = re.split(r"[-\s]", " ".join(parts))
    return float(sum(_WORDS[n] for n in names)) * scale if all(n in _WORDS for n in names) else None


def _singular(unit: str, words: Language) -> str:
    lowered = unit.lower()
    irregular = words.tables.get("quantities", {}).get("irregular", {})
    if lowered in irregular:
        return str(irregular[lowered])
    return lowered[:-1] if lowered.endswith("s") and not lowered.endswith("ss") else lowered
