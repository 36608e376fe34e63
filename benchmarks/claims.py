"""Claims on the gold reports against their floors: the real ones, and those written ones that the reader has not learnt from.

Usage:
  python -m benchmarks.claims [--raise-floors]             measure, print, exit with 1 where a figure fell
  python -m benchmarks.claims predict IN.jsonl OUT.jsonl   predict for any corpus
  python -m benchmarks.claims methods                      what words, a parse, the trained reader, and words and reader give

A corpus is JSONL of {"id", "text", "title"?, "date"?, "outlet"?, "lang"?}.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from benchmarks import gate, parsed
from benchmarks.reading import NO_SPACY, spacy_model
from geomap.activities import by_reader, extract
from geomap.activities.extract import Extraction
from geomap.errors import ReportError
from geomap.gazetteer.index import Index
from geomap.model import Claim, Report, Resolution, Span
from geomap.pipeline import read_report
from geomap.reports import iso_date

# Floors stand on the figures of the whole; those of matched claims move with what is matched, and are printed alone.
FIGURES = ("F1", "strict_F1", "empty_ok")
MATCHED = ("P", "R", "kind", "certainty", "when", "attribution", "actor", "place_F1", "quantity_F1")


def _report(document: dict[str, Any]) -> Report:
    return Report(
        text=document["text"],
        title=document.get("title") or "",
        outlet=document.get("outlet") or "",
        published=_iso(document.get("date")),
        language=document.get("lang") or "en",
    )


def predict(document: dict[str, Any], index: Index) -> dict[str, Any]:
    """The claims of a document in the scorer's shape."""
    return {"id": document["id"], "claims": rows(read_report(_report(document), index).extraction, index)}


def predict_parsed(document: dict[str, Any], index: Index, model: Any) -> dict[str, Any]:
    """The same, refined by spaCy's parse."""
    report = _report(document)
    return {"id": document["id"], "claims": rows(parsed.refined(report, read_report(report, index).extraction, model), index)}


def rows(extraction: Extraction, index: Index) -> list[dict[str, Any]]:
    """All claims of a report; those whose places could not be placed have spans and no points."""
    return [_row(c, index) for c in extraction.all_claims]


def _point(r: Resolution, index: Index) -> tuple[float | None, float | None]:
    """Where a place is: of a division the middle of its outline, as the corpus has it, and not where GeoNames has its point.

    Of a place that only an aside of the report tells ("Badaber, south of Peshawar") no point is known.
    """
    if r.match == "aside":
        return None, None
    outline = index.outline(r.place.id) if r.place and r.place.feature_class == "A" and r.relation == "at" else None
    if not outline:
        return r.lat, r.lon
    middle = shapely.from_wkb(outline).centroid
    return round(middle.y, 4), round(middle.x, 4)


def _iso(date: Any) -> str | None:
    """A corpus' date where it is one that geomap can use."""
    try:
        return iso_date(str(date))
    except ReportError:
        return None


def _row(claim: Claim, index: Index) -> dict[str, Any]:
    def span(s: Span | None) -> list[int] | None:
        return [s.start, s.end] if s else None

    places = [
        {"role": p.role, "start": r.mention.start, "end": r.mention.end, "lat": lat, "lon": lon}
        for p in (*claim.places, *claim.unplaced)
        for r in [p.resolution]
        for lat, lon in [_point(r, index)]
    ]
    when = {"start": str(claim.when.start), "end": str(claim.when.end)} if claim.when and claim.when.start else None
    return {
        "evidence": span(claim.evidence),
        "kind": claim.kind,
        "places": places,
        "actor": span(claim.actor),
        "quantities": [{"value": q.value, "max": q.max, "unit": q.unit, "qualifier": q.qualifier} for q in claim.quantities],
        "when": when,
        "attribution": span(claim.attribution),
        "certainty": claim.certainty,
    }


def corpora() -> list[tuple[str, Path, list[dict[str, Any]]]]:
    """Name, file and documents of what is measured: nothing that the shipped reader has learnt from."""
    real, written = (gate.EVAL / "claims" / f"{n}.jsonl" for n in ("real_dev", "written"))
    return [
        ("claims/real_dev", real, gate.read(real)),
        ("claims/written, fold 0", written, gate.folds(gate.read(written))[0]),
    ]


def figures(documents: list[dict[str, Any]], how: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, float]:
    """What the scorer says of the predictions for some documents."""
    score = gate.scorer(gate.EVAL / "claims" / "score_claims.py").score
    gold = {d["id"]: d for d in documents}
    found: dict[str, float] = score(gold, gate.predictions(documents, how))
    return found


def measure(index: Index, *, raise_floors: bool) -> list[str]:
    """Measure each corpus and compare; the figures that fell."""
    fallen = []
    for corpus, path, documents in corpora():
        found = figures(documents, lambda d: predict(d, index))
        print(f"\n{corpus}: {len(documents)} reports, {found['gold']:g} claims")
        print("  ".join(f"{k} {found[k]:.3f}" for k in MATCHED))
        fallen += gate.compare(corpus, path, {k: found[k] for k in FIGURES}, raise_floors=raise_floors)
    return fallen


def methods(index: Index) -> None:
    """What the lexicon's words give alone, with a dependency parse, the trained reader alone, and words and reader together."""
    kept = (extract.LANGUAGES, by_reader.LEAST_WORDED, by_reader.RULES_WEIGHT)
    model = spacy_model()
    ways: list[tuple[str, tuple[frozenset[str], float, float], Callable[[dict[str, Any]], dict[str, Any]]]] = [
        ("words and rules", (frozenset(), *kept[1:]), lambda d: predict(d, index)),
        ("reader", (kept[0], by_reader.LEAST_TOLD, 0.0), lambda d: predict(d, index)),
        ("both", kept, lambda d: predict(d, index)),
    ]
    if model:
        ways.insert(1, ("rules over a dependency parse", (frozenset(), *kept[1:]), lambda d: predict_parsed(d, index, model)))
    else:
        print(f"no rules over a dependency parse: {NO_SPACY}")
    print("| corpus | method | " + " | ".join((*MATCHED, *FIGURES)) + " |")
    print("|---" * (2 + len(MATCHED) + len(FIGURES)) + "|")
    for corpus, _, documents in corpora():
        for method, settings, how in ways:
            extract.LANGUAGES, by_reader.LEAST_WORDED, by_reader.RULES_WEIGHT = settings
            found = figures(documents, how)
            print(f"| {corpus} | {method} | " + " | ".join(f"{found[k]:.3f}" for k in (*MATCHED, *FIGURES)) + " |", flush=True)
    extract.LANGUAGES, by_reader.LEAST_WORDED, by_reader.RULES_WEIGHT = kept


def main(arguments: list[str]) -> int:
    """Measure, or predict."""
    with Index() as index:
        if arguments == ["methods"]:
            methods(index)
            return 0
        return gate.run(arguments, __doc__ or "", lambda d: predict(d, index), lambda up: measure(index, raise_floors=up))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
