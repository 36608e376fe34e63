"""Stretches of the calendar that words name: the end of July, the second week of June, last winter, mid-August."""

import calendar
from datetime import date, timedelta

Days = tuple[date | None, date | None, int | None, str]
"""First and last day, the day's number where its month is not known, and how fine it is: day, month, year or span."""

# Days of a month; "early" in a year are the months that lie as far in it.
_STRETCHES = {
    "first days": (1, 7),
    "last days": (25, 31),
    "early": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
    "beginning": (1, 10),
}
STRETCH = r"early(?: in)?|late(?: in)?|mid|(?:the )?(?:end|beginning|middle|first days|last days) of"
_WEEKS = {"first": (1, 7), "second": (8, 14), "third": (15, 21), "fourth": (22, 28), "last": (25, 31)}
WEEK = "|".join(_WEEKS)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
SEASON = "|".join(_SEASONS)
_MIDDLE = 15
# A day of next year by which something is to be done is named without its year for so long.
SOON_DAYS = 60
# A month that was over so few months ago is not next year's, whatever is planned: none of four such in the annotated reports.
JUST_OVER = 4
# A day that is so near to come is not surely one of last year.
NEXT_DAYS = 90


def stretch_of_month(words: str, year: int, month: int, opening: str) -> Days:
    """The days of a month that "early", "the end of" and the like are.

    "By the end of July" speaks of its last day alone, and what goes on "since mid-August" does so from the 15th.

    Args:
        words: the stretch's words.
        year: of the month.
        month: 1 to 12.
        opening: "start" or "end" where they are what something is said to begin or end with, else "".
    """
    name = _stretch(words)
    low, high = _STRETCHES[name]
    first, last = month_span(year, month)
    if opening and name == "mid":
        return (*(2 * (first.replace(day=_MIDDLE),)), None, "day")
    first, last = first.replace(day=low), first.replace(day=min(high, last.day))
    return last if opening == "end" and name != "beginning" else first, last, None, "span"


def stretch_of_year(words: str, year: int, opening: str) -> Days:
    """The days of a year that "early", "the end of" and the like are: a third of it, or the first or last days."""
    name = _stretch(words)
    if name.endswith("days"):
        return stretch_of_month(words, year, 1 if name.startswith("first") else 12, opening)
    low, high = (4 * (day // 10) for day in _STRETCHES[name])
    first, last = date(year, low + 1, 1), month_span(year, min(12, high))[1]
    return last if opening == "end" and name != "beginning" else first, last, None, "span"


def half_of_month(which: str, year: int, month: int) -> Days:
    """The days of the "first" or the "second" half of a month."""
    first, last = month_span(year, month)
    return (
        (first.replace(day=16), last, None, "span") if which.lower() == "second" else (first, first.replace(day=15), None, "span")
    )


def weeks_of_month(from_: str, to: str, year: int, month: int) -> Days:
    """The days of "the second week of" a month, or of "the second and third week"."""
    low, high = _WEEKS[from_.lower()][0], _WEEKS[to.lower()][1]
    first, last = month_span(year, month)
    return first.replace(day=low), first.replace(day=min(high, last.day)), None, "span"


def season(name: str, year: int) -> Days:
    """The three months of a season, by the meteorologists' calendar; a winter belongs to the year in which it begins."""
    first = _SEASONS[name.lower()]
    last = month_span(year + (first == 12), (first + 1) % 12 + 1)[1]
    return date(year, first, 1), last, None, "span"


def season_year(name: str, published: str) -> int:
    """The year of "this" season: in January and February the winter that began the year before is under way."""
    under_way = name.lower() == "winter" and published[5:7] in ("01", "02")
    return int(published[:4]) - under_way


def season_near(name: str, published: date, *, ahead: bool) -> Days:
    """The season of that name that lies nearest behind a day, or before it where the words look ahead."""
    near = [season(name, published.year + step) for step in (-1, 0, 1)]
    if ahead:
        return next(s for s in near if s[1] and s[1] >= published)
    return next(s for s in reversed(near) if s[0] and s[0] <= published)


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_on(day: date, count: int) -> date:
    """The first day of the month that lies so many months behind a day's own."""
    total = day.year * 12 + day.month - 1 + count
    return date(total // 12, total % 12 + 1, 1)


def before(day: date, count: int, unit: str) -> date:
    """The day that lies so many days, weeks, fortnights, months or years before another."""
    if unit.startswith(("month", "year")):
        return months_on(day, -count * (12 if unit.startswith("year") else 1)).replace(day=min(day.day, 28))
    return day - timedelta(count * next((n for u, n in (("week", 7), ("fortnight", 14)) if unit.startswith(u)), 1))


def past_part(span: Days, published: date | None) -> Days:
    """The part of a month, a year or a season under way that lies before the publication; all of any other."""
    first, _, day, fine = span
    return (first, published, day, fine) if fine != "day" and _under_way(span, published) else span


def coming_part(span: Days, published: date | None) -> Days:
    """The part of a month or a year under way that is still to come; all of any other."""
    _, last, day, fine = span
    return (published, last, day, fine) if _under_way(span, published) else span


def likely_year(month: int, day: int, published: str | None, *, ahead: bool, since: bool, by: str = "") -> int | None:
    """The year of a day whose year is not said: the latest one that does not lie after the publication.

    None for a day that would be one of the weeks after it: whether it is to come or long over the words do not say.

    Of a day by which something is to be done ("before the middle of January", in December) that may be the next.
    """
    if not published:
        return None
    year = int(published[:4])
    if len(published) == 4:
        return year
    known = date.fromisoformat(published) if len(published) == 10 else month_span(year, int(published[5:7]))[1]
    if ahead:
        return year + (known.month - month > JUST_OVER)
    if (month, day) <= (known.month, known.day):
        soon = date(year + 1, month, min(day, 28)) - known
        return year + (by == "end" and soon.days <= SOON_DAYS)
    days = (date(year, month, min(day, 28)) - known).days
    if by == "end" and days <= SOON_DAYS:
        return year
    return year - 1 if since or days > NEXT_DAYS else None


def nearest_day(day: int, published: date, *, ahead: bool) -> date | None:
    """The day of that number that lies nearest before a publication, or behind it where the words look ahead."""
    for step in range(12):
        first = months_on(published, step if ahead else -step)
        if day <= month_span(first.year, first.month)[1].day:
            candidate = first.replace(day=day)
            if (candidate >= published) if ahead else (candidate <= published):
                return candidate
    return None


def _under_way(span: Days, published: date | None) -> bool:
    first, last, *_ = span
    return bool(published and first and last and first <= published < last)


def _stretch(words: str) -> str:
    return next(w for w in _STRETCHES if w in words.lower())
