"""Packs the corpora as arrays, so that training needs neither the gazetteer nor this package, and may run elsewhere.

Usage: python -m training.pack      writes build/pack/names.npz, claims.npz and parts.npz

One row a word piece; ``window``, ``doc`` and ``variant`` tell where it belongs. Variant 0 is the text as it stands, the
others have some of their places renamed. ``fold`` is the document's; -1 marks documents that are only read, never learnt, and one
fold more than the corpora have those that are always learnt.
"""

import random
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from geomap.encoder.inputs import Window
from geomap.gazetteer.index import Index
from training import PACK, claims, examples, marked
from training.examples import MASKED

VARIANTS = 8
# Of the variants of a report so many are cut into texts of few sentences.
SHORT_EVERY = 2
SHORT_NAMES_EVERY = 4
SEED = 20261126
_CLAIMS = ("sentence", "told", "told_known", "placed", "role", "certainty", "part")
LABELS = {"names": ("span", "usage"), "claims": _CLAIMS, "parts": (*_CLAIMS, "part_known")}
INPUTS = {"names": Window._fields[:3], "claims": Window._fields[:3], "parts": Window._fields[:4]}
# So many of a report's clauses that tell no activity, and seem to, are asked for it: for each of its claims, and at least.
DOUBTFUL, LEAST_DOUBTFUL = 0.25, 1
# From this share of the shipped reader on, what a partly annotated report leaves out may be an activity all the same.
DISPUTED = 0.1
# The teachers alone speak of the articles with toponyms; of the largest corpus every so many are shown.
NEWS_EVERY = {"lgl": 5}


@cache
def _index() -> Index:
    """The gazetteer, opened once a process."""
    return Index()


def _folded(corpus: str) -> list[tuple[dict[str, Any], int]]:
    return [(d, k) for k, part in enumerate(examples.folds(examples.documents(corpus))) for d in part]


def names(task: tuple[str, dict[str, Any], int]) -> list[tuple[dict[str, Any], list[tuple[int, Any, dict[str, list[int]]]]]]:
    """One document's windows in all its variants, for the recogniser; of a report with claims only their places are known."""
    corpus, doc, fold = task
    rows = []
    index = _index()
    for variant in range(VARIANTS + 1 if corpus.startswith("toponyms") else 1):
        rng = random.Random(f"{SEED}{doc['id']}{variant}") if variant else None
        text = examples.labelled(doc, rng, index) if corpus.startswith("toponyms") else examples.sites(doc)
        texts = examples.alone(text, rng) if rng and not variant % SHORT_NAMES_EVERY else [text]
        rows += [(variant, e.window, {"span": e.span, "usage": e.usage}) for t in texts for e in examples.examples(t, index)]
    return [({"corpus": corpus, "id": doc["id"], "fold": fold}, rows)]


def _given(doc: dict[str, Any], variant: int, read: tuple[Any, Any], rng: random.Random) -> tuple[Any, Any, list[dict[str, Any]]]:
    """A report with its places and claims, in one of its variants; ``read`` is the report as it stands, and its places."""
    told = doc.get("claims", [])
    return claims.renamed(*read, told, rng, _index()) if variant else (*read, told)


def reports(task: tuple[str, dict[str, Any], int]) -> list[tuple[dict[str, Any], list[tuple[int, Any, dict[str, list[int]]]]]]:
    """One report's windows in all its variants, for the reader of claims."""
    corpus, doc, fold = task
    rows = []
    read = claims.read(doc, _index())
    disputed = _disputed(doc, read)
    for variant in range(VARIANTS + 1 if corpus in ("claims/written", "own") else 1):
        rng = random.Random(f"{SEED}{doc['id']}{variant}")
        text = claims.labelled(*_given(doc, variant, read, rng))
        text = text._replace(told_known=[0 if s in disputed else k for s, k in zip(text.sentence, text.told_known, strict=True)])
        if "claims" not in doc:
            text = text._replace(told_known=[0] * len(text.words), certainty=[MASKED] * len(text.words))
        made = claims.examples(text)
        if variant and not variant % SHORT_EVERY:
            made = (short for e in made for short in claims.alone(e, rng))
        rows += [(variant, e.window, e.columns) for e in made]
    return [({"corpus": corpus, "id": doc["id"], "fold": fold}, rows)]


