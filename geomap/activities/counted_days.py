"""Days that a sentence counts from one that was named before: "that day", "two days later", "the next morning"."""

import re
from datetime import timedelta
from functools import lru_cache

from geomap.activities.calendar_spans import before, month_span
from geomap.activities.date_patterns import COUNTS, expressions
from geomap.activities.date_words import Atom, date_atoms
from geomap.activities.reckoning import count_of
from geomap.lexicon import Language
from geomap.model import Report

_LATER = re.compile(
    r"(?<!\w)(?:(?:on |at |in )?(?:the|that) (?:very )?same (?:day|evening|night|morning|afternoon)|on that day"
    r"|that (?:day|evening|night|morning)"
    rf"|(?P<count>{'|'.join(COUNTS)}|\d{{1,2}}) (?P<unit>days?|weeks?|fortnights?|months?) "
    r"(?:(?P<dir>later|earlier)|(?P<side>before|after)(?= *(?:[,.;)]|$)| (?:near|in|at|off|over|from)\b))"
    r"|the (?P<next>next|following) (?:day|morning|evening|night)|the (?:night|day|evening) (?P<prior>before)(?! \w+ing))(?!\w)",
    re.IGNORECASE,
)
# The groups of a date expression that tell a day.
_TO_A_DAY = ("iso", "dot", "mday", "daym", "wd", "rel")
_NEAR = 1_500  # letters back that the day is looked for


def later_atom(sentence: str, at: int, report: Report, words: Language, *, ahead: bool) -> Atom | None:
    """The day that a sentence counts from one named before; None where it does not, or none is named.

    Back it is counted from the last day that the sentence itself names, if any: "said on Thursday that … the day before".

    Args:
        sentence: its text.
        at: where it begins in the report.
        report: the text.
        words: the language.
        ahead: the sentence speaks of the future; else the day can't lie behind the publication.
    """
    m = _LATER.search(sentence)
    if not m:
        return None
    side = (m["dir"] or m["side"] or "").lower()
    back = bool(m["prior"]) or side in ("earlier", "before")
    told = (report.text[max(0, at - _NEAR) : at], sentence[: m.start()] if back else "")
    named = [a for text in told for a in date_atoms(text, report, words, ahead=False)]
    base = next(
        (a.first for a in reversed(named) if a.fine == "day" and a.first),
        report.published_day if back and not m["side"] else None,
    )
    if not base:
        return None
    day, unit = base + timedelta(1 if m["next"] else -1 if m["prior"] else 0), (m["unit"] or "").lower()
    if unit:
        day = before(base, count_of(m["count"]) * (1 if back else -1), unit)
    if report.published_day and day > report.published_day and not ahead:
        return None
    if unit.startswith("month"):
        return Atom(m.start(), m.end(), *month_span(day.year, day.month), None, "", "", "", "month")
    return Atom(m.start(), m.end(), day, day, None, "", "", "", "day")


@lru_cache(maxsize=64)  # each activity asks for the clauses of a sentence anew
def day_words(sentence: str, words: Language) -> list[tuple[int, int]]:
    """Where words stand that date something to a day, or to a few: "on 3 May", "yesterday", "the following night"."""
    named = (m.span() for m in expressions(words).finditer(sentence) if any(m[group] for group in _TO_A_DAY))
    return sorted({*named, *(m.span() for m in _LATER.finditer(sentence))})
