"""Records what each fold's network finds in the documents that it was not trained on.

Usage: python -m training.recognised      (needs build/folds/0.onnx to 4.onnx)

Writes ``benchmarks/recognised.jsonl.gz``: offsets and usages alone, no text. The gates resolve and score them, so that they
measure the recogniser on documents that it has not seen without five sets of weights in the repository.
"""

import gzip
import json

from benchmarks.gate import RECOGNISED
from geomap.encoder.run import read
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.toponyms.recognise import recognise
from training.encoder import BUILD
from training.examples import TOPONYMS, documents, folds

CORPORA = tuple(f"toponyms/{c}" for c in TOPONYMS)


def main() -> None:
    """Write the record."""
    lines = []
    with Index() as index:
        for corpus in CORPORA:
            for fold, part in enumerate(folds(documents(corpus))):
                for doc in part:
                    report = Report(text=doc["text"])
                    found = recognise(report, index, read(report.text, index, BUILD / f"{fold}.onnx"))
                    spans = [[m.start, m.end, m.usage] for m in found]
                    lines.append(json.dumps({"corpus": corpus, "id": doc["id"], "fold": fold, "mentions": spans}))
    RECOGNISED.write_bytes(gzip.compress("\n".join(sorted(lines)).encode(), mtime=0))


if __name__ == "__main__":
    main()
