"""Many reports on all cores, in the order given: what an interrupted run had finished is not read again.

Each report is read by itself, so that neither the number of processes nor an interruption changes what is found.
"""

import hashlib
import os
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.activities.extract import Extraction, extract
from geomap.errors import GeomapError
from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.model import PassedOver, Problem, Report, Resolution
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve

if TYPE_CHECKING:
    from concurrent.futures import Future

    from geomap.activities.second import Second

FEW = 16
"""So many reports are read here and now; more are worth other processes and a journal."""
_AHEAD = 8  # reports that wait for each process
_COMMIT_EVERY = 32
_SECOND = "GEOMAP_SECOND_"  # what the variables of a second extractor begin with


class Reading(NamedTuple):
    """What one report gave, step by step."""

    report: Report
    resolutions: tuple[Resolution, ...]
    extraction: Extraction


def read_report(report: Report, index: Index) -> Reading:
    """One report through all steps up to its claims; a pure function of the report and the index."""
    resolutions = resolve(report, recognise(report, index), index)
    extraction = extract(report, resolutions)
    other = _second()
    return Reading(report, resolutions, _with_second(extraction, other, report, resolutions, index) if other else extraction)


def _with_second(
    own: Extraction, other: "Second", report: Report, resolutions: tuple[Resolution, ...], index: Index
) -> Extraction:
    """The claims of a second extractor beside geomap's own, which go first where both tell the same."""
    from geomap.activities.second import checked

    try:
        opinions = other.extractor(report)
    except GeomapError as error:
        problem = Problem(source=report.source, message=f"{report.source or report.title}: {error}")
        return own._replace(problems=(*own.problems, problem))
    claims, dropped = checked(opinions, other.name, report, resolutions, index)
    told = {(c.kind, p.resolution.mention.start) for c in own.claims for p in c.places}
    new = []
    for claim in claims:
        if all((claim.kind, p.resolution.mention.start) in told for p in claim.places):
            reason = f"{other.name}: told already"
            dropped.append(PassedOver(report=report.id, kind=claim.kind, reason=reason, evidence=claim.evidence))
        else:
            new.append(claim)
    return own._replace(claims=(*own.claims, *new), passed_over=(*own.passed_over, *dropped))


def extractions(
    reports: Iterable[Report | Problem], index: Index, processes: int | None = None
) -> Iterator[tuple[Report, Extraction] | Problem]:
    """What each report gave, in order; a report that can't be read is a problem in its place, and the others go on.

    Args:
        reports: any number; of the same report twice the second is left out.
        index: the gazetteer.
        processes: how many read; every core where left out.
    """
    _second()  # what is wrong with it is told before any work
    given = _once(reports)
    first = list(islice(given, FEW + 1))
    if len(first) <= FEW:
        for one in first:
            yield one if isinstance(one, Problem) else _outcome(one, _tried(one, index))
        return
    with closing(_Journal(index)) as journal:
        used: list[str] = []
        for one, outcome in _in_order(chain(first, given), journal, index, processes or len(os.sched_getaffinity(0))):
            if isinstance(one, Problem):
                yield one
            else:
                used.append(one.id)
                yield _outcome(one, outcome)
        journal.forget(used)


def _second() -> "Second | None":
    """The second extractor where one is asked for; what it needs is not loaded for nothing."""
    if not any(k.startswith(_SECOND) for k in os.environ):
        return None
    from geomap.activities.second import configured

    return configured()


def _once(reports: Iterable[Report | Problem]) -> Iterator[Report | Problem]:
    seen: set[str] = set()
    for one in reports:
        if isinstance(one, Problem) or one.id not in seen:
            yield one
        if isinstance(one, Report):
            seen.add(one.id)


def _tried(report: Report, index: Index) -> Extraction | str:
    """What a report gave, or what went wrong."""
    try:
        return read_report(report, index).extraction
    except Exception as error:  # noqa: BLE001  # whatever it is, it must not cost the other reports
        return f"{type(error).__name__}: {(str(error).splitlines() or ['no message'])[0]}"


