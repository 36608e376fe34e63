"""Recognition and resolution of place names on the gold corpora, against their floors.

Usage:
  python -m benchmarks.toponyms [--raise-floors]             measure, print, exit with 1 where a figure fell
  python -m benchmarks.toponyms predict IN.jsonl OUT.jsonl   predict for any corpus ({"id", "text", "title"?, "outlet"?})

The light recogniser is trained on nothing, so that no corpus has to be held out from it.
"""

import sys
import time
from typing import Any

from benchmarks import gate
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve

# What spaCy's en_core_web_md spans placed at the most populous namesake reach on the same corpora, as measured by others.
PEERS = {
    "toponyms/lgl": "spaCy md + most populous .709 / .575 / .454",
    "toponyms/trnews": "spaCy md + most populous .792 / .710 / .602",
    "toponyms/gwn_half": "spaCy md + most populous .693 / .762 / .569 (on the whole corpus)",
    "facilities/dev": "geoparsers .40 to .57 F1 on facilities of US local news",
}
FIGURES = ("F1", "exact_F1", "acc161", "acc161_all", "e2e_F1", "e2e25_F1")


def predict(document: dict[str, Any], index: Index) -> dict[str, Any]:
    """The toponyms of a document in the scorer's shape; an ambiguous one is placed at its likeliest candidate."""
    report = Report(text=document["text"], title=document.get("title") or "", outlet=document.get("outlet") or "")
    rows = []
    for r in resolve(report, recognise(report, index), index):
        likely = r.candidates[0].place if r.candidates and r.lat is None else None
        lat, lon = (likely.lat, likely.lon) if likely else (r.lat, r.lon)
        rows.append({"start": r.mention.start, "end": r.mention.end, "text": r.mention.text, "lat": lat, "lon": lon})
    return {"id": document["id"], "toponyms": rows}


def measure(index: Index, *, raise_floors: bool) -> list[str]:
    """Measure each corpus and compare; the figures that fell."""
    score = gate.scorer(gate.EVAL / "score_toponyms.py").score
    fallen = []
    for corpus, peer in PEERS.items():
        path = gate.EVAL / f"{corpus}.jsonl"
        documents = gate.read(path)
        start = time.perf_counter()
        found = gate.predictions(documents, lambda d: predict(d, index))
        rate = len(documents) / (time.perf_counter() - start)
        figures = score({d["id"]: d for d in documents}, found, "facility" if corpus.startswith("facilities") else None)
        print(f"\n{corpus}: {len(documents)} documents, {rate:.0f} a second on one core; {peer} (F1 / acc161 / e2e F1)")
        fallen += gate.compare(corpus, path, {k: figures[k] for k in FIGURES}, raise_floors=raise_floors)
    return fallen


def main(arguments: list[str]) -> int:
    """Measure, or predict."""
    with Index() as index:
        return gate.run(arguments, __doc__ or "", lambda d: predict(d, index), lambda up: measure(index, raise_floors=up))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
