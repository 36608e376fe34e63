"""Tables → index: one SQLite file of places, names and outlines, and beside it a trie of the folded names.

Both files lie in a folder that is named for the digest of all sources; the folder is written beside its place and
renamed into it, so that an index is whole or absent.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer import spellings, tables
from geomap.gazetteer.fold import key, squashed_key
from geomap.gazetteer.sources import Entry, divisions, sources

SCHEMA = 18
"""Raised whenever this file changes what an index holds."""

BARE, WEAK = 1, 2
"""Flags of a name: found only beside a word for its kind; found only with support in its context."""
_SPELT = 4  # an entry's ``spelt`` while the index is built
# A name of more populated places than this does not mean the site that lies at one of them.
_COMMON = 3
TOWN = 3000
"""From this many inhabitants on a populated place is what a bare name means, before the division or facility that shares it."""

# How far a simplified border may run beside the true one, and a coastal place off the simplified coast.
_BORDER_DEGREES = 0.04
_COAST_DEGREES = 0.3
_LEFT_BEHIND_S = 3600
# Line themes that only the base map draws, with the member by which they are ranked.
_BASE_MAP_LINES = {"rivers": "rank", "disputed": ""}
# A name that is found squashed has at least this many letters: shorter ones meet too many words by chance.
_LEAST_SQUASHED = 8

_TABLES = """
CREATE TABLE source (name TEXT PRIMARY KEY, licence TEXT, address TEXT, fingerprint TEXT, places INTEGER);
CREATE TABLE place (
  id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, feature_class TEXT, feature_code TEXT, lat REAL, lon REAL,
  precision_km REAL, country TEXT, admin1 TEXT, population INTEGER, source TEXT, licence TEXT, layer INTEGER);