def _outcome(report: Report, outcome: Extraction | str) -> tuple[Report, Extraction] | Problem:
    if isinstance(outcome, str):
        name = report.source or report.title or report.id
        return Problem(source=name, message=f"{name}: could not be read ({outcome}); please report it as a fault of geomap")
    return report, outcome


def _in_order(
    reports: Iterable[Report | Problem], journal: "_Journal", index: Index, processes: int
) -> Iterator[tuple[Report | Problem, Extraction | str]]:
    if processes == 1:
        for one in reports:
            outcome: Extraction | str | None = journal.get(one)
            if outcome is None and isinstance(one, Report):
                outcome = _tried(one, index)
                journal.put(one, outcome)
            yield one, outcome or ""
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_ready)
    waiting: deque[tuple[Report | Problem, Extraction | None, Future[Extraction | str] | None]] = deque()

    def finished() -> tuple[Report | Problem, Extraction | str]:
        one, known, future = waiting.popleft()
        outcome = future.result() if future else known or ""
        if future:
            journal.put(one, outcome)
        return one, outcome

    try:
        for one in reports:
            known = journal.get(one)
            asked = pool.submit(_read_here, one) if known is None and isinstance(one, Report) else None
            waiting.append((one, known, asked))
            if len(waiting) > processes * _AHEAD:
                yield finished()
        while waiting:
            yield finished()
    finally:
        pool.shutdown(cancel_futures=True)
        for one, _, future in waiting:  # of an interrupted run
            if future and not future.cancelled():
                journal.put(one, future.result())


@cache
def _own_index() -> Index:
    return Index()


def _ready() -> None:
    """In a new process: leave an interruption to the one that began it, and open the gazetteer."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _own_index()


def _read_here(report: Report) -> Extraction | str:
    return _tried(report, _own_index())


class _Journal:
    """What was read, on disk, until the run that needs it has ended."""

    def __init__(self, index: Index) -> None:
        from pydantic import TypeAdapter

        self._adapter = TypeAdapter(Extraction)
        self._path = tables.cache_folder() / f"readings-{_state(index)}.sqlite"
        self._base = sqlite3.connect(self._path)
        self._base.execute("CREATE TABLE IF NOT EXISTS readings (id TEXT PRIMARY KEY, found BLOB)")
        self._open = 0

    def get(self, one: Report | Problem) -> Extraction | None:
        """What a report gave in an earlier run."""
        if isinstance(one, Problem):
            return None
        row = self._base.execute("SELECT found FROM readings WHERE id = ?", (one.id,)).fetchone()
        return self._adapter.validate_json(row[0]) if row else None

    def put(self, one: Report | Problem, found: Extraction | str) -> None:
        """Keep what a report gave; a failure is tried anew the next time."""
        if isinstance(found, str) or isinstance(one, Problem):
            return
        self._base.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (one.id, self._adapter.dump_json(found)))
        self._open += 1
        if self._open >= _COMMIT_EVERY:
            self._base.commit()
            self._open = 0

    def forget(self, identities: list[str]) -> None:
        """The run that needed them has ended."""
        self._base.executemany("DELETE FROM readings WHERE id = ?", ((i,) for i in identities))
        self._base.commit()

    def close(self) -> None:
        """Keep what is there; an empty journal is removed."""
        self._base.commit()
        empty = self._base.execute("SELECT count(*) FROM readings").fetchone()[0] == 0
        self._base.close()
        if empty:
            with suppress(FileNotFoundError):
                self._path.unlink()


def _state(index: Index) -> str:
    """What a reading depends on beside the report: the code, its tables and weights, and the gazetteer."""
    package = Path(__file__).parent
    files = sorted(p for p in package.rglob("*") if p.is_file() and p.suffix in (".py", ".toml", ".json", ".onnx", ".npy"))
    stats = [(str(p.relative_to(package)), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    asked = sorted((k, v) for k, v in os.environ.items() if k.startswith(_SECOND))
    own = tables.user_table()
    rows = own.read_bytes() if own.is_file() else b""
    return hashlib.sha256(repr((stats, index.folder.name, rows, asked)).encode()).hexdigest()[:16]
