"""Claims become events whatever their order; nothing is merged away."""

import itertools
import random
from pathlib import Path

import pytest
from geopy.distance import distance
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import pipeline, reports
from geomap.activities.merge import merge
from geomap.gazetteer.index import Index
from geomap.model import Claim, Report


def claims(index: Index, *texts: str, published: str = "2024-10-26") -> list[Claim]:
    found = []
    for text in texts:
        found += pipeline.read_report(Report(text=text, published=published), index).extraction.claims
    return found


def test_two_reports_of_one_thing_are_one_event_and_a_third_elsewhere_is_not(index: Index) -> None:
    found = claims(
        index,
        "About 12,000 North Korean soldiers are training in Ussuriysk, Russia, HUR said.",
        "Some 10,000 North Korean troops are being trained near Ussuriysk, Russia, the Pentagon said.",
        "North Korean soldiers are training in Ulan-Ude, Russia, HUR said.",
    )
    events = merge(found)
    assert sorted(len(e.claims) for e in events) == [1, 2]
    assert next(e for e in events if len(e.claims) == 2).differences == ("quantities",)


def test_a_denial_stays_beside_what_it_denies(index: Index) -> None:
    events = merge(
        claims(
            index,
            "Russian troops captured Selydove in Ukraine, Moscow’s defence ministry said.",
            "Kyiv’s general staff denied that Russian troops captured Selydove in Ukraine.",
        )
    )
    assert len(events) == 1
    assert {c.certainty for c in events[0].claims} == {"claimed", "denied"}
    assert "denied" in events[0].differences


def test_what_goes_on_until_a_day_is_one_event_with_its_beginning(index: Index) -> None:
    (beginning,) = claims(
        index, "Armenian and American soldiers began to train at Zar, Armenia, on Monday.", published="2023-09-11"
    )
    (still,) = claims(index, "American soldiers will train at Zar, Armenia, until 20 September.", published="2023-09-14")
    assert still.when is not None
    assert still.when.label == "until 20 September 2023"
    assert [len(e.claims) for e in merge([beginning, still])] == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Russian troops trained in Brest, Belarus, on 1 October.",
            "Russian troops trained in Brest, Belarus, on 20 October.",
        ),
        ("Russian troops trained in Brest, Belarus.", "Chinese troops trained in Brest, Belarus."),
        ("Russian troops trained in Brest, Belarus.", "Russian troops advanced near Brest, Belarus."),
        ("A Russian plane flew from Moscow to Minsk.", "A Russian plane flew from Minsk to Moscow."),
    ],
)
def test_other_days_actors_kinds_or_directions_are_other_events(one: str, other: str, index: Index) -> None:
    assert len(merge(claims(index, one, other))) == 2


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(order: random.Random) -> None:
    with Index() as index:
        found = list(pipeline.findings(reports.read(Path(__file__).parent.parent / "seeds"), index).claims)
        expected = merge(found)
        order.shuffle(found)
        assert merge([*found, *found[:3]]) == expected
        assert sorted(c.id for e in expected for c in e.claims) == sorted({c.id for c in found})


def test_a_capacity_is_no_contradiction_of_a_load(index: Index) -> None:
    a, b = (
        "A Russian plane that can carry up to 436 people flew from Moscow to Minsk.",
        "A Russian plane with 200 soldiers flew from Moscow to Minsk.",
    )
    events = merge(itertools.chain(claims(index, a), claims(index, b)))
    assert [len(e.claims) for e in events] == [2]
    assert events[0].differences == ()


def moved(claim: Claim, lat: float, lon: float, report: str) -> Claim:
    """The claim, told by another report of a place of its own."""
    (told,) = claim.places
    assert told.resolution.place is not None
    place = told.resolution.place.model_copy(update={"id": report, "name": report, "lat": lat, "lon": lon})
    resolution = told.resolution.model_copy(update={"place": place, "lat": lat, "lon": lon})
    return Claim(**{**dict(claim), "report": report, "places": (told.model_copy(update={"resolution": resolution}),)})


