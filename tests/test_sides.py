"""Places that a report names by another: "north of X", "X, south of Y", and the ground that is drawn for them."""

import json
from typing import Any

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import exports, pipeline
from geomap.activities.merge import merge
from geomap.features import collection
from geomap.gazetteer.index import Index
from geomap.geodesy import distance_km, sector
from geomap.model import Report, Resolution


def resolved(text: str, name: str, index: Index) -> Resolution:
    """The first mention of a name with its place."""
    read = pipeline.read_report(Report(text=text), index)
    return next(r for r in read.resolutions if r.mention.text == name)


def claimed(text: str, index: Index) -> list[Resolution]:
    """The places of the claims of a text."""
    return [p.resolution for c in pipeline.read_report(Report(text=text), index).extraction.claims for p in c.places]


def drawn(text: str, index: Index) -> list[dict[str, Any]]:
    """The features of a map of one text."""
    found: list[dict[str, Any]] = collection(pipeline.findings([Report(text=text)], index), index)["features"]
    return found


@pytest.mark.parametrize(
    ("text", "name", "side", "way_km"),
    [
        ("Ukrainian troops repelled assaults north of Hryshyne in Donetsk Oblast.", "Hryshyne", "north", None),
        ("Fighting went on to the south-east of Kharkiv, Ukraine.", "Kharkiv", "south-east", None),
        ("They dug in just northwest of the town of Bakhmut, Ukraine.", "Bakhmut", "north-west", None),
        ("Shells fell 15 km east of Kharkiv, Ukraine.", "Kharkiv", "east", 15.0),
        ("The ship lay 80 nautical miles east of Okinawa, Japan.", "Okinawa", "east", 148.16),
        # Within it, and not beside it.
        ("Shells fell in the north of Chernihiv, Ukraine.", "Chernihiv", "", None),
        ("Shells fell in northern Chernihiv, Ukraine.", "Chernihiv", "", None),
    ],
)
def test_a_side_is_kept(text: str, name: str, side: str, way_km: float | None, index: Index) -> None:
    found = resolved(text, name, index)
    assert found.place is not None
    assert (found.side, found.distance_km) == (side, way_km)
    assert found.beside == (bool(side) and way_km is None)
    apart = distance_km((found.place.lat, found.place.lon), (found.lat or 0.0, found.lon or 0.0))
    assert apart == pytest.approx(0.0 if not side else way_km or (found.precision_km or 0.0) * 0.75, abs=max(3.0, apart * 0.15))


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.floats(-75, 75), st.floats(-170, 170)), st.floats(1, 300), st.floats(0, 359))
def test_a_quarter_lies_on_its_side(middle: tuple[float, float], radius_km: float, bearing: float) -> None:
    ring = sector(*middle, radius_km, bearing)["coordinates"][0]
    assert ring[0] == ring[-1]
    shape = shapely.Polygon(ring)
    assert shape.is_valid
    assert shape.exterior.is_ccw
    for lon, lat in ring[1:-1]:
        assert geodesic(middle, (lat, (lon + 180) % 360 - 180)).km == pytest.approx(radius_km, abs=0.03)
    within, behind = (geodesic(kilometers=radius_km / 2).destination(middle, bearing + turn) for turn in (0, 180))
    turns = (-360, 0, 360)
    assert any(shape.contains(shapely.Point(within.longitude + t, within.latitude)) for t in turns)
    assert not any(shape.contains(shapely.Point(behind.longitude + t, behind.latitude)) for t in turns)


def test_beside_a_country_is_a_place_and_the_country_is_not_drawn(index: Index) -> None:
    feature = drawn("The carrier Shandong sailed east of Taiwan on Monday, the Taiwanese defence ministry said.", index)[0]
    assert (feature["properties"]["relation"], feature["properties"]["side"]) == ("near", "east")
    ground = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert ground.contains(shapely.Point(122.6, 23.8))
    assert not ground.contains(shapely.Point(121.0, 23.8))


def test_off_an_island_is_not_on_it(index: Index) -> None:
    text = "The destroyer Haikou sailed 80 nautical miles east of Okinawa, Japan, on Sunday, Tokyo said."
    (feature,) = drawn(text, index)
    assert feature["geometry"]["type"] == "Point"
    lon, lat = feature["geometry"]["coordinates"]
    assert geodesic((lat, lon), (26.5, 128.0)).km == pytest.approx(148, abs=25)