def _partial(doc: dict[str, Any]) -> bool:
    """Whether a report leaves some of its activities unannotated."""
    return bool(doc.get("file", 0) >= claims.PARTIAL_FROM)


def _disputed(doc: dict[str, Any], read: tuple[Any, Any]) -> set[int]:
    """The clauses of a partly annotated report, by number, that nobody annotated and that seem to tell something."""
    if not _partial(doc):
        return set()
    told = {k for k, s in enumerate(claims.units(*read)) if any(s.overlaps(*c["evidence"]) for c in doc["claims"])}
    return {k for k, _ in marked.doubtful(*read, doc["claims"], DISPUTED)} - told


def parts(task: tuple[str, dict[str, Any], int]) -> list[tuple[dict[str, Any], list[tuple[int, Any, dict[str, list[int]]]]]]:
    """One report's windows with a sentence marked, in all its variants, for the reader of parts."""
    corpus, doc, fold = task
    rows = []
    read = claims.read(doc, _index())
    doubtful = [] if _partial(doc) else marked.doubtful(*read, doc["claims"])
    chosen = doubtful[: max(LEAST_DOUBTFUL, round(DOUBTFUL * len(doc["claims"])))]
    for variant in range(VARIANTS + 1):
        rng = random.Random(f"{SEED}{doc['id']}{variant}")
        given = _given(doc, variant, read, rng)
        rows += [(variant, e.window, e.columns) for e in marked.asked(*given, chosen)]
    return [({"corpus": corpus, "id": doc["id"], "fold": fold}, rows)]


def pack(name: str, made: list[tuple[dict[str, Any], list[tuple[int, Any, dict[str, list[int]]]]]]) -> None:
    """Write the windows of all documents as arrays."""
    columns: dict[str, list[Any]] = {c: [] for c in (*INPUTS[name], "words", "window", *LABELS[name])}
    doc, variant = [], []
    for number, (_, rows) in enumerate(made):
        for v, window, labels in rows:
            for c in (*INPUTS[name], "words"):
                columns[c] += getattr(window, c)
            for c in LABELS[name]:
                columns[c] += labels[c]
            columns["window"] += [len(doc)] * len(window.ids)
            doc.append(number)
            variant.append(v)
    PACK.mkdir(parents=True, exist_ok=True)
    types = {"ids": np.uint16, "shapes": np.uint8, "matches": np.uint8, "marks": np.uint8}
    arrays = {c: np.array(v, dtype=types.get(c, np.int16 if c != "window" else np.int32)) for c, v in columns.items()}
    about = [d for d, _ in made]
    np.savez_compressed(
        PACK / f"{name}.npz",
        doc=np.array(doc, dtype=np.int32),
        variant=np.array(variant, dtype=np.int8),
        fold=np.array([d["fold"] for d in about], dtype=np.int8),
        corpus=np.array([d["corpus"] for d in about]),
        id=np.array([d["id"] for d in about]),
        **arrays,
    )
    print(name, len(about), "documents", len(doc), "windows", len(arrays["ids"]), "pieces")


def main(arguments: list[str]) -> None:
    """Pack."""
    toponyms = [(f"toponyms/{c}", d, k) for c in examples.TOPONYMS for d, k in _folded(f"toponyms/{c}")]
    written = [("claims/written", d, k) for d, k in _folded("claims/written")]
    own = [("own", d, 0 if d["file"] in claims.LEFT_OUT else examples.FOLDS) for d in claims.own()]
    news = [
        (f"toponyms/{c}", d, -1) for c in examples.TOPONYMS for d in examples.documents(f"toponyms/{c}")[:: NEWS_EVERY.get(c, 1)]
    ]
    real = [("claims/real_dev", d, -1) for d in examples.documents("claims/real_dev")]
    with ProcessPoolExecutor(2) as pool:
        if "claims" in arguments or not arguments:
            made = pool.map(reports, [*written, *own, *real, *news], chunksize=8)
            pack("claims", [r for part in made for r in part])
        if "parts" in arguments or not arguments:
            made = pool.map(parts, [*written, *own], chunksize=8)
            pack("parts", [r for part in made for r in part])
        if "names" in arguments or not arguments:
            told = [(corpus, d, -1) for corpus, d, _ in (*written, *own)]
            made = pool.map(names, [*toponyms, *told], chunksize=8)
            pack("names", [r for part in made for r in part])


if __name__ == "__main__":
    main(sys.argv[1:])
