"""The table of GeoNames' areas: countries, divisions, regions and continents with their points and names.

Made by ``tools/geonames_areas.py``.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from geomap.gazetteer import tables
from geomap.gazetteer.fold import key


class Area(NamedTuple):
    """One row of the table; ``division`` is GeoNames' code of the first-level division ("RU.59")."""

    id: str
    name: str
    code: str
    country: str
    division: str
    lat: float
    lon: float
    population: int
    names: tuple[str, ...]

    def called(self, names: list[str]) -> bool:
        """Whether one of the names is its own."""
        own = {key(n) for n in (self.name, *self.names)}
        return any(key(n) in own for n in names)


def path() -> Path:
    """The committed table."""
    return tables.folder() / "geonames" / "areas.csv.gz"


@cache
def rows() -> tuple[Area, ...]:
    """The table."""
    return tuple(
        Area(
            r["id"],
            r["name"],
            r["code"],
            r["country"],
            r["division"],
            float(r["lat"]),
            float(r["lon"]),
            int(r["population"]),
            tuple(n for n in r["names"].split("|") if n),
        )
        for r in tables.packed(path())
    )


@cache
def countries() -> dict[str, Area]:
    """Countries and territories by their ISO 3166-1 code."""
    return {r.country: r for r in rows() if r.code == "PCLI"}


@cache
def first_level() -> dict[str, Area]:
    """First-level divisions by GeoNames' code."""
    return {r.division: r for r in rows() if r.code == "ADM1" and r.division}


def usable(names: tuple[str, ...]) -> list[str]:
    """Names without the codes among them ("KY", "RUS")."""
    return [n for n in names if not (len(n) <= 3 and n.isupper() and n.isascii())]
