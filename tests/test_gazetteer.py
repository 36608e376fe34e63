"""The gazetteer is real: places where they are, every source contributing, every row of the tables holding."""

import csv
import os
import re
from pathlib import Path

import pytest
import shapely

from geomap.errors import GazetteerError
from geomap.gazetteer import build, edit, tables
from geomap.gazetteer.fold import key
from geomap.gazetteer.index import Index
from geomap.gazetteer.sources import military, physical, sources
from geomap.toponyms.resolve import distance_km

KNOWN = list(csv.DictReader((Path(__file__).parent / "well_known_places.csv").read_text(encoding="utf-8").splitlines()))


def test_sixty_places_are_known() -> None:
    assert len(KNOWN) >= 60


@pytest.mark.parametrize("row", KNOWN, ids=lambda r: r["name"])
def test_a_well_known_place_is_where_it_is(row: dict[str, str], index: Index) -> None:
    found = [f for f in index.lookup(key(row["name"])) if not f.bare and not f.place.is_area]
    assert found, "not in the gazetteer"
    likely = max(found, key=lambda f: (f.place.feature_code not in ("PPL", "AIRP"), f.place.population))
    assert distance_km((likely.place.lat, likely.place.lon), (float(row["lat"]), float(row["lon"]))) <= float(row["within_km"])


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Kursk Oblast", "division:RU-KRS"),
        ("Kursk region", "division:RU-KRS"),
        ("West Darfur", "division:SD-DW"),
        ("Middle Shabelle", "division:SO-SD"),
        ("Galgaduud", "division:SO-GA"),
        ("Hodeidah Province", "division:YE-HU"),
        ("Курская область", "division:RU-KRS"),
        ("Primorsky Krai", "division:RU-PRI"),
        ("North Pyongan Province", "division:KP-03"),
        ("Donbas", "region:donbas"),
        ("Korean Peninsula", "region:korean-peninsula"),
        ("North Korea", "country:KP"),
        ("КНДР", "country:KP"),
        ("Росія", "country:RU"),
        ("북한", "country:KP"),
        ("우크라이나", "country:UA"),
        ("DPRK", "country:KP"),
        ("Sea of Japan", "seas:"),
        ("Autonomous Republic of Crimea", "division:UA-43"),
    ],
)
def test_an_area_is_found_by_its_names_and_has_an_outline(name: str, identity: str, index: Index) -> None:
    places = [f.place for f in index.lookup(key(name)) if f.place.id.startswith(identity)]
    assert places, [f.place.id for f in index.lookup(key(name))]
    outline = shapely.from_wkb(index.outline(places[0].id))
    assert outline.geom_type in ("Polygon", "MultiPolygon")
    assert places[0].is_area


def test_a_listed_water_has_its_point_within_its_outline_and_its_names(index: Index) -> None:
    for row in tables.read(tables.folder() / "waters.csv", ("name", "lat", "lon", "aliases", "source")):
        lat, lon = float(row.cells["lat"]), float(row.cells["lon"])
        for name in (row.cells["name"], *tables.aliases(row)):
            found = [f.place for f in index.lookup(key(name)) if (f.place.lat, f.place.lon) == (lat, lon)]
            assert [p.name for p in found] == [row.cells["name"]], (row.where, name)
            assert shapely.from_wkb(index.outline(found[0].id)).contains(shapely.Point(lon, lat)), row.where


def test_an_ocean_is_whole_and_its_halves_are_found_by_their_own_names(index: Index) -> None:
    def oceans(name: str) -> list[str]:
        return [f.place.name for f in index.lookup(key(name)) if f.place.feature_code == "OCN"]

    assert oceans("Atlantic") == oceans("Atlantic Ocean") == ["Atlantic Ocean"]
    assert oceans("North Atlantic") == ["North Atlantic Ocean"]


def test_crimea_is_under_ukraine_in_every_layer(index: Index) -> None:
    crimea = shapely.Point(34.1, 45.0)
    assert shapely.from_wkb(index.outline("country:UA")).contains(crimea)
    assert not shapely.from_wkb(index.outline("country:RU")).contains(crimea)
    assert (
        next(f.place for f in index.lookup("simferopol") if f.place.feature_class == "P").admin1
        == "Autonomous Republic of Crimea"
    )


def test_a_division_is_the_one_that_holds_the_point(index: Index) -> None:
    # GeoNames counts regions and Natural Earth departments of France under like codes.
    assert next(f.place for f in index.lookup("marseille") if f.place.population > 500_000).admin1 == "Bouches-du-Rhône"
    assert next(f.place for f in index.lookup("ussuriysk") if f.place.feature_class == "P").admin1 == "Primorsky Krai"


