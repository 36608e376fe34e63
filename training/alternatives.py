"""Recognisers that were measured and not kept, on the folds of the one that was.

Usage: python -m training.alternatives      (with ``pip install -e '.[peers]'``)

Prints the overlap F1, by the scorer of the corpora, of spaCy's small English model as it comes, of a linear-chain CRF over the
words, their letters, their neighbours and what the gazetteer has under them, and of the recogniser that is shipped. The last
two are scored on the documents that their fold has not seen.
"""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import gate
from benchmarks.reading import NO_SPACY, spacy_model
from geomap.encoder.heads import SPANS
from geomap.encoder.inputs import SHAPES, gazetteer_tags, shape
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from training import examples

# What spaCy calls places, and the peoples that the corpora count.
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_REACH = 2
_AFFIX = 3
# Elastic net and passes, as the library's tutorial has them; no figure was looked at to choose them.
_CRF = {"c1": 0.1, "c2": 0.01, "max_iterations": 100}

Spans = list[tuple[int, int]]


def features(text: str, index: Index) -> list[list[str]]:
    """What the CRF sees of each word of a text."""
    words = list(tokens(text))
    tags = gazetteer_tags(text, words, index)
    between = [text[a.end : b.start].strip() for a, b in pairwise(words)]
    gaps = ["start", *between, "end"]
    own = [
        (w.fold, SHAPES[shape(text[w.start : w.end])], str(tag), w.fold[:_AFFIX], w.fold[-_AFFIX:])
        for w, tag in zip(words, tags, strict=True)
    ]
    seen = []
    for i in range(len(words)):
        row = [f"before {gaps[i]}", f"behind {gaps[i + 1]}"]
        for step in range(-_REACH, _REACH + 1):
            if 0 <= i + step < len(words):
                row += [f"{step} {number} {value}" for number, value in enumerate(own[i + step])]
        seen.append(row)
    return seen


def spans(text: str, said: list[str]) -> Spans:
    """The names that the labels of a text's words make."""
    found: Spans = []
    former = "outside"
    for word, label in zip(tokens(text), said, strict=True):
        if label == "continues" and former != "outside":
            found[-1] = (found[-1][0], word.end)
        elif label != "outside":
            found.append((word.start, word.end))
        former = label
    return found


def by_crf(corpora: dict[str, list[dict[str, Any]]], index: Index) -> dict[str, Spans]:
    """What the CRF of the other four folds, over all corpora together, finds in each document, by the document's id."""
    import pycrfsuite

    parts: list[list[dict[str, Any]]] = [[] for _ in range(gate.FOLDS)]
    for documents in corpora.values():
        parts = [[*part, *more] for part, more in zip(parts, gate.folds(documents), strict=True)]
    seen = {d["id"]: features(d["text"], index) for part in parts for d in part}
    found = {}
    for left_out in parts:
        trainer = pycrfsuite.Trainer(params=_CRF, verbose=False)
        for d in (d for part in parts if part is not left_out for d in part):
            labels = examples.labelled(d, None, index).span
            trainer.append(seen[d["id"]], [SPANS[max(0, label)] for label in labels])
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "crf")
            trainer.train(path)
            tagger = pycrfsuite.Tagger()
            tagger.open(path)
            found |= {d["id"]: spans(d["text"], tagger.tag(seen[d["id"]])) for d in left_out}
            tagger.close()
    return found


def by_spacy(documents: list[dict[str, Any]], model: Any) -> Iterator[tuple[str, Spans]]:
    """What spaCy's model finds in each document."""
    for d in documents:
        yield d["id"], [(e.start_char, e.end_char) for e in model(d["text"]).ents if e.label_ in _PLACES]


def main() -> None:
    """Print the table."""
    model = spacy_model()
    if not model:
        raise SystemExit(NO_SPACY)
    corpora = {name: examples.documents(f"toponyms/{name}") for name in examples.TOPONYMS}
    every = [d for documents in corpora.values() for d in documents]
    with Index() as index:
        found = {
            "spaCy en_core_web_sm": dict(by_spacy(every, model)),
            "linear-chain CRF": by_crf(corpora, index),
            "shipped": {
                i: [(s, e) for s, e, _ in told]
                for name in corpora
                for i, (_, told) in gate.recognised(f"toponyms/{name}").items()
            },
        }
    score = gate.scorer(gate.EVAL / "score_toponyms.py").score
    for method, told in found.items():
        for name, documents in corpora.items():
            predicted = {
                d["id"]: {
                    "toponyms": [
                        {"start": s, "end": e, "text": d["text"][s:e], "lat": None, "lon": None} for s, e in told[d["id"]]
                    ]
                }
                for d in documents
            }
            figures = score({d["id"]: d for d in documents}, predicted)
            print(f"{method:<22} {name:<10} F1 {figures['F1']:.3f}  exact {figures['exact_F1']:.3f}")


if __name__ == "__main__":
    main()