@settings(max_examples=100, deadline=None)
@given(st.floats(-88, 88), st.floats(-180, 180), st.floats(0, 360), st.floats(0, 24), st.floats(26, 200))
def test_grounds_within_reach_are_one_anywhere_on_earth(lat: float, lon: float, bearing: float, near: float, far: float) -> None:
    """No border of a cell, no meridian and no pole parts what lies within 25 km, and nothing else is brought together."""
    with Index() as index:
        (claim,) = claims(index, "Russian troops are training in Ussuriysk, Russia.")
    one = moved(claim, lat, lon, "one")
    for km, events in ((near, 1), (far, 2)):
        end = distance(kilometers=km).destination((lat, lon), bearing)
        assert len(merge([one, moved(claim, end.latitude, end.longitude, "other")])) == events, (km, end)


def test_an_undated_headline_does_not_join_two_strikes(index: Index) -> None:
    """Monday's strike and Thursday's are two events; the headline without a day goes to the nearer one."""
    monday = claims(index, "A Russian missile struck Kharkiv on Monday.", published="2024-09-17")
    thursday = claims(index, "A Russian missile struck Kharkiv on Thursday.", published="2024-09-20")
    headline = claims(index, "Russian missiles struck Kharkiv.", published="2024-09-17")
    events = merge([*monday, *thursday, *headline])
    assert sorted(len(e.claims) for e in events) == [1, 2]
    assert next(e for e in events if len(e.claims) == 2).claims[0].when.start.day == 16


def test_a_report_without_an_actor_does_not_join_two_sides(index: Index) -> None:
    events = merge(
        claims(
            index,
            "Russian artillery shelled Toretsk in Ukraine on Friday.",
            "Ukrainian artillery shelled Toretsk in Ukraine on Friday.",
            "Toretsk in Ukraine was shelled on Friday.",
        )
    )
    assert sorted(len(e.claims) for e in events) == [1, 2]


def test_the_same_words_in_two_reports_are_one_source(index: Index) -> None:
    text = "About 12,000 North Korean soldiers are training in Ussuriysk, Russia, HUR said."
    found = [
        c
        for outlet in ("One", "Other")
        for c in pipeline.read_report(Report(text=text, outlet=outlet, published="2024-10-26"), index).extraction.claims
    ]
    (event,) = merge(found)
    assert len(event.claims) == 2
    assert event.reprints == (event.claims[1].id,)


def test_short_names_of_countries_tell_actors_apart(index: Index) -> None:
    found = claims(
        index,
        "On Wednesday 43 Chinese military aircraft flew through the Taiwan Strait, Taipei said.",
        "A U.S. Navy P-8A patrol plane flew through the Taiwan Strait on Wednesday, the Seventh Fleet said.",
    )
    assert [c.kind for c in found] == ["flight", "flight"]
    assert len(merge(found)) == 2


def test_yesterdays_bulletin_is_not_todays(index: Index) -> None:
    text = "Ukrainian troops repelled {n} assaults near Vovchansk in Kharkiv Oblast, Ukraine."
    found = []
    for day, n in (("2024-11-03", 44), ("2024-11-04", 39)):
        report = Report(text=text.format(n=n), published=day, outlet="General Staff")
        found += pipeline.read_report(report, index).extraction.claims
    assert [len(e.claims) for e in merge(found)] == [1, 1]
    again = [c.model_copy(update={"outlet": "Another"}) if c.published == "2024-11-04" else c for c in found]
    (event,) = merge(again)
    assert event.reprints == ()  # other numbers are no copy


def test_two_names_in_one_report_are_two_places_however_near(index: Index) -> None:
    one = "Tanks were seen in Metula, Israel, on Friday."
    other = "Soldiers moved into Marjayoun, Lebanon, on Friday."
    assert [len(e.claims) for e in merge(claims(index, f"{one} {other}"))] == [1, 1]
    assert len(claims(index, f"{one} {other}")) == 2
