"""When something is said to happen: the text's own words as a span of days, as wide as the words are.

A day without a month is the nearest one on or before the publication (after it, where the sentence looks ahead), and
stays without a month where the report's date is not known to the day.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from geomap.lexicon import Language
from geomap.model import DateSpan, Report

_PART = r"(?:the )?(?P<part>night|morning|evening|afternoon|early hours|noon)(?: of| on)? (?:the )?"
_PHRASE = 60  # letters that a comma between a date and the activity counts for
# A day of last year whose year is not said: named without it for so long; a longer way back, the year stays open.
LAST_YEAR_DAYS = 120
_OPEN = {
    "as early as": "start",
    "since": "start",
    "from": "start",
    "starting": "start",
    "after": "start",
    "by": "end",
    "until": "end",
    "till": "end",
    "through": "end",
    "before": "end",
    "no later than": "end",
}
_RANGE_GAP = re.compile(r"\s*(?:to|and|until|till|through|[-–—])\s*(?:(?:on |arrived |landed ).{0,0})?", re.IGNORECASE)


class _Atom(NamedTuple):
    """One date expression: its offsets in the sentence, its days, its wording for the label."""

    start: int
    end: int
    first: date | None
    last: date | None
    day: int | None
    part: str
    open: str
    opening: str
    fine: str  # "day", "month", "year" or "span"


@cache
def _expressions(words: Language) -> re.Pattern[str]:
    long, short = words.words("dates", "months"), words.words("dates", "month_short")
    month = "|".join([*long, *(rf"{m}\.?" for m in short), r"sept\.?"])
    weekdays = "|".join(words.words("dates", "weekdays"))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?<!\w)(?:(?P<open>as early as|since|from|starting|after|by|until|till|through|before|no later than)\s+(?:the\s+)?)?"
        rf"(?:{_PART}|(?:early |late )?(?:on |in )?(?:the )?)?"
        r"(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2})"
        rf"|(?P<mday>(?P<m1>{month})\s+(?P<d1>{day})(?:\s*(?:-|–|to|and)\s*(?P<d1b>{day}))?(?:,?\s+(?P<y1>\d{{4}}))?)"
        rf"|(?P<daym>(?P<d2>{day})(?:\s*(?:-|–|to|and)\s*(?P<d2b>{day}))?\s+(?:of\s+)?(?P<m2>{month})(?:,?\s+(?P<y2>\d{{4}}))?)"
        rf"|(?P<mon>(?P<m3>{'|'.join(long)})(?:,?\s+(?P<y3>\d{{4}}))?)"
        r"|(?P<ord>(?P<d3>\d{1,2})(?:st|nd|rd|th))(?!\s+(?:\w+\s+)?(?:brigade|division|regiment|army|corps|battalion|century|separate|guards|fleet"
        r"|time|airborne|anniversary))"
        rf"|(?P<wd>(?:last |this |next )?(?P<w>{weekdays})(?: night| morning| evening| afternoon)?)"
        r"|(?P<rel>overnight|today|yesterday|tomorrow|tonight|last night|this morning"
        r"|this week|last week|next week|this month|last month|next month)"
        r"|(?P<year>(?:19|20)\d{2})(?=\s*[,.;)]|\s*$|\s+(?:and|the|when|it|he|they|with))"
        r")(?!\w)(?!-\w)",
        re.IGNORECASE,
    )


def date_atoms(sentence: str, report: Report, words: Language, *, ahead: bool) -> Iterator[_Atom]:
    """Every date expression of a sentence, resolved against the publication date."""
    for m in _expressions(words).finditer(sentence):
        lead = m["open"]
        if m["year"] and not re.search(r"(?:in|since|of|until|by|from)\s+(?:the )?$", sentence[: m.start("year")], re.IGNORECASE):
            continue
        if (
            m["mon"]
            and m["m3"].lower() in ("may", "march")
            and not (
                m["m3"][0].isupper()
                and re.search(r"(?:in|of|since|until|by|last|this)\s+$", sentence[: m.start("mon")], re.IGNORECASE)
            )
        ):
            continue
        found = _days(m, report, words, ahead=ahead or (lead or "").lower() == "as early as")
        if found is None:
            continue
        first, last, day, fine = found
        start = min(i for i in (m.start(g) for g in ("iso", "mday", "daym", "mon", "ord", "wd", "rel", "year")) if i >= 0)
        part = (m["part"] or "").lower()
        relative = (m["rel"] or m["wd"] or "").lower()
        part = part or next((p for p in ("night", "morning", "evening", "afternoon") if p in relative), "")
        yield _Atom(
            m.start() if lead or m["part"] else start,
            m.end(),
            first,
            last,
            day,
            part,
            _OPEN.get((lead or "").lower(), ""),
            (lead or "").lower(),
            fine,
        )


def _days(
    m: re.Match[str], report: Report, words: Language, *, ahead: bool
) -> tuple[date | None, date | None, int | None, str] | None:
    published = report.published_day
    try:
        if m["iso"]:
            day = date.fromisoformat(m["iso"])
            return day, day, None, "day"
        for month, one, two, year in (("m1", "d1", "d1b", "y1"), ("m2", "d2", "d2b", "y2")):
            if m[month]:
                number = _month(m[month], words)
                known = int(m[year]) if m[year] else _year(number, _number(m[one]), report, ahead=ahead)
                if known is None:
                    return None, None, None, "day"
                first = date(known, number, _number(m[one]))
                return first, (date(known, number, _number(m[two])) if m[two] else first), None, "day"
        if m["mon"]:
            number = _month(m["m3"], words)
            known = int(m["y3"]) if m["y3"] else _year(number, 1, report, ahead=ahead)
            return (*_month_span(known, number), None, "month") if known else (None, None, None, "month")
        if m["ord"]:
            day_number = int(m["d3"])
            if not 1 <= day_number <= 31:
                return None
            resolved = _nearest(day_number, published, ahead=ahead) if published else None
            return resolved, resolved, None if resolved else day_number, "day"
        if m["year"]:
            return date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), None, "year"
        return _relative(m, published, words)
    except (ValueError, OverflowError):  # "31 February", the day before the calendar begins: the words are no date
        return None


def _relative(m: re.Match[str], published: date | None, words: Language) -> tuple[date | None, date | None, int | None, str]:
    if not published:
        return None, None, None, "span"
    if m["w"]:
        back = (published.weekday() - words.words("dates", "weekdays").index(m["w"].lower())) % 7
        day = published - timedelta(back)
        if m["wd"].lower().startswith("last") and not back:
            day -= timedelta(7)
        if m["wd"].lower().startswith("next"):
            day += timedelta(7)
        return day, day, None, "day"
    word, monday = m["rel"].lower(), published - timedelta(published.weekday())
    one = timedelta(1)
    spans = {
        "overnight": (published - one, published),
        "last night": (published - one, published),
        "today": (published, published),
        "tonight": (published, published),
        "this morning": (published, published),
        "yesterday": (published - one, published - one),
        "tomorrow": (published + one, published + one),
        "this week": (monday, monday + 6 * one),
        "last week": (monday - 7 * one, monday - one),
        "next week": (monday + 7 * one, monday + 13 * one),
        "this month": _month_span(published.year, published.month),
    }
    if word in spans:
        return (*spans[word], None, "span" if "week" in word or "month" in word else "day")
    edge = published.replace(day=1) - one if word == "last month" else (published.replace(day=28) + 7 * one)
    return (*_month_span(edge.year, edge.month), None, "month")


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str, words: Language) -> int:
    return words.words("dates", "month_short").index(text.lower().rstrip(".")[:3]) + 1


def _year(month: int, day: int, report: Report, *, ahead: bool) -> int | None:
    """The year of a day whose year is not said: the latest one that does not lie after the publication."""
    if not report.published:
        return None
    year = int(report.published[:4])
    if ahead or len(report.published) == 4:
        return year
    published = report.published_day or _month_span(year, int(report.published[5:7]))[1]
    if (month, day) <= (published.month, published.day):
        return year
    back = published - date(year - 1, month, min(day, 28))
    return year - 1 if back.days <= LAST_YEAR_DAYS else None


def _nearest(day: int, published: date, *, ahead: bool) -> date | None:
    year, month = published.year, published.month
    for _ in range(12):
        if day <= calendar.monthrange(year, month)[1]:
            candidate = date(year, month, day)
            if (candidate >= published) if ahead else (candidate <= published):
                return candidate
        month += 1 if ahead else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
    return None


def when(sentence: str, report: Report, words: Language, *, ahead: bool, joined: bool, near: int) -> DateSpan | None:
    """The days that a sentence gives for what it says, or None.

    The day of a statement ("announced on the 25th") is not the day of the activity.

    Args:
        sentence: its text.
        report: for the publication date.
        words: the language.
        ahead: the sentence speaks of the future.
        joined: two days in the sentence are the start and the end of one thing (a departure and an arrival).
        near: the offset of the activity's words; of several dates the nearest counts.
    """
    atoms = [a for a in date_atoms(sentence, report, words, ahead=ahead) if not _of_statement(sentence, a, words)]
    if not atoms:
        return None
    if not joined or len(atoms) == 1 or any(a.fine != "day" for a in atoms):
        chosen = min(atoms, key=lambda a: (_distance(sentence, a, near), a.start))
        at = atoms.index(chosen)
        pair = (
            atoms[at : at + 2]
            if at + 1 < len(atoms) and _RANGE_GAP.fullmatch(sentence[chosen.end : atoms[at + 1].start])
            else [chosen]
        )
        atoms = pair
    first, last = atoms[0], atoms[-1]
    start, end = first.first, last.last
    opened = first.open if len(atoms) == 1 and (first.first == first.last or first.opening == "since") else ""
    if start and end and end < start:
        start, end = end, start
    if first.opening == "since" and opened and start and report.published_day:
        end, opened = max(start, report.published_day), ""
    text = (
        sentence[first.start : first.end]
        if len(atoms) == 1
        else f"{sentence[first.start : first.end]} … {sentence[last.start : last.end]}"
    )
    label = _label(atoms, start, end, opened, text, dated=bool(report.published))
    return DateSpan.model_validate({"start": start, "end": end, "open": opened or None, "text": text, "label": label})


def _distance(sentence: str, atom: _Atom, near: int) -> int:
    """How far a date stands from the activity's words; one in another phrase is farther than its letters."""
    low, high = sorted((atom.start, near))
    return high - low + _PHRASE * sentence.count(",", low, high)