def test_every_source_contributes_and_names_its_licence(index: Index) -> None:
    listed = {name: (licence, address, places) for name, licence, address, places in index.sources()}
    assert list(listed) == [s.__name__.rsplit(".", 1)[1] for s in sources()]
    assert all(licence and address and places for licence, address, places in listed.values())
    assert listed["geonames"][2] > 200_000
    assert listed["military"][2] >= 150


@pytest.mark.parametrize("source", sources()[2:], ids=lambda s: s.__name__.rsplit(".", 1)[1])
def test_every_entry_of_a_source_holds(source: object, index: Index) -> None:
    ids = set()
    for entry in source.entries():  # type: ignore[attr-defined]
        assert entry.place.id not in ids
        ids.add(entry.place.id)
        assert entry.names
        assert entry.place.source
        assert entry.place.licence
        if entry.place.is_area:  # drawn by its outline, or as a circle of its size
            assert entry.wkb is not None or entry.place.precision_km >= 0.5
        else:
            assert entry.wkb is None


def test_every_military_site_can_be_checked_and_is_found(index: Index) -> None:
    rows = [row for path in military.files() for row in tables.read(path, military.COLUMNS)]
    countries = {row.cells["country"] for row in rows}
    assert {"RU", "UA", "BY", "KP", "KR"} <= countries
    for row in rows:
        assert re.search(r"[A-Za-z]{3}", row.cells["source"]), row.where
        assert any(f.place.id == f"military:{row.cells['id']}" for f in index.lookup(key(row.cells["name"]))), row.where


def test_the_bare_name_of_a_site_needs_a_word_beside_it(index: Index) -> None:
    found = {f.place.id: f.bare for f in index.lookup("hwangju")}
    assert found["military:kp-hwangju-air-base"]
    assert not found["geonames:1876873"]


def test_a_name_written_as_one_word_is_found(index: Index) -> None:
    assert [f.place.name for f in index.squashed("knyazevolkonskoye")] == ["Knyaze-Volkonskoye"]


def test_resembling_names_come_with_their_similarity(index: Index) -> None:
    names = dict(index.neighbours("ekaterinoslavska", 88.0))
    assert names["ekaterinoslavka"] > names["ekaterinoslav"] > 88
    assert "moscow" not in names


def test_an_added_place_is_found_and_outranks_all(own_table: Path) -> None:
    edit.add("Moscow", 1.5, 2.5, aliases=("Test Moscow",), source="me")
    edit.add("Range Ninety-Nine", 60.0, 100.0, kind="training_ground", country="ru")
    with Index() as index:
        assert index.lookup("moscow")[0].place.id == "user:moscow"
        assert index.lookup("test moscow")[0].place.lat == 1.5
        assert index.lookup(key("Range Ninety-Nine"))[0].place.country == "RU"
        assert index.longest(["range", "ninety", "nine", "is"]) == 3
    assert own_table.read_text(encoding="utf-8").startswith("id,name,kind,lat,lon")


def test_two_places_of_one_name_both_stay(own_table: Path) -> None:
    edit.add("Novoye", 1.0, 2.0)
    edit.add("Novoye", 3.0, 4.0)
    with Index() as index:
        assert {f.place.lat for f in index.lookup("novoye") if f.place.id.startswith("user:")} == {1.0, 3.0}
    with pytest.raises(GazetteerError, match=r"'Novoye' stands at .*line 3 with these coordinates"):
        edit.add("Novoye", 3.0, 4.0)


def test_the_table_can_be_read_by_those_who_share_the_folder(own_table: Path) -> None:
    before = os.umask(0o022)
    try:
        edit.add("Verkhnyaya Zabytaya", 50.0, 30.0)
    finally:
        os.umask(before)
    assert own_table.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lat": 91.0}, "the new place: lat is '91.0' (give a number from -90 to 90)"),
        ({"lon": float("nan")}, "the new place: lon is 'nan' (give a number from -180 to 180)"),
        (
            {"kind": "base"},
            "the new place: kind is 'base' (one of place, air_base, training_ground, garrison, naval_base, missile_base, test_site, depot, spaceport, headquarters, radar, power_plant, dam, bridge, shipyard, factory, oil_site, port, island, line)",
        ),
        ({"name": "?!"}, "'?!' has no letter in it (give the name as a report would write it)"),
        ({"aliases": ("a|b",)}, "an alias has a '|' in it (give --alias once for each)"),
    ],
)
def test_a_bad_addition_is_refused_and_nothing_is_written(change: dict[str, object], message: str, own_table: Path) -> None:
    with pytest.raises(GazetteerError) as error:
        edit.add(**{"name": "X", "lat": 1.0, "lon": 2.0, **change})  # type: ignore[arg-type]
    assert str(error.value) == message
    assert not own_table.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name\n", "line 1: no column 'kind'"),
        (
            "id,name,kind,lat,lon,precision_km,country,admin1,aliases,source\nx,X,air_base,10,north,1,RU,,,s\n",
            "line 2: lon is 'north'",
        ),
        (
            "id,name,kind,lat,lon,precision_km,country,admin1,aliases,source\nx,X,air_base,10\n",
            "line 2: fewer cells than the header has",
        ),
        (
            "id,name,kind,lat,lon,precision_km,country,admin1,aliases,source\nx,X,air_base,1,2,1,RU,,,s,more\n",
            "line 2: more cells than the header has",
        ),
        (
            "id,name,kind,lat,lon,precision_km,country,admin1,aliases,source\nx,X,place,1,2,1,RU,,,\n",
            "line 2: no source",
        ),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(text: str, message: str, own_table: Path) -> None:
    own_table.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError) as error:
        list(edit.user_entries())
    assert message in str(error.value)
    assert "places.csv" in str(error.value)


