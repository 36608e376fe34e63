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
from typing import NamedTuple

from geomap.activities.extract import Extraction, extract
from geomap.activities.merge import merge
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Claim, Findings, PassedOver, Problem, Report, Resolution, Unplaced
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve


class Reading(NamedTuple):
    """What one report gave, step by step."""

    report: Report
    resolutions: tuple[Resolution, ...]
    extraction: Extraction


def read_report(report: Report, index: Index) -> Reading:
    """One report through all steps up to its claims; a pure function of the report and the index."""
    resolutions = resolve(report, recognise(report, index), index)
    return Reading(report, resolutions, extract(report, resolutions))


def findings(reports: Iterable[Report | Problem], index: Index) -> Findings:
    """All reports through all steps; what could not be read is listed, and the same report twice counts once."""
    kept: dict[str, Report] = {}
    claims: list[Claim] = []
    unplaced: list[Unplaced] = []
    passed: list[PassedOver] = []
    problems: list[Problem] = []
    for report in reports:
        if isinstance(report, Problem):
            problems.append(report)
            continue
        if report.id in kept:
            continue
        kept[report.id] = report
        words = language(report.language)
        if not words.reads_activities:
            problems.append(
                Problem(
                    source=report.source,
                    message=f"{report.source}: written in {words.name}: names are matched, activities not read yet",
                )
            )
        reading = read_report(report, index)
        claims += reading.extraction.claims
        unplaced += reading.extraction.unplaced
        passed += reading.extraction.passed_over
    return Findings(
        reports=tuple(kept.values()),
        events=merge(claims),
        unplaced=tuple(unplaced),
        passed_over=tuple(passed),
        problems=tuple(problems),
    )
