"""Small populated places from GeoNames' register of postal codes, romanised; made by ``tools/geonames_villages.py``."""

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer import tables
from geomap.gazetteer.sources import Entry
from geomap.model import Place

NAME = "GeoNames postal codes"
LICENCE = "CC BY 4.0"
ADDRESS = "https://www.geonames.org/"

# The point is that of the village or the middle of its addresses.
_PRECISION_KM = 2.0


def path() -> Path:
    """The committed table."""
    return tables.folder() / "geonames" / "villages.csv.gz"


def fingerprint() -> str:
    """The digest of the table."""
    return tables.digest(path())


def entries() -> Iterator[Entry]:
    """Every village; its division is found by its point."""
    for row in tables.packed(path()):
        place = Place(
            id=f"village:{row['country']}:{row['lat']},{row['lon']}:{row['name']}",
            name=row["name"],
            feature_class="P",
            feature_code="PPL",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            precision_km=_PRECISION_KM,
            country=row["country"],
            source=NAME,
            licence=LICENCE,
        )
        yield Entry(place, (row["name"], *(n for n in row["names"].split("|") if n)))
