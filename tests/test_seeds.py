"""The sample reports and the article that the project started from give the claims that they must, and no others."""

import json
from pathlib import Path
from typing import Any

import pytest

from geomap import pipeline, reports
from geomap.features import collection
from geomap.gazetteer.index import Index
from geomap.model import Claim, Findings
from geomap.toponyms.resolve import distance_km

from_seeds = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


def findings(path: Path, index: Index, published: str | None = None) -> Findings:
    return pipeline.findings(reports.read(path, published=published), index)


def as_row(claim: Claim) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "places": [
            {
                "role": p.role,
                "name": p.resolution.place.name,
                "match": p.resolution.match,
                "relation": p.resolution.relation,
            }
            for p in claim.places
        ],
        "actor": claim.actor.text if claim.actor else None,
        "quantities": [{"value": q.value, "qualifier": q.qualifier, "unit": q.unit} for q in claim.quantities],
        "when": claim.when.label if claim.when else None,
        "attribution": claim.attribution.text if claim.attribution else None,
        "certainty": claim.certainty,
        "evidence": claim.evidence.text,
    }


@pytest.mark.parametrize("path", from_seeds, ids=lambda p: p.stem)
def test_a_sample_report_gives_its_claims(path: Path, index: Index) -> None:
    expected = json.loads(path.with_suffix(".claims.json").read_text(encoding="utf-8"))
    found = findings(path, index)
    claims = sorted(found.claims, key=lambda c: (c.evidence.start, c.places[0].resolution.mention.start))
    points = [[(p.pop("lat"), p.pop("lon")) for p in row["places"]] for row in expected["claims"]]
    assert [as_row(c) for c in claims] == expected["claims"]
    for claim, where in zip(claims, points, strict=True):
        for place, point in zip(claim.places, where, strict=True):
            assert distance_km((place.resolution.lat, place.resolution.lon), point) <= 5.0
    drawn = {p.resolution.mention.text for c in claims for p in c.places}
    assert not drawn & set(expected["no_marks"])
    for claim in claims:
        text = found.reports[0].text
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text


def test_there_are_four_samples_and_one_without_any_claim() -> None:
    counts = [len(json.loads(p.with_suffix(".claims.json").read_text(encoding="utf-8"))["claims"]) for p in from_seeds]
    assert len(counts) == 4
    assert counts.count(0) == 1


def test_contradicting_numbers_of_two_reports_stand_in_one_event(index: Index) -> None:
    found = pipeline.findings(reports.read(*from_seeds), index)
    event = next(e for e in found.events if e.kind == "training" and len(e.claims) > 1 and "quantities" in e.differences)
    assert {q.value for c in event.claims for q in c.quantities} == {12000.0, 1500.0}


# The table at the end of the design: place, coordinates, how it is written.
SITES = {
    "Ussuriysk": (43.80, 131.95, "exact"),
    "Ulan-Ude": (51.83, 107.61, "exact"),
    "Ekaterinoslavska": (50.37, 129.11, "approximate"),
    "Knyazevolkonskoye": (48.47, 135.45, "approximate"),
    "Sergeyevka": (44.34, 131.66, "exact"),
}


def test_the_article_gives_exactly_its_three_claims(article: Path, index: Index) -> None:
    found = findings(article, index, "2024-10-26")
    claims = {c.kind: c for c in found.claims}
    assert sorted(c.kind for c in found.claims) == ["deployment", "flight", "training"]

    training = claims["training"]
    assert {p.resolution.mention.text: p.role for p in training.places} == dict.fromkeys(SITES, "site")
    for place in training.places:
        lat, lon, match = SITES[place.resolution.mention.text]
        assert distance_km((place.resolution.lat, place.resolution.lon), (lat, lon)) <= 5.0
        assert place.resolution.match == match
    assert training.actor.text == "North Korean soldiers"
    assert [(q.value, q.qualifier, q.unit, q.together) for q in training.quantities] == [(12000.0, "about", "soldier", True)]
    assert training.when is None
    assert training.attribution.text == "HUR"
    assert training.attribution.full.endswith("(HUR)")
    assert training.certainty == "claimed"

    front = claims["deployment"]  # "are deployed to the front line, Kursk Oblast"
    assert [(p.role, p.resolution.place.id) for p in front.places] == [("destination", "division:RU-KRS")]
    assert front.actor.text == "North Korean troops"
    assert front.when.label == "as early as 27 October 2024"
    assert front.attribution.text == "Ukrainian authorities"
    assert (front.certainty, front.cue.text) == ("claimed", "Ukrainian authorities")

    flight = claims["flight"]
    ends = {p.role: p.resolution for p in flight.places}
    assert distance_km((ends["origin"].lat, ends["origin"].lon), (38.65, 125.79)) <= 5.0
    assert distance_km((ends["destination"].lat, ends["destination"].lon), (55.75, 37.62)) <= 15.0
    assert "special flight squadron" in flight.actor.text
    assert [(q.value, q.qualifier) for q in flight.quantities] == [(436.0, "capacity")]
    assert flight.when.label == "night of 23 to morning of 24 October 2024"
    assert "iNews" in flight.attribution.text
    assert flight.certainty == "reported"

    text = found.reports[0].text
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.text for c in found.claims)
    drawn = collection(found, index)["features"]
    kursk = next(f for f in drawn if f["properties"]["kind"] == "deployment")
    assert kursk["geometry"]["type"] in ("Polygon", "MultiPolygon")
    line = next(f for f in drawn if f["properties"]["kind"] == "flight")
    assert line["geometry"]["type"] == "LineString"
    marks = {f["properties"].get("written") for f in drawn}
    assert not marks & {
        "Paris",
        "Washington",
        "Hanyang",
        "Rossiya",
        "Korean Peninsula",
        "Chechen",
        "NATO",
        "Ukraine",
        "Russia",
    }


def test_without_its_date_the_articles_days_have_no_month(article: Path, index: Index) -> None:
    labels = {c.kind: c.when.label for c in findings(article, index).claims if c.when}
    assert labels == {
        "deployment": "as early as the 27th (month not stated)",
        "flight": "night of the 23rd to morning of the 24th (month not stated)",
    }
