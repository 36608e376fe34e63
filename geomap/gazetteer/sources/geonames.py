"""Populated places of GeoNames with at least 500 inhabitants; the table is made by ``tools/geonames_places.py``."""

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer import tables
from geomap.gazetteer.fold import key
from geomap.gazetteer.sources import Entry
from geomap.gazetteer.sources.divisions import division_names
from geomap.model import Place

NAME = "GeoNames"
LICENCE = "CC BY 4.0"
ADDRESS = "https://www.geonames.org/"

# A populated place is a point in its middle; how far its edge lies from there grows with its size.
_PRECISION_BY_POPULATION = ((1_000_000, 15.0), (100_000, 8.0), (10_000, 4.0), (0, 2.0))


def path() -> Path:
    """The committed table."""
    return tables.folder() / "geonames" / "places.csv.xz"


def fingerprint() -> str:
    """The digest of the table."""
    return tables.digest(path())


def entries() -> Iterator[Entry]:
    """Every place; none under its country's name alone, which means the country ("Mexico", "Puerto Rico")."""
    from babel import Locale

    divisions, countries = division_names(), Locale("en").territories
    for row in tables.packed(path()):
        population = int(row["population"])
        place = Place(
            id=f"geonames:{row['id']}",
            name=row["name"],
            feature_class="P",
            feature_code="PPL",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            precision_km=next(km for least, km in _PRECISION_BY_POPULATION if population >= least),
            country=row["country"],
            admin1=divisions.get(row["division"], ""),
            population=population,
            source=f"{NAME} {row['id']}",
            licence=LICENCE,
        )
        country = key(countries.get(row["country"], ""))
        yield Entry(place, (row["name"], *(n for n in row["names"].split("|") if n and key(n) != country)))
