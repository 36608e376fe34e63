"""Records what each fold's network finds in the documents that it was not trained on.

Usage: python -m training.recognised FOLDER      (with 0.npz to 4.npz of training.fit, for build/pack/names.npz)

Writes ``benchmarks/recognised.jsonl.gz``: offsets and usages alone, no text. The gates resolve and score them, so that they
measure the recogniser on documents that it has not seen without five sets of weights in the repository.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.gate import RECOGNISED
from geomap.encoder.heads import HEADS
from geomap.encoder.run import NOTHING, heads_from
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.toponyms.recognise import recognise
from training import PACK
from training.examples import TOPONYMS, documents, folds

CORPORA = tuple(f"toponyms/{c}" for c in TOPONYMS)


def said(path: Path, pack: Any) -> dict[tuple[str, str], tuple[Any, Any]]:
    """What a fold's network said, by corpus and document: the numbers of the words, and their logits."""
    given = np.load(path)
    doc, word, logits = given["doc"], given["word"], given["said"].astype(np.float32)
    return {(str(pack["corpus"][d]), str(pack["id"][d])): (word[doc == d], logits[doc == d]) for d in np.unique(doc)}


def main(folder: str) -> None:
    """Write the record."""
    lines = []
    pack = np.load(PACK / "names.npz")
    told: dict[tuple[str, str], tuple[Any, Any]] = {}
    for fold in range(5):
        told |= said(Path(folder) / f"{fold}.npz", pack)
    sizes = [len(classes) for classes in HEADS.values()]
    with Index() as index:
        for corpus in CORPORA:
            for fold, part in enumerate(folds(documents(corpus))):
                for doc in part:
                    report = Report(text=doc["text"])
                    words = list(tokens(report.text))
                    at, logits = told[corpus, str(doc["id"])]
                    whole = np.full((len(words), sum(sizes)), NOTHING, dtype=np.float32)
                    whole[at] = logits
                    found = recognise(report, index, heads_from(words, np.split(whole, np.cumsum(sizes)[:-1], axis=1)))
                    spans = [[m.start, m.end, m.usage] for m in found]
                    lines.append(json.dumps({"corpus": corpus, "id": doc["id"], "fold": fold, "mentions": spans}))
    RECOGNISED.write_bytes(gzip.compress("\n".join(sorted(lines)).encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
