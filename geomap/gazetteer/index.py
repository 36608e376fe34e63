"""Look-ups in the built index: open it, match names, read places and outlines. Nothing is loaded that is not asked for."""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from geomap.errors import GazetteerError
from geomap.gazetteer import edit
from geomap.gazetteer.build import BARE, WEAK, ensure
from geomap.gazetteer.fold import SQUASHED, key
from geomap.model import Place

# A town of so many is what a search for its name means first.
_LARGE = 100_000
_COLUMNS = (
    "key, place.name, feature_class, feature_code, lat, lon, precision_km, country, admin1, population, place.source, licence"
)
# The user's places outrank every layer of the project's.
USER_LAYER = 99


class Found(NamedTuple):
    """A place under one of its names. ``written`` is the name as the gazetteer has it."""

    place: Place
    written: str
    bare: bool
    weak: bool
    layer: int


class Town(NamedTuple):
    """A populated place as the base map labels it."""

    name: str
    lat: float
    lon: float
    population: int


class Index:
    """The gazetteer as one step of the pipeline sees it.

    Opened by its folder, so that a process can be given the path; the user's own places lie over it in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open the index in ``folder``, or the current one, built first where it is missing."""
        self.folder = folder or ensure()
        file = self.folder / "places.sqlite"
        if not file.is_file():
            raise GazetteerError(f"{self.folder}: no index there", "run 'geomap gazetteer build'")
        import marisa_trie

        try:
            self._database = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            self._database.execute("SELECT 1 FROM place LIMIT 1").fetchone()
            self._trie = marisa_trie.Trie().mmap(str(self.folder / "names.marisa"))
        except (sqlite3.Error, OSError, RuntimeError) as error:
            raise GazetteerError(f"{self.folder}: a damaged index ({error})", "run 'geomap gazetteer build'") from None
        self._user = _own()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._database.close()

    def longest(self, folded: list[str]) -> int:
        """How many of the folded words, from the first on, make up the longest name; 0 for none.

        Args:
            folded: the folds of consecutive words of a text; some ten are enough.
        """
        text, ends, length = "", {}, 0
        for count, word in enumerate(folded, 1):
            text = f"{text} {word}" if text else word
            ends[len(text)] = count
            if text in self._user:
                length = count
        for prefix in self._trie.prefixes(text):
            length = max(length, ends.get(len(prefix), 0))
        return length

    def has(self, name_key: str) -> bool:
        """Whether some place bears a name, given by its folded words."""
        return name_key in self._trie or name_key in self._user

    def own(self, folded: list[str]) -> int:
        """How many of the folded words, from the first on, make up the longest name of the user's own table; 0 for none."""
        return next((n for n in range(len(folded), 0, -1) if " ".join(folded[:n]) in self._user), 0) if self._user else 0

    @lru_cache(maxsize=4096)  # noqa: B019  # an index lives as long as its process
    def lookup(self, name_key: str) -> tuple[Found, ...]:
        """Every place that bears a name, given by its folded words (``fold.key``), the user's first."""
        own = self._user.get(name_key, [])
        if name_key not in self._trie:
            return tuple(own)
        rows = self._database.execute(
            f"SELECT written, flags, layer, {_COLUMNS} FROM name JOIN place ON place.id = name.place WHERE trie = ? "
            "ORDER BY layer DESC, population DESC, key",
            (self._trie[name_key],),
        )
        return (*own, *(Found(_place(r[3:]), r[0], bool(r[1] & BARE), bool(r[1] & WEAK), r[2]) for r in rows))

    def squashed(self, word: str) -> tuple[Found, ...]:
        """Places whose name of several words was written as the one folded ``word``."""
        return self.lookup(SQUASHED + word)

    @lru_cache(maxsize=4096)  # noqa: B019  # as lookup
    def neighbours(self, word: str, least: float) -> list[tuple[str, float]]:
        """Folded names that resemble a folded word, with their similarity (0 to 100, at least ``least``), best first.

        Names that share the first three letters are compared, by normalised edit similarity (RapidFuzz's ratio).
        """
        from rapidfuzz import fuzz, process

        own = [n for n in self._user if n.startswith(word[:3])]
        names = [n for n in dict.fromkeys([*own, *self._trie.keys(word[:3])]) if abs(len(n) - len(word)) <= 3]
        hits = process.extract(word, names, scorer=fuzz.ratio, score_cutoff=least, limit=12)
        return [(name, score) for name, score, _ in hits]

    @lru_cache(maxsize=4096)  # noqa: B019  # as lookup
    def place(self, identity: str) -> Place | None:
        """The place with an id, without its outline."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM place WHERE key = ?", (identity,)).fetchone()
        if row:
            return _place(row)
        return next((f.place for fs in self._user.values() for f in fs if f.place.id == identity), None)

    def outline(self, identity: str) -> bytes | None:
        """The outline of an area as well-known binary (WGS 84, longitude first), or None."""
        row = self._database.execute("SELECT wkb FROM shape WHERE key = ? LIMIT 1", (identity,)).fetchone()
        return row[0] if row else None

    def shapes(self, layer: str, box: tuple[float, float, float, float] | None = None) -> list[tuple[str, float, bytes]]:
        """Key, rank and outline (WKB) of a layer's shapes, within a box of west, south, east, north where one is given."""
        if box is None:
            rows = self._database.execute("SELECT key, rank, wkb FROM shape WHERE layer = ? ORDER BY id", (layer,))
        else:
            west, south, east, north = box
            rows = self._database.execute(
                "SELECT key, rank, wkb FROM shape_box JOIN shape USING (id) "
                "WHERE layer = ? AND west <= ? AND east >= ? AND south <= ? AND north >= ? ORDER BY id",
                (layer, east, west, north, south),
            )
        return [(r[0], r[1], r[2]) for r in rows]

    def towns(self, box: tuple[float, float, float, float], limit: int) -> list[Town]:
        """The largest populated places within a box of west, south, east, north."""
        west, south, east, north = box
        rows = self._database.execute(
            "SELECT name, lat, lon, population FROM place WHERE feature_class = 'P' AND lat BETWEEN ? AND ? "
            "AND lon BETWEEN ? AND ? ORDER BY population DESC, key LIMIT ?",
            (south, north, west, east, limit),
        )
        return [Town(*r) for r in rows]

    def cities(self, limit: int) -> list[Town]:
        """The largest populated places of the world."""
        rows = self._database.execute(
            "SELECT name, lat, lon, population FROM place WHERE feature_class = 'P' ORDER BY population DESC, key LIMIT ?",
            (limit,),
        )
        return [Town(*r) for r in rows]

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Places under a name, then under names that begin with it, then under names that resemble it.

        Of one name the large towns come first: Kaliningrad before its port.
        """
        folded = key(text)
        names: Iterable[str] = dict.fromkeys(
            [
                folded,
                *(n for n in self._user if n.startswith(folded)),
                *sorted(self._trie.keys(folded), key=len)[:50],
                *(n for n, _ in self.neighbours(folded, 80.0)),
            ]
        )
        found: dict[str, Found] = {}
        for name in names:
            for hit in sorted(self.lookup(name), key=lambda h: h.place.feature_class != "P" or h.place.population < _LARGE):
                found.setdefault(hit.place.id, hit)
        return list(found.values())[:limit]

    def sources(self) -> list[tuple[str, str, str, int]]:
        """Name, licence, address and number of places of every source."""
        rows = self._database.execute("SELECT name, licence, address, places FROM source ORDER BY rowid")
        return [(r[0], r[1], r[2], r[3]) for r in rows]


def _own() -> dict[str, list[Found]]:
    """The places of the user's table by folded name; what is wrong with a row is told before any report is read."""
    found: dict[str, list[Found]] = {}
    for entry in edit.user_entries():
        for name in (*entry.names, *entry.bare):
            found.setdefault(key(name), []).append(Found(entry.place, name, bare=False, weak=False, layer=USER_LAYER))
    return found


def _place(row: tuple[Any, ...]) -> Place:
    identity, name, feature_class, code, lat, lon, precision, country, admin1, population, source, licence = row
    return Place(
        id=identity,
        name=name,
        feature_class=feature_class,
        feature_code=code,
        lat=lat,
        lon=lon,
        precision_km=precision,
        country=country,
        admin1=admin1,
        population=population,
        source=source,
        licence=licence,
    )
