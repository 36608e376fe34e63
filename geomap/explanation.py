"""Why each name stands where it stands, in words: for ``geomap explain`` and ``geomap gazetteer search``."""

from collections.abc import Iterator

from geomap.activities.extract import Extraction
from geomap.gazetteer.index import Index
from geomap.model import Candidate, Place, Report, Resolution
from geomap.pipeline import read_report


def place_line(place: Place) -> str:
    """A place in one line: name, division and country, coordinates, feature, population, source."""
    where = ", ".join(p for p in (place.admin1 if place.admin1 != place.name else "", place.country) if p)
    people = f", population {place.population:,}" if place.population else ""
    area = "area" if place.is_area else f"{place.lat:.4f}, {place.lon:.4f} ±{place.precision_km:g} km"
    return f"{place.name} ({where}): {area}, {place.feature_class}.{place.feature_code}{people} [{place.source}]"


def explain_report(report: Report, index: Index, *, everything: bool) -> Iterator[str]:
    """Lines for a report: its names with candidates and reasons, its claims, and what was passed over."""
    reading = read_report(report, index)
    yield f"# {report.title or report.source} ({report.published or 'date not known'}, {report.language})"
    for resolution in reading.resolutions:
        if resolution.mention.usage == "literal" or everything:
            yield from _explain(report, resolution)
            if resolution.mention.usage == "literal":
                yield f"    {_part(resolution, reading.extraction)}"
    yield f"\n## Claims: {len(reading.extraction.claims)}"
    for claim in reading.extraction.claims:
        names = ", ".join(f"{_named(p.resolution)} ({p.role})" for p in claim.places)
        cue = f", by the cue “{claim.cue.text}”" if claim.cue else ""
        yield f"{claim.kind}: {names}; {claim.certainty}{cue}; {claim.when.label if claim.when else 'day not stated'}"
        yield f"    “{claim.evidence.text}”"
    if reading.extraction.unplaced:
        yield f"\n## Not placed: {len(reading.extraction.unplaced)}"
    for lost in reading.extraction.unplaced:
        yield f"{lost.kind}: {lost.name}; {lost.reason}"
        if lost.evidence:
            yield f"    “{lost.evidence.text}”"
    if reading.extraction.passed_over:
        yield f"\n## Passed over: {len(reading.extraction.passed_over)}"
    for passed in reading.extraction.passed_over:
        yield f"{passed.kind}: {passed.reason}" if passed.kind else passed.reason
        yield f"    “{passed.evidence.text}”"


def _named(resolution: Resolution) -> str:
    """A place as the text names it, and for a noun also what it stands for."""
    mention, place = resolution.mention, resolution.place
    return f"{mention.text}, which stands for {place.name}," if place and mention.text.islower() else mention.text


def _part(resolution: Resolution, extraction: Extraction) -> str:
    """Which claims a mention takes part in, or why in none."""
    mention = resolution.mention
    said = [
        f"{c.kind} ({p.role})"
        for c in extraction.all_claims
        for p in (*c.places, *c.unplaced)
        if p.resolution.mention.start == mention.start
    ]
    if said:
        return f"in a claim: {', '.join(said)}"
    reasons = [
        f"{p.kind}: {p.reason}" if p.kind else p.reason
        for p in extraction.passed_over
        if p.evidence.overlaps(mention.start, mention.end)
    ]
    told = any(c.evidence.overlaps(mention.start, mention.end) for c in extraction.claims)
    default = "no place of the activity that its sentence tells" if told else "its sentence tells no military activity"
    return f"in no claim: {'; '.join(dict.fromkeys(reasons)) or default}"


def _explain(report: Report, resolution: Resolution) -> Iterator[str]:
    mention = resolution.mention
    line = report.text.count("\n", 0, mention.start) + 1
    yield f"\n{mention.text}  (line {line} of the text, characters {mention.start} to {mention.end})"
    if mention.usage != "literal":
        yield f"    no place of an event: {mention.why}"
    if resolution.status != "resolved" or not resolution.place:
        yield f"  {resolution.status}: {'; '.join(resolution.reasons)}"
    else:
        of_it = "" if resolution.relation == "part" else " of it"
        side = f", {resolution.side}{of_it}" if resolution.side else ""
        relation = (
            f" ({resolution.relation}{f' {resolution.distance_km:g} km' if resolution.distance_km else ''}{side})"
            if resolution.relation != "at"
            else ""
        )
        yield f"  → {place_line(resolution.place)}{relation}"
        reasons = "; ".join(resolution.reasons) or "the only place of the name"
        yield f"    {resolution.match} match, {resolution.score:.0%}: {reasons}"
    chosen = resolution.place.id if resolution.place else ""
    for candidate in resolution.candidates:
        if candidate.place.id != chosen:
            yield f"    {_rejected(candidate)}"


def _rejected(candidate: Candidate) -> str:
    return f"✗ {candidate.score:.0%} {place_line(candidate.place)}: {'; '.join(candidate.reasons)}"
