"""The project's own tables: military sites, one file a country, and what is fought over, ``gazetteer/facilities/*.csv``."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import tables
from geomap.gazetteer.sources import Entry
from geomap.model import Place

NAME = "geomap military sites"
LICENCE = "CC0-1.0"
ADDRESS = "gazetteer/README.md"

COLUMNS = ("id", "name", "kind", "lat", "lon", "precision_km", "country", "admin1", "aliases", "source")

# Each kind with GeoNames' feature code and the generic nouns that reports put behind the bare name.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "air_base": ("AIRB", ("Air Base", "Airbase", "Air Force Base", "Airfield", "Aerodrome", "Airport")),
    "training_ground": (
        "MILB",
        (
            "Training Ground",
            "Training Range",
            "Training Area",
            "Range",
            "Polygon",
            "Firing Range",
            "Military Training Ground",
            "Proving Ground",
            "Training Center",
            "Training Centre",
        ),
    ),
    "garrison": ("MILB", ("Garrison", "Military Base", "Base", "Barracks", "Military Camp")),
    "naval_base": ("NVB", ("Naval Base", "Navy Base", "Naval Station", "Shipyard")),
    "missile_base": ("MILB", ("Missile Base", "Missile Division", "Missile Site")),
    "test_site": ("MILB", ("Test Site", "Test Range", "Nuclear Test Site", "Missile Test Site")),
    "depot": ("MILB", ("Depot", "Arsenal", "Ammunition Depot", "Storage Facility")),
    "spaceport": ("SPCP", ("Cosmodrome", "Spaceport", "Launch Site", "Satellite Launching Station")),
    "headquarters": ("MILB", ("Headquarters",)),
    "radar": ("MILB", ("Radar Station", "Radar", "Early Warning Radar", "Radar Site")),
    "power_plant": (
        "PS",
        (
            "Power Plant",
            "Power Station",
            "Nuclear Power Plant",
            "Nuclear Plant",
            "Nuclear Power Station",
            "NPP",
            "Thermal Power Plant",
            "Thermal Power Station",
            "TPP",
            "Hydroelectric Power Plant",
            "Hydroelectric Power Station",
            "Hydroelectric Plant",
            "Hydropower Plant",
            "HPP",
            "Plant",
        ),
    ),
    "dam": ("DAM", ("Dam", "Hydroelectric Power Plant", "Hydroelectric Power Station", "Hydroelectric Plant", "HPP")),
    "bridge": ("BDG", ("Bridge",)),
    "shipyard": ("DCKY", ("Shipyard", "Dockyard", "Naval Shipyard")),
    "factory": ("MFG", ("Plant", "Factory", "Works", "Steelworks", "Steel Plant", "Machine-Building Plant", "Arms Plant")),
    "oil_site": ("OILT", ("Oil Refinery", "Refinery", "Oil Depot", "Oil Terminal", "Terminal", "Gas Plant")),
    "port": ("PRT", ("Port", "Seaport", "Harbor", "Harbour")),
    "island": ("ISL", ("Island", "Isle", "Reef", "Atoll", "Spit")),
    "line": ("LN", ("Line", "Zone", "Corridor", "Gap")),
}


# Of these reports leave the noun away: "took off from Khmeimim".
_CALLED_BARE = ("air_base", "training_ground", "naval_base", "missile_base", "test_site", "spaceport")
_ALIKE = 75


def files() -> list[Path]:
    """The tables in a stable order."""
    return sorted(p for folder in ("military", "facilities") for p in (tables.folder() / folder).glob("*.csv"))


def fingerprint() -> str:
    """The digest of all tables."""
    return hashlib.sha256(b"".join(p.read_bytes() for p in files())).hexdigest()


def _core(name: str, generics: tuple[str, ...]) -> str:
    """A name without the noun that it ends with; nothing where it ends with none."""
    return next((name[: -len(g) - 1] for g in sorted(generics, key=len, reverse=True) if name.endswith(" " + g)), "")


def _spelt_alike(one: str, other: str) -> bool:
    """Whether a bare name is another's other spelling ("Khmeimim"), and not what else lies there ("Yeonpyeong Island")."""
    from rapidfuzz import fuzz

    return " " not in one and bool(other) and fuzz.ratio(one, other) >= _ALIKE


def entry(row: tables.TableRow, source: str = NAME, licence: str = LICENCE) -> Entry:
    """A row of such a table, checked.

    Raises:
        GazetteerError: naming file, line, column and the value found.
    """
    cells = row.cells
    if cells["kind"] not in KINDS:
        raise GazetteerError(f"{row.where}: kind is '{cells['kind']}'", f"one of {', '.join(KINDS)}")
    for column in ("id", "name", "source"):
        if not cells[column]:
            raise GazetteerError(f"{row.where}: no {column}", "every row has one")
    code, generics = KINDS[cells["kind"]]
    name = cells["name"]
    core = _core(name, generics)
    other = (_core(alias, generics) for alias in tables.aliases(row)) if cells["kind"] in _CALLED_BARE else ()
    spelt = tuple(dict.fromkeys(c for c in other if c and c != core and (c in name or _spelt_alike(c, core))))
    place = Place(
        id=f"military:{cells['id']}",
        name=name,
        feature_class="T" if code == "ISL" else "L" if code == "LN" else "S",
        feature_code=code,
        lat=tables.number(row, "lat", -90, 90),
        lon=tables.number(row, "lon", -180, 180),
        precision_km=tables.number(row, "precision_km", 0, 500),
        country=cells["country"],
        admin1=cells["admin1"],
        source=f"{source}: {cells['source']}",
        licence=licence,
    )
    variants = [f"{core} {g}" for g in generics] if core else []
    written = tuple(dict.fromkeys((name, *tables.aliases(row), *variants)))
    return Entry(place, written, bare=(core,) if core else (), spelt=spelt)


def entries() -> Iterator[Entry]:
    """Every site."""
    seen: dict[str, str] = {}
    for path in files():
        for row in tables.read(path, COLUMNS):
            if row.cells["id"] in seen:
                raise GazetteerError(
                    f"{row.where}: id '{row.cells['id']}' stands at {seen[row.cells['id']]} too", "ids are unique"
                )
            seen[row.cells["id"]] = row.where
            yield entry(row)
