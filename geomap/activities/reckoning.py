"""The days that a date expression stands for, as wide as its words are, against the publication date.

A day without a month is the nearest one on or before the publication (after it, where the sentence looks ahead), and
stays without a month where the report's date is not known to the day.
"""

import re
from datetime import date, timedelta

from geomap.activities.calendar_spans import (
    Days,
    before,
    coming_part,
    half_of_month,
    likely_year,
    month_span,
    months_on,
    nearest_day,
    season,
    season_near,
    season_year,
    stretch_of_month,
    stretch_of_year,
    weeks_of_month,
)
from geomap.activities.date_patterns import OPEN
from geomap.lexicon import Language
from geomap.model import Report
from geomap.numerals import value

_ONE = timedelta(1)
_EACH = re.compile(r"\beach of (?:the |these )?$", re.IGNORECASE)
_STEP = {"last": -1, "this": 0, "next": 1}


def days_of(m: re.Match[str], report: Report, words: Language, *, ahead: bool) -> Days | None:
    """The days of a match of ``date_patterns.expressions``; None where its words are no date ("31 February").

    Args:
        m: the match.
        report: for the publication date.
        words: the language.
        ahead: the date lies in the future.
    """
    published = report.published_day
    try:
        if m["iso"]:
            day = date.fromisoformat(m["iso"].replace("/", "-"))
            return day, day, None, "day"
        for month, one, two, year in (("m1", "d1", "d1b", "1"), ("m2", "d2", "d2b", "2")):
            if m[month]:
                number = _month(m[month], words)
                since, day_number = (m["open"] or "").lower() == "since", _number(m[one])
                known = _year(m, year, report) or likely_year(
                    number, day_number, report.published, ahead=ahead, since=since, by=opening(m)
                )
                if known is None:
                    return None, None, None, "day"
                first = date(known, number, day_number)
                return first, (date(known, number, _number(m[two])) if m[two] else first), None, "day"
        if m["dot"]:
            number, day_number = int(m["dm"]), int(m["dd"])
            known = int(m["dy"]) if m["dy"] else likely_year(number, day_number, report.published, ahead=ahead, since=False)
            dotted = date(known, number, day_number) if known else None
            return dotted, dotted, None, "day"
        if m["quarter"]:
            number = ("first", "second", "third", "fourth").index("fourth" if m["q"].lower() == "last" else m["q"].lower())
            year_q = int(m["yq"])
            return date(year_q, 3 * number + 1, 1), month_span(year_q, 3 * number + 3)[1], None, "span"
        if m["mon"]:
            number = _month(m["m3"], words)
            since = (m["open"] or "").lower() == "since"
            known = _year(m, "3", report)
            if m["wm"] and report.published:  # "last August": of this year or the one before
                now = (int(report.published[:4]), int(report.published[5:7] or 12))
                known = now[0] + {"last": -(number >= now[1]), "this": 0, "next": int(number <= now[1])}[m["wm"].lower()]
            known = known or likely_year(number, 1, report.published, ahead=ahead, since=since, by=opening(m))
            if not known:
                return None, None, None, "month"
            if m["third"]:
                return stretch_of_month(m["third"], known, number, opening(m))
            span = (*month_span(known, number), None, "month")
            return coming_part(span, published) if ahead else span
        if m["hm"]:
            number = _month(m["hm"], words)
            known = int(m["hmy"]) if m["hmy"] else likely_year(number, 1, report.published, ahead=ahead, since=False)
            return half_of_month(m["h"], known, number) if known else (None, None, None, "span")
        if m["nth"]:
            number = _month(m["m4"], words)
            known = int(m["y4"]) if m["y4"] else likely_year(number, 1, report.published, ahead=ahead, since=False)
            return weeks_of_month(m["wn"], m["wl"] or m["wn"], known, number) if known else (None, None, None, "span")
        if m["nthlast"]:
            if not published:
                return None, None, int(m["d4"]), "day"
            day = months_on(published, _STEP.get(m["lm"].lower(), -1)).replace(day=int(m["d4"]))
            return day, day, None, "day"
        if m["ord"]:
            day_number = int(m["d3"])
            if not 1 <= day_number <= 31:
                return None
            resolved = nearest_day(day_number, published, ahead=ahead) if published else None
            return resolved, resolved, day_number, "day"
        if m["decade"]:
            known = int(m["decade"])
            return date(known, 1, 1), date(known + 9, 12, 31), None, "year"
        if m["year"]:
            known = int(m["year"])
            if m["third"]:
                return stretch_of_year(m["third"], known, opening(m))
            last_year = known - known % 100 + int(m["yb"]) if m["yb"] else known
            return date(known, 1, 1), date(last_year, 12, 31), None, "year"
        return _relative(m, report, words, ahead=ahead)
    except (ValueError, OverflowError):  # "31 February", the day before the calendar begins: the words are no date
        return None


def _year(m: re.Match[str], number: str, report: Report) -> int | None:
    """The year that stands behind a month: "2024", "last year"."""
    if m[f"y{number}"]:
        return int(m[f"y{number}"])
    step = m[f"r{number}"]
    return int(report.published[:4]) + _STEP[step.lower()] if step and report.published else None


