"""The types hold what they promise and survive being saved."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geomap.model import (
    Attribution,
    Claim,
    ClaimPlace,
    DateSpan,
    Event,
    Findings,
    Mention,
    Place,
    Report,
    Resolution,
    Span,
)

ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates included


@given(ANY_TEXT, ANY_TEXT)
def test_a_report_survives_json_and_keeps_its_length(text: str, title: str) -> None:
    report = Report(text=text, title=title)
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert len(report.text) == len(text)


@given(ANY_TEXT, ANY_TEXT)
def test_what_other_processes_read_is_whole_and_holds_the_names_of_its_fields_once(one: str, two: str) -> None:
    sent = [Report(text=t, title="A title") for t in (one, two)]
    received = [pickle.loads(pickle.dumps(r)) for r in sent]  # noqa: S301
    assert received == sent
    assert [r.model_fields_set for r in received] == [{"text", "title"}] * 2
    assert received[0].model_fields_set is received[1].model_fields_set


@given(ANY_TEXT)
def test_lone_surrogates_become_one_replacement_character_each(text: str) -> None:
    kept = Report(text=text).text
    kept.encode()
    assert all(a == b or ("\ud800" <= a <= "\udfff" and b == "�") for a, b in zip(text, kept, strict=True))


def test_the_id_is_of_the_content_and_not_of_the_path() -> None:
    assert Report(text="a", source="x").id == Report(text="a", source="y").id
    assert Report(text="a").id != Report(text="a", title="b").id


@pytest.mark.parametrize("text", ["2024-13-01", "2024-02-30", "26 October 2024", "24-10-26", ""])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Report(text="a", published=text)


def test_a_month_is_a_date_but_no_day() -> None:
    assert Report(text="a", published="2024-10").published_day is None
    assert Report(text="a", published="2024-10-26").published_day == date(2024, 10, 26)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-91, 0), (0, 181), (0, -181), (float("nan"), 0), (0, float("inf"))])
def test_a_place_lies_on_earth(lat: float, lon: float) -> None:
    with pytest.raises(ValidationError):
        Place(id="x", name="x", feature_class="P", feature_code="PPL", lat=lat, lon=lon, precision_km=1)


def test_a_span_has_its_length_and_days_run_forward() -> None:
    with pytest.raises(ValidationError):
        Span(start=0, end=3, text="ab")
    with pytest.raises(ValidationError):
        DateSpan(start=date(2024, 2, 2), end=date(2024, 2, 1), text="x", label="x")


def test_findings_survive_json() -> None:
    place = Place(id="x", name="Kursk", feature_class="P", feature_code="PPL", lat=51.7, lon=36.2, precision_km=4)
    mention = Mention(start=3, end=8, text="Kursk", name="kursk")
    resolution = Resolution(mention=mention, status="resolved", place=place, lat=51.7, lon=36.2, precision_km=4.0)
    report = Report(text="In Kursk they drill, X said.")
    claim = Claim(
        report=report.id,
        kind="training",
        places=(ClaimPlace(role="site", resolution=resolution),),
        certainty="claimed",
        attribution=Attribution(start=21, end=22, text="X", standing="party"),
        evidence=report.span(0, 28),
    )
    found = Findings(reports=(report,), events=(Event(kind="training", claims=(claim,)),))
    again = Findings.model_validate_json(found.model_dump_json())
    assert again == found
    assert again.events[0].id == found.events[0].id
    with pytest.raises(ValidationError):
        claim.kind = "flight"  # type: ignore[misc]
