"""What agencies' plain prose shows: who only comments, which town is "the city", what a bystander says of something else."""

import pytest

from geomap.gazetteer.index import Index
from geomap.model import Claim, Report
from geomap.pipeline import read_report


def claims(text: str, index: Index, published: str = "2025-11-20") -> tuple[Claim, ...]:
    return read_report(Report(text=text, outlet="Reuters", published=published), index).extraction.claims


@pytest.mark.parametrize(
    "text",
    [
        "Israeli jets bombed Baalbek on Monday, as Prime Minister Benjamin Netanyahu rejected calls for a ceasefire.",
        "Russian drones hit Odesa overnight, as the Kremlin denied it was stalling peace talks.",
        "The RSF shelled El Fasher, even as its leader said he accepted a humanitarian truce.",
        "Thai jets struck Preah Vihear, as Cambodian leader Hun Manet accused Bangkok of aggression.",
        "Drones hit the port of Odesa in what Ukraine's president called a cynical attack.",
        "Drones struck the Olenya and Belaya air bases in an operation that Ukraine's SBU named Spider's Web.",
    ],
)
def test_who_speaks_of_something_else_is_no_source(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.certainty, claim.attribution) == ("reported", None)


@pytest.mark.parametrize(
    ("text", "certainty", "source"),
    [
        ("Russian drones hit Odesa, while Moscow denied it.", "denied", "Moscow"),
        ("Drones struck Port Sudan, as the army said three people were wounded.", "claimed", "the army"),
    ],
)
def test_who_speaks_of_the_activity_is_its_source(text: str, certainty: str, source: str, index: Index) -> None:
    claim = claims(text, index)[-1]
    assert (claim.certainty, claim.attribution and claim.attribution.text) == (certainty, source)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        (
            "Rebels stormed into Hama on Thursday. The defence ministry in Damascus conceded that its forces had pulled out of the city.",
            "Hama",
        ),
        (
            "Ukrainian troops are defending Pokrovsk. President Zelensky, speaking in Kyiv, said fighting went on in the city.",
            "Pokrovsk",
        ),
        ("Clashes broke out in Suwayda, Syria. Forces sent from Damascus entered the city on Tuesday.", "Suwayda"),
        (
            "Clashes that had gone on for a week broke out in Suwayda, Syria. Soldiers sent in lorries from Damascus entered the city.",
            "Suwayda",
        ),
        ("M23 rebels attacked Uvira. Thousands fled to Bujumbura. M23 fighters entered the town on Wednesday.", "Uvira"),
        ("Russian troops withdrew from Kherson. Ukrainian soldiers entered the city on Friday.", "Kherson"),
        ("Drones hit Odesa. Officials in Kherson said the city was shelled on Friday.", "Kherson"),
    ],
)
def test_the_city_is_the_one_spoken_of_and_not_where_somebody_comes_from_or_speaks(text: str, town: str, index: Index) -> None:
    noun = next(p.resolution for c in claims(text, index) for p in c.places if p.resolution.mention.text in ("city", "town"))
    assert any(f"stands for {town}" in reason for reason in noun.reasons) or noun.mention.why.endswith(f"{town}, named before it")


def test_a_noun_stands_for_no_town_that_comes_before_one_that_could_not_be_placed(index: Index) -> None:
    text = "A drone hit Kharkiv. In Zyxelovka soldiers opened fire. Troops then entered the village."
    told = claims(text, index)
    assert not any(p.resolution.mention.text == "village" for c in told for p in c.places)


def test_where_a_ministry_sits_is_no_place_of_what_it_says(index: Index) -> None:
    found = claims("The army in Port Sudan said it had repelled an attack on El Fasher on Friday.", index)
    assert {p.resolution.mention.text for c in found for p in c.places} == {"El Fasher"}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels recaptured Nawnghkio on Friday. The town sits on the highway between Mandalay and the Chinese border at Muse.",
        "The army retook Bara on Monday. The town controls the road between El Obeid and Omdurman.",
        "Russian drones hit Pavlohrad on Monday. The city is a road and rail hub between Dnipro and Donetsk.",
    ],
)
def test_where_a_town_lies_is_no_claim(text: str, index: Index) -> None:
    assert len(claims(text, index)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sudan has been gripped by war since April 2023, when tensions between the army and the RSF erupted into fighting in Khartoum.",
        "Armenia and Azerbaijan fought over Karabakh in the early 1990s. Armenian troops seized the districts of Jabrayil and Aghdam.",
        "During the Second World War the Red Army took Vyborg from Finland.",
        "The guerrillas fought Soviet troops around Kandahar in the 1980s.",
    ],
)
def test_what_was_long_ago_is_history(text: str, index: Index) -> None:
    assert claims(text, index) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The carrier has been in the Red Sea since March 10, when its jets bombed Sanaa.", ("2025-03-10", "2025-03-10")),
        ("Russian drones struck Kharkiv overnight on Nov. 20.", ("2025-11-19", "2025-11-20")),
        ("Drones struck Belgorod, according to footage published on Telegram on July 20.", None),
        ("The army said in a post on X on Monday that it captured Kupiansk.", None),
        ("In a statement on Monday, the army said it captured Kupiansk.", None),
        ("On Monday the army captured Kupiansk, it said on Telegram on Tuesday.", ("2025-11-17", "2025-11-17")),
    ],
)
def test_the_day_is_the_activity_s_and_not_that_of_the_words(text: str, days: tuple[str, str] | None, index: Index) -> None:
    when = claims(text, index)[-1].when
    assert (when and (str(when.start), str(when.end))) == days