CREATE TABLE name (trie INTEGER, place INTEGER, written TEXT, flags INTEGER);
CREATE TABLE shape (id INTEGER PRIMARY KEY, layer TEXT, key TEXT, rank REAL, wkb BLOB);
CREATE VIRTUAL TABLE shape_box USING rtree (id, west, east, south, north);
"""
_INDEXES = """
CREATE INDEX name_trie ON name (trie);
CREATE INDEX place_lat ON place (feature_class, lat, lon, population);
CREATE INDEX place_size ON place (feature_class, population DESC);
CREATE INDEX shape_key ON shape (key);
CREATE INDEX shape_layer ON shape (layer);
"""


def build_id() -> str:
    """The digest of every source; an index under another digest is stale."""
    parts = [str(SCHEMA), (tables.folder() / "weak_names.csv").read_text(encoding="utf-8")]
    parts += [s.fingerprint() for s in sources()]
    parts.append(spellings.fingerprint())
    # A source that reads its data otherwise gives other places.
    parts += [tables.digest(path) for path in sorted(Path(divisions.__file__).parent.glob("*.py"))]
    parts += [tables.digest(divisions.path(theme)) for theme in ("world", *_BASE_MAP_LINES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def current() -> Path:
    """Where the index of the tables as they are lies, or would lie."""
    return tables.cache_folder() / f"index-{build_id()}"


def ensure() -> Path:
    """The folder of the current index, built first if it is missing.

    Raises:
        GazetteerError: a table has a bad row, or the cache cannot be written.
    """
    target = current()
    return target if target.is_dir() else build(target)


def build(target: Path | None = None) -> Path:
    """Build the index at ``target``, which takes some 20 s, with a progress bar on standard error where that is a terminal.

    Older indexes in the cache are removed when the new one is in place.
    """
    target = target or tables.cache_folder() / f"index-{build_id()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix="building-", dir=target.parent))
    except OSError as error:
        raise GazetteerError(f"{target.parent}: {error.strerror}", "set GEOMAP_CACHE to a folder that can be written") from error
    try:
        _write(scratch)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(scratch, target)  # noqa: PTH105  # both names on one line
    except OSError as error:
        if not target.is_dir():  # another process may have put the same index there first
            raise GazetteerError(f"{target}: {error.strerror}", "set GEOMAP_CACHE to a folder that can be written") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for old in target.parent.glob("index-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    for left in target.parent.glob("building-*"):  # by a build that was killed; one of another process is younger
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
            shutil.rmtree(left, ignore_errors=True)
    return target


def _write(folder: Path) -> None:
    import marisa_trie
    from tqdm import tqdm

    database = sqlite3.connect(folder / "places.sqlite")
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
    more = spellings.names()
    weak = {row.cells["name"] for row in tables.read(tables.folder() / "weak_names.csv", ("name", "why"))}
    names: list[tuple[str, int, str, int]] = []
    with tqdm(desc="Building the gazetteer index, once", unit=" places", unit_scale=True, total=390_000, disable=None) as bar:
        for layer, source in enumerate(sources()):
            count = 0
            for number, entry in _numbered(database, source.entries(), layer):
                names += _names(number, entry, more.pop(entry.place.id, ()), weak)
                count += 1
                if not count % 1000:
                    bar.update(1000)
            database.execute(
                "INSERT INTO source VALUES (?,?,?,?,?)",
                (source.__name__.rsplit(".", 1)[1], source.LICENCE, source.ADDRESS, source.fingerprint(), count),
            )
        spellings.all_met(more)
        bar.set_description("Naming the divisions")
        _name_divisions(database)
        bar.set_description("Writing the names")
        names = _without_common(database, names)
        _free_lone_divisions(database, names)
        trie = marisa_trie.Trie(sorted({row[0] for row in names}))
        trie.save(str(folder / "names.marisa"))
        database.executemany("INSERT INTO name VALUES (?,?,?,?)", ((trie[k], *rest) for k, *rest in names))
        bar.set_description("Drawing the base map")
        _add_base_map(database)
    database.executescript(_INDEXES)
    database.commit()
    database.execute("ANALYZE")
    database.commit()
    database.close()


def _numbered(database: sqlite3.Connection, entries: Iterator[Entry], layer: int) -> Iterator[tuple[int, Entry]]:
    for entry in entries:
        p = entry.place
        cursor = database.execute(
            "INSERT INTO place VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                p.id,
                p.name,
                p.feature_class,
                p.feature_code,
                p.lat,
                p.lon,
                p.precision_km,
                p.country,
                p.admin1,
                p.population,
                p.source,
                p.licence,
                layer,
            ),
        )
        if entry.wkb:
            _add_shape(database, entry.shape_layer, p.id, p.precision_km, entry.wkb)
        yield int(cursor.lastrowid or 0), entry


def _names(number: int, entry: Entry, more: tuple[str, ...], weak: set[str]) -> list[tuple[str, int, str, int]]:
    """Folded key, place, name as written and flags; each key once a place, under the first name that gives it."""
    rows: dict[str, tuple[str, int, str, int]] = {}
    spelt = [(BARE | _SPELT, n) for n in entry.spelt]
    for bare, written in [(0, n) for n in (*entry.names, *more)] + [(BARE, n) for n in entry.bare] + spelt:
        folded = key(written)
        if len(folded) < 2:
            continue
        short = len(folded) <= 3 and folded.isascii() and entry.place.feature_code != "PCLI"
        flags = bare | (WEAK if short or folded in weak else 0)
        rows.setdefault(folded, (folded, number, written, flags))
        if " " in folded and len(folded) > _LEAST_SQUASHED and not bare:
            squashed = squashed_key(folded)
            rows.setdefault(squashed, (squashed, number, written, flags))
    return list(rows.values())


def _without_common(database: sqlite3.Connection, names: list[tuple[str, int, str, int]]) -> list[tuple[str, int, str, int]]:
    """The names without the other spellings of a site's bare name that many populated places bear."""
    spelt = {folded for folded, _, _, flags in names if flags & _SPELT}
    towns = {r[0] for r in database.execute("SELECT id FROM place WHERE feature_class = 'P'")}
    borne = Counter(folded for folded, place, _, _ in names if folded in spelt and place in towns)
    return [(f, place, w, flags & ~_SPELT) for f, place, w, flags in names if not (flags & _SPELT and borne[f] > _COMMON)]


