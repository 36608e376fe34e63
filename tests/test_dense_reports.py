"""What reports say by the way: history in a clause, silence that confirms nothing, plans beside facts, hearsay, lists.

Each sentence was misread once. Published on Wednesday, 14 June 2023, where nothing else is said.
"""

import pytest

from geomap import pipeline
from geomap.gazetteer.index import Index
from geomap.model import Claim, Report


def claims(text: str, index: Index, published: str = "2023-06-14", outlet: str = "") -> tuple[Claim, ...]:
    return pipeline.read_report(Report(text=text, published=published, outlet=outlet), index).extraction.all_claims


def names(claim: Claim) -> set[str]:
    return {p.resolution.mention.text for p in (*claim.places, *claim.unplaced)}


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        # Who says nothing confirms and denies nothing.
        ("Kyiv would not confirm that its troops had entered Soledar.", "possible"),
        ("The ministry could not confirm that Russian troops had entered Soledar.", "possible"),
        ("A drone struck Belgorod on Monday, the governor said, something Kyiv declined to confirm.", "claimed"),
        ("Kyiv did not deny that its troops had left Soledar.", "possible"),
        ("Syria has not denied that Russian jets bombed Idlib.", "possible"),
        ("It was not clear whether Russian troops had entered Soledar.", "possible"),
        ("Moscow has neither confirmed nor denied that its jets bombed Idlib.", "possible"),
        ("The Pentagon declined to say whether its drones had flown over Idlib.", "possible"),
        ("A monitor said an MQ-9 was circling over Idlib, something the coalition would neither confirm nor deny.", "reported"),
        # What is intended.
        ("Poland aims to send 2,000 troops to Suwalki by mid-July.", "planned"),
        ("Poland has pledged to move 2,000 troops to Suwalki.", "planned"),
        ("Poland is considering moving 2,000 troops to Suwalki.", "possible"),
        ("Poland has decided against moving 2,000 troops to Suwalki.", "denied"),
        # What is only heard.
        ("The rebels would have taken Masisi on Tuesday, according to the civil society.", "possible"),
        ("Russia would have moved 5,000 soldiers to Belgorod, according to Ukrainian intelligence.", "possible"),
        # What is seen, and by whom.
        ("Two dozen tanks can be made out at Yelnya in satellite images.", "confirmed"),
        ("Footage shared by Russian state media shows tanks entering Saraqib.", "claimed"),
        ("The Houthi-run al-Masirah TV said Saudi jets bombed Hodeidah on Monday.", "claimed"),
    ],
)
def test_certainty(text: str, certainty: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.certainty == certainty


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The army, which took Raqqa in 2017, retook Saraqib in January.", {"Saraqib"}),
        ("His troops captured Benghazi in 2017, and took Sabha in January.", {"Sabha"}),
        ("The 92nd Brigade, which fought at Izium in 2021, has been moved to Bakhmut.", {"Bakhmut"}),
        ("Russia, whose army withdrew from Kherson in November 2021, shelled Beryslav on Monday.", {"Beryslav"}),
        ("The clashes came as tanks rolled out of Brest in the region that borders Poland.", {"Brest"}),
        ("The M23 clashed with Nyatura near Sake.", {"Sake"}),
    ],
)
def test_what_only_is_recalled_or_bordered_is_no_place(text: str, places: set[str], index: Index) -> None:
    (claim,) = claims(text, index)
    assert names(claim) == places


def test_a_fact_and_a_plan_are_two_claims(index: Index) -> None:
    first, second = claims("Ugandan troops were deployed to Bunia on 18 February and will soon enter Mahagi.", index)
    assert (names(first), first.certainty, str(first.when and first.when.start)) == ({"Bunia"}, "reported", "2023-02-18")
    assert (names(second), second.certainty, second.when) == ({"Mahagi"}, "planned", None)


def test_a_list_is_read_to_its_end(index: Index) -> None:
    (claim,) = claims("Pakistan struck Adampur, Bhuj and Jammu in India.", index)
    assert names(claim) == {"Adampur", "Bhuj", "Jammu"}