def test_a_list_is_one_claim_up_to_its_last_name(index: Index) -> None:
    (claim,) = claims("Russian forces attacked near Chasiv Yar, Stupochky, and Predtechyne but did not advance.", index)
    assert len(claim.places) + len(claim.unplaced) == 3


def test_each_side_of_an_and_has_its_own_time_and_doer(index: Index) -> None:
    (claim,) = claims("A new division is expected next month, and four bombers are now parked at Diego Garcia.", index)
    assert claim.certainty == "reported"
    found = claims("Israeli jets bombed Nabatieh on Monday, and a rocket fired from southern Lebanon landed near Metula.", index)
    assert [c.actor and c.actor.text for c in found] == ["Israeli jets", None]
    found = claims("Rebels captured Goma on Monday, and the army said it had withdrawn from Bukavu.", index)
    assert [c.attribution and c.attribution.text for c in found] == [None, "the army"]


def test_what_else_somebody_said_hides_no_denial(index: Index) -> None:
    text = "Baghdad radio denied that allied planes had crippled the air base at Balad and said 180 aircraft had been shot down."
    (claim,) = claims(text, index)
    assert (claim.certainty, claim.quantities) == ("denied", ())


def test_taken_over_seven_villages_is_seven(index: Index) -> None:
    (claim,) = claims("The M23 has taken over seven villages near Rutshuru.", index)
    assert [(q.value, q.qualifier) for q in claim.quantities] == [(7.0, "exact")]


def test_a_heading_is_no_claim(index: Index) -> None:
    text = "In the Red Sea\n\nThe carrier Eisenhower's jets struck Houthi missile sites near Hodeidah on Friday.\n\nIn the Atlantic\n\nIt rained."
    assert {c.evidence.text[:6] for c in claims(text, index)} == {"The ca"}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The RSF denied losing Bara, Sudan, in a statement posted on Telegram.", "The RSF"),
        ("Russian forces shelled Kupiansk on Monday, and Western governments condemned it.", None),
    ],
)
def test_neither_a_platform_nor_who_condemns_it_is_a_source(text: str, source: str | None, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.attribution and claim.attribution.text) == source


def test_a_country_s_name_is_not_its_capital(index: Index) -> None:
    found = read_report(
        Report(text="Ships gathered at Ceiba, Puerto Rico, on Friday.", published="2025-11-20"), index
    ).resolutions
    country = next(r.place for r in found if r.mention.text == "Puerto Rico")
    assert country
    assert country.feature_class == "A"


@pytest.mark.parametrize(
    ("text", "certainty", "year"),
    [
        ("The handover of Lashio, which the MNDAA captured in August 2024, is to begin in June.", "reported", 2024),
        ("The brigade, which fought near Bakhmut in March, will move to Sumy in June.", "reported", 2025),
        ("The destroyer left Yokosuka in May for Bremerton and will be replaced by another ship.", "reported", 2025),
        ("Russian forces attacked near Siversk on March 17, likely to set conditions for a push.", "reported", 2025),
        ("Russian forces are likely to attack Siversk.", "possible", None),
        ("Russia has refused to withdraw its troops from Gyumri.", "denied", None),
        ("The general ruled out a withdrawal from Kupiansk.", "denied", None),
    ],
)
def test_a_plan_or_a_doubt_is_of_its_own_verb_and_a_refusal_is_a_denial(
    text: str, certainty: str, year: int | None, index: Index
) -> None:
    claim = claims(text, index, "2025-05-20")[0]
    assert claim.certainty == certainty
    assert (claim.when.start.year if claim.when and claim.when.start else None) == year


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("In a dispatch last Thursday KCNA said troops held a firing drill near Sariwon.", None),
        ("CCTV on Wednesday aired footage of drills near Sariwon.", None),
        ("China has closed waters off Xiamen until Saturday for live-fire drills.", ("2025-05-20", "2025-05-24")),
        ("The fighting in Kupiansk lasted until Saturday.", ("2025-05-17", "2025-05-17")),
    ],
)
def test_when_it_was_said_and_until_when_it_goes_on(text: str, days: tuple[str, str] | None, index: Index) -> None:
    (claim,) = claims(text, index, "2025-05-20")
    assert (claim.when and (str(claim.when.start), str(claim.when.end))) == days


def test_who_reports_a_strike_did_not_fly_it(index: Index) -> None:
    (claim,) = claims("The Ta'ang National Liberation Army reported air strikes on Mogok.", index)
    assert claim.actor is None


def test_the_town_is_not_the_one_that_somebody_only_withdrew_toward(index: Index) -> None:
    text = "The army entered Bara, Sudan, after the RSF withdrew toward Al-Nuhud. The army had lost the town on May 2."
    noun = next(p.resolution for c in claims(text, index) for p in c.places if p.resolution.mention.text == "town")
    assert noun.place
    assert noun.place.name.startswith("B")


def test_what_troops_gather_for_has_not_been(index: Index) -> None:
    found = claims("RSF fighters are massing in El Obeid for an assault on Kadugli, Sudan.", index)
    assert [(c.kind, [p.resolution.mention.text for p in c.places]) for c in found] == [("deployment", ["El Obeid"])]
