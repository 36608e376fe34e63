"""Names that are no place's own: of peoples and nationalities, and abbreviations, with the places that they stand for."""

from functools import cache

from geomap.gazetteer import tables
from geomap.gazetteer.fold import key


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """Folded demonyms and adjectives of nationality, with the ids of the places whose people they are."""
    found = {}
    for row in tables.read(tables.folder() / "demonyms.csv", ("demonym", "of")):
        found[key(row.cells["demonym"])] = tuple(_place_id(code) for code in row.cells["of"].split())
    return found


@cache
def forces() -> dict[str, tuple[str, ...]]:
    """Armed groups and missions as they are written, with the ids of the countries on whose ground they are.

    "M23" in a text speaks for the Congo as "Congolese" does. Armies that fight abroad are not among them.
    """
    rows = tables.read(tables.folder() / "forces.csv", ("force", "of"))
    return {row.cells["force"]: tuple(_place_id(code) for code in row.cells["of"].split()) for row in rows}


@cache
def country_aliases() -> dict[str, tuple[str, ...]]:
    """Folded short and former names of countries with the country's id."""
    rows = tables.read(tables.folder() / "country_aliases.csv", ("country", "alias"))
    return {key(row.cells["alias"]): (_place_id(row.cells["country"]),) for row in rows}


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Abbreviations as they are written, without dots and spaces, with the ids of the places that they may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for row in tables.read(tables.folder() / "abbreviations.csv", ("abbreviation", "of", "source")):
        letters = row.cells["abbreviation"].replace(".", "")
        found[letters] = (*found.get(letters, ()), _place_id(row.cells["of"]))
    return {letters: tuple(dict.fromkeys(places)) for letters, places in found.items()}


def _place_id(code: str) -> str:
    """The gazetteer's id for a code of ISO 3166-1 or 3166-2; an id as it is."""
    return code if ":" in code else f"{'division' if '-' in code else 'country'}:{code}"