@pytest.mark.parametrize(
    ("text", "name", "place", "side"),
    [
        ("Warplanes bombed Badaber, south of Peshawar, before dawn on Friday.", "Badaber", "Peshawar", "south"),
        ("Israeli soldiers entered Shalmaa, a Lebanese village near Tyre, on Friday.", "Shalmaa", "Tyre", ""),
        ("Warplanes bombed Badaber, a suburb of Peshawar, before dawn on Friday.", "Badaber", "Peshawar", ""),
        ("The destroyers held drills in the Pacific Ocean, east of Taiwan, on Friday.", "Pacific Ocean", "Taiwan", "east"),
    ],
)
def test_an_unknown_place_and_an_ocean_are_where_an_aside_says(text: str, name: str, place: str, side: str, index: Index) -> None:
    (found,) = claimed(text, index)
    assert (found.mention.text, found.match, found.side) == (name, "aside", side)
    assert found.place is not None
    assert found.place.name == place
    assert found.relation == "near"
    assert (found.precision_km or 0.0) > found.place.precision_km
    assert "the report says where it is" in found.reasons[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Russian units shelled Vyshneve, on the south-western edge of Kyiv, on Tuesday.", ["Vyshneve"]),
        ("Israeli aircraft hit a house in Chiyah, southern Beirut, on Tuesday.", ["Chiyah"]),
        ("Fighting went on in Volnovakha, eastern Ukraine, and in Kupiansk in northeastern Ukraine.", ["Volnovakha", "Kupiansk"]),
        ("Two B-1B bombers flew over Osan, south of Seoul, on Tuesday.", ["Osan"]),
        ("KC-135 tankers flew from Kadena to an area some 500 kilometers east of Hokkaido on Tuesday.", ["Kadena", "Hokkaido"]),
        ("Russian forces shelled Vovchansk, Kupiansk and Izium on Tuesday, Ukraine's army said.", ["Vovchansk", "Kupiansk", "Izium"]),
        ("Artillery shells hit Donetsk's Tekstilshchyk quarter on Tuesday, residents said.", ["Tekstilshchyk quarter"]),
        ("An Israeli strike hit a house in the Bachoura district of Beirut on Tuesday.", ["Bachoura district"]),
        ("Drones were shot down over Nizhnekamsk, at the Taneco refinery, on Tuesday.", ["Taneco refinery"]),
        ("Russian forces shelled Vovchansk and the market of Kupiansk on Tuesday.", ["Vovchansk", "Kupiansk"]),
    ],
)  # fmt: skip
def test_what_only_says_where_another_is_is_no_place_of_the_claim(text: str, names: list[str], index: Index) -> None:
    assert [r.mention.text for r in claimed(text, index)] == names


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("Russian shells hit a post north of Sumy, Ukraine, on 5 May 2024.", "Russian shells hit a post south of Sumy, Ukraine, on 5 May 2024.", False),
        ("Russian shells hit a post north of Sumy, Ukraine, on 5 May 2024.", "Russian shells struck men north of Sumy, Ukraine, on 5 May 2024.", True),
        ("Warplanes bombed Badaber, south of Peshawar, on 5 May 2024.", "Warplanes struck Badabera, south of Peshawar, on 5 May 2024.", True),
        ("Warplanes bombed Badaber, south of Peshawar, on 5 May 2024.", "Warplanes struck Zangalai, south of Peshawar, on 5 May 2024.", False),
        ("The Saltivka district of Kharkiv was bombed on 5 May 2024.", "Russian aircraft bombed Kharkiv on 5 May 2024.", True),
        ("The Saltivka district of Kharkiv was bombed on 5 May 2024.", "The Nemyshlia district of Kharkiv was bombed on 5 May 2024.", False),
    ],
)  # fmt: skip
def test_what_lies_to_two_sides_or_has_two_names_is_not_one_event(one: str, other: str, merged: bool, index: Index) -> None:
    claims = [c for t in (one, other) for c in pipeline.read_report(Report(text=t), index).extraction.claims]
    assert len(claims) == 2
    assert len(merge(claims)) == (1 if merged else 2)
    assert len(merge(reversed(claims))) == (1 if merged else 2)


