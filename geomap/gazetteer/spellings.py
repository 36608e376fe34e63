"""More spellings of places that a source of the gazetteer has: forms of another language, variants that news writes."""

from collections.abc import Collection
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import tables

COLUMNS = ("id", "place", "aliases", "source")


def path() -> Path:
    """The committed table."""
    return tables.folder() / "spellings.csv"


def fingerprint() -> str:
    """The digest of the table."""
    return tables.digest(path())


def names() -> dict[str, tuple[str, ...]]:
    """The spellings of each place, by its id in the gazetteer ("geonames:707898")."""
    return {row.cells["id"]: tuple(tables.aliases(row)) for row in tables.read(path(), COLUMNS)}


def all_met(left: Collection[str]) -> None:
    """Raise a GazetteerError with the line of a spelling whose place no source has."""
    for row in tables.read(path(), COLUMNS):
        if row.cells["id"] in left:
            raise GazetteerError(
                f"{row.where}: no place has the id '{row.cells['id']}'", "the id of one: geonames:…, village:…, news:…"
            )
