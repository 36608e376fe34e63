"""Recognition and resolution of place names on the gold corpora, against their floors.

Usage:
  python -m benchmarks.toponyms [--raise-floors]             measure, print, exit with 1 where a figure fell
  python -m benchmarks.toponyms predict IN.jsonl OUT.jsonl   predict for any corpus ({"id", "text", "title"?, "outlet"?})
  python -m benchmarks.toponyms resolve IN.jsonl OUT.jsonl   place the given "toponyms" (start, end) of each document alone

The recogniser and the ranker are trained on LGL, TR-News and GeoWebNews. On those the gate scores what each fold's network
found in the documents that it was not trained on (``recognised.jsonl.gz``, made by ``training/recognised.py``), placed with
that fold's ranker. Facilities and events are nobody's training data: the shipped weights read them here and now.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import gate, resolution
from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import key
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.toponyms.ranker import ranker
from geomap.toponyms.recognise import given, recognise
from geomap.toponyms.resolve import resolve

# Best published figures (recognition / resolution / end to end) and a baseline; they count differently, demonyms mostly out.
PEERS = {
    "toponyms/lgl": "published .903 exact / .795 to .830 / .855 (outlet known); spaCy md, most populous .709 / .575 / .454",
    "toponyms/trnews": "published .864 / .761 to .863 / .734; spaCy md, most populous .792 / .710 / .602",
    "toponyms/gwn_half": "published .790 / .674 to .814 / .805; spaCy md, most populous .693 / .762 / .569 (whole corpus)",
    "facilities/dev": "geoparsers .40 to .57 F1 on facilities of US local news, a hosted language model .96",
}
FIGURES = ("F1", "exact_F1", "acc161", "acc161_all", "e2e_F1", "e2e25_F1")


def report(document: dict[str, Any]) -> Report:
    """The report that a document of a corpus is."""
    return Report(text=document["text"], title=document.get("title") or "", outlet=document.get("outlet") or "")


def predict(document: dict[str, Any], index: Index) -> dict[str, Any]:
    """The toponyms of a document in the scorer's shape."""
    read = report(document)
    return {"id": document["id"], "toponyms": resolution.rows(resolve(read, recognise(read, index), index))}


def resolve_given(document: dict[str, Any], index: Index) -> dict[str, Any]:
    """The given toponyms of a document, placed."""
    read = report(document)
    spans = [(t["start"], t["end"], t.get("usage", "literal")) for t in document["toponyms"]]
    return {"id": document["id"], "toponyms": resolution.rows(resolve(read, given(read, spans, index), index))}


def held_out(corpus: str, index: Index) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Predicts a document of a corpus that was trained on, by the fold that did not see it."""
    record = gate.recognised(corpus)

    def of(document: dict[str, Any]) -> dict[str, Any]:
        read, (fold, spans) = report(document), record[document["id"]]
        return {"id": document["id"], "toponyms": resolution.rows(resolve(read, given(read, spans, index), index, ranker(fold)))}

    return of


def without_demonyms(docs: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Documents whose toponyms are no demonyms, as published figures count."""
    known = demonyms()
    return {i: {**d, "toponyms": [t for t in d["toponyms"] if key(t["text"]) not in known]} for i, d in docs.items()}


def measure(index: Index, *, raise_floors: bool) -> list[str]:
    """Measure each corpus and compare; the figures that fell."""
    score = gate.scorer(gate.EVAL / "score_toponyms.py").score
    fallen: list[str] = []
    for corpus, peer in PEERS.items():
        path = gate.EVAL / f"{corpus}.jsonl"
        documents = gate.read(path)
        gold = {d["id"]: d for d in documents}
        trained = corpus.startswith("toponyms")
        how = held_out(corpus, index) if trained else lambda d: predict(d, index)
        start = time.perf_counter()
        found = gate.predictions(documents, how)
        rate = len(documents) / (time.perf_counter() - start)
        figures = score(gold, found, None if trained else "facility")
        work = "placed" if trained else "read and placed"
        print(f"\n{corpus}: {len(documents)} documents {work}, {rate:.0f} a second on one core\n  peers: {peer}")
        if trained:
            plain = score(without_demonyms(gold), without_demonyms(found))
            print("  without demonyms: " + "  ".join(f"{k} {plain[k]:.3f}" for k in FIGURES))
            figures |= resolution.figures(corpus, documents, found, index)
        fallen += gate.compare(
            corpus, path, {k: v for k, v in figures.items() if k in (*FIGURES, *resolution.FIGURES)}, raise_floors=raise_floors
        )
    return fallen + resolution.events(index, raise_floors=raise_floors)


def main(arguments: list[str]) -> int:
    """Measure, predict, or place given spans."""
    with Index() as index:
        if arguments[:1] == ["resolve"] and len(arguments) == 3:
            gate.predict_file(arguments[1], arguments[2], lambda d: resolve_given(d, index))
            return 0
        return gate.run(arguments, __doc__ or "", lambda d: predict(d, index), lambda up: measure(index, raise_floors=up))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
