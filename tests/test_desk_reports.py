"""How daily assessments and wire services write: lists by direction, clock times, both ends of a way, who says nothing.

Each sentence was misread once. Published on Saturday, 26 October 2024, where nothing else is said.
"""

import pytest

from geomap import pipeline
from geomap.activities.sentences import sentences
from geomap.gazetteer.index import Index
from geomap.geodesy import distance_km
from geomap.model import Claim, Report
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve


def claims(text: str, index: Index, published: str = "2024-10-26") -> tuple[Claim, ...]:
    return pipeline.read_report(Report(text=text, published=published), index).extraction.all_claims


def placed(claim: Claim) -> set[tuple[str, str]]:
    return {(p.role, p.resolution.mention.text) for p in (*claim.places, *claim.unplaced)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Four ships entered at 2 p.m. Monday, the coast guard said. They left.", 2),
        ("Rockets hit Sderot at 10.30 p.m. May 3, police said.", 1),
        ("It began at 3 a.m. Moscow time, the governor said.", 1),
        ("The raid ended at 2 p.m. Ukrainian forces withdrew.", 2),
        ("They train at Ft. Irwin with approx. 300 men.", 1),
    ],
)
def test_a_clock_time_ends_no_sentence_before_its_day(text: str, number: int) -> None:
    assert len(list(sentences(Report(text=text)))) == number


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The army advanced from Azaz towards Manbij.", {("origin", "Azaz"), ("toward", "Manbij")}),
        ("The carrier sailed from Karwar to the Arabian Sea.", {("origin", "Karwar"), ("destination", "Arabian Sea")}),
        ("An Il-76 flew to Minsk from Moscow on Monday.", {("destination", "Minsk"), ("origin", "Moscow")}),
    ],
)
def test_a_way_has_both_ends_that_the_sentence_names(text: str, places: set[tuple[str, str]], index: Index) -> None:
    (claim,) = claims(text, index)
    assert placed(claim) == places


def test_what_lies_to_one_side_of_a_town_is_listed_and_the_town_is_not(index: Index) -> None:
    (claim,) = claims(
        "Russian forces attacked northwest of Toretsk near Sukha Balka and Kalynove, west of Toretsk near Shcherbynivka, and "
        "southeast of Kupyansk near Stepova Novoselivka on October 24.",
        index,
    )
    assert {name for _, name in placed(claim)} == {"Sukha Balka", "Kalynove", "Shcherbynivka", "Stepova Novoselivka"}


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("Russian forces recently advanced in Petrivka (northwest of Toretsk).", "Petrivka", "Toretsk"),
        ("Russian forces recently advanced in Kalynove, southwest of Toretsk.", "Kalynove", "Toretsk"),
        ("Russian forces attacked northeast of Kupiansk near Kolodyazne.", "Kolodyazne", "Kupiansk"),
    ],
)
def test_the_side_on_which_it_lies_tells_the_namesake(text: str, name: str, town: str, index: Index) -> None:
    report = Report(text=text)
    found = {r.mention.text: r.place for r in resolve(report, recognise(report, index), index)}
    one, other = found[name], found[town]
    assert one
    assert other
    assert distance_km(one, other) < 40


@pytest.mark.parametrize("where", ["southeast of Kupiansk near Qelivka", "in Qelivka, southeast of Kupiansk,"])
def test_a_village_that_no_gazetteer_has_is_on_the_side_that_is_said(where: str, index: Index) -> None:
    (claim,) = claims(f"Russian forces attacked {where} on Tuesday.", index)
    (place,) = claim.places
    found = place.resolution
    assert found.place
    assert (found.mention.text, found.place.name, found.side) == ("Qelivka", "Kupyansk", "south-east")
    assert found.geometry
    assert "the report says where it is" in found.reasons[0]


def test_two_regions_joined_by_and_are_both_meant(index: Index) -> None:
    (claim,) = claims("Rockets fell across southern Lebanon and the Bekaa Valley on Monday.", index)
    assert {name for _, name in placed(claim)} == {"Lebanon", "Bekaa Valley"}


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed the rockets that hit Ain al-Asad air base in Iraq on Monday.",
        "The bombing of Bannu in Pakistan has not been claimed by any group.",
        "Israel did not comment on the strike on Masyaf in Syria.",
        "Israel has neither confirmed nor denied the strike on Masyaf.",
    ],
)
def test_who_says_nothing_denies_nothing(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.certainty, claim.attribution) == ("reported", None)


