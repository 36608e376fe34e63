"""Many reports on all cores, in the order given: what an interrupted run had finished is not read again.

Each report is read by itself, so that neither the number of processes nor an interruption changes what is found.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.activities.extract import Extraction, extract
from geomap.errors import GazetteerError, GeomapError, LexiconError
from geomap.gazetteer.index import Index
from geomap.journal import SECOND, Journal
from geomap.model import PassedOver, Problem, Report, Resolution
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve

if TYPE_CHECKING:
    from concurrent.futures import Future

    from geomap.activities.second import Second

FEW = 16
"""So many reports are read here and now; more are worth other processes and a journal."""
_AHEAD = 8  # reports that wait for each process


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
    with closing(Journal(index)) as journal:
        used: list[str] = []
        for one, outcome in _in_order(chain(first, given), journal, index, processes or _cores()):
            if isinstance(one, Problem):
                yield one
            else:
                used.append(one.id)
                yield _outcome(one, outcome)
        journal.forget(used)


def _second() -> "Second | None":
    """The second extractor where one is asked for; what it needs is not loaded for nothing."""
    if not any(k.startswith(SECOND) for k in os.environ):
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
    except (GazetteerError, LexiconError):  # it would befall every report
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it must not cost the other reports
        return f"{type(error).__name__}: {(str(error).splitlines() or ['no message'])[0]}"


def _outcome(report: Report, outcome: Extraction | str) -> tuple[Report, Extraction] | Problem:
    if isinstance(outcome, str):
        name = report.source or report.title or report.id
        return Problem(source=name, message=f"{name}: could not be read ({outcome}); please report it as a fault of geomap")
    return report, outcome


def _in_order(
    reports: Iterable[Report | Problem], journal: Journal, index: Index, processes: int
) -> Iterator[tuple[Report | Problem, Extraction | str]]:
    if processes == 1:
        for one in reports:
            outcome: Extraction | str | None = journal.get(one)
            if outcome is None and isinstance(one, Report):
                outcome = _tried(one, index)
                journal.put(one, outcome)
            yield one, outcome or ""
        return
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(processes)
    waiting: deque[tuple[Report | Problem, Extraction | None, Future[Extraction | str] | None]] = deque()

    def asked(one: Report) -> "Future[Extraction | str]":
        nonlocal pool
        try:
            found: Future[Extraction | str] = pool.submit(_read_here, one)
        except BrokenProcessPool:
            pool = _pool(processes)
            found = pool.submit(_read_here, one)
        return found

    def finished() -> tuple[Report | Problem, Extraction | str]:
        one, known, future = waiting.popleft()
        if not future or isinstance(one, Problem):
            return one, known or ""
        try:
            outcome = future.result()
        except BrokenProcessPool:  # this report's process died, or one beside it
            outcome = _alone(one)
        journal.put(one, outcome)
        return one, outcome

    try:
        for one in reports:
            known = journal.get(one)
            waiting.append((one, known, asked(one) if known is None and isinstance(one, Report) else None))
            if len(waiting) > processes * _AHEAD:
                yield finished()
        while waiting:
            yield finished()
    finally:
        for _, _, future in waiting:
            if future:
                future.cancel()
        pool.shutdown()
        for one, _, future in waiting:  # of an interrupted run
            if future and not future.cancelled() and not future.exception():
                journal.put(one, future.result())


def _pool(processes: int) -> Any:
    """Processes that do not run the caller's script again, as those of the standard library do where it has no guard."""
    from loky import ProcessPoolExecutor

    return ProcessPoolExecutor(processes, initializer=_ready)


def _cores() -> int:
    """How many processors this process may use."""
    from loky import cpu_count

    return int(cpu_count())


def _alone(report: Report) -> Extraction | str:
    """What a report gives in a process of its own, which may die of it."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        found: Extraction | str = pool.submit(_read_here, report).result()
    except BrokenProcessPool:
        return "its process was ended, perhaps for want of memory"
    finally:
        pool.shutdown()
    return found


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