def _of_statement(sentence: str, atom: _Atom, words: Language) -> bool:
    """Whether the date tells when somebody spoke: it follows a verb of speech, and no other verb lies between."""
    before = sentence[max(0, atom.start - 30) : atom.start]
    verbs = "|".join((*words.words("attribution", "verbs"), *words.words("attribution", "published")))
    return bool(re.search(rf"(?<!\w)(?:{verbs})\s+(?:it\s+)?(?:late\s+|early\s+)?(?:on\s+)?(?:the\s+)?$", before, re.IGNORECASE))


def _label(atoms: list[_Atom], start: date | None, end: date | None, opened: str, text: str, *, dated: bool) -> str:
    opening = f"{atoms[0].opening} " if opened or (atoms[0].opening == "since" and len(atoms) == 1) else ""
    if opening == "since " and start:  # its end is the report's date, which the words do not say
        end = atoms[0].last
    if start is None or end is None:
        days = [a.day for a in atoms]
        if all(days):
            said = " to ".join(f"{a.part} of the {_ordinal(a.day or 0)}" if a.part else f"{_ordinal(a.day or 0)}" for a in atoms)
            the = "the " if opened and not said[0].isalpha() else ""
            return opening + f"{the}{said} (month not stated)"
        open_year = dated and atoms[0].fine in ("day", "month")
        return f"{text} ({'year not stated' if open_year else 'date of the report not known'})"
    fine = atoms[0].fine
    if fine == "year":
        said = str(start.year)
    elif fine == "month" and len(atoms) == 1:
        said = f"{start:%B %Y}"
    elif start == end:
        said = f"{atoms[0].part + ' of ' if atoms[0].part else ''}{_day(start)}"
    else:
        same = (start.year, start.month) == (end.year, end.month)
        left = str(start.day) if same else _day(start) if start.year != end.year else f"{start.day} {start:%B}"
        parts = [f"{a.part} of " if a.part else "" for a in (atoms[0], atoms[-1])] if len(atoms) > 1 else ["", ""]
        said = f"{parts[0]}{left} to {parts[1]}{_day(end)}"
        if len(atoms) == 1 and atoms[0].part:
            said = f"{atoms[0].part} of {said}"
    return opening + said


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