def test_a_table_in_another_encoding_is_refused(own_table: Path) -> None:
    own_table.write_bytes("id,name\nx,Москва".encode("cp1251"))
    with pytest.raises(GazetteerError, match="no UTF-8 at byte 10"):
        list(edit.user_entries())


def test_a_changed_table_makes_another_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.build_id()
    copy = tmp_path / "military"
    copy.mkdir()
    row = next(tables.read(military.files()[0], military.COLUMNS)).cells
    with (copy / "one.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, military.COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    monkeypatch.setattr(military, "files", lambda: [copy / "one.csv"])
    assert build.build_id() != before


def test_a_cache_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(GazetteerError, match="set GEOMAP_CACHE to a folder that can be written"):
        build.build(tmp_path / "file" / "index")


@pytest.mark.parametrize("name", ["Kaliningrad", "Kursk", "Engels"])
def test_a_search_for_a_town_gives_the_town_before_its_sites(name: str, index: Index) -> None:
    first = index.search(name)[0].place
    assert (first.feature_class, first.population > 100_000) == ("P", True), first


def test_search_finds_by_name_beginning_and_resemblance(index: Index) -> None:
    names = [f.place.name for f in index.search("Hwangju")]
    assert names[0] == "Hwangju Air Base"
    assert "Hwangju-ŭp" in names
    assert any("Pokrovsk" in f.place.name for f in index.search("Pokrovks"))


def test_the_users_own_columns_stay(own_table: Path) -> None:
    columns = ",".join(military.COLUMNS)
    own_table.parent.mkdir(parents=True, exist_ok=True)
    own_table.write_text(f"{columns},note\nold,Old Range,training_ground,50,30,1,UA,,,me,kept\n", encoding="utf-8")
    edit.add("New Range", 51.0, 31.0)
    rows = list(csv.DictReader(own_table.read_text(encoding="utf-8").splitlines()))
    assert [(r["name"], r["note"]) for r in rows] == [("Old Range", "kept"), ("New Range", "")]


@pytest.mark.parametrize("country", ["Ukraine", "ZZ", "EU"])
def test_a_country_is_the_two_letters_of_one(country: str, own_table: Path) -> None:
    with pytest.raises(GazetteerError, match=f"country is '{country}'"):
        edit.add("New Range", 51.0, 31.0, country=country)


@pytest.mark.parametrize("text", ["Novy Zaliznyi R", "Novy Zalizny Range"])
def test_the_users_places_are_found_by_beginning_and_resemblance(text: str, own_table: Path) -> None:
    edit.add("Novy Zaliznyi Range", 51.0, 31.0)
    with Index() as index:
        assert index.search(text)[0].place.name == "Novy Zaliznyi Range"


def test_a_bad_row_of_the_users_table_is_told_once_and_before_any_report(own_table: Path) -> None:
    own_table.parent.mkdir(parents=True, exist_ok=True)
    own_table.write_text(",".join(military.COLUMNS) + "\nx,X,place,abc,30,1,UA,,,me\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 2: lat is 'abc'"):
        Index()


def test_a_damaged_index_is_one_line(tmp_path: Path, index: Index) -> None:
    for name in ("places.sqlite", "names.marisa"):
        (tmp_path / name).write_bytes((index.folder / name).read_bytes()[:5000])
    with pytest.raises(GazetteerError, match="a damaged index"):
        Index(tmp_path)


def test_the_sources_give_the_same_twice() -> None:
    assert [e.place.id for e in physical.entries()] == [e.place.id for e in physical.entries()]