def _relative(m: re.Match[str], report: Report, words: Language, *, ahead: bool) -> Days | None:
    published = report.published_day
    said = _year(m, "5", report)
    if m["season"] and report.published and (m["ws"] or said):
        step = _STEP.get((m["ws"] or "").lower().strip(), 0)
        return season(m["s"], said or season_year(m["s"], report.published) + step)
    word = (m["rel"] or "").lower()
    if word.endswith(("month", "year")) and report.published:
        about = _about(m, word, report.published)
        return coming_part(about, published) if ahead else about
    if not published:
        return None, None, None, "span"
    if m["season"]:
        return season_near(m["s"], published, ahead=ahead)
    if m["w"]:
        day = _weekday(m, words.words("dates", "weekdays").index(m["w"].lower()), published, ahead=ahead)
        return day, day, None, "day"
    if m["past"]:
        return _past(m, published)
    if m["ago"]:
        day = before(published, count_of(m["na"]), m["ua"])
        if m["ua"].startswith("year"):
            return date(day.year, 1, 1), date(day.year, 12, 31), None, "year"
        return (*month_span(day.year, day.month), None, "month") if m["ua"].startswith("month") else (day, day, None, "day")
    if m["half"]:
        year, month = int(m["hy"] or published.year), published.month
        second = m["h"].lower() == "second"
        if m["hu"] and m["hu"].lower().endswith("month"):
            return half_of_month(m["h"], year, month)
        return date(year, 7 if second else 1, 1), month_span(year, 12 if second else 6)[1], None, "span"
    if m["close"]:
        last = _now(m["cu"], published)[1]
        return last, last, None, "day"
    if m["begin"]:
        if opening(m) == "start":
            first = _now(m["bu"], published)[0]
            return first, first, None, "day"
        if m["bu"].lower() == "year":
            return stretch_of_year("beginning", published.year, opening(m))
        return stretch_of_month("beginning", published.year, published.month, opening(m))
    if m["so"]:
        first, last = _now(m["us"], published)
        return (first, published, None, "span") if m["dir"].lower() == "earlier" else (published, last, None, "span")
    monday = _now("week", published)[0]
    if word.endswith("weekend"):
        coming = ahead and not word.startswith("last")
        saturday = monday - 2 * _ONE if published.weekday() < 5 and not coming else monday + 5 * _ONE
        return saturday, saturday + _ONE, None, "span"
    spans = {
        "overnight": (published - _ONE, published),
        "last night": (published - _ONE, published),
        "night": (published, published + _ONE) if ahead else (published - _ONE, published),
        "tonight": (published, published + _ONE),
        "day before yesterday": (published - 2 * _ONE, published - 2 * _ONE),
        "yesterday": (published - _ONE, published - _ONE),
        "tomorrow": (published + _ONE, published + _ONE),
        "day after tomorrow": (published + 2 * _ONE, published + 2 * _ONE),
        "tomorrow and the day after": (published + _ONE, published + 2 * _ONE),
        "week": (published - 7 * _ONE, published),
        "this week": (monday, monday + 6 * _ONE if ahead else published),
        "last week": (monday - 7 * _ONE, monday - _ONE),
        "next week": (monday + 7 * _ONE, monday + 13 * _ONE),
    }
    first, last = spans.get(word.removeprefix("the "), (published, published))
    if word.endswith("week") and "end" in (m["third"] or "").lower():  # "by the end of next week"
        first = last
    return first, last, None, "span" if "week" in word else "day"


def _now(unit: str, published: date) -> tuple[date, date]:
    """The first and the last day of the week, month or year of the publication."""
    monday = published - timedelta(published.weekday())
    return {
        "week": (monday, monday + 6 * _ONE),
        "month": month_span(published.year, published.month),
        "year": (date(published.year, 1, 1), date(published.year, 12, 31)),
    }[unit.lower()]


def _about(m: re.Match[str], word: str, published: str) -> Days:
    """The words "last month", "this year" against a publication that is known to the month or year."""
    year, month = int(published[:4]), int(published[5:7] or 0)
    step = _STEP[word.split(maxsplit=1)[0]]
    if word.endswith("year"):
        return date(year + step, 1, 1), date(year + step, 12, 31), None, "year"
    if not month:
        return None, None, None, "month"
    meant = months_on(date(year, month, 1), step)
    if m["third"]:
        return stretch_of_month(m["third"], meant.year, meant.month, opening(m))
    return (*month_span(meant.year, meant.month), None, "month")


def _weekday(m: re.Match[str], number: int, published: date, *, ahead: bool) -> date:
    """The day of a weekday's name: of the week that is named beside it, or else the nearest."""
    if m["wk"]:
        return published + timedelta(number - published.weekday() + 7 * _STEP[m["wk"].lower()])
    back = (published.weekday() - number) % 7
    week = (m["ww"] or "").lower()
    later = week == "next" or (ahead and back)
    return published - timedelta(back + 7 * (week in ("last", "previous") and not back) - 7 * bool(later))


def _past(m: re.Match[str], published: date) -> Days | None:
    count, unit = count_of(m["np"] or "one"), m["up"].lower()
    if unit.endswith("s") and not m["np"]:  # "the past weeks" are not counted
        return None
    if unit == "hours":
        count, unit = max(1, round(count / 24)), "days"
    first = before(published, count, unit)
    if unit.startswith("day") and _EACH.search(m.string, 0, m.start("past")):  # "on each of the last three days": today is one
        first += _ONE
    return first, published, None, "span"


def count_of(text: str) -> int:
    """The number that digits or a word stand for."""
    return max(1, int(value(text) or 0))


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str, words: Language) -> int:
    return words.words("dates", "month_short").index(text.lower().rstrip(".")[:3]) + 1


def opening(m: re.Match[str]) -> str:
    """Whether the words speak of a day from which on, or by which, something is done: "start", "end" or ""."""
    return OPEN.get((m["open"] or "").lower(), "")
