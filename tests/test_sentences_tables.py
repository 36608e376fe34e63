"""Quantities, sources, certainty and actors, sentence by sentence: tables that somebody of the field can correct."""

import pytest

from geomap.activities.actors import players
from geomap.activities.attribution import attribution
from geomap.activities.certainty import certainty
from geomap.activities.quantities import quantities
from geomap.lexicon import language
from geomap.model import Report

EN = language("en")

QUANTITIES = [
    ("about 12,000 North Korean soldiers are trained", [(12000, None, "soldier", "about")]),
    ("some 1,500 special forces troops", [(1500, None, "soldier", "about")]),
    ("up to 436 people", [(436, None, "person", "at_most")]),
    ("capable of carrying up to 436 people", [(436, None, "person", "capacity")]),
    ("a plane that can carry up to 436 people", [(436, None, "person", "capacity")]),
    ("more than 400 ships and 120 aircraft", [(400, None, "ship", "at_least"), (120, None, "aircraft", "exact")]),
    ("at least three drones", [(3, None, "drone", "at_least")]),
    ("between 10,000 and 12,000 soldiers", [(10000, 12000, "soldier", "range")]),
    ("20-30 tanks", [(20, 30, "tank", "range")]),
    ("twenty-five tanks", [(25, None, "tank", "exact")]),
    ("3 thousand soldiers", [(3000, None, "soldier", "exact")]),
    ("1.5 million men", [(1500000, None, "soldier", "exact")]),
    ("dozens of drones", [(None, None, "drone", "some")]),
    ("several battalions", [(None, None, "battalion", "some")]),
    ("On 25 July two bombers flew", [(2, None, "bomber", "exact")]),
    ("nearly 40 aircraft", [(40, None, "aircraft", "about")]),
    ("no fewer than 5 brigades", [(5, None, "brigade", "at_least")]),
    ("Three Tu-95 bombers took off", [(3, None, "bomber", "exact")]),
    ("12 of 30 tanks", [(12, None, "tank", "exact")]),
    ("two of the five brigades", [(2, None, "brigade", "exact")]),
    ("the 83rd brigade", []),
    ("in 2024 soldiers came", []),
    ("50 meters of toilet paper", []),
    ("a Tu-95 bomber", []),
    ("12 at the base of the soldiers", []),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES, ids=[r[0] for r in QUANTITIES])
def test_how_many_of_what(text: str, expected: list[tuple[float | None, float | None, str, str]]) -> None:
    found = quantities(text, 0, EN)
    assert [(q.value, q.max, q.unit, q.qualifier) for q in found] == expected
    assert all(text[q.start : q.end] == q.text for q in found)


SOURCES = [
    ("According to HUR, soldiers are trained in Ussuriysk.", "HUR", "party"),
    (
        "Soldiers are trained there, according to Ukraine's Defense Intelligence.",
        "Ukraine's Defense Intelligence",
        "party",
    ),
    ("The Russian Ministry of Defence said troops were trained.", "The Russian Ministry of Defence", "party"),
    ("Meanwhile, according to British iNews, a plane flew.", "British iNews", "media"),
    ("Reuters reported that a plane flew.", "Reuters", "media"),
    ("Analysts said the troops were trained.", "Analysts", "analyst"),
    ("The United Nations said fighting continues.", "The United Nations", "neutral"),
    ("Residents said fighting continues.", "Residents", "neutral"),
    ("A diplomatic source said troops were trained.", "A diplomatic source", "unnamed"),
    ("Troops were trained, the General Staff announced on Friday.", "the General Staff", "party"),
    ("Troops were trained in Ussuriysk.", None, None),
    ("It is cold and troops are trained.", None, None),
]


@pytest.mark.parametrize(("text", "source", "standing"), SOURCES, ids=[r[0] for r in SOURCES])
def test_who_says_so(text: str, source: str | None, standing: str | None) -> None:
    report = Report(text=text)
    found = attribution(report, report.span(0, len(text)), text.find("train"), EN)
    assert (found.text if found else None, found.standing if found else None) == (source, standing)


def test_an_abbreviation_comes_with_the_name_that_the_report_gives() -> None:
    text = "Ukraine’s Defense Intelligence Agency (HUR) spoke. According to HUR, soldiers are trained."
    report = Report(text=text)
    found = attribution(report, report.span(text.find("According"), len(text)), 30, EN)
    assert found.full == "Ukraine’s Defense Intelligence Agency (HUR)"


CERTAINTIES = [
    ("Troops trained in Kursk.", "reported", None),
    ("Troops could be trained in Kursk.", "possible", "could"),
    ("Troops may have trained in Kursk.", "possible", "may"),
    ("In May troops trained in Kursk.", "reported", None),
    ("Troops are believed to have trained in Kursk.", "possible", "are believed"),
    ("Troops will be trained in Kursk.", "planned", "will"),
    ("Troops are expected to be trained in Kursk.", "planned", "are expected to"),
    ("Satellite images show that troops trained in Kursk.", "confirmed", "Satellite images show"),
    ("Geolocated footage shows troops training in Kursk.", "confirmed", "Geolocated footage"),
    ("Troops did not train in Kursk.", "denied", "did not"),
    ("The ministry denied that troops trained in Kursk.", "denied", "denied"),
    ("Troops reportedly trained in Kursk.", "claimed", "reportedly"),
    ("The governor said troops trained in Kursk.", "claimed", "The governor"),
    ("Reuters reported that troops trained in Kursk.", "reported", None),
    ("It was never cold, and troops trained in Kursk.", "reported", None),
]


@pytest.mark.parametrize(("text", "value", "cue"), CERTAINTIES, ids=[r[0] for r in CERTAINTIES])
def test_how_sure_and_by_which_cue(text: str, value: str, cue: str | None) -> None:
    report = Report(text=text)
    sentence = report.span(0, len(text))
    at = text.find("train")
    found, span = certainty(report, sentence, (at, at + 5), attribution(report, sentence, at, EN), EN)
    assert found == value
    assert (span.text if span else None) == cue


ACTORS = [
    ("About 12,000 North Korean soldiers are being trained in Ussuriysk.", "North Korean soldiers"),
    ("North Korean troops are deployed to the front line.", "North Korean troops"),
    (
        "A military aircraft of a Russian special flight squadron capable of carrying up to 436 people departed.",
        "military aircraft of a Russian special flight squadron",
    ),
    ("Two Russian Tu-95MS bombers flew a patrol.", "Russian Tu-95MS bombers"),
    ("The 155th Naval Infantry Brigade trained there.", "155th Naval Infantry Brigade"),
    ("Somebody trained there.", None),
]


@pytest.mark.parametrize(("text", "actor"), ACTORS, ids=[r[0] for r in ACTORS])
def test_who_does_it(text: str, actor: str | None) -> None:
    report = Report(text=text)
    at = max(text.find("train"), text.find("depart"), text.find("flew"), text.find("front"))
    found = players(
        report,
        report.span(0, len(text)),
        (at, at + 5),
        "flight" if "flew" in text or "departed" in text else "training",
        EN,
    ).actor
    assert (found.text if found else None) == actor
