"""Days as the text gives them, against a publication date; what is not known stays open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.activities.dates import when
from geomap.lexicon import language
from geomap.model import DateSpan, Report


def read(sentence: str, published: str | None = "2024-10-26", *, ahead: bool = False, joined: bool = False) -> DateSpan | None:
    return when(sentence, Report(text=sentence, published=published), language("en"), ahead=ahead, joined=joined, near=0)


# Published on Saturday, 26 October 2024. Each row: the words, first day, last day, open end, label.
TABLE = [
    ("It flew on October 23.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
    ("It flew on 23 October 2024.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
    ("It flew on Oct. 23, 2024.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
    ("It flew on 2024-10-23.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
    ("It flew on the 23rd.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
    ("It flew on the 25th (local time).", "2024-10-25", "2024-10-25", None, "25 October 2024"),
    ("It flew on the 30th.", "2024-09-30", "2024-09-30", None, "30 September 2024"),
    ("It flew on the 31st.", "2024-08-31", "2024-08-31", None, "31 August 2024"),
    ("It flew on the night of the 23rd.", "2024-10-23", "2024-10-24", None, "night of 23 to 24 October 2024"),
    ("It flew in December.", "None", "None", None, "December (year not stated)"),
    ("It flew in October.", "2024-10-01", "2024-10-26", None, "October 2024"),
    ("It flew in February 2024.", "2024-02-01", "2024-02-29", None, "February 2024"),
    ("It flew on 28 February 2023.", "2023-02-28", "2023-02-28", None, "28 February 2023"),
    ("They drilled from 10 to 16 September.", "2024-09-10", "2024-09-16", None, "10 to 16 September 2024"),
    ("They drilled on October 8-13.", "2024-10-08", "2024-10-13", None, "8 to 13 October 2024"),
    ("They drilled between Oct. 8 and 13.", "2024-10-08", "2024-10-13", None, "8 to 13 October 2024"),
    ("It flew on Friday.", "2024-10-25", "2024-10-25", None, "25 October 2024"),
    ("It flew on Saturday.", "2024-10-26", "2024-10-26", None, "26 October 2024"),
    ("It flew on Sunday.", "2024-10-20", "2024-10-20", None, "20 October 2024"),
    ("It flew last Saturday.", "2024-10-19", "2024-10-19", None, "19 October 2024"),
    ("It flew yesterday.", "2024-10-25", "2024-10-25", None, "25 October 2024"),
    ("It flew overnight.", "2024-10-25", "2024-10-26", None, "night of 25 to 26 October 2024"),
    ("They trained last week.", "2024-10-14", "2024-10-20", None, "14 to 20 October 2024"),
    ("They trained this week.", "2024-10-21", "2024-10-26", None, "21 to 26 October 2024"),
    ("They trained last month.", "2024-09-01", "2024-09-30", None, "September 2024"),
    ("They have trained since Monday.", "2024-10-21", "2024-10-26", None, "since 21 October 2024"),
    ("They have trained since 2014.", "2014-01-01", "2024-10-26", None, "since 2014"),
    ("They arrived by 31 August.", "2024-08-31", "2024-08-31", "end", "by 31 August 2024"),
    ("They may be sent as early as the 27th.", "2024-10-27", "2024-10-27", "start", "as early as 27 October 2024"),
    ("They may be sent as early as November 2.", "2024-11-02", "2024-11-02", "start", "as early as 2 November 2024"),
    ("It flew on Thursday night.", "2024-10-24", "2024-10-24", None, "night of 24 October 2024"),
    ("It flew on the night of Thursday.", "2024-10-24", "2024-10-25", None, "night of 24 to 25 October 2024"),
    ("It flew from Rostov to Engels, 24.10.", "2024-10-24", "2024-10-24", None, "24 October 2024"),
    ("They drilled from the 8th to the 13th.", "2024-10-08", "2024-10-13", None, "8 to 13 October 2024"),
    ("It flew on 10 or 11 September.", "2024-09-10", "2024-09-11", None, "10 to 11 September 2024"),
    ("They dug from Tuesday, 15 October, until Friday, 18 October.", "2024-10-15", "2024-10-18", None, "15 to 18 October 2024"),
    ("They were gone by the end of September.", "2024-09-30", "2024-09-30", "end", "by 30 September 2024"),
    ("They will be gone by the end of the month.", "2024-10-31", "2024-10-31", "end", "by 31 October 2024"),
    ("They will be there by the end of 2027.", "2027-12-31", "2027-12-31", "end", "by 31 December 2027"),
    ("It opened in the first half of 2023.", "2023-01-01", "2023-06-30", None, "1 January to 30 June 2023"),
    ("It flew on 29 February 2024.", "2024-02-29", "2024-02-29", None, "29 February 2024"),
    ("It flew on 31 December.", "None", "None", None, "31 December (year not stated)"),
    # In the months before, a day whose year is not said is one of the last twelve; in those to come it may be either.
    ("It flew on 1 February.", "2024-02-01", "2024-02-01", None, "1 February 2024"),
    ("They came in March and left in April.", "2024-03-01", "2024-03-31", None, "March 2024"),
    ("The drills ran from October 10 through 22.", "2024-10-10", "2024-10-22", None, "10 to 22 October 2024"),
    ("The drill runs until Monday.", "2024-10-26", "2024-10-28", "end", "until 28 October 2024"),
    ("Shells have fallen since before dawn.", "2024-10-26", "2024-10-26", None, "since 26 October 2024"),
    ("Shells fell on each of the last three days.", "2024-10-24", "2024-10-26", None, "24 to 26 October 2024"),
    ("They beat back 29 attacks over the week.", "2024-10-19", "2024-10-26", None, "19 to 26 October 2024"),
    ("They met on 3 October, 9 October and 12 October.", "2024-10-03", "2024-10-12", None, "3 to 12 October 2024"),
    ("It flew on 1 January.", "2024-01-01", "2024-01-01", None, "1 January 2024"),
    # Nights that two days share, however they are put.
    ("It was hit overnight on October 23-24.", "2024-10-23", "2024-10-24", None, "night of 23 to 24 October 2024"),
    ("It was hit overnight into Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit overnight to Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit overnight on Tuesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit overnight from Tuesday to Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit in the night from Tuesday to Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit on the night of Tuesday-Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit on the night of 23/24 October.", "2024-10-23", "2024-10-24", None, "night of 23 to 24 October 2024"),
    ("It was hit on Tuesday night into Wednesday.", "2024-10-22", "2024-10-23", None, "night of 22 to 23 October 2024"),
    ("It was hit late Tuesday and early Wednesday.", "2024-10-22", "2024-10-23", None, "22 to 23 October 2024"),
    # A year, month or week named beside.
    ("It opened in early 2023.", "2023-01-01", "2023-04-30", None, "1 January to 30 April 2023"),
    ("It has been open since late 2022.", "2022-09-01", "2024-10-26", None, "since 1 September to 31 December 2022"),
    ("It flew in October last year.", "2023-10-01", "2023-10-31", None, "October 2023"),
    ("It flew on 3 May of last year.", "2023-05-03", "2023-05-03", None, "3 May 2023"),
    ("It flew in May this year.", "2024-05-01", "2024-05-31", None, "May 2024"),
    ("It flew last May.", "2024-05-01", "2024-05-31", None, "May 2024"),
    ("It flew on Monday last week.", "2024-10-14", "2024-10-14", None, "14 October 2024"),
    ("It flew on Thursday of last week.", "2024-10-17", "2024-10-17", None, "17 October 2024"),
    ("They trained in 2021 and 2022.", "2021-01-01", "2022-12-31", None, "2021 to 2022"),
    ("They trained in 2021-2022.", "2021-01-01", "2022-12-31", None, "2021 to 2022"),
    ("They trained in the first half of October.", "2024-10-01", "2024-10-15", None, "1 to 15 October 2024"),
    # From one to another.
    ("They drilled from March through May.", "2024-03-01", "2024-05-31", None, "1 March to 31 May 2024"),
    ("They drilled from March to early May.", "2024-03-01", "2024-05-10", None, "1 March to 10 May 2024"),
    ("They drilled Sep 30-Oct 2.", "2024-09-30", "2024-10-02", None, "30 September to 2 October 2024"),
    ("They drill from the 20th to the 27th.", "2024-10-20", "2024-10-27", None, "20 to 27 October 2024"),
    ("They drilled from the 28th to the 3rd.", "2024-09-28", "2024-10-03", None, "28 September to 3 October 2024"),
    ("They drilled on October 1, 3 and 5.", "2024-10-01", "2024-10-05", None, "1 to 5 October 2024"),
    # Counted from the publication.
    ("It flew the day before yesterday.", "2024-10-24", "2024-10-24", None, "24 October 2024"),
    ("It flew a fortnight ago.", "2024-10-12", "2024-10-12", None, "12 October 2024"),
    ("It flew three years ago.", "2021-01-01", "2021-12-31", None, "2021"),
    ("They trained in the last week.", "2024-10-19", "2024-10-26", None, "19 to 26 October 2024"),
    ("They trained over the last month.", "2024-09-26", "2024-10-26", None, "26 September to 26 October 2024"),
    ("They have trained since the start of the year.", "2024-01-01", "2024-10-26", None, "since 1 January 2024"),
    ("They trained in the week to October 20.", "2024-10-14", "2024-10-20", None, "14 to 20 October 2024"),
    ("It flew on the eve of October 20.", "2024-10-19", "2024-10-19", None, "19 October 2024"),
    ("They trained in 2014-15.", "2014-01-01", "2015-12-31", None, "2014 to 2015"),
    ("They trained in the summer of last year.", "2023-06-01", "2023-08-31", None, "1 June to 31 August 2023"),
    ("It flew on 2024/10/23.", "2024-10-23", "2024-10-23", None, "23 October 2024"),
]


@pytest.mark.parametrize(("sentence", "start", "end", "opened", "label"), TABLE, ids=[r[0] for r in TABLE])
def test_words_of_time(sentence: str, start: str, end: str, opened: str | None, label: str) -> None:
    found = read(sentence)
    assert found is not None
    assert (str(found.start), str(found.end), found.open) == (start, end, opened)
    assert found.label == label


@pytest.mark.parametrize(
    "sentence",
    [
        "The 83rd brigade flew.",
        "The 2nd Army flew.",
        "They may fly.",
        "They march east.",
        "It flew in 30 minutes.",
        "It flew on 31 February.",
        "A Tu-95 flew at 12,000 metres.",
        "HUR announced on the 25th that it flew.",
        "The NIS said Friday that it flew.",
        "He said on October 18 that it flew.",
        "The minister told the Duma's defence committee on October 18 that it flew.",
        "Officials acknowledged last week that it flew.",
        "A tank of 24.10 metres rolled on.",
        "It flew at 10.12. Nobody saw it.",
        "They trained over the past days.",
        "They train there every Tuesday.",
        "Tuesday-born pilots trained there.",
    ],
)
def test_no_day_of_the_activity(sentence: str) -> None:
    assert read(sentence) is None


def test_a_departure_and_an_arrival_are_one_span() -> None:
    found = read("It departed on the night of the 23rd and arrived on the morning of the 24th.", joined=True)
    assert found.label == "night of 23 to morning of 24 October 2024"
    assert (str(found.start), str(found.end)) == ("2024-10-23", "2024-10-24")


def test_without_a_publication_date_the_month_is_not_guessed() -> None:
    found = read("It flew on the 25th.", None)
    assert (found.start, found.end) == (None, None)
    assert found.label == "25th (month not stated)"
    both = read("It departed on the night of the 23rd and arrived on the morning of the 24th.", None, joined=True)
    assert both.label == "night of the 23rd to morning of the 24th (month not stated)"
    assert read("It may come as early as the 27th.", None).label == "as early as the 27th (month not stated)"
    assert read("It flew on Friday.", None).label == "Friday (date of the report not known)"
    assert read("It flew on 23 October.", None).start is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On October 20 they met. Two days earlier a column had left Gori.", "2024-10-18 to 2024-10-18"),
        ("Two days earlier a column had left Gori.", "2024-10-24 to 2024-10-24"),
        ("On October 20 they met. A month earlier a column had left Gori.", "2024-09-01 to 2024-09-30"),
    ],
)
def test_earlier_is_counted_from_the_day_named_before_or_else_from_the_publication(text: str, day: str) -> None:
    at = text.find(". ") + 2 if text.startswith("On") else 0
    report = Report(text=text, published="2024-10-26")
    found = when(text[at:], report, language("en"), ahead=False, joined=False, near=0, at=at)
    assert f"{found.start} to {found.end}" == day


@pytest.mark.parametrize(
    ("words", "published", "days"),
    [
        ("this winter", "2025-01-20", "2024-12-01 to 2025-02-28"),
        ("last winter", "2025-01-20", "2023-12-01 to 2024-02-29"),
        ("next winter", "2025-01-20", "2025-12-01 to 2026-02-28"),
        ("last winter", "2025-12-20", "2024-12-01 to 2025-02-28"),
        ("this winter", "2025-12-20", "2025-12-01 to 2026-02-28"),
        ("last winter", "2025-05-20", "2024-12-01 to 2025-02-28"),
    ],
)
def test_a_winter_belongs_to_the_year_in_which_it_begins(words: str, published: str, days: str) -> None:
    past = words.startswith("last")
    found = read(f"They {'trained' if past else 'will train'} {words}.", published, ahead=not past)
    assert f"{found.start} to {found.end}" == days


def test_two_months_of_which_one_has_no_year_have_no_days() -> None:
    found = read("They trained in October and November.")
    assert (found.start, found.end, found.label) == (None, None, "October … November (year not stated)")


def test_a_month_of_publication_does_not_make_a_day() -> None:
    assert read("It flew on the 25th.", "2024-10").start is None


def test_what_is_planned_lies_ahead() -> None:
    assert str(read("They will drill on the 3rd.", ahead=True).start) == "2024-11-03"


@given(st.dates(date(2000, 3, 1), date(2030, 12, 31)), st.integers(1, 31))
def test_a_day_of_the_past_never_lies_after_the_publication(published: date, day: int) -> None:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    found = read(f"It flew on the {day}{suffix}.", published.isoformat())
    assert found.start <= published
    assert found.start.day == day
    assert (published - found.start).days <= 62


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        # Friday, 20 June 2025. What has been is not turned forward, and does not date what is to come.
        ("The carrier, which left the South China Sea on Monday, is due in the Arabian Sea by Sunday.", "by 22 June 2025"),
        ("The frigate, which left Kiel on 8 February, is expected to reach the Red Sea this week.", None),
        ("An officer said in Kyiv on Monday that the brigade will move to Izium on Tuesday.", "24 June 2025"),
    ],
)
def test_a_day_that_has_been_is_not_that_of_what_is_to_come(sentence: str, days: str | None) -> None:
    found = when(sentence, Report(text=sentence, published="2025-06-20"), language("en"), ahead=True, joined=False, near=0)
    assert days is None or found.label == days
    assert not found or found.end >= date(2025, 6, 20)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        # Published on Saturday, 26 October 2024.
        ("Troops exchanged fire across the river after last month's attack.", None),
        ("Troops exchanged fire following Tuesday's attack.", None),
        ("Troops exchanged fire on Friday after last month's attack.", "25 October 2024"),
        ("Three were killed in Tuesday's attack.", "22 October 2024"),
        ("They had taken it by September.", "by September 2024"),
    ],
)
def test_the_day_of_something_else_and_a_month_by_which(sentence: str, days: str | None) -> None:
    found = read(sentence)
    assert (found.label if found else None) == days
    assert not found or found.open != "end" or (found.start, found.end) == (date(2024, 9, 30),) * 2
