"""What many reports gave, on disk, so that an interrupted run goes on where it stopped."""

import hashlib
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from geomap.activities.extract import Extraction
from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.model import Problem, Report

SECOND = "GEOMAP_SECOND_"
"""What the variables of a second extractor begin with."""
_COMMIT_EVERY = 32
_KEPT_SECONDS = 2 * 86_400.0  # another run may be at work on one


class Journal:
    """What was read, kept until the run that needs it has ended; where it can't be written, nothing is kept, and that is all."""

    def __init__(self, index: Index) -> None:
        from pydantic import TypeAdapter

        self._adapter = TypeAdapter(Extraction)
        self._path = tables.cache_folder() / f"readings-{_state(index)}.sqlite"
        _clear_out(self._path)
        self._base: sqlite3.Connection | None = None
        self._open = 0
        with suppress(sqlite3.Error, OSError):
            base = sqlite3.connect(self._path, timeout=1.0)
            self._path.chmod(0o600)  # it holds sentences of the reports
            base.execute("CREATE TABLE IF NOT EXISTS readings (id TEXT PRIMARY KEY, found BLOB)")
            self._base = base

    def get(self, one: Report | Problem) -> Extraction | None:
        """What a report gave in an earlier run."""
        if isinstance(one, Problem) or not self._base:
            return None
        row = None
        with suppress(sqlite3.Error):
            row = self._base.execute("SELECT found FROM readings WHERE id = ?", (one.id,)).fetchone()
        return self._adapter.validate_json(row[0]) if row else None

    def put(self, one: Report | Problem, found: Extraction | str) -> None:
        """Keep what a report gave; a failure is tried anew the next time."""
        if isinstance(found, str) or isinstance(one, Problem) or not self._base:
            return
        with suppress(sqlite3.Error):  # another run may be writing
            self._base.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (one.id, self._adapter.dump_json(found)))
            self._open += 1
            if self._open >= _COMMIT_EVERY:
                self._base.commit()
                self._open = 0

    def forget(self, identities: list[str]) -> None:
        """The run that needed them has ended."""
        if self._base:
            with suppress(sqlite3.Error):
                self._base.executemany("DELETE FROM readings WHERE id = ?", ((i,) for i in identities))
                self._base.commit()

    def close(self) -> None:
        """Keep what is there; an empty journal is removed."""
        if not self._base:
            return
        empty = False
        with suppress(sqlite3.Error):
            self._base.commit()
            empty = self._base.execute("SELECT count(*) FROM readings").fetchone()[0] == 0
        self._base.close()
        if empty:
            with suppress(OSError):
                self._path.unlink()


def _clear_out(kept: Path) -> None:
    """Remove what interrupted runs of another state left, which nothing will go on from."""
    for old in kept.parent.glob("readings-*.sqlite"):
        with suppress(OSError):
            if old != kept and time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink()


def _state(index: Index) -> str:
    """What a reading depends on beside the report: the code, its tables and weights, and the gazetteer."""
    package = Path(__file__).parent
    files = sorted(p for p in package.rglob("*") if p.is_file() and p.suffix in (".py", ".toml", ".json", ".onnx", ".npy"))
    stats = [(str(p.relative_to(package)), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    asked = sorted((k, v) for k, v in os.environ.items() if k.startswith(SECOND))
    own = tables.user_table()
    rows = own.read_bytes() if own.is_file() else b""
    return hashlib.sha256(repr((stats, index.folder.name, rows, asked)).encode()).hexdigest()[:16]
