"""How long reports of agencies, ministries and newspapers write, and where a line or two stands for itself.

Each sentence was misread once. Published on Saturday, 26 October 2024, where nothing else is said.
"""

import pytest

from geomap import pipeline
from geomap.activities.merge import merge
from geomap.activities.source import _relayed
from geomap.errors import GazetteerError
from geomap.gazetteer import spellings
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Claim, Report, Resolution
from geomap.toponyms.bylines import datelines
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve


def claims(text: str, index: Index, published: str = "2024-10-26", outlet: str = "") -> tuple[Claim, ...]:
    return pipeline.read_report(Report(text=text, published=published, outlet=outlet), index).extraction.all_claims


def resolved(text: str, index: Index) -> dict[str, Resolution]:
    report = Report(text=text)
    return {r.mention.text: r for r in resolve(report, recognise(report, index), index)}


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("SEOUL/TOKYO Japan put its military on alert.", "SEOUL/TOKYO", "Japan"),
        ("STUTTGART, Germany Islamic State militants struck.", "STUTTGART", "Islamic"),
        ("MOSCOW, November 24. /TASS/. The forces struck.", "MOSCOW", "The"),
        ("Pyongyang, October 9 (KCNA) --The General Staff spoke.", "Pyongyang", "The"),
        ("KYIV—Russia struck Odesa.", "KYIV", "Russia"),
    ],
)
def test_a_copied_dateline_is_one(text: str, place: str, rest: str) -> None:
    ((end, behind),) = datelines(text).values()
    assert text[:end] == place
    assert text[behind:].startswith(rest)


@pytest.mark.parametrize("text", ["NATO Secretary General Stoltenberg spoke.", "UNIFIL Commander Lazaro left.", "PARIS agreed."])
def test_a_word_in_capitals_is_no_dateline(text: str) -> None:
    assert not datelines(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # Two days in one sentence, each with its place: two claims.
        (
            "The army recaptured Bara in Sudan on 8 October and shelled El Obeid the following night.",
            {"Bara": "2024-10-08", "El Obeid": "2024-10-09"},
        ),
        ("Drones struck Odesa on 3 October and Mykolaiv on 9 October.", {"Odesa": "2024-10-03", "Mykolaiv": "2024-10-09"}),
        (
            "Soldiers trained at Hohenfels on Monday and Tuesday, and at Grafenwoehr from Thursday.",
            {"Hohenfels": "2024-10-21", "Grafenwoehr": "2024-10-24"},
        ),
        # And one of which one day is told, or a way that ends on another.
        ("The frigate left Toulon on Monday and arrived in Brest on Friday.", {"Toulon": "2024-10-21", "Brest": "2024-10-21"}),
        ("Guns shelled Odesa and Izmail on Monday.", {"Odesa": "2024-10-21", "Izmail": "2024-10-21"}),
    ],
)
def test_each_of_two_days_dates_what_it_stands_with(text: str, days: dict[str, str], index: Index) -> None:
    found = {p.resolution.mention.text: str(c.when and c.when.start) for c in claims(text, index) for p in c.places}
    assert found == days


def test_a_military_that_tells_of_another_s_ships_claims_it(index: Index) -> None:
    (claim,) = claims("Two Russian bombers flew over the Baltic Sea on Tuesday, the U.S. military said.", index)
    assert (claim.certainty, claim.cue and claim.cue.text) == ("claimed", "the U.S. military")


def test_a_statement_that_an_agency_relays_is_said_by_whose_it_is(index: Index) -> None:
    text = (
        "Pyongyang, October 24 (KCNA) -- The General Staff of the Korean People's Army issued the following report on Thursday:\n"
        "The sub-units of the ROK army fired shells near Cholwon on October 23."
    )
    said = [c.attribution.text for c in claims(text, index, outlet="KCNA") if c.attribution]
    assert said == ["The General Staff of the Korean People's Army"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Pyongyang (KCNA) -- The General Staff of the KPA issued the following report: fire.", "The General Staff of the KPA"),
        ("The following press statement was issued by the defence ministry: fire.", "the defence ministry"),
        ("Pyongyang (KCNA) -- The Korean Central News Agency made public the following report: fire.", None),
    ],
)
def test_whose_statement_is_relayed(text: str, who: str | None) -> None:
    found = _relayed(text, language("en"))
    assert (found.text if found else None) == who


def test_a_ship_is_no_place(index: Index) -> None:
    text = "A destroyer sailed off Gdynia on Monday. Russian jets also flew near the ship a day later."
    names = {p.resolution.mention.text for c in claims(text, index) for p in (*c.places, *c.unplaced)}
    assert "the ship" not in names


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        # Where nothing else stands beside it, a town of which there is but one is meant.
        ("Fighting continued in Khan Younis on Monday.", "Khan Younis", "Khān Yūnis"),
        ("Fighting continued in Mazar-i-Sharif on Monday.", "Mazar-i-Sharif", "Mazār-e Sharīf"),
        ("Fighting continued in Lashkar Gah on Monday.", "Lashkar Gah", "Lashkar Gāh"),
        # Another form of the Arabic article, or none.
        ("Troops at Tanf came under fire.", "Tanf", "Al-Tanf Garrison"),
        # A river has an article, a town has none; the whole ocean in one of its parts.
        ("Soldiers crossed the Nile by boat.", "Nile", "Nile"),
        ("Bombers flew over the western Pacific.", "Pacific", "Pacific Ocean"),
        # Other spellings of what the gazetteer has.
        ("The ministry said its troops shelled Gulyaipole in Ukraine.", "Gulyaipole", "Hulyaypole"),
        ("Shells fell on Rabotino in Ukraine.", "Rabotino", "Robotyne"),
    ],
)
def test_a_name_that_was_left_open_is_placed(text: str, name: str, place: str, index: Index) -> None:
    found = resolved(text, index)[name]
    assert found.place is not None, found.reasons
    assert found.place.name == place


@pytest.mark.parametrize("text", ["Fighting continued in Tripoli on Monday.", "Fighting continued in Manzar on Monday."])
def test_a_name_of_two_cities_or_of_a_far_village_stays_open(text: str, index: Index) -> None:
    (found,) = resolved(text, index).values()
    assert found.place is None or found.place.population > 0
    assert found.status != "resolved"


def test_the_sector_of_which_a_sentence_tells_tells_the_namesake(index: Index) -> None:
    text = "On the Kurakhove axis, the enemy was most active around Maksymilianivka and Katerynivka. Moscow denied it."
    found = resolved(text, index)
    place = found["Katerynivka"].place
    assert place is not None
    assert (round(place.lat, 1), round(place.lon, 1)) == (47.9, 37.3)
    assert found["Moscow"].place is not None
    assert found["Moscow"].place.country == "RU"


def test_flights_over_one_strait_are_one_event_however_it_is_put(index: Index) -> None:
    told = (
        "On Wednesday 43 Chinese aircraft went across the median line in the Taiwan Strait, Taipei said.",
        "Over forty Chinese planes passed the Taiwan Strait median line on Wednesday, the defence ministry in Taipei reported.",
    )
    events = merge(c for text in told for c in claims(text, index))
    assert [len(e.claims) for e in events] == [2]


def test_a_spelling_of_no_place_is_named_by_file_and_line() -> None:
    known = spellings.names()
    assert known, "the table is empty"
    first = next(iter(known))
    with pytest.raises(GazetteerError, match=rf"spellings.csv, line 2: no place has the id '{first}'"):
        spellings.all_met({first})
