"""The date expressions of a sentence as days, as wide as the words are, against the publication date."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from geomap.activities.calendar_spans import months_on, past_part
from geomap.activities.date_patterns import GROUPS, UP_TO, expressions
from geomap.activities.reckoning import days_of, opening
from geomap.lexicon import Language
from geomap.model import Report

_ONE = timedelta(1)
# Between two days of a sentence: the second was before the first.
_BEFORE_THAT = re.compile(r"[^.!?]*\bafter\b[^.!?]*")
# A month that is longer ago is that of something else, as is one that was named so many letters before: a chronicle goes from
# day to day.
_A_YEAR, _RUNS_ON = 366, 600


class Atom(NamedTuple):
    """One date expression: its offsets in the sentence, its days, its wording for the label."""

    start: int
    end: int
    first: date | None
    last: date | None
    day: int | None
    part: str
    open: str
    opening: str
    fine: str


# What shows that "May" and "March" are months.
_BEFORE_MONTH = re.compile(
    r"\b(?:(?:in|of|since|until|by|last|this|from|between|during|spent|throughout)\s+"
    r"|(?:from|between)\s+\w+\s+(?:to|and|until|till|through)\s+|(?:april|february|june)(?:,?\s+(?:and|or|to)|[-–])\s*)$",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"(?:in|since|of|until|by|from|between)\s+(?:the )?(?:(?:19|20)\d\d\s*(?:and|to|or|[-–])\s*)?$", re.IGNORECASE
)
# "In the 24 hours to Friday morning" begin on Thursday.
_DAY_UP_TO = re.compile(r"\b24 hours (?:up )?(?:to|until|ending|before) (?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.? )?(?:on )?(?:the )?$")
# "The week ending April 7", "the eve of April 7".
_WEEK_UP_TO = re.compile(r"\b(?:week|seven days) (?:up )?(?:to|until|ending(?: on)?) (?:the )?$")
_EVE_OF = re.compile(r"\beve of (?:the )?$")
# "At ten to three in the night" is an hour of one day.
_HOUR = re.compile(r"(?<!\w)(?:at|around|about|by|past|to)\s[\w: ]{1,20}\b(?:in|during) $", re.IGNORECASE)
# "For the second time this year" dates nothing.
_TIMES_IN = re.compile(r"\btimes? (?:so far |already )?(?:in )?$", re.IGNORECASE)
# "the March 23 Movement", "the 9 May Square" are names.
_NAMED_AFTER = re.compile(r"\s+(?:Movement|Brigade|Square|Street|Division|Agreement|Revolution|Regiment|Bridge|Coalition)\b")


def date_atoms(sentence: str, report: Report, words: Language, *, ahead: bool, at: int | None = None) -> Iterator[Atom]:
    """Every date expression of a sentence, resolved against the publication date.

    Args:
        sentence: its text.
        report: for the publication date.
        words: the language.
        ahead: the sentence speaks of the future.
        at: where it begins in the report, for "on the 23rd" in a text that is in January.
    """
    for m in expressions(words).finditer(sentence):
        lead = m["open"]
        if _NAMED_AFTER.match(sentence, m.end()):
            continue
        if m["dot"] and re.search(r"(?<!\w)(?:at|v|version|no)\.?\s+$", sentence[: m.start("dot")], re.IGNORECASE):  # an hour
            continue
        start = min(i for i in (m.start(g) for g in GROUPS) if i >= 0)
        if sentence[m.end() : m.end() + 2] in ("'s", "’s"):
            of_year = (m["rel"] or "").lower().endswith("year")  # "this year's plan"
            if of_year or words.pattern("dates", "behind_event").search(sentence, 0, start):  # "after last month's attack"
                continue
        if m["rel"] and _TIMES_IN.search(sentence, 0, m.start("rel")):
            continue
        if (m["rel"] or "").lower() == "the night" and _HOUR.search(sentence, 0, m.start("rel")):
            continue
        if m["year"] and not m["third"] and not _BEFORE_YEAR.search(sentence, 0, m.start("year")):
            continue
        if (
            m["mon"]
            and m["m3"].lower() in ("may", "march")
            and not (
                m["m3"][0].isupper()
                and (m["third"] or m["y3"] or m["r3"] or m["wm"] or _BEFORE_MONTH.search(sentence, 0, m.start("mon")))
            )
        ):
            continue
        goes_on = (lead or "").lower() in UP_TO and words.pattern("dates", "goes_on").search(sentence, 0, m.start())
        coming = (ahead or bool(goes_on)) and not _has_been(sentence, m.start(), words)
        found = days_of(m, report, words, ahead=_ahead((lead or "").lower(), ahead=coming))
        if found is None:
            continue
        if m["ord"] and at is not None:
            running = _of_running_month(report, words).get(at + m.start("ord"))
            found = (running, running, *found[2:]) if running else found
        first, last, day, fine = found if coming or opening(m) == "end" else past_part(found, report.published_day)
        part = (m["part"] or "").lower().replace("overnight", "night")
        relative = (m["rel"] or m["wd"] or "").lower()
        part = part or next((p for p in ("night", "morning", "evening", "afternoon") if p in relative), "")
        # The night of the 23rd belongs to two days; "Monday night" is Monday's.
        if part == "night" and first and first == last and not m["wp"]:
            # Of the report's own day the night before it is meant: the one behind it has not been.
            over = m["into"] or (first == report.published_day and not coming and m["part"])
            first, last = (first - _ONE, first) if over else (first, first + _ONE)
        if fine == "day" and first and first == last:
            first, last = _led_to(sentence, m.start(), first)
        yield Atom(
            m.start() if lead or m["part"] else start,
            m.end(),
            first,
            last,
            day,
            part,
            opening(m),
            (lead or "").lower(),
            fine,
        )


def day_of_what_follows(text: str, atom: Atom, words: Language) -> bool:
    """Whether a clause behind "since" a day tells what was done on that day: "since March 10, when it fired"."""
    return atom.opening == "since" and re.match(rf",?\s(?:{words.either('clauses', 'then')})\b", text[atom.end :]) is not None


def _led_to(sentence: str, at: int, day: date) -> tuple[date, date]:
    """The days that words before a day count from it: "the 24 hours to Monday", "the eve of"."""
    if _DAY_UP_TO.search(sentence, 0, at):
        return day - _ONE, day
    if _WEEK_UP_TO.search(sentence, 0, at):
        return day - 6 * _ONE, day
    return (day - _ONE, day - _ONE) if _EVE_OF.search(sentence, 0, at) else (day, day)


@lru_cache(maxsize=8)
def _of_running_month(report: Report, words: Language) -> dict[int, date]:
    """The days of a report that are named by their number alone, by where they stand, in the month in which the text then is.

    That is the month of the last date before it that names one, or the next where the number is lower ("On 26 January …. On the
    3rd …"), unless it is what was before ("after rebels had attacked on the 11th"). None without such a date shortly before it,
    behind the report, and where the month is that of something long ago.
    """
    today, last, end = report.published_day, None, 0
    found: dict[int, date] = {}
    for m in expressions(words).finditer(report.text) if today else ():
        if any(m[group] for group in ("iso", "mday", "daym")) and (m["open"] or "").lower() != "since":
            days = days_of(m, report, words, ahead=False)
            if days and days[1]:
                last, end = days[1], m.end()
        elif m["ord"] and last and today and (today - last).days < _A_YEAR and m.start() - end < _RUNS_ON:
            number, before = int(m["d3"]), _BEFORE_THAT.fullmatch(report.text, end, m.start("ord"))
            try:
                day = months_on(last, int(number < last.day and not before)).replace(day=number)
            except ValueError:  # the 31st of June, the 0th
                continue
            if day <= today:
                found[m.start("ord")] = day
                last, end = (last, end) if before else (day, m.end())
    return found


def _has_been(sentence: str, at: int, words: Language) -> bool:
    """Whether a date stands in a relative clause of what has been, in a sentence of what will be."""
    clause = sentence[max(sentence.rfind(mark, 0, at) for mark in ",;:") + 1 : at]
    return bool(words.pattern("context", "has_been").search(clause))


def _ahead(lead: str, *, ahead: bool) -> bool:
    """Whether a date lies in the future, by the word before it or else as the sentence does."""
    return lead != "since" and (ahead or lead == "as early as")