@pytest.mark.parametrize("called", ["western Pacific", "Western Pacific"])
def test_a_part_of_an_ocean_that_navies_name_is_that_and_no_half(called: str, index: Index) -> None:
    (feature,) = drawn(f"The carrier Liaoning sailed into the {called} on Monday.", index)
    place = feature["properties"]
    assert (place["place"], place["match"]) == ("Western Pacific", "exact")
    assert 120 < place["lon"] < 150


@pytest.mark.parametrize(
    ("text", "name", "inside", "outside"),
    [
        ("Russian forces captured more ground in eastern Ukraine, officials said.", "Ukraine", (48.0, 38.0), (49.8, 24.0)),
        ("French Mirage 2000 jets bombed a column in the desert of north-eastern Chad.", "Chad", (19.0, 22.0), (10.0, 15.5)),
        (
            "North Korean infantrymen are training in the east of Russia, the Pentagon said.",
            "Russia",
            (66.5, -173.0),
            (55.7, 37.6),
        ),
        ("Two Russian frigates patrolled the western Black Sea on Tuesday.", "Black Sea", (43.5, 29.5), (42.5, 39.0)),
    ],
)
def test_a_part_of_a_country_or_a_sea_is_its_half(
    text: str, name: str, inside: tuple[float, float], outside: tuple[float, float], index: Index
) -> None:
    (feature,) = drawn(text, index)
    assert (feature["properties"]["place"], feature["properties"]["role"], feature["properties"]["relation"]) == (
        name,
        "area",
        "part",
    )
    ground = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert ground.contains(shapely.Point(inside[::-1]))
    assert not ground.contains(shapely.Point(outside[::-1]))
    assert ground.contains(shapely.Point(feature["properties"]["lon"], feature["properties"]["lat"]))


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("Ukrainian drones struck a depot just outside Kursk Oblast on Monday.", (52.35, 34.1), (51.7, 36.2)),
        ("Ukrainian drones struck a depot 50 km from the Kursk region on Monday.", (52.55, 33.8), (51.7, 36.2)),
    ],
)
def test_outside_an_area_is_the_ground_around_it_and_not_the_area(
    text: str, near: tuple[float, float], far: tuple[float, float], index: Index
) -> None:
    (feature,) = drawn(text, index)
    ground = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert not ground.contains(shapely.Point(far[::-1]))
    assert ground.distance(shapely.Point(near[::-1])) < 0.5
    assert ground.contains(shapely.Point(feature["properties"]["lon"], feature["properties"]["lat"]))


def test_two_parts_of_a_country_are_two_claims_and_two_events(index: Index) -> None:
    text = "Russian missiles hit depots in western Ukraine on Monday. Russian missiles hit depots in eastern Ukraine on Monday."
    claims = pipeline.read_report(Report(text=text, published="2024-05-13"), index).extraction.claims
    assert [p.resolution.side for c in claims for p in c.places] == ["west", "east"]
    assert len(merge(claims)) == 2


def test_the_side_stands_in_every_export(index: Index) -> None:
    reports = [Report(text="Ukrainian troops repelled assaults north of Hryshyne in Donetsk Oblast on 5 May 2024.")]
    found = collection(pipeline.findings(reports, index), index)
    (line,) = exports.dumps(found, ".jsonl").decode().splitlines()
    assert [(p["relation"], p["side"]) for p in json.loads(line)["places"]] == [("near", "north")]
    assert '"side":"north"' in exports.dumps(found, ".geojson").decode().replace('": ', '":')


def test_around_a_country_is_the_ground_outside_it_and_the_island_is_that_country(index: Index) -> None:
    text = (
        "China's military began drills around Taiwan on Monday. Chinese warships patrolled around the island on Tuesday. "
        "Chinese soldiers trained in Taiwan."
    )
    features = drawn(text, index)
    assert sorted(f["properties"]["kind"] for f in features) == ["naval", "training"]
    for feature in features:
        ring = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert not ring.contains(shapely.Point(121.0, 23.7))
        assert ring.contains(shapely.Point(121.8, 23.7))
        assert not ring.contains(shapely.Point(124.0, 23.7))
