"""How long something goes on that begins or ends on a day: "a five-day exercise began on Monday", "for a third day"."""

import re
from datetime import timedelta

from geomap.activities.date_patterns import COUNTS
from geomap.activities.date_words import Atom
from geomap.activities.reckoning import count_of
from geomap.lexicon import Language
from geomap.model import Report

_DURATION = re.compile(
    rf"(?<!\w)(?:(?P<long>\d{{1,2}}|{'|'.join(COUNTS)})-(?P<unit>day|week)(?:-long)?"
    rf"|(?P<count>\d{{1,2}}|{'|'.join(COUNTS)}) days of)(?!\w)",
    re.IGNORECASE,
)
_NTH = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_RUNNING = re.compile(
    rf"(?<!\w)for (?:a|the) (?P<nth>{'|'.join(_NTH)}) (?:straight |consecutive |successive )?(?:day|night)s?(?!\w)(?! of)",
    re.IGNORECASE,
)
# So many letters may part the verb from the duration or from the day.
_NEAR = 60


def lasting(sentence: str, day: Atom, words: Language) -> list[Atom]:
    """A day with the duration that begins or ends on it, in their order in time; the day alone where the words give none.

    Args:
        sentence: its text.
        day: the only date of an activity in it.
        words: the language, whose verbs tell whether it begins or ends.
    """
    nth = _RUNNING.search(sentence)
    if nth and day.fine == "day" and day.first and day.first == day.last and not day.open:
        first = day.first - _days_before(nth)
        return [Atom(*nth.span(), first, first, None, "", "", "", "day"), day]
    said = _DURATION.search(sentence)
    if not said or day.fine != "day" or not day.first or day.first != day.last:
        return [day]
    count = count_of(said["long"] or said["count"]) * (7 if (said["unit"] or "").lower() == "week" else 1)
    rest = timedelta(count - 1)

    def verb(key: str) -> bool:
        found = words.pattern("dates", key).finditer(sentence)
        return any(min(_apart(v.span(), said.span()), _apart(v.span(), (day.start, day.end))) <= _NEAR for v in found)

    try:
        if said["long"] and (day.open == "start" or verb("begins")):
            last = day.first + rest
            return [day, Atom(*said.span(), last, last, None, "", "", "", "day")]
        if verb("ends"):
            first = day.first - rest
            return [Atom(*said.span(), first, first, None, "", "", "", "day"), day]
    except OverflowError:  # beyond the calendar
        pass
    return [day]


def running(sentence: str, report: Report) -> Atom | None:
    """The days up to the report's of what goes on "for the third day in a row", where no other day is named."""
    nth, today = _RUNNING.search(sentence), report.published_day
    return Atom(*nth.span(), today - _days_before(nth), today, None, "", "", "", "span") if nth and today else None


def _days_before(nth: re.Match[str]) -> timedelta:
    return timedelta(_NTH.index(nth["nth"].lower()) + 1)


def _apart(one: tuple[int, int], two: tuple[int, int]) -> int:
    return max(0, two[0] - one[1], one[0] - two[1])
