"""Claims on the gold reports, for the kinds that geomap reads, against their floors.

Usage:
  python -m benchmarks.claims [--raise-floors]             measure, print, exit with 1 where a figure fell
  python -m benchmarks.claims predict IN.jsonl OUT.jsonl   predict for any corpus

A corpus is JSONL of {"id", "text", "title"?, "date"?, "outlet"?, "lang"?}.
"""

import sys
from typing import Any

from benchmarks import gate
from geomap.gazetteer.index import Index
from geomap.lexicon import kinds
from geomap.model import Claim, Report, Span
from geomap.pipeline import read_report

# Floors stand on the figures of the whole; those of matched claims move with what is matched, and are printed alone.
FIGURES = ("F1", "strict_F1", "empty_ok")
MATCHED = ("P", "R", "kind", "certainty", "when", "attribution", "actor", "place_F1", "quantity_F1")


def predict(document: dict[str, Any], index: Index) -> dict[str, Any]:
    """The claims of a document in the scorer's shape."""
    report = Report(
        text=document["text"],
        title=document.get("title") or "",
        outlet=document.get("outlet") or "",
        published=document.get("date"),
        language=document.get("lang") or "en",
    )
    return {"id": document["id"], "claims": [_row(c) for c in read_report(report, index).extraction.claims]}


def _row(claim: Claim) -> dict[str, Any]:
    def span(s: Span | None) -> list[int] | None:
        return [s.start, s.end] if s else None

    places = [
        {"role": p.role, "start": r.mention.start, "end": r.mention.end, "lat": r.lat, "lon": r.lon}
        for p in claim.places
        for r in [p.resolution]
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


def measure(index: Index, *, raise_floors: bool) -> list[str]:
    """Measure each corpus and compare; the figures that fell."""
    score = gate.scorer(gate.EVAL / "claims" / "score_claims.py").score
    fallen = []
    for corpus in ("claims/real_dev", "claims/written"):
        path = gate.EVAL / f"{corpus}.jsonl"
        documents = gate.read(path)
        gold = {d["id"]: {**d, "claims": [c for c in d["claims"] if c["kind"] in kinds()]} for d in documents}
        figures = score(gold, gate.predictions(documents, lambda d: predict(d, index)))
        print(f"\n{corpus}: {len(documents)} reports, {figures['gold']} claims of the kinds {', '.join(kinds())}")
        print("  ".join(f"{k} {figures[k]:.3f}" for k in MATCHED))
        fallen += gate.compare(corpus, path, {k: figures[k] for k in FIGURES}, raise_floors=raise_floors)
    return fallen


def main(arguments: list[str]) -> int:
    """Measure, or predict."""
    with Index() as index:
        return gate.run(arguments, __doc__ or "", lambda d: predict(d, index), lambda up: measure(index, raise_floors=up))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