@pytest.mark.parametrize("name", ["Kherson", "Kursk"])
def test_a_city_by_its_noun(name: str, index: Index) -> None:
    (claim,) = claims(f"Ukrainian drones struck {name} city on Monday.", index)
    assert [p.resolution.place.name for p in claim.places if p.resolution.place] == [name]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A drone strike hit a hospital in El Fasher, killing 30: governor.", "governor"),
        ("A drone strike hit a hospital in El Fasher, killing 30 - governor Minnawi.", "governor Minnawi"),
        ("A convoy brought small arms to Galkayo in mid-September, Mogadishu alleges.", "Mogadishu"),
    ],
)
def test_who_is_named_at_the_end(text: str, who: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.attribution is not None
    assert claim.attribution.text == who


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # Both days are of one week, whichever of them comes first by itself.
        ("Russian jets bombed Idlib between Tuesday and Friday last week.", "2023-06-06", "2023-06-09"),
        ("Drills will be held near Brest in Belarus from Monday to Friday.", "2023-06-19", "2023-06-23"),
        ("Shells had been falling on Soledar since the previous Thursday.", "2023-06-08", "2023-06-14"),
        ("The brigade will move to Soledar by the end of next week.", "2023-06-25", "2023-06-25"),
        ("The NPA attacked the post in Basilan last April 28.", "2023-04-28", "2023-04-28"),
        ("Fighting near Soledar raged for a second day on Tuesday.", "2023-06-12", "2023-06-13"),
        ("Russian jets bombed Idlib for the third day in a row.", "2023-06-12", "2023-06-14"),
        (
            "Between the hours of 10 p.m. on Feb. 18 and 1 a.m. (Sanaa time) on Feb. 19, US forces struck Hodeidah.",
            "2023-02-18",
            "2023-02-19",
        ),
    ],
)
def test_days(text: str, start: str, end: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.when is not None
    assert (str(claim.when.start), str(claim.when.end)) == (start, end)


def test_how_often_this_year_is_no_date(index: Index) -> None:
    (claim,) = claims("The RSF is massing near El Fasher for the second time in this year.", index)
    assert claim.when is None


def test_an_abbreviation_ends_no_sentence(index: Index) -> None:
    text = "The ministry detected a total of 37 planes incl. J-16 fighters over the Taiwan Strait on Monday."
    (claim,) = claims(text, index)
    assert claim.evidence.text == text
    assert [q.value for q in claim.quantities] == [37]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The cargo of tanks was unloaded from a ship in the port of Misrata.", {"Misrata": "destination"}),
        ("Marines landed at Basco in the Philippines from Subic on Monday.", {"Basco": "destination", "Subic": "origin"}),
        ("Troops trained at Tapa, not at Sirgala, on Monday.", {"Tapa": "site"}),
        ("The TNLA shelled Lashio on Monday.", {"Lashio": "site"}),
    ],
)
def test_roles(text: str, roles: dict[str, str], index: Index) -> None:
    (claim,) = claims(text, index)
    assert {p.resolution.mention.text: p.role for p in (*claim.places, *claim.unplaced)} == roles


@pytest.mark.parametrize(
    "text",
    [
        "The miners' strike in Kiruna entered its third week.",
        "A strike by pilots grounded 20 planes at Helsinki airport.",
        "TPS captured the title after a fierce battle in Turku.",
        "The gang blew up a cash machine in Lohja.",
    ],
)
def test_civil_life_in_the_words_of_war(text: str, index: Index) -> None:
    assert claims(text, index) == ()


def test_what_stands_behind_a_colon_and_speaks_no_word_is_no_source(index: Index) -> None:
    (claim,) = claims("A drone strike hit a hospital in El Fasher: residents flee homes.", index)
    assert claim.attribution is None


def test_a_name_behind_a_flag_is_a_ship_s(index: Index) -> None:
    (claim,) = claims("Armoured vehicles were unloaded from the Moldovan-flagged Amazon in the port of Tripoli, Libya.", index)
    assert names(claim) == {"Tripoli"}