def _free_lone_divisions(database: sqlite3.Connection, names: list[tuple[str, int, str, int]]) -> None:
    """A bare name that no more than a village shares ("Primorye", "Devon") names its division without a word beside it."""
    divisions = {r[0] for r in database.execute("SELECT id FROM place WHERE feature_class = 'A'")}
    villages = {r[0] for r in database.execute("SELECT id FROM place WHERE feature_class = 'P' AND population < ?", (TOWN,))}
    taken = {folded for folded, place, _, flags in names if not flags & BARE and place not in villages}
    for at, (folded, place, written, flags) in enumerate(names):
        if flags & BARE and place in divisions and folded not in taken:
            names[at] = (folded, place, written, flags & ~BARE)


def _add_shape(database: sqlite3.Connection, layer: str, place: str, rank: float, wkb: bytes) -> None:
    import shapely

    cursor = database.execute("INSERT INTO shape VALUES (NULL,?,?,?,?)", (layer, place, rank, wkb))
    west, south, east, north = shapely.bounds(shapely.from_wkb(wkb))
    database.execute("INSERT INTO shape_box VALUES (?,?,?,?,?)", (cursor.lastrowid, west, east, south, north))


def _name_divisions(database: sqlite3.Connection) -> None:
    """Give each point the name of the division whose outline holds it.

    A code of the source alone does not do: for France, Italy or Spain GeoNames counts regions and Natural Earth
    departments or provinces under like codes. Where the source's own division lies within the outlines' error of the
    point, it is kept, since a simplified border may run on the wrong side of a village.
    """
    import numpy as np
    import shapely

    query = "SELECT place.key, name, country, wkb FROM place JOIN shape ON shape.key = place.key WHERE feature_code = 'ADM1'"
    rows = database.execute(query).fetchall()
    names, countries = [r[1] for r in rows], [r[2] for r in rows]
    outlines = shapely.from_wkb([r[3] for r in rows])
    by_name = {(c, n): i for i, (n, c) in enumerate(zip(names, countries, strict=True))}
    places = database.execute(
        "SELECT id, lat, lon, country, admin1 FROM place WHERE feature_class IN ('P', 'S') "
        "OR feature_code IN ('ADM2', 'ADM3', 'ADM4', 'ADMD')"
    ).fetchall()
    points: Any = shapely.points(np.array([(p[2], p[1]) for p in places]))
    holder: dict[int, int] = {}
    for outline, at in shapely.STRtree(points).query(outlines, predicate="contains").T:  # prepares the outlines, not the points
        if countries[outline] == places[at][3]:
            holder[int(at)] = int(outline)
    astray = np.array([at for at in range(len(places)) if at not in holder])
    for at, outline in shapely.STRtree(outlines).query_nearest(points[astray], max_distance=_COAST_DEGREES).T:
        if countries[outline] == places[astray[at]][3]:
            holder.setdefault(int(astray[at]), int(outline))
    changes = []
    for at, (identity, _, _, country, said) in enumerate(places):
        own = by_name.get((country, said))
        if own is not None and (own == holder.get(at) or shapely.dwithin(outlines[own], points[at], _BORDER_DEGREES)):
            continue
        changes.append((names[holder[at]] if at in holder else "", identity))
    database.executemany("UPDATE place SET admin1 = ? WHERE id = ?", changes)


def _add_base_map(database: sqlite3.Connection) -> None:
    """What only the base map draws: coarse countries of the world, rivers, disputed lines."""
    import json

    import shapely

    for feature in divisions.load("world"):
        outline = shapely.from_geojson(json.dumps(feature["geometry"]))
        _add_shape(database, "world", f"country:{feature['properties']['country']}", outline.area, outline.wkb)
    for layer, rank in _BASE_MAP_LINES.items():
        for feature in divisions.load(layer):
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            properties = feature["properties"]
            if properties.get("type") != "Reference line":  # old borders that nobody claims today
                _add_shape(database, layer, properties["name"], float(properties.get(rank, 0)), shape.wkb)
