"""The GeoJSON is RFC 7946, says all that the map says, and can be corrected by hand and drawn again."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import corrections, exports, pipeline, reports
from geomap.errors import OutputError
from geomap.features import collection
from geomap.gazetteer.index import Index
from geomap.geodesy import circle, corridor, geodesic_line, sector, split_at_antimeridian
from geomap.grounds import around, half_of
from geomap.maps import page
from geomap.model import Report

SEEDS = Path(__file__).parent.parent / "seeds"
PROPERTIES = {
    "event",
    "kind",
    "role",
    "place",
    "match",
    "actor",
    "quantities",
    "when",
    "attribution",
    "outlet",
    "certainty",
    "evidence",
    "claims",
}
POINTS = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    with Index() as index:
        return collection(pipeline.findings(reports.read(SEEDS), index), index)


def positions(coordinates: Any) -> list[list[float]]:
    return [coordinates] if isinstance(coordinates[0], (int, float)) else [p for c in coordinates for p in positions(c)]


def test_every_feature_has_its_properties_and_lies_on_earth(drawn: dict[str, Any]) -> None:
    assert drawn["features"]
    assert len({f["id"] for f in drawn["features"]}) == len(drawn["features"])
    for feature in drawn["features"]:
        assert set(feature["properties"]) >= PROPERTIES
        assert feature["properties"]["match"] in ("exact", "folded", "approximate", "aside")
        for lon, lat in positions(feature["geometry"]["coordinates"]):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_an_area_is_never_a_pin_and_a_flight_is_one_line(drawn: dict[str, Any]) -> None:
    by_role: dict[str, set[str]] = {}
    for feature in drawn["features"]:
        by_role.setdefault(feature["properties"]["role"], set()).add(feature["geometry"]["type"])
    assert by_role["area"] <= {"Polygon", "MultiPolygon"}
    assert by_role["site"] == {"Point"}
    assert by_role["route"] == {"LineString"}
    route = next(f["properties"] for f in drawn["features"] if f["properties"]["role"] == "route")
    assert [e["role"] for e in route["ends"]] == ["origin", "destination"]


def test_the_spans_of_a_claim_are_those_of_its_report(drawn: dict[str, Any]) -> None:
    texts = {r["id"]: r["pieces"][0]["text"] for r in drawn["geomap"]["reports"]}
    for feature in drawn["features"]:
        for claim in feature["properties"]["claims"]:
            start, end = claim["spans"]["evidence"]
            assert texts[claim["report"]][start:end] == claim["evidence"]


def test_no_path_of_this_machine_gets_into_the_data(drawn: dict[str, Any]) -> None:
    assert str(SEEDS.parent) not in json.dumps(drawn)


@pytest.mark.parametrize("suffix", list(exports.formats()))
def test_every_format_writes_something_that_reads_back(suffix: str, drawn: dict[str, Any]) -> None:
    module = exports.formats()[suffix]
    assert suffix == module.SUFFIX
    data = module.dumps(drawn)
    assert data == module.dumps(json.loads(json.dumps(drawn)))
    assert module.dumps({"type": "FeatureCollection", "features": [], "geomap": {}}) is not None
    rows = [json.loads(line) for line in data.decode().splitlines()] if suffix == ".jsonl" else [json.loads(data)]
    events = {f["properties"]["event"] for f in drawn["features"]}
    found = {r["event"] for r in rows} if suffix == ".jsonl" else {f["properties"]["event"] for f in rows[0]["features"]}
    assert found == events


def test_an_unknown_format_names_those_that_there_are() -> None:
    with pytest.raises(OutputError, match=r"'.kml' is no format that geomap writes \(one of .html, .geojson, .jsonl\)"):
        exports.dumps({"features": []}, ".kml")


def test_a_flight_over_the_antimeridian_is_cut_there(index: Index) -> None:
    text = "A Russian Il-76 transport aircraft flew from Anchorage in Alaska to Petropavlovsk-Kamchatsky in Russia on 3 October 2024."
    found = collection(pipeline.findings([Report(text=text, published="2024-10-26")], index), index)["features"]
    assert found[0]["geometry"]["type"] == "MultiLineString"
    west, east = found[0]["geometry"]["coordinates"]
    assert west[-1][0] == -180.0
    assert east[0] == [180.0, west[-1][1]]


@settings(max_examples=150)
@given(POINTS, POINTS)
def test_a_geodesic_begins_and_ends_where_it_should_and_is_the_shortest(a: tuple[float, float], b: tuple[float, float]) -> None:
    line = geodesic_line(a, b)
    assert line[0] == (pytest.approx(a[0], abs=1e-3), pytest.approx(a[1], abs=1e-3))
    assert line[-1][0] == pytest.approx(b[0], abs=1e-3)
    assert (line[-1][1] - b[1]) % 360 == pytest.approx(0, abs=1e-2) or (line[-1][1] - b[1]) % 360 == pytest.approx(360, abs=1e-2)
    walked = sum(
        geodesic((p[0], (p[1] + 180) % 360 - 180), (q[0], (q[1] + 180) % 360 - 180)).km
        for p, q in zip(line, line[1:], strict=False)
    )
    assert walked == pytest.approx(geodesic(a, b).km, rel=2e-3, abs=0.1)
    for part in [cut["coordinates"]] if (cut := split_at_antimeridian(line))["type"] == "LineString" else cut["coordinates"]:
        assert all(-180 <= lon <= 180 for lon, _ in part)
        assert all(abs(p[0] - q[0]) <= 180 for p, q in zip(part, part[1:], strict=False))


def test_a_published_geodesic_distance() -> None:
    # GeographicLib's own example: Wellington to Salamanca, 19,959,679.267 m.
    line = geodesic_line((-41.32, 174.81), (40.96, -5.50))
    walked = sum(
        geodesic((p[0], (p[1] + 180) % 360 - 180), (q[0], (q[1] + 180) % 360 - 180)).km
        for p, q in zip(line, line[1:], strict=False)
    )
    assert walked == pytest.approx(19959.679, rel=1e-3)


def test_what_is_rendered_again_is_the_same_page(drawn: dict[str, Any], tmp_path: Path, index: Index) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(exports.dumps(drawn, ".geojson"))
    again = corrections.load(path)
    assert all(f["properties"].pop("by_hand") == [] for f in again["features"])
    assert exports.dumps(again, ".geojson") == path.read_bytes()
    assert page.render(again, index) == page.render(drawn, index)


def test_any_line_of_the_features_may_be_deleted(drawn: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    lines = exports.dumps(drawn, ".geojson").decode().splitlines(keepends=True)
    for at in (1, 2, len(lines) - 2):
        path.write_text("".join(line for n, line in enumerate(lines) if n != at), encoding="utf-8")
        assert len(corrections.load(path)["features"]) == len(drawn["features"]) - 1


THREE = [
    ("A", "Satellite imagery confirmed that 500 North Korean soldiers trained at Ussuriysk on October 25, Reuters reported."),
    ("B", "North Korean soldiers may have trained at Ussuriysk and Vladivostok on October 25, an analyst said."),
    ("C", "The ministry denied that North Korean soldiers trained at Ussuriysk and Khabarovsk on October 25."),
]


def told(texts: list[tuple[str, str]], index: Index) -> dict[str, Any]:
    made = [Report(text=text, outlet=outlet, published="2024-10-26") for outlet, text in texts]
    return collection(pipeline.findings(made, index), index)


def test_a_place_wears_what_is_said_of_it_and_not_of_the_events_other_places(index: Index) -> None:
    features = [f["properties"] for f in told(THREE, index)["features"]]
    assert len({f["event"] for f in features}) == 1
    said = {f["place"]: (f["certainty"], f["outlet"], f["quantities"] != []) for f in features}
    assert said == {
        "Ussuriysk": ("confirmed", "A", True),
        "Vladivostok": ("possible", "B", False),
        "Khabarovsk": ("denied", "C", False),
    }
    assert all(f["place"] in f["evidence"] for f in features)


def test_what_lies_so_far_from_a_place_is_another_place_of_the_event(index: Index) -> None:
    text = "Russian missiles struck Kharkiv and a depot 50 km south of Kharkiv on October 25."
    features = told([("A", text)], index)["features"]
    assert {(f["properties"]["place"], f["properties"]["relation"]) for f in features} == {
        ("Kharkiv", "at"),
        ("Kharkiv", "offset"),
    }


def test_every_claim_is_exported_with_its_places_as_it_writes_them(index: Index) -> None:
    found = told(
        [("A", "Russian missiles struck Kharkiv on October 25."), ("B", "Russian missiles struck Kharkov on October 25.")], index
    )
    lines = [json.loads(line) for line in exports.dumps(found, ".jsonl").decode().splitlines()]
    assert sorted([(p["place"], p["written"]) for p in row["places"]] for row in lines) == [
        [("Kharkiv", "Kharkiv")],
        [("Kharkiv", "Kharkov")],
    ]


def test_corrections_are_kept_and_told_however_often_they_are_rendered(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    found = told([("A", "Russian missiles struck a depot 50 km south of Kharkiv on October 25.")], index)
    (feature,) = found["features"]
    feature["geometry"] = {"type": "Point", "coordinates": [30.5, 50.45]}
    feature["properties"]["certainty"] = "denied"
    for _ in range(3):
        path.write_text(exports.dumps(found, ".geojson").decode(), encoding="utf-8")
        found = corrections.load(path)
        (feature,) = found["features"]
        p = feature["properties"]
        assert p["by_hand"] == ["certainty", "point"]
        assert (p["lat"], p["lon"], p["relation"], p["distance_km"], p["side"]) == (50.45, 30.5, "at", None, "")
    (row,) = [json.loads(line) for line in exports.dumps(found, ".jsonl").decode().splitlines()]
    assert (row["certainty"], row["by_hand"], row["places"][0]["lat"]) == ("denied", ["certainty", "point"], 50.45)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"certainty": "claimed"', '"certainty": "claimd"'),  # a slip: no file that can be drawn
        ('"role": "site"', '"role": "destination"'),
        ('"kind": "training"', '"kind": "base"'),
        ('}},\n{"type": "Feature"', '}}\n{"type": "Feature"'),  # a comma lost
    ],
)
def test_no_new_run_writes_over_a_change_of_any_kind(before: str, after: str, drawn: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "x.geojson"
    text = exports.dumps(drawn, ".geojson").decode()
    file.write_text(text, encoding="utf-8")
    corrections.check_uncorrected(file)
    head, mark, features = text.partition('"features": [')
    assert before in features
    file.write_text(head + mark + features.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(OutputError, match="was changed by hand"):
        corrections.check_uncorrected(file)
    lines = text.split("\n")
    file.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")  # a feature deleted
    with pytest.raises(OutputError, match="was changed by hand"):
        corrections.check_uncorrected(file)


def test_a_correction_in_a_file_without_its_digest_is_not_written_over_either(drawn: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "x.geojson"
    bare = {"type": "FeatureCollection", "features": json.loads(exports.dumps(drawn, ".geojson"))["features"]}
    file.write_text(json.dumps(bare), encoding="utf-8")
    corrections.check_uncorrected(file)
    bare["features"][0]["properties"]["outlet"] = "Another"
    file.write_text(json.dumps(bare), encoding="utf-8")
    with pytest.raises(OutputError, match="was changed by hand"):
        corrections.check_uncorrected(file)
    file.write_text("no JSON, and none of ours", encoding="utf-8")
    corrections.check_uncorrected(file)


def test_what_was_made_by_hand_is_exported_too(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    made = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "properties": {"kind": "training", "place": "Here"},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [made]}), encoding="utf-8")
    (row,) = [json.loads(line) for line in exports.dumps(corrections.load(path), ".jsonl").decode().splitlines()]
    assert (row["kind"], row["places"][0]["place"], row["places"][0]["lat"]) == ("training", "Here", 2)


def test_a_correction_by_hand_is_drawn_and_told(drawn: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    changed = json.loads(exports.dumps(drawn, ".geojson"))
    point = next(f for f in changed["features"] if f["geometry"]["type"] == "Point")
    point["geometry"]["coordinates"] = [100.5, 50.25]
    before = point["properties"]["certainty"]
    point["properties"]["certainty"] = "denied" if before != "denied" else "possible"
    point["properties"]["place"] = "Corrected"
    changed["features"].append(
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1, 2]},
            "properties": {"kind": "training", "place": "By hand"},
        }
    )
    path.write_text(json.dumps(changed), encoding="utf-8")
    features = corrections.load(path)["features"]
    moved = next(f["properties"] for f in features if f["properties"]["place"] == "Corrected")
    assert (moved["lat"], moved["lon"], moved["certainty"]) == (50.25, 100.5, point["properties"]["certainty"])
    assert moved["reasons"] == [f"moved by hand from {point['properties']['lat']}, {point['properties']['lon']}"]
    assert moved["precision_km"] is None
    assert set(moved["by_hand"]) == {"certainty", "place", "point"}
    assert features[-1]["properties"]["by_hand"] == ["everything"]
    assert features[-1]["properties"]["certainty"] == "reported"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("no json", ", line 1: no JSON (a comma or a quote may be missing there, or stand there once too often)"),
        ("[]", ": no FeatureCollection (give a file that 'geomap map -o x.geojson' wrote)"),
        (
            {"kind": "trainnig"},
            ", feature 1: kind is 'trainnig' (one of training, flight, front_line, strike, deployment, naval, base)",
        ),
        (
            {"certainty": "sure"},
            ", feature 1: certainty is 'sure' (one of confirmed, reported, claimed, possible, planned, denied)",
        ),
        ({"kind": []}, ", feature 1: kind is [] (one of training, flight, front_line, strike, deployment, naval, base)"),
        ({"actor": 5}, ", feature 1: actor is '5' (it should be a valid string)"),
        ({"when": "May"}, ", feature 1: when is 'May' (it should be a JSON object)"),
        ({"quantities": [3]}, ", feature 1: quantities.0 is '3' (it should be a JSON object)"),
        ({"precision_km": "5 km"}, ", feature 1: precision_km is '5 km' (it should be a valid number)"),
        ({"precision_km": 1e308}, ", feature 1: precision_km is '1e+308' (it should be less than or equal to 20040)"),
        ({"lat": [1]}, ", feature 1: lat is '[1]' (it should be a valid number)"),
        ({"ends": 5}, ", feature 1: ends is '5' (it should be a valid list)"),
        ({"claims": [1, None]}, ", feature 1: claims.0 is '1' (it should be a JSON object)"),
        ({"reasons": "near"}, ", feature 1: reasons is 'near' (it should be a valid list)"),
        ({"rejected": [None]}, ", feature 1: rejected.0 is 'None' (it should be a JSON object)"),
        ({"differences": 4}, ", feature 1: differences is '4' (it should be a valid list)"),
        (
            {"geometry": {"type": "Point", "coordinates": [50, 131]}},
            ", feature 1: coordinates that are no [longitude, latitude] within -180 to 180 and -90 to 90 (longitude comes first in GeoJSON)",
        ),
        (
            {"geometry": None},
            ", feature 1: geometry is no Point, LineString, MultiLineString, Polygon, MultiPolygon (a place that can't be drawn is left out of the file)",
        ),
    ],
)
def test_a_bad_correction_is_named(change: Any, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    if isinstance(change, str):
        path.write_text(change, encoding="utf-8")
    else:
        geometry = change.pop("geometry", {"type": "Point", "coordinates": [1, 2]})
        feature = {"type": "Feature", "geometry": geometry, "properties": {"kind": "training", **change}}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(OutputError) as error:
        corrections.load(path)
    assert str(error.value) == f"{path}{message}"


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[1, 2]]]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 2], [6, 2]]]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 4], [1, 2]]]]},
    ],
)
def test_a_shape_that_is_none_is_named(geometry: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    feature = {"type": "Feature", "geometry": geometry, "properties": {"kind": "training"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(OutputError, match="feature 1: a line of one point, or a ring that is not closed"):
        corrections.load(path)


def test_a_number_that_json_does_not_know_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [], "x": Infinity}', encoding="utf-8")
    with pytest.raises(OutputError, match="no JSON"):
        corrections.load(path)


def test_a_file_with_the_mark_of_an_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8-sig")
    assert corrections.load(path)["features"] == []


def test_a_row_of_digits_is_no_number_and_breaks_no_file(index: Index) -> None:
    found = told([("A", f"Russia sent {'9' * 310} drones to strike Kharkiv on Friday.")], index)
    assert "Infinity" not in exports.dumps(found, ".geojson").decode()
    assert "Infinity" not in page.render(found, index)


@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.floats(1, 900),
    st.sampled_from(["circle", "sector", "corridor"]),
)
@settings(max_examples=60, deadline=None)
def test_ground_around_a_point_lies_within_the_degrees_there_are(lat: float, lon: float, radius_km: float, shape: str) -> None:
    made = {
        "circle": lambda: circle(lat, lon, radius_km),
        "sector": lambda: sector(lat, lon, radius_km, 90.0),
        "corridor": lambda: corridor((lat, lon), (lat / 2, (lon + 200) % 360 - 180), radius_km / 9),
    }[shape]()
    drawn = shapely.from_geojson(json.dumps(made))
    west, south, east, north = drawn.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    path = [made["coordinates"]] if made["type"] == "Polygon" else made["coordinates"]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for polygon in path for ring in polygon)


def test_a_claim_that_could_not_be_placed_is_exported_with_the_reason(index: Index) -> None:
    found = told([("A", "Russian missiles struck Qwertyville and killed nobody on October 25, the governor said.")], index)
    (row,) = [json.loads(line) for line in exports.dumps(found, ".jsonl").decode().splitlines()]
    assert (row["event"], row["kind"], row["places"]) == (None, "strike", [])
    assert row["unplaced"].startswith("unknown: ")
    assert row["when"]["start"] == "2024-10-25"
    assert '"claim"' not in page.render(found, index).split('id="geomap-data"')[1].split("</script>")[0]


# Russia and Alaska go over the antimeridian; the outlines of the others touch or cross themselves.
@pytest.mark.parametrize("place", ["country:RU", "division:US-AK", "country:NZ", "regions:839", "division:BM-SGE", "regions:995"])
@pytest.mark.parametrize("reach_km", [100.0, 900.0])
def test_ground_around_any_outline_can_be_drawn(place: str, reach_km: float, index: Index) -> None:
    outline = index.outline(place)
    assert outline
    inside = shapely.make_valid(shapely.from_wkb(outline), method="structure", keep_collapsed=False)
    for geometry, (lat, lon) in (around(outline, reach_km), half_of(outline, 0.0)):
        shape = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
        west, south, east, north = shape.bounds
        assert (-180 <= west < east <= 180, -90 <= south < north <= 90) == (True, True)
        assert shape.buffer(0.05).contains(shapely.Point(lon, lat))
    beyond = shapely.make_valid(shapely.from_geojson(json.dumps(around(outline, reach_km)[0])))
    assert beyond.intersection(inside).area < beyond.area / 20
