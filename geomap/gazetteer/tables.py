"""The project's tables and the user's: where they lie, and how their rows are read with file and line."""

import csv
import gzip
import hashlib
import lzma
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import platformdirs

from geomap import files
from geomap.errors import GazetteerError

_PACKAGE = Path(__file__).parent.parent


class TableRow(NamedTuple):
    """A row with the place that it came from ("military/russia.csv, line 12")."""

    where: str
    cells: dict[str, str]


def folder() -> Path:
    """The project's own tables: inside the wheel, or beside the package in a checkout."""
    carried = _PACKAGE / "tables"
    return carried if carried.is_dir() else _PACKAGE.parent / "gazetteer"


def user_table() -> Path:
    """The user's own places; the folder follows ``GEOMAP_DATA`` where it is set."""
    base = os.environ.get("GEOMAP_DATA") or platformdirs.user_data_dir("geomap", appauthor=False)
    return Path(base) / "places.csv"


def cache_folder() -> Path:
    """Where built indexes lie; follows ``GEOMAP_CACHE`` where it is set."""
    return Path(os.environ.get("GEOMAP_CACHE") or platformdirs.user_cache_dir("geomap", appauthor=False))


def kept(path: Path, make: Callable[[], str]) -> str:
    """A text of the cache, made and kept there where it is missing; what was kept under another key is removed.

    Args:
        path: its file, named ``what-key.suffix``.
        make: makes it anew.
    """
    with suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8")
    made = make()
    with suppress(OSError):  # a cache that can't be written costs time, nothing else
        for old in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*{path.suffix}"):
            old.unlink(missing_ok=True)
        files.replace(path, made.encode())
    return made


def read(path: Path, columns: tuple[str, ...]) -> Iterator[TableRow]:
    """The rows of a CSV file (UTF-8, a header with at least ``columns``; more are ignored).

    Raises:
        GazetteerError: the file is no UTF-8, a column is missing, or a row has too few or too many cells.
    """
    where = str(path) if path == user_table() else f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="__more__")
            missing = [c for c in columns if c not in (reader.fieldnames or [])]
            if missing:
                raise GazetteerError(f"{where}, line 1: no column '{missing[0]}'", f"the header needs {', '.join(columns)}")
            for row in reader:
                line = f"{where}, line {reader.line_num}"
                if "__more__" in row or None in row.values():
                    raise GazetteerError(
                        f"{line}: {'more' if '__more__' in row else 'fewer'} cells than the header has",
                        "put quotes around a cell that has a comma in it",
                    )
                yield TableRow(line, {k: v.strip() for k, v in row.items()})
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{where}: no UTF-8 at byte {error.start}", "save the table as UTF-8") from error
    except csv.Error as error:
        raise GazetteerError(f"{where}: {error}", "save the table as CSV with commas and double quotes") from error


def packed(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table that a tool of the project made and packed (CSV, UTF-8, gzip or xz); nobody edits these by hand."""
    unpacked = lzma.open if path.suffix == ".xz" else gzip.open
    with unpacked(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def aliases(row: "TableRow") -> list[str]:
    """The other names of a row, which a bar parts."""
    return [a.strip() for a in row.cells["aliases"].split("|") if a.strip()]


def digest(path: Path) -> str:
    """What tells one state of a table from another."""
    stat = path.stat()
    return _digest_at(path, stat.st_size, stat.st_mtime_ns)


@cache
def _digest_at(path: Path, size: int, changed: int) -> str:  # noqa: ARG001  # a changed file is another key
    return hashlib.sha256(path.read_bytes()).hexdigest()


def number(row: TableRow, column: str, low: float, high: float) -> float:
    """A cell as a number within bounds.

    Raises:
        GazetteerError: naming file, line, column and the value found.
    """
    text = row.cells[column]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise GazetteerError(f"{row.where}: {column} is '{text}'", f"give a number from {low:g} to {high:g}")
    return value
