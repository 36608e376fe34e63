"""The trained recogniser and ranker: what they must get right, whatever the figures on corpora."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.encoder.heads import HEADS
from geomap.encoder.run import read
from geomap.gazetteer import edit
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from geomap.geodesy import circle, corridor, distance_km
from geomap.lexicon import language
from geomap.model import Report, Resolution
from geomap.toponyms import recognise as module
from geomap.toponyms.evidence import FEATURES
from geomap.toponyms.matching import Word
from geomap.toponyms.ranker import FILE, ranker
from geomap.toponyms.recognise import recognise
from geomap.toponyms.relations import corridors
from geomap.toponyms.repeated import Run, throughout
from geomap.toponyms.resolve import resolve

TEXTS = [
    "Ukrainian troops repelled an assault near Vovchansk in Kharkiv Oblast, the General Staff said on Monday.",
    "Police in Paris, Texas, arrested a man from Lexington, Ky., on Friday.",
    "Talks were held in Geneva, Illinois, and in The Hague.",
]


def placed(text: str, index: Index) -> dict[str, Resolution]:
    report = Report(text=text)
    return {r.mention.text: r for r in resolve(report, recognise(report, index), index)}


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("The talks in Geneva, Illinois, ended without a result.", "Geneva", (41.89, -88.31)),
        ("The court in The Hague sentenced him.", "The Hague", (52.08, 4.30)),
        ("Police in Paris, Texas, arrested a man.", "Paris", (33.66, -95.56)),
        ("A fire broke out in Lexington, Ky., on Friday.", "Lexington", (38.05, -84.50)),
        ("Shelling hit Klishchiivka in Donetsk Oblast, Ukraine.", "Klishchiivka", (48.53, 37.96)),
        ("Water rose after the Kakhovka dam broke in Ukraine.", "Kakhovka dam", (46.78, 33.37)),
        ("An explosion was heard in Kyiv, Kyiv Oblast.", "Kyiv", (50.45, 30.52)),
        ("A drone hit a depot in Vancouver, B.C., Canada.", "Vancouver", (49.25, -123.12)),
    ],
)
def test_a_name_is_put_where_the_text_says(text: str, name: str, near: tuple[float, float], index: Index) -> None:
    found = placed(text, index)
    assert name in found, list(found)
    place = found[name].place
    assert place is not None, found[name].reasons
    assert distance_km((place.lat, place.lon), near) <= 25


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kharkiv came under fire overnight.", ["Kharkiv"]),
        ("Pokrovsk was shelled.", ["Pokrovsk"]),
        ("Troops left Kidal. Gao is next.", ["Kidal"]),
        ("Shelled Lysychansk, civilian casualties.", ["Lysychansk"]),
        ("A house on Nakhimova Ave Mariupol, Donetsk Oblast, burned.", ["Nakhimova Ave", "Mariupol", "Donetsk Oblast"]),
        ("The paper follows the U.S. lead.", ["U.S."]),
    ],
)
def test_names_of_short_texts_are_found_whole(text: str, names: list[str], index: Index) -> None:
    found = [m.text for m in recognise(Report(text=text), index)]
    assert [n for n in names if n not in found] == [], found


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("East Sea", (39.5, 135.0)),
        ("Bashi Channel", (21.6, 121.4)),
        ("Lake Chad", (13.1, 14.1)),
        ("Latin America", (-15.0, -60.0)),
        ("Sinai", (29.5, 33.8)),
        ("Heathrow Airport", (51.47, -0.46)),
    ],
)
def test_waters_regions_and_short_names_are_listed(name: str, near: tuple[float, float], index: Index) -> None:
    places = [f.place for f in index.lookup(name.casefold())]
    assert any(distance_km(near, p) <= max(100.0, p.precision_km) for p in places), places


def test_a_university_is_no_site_and_its_town_is(index: Index) -> None:
    report = Report(text="Oxford is home to Oxford University, and the Oxford University Press is there too.")
    town, *others = (m for m in recognise(report, index) if m.text.startswith("Oxford"))
    assert town.usage == "literal"
    assert all(m.usage == "associative" for m in others)


@pytest.mark.parametrize("weapon", ["Iskander", "Uragan", "Grad", "Kinzhals", "Golden Dragon", "Unitas LX"])
def test_a_weapon_or_an_exercise_is_no_place(weapon: str, index: Index) -> None:
    assert weapon not in placed(f"Russian {weapon} launchers fired from Belgorod at Kharkiv.", index)


def test_what_a_user_adds_is_found_whatever_the_network_thinks(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "A convoy halted by Qzxvillage and turned back."
    assert not placed(text, index)
    monkeypatch.setenv("GEOMAP_DATA", str(tmp_path))
    edit.add("Qzxvillage", 50.0, 36.0, country="UA")
    with Index(index.folder) as own:
        assert placed(text, own)["Qzxvillage"].place.lat == 50.0


def test_a_language_that_was_not_trained_for_is_matched_and_says_so(index: Index) -> None:
    assert language("uk").code not in module.LANGUAGES
    report = Report(text="Обстріл Харкова: у місті Харків пролунали вибухи.", language="uk")
    assert "Харків" in {m.text for m in recognise(report, index)}


def test_a_text_is_read_the_same_beside_any_other(index: Index) -> None:
    def said(text: str) -> list[list[float]]:
        heads = read(text, index)
        return [[float(x) for x in row] for row in heads.span]

    alone = {t: said(t) for t in TEXTS}
    assert [said(t) for t in reversed(TEXTS)] == [alone[t] for t in reversed(TEXTS)]


def test_every_word_has_a_probability_for_every_class(index: Index) -> None:
    heads = read(TEXTS[0], index)
    assert [w.fold for w in heads.words] == [t.fold for t in tokens(TEXTS[0])]
    for name, classes in HEADS.items():
        rows = getattr(heads, name)
        assert rows.shape == (len(heads.words), len(classes))
        assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_ranker_has_a_number_for_every_feature_and_its_shares_sum_to_one() -> None:
    assert json.loads(FILE.read_text())["features"] == list(FEATURES)
    rows = [[float((i * j) % 3 == 0) for j in range(len(FEATURES))] for i in range(4)]
    for fold in (None, 0, 4):
        assert sum(ranker(fold).shares(rows, "second")) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "names", "joined"),
    [
        ("Fighting went on between Avdiivka and Donetsk.", ["Avdiivka", "Donetsk"], True),
        ("A convoy was hit on the Bakhmut–Kostiantynivka road.", ["Bakhmut", "Kostiantynivka"], True),
        ("The line between the villages of Robotyne and Verbove held.", ["Robotyne", "Verbove"], True),
        ("They moved from Kursk to Sudzha.", ["Kursk", "Sudzha"], False),
        ("Between 10 and 12 May Kursk and Sudzha were shelled.", ["Kursk", "Sudzha"], False),
    ],
)
def test_a_corridor_is_where_the_text_joins_two_names(text: str, names: list[str], joined: bool) -> None:
    spans = [(text.index(n), text.index(n) + len(n)) for n in names]
    assert corridors(text, spans, language("en")) == ([(0, 1)] if joined else [])


def test_the_two_ends_of_a_corridor_share_its_ground(index: Index) -> None:
    found = placed("Fighting went on between Avdiivka and Pokrovsk in Donetsk Oblast, Ukraine.", index)
    a, b = found["Avdiivka"], found["Pokrovsk"]
    assert (a.relation, b.relation) == ("between", "between")
    assert a.geometry == b.geometry
    assert a.geometry["type"] == "Polygon"


runs = st.lists(st.integers(0, 60), min_size=0, max_size=24, unique=True).map(
    lambda cuts: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


@settings(max_examples=300, deadline=None)
@given(runs, runs, st.data())
def test_a_longer_name_takes_the_place_of_its_parts_and_a_firm_one_stands_by_itself(
    tagged: list[tuple[int, int]], spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    known = [(first, end, data.draw(st.booleans())) for first, end in spans]
    joining = data.draw(st.lists(st.booleans(), min_size=61, max_size=61))
    expected = list(tagged)
    for first, end, firm in known:
        over = [r for r in expected if r[0] < end and first < r[1]]
        two = any(any(joining[a[1] : b[0]]) for a, b in pairwise(over))  # "Australia and New Zealand"
        if (over and not two and all(first <= r[0] and r[1] <= end for r in over)) or (firm and not over):
            expected = sorted([*(r for r in expected if r not in over), (first, end)])
    assert module._widened(tagged, known, joining) == expected


points = st.tuples(st.floats(-75, 75), st.floats(-170, 170))


@settings(max_examples=60, deadline=None)
@given(points, st.floats(0.5, 300))
def test_a_circle_keeps_its_distance(middle: tuple[float, float], radius_km: float) -> None:
    from geopy.distance import geodesic

    ring = circle(*middle, radius_km)["coordinates"][0]
    assert ring[0] == ring[-1]
    for lon, lat in ring[::6]:
        assert geodesic(middle, (lat, (lon + 180) % 360 - 180)).km == pytest.approx(radius_km, abs=0.03)


@settings(max_examples=60, deadline=None)
@given(points, st.floats(2, 200), st.floats(0, 360), st.floats(1, 30))
def test_a_corridor_holds_its_ends_and_its_middle(
    start: tuple[float, float], length_km: float, bearing: float, width_km: float
) -> None:
    import shapely
    from geopy.distance import geodesic

    end = geodesic(kilometers=length_km).destination(start, bearing)
    middle = geodesic(kilometers=length_km / 2).destination(start, bearing)
    ring = shapely.Polygon(corridor(start, (end.latitude, end.longitude), width_km)["coordinates"][0])
    assert ring.is_valid
    for lat, lon in (start, (end.latitude, end.longitude), (middle.latitude, middle.longitude)):
        assert any(ring.contains(shapely.Point(lon + turn, lat)) for turn in (-360, 0, 360))


def test_what_is_sent_against_a_capital_is_sent_against_a_place(index: Index) -> None:
    text = "Russian forces sent more than 50 Iranian-made drones against Kyiv in the night to Sunday, the mayor said."
    assert [m.usage for m in recognise(Report(text=text), index) if m.text == "Kyiv"] == ["literal"]
    speaks = "Kyiv said that it had protested against Moscow's plan."
    assert {m.usage for m in recognise(Report(text=speaks), index)} == {"associative"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Two jets violated Estonian airspace on Friday.", {"Estonian airspace"}),
        ("A drone strayed into Poland’s airspace from the east.", {"Poland’s airspace"}),
        ("Estonian pilots and the Polish army met.", set()),
        ("They entered Japan's air defence identification zone.", {"Japan"}),  # which reaches far beyond Japan
    ],
)
def test_a_countrys_sky_is_a_place_and_its_people_none(text: str, names: set[str], index: Index) -> None:
    assert {m.text for m in recognise(Report(text=text), index) if m.usage == "literal"} == names


def test_an_adverb_of_time_is_no_part_of_the_name_behind_it(index: Index) -> None:
    text = "Overnight Dnipro was attacked with Russian drones, Ukrainian rescuers said."
    assert "Dnipro" in [m.text for m in recognise(Report(text=text), index)]


def test_a_ship_named_after_a_town_is_no_place(index: Index) -> None:
    text = (
        "Last night four ships of the Caspian Flotilla, the Dagestan, the Grad Sviyazhsk and the Uglich, launched missiles. "
        "The corvette Uglich returned. Ships entered Odesa, and vessels left Mykolaiv."
    )
    used = {m.start: m.usage for m in recognise(Report(text=text), index)}
    assert {used.get(at, "associative") for at in (text.index("Uglich"), text.rindex("Uglich"), text.index("Dagestan"))} == {
        "associative"
    }
    assert used[text.index("Odesa")] == used[text.index("Mykolaiv")] == "literal"


def test_a_ship_with_its_prefix_is_no_place(index: Index) -> None:
    text = "At 6.30 a.m. a cutter used its water cannon on the BRP Datu Pagbuaya off Bajo de Masinloc, Manila said."
    assert not [m.text for m in recognise(Report(text=text), index) if "Pagbuaya" in m.text and m.usage == "literal"]


def runs_of(text: str, name: str, *numbers: int) -> tuple[list[Word], list[Run]]:
    """The words of a text, and those occurrences of a word that are taken for a name."""
    found = [Word(t, text[t.start : t.end]) for t in tokens(text)]
    at = [i for i, w in enumerate(found) if w.text == name]
    return found, [(at[n], at[n] + 1) for n in numbers]


@pytest.mark.parametrize(
    ("text", "name", "taken", "left"),
    [
        # A man who is taken for a place once is none, whatever he is called.
        ("Fairfield was seen. Police held Fairfield. They asked Fairfield, and Fairfield said nothing.", "Fairfield", [1], []),
        # A town that is passed over once is none the less one.
        ("Shelling of Huliaipole went on. Huliaipole burned. The road to Huliaipole is cut. Huliaipole holds.", "Huliaipole",
         [0, 2, 3], [0, 1, 2, 3]),
        # But nobody of its name is.
        ("Lincoln voted. In Lincoln and near Lincoln polls closed, Abraham Lincoln would have said.", "Lincoln", [0, 1, 2], [0, 1, 2]),
        # What the words beside it say holds against any number.
        ("Hurricane watch: the hurricane, named Hurricane, kept Hurricane busy. A man died in Hurricane.", "Hurricane", [3], [3]),
        # Of two occurrences neither outweighs the other.
        ("Sunny Narva waits. Narva held.", "Narva", [1], [1]),
        # Money is no country.
        ("The US paid US$ 1 billion, US$ 2 billion and US$ 3 billion.", "US", [0], [0]),
    ],
)  # fmt: skip
def test_a_repeated_name_is_read_alike(text: str, name: str, taken: list[int], left: list[int], index: Index) -> None:
    found, runs = runs_of(text, name, *taken)
    _, expected = runs_of(text, name, *left)
    assert throughout(text, found, runs, language("en"), index) == expected


@given(st.lists(st.sampled_from(["Kyiv", "Omaha", "the", "and", "Bay", "in"]), min_size=1, max_size=30), st.data())
def test_repeated_names_stay_in_order_and_apart(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    found = [Word(t, text[t.start : t.end]) for t in tokens(text)]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(found)), max_size=10)))
    runs = list(zip(cuts[::2], cuts[1::2], strict=False))
    with Index() as index:
        made = throughout(text, found, runs, language("en"), index)
    assert all(a[1] <= b[0] for a, b in pairwise(made))
    assert {text[found[a].token.start : found[b - 1].token.end] for a, b in made} <= {
        text[found[a].token.start : found[b - 1].token.end] for a, b in runs
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The road is Highway 55 from Grant to Wilkin.", "55"),
        ("It was kept at between 550 °C and 750 °C.", "C"),
        ("Built between 250 and 100 B.C., the mound lies in Ohio.", "B.C"),
        ("The score is on food.gov.uk and at news@kyiv.example.org.", "uk"),
        ("The score is on food.gov.uk and at news@kyiv.example.org.", "kyiv"),
    ],
)
def test_numbers_units_eras_and_addresses_are_no_names(text: str, name: str, index: Index) -> None:
    start = text.index(name)
    assert module._no_name(text, start, start + len(name))
    assert not any(m.start <= start < m.end for m in recognise(Report(text=text), index))


def test_an_era_is_no_province_and_the_province_is(index: Index) -> None:
    names = [m.text for m in recognise(Report(text="A drone fell in Vancouver, B.C., Canada, on Friday."), index)]
    assert names == ["Vancouver", "B.C.", "Canada"]
