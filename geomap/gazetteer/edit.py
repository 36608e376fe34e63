"""The user's own places: a CSV file of the same columns as the project's tables, read at each run, rebuilt never."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from geomap import files
from geomap.errors import GazetteerError
from geomap.gazetteer import tables
from geomap.gazetteer.fold import key
from geomap.gazetteer.sources import Entry
from geomap.gazetteer.sources.military import COLUMNS, KINDS, entry

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def user_entries() -> Iterator[Entry]:
    """The places of the user's table; none where there is no table.

    Raises:
        GazetteerError: naming file, line, column and value of a bad row.
    """
    path = tables.user_table()
    if not path.is_file():
        return
    for row in tables.read(path, COLUMNS):
        yield _entry(row)


def _entry(row: tables.TableRow) -> Entry:
    if row.cells["kind"] not in ("place", *KINDS):
        raise GazetteerError(f"{row.where}: kind is '{row.cells['kind']}'", f"one of place, {', '.join(KINDS)}")
    place_row = row.cells["kind"] == "place"
    found = entry(row._replace(cells={**row.cells, "kind": "garrison"}) if place_row else row, "your table", "your own")
    update = {"id": f"user:{row.cells['id']}"} | ({"feature_class": "P", "feature_code": "PPL"} if place_row else {})
    return found._replace(place=found.place.model_copy(update=update))


def add(
    name: str,
    lat: float,
    lon: float,
    *,
    kind: str = "place",
    country: str = "",
    admin1: str = "",
    aliases: tuple[str, ...] = (),
    precision_km: float = 1.0,
    source: str = "",
) -> Path:
    """Put a place into the user's table and return the table's path.

    Raises:
        GazetteerError: a value out of bounds, a name without a letter or in the table already, a bad row there.
    """
    if not key(name):
        raise GazetteerError(f"'{name}' has no letter in it", "give the name as a report would write it")
    identity = re.sub(r"\W+", "-", key(name)).strip("-")
    if country and not _is_country(country.upper()):
        raise GazetteerError(f"country is '{country}'", "the two letters of ISO 3166-1, as UA")
    if any("|" in a for a in aliases):
        raise GazetteerError("an alias has a '|' in it", "give --alias once for each")
    cells = {
        "id": identity,
        "name": name,
        "kind": kind,
        "lat": repr(lat),
        "lon": repr(lon),
        "precision_km": f"{precision_km:g}",
        "country": country.upper(),
        "admin1": admin1,
        "aliases": "|".join(aliases),
        "source": source or "added by hand",
    }
    _entry(tables.TableRow("the new place", cells))
    path = tables.user_table()
    rows = list(tables.read(path, COLUMNS)) if path.is_file() else []
    for row in rows:  # a table that no map could read is mended first
        _entry(row)
    taken = {row.cells["id"] for row in rows}
    same = [
        row for row in rows if row.cells["name"] == name and row.cells["lat"] == cells["lat"] and row.cells["lon"] == cells["lon"]
    ]
    if same:
        raise GazetteerError(f"'{name}' stands at {same[0].where} with these coordinates", f"edit {path} to change it")
    number = 2
    while cells["id"] in taken:
        cells["id"], number = f"{identity}-{number}", number + 1
    out = io.StringIO(newline="")
    # Columns of the user's own stay.
    writer = csv.DictWriter(out, list(rows[0].cells) if rows else COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*(row.cells for row in rows), cells])
    _replace(path, out.getvalue())
    return path


def _is_country(code: str) -> bool:
    """Whether two letters are those of a country or territory by CLDR, which lists groups and the unknown one as well."""
    from babel import Locale

    return len(code) == 2 and code in Locale("en").territories and code not in _NO_COUNTRIES


def _replace(path: Path, text: str) -> None:
    try:
        files.replace(path, text.encode())
    except OSError as error:
        raise GazetteerError(f"{path}: {error.strerror}", "set GEOMAP_DATA to a folder that can be written") from error
