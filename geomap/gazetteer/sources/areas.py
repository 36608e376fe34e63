"""Counties, districts, regions and continents of GeoNames, and its points and names for countries and divisions.

Countries and first-level divisions that Natural Earth outlines stand in
their own sources and take only the point and the names from here.
"""

from collections.abc import Iterator

from geomap.gazetteer import tables
from geomap.gazetteer.areas_table import path, rows, usable
from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = "GeoNames"
LICENCE = "CC BY 4.0"
ADDRESS = "https://www.geonames.org/"

# A circle of this radius stands for an area without an outline (median of the 3,100 counties of the United States, and
# wider for what is larger); a mark of such an area is drawn as an area, never as a pin.
_PRECISION_KM = {"ADM1": 100.0, "ADM2": 25.0, "ADM3": 10.0, "ADM4": 8.0, "ADMD": 30.0, "RGN": 300.0, "CONT": 3000.0}


def fingerprint() -> str:
    """The digest of the table."""
    return tables.digest(path())


def entries() -> Iterator[Entry]:
    """Every area that no other source has; of the regions those that are known by more than one name or inhabited."""
    known = divisions.division_names()
    outlined = {area.id for area in divisions.of_geonames().values()}
    for row in rows():
        if row.code == "PCLI" or row.id in outlined:
            continue
        if row.code == "RGN" and row.country and not row.population and len(row.names) < 3:
            continue
        place = Place(
            id=f"geonames:{row.id}",
            name=row.name,
            feature_class="L" if row.code in ("RGN", "CONT") else "A",
            feature_code=row.code,
            lat=row.lat,
            lon=row.lon,
            precision_km=_PRECISION_KM[row.code],
            country=row.country,
            admin1=known.get(row.division, ""),
            population=row.population,
            source=f"{NAME} {row.id}",
            licence=LICENCE,
        )
        other = usable(row.names)
        if place.feature_class == "L":
            yield Entry(place, (row.name, *other))
        else:  # "Fairfax" is the town unless a word beside it says County
            yield Entry(place, (row.name, *(n for n in other if " " in n)), bare=tuple(n for n in other if " " not in n))
