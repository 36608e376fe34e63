"""The date expressions of a sentence as days, as wide as the words are, against the publication date.

A day without a month is the nearest one on or before the publication (after it, where the sentence looks ahead), and
stays without a month where the report's date is not known to the day.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from geomap.activities.calendar_spans import (
    SEASON,
    STRETCH,
    WEEK,
    Days,
    before,
    coming_part,
    likely_year,
    month_span,
    months_on,
    nearest_day,
    past_part,
    season,
    season_near,
    stretch_of_month,
    stretch_of_year,
    weeks_of_month,
)
from geomap.activities.numerals import value
from geomap.lexicon import Language
from geomap.model import Report

_PART = r"(?:the )?(?P<part>night|morning|evening|afternoon|early hours|noon)(?P<into> to| into)?(?: of| on)? (?:the )?"
OPEN = {
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
# Behind "the night", which is then not the last one.
_NIGHT_OF = r"\s(?:of|to|from|into|between|on|before|after|when|that|which|in which)\b"
COUNTS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ONE = timedelta(1)


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


@cache
def _expressions(words: Language) -> re.Pattern[str]:
    long, short = words.words("dates", "months"), words.words("dates", "month_short")
    month = "|".join([*long, *(rf"{m}\.?" for m in short), r"sept\.?"])
    weekdays = "|".join(words.words("dates", "weekdays"))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    count = rf"(?:\d{{1,3}}|{'|'.join(COUNTS)})"
    third = rf"(?P<third>{STRETCH})[ -](?:the )?"
    return re.compile(
        rf"(?<!\w)(?:(?P<open>{'|'.join(OPEN)})\s+(?:the\s+)?)?"
        rf"(?:{_PART}|(?:on |in |at )?(?:{third}|(?:early |late )?(?:the )?(?:on |in )?(?:the )?))"
        rf"(?:(?:{weekdays}),?\s+(?:the\s+)?(?=\d|{month}))?"  # "Tuesday, 22 April": the day is said twice
        r"(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2})"
        r"|(?P<dot>(?P<dd>\d{1,2})\.(?P<dm>\d{1,2})\.(?P<dy>\d{4})?)"
        rf"|(?P<mday>(?P<m1>{month})\s+(?P<d1>{day})(?:\s*(?:-|–|to|and|or)\s*(?P<d1b>{day}))?(?:,?\s+(?P<y1>\d{{4}}))?)"
        rf"|(?P<daym>(?P<d2>{day})(?:\s*(?:-|–|to|and|or)\s*(?P<d2b>{day}))?\s+(?:of\s+)?(?P<m2>{month})(?:,?\s+(?P<y2>\d{{4}}))?)"
        r"|(?P<half>(?P<h>first|second) half of (?:(?P<hu>the (?:month|year)|this (?:month|year))|(?P<hy>\d{4})))"
        r"|(?P<close>end of (?:the |this )?(?P<cu>week|month|year))"
        r"|(?P<quarter>(?P<q>first|second|third|fourth|last) quarter of (?P<yq>\d{4}))"
        rf"|(?P<nth>(?P<wn>{WEEK})(?: (?:and|or|to) (?P<wl>{WEEK}))? weeks? of (?P<m4>{'|'.join(long)})(?:,?\s+(?P<y4>\d{{4}}))?)"
        rf"|(?P<mon>(?:(?P<wm>last|this|next) )?(?P<m3>{'|'.join(long)})(?:,?\s+(?P<y3>\d{{4}}))?)"
        r"|(?P<nthlast>(?P<d4>\d{1,2})(?:st|nd|rd|th)? of (?:the )?(?P<lm>last|previous|this|next) month)"
        r"|(?P<ord>(?P<d3>\d{1,2})(?:st|nd|rd|th))"
        r"(?!\s+(?:\w+\s+)?(?:brigade|division|regiment|army|corps|battalion|century|separate|guards|fleet|time|airborne|anniversary))"
        r"|(?P<wd>(?:last |this |next |(?P<wo>overnight )(?:on )?)?"
        rf"(?P<w>{weekdays})(?P<wp> night| morning| evening| afternoon)?)"
        rf"|(?P<past>(?:past|(?:last|previous)(?= {count} )) (?:(?P<np>{count}) )?(?P<up>hours|day|days|week|weeks|month|months))"
        rf"|(?P<ago>(?P<na>{count}) (?P<ua>days?|weeks?|months?) (?:ago|earlier))"
        r"|(?P<so>(?P<dir>earlier|later) this (?P<us>week|month|year))"
        rf"|(?P<season>(?:(?P<ws>this |last |next )|(?<=\bin )|(?<=\bin the )|(?<=\bfrom the )|(?<=\bsince ))"
        rf"(?P<s>{SEASON})(?!\s+of\s+(?!\d))(?:,?\s+(?:of\s+)?(?P<sy>\d{{4}}))?)"
        r"|(?P<rel>overnight (?:in)?to (?:the )?(?=\w)|overnight|today|yesterday|tomorrow(?: and the day after)?|tonight"
        rf"|last night|(?:(?<=\bin )|(?<=\bduring ))the night(?!{_NIGHT_OF})"
        r"|this (?:morning|afternoon|evening)|(?:over |during |at )?(?:the|this|last) (?:past )?weekend"
        r"|this week|last week|next week|this month|last month|next month|this year|last year"
        r"|currently|at present|at the moment|right now|(?<=\bare )now|(?<=\bis )now)"
        r"|(?P<year>(?:19|20)\d{2})(?(third)|(?=\s*[,.;)]|\s*$|\s+(?:and|the|when|it|he|they|with)))"
        r")(?!\w)(?!-\w)",
        re.IGNORECASE,
    )


_GROUPS = (
    "iso",
    "dot",
    "mday",
    "daym",
    "half",
    "close",
    "quarter",
    "nth",
    "mon",
    "nthlast",
    "ord",
    "wd",
    "past",
    "ago",
    "so",
    "season",
    "rel",
    "year",
)
# What shows that "May" and "March" are months.
_BEFORE_MONTH = re.compile(
    r"\b(?:(?:in|of|since|until|by|last|this|from|between)\s+|(?:from|between)\s+\w+\s+(?:to|and|until)\s+)$", re.IGNORECASE
)
# "In the 24 hours to Friday morning" begin on Thursday.
_DAY_UP_TO = re.compile(r"\b24 hours (?:up )?(?:to|until|ending|before) (?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.? )?(?:on )?(?:the )?$")
# "At ten to three in the night" is an hour of one day.
_HOUR = re.compile(r"(?<!\w)(?:at|around|about|by|past|to)\s[\w: ]{1,20}\b(?:in|during) $", re.IGNORECASE)
# "the March 23 Movement", "the 9 May Square" are names.
_NAMED_AFTER = re.compile(r"\s+(?:Movement|Brigade|Square|Street|Division|Agreement|Revolution|Regiment|Bridge|Coalition)\b")


def date_atoms(sentence: str, report: Report, words: Language, *, ahead: bool) -> Iterator[Atom]:
    """Every date expression of a sentence, resolved against the publication date."""
    for m in _expressions(words).finditer(sentence):
        lead = m["open"]
        if _NAMED_AFTER.match(sentence, m.end()):
            continue
        if m["dot"] and re.search(r"(?<!\w)(?:at|v|version|no)\.?\s+$", sentence[: m.start("dot")], re.IGNORECASE):  # an hour
            continue
        if (m["rel"] or "").lower().endswith("year") and sentence[m.end() : m.end() + 2] in ("'s", "’s"):  # "this year's plan"
            continue
        if (m["rel"] or "").lower() == "the night" and _HOUR.search(sentence, 0, m.start("rel")):
            continue
        if m["year"] and not re.search(r"(?:in|since|of|until|by|from)\s+(?:the )?$", sentence[: m.start("year")], re.IGNORECASE):
            continue
        if (
            m["mon"]
            and m["m3"].lower() in ("may", "march")
            and not (m["m3"][0].isupper() and (m["third"] or m["y3"] or _BEFORE_MONTH.search(sentence, 0, m.start("mon"))))
        ):
            continue
        found = _days(m, report, words, ahead=_ahead((lead or "").lower(), ahead=ahead))
        if found is None:
            continue
        first, last, day, fine = found if ahead or _open(m) == "end" else past_part(found, report.published_day)
        start = min(i for i in (m.start(g) for g in _GROUPS) if i >= 0)
        part = (m["part"] or "").lower()
        relative = (m["rel"] or m["wd"] or "").lower()
        part = part or next((p for p in ("night", "morning", "evening", "afternoon") if p in relative), "")
        # The night of the 23rd belongs to two days; "Monday night" is Monday's.
        if part == "night" and first and first == last and not m["wp"]:
            first, last = (first - _ONE, first) if m["into"] else (first, first + _ONE)
            if report.published_day and last > report.published_day and not ahead and first < report.published_day:
                last = report.published_day
        if fine == "day" and first and first == last and _DAY_UP_TO.search(sentence, 0, m.start()):
            first -= _ONE
        yield Atom(
            m.start() if lead or m["part"] else start,
            m.end(),
            first,
            last,
            day,
            part,
            _open(m),
            (lead or "").lower(),
            fine,
        )


def _ahead(lead: str, *, ahead: bool) -> bool:
    """Whether a date lies in the future, by the word before it or else as the sentence does."""
    return lead != "since" and (ahead or lead == "as early as")


def _days(m: re.Match[str], report: Report, words: Language, *, ahead: bool) -> Days | None:
    published = report.published_day
    try:
        if m["iso"]:
            day = date.fromisoformat(m["iso"])
            return day, day, None, "day"
        for month, one, two, year in (("m1", "d1", "d1b", "y1"), ("m2", "d2", "d2b", "y2")):
            if m[month]:
                number = _month(m[month], words)
                since, day_number = (m["open"] or "").lower() == "since", _number(m[one])
                known = (
                    int(m[year])
                    if m[year]
                    else likely_year(number, day_number, report.published, ahead=ahead, since=since, by=_open(m))
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
            known = int(m["y3"]) if m["y3"] else likely_year(number, 1, report.published, ahead=ahead, since=since, by=_open(m))
            if m["wm"] and report.published:  # "last August": of this year or the one before
                now = (int(report.published[:4]), int(report.published[5:7] or 12))
                known = now[0] + {"last": -(number >= now[1]), "this": 0, "next": int(number <= now[1])}[m["wm"].lower()]
            if not known:
                return None, None, None, "month"
            if m["third"]:
                return stretch_of_month(m["third"], known, number, _open(m))
            span = (*month_span(known, number), None, "month")
            return coming_part(span, published) if ahead else span
        if m["nth"]:
            number = _month(m["m4"], words)
            known = int(m["y4"]) if m["y4"] else likely_year(number, 1, report.published, ahead=ahead, since=False)
            return weeks_of_month(m["wn"], m["wl"] or m["wn"], known, number) if known else (None, None, None, "span")
        if m["nthlast"]:
            if not published:
                return None, None, int(m["d4"]), "day"
            day = months_on(published, {"this": 0, "next": 1}.get(m["lm"].lower(), -1)).replace(day=int(m["d4"]))
            return day, day, None, "day"
        if m["ord"]:
            day_number = int(m["d3"])
            if not 1 <= day_number <= 31:
                return None
            resolved = nearest_day(day_number, published, ahead=ahead) if published else None
            return resolved, resolved, None if resolved else day_number, "day"
        if m["year"]:
            known = int(m["year"])
            if m["third"]:
                return stretch_of_year(m["third"], known, _open(m))
            return date(known, 1, 1), date(known, 12, 31), None, "year"
        return _relative(m, report, words, ahead=ahead)
    except (ValueError, OverflowError):  # "31 February", the day before the calendar begins: the words are no date
        return None


def _relative(m: re.Match[str], report: Report, words: Language, *, ahead: bool) -> Days:
    published = report.published_day
    if m["season"] and report.published and (m["ws"] or m["sy"]):
        step = {"last ": -1, "next ": 1}.get((m["ws"] or "").lower(), 0)
        return season(m["s"], int(m["sy"] or int(report.published[:4]) + step))
    word = (m["rel"] or "").lower()
    if word.endswith(("month", "year")) and report.published:
        about = _about(m, word, report.published)
        return coming_part(about, published) if ahead else about
    if not published:
        return None, None, None, "span"
    if m["season"]:
        return season_near(m["s"], published, ahead=ahead)
    if m["w"]:
        back = (published.weekday() - words.words("dates", "weekdays").index(m["w"].lower())) % 7
        day = published - timedelta(back)
        if m["wd"].lower().startswith("last") and not back:
            day -= timedelta(7)
        if m["wd"].lower().startswith("next") or (ahead and back):
            day += timedelta(7)
        return day, day + _ONE if m["wo"] else day, None, "day"
    if m["past"]:
        return _past(m, published)
    if m["ago"]:
        day = before(published, count_of(m["na"]), m["ua"])
        return (*month_span(day.year, day.month), None, "month") if m["ua"].startswith("month") else (day, day, None, "day")
    monday = published - timedelta(published.weekday())
    if m["half"]:
        year, month = int(m["hy"] or published.year), published.month
        second = m["h"].lower() == "second"
        if m["hu"] and m["hu"].lower().endswith("month"):
            first, last = month_span(year, month)
            return (first.replace(day=16), last, None, "span") if second else (first, first.replace(day=15), None, "span")
        return date(year, 7 if second else 1, 1), month_span(year, 12 if second else 6)[1], None, "span"
    if m["close"]:
        last = {
            "week": monday + 6 * _ONE,
            "month": month_span(published.year, published.month)[1],
            "year": date(published.year, 12, 31),
        }[m["cu"].lower()]
        return last, last, None, "day"
    if m["so"]:
        first, last = {
            "week": (monday, monday + 6 * _ONE),
            "month": month_span(published.year, published.month),
            "year": (date(published.year, 1, 1), date(published.year, 12, 31)),
        }[m["us"].lower()]
        return (first, published, None, "span") if m["dir"].lower() == "earlier" else (published, last, None, "span")
    if word.endswith("weekend"):
        coming = ahead and not word.startswith("last")
        saturday = monday - 2 * _ONE if published.weekday() < 5 and not coming else monday + 5 * _ONE
        return saturday, saturday + _ONE, None, "span"
    if word.startswith("overnight "):  # "overnight into Tuesday": the day's own words follow and say the rest
        return None, None, None, "span"
    spans = {
        "overnight": (published - _ONE, published),
        "last night": (published - _ONE, published),
        "the night": (published, published + _ONE) if ahead else (published - _ONE, published),
        "tonight": (published, published + _ONE),
        "yesterday": (published - _ONE, published - _ONE),
        "tomorrow": (published + _ONE, published + _ONE),
        "tomorrow and the day after": (published + _ONE, published + 2 * _ONE),
        "this week": (monday, monday + 6 * _ONE if ahead else published),
        "last week": (monday - 7 * _ONE, monday - _ONE),
        "next week": (monday + 7 * _ONE, monday + 13 * _ONE),
    }
    first, last = spans.get(word, (published, published))
    return first, last, None, "span" if "week" in word else "day"


def _about(m: re.Match[str], word: str, published: str) -> Days:
    """The words "last month", "this year" against a publication that is known to the month or year."""
    year, month = int(published[:4]), int(published[5:7] or 0)
    step = {"last": -1, "this": 0, "next": 1}[word.split(maxsplit=1)[0]]
    if word.endswith("year"):
        return date(year + step, 1, 1), date(year + step, 12, 31), None, "year"
    if not month:
        return None, None, None, "month"
    meant = months_on(date(year, month, 1), step)
    if m["third"]:
        return stretch_of_month(m["third"], meant.year, meant.month, _open(m))
    return (*month_span(meant.year, meant.month), None, "month")


def _past(m: re.Match[str], published: date) -> Days:
    count, unit = count_of(m["np"] or "one"), m["up"].lower()
    if unit == "hours":
        count, unit = max(1, round(count / 24)), "days"
    return before(published, count, unit), published, None, "span"


def count_of(text: str) -> int:
    """The number that digits or a word stand for."""
    return max(1, int(value(text) or 0))


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str, words: Language) -> int:
    return words.words("dates", "month_short").index(text.lower().rstrip(".")[:3]) + 1


def _open(m: re.Match[str]) -> str:
    """Whether the words speak of a day from which on, or by which, something is done: "start", "end" or ""."""
    return OPEN.get((m["open"] or "").lower(), "")
