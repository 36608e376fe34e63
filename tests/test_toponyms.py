"""Names in sentences: which are places, and which places they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import pipeline
from geomap.encoder.inputs import PIECES, gazetteer_tags, windows
from geomap.gazetteer import edit
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from geomap.model import Report, Resolution
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve


def resolutions(text: str, index: Index, language: str = "en") -> dict[str, Resolution]:
    report = Report(text=text, language=language)
    return {r.mention.text: r for r in resolve(report, recognise(report, index), index)}


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from(list(" .,'’-\n"))), max_size=120),
    st.sampled_from(["Kursk Oblast", "Moscow", "İzmir", "Ulan-Ude", "평양에서", ""]),
)
def test_offsets_hold_in_any_text(text: str, name: str) -> None:
    with Index() as index:
        report = Report(text=f"{text} {name} {text}")
        end = 0
        for mention in recognise(report, index):
            assert report.text[mention.start : mention.end] == mention.text
            assert end <= mention.start < mention.end
            end = mention.end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In San Antonio, a decommissioned ship is to be sunk in May.", "San Antonio"),
        ("In the Barents Sea, the crew of the frigate Kasatonov fired on Monday.", "Barents Sea"),
        ("Ships of the fleet went on past Harstad on Monday.", "Harstad"),
        ("A ship of the fleet watched while the Pskov and Ivanovo divisions jumped.", "Pskov"),
    ],
)
def test_what_only_stands_near_a_ship_is_none(text: str, name: str, index: Index) -> None:
    assert resolutions(text, index)[name].mention.why != "names a ship"


def test_a_bridge_does_not_stand_for_the_strait_below_it(index: Index) -> None:
    found = resolutions(
        "A group of landing ships passed the Great Belt in Denmark on Monday, and the Great Belt Bridge was shut.", index
    )
    assert [found[n].place.feature_code for n in ("Great Belt", "Great Belt Bridge") if found[n].place] == ["STRT", "BDG"]


def test_the_places_that_head_a_bulletin_s_items_are_no_datelines(index: Index) -> None:
    items = [f"{place} — Shells fell at night.\n" for place in ("SUMY", "CHERNIHIV", "ODESA")]
    assert {r.mention.usage for r in resolutions("".join(items), index).values()} == {"literal"}
    assert {r.mention.usage for r in resolutions("".join(items[:2]), index).values()} == {"dateline"}


def test_a_town_stays_one_beside_a_ship_of_its_name(index: Index) -> None:
    report = Report(text="USS New York sailed on Monday. In New York it rained.")
    ship, town = recognise(report, index)
    assert (ship.usage, ship.why, town.usage) == ("associative", "names a ship", "literal")


@pytest.mark.parametrize("headline", ["Russia Bombs Kharkiv, Sumy\n\nFour died.", "Drones Hit Port, Odesa burns\n\nFour died."])
def test_a_headline_is_no_byline(headline: str, index: Index) -> None:
    assert "dateline" not in {r.mention.usage for r in resolutions(headline, index).values()}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Drones hit targets in Kharkiv, Poltava and Sumy oblasts overnight.", ["ADM1"] * 3),
        ("Missiles were launched from the Voronezh and Kursk regions.", ["ADM1"] * 2),
        ("Both armies shelled the Kharkiv and Belgorod border regions.", ["ADM1"] * 2),
        ("Fighting went on in the provinces of Idlib and Hama.", ["ADM1"] * 2),
        ("Drones struck the Saky and Belbek airfields.", ["AIRB"] * 2),
        ("Explosions were heard in Odesa and Mykolaiv, and in the Kherson region.", ["PPLA", "PPLA", "ADM1"]),
        ("Trains went from Voronezh and Kursk to the western regions.", ["PPLA", "PPLA"]),
        (
            "Israeli jets hit the harbour and power plants of al-Hudaydah, Yemen, on 29 September, the army said.",
            ["PPLA", "PCLI"],
        ),
        ("Volunteers came from counties in Georgia and Nassau and Baker counties in Florida.", ["ADM1", "ADM2", "ADM2", "ADM1"]),
    ],
)
def test_names_that_share_a_noun_are_what_it_says(text: str, codes: list[str], index: Index) -> None:
    """A region is an area, never a pin in the town of its name."""
    found = [r.place for r in resolutions(text, index).values() if r.mention.usage == "literal"]
    same = {"PPLA": "P", "PPL": "P"}
    assert [same.get(p.feature_code, p.feature_code) if p else "" for p in found] == [same.get(c, c) for c in codes]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Engineers are building fortifications along the Goldap–Wegorzewo road.", ["Goldap", "Wegorzewo"]),
        ("Tanks rolled along the Mekele–Adigrat road.", ["Mekele", "Adigrat"]),
        ("The Bakhmut-Slovyansk highway was shelled.", ["Bakhmut", "Slovyansk"]),
        ("They were stopped on the line Kukhari – Borodianka – Andriivka.", ["Kukhari", "Borodianka", "Andriivka"]),
        ("Columns passed through Ivano-Frankivsk and Rostov-on-Don.", ["Ivano-Frankivsk", "Rostov-on-Don"]),
    ],
)
def test_the_ends_of_a_road_are_names_of_their_own(text: str, names: list[str], index: Index) -> None:
    assert list(resolutions(text, index)) == names


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("Ukrainian troops were sent there.", "Ukrainian", "names a people or a nationality"),
        ("Jack Watling, a senior researcher, disagreed.", "Jack", "part of a longer name"),
        ("President Vladimir Putin spoke for an hour.", "Vladimir", "follows the title"),
        ("A professor at Hanyang University said so.", "Hanyang", "stands in the name of an organisation"),
        ("The New York Times reported the flight.", "New York", "stands in the name of an organisation"),
        ("Since Monday Moscow officials have been silent.", "Moscow", "names an authority"),
        ("For weeks Washington said nothing of it.", "Washington", "speaks"),
        ("Paris = Correspondent Jo Eun-ah\n", "Paris", "stands in a byline"),
        ("SEOUL, Oct. 18 (Agency) -- Soldiers marched.", "SEOUL", "stands in a dateline"),
        ("War reaches the town\n\nOlena Kovalenko, Sumy\n\nThe trolleybus was hit.", "Sumy", "stands in a dateline"),
        ("A quiet front\nBy Anna Lee in Taipei\nNobody came.", "Taipei", "stands in a dateline"),
        ("Missiles struck the Verbena, a Palauan-flagged ship, in the Gulf of Aden.", "Verbena", "names a ship"),
        ("HMS Montrose waits in the Gulf. HMS Duncan is to relieve Montrose there.", "Montrose", "names a ship"),
        ("The destroyers Bainbridge and Mahan passed Kharkiv's sister city.", "Mahan", "names a ship"),
        ("Two frigates put out from Bergen, and the Harstad followed the submarine for a day.", "Harstad", "names a ship"),
        ("Indian troops fired artillery as part of exercise Indus on Friday.", "Indus", "names an exercise or an operation"),
        ("The Minsk agreements were never kept.", "Minsk", "modifies an organisation"),
        ("The Heritage Foundation wrote a paper.", "Heritage", "stands in the name of an organisation"),
    ],
)
def test_a_name_that_is_no_place_of_an_event(text: str, name: str, why: str, index: Index) -> None:
    found = resolutions(text, index).get(name)
    if found is None:  # not even a mention is as good
        return
    assert found.mention.usage == ("dateline" if why.endswith("dateline") else "associative")
    assert found.mention.why.startswith(why)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Troops crossed from Kursk Oblast into Sumy Oblast.",
            {"Kursk Oblast": "Kursk Oblast", "Sumy Oblast": "Sumy Oblast"},
        ),
        ("A tank burnt near Izium in Oblast Kharkiv, Ukraine.", {"Oblast Kharkiv": "Kharkiv Oblast", "Izium": "Izyum"}),
        ("Fighting went on in Kursk, the city, and in Rylsk.", {"Kursk": "Kursk", "Rylsk": "Ryl’sk"}),
        ("The Korean Peninsula is tense.", {"Korean Peninsula": "Korean Peninsula"}),
        (
            "It left North Korea’s Hwangju Air Force Base.",
            {"Hwangju Air Force Base": "Hwangju Air Base"},
        ),
        ("They train in Russia's Far East.", {"Russia's Far East": "Russian Far East"}),
        ("Shelling hit the Donbas again.", {"Donbas": "Donbas"}),
        ("Ships sailed into the Sea of Japan.", {"Sea of Japan": "Sea of Japan"}),
        ("They met in ULAN-UDE yesterday.", {"ULAN-UDE": "Ulan-Ude"}),
    ],
)
def test_names_are_found_whole_and_placed(text: str, names: dict[str, str], index: Index) -> None:
    found = resolutions(text, index)
    for written, place in names.items():
        assert written in found, list(found)
        assert found[written].place is not None
        assert found[written].place.name == place
        assert found[written].mention.usage == "literal"


@pytest.mark.parametrize(
    "text",
    [
        "Police were reading the more recent papers.",
        "In all, As and Do are words.",
        "NATO and HUR and RUSI disagreed.",
        "Mary and Robert spoke to reporters.",
        "",
    ],
)
def test_words_that_are_towns_somewhere_are_no_mentions(text: str, index: Index) -> None:
    assert not [r for r in resolutions(text, index).values() if r.mention.usage == "literal"]


# Each row: the sentence, the name, and where it must be (or not), with the evidence that decides.
@pytest.mark.parametrize(
    ("text", "name", "country", "near"),
    [
        ("Russian forces advanced near Pokrovsk, Donetsk Oblast, Ukraine.", "Pokrovsk", "UA", (48.28, 37.18)),
        ("In the Saratov Oblast of Russia a drone hit Pokrovsk, now called Engels.", "Pokrovsk", "RU", (51.48, 46.11)),
        ("Soldiers train at Ussuriysk and Sergeyevka in Primorsky Krai, Russia.", "Sergeyevka", "RU", (44.34, 131.66)),
        (
            "The steppe town of Sergeyevka in North Kazakhstan, Kazakhstan, is quiet.",
            "Sergeyevka",
            "KZ",
            (53.88, 67.41),
        ),
        ("Moscow, Idaho, is a college town in the United States.", "Moscow", "US", (46.73, -117.00)),
        ("A plane left Pyongyang for Moscow.", "Moscow", "RU", (55.75, 37.62)),
        ("Drones flew over Engels air base near Saratov, Russia.", "Engels air base", "RU", (51.48, 46.20)),
    ],
)
def test_the_right_namesake(text: str, name: str, country: str, near: tuple[float, float], index: Index) -> None:
    found = resolutions(text, index)[name]
    assert found.status == "resolved", found.reasons
    assert found.place.country == country
    assert (round(found.place.lat, 0), round(found.place.lon, 0)) == (round(near[0], 0), round(near[1], 0))
    assert found.reasons


def test_an_armed_group_speaks_for_its_country(index: Index) -> None:
    found = resolutions("M23 rebels, backed by Rwanda, were battling the army around Sake.", index)["Sake"]
    assert found.place
    assert (found.place.country, found.place.admin1) == ("CD", "North Kivu")
    assert "the text names M23, of its country" in found.reasons
    assert resolutions("Rebels, backed by Rwanda, were battling the army around Sake.", index)["Sake"].status == "ambiguous"


def test_a_namesake_with_too_little_evidence_stays_ambiguous(index: Index) -> None:
    found = resolutions("Soldiers were seen in Oktyabrskoye.", index)["Oktyabrskoye"]
    assert found.status == "ambiguous"
    assert found.place is None
    assert len(found.candidates) > 1
    assert "none is likely enough" in found.reasons[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Explosions were heard near the Saki air base, on the west coast of Crimea, on Tuesday.", "Crimea"),
        ("Russian armour broke through from Crimea at Chonhar, Ukrainian border guards said.", "Crimea"),
        ("The aircraft were on a ferry flight from Karelia to Severomorsk, the ministry said.", "Karelia"),
        ("In the Mediterranean Sea there are two enemy ships, the Ukrainian navy said.", "Mediterranean Sea"),
    ],
)
def test_one_ground_that_stands_in_the_gazetteer_twice_is_no_doubt(text: str, name: str, index: Index) -> None:
    found = resolutions(text, index)[name]
    assert found.status == "resolved"
    assert found.place
    assert found.place.is_area


def test_a_misspelt_name_is_approximate_and_says_what_it_resembles(index: Index) -> None:
    text = "Russia trains soldiers in Ussuriysk, Ekaterinoslavska and Knyazevolkonskoye, in Amur Oblast and Khabarovsk Krai."
    found = resolutions(text, index)
    for written, name in (("Ekaterinoslavska", "Yekaterinoslavka"), ("Knyazevolkonskoye", "Knyaze-Volkonskoye")):
        assert found[written].match == "approximate"
        assert found[written].place.name == name
        assert "resembles" in found[written].reasons[0]
    assert found["Ussuriysk"].match == "exact"


def test_no_approximate_match_without_a_country_in_play(index: Index) -> None:
    assert resolutions("Nobody lives in Ekaterinoslavska now.", index)["Ekaterinoslavska"].status == "unknown"


def test_folded_is_told_from_exact(index: Index) -> None:
    found = resolutions("Planes of Russia and North Korea left Hwangju air base for ULAN UDE.", index)
    assert found["Hwangju air base"].match == "folded"
    assert found["ULAN UDE"].match == "folded"


@pytest.mark.parametrize(
    ("text", "name", "relation", "distance", "point"),
    [
        ("Fighting near Pokrovsk in Ukraine.", "Pokrovsk", "near", None, (48.28, 37.18)),
        ("A post 15 km south-east of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 15.0, (49.89, 36.38)),
        ("A post 10 miles north of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 16.09, (50.13, 36.23)),
        ("A post 50 kilometers (31 miles) south of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 50.0, (49.53, 36.25)),
        ("A post 50 km SE of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 50.0, (49.66, 36.74)),
        ("A post 50 km north-northeast of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 50.0, (50.39, 36.52)),
        ("A post fifty kilometres south of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 50.0, (49.53, 36.25)),
        ("A post 15-25 km south of the city of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 20.0, (49.80, 36.25)),
        ("A post 1 000 km south of Kharkiv, Ukraine, was hit.", "Kharkiv", "offset", 1000.0, (40.99, 36.25)),
        ("A post 50 kilometers (31 miles) from Kharkiv, Ukraine, was hit.", "Kharkiv", "near", 50.0, (49.98, 36.25)),
        ("A post 50 kilometers from the Ukrainian city of Kharkiv was hit.", "Kharkiv", "near", 50.0, (49.98, 36.25)),
        ("A post within 50 km of Kharkiv, Ukraine, was hit.", "Kharkiv", "near", 50.0, (49.98, 36.25)),
        ("A post 5 km from the centre of Kharkiv, Ukraine, was hit.", "Kharkiv", "near", 5.0, (49.98, 36.25)),
        ("They stood on the outskirts of Kharkiv, Ukraine.", "Kharkiv", "outside", None, (49.98, 36.25)),
        ("They moved in the direction of Kharkiv, Ukraine.", "Kharkiv", "toward", None, (49.98, 36.25)),
    ],
)
def test_a_relation_moves_or_widens_the_place(
    text: str, name: str, relation: str, distance: float | None, point: tuple[float, float], index: Index
) -> None:
    found = resolutions(text, index)[name]
    assert found.relation == relation
    assert found.distance_km == distance
    assert (found.lat, found.lon) == (pytest.approx(point[0], abs=0.03), pytest.approx(point[1], abs=0.03))
    if relation in ("near", "outside", "offset"):
        assert found.precision_km > found.place.precision_km


def test_a_facility_that_the_gazetteer_lacks_is_near_its_town_and_says_so(index: Index) -> None:
    found = resolutions("A drone hit the Rylsk ammunition depot in Russia.", index)["Rylsk ammunition depot"]
    assert found.relation == "near"
    assert found.reasons[0].startswith("no such depot in the gazetteer")


def test_a_bay_is_no_river_of_its_name(index: Index) -> None:
    report = Report(text="B Company walks from Fox Bay to Port Howard in the Falkland Islands this week.")
    found = next(r for r in resolve(report, recognise(report, index), index) if r.mention.text == "Fox Bay")
    assert not (found.status == "resolved" and found.place.feature_code == "STM"), found.place


def test_a_district_that_the_gazetteer_lacks_lies_about_its_town_and_is_no_pin(index: Index) -> None:
    found = resolutions("Shelling in Sudzha district, Kursk Oblast, Russia.", index)["Sudzha district"]
    assert (found.place.name, found.relation) == ("Sudzha", "near")
    assert found.precision_km >= 25
    assert found.reasons[0] == "no such district in the gazetteer: about the town of its name"


def test_a_district_is_no_town_of_which_the_text_speaks_nowhere(index: Index) -> None:
    found = resolutions("Shelling in Kanal district of Chasiv Yar, Ukraine.", index)["Kanal district"]
    assert found.status == "unknown"
    assert found.reasons == ("a district that the gazetteer lacks: the Kanal of its name is not it",)


def test_a_town_far_from_where_the_text_puts_it_is_not_meant(index: Index) -> None:
    text = "The enemy shelled the settlement of Oktyabrsky in the Belgorod region."
    assert resolutions(text, index)["Oktyabrsky"].status == "ambiguous"
    report = Report(text=text)
    (claim,) = pipeline.read_report(report, index).extraction.claims
    place = claim.places[0].resolution
    assert (place.mention.text, place.match, place.place.name) == ("Oktyabrsky", "aside", "Belgorod Oblast")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Only a part of the name, in a country of which nobody speaks; another country's division; and no bridge at all.
        ("Al-Shabaab captured the town of Adan Yabaal in central Somalia, south of Beledweyne.", "Adan Yabaal"),
        ("The M23 marched into the Ibanda district of Bukavu in Congo, and on to Goma.", "Ibanda district"),
        ("Azerbaijan closed the checkpoint at the Hakari bridge between Lachin and Goris.", "Hakari bridge"),
    ],
)
def test_a_doubtful_namesake_far_from_all_else_is_left_open(text: str, name: str, index: Index) -> None:
    found = resolutions(text, index)[name]
    assert found.status in ("ambiguous", "unknown"), found.place


def test_a_name_does_not_speak_for_its_own_country(index: Index) -> None:
    found = resolutions("Troops arrived in Tbilisi.", index)["Tbilisi"]
    assert "its country is named in the text" not in found.reasons


@pytest.mark.parametrize(
    ("text", "name", "feature_class"),
    [
        ("Rebels captured Aleppo in Syria on Friday.", "Aleppo", "P"),
        ("The army retook Khartoum, the capital of Sudan.", "Khartoum", "P"),
        ("Shells fell across Aleppo province in Syria.", "Aleppo province", "A"),
        ("Missiles fell on Kyiv in Ukraine.", "Kyiv", "A"),  # a division by itself, with its outline
        ("The exercise took place in Quebec, Canada.", "Quebec", "A"),
    ],
)
def test_a_city_is_meant_before_the_division_of_its_name(text: str, name: str, feature_class: str, index: Index) -> None:
    assert resolutions(text, index)[name].place.feature_class == feature_class


def test_the_users_own_place_wins() -> None:
    edit.add("Zaliznyi Range", 50.0, 30.0, kind="training_ground", country="UA")
    edit.add("Kharkiv", 1.0, 2.0)
    with Index() as index:
        found = resolutions("Soldiers train at Zaliznyi Range and in Kharkiv.", index)
        assert found["Zaliznyi Range"].place.id == "user:zaliznyi-range"
        assert found["Kharkiv"].place.id == "user:kharkiv"
    edit.add("Hakari Bridge", 39.6, 46.5, country="AZ")
    with Index() as index:  # far from all else, and no bridge by its kind: whoever adds it has decided
        assert (
            resolutions("Troops in Mali and in Niger spoke of the Hakari Bridge.", index)["Hakari Bridge"].place.id
            == "user:hakari-bridge"
        )


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("러시아 모스크바에서 훈련했다.", "ko", {"러시아", "모스크바"}),
        ("Россия: Курск, Рыльск.", "ru", {"Россия", "Курск", "Рыльск"}),
    ],
)
def test_names_in_their_own_script(text: str, language: str, names: set[str], index: Index) -> None:
    found = resolutions(text, index, language)
    assert names <= set(found)
    assert {found[n].place.country for n in names} == {"RU"}


def test_a_long_text_is_read_in_windows_of_bounded_size_and_keeps_its_offsets(index: Index) -> None:
    sentence = "Around 12,000 soldiers trained in Ussuriysk, said Kyiv. Reading aloud, he left. "
    sizes = []
    for times in (400, 800):
        text = sentence * times
        made = list(windows(text, found := list(tokens(text)), gazetteer_tags(text, found, index)))
        assert max(len(w.ids) for w in made) <= PIECES + 2
        sizes.append(len(made))
    assert sizes[1] == pytest.approx(2 * sizes[0], rel=0.02)
    report = Report(text=sentence * 400)
    mentions = recognise(report, index)
    assert len(mentions) > 700
    assert all(report.text[m.start : m.end] == m.text for m in mentions)


def test_a_long_report_is_resolved_in_linear_time(index: Index) -> None:
    """Counted, not timed: twice the text asks the gazetteer for no more names, and weighs no more mentions of each."""
    from geomap.toponyms import resolve as module

    weighed = []
    original = module._rank
    sentence = "Around 12,000 soldiers trained in Ussuriysk, Ulan-Ude and Sergeyevka in Russia, said Kyiv. "
    for times in (100, 200):
        report = Report(text=sentence * times)
        mentions = recognise(report, index)
        calls = 0

        def counted(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            return original(*arguments, **named)  # type: ignore[arg-type]

        module._rank = counted  # type: ignore[assignment]
        try:
            assert len(resolve(report, mentions, index)) == len(mentions)
        finally:
            module._rank = original
        weighed.append(calls)
    assert weighed[0] == weighed[1] < 200


def test_a_facilitys_bare_name_speaks_for_its_division(index: Index) -> None:
    found = resolutions("The exercise took place on Hokkaido.", index)["Hokkaido"]
    assert found.candidates[0].place.name == "Hokkaidō"


def test_the_gaza_strip_is_not_all_of_the_palestinian_territories(index: Index) -> None:
    found = resolutions("Israeli jets struck the Gaza Strip on Monday.", index)["Gaza Strip"]
    assert found.place is not None
    assert (found.place.feature_code, found.place.name) == ("ADM1", "Gaza")


def test_a_sea_with_its_article_is_no_town(index: Index) -> None:
    text = "The bombers left Missouri in the United States and crossed the Pacific on Friday, flight trackers said."
    assert resolutions(text, index)["Pacific"].place.name == "Pacific Ocean"


def test_kashmir_is_the_land_and_no_glacier(index: Index) -> None:
    found = resolutions("Troops clashed in Kashmir, India's army said.", index)["Kashmir"].place
    assert found.precision_km > 150