@pytest.mark.parametrize(
    ("text", "day", "certainty"),
    [
        ("Satellite imagery dated August 6 shows new shelters at Saky air base in Crimea.", "2024-08-06", "confirmed"),
        ("Exercise Sea Shield opens on November 4 at Constanta.", "2024-11-04", "planned"),
        ("Exercise Sea Shield kicks off on Monday at Constanta.", "2024-10-28", "planned"),
        ("Drills start next Monday at Adazi in Latvia.", "2024-10-28", "planned"),
    ],
)
def test_days_of_pictures_and_of_what_is_to_begin(text: str, day: str, certainty: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.when
    assert (str(claim.when.start), claim.certainty) == (day, certainty)


def test_a_day_that_is_over_does_not_date_what_is_expected(index: Index) -> None:
    text = (
        "Jets bombed Namtu on Wednesday. Analysts expect the army to retake Lashio. The army is planning an assault. It is near."
    )
    days = {next(iter(placed(c)))[1]: c.when for c in claims(text, index)}
    assert days["Namtu"]
    assert days["Lashio"] is None


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("Nine People's Liberation Army Navy vessels were detected around Taiwan.", ["9 vessel"]),
        ("AFRICOM said it had conducted two airstrikes against IS fighters near Bosaso.", []),
        ("Fighters of the BIR 13 battalion deployed to Ouahigouya.", []),
        ("Grad multiple rocket launchers were moved to Gori.", []),
    ],
)
def test_a_number_counts_its_own_noun(text: str, quantities: list[str], index: Index) -> None:
    (claim,) = claims(text, index)
    assert [f"{q.value:g} {q.unit}" for q in claim.quantities] == quantities


@pytest.mark.parametrize(
    ("text", "source", "standing"),
    [
        ("Reuters reported, citing diplomats, that a Russian Il-76 flew to Bamako on Monday.", "diplomats", "unnamed"),
        ("Imagery from August 6 shows Su-34s at Morozovsk.", None, None),
        ("Houthi media said US jets struck Hodeidah on Monday.", "Houthi media", "party"),
        ("A lawyers' association said the army bombed Kutum market on Monday.", "A lawyers' association", "neutral"),
        (
            "Drones struck Kherson, Oleksandr Prokudin, head of the Kherson Regional Military Administration, wrote on Telegram.",
            "Oleksandr Prokudin",
            "party",
        ),
    ],
)
def test_who_says_it_and_what_he_is(text: str, source: str | None, standing: str | None, index: Index) -> None:
    (claim,) = claims(text, index)
    said = claim.attribution
    assert (said and said.text, said and said.standing) == (source, standing)


def test_a_name_is_closed_with_its_bracket_and_the_one_who_is_hit_is_no_actor(index: Index) -> None:
    (retook,) = claims("The Sudanese Armed Forces (SAF) retook Bara on Monday.", index)
    assert retook.actor
    assert retook.actor.text == "Sudanese Armed Forces (SAF)"
    (hit,) = claims("An airstrike in Beirut targeted the commander of Hezbollah's missile division.", index)
    assert hit.actor is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Shells fell on Vinnytsa near Kramatorsk in Donetsk Oblast.", "ambiguous"),  # Vinnytsia is 650 km from there
        ("Shells fell on Slovyanskk near Kramatorsk in Donetsk Oblast.", "resolved"),
        ("Shells fell on Vinnytsa, Ukraine.", "resolved"),  # a large city, and nothing in the text is elsewhere
    ],
)
def test_a_misspelt_name_must_lie_where_the_text_is(text: str, status: str, index: Index) -> None:
    report = Report(text=text)
    found = resolve(report, recognise(report, index), index)
    assert next(r.status for r in found if r.mention.text[:5] in ("Vinny", "Slovy")) == status


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Troops repelled an attack by Boko Haram in Gusau.", ["Gusau"]),
        ("Fano fighters attacked a base near Gondar.", ["Gondar"]),
        ("Fighters of Saraya al-Quds fired at Sderot.", ["Sderot"]),
        ("Soldiers trained in Fano and Ancona.", ["Fano", "Ancona"]),
    ],
)
def test_an_armed_group_is_no_place(text: str, names: list[str], index: Index) -> None:
    report = Report(text=text)
    assert [m.text for m in recognise(report, index)] == names


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The runway at RAF Fairford, built in 1944, is being widened for American bombers.", True),
        ("The old control tower at RAF Lakenheath, opened in 1957, has been knocked down.", True),
        ("In 1944 the runway at RAF Fairford was built for bombers.", False),
    ],
)
def test_a_year_in_an_aside_makes_no_history_of_what_is_told_now(text: str, told: bool, index: Index) -> None:
    assert bool(claims(text, index)) is told
