"""Joins the steps, in the order of the data's way; each line is one module with one plain function.

files, URLs, stdin ─ reports.read ─────────▶ Report
Report ───────────── toponyms.recognise ───▶ Mention
Mention ──────────── toponyms.resolve ─────▶ Resolution
Resolution ───────── activities.extract ───▶ Claim
Claim ────────────── activities.merge ─────▶ Event
Event ────────────── features.collection ──▶ GeoJSON
GeoJSON ──────────── maps.page, exports ───▶ map.html, x.geojson
"""

from collections.abc import Iterable

from geomap.activities.merge import merge
from geomap.batch import Reading, extractions, read_report
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Claim, Findings, PassedOver, Problem, Report, Unplaced

__all__ = ["Reading", "findings", "read_report"]


def findings(reports: Iterable[Report | Problem], index: Index, processes: int | None = None) -> Findings:
    """All reports through all steps; what could not be read is listed, and the same report twice counts once.

    Args:
        reports: any number, in any order.
        index: the gazetteer.
        processes: how many read where there are many reports; every core where left out. The result is the same.
    """
    kept: list[Report] = []
    claims: list[Claim] = []
    unplaced: list[Unplaced] = []
    passed: list[PassedOver] = []
    problems: list[Problem] = []
    for one in extractions(reports, index, processes):
        if isinstance(one, Problem):
            problems.append(one)
            continue
        report, extraction = one
        kept.append(report)
        words = language(report.language)
        if not words.reads_activities:
            message = f"{report.source}: written in {words.name}: names are matched, activities not read yet"
            problems.append(Problem(source=report.source, message=message))
        claims += extraction.claims
        unplaced += extraction.unplaced
        passed += extraction.passed_over
        problems += extraction.problems
    return Findings(
        reports=tuple(kept),
        events=merge(claims),
        unplaced=tuple(unplaced),
        passed_over=tuple(passed),
        problems=tuple(problems),
    )
