"""Floors that only rise: figures of a corpus against those kept in ``floors.json``, pinned with the corpus' digest."""

import gzip
import hashlib
import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geomap.model import Usage

ROOT = Path(__file__).parent.parent
EVAL = ROOT.parent / "shared" / "eval"
FLOORS = Path(__file__).parent / "floors.json"
RECOGNISED = Path(__file__).parent / "recognised.jsonl.gz"
# How GeoWebNews marks names that stand for the place itself, and spans that are no names.
LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
NO_NAMES = frozenset({"Non_Lit_Expression", "Literal_Expression", "Non_Toponym"})
FOLDS = 5
# Figures are kept to three digits; what is lost by rounding is no fall.
ROUNDING = 0.0005


def scorer(path: Path) -> Any:
    """The module of a scorer that lies beside its corpus."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if not spec or not spec.loader:
        raise SystemExit(f"{path} is not here: the corpora are not part of the repository")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recognised(corpus: str) -> dict[str, tuple[int, list[tuple[int, int, Usage]]]]:
    """What the network of another fold found in each document of a corpus: the fold and the spans with their usage."""
    rows = [json.loads(line) for line in gzip.decompress(RECOGNISED.read_bytes()).decode().split("\n")]
    return {r["id"]: (r["fold"], [(m[0], m[1], m[2]) for m in r["mentions"]]) for r in rows if r["corpus"] == corpus}


def digest(path: Path) -> str:
    """The digest by which a floor knows its corpus."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def read(path: Path) -> list[dict[str, Any]]:
    """The documents of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def folds(docs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Five parts of a corpus by document, always the same ones."""
    order = sorted(docs, key=lambda d: d["id"])
    random.Random(20261126).shuffle(order)  # noqa: S311  # the same parts every time
    return [order[k::FOLDS] for k in range(FOLDS)]


def predict_file(given: str, written: str, predict: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Predict for the documents of one JSONL file, and write another."""
    found = predictions(read(Path(given)), predict)
    lines = [json.dumps(p, ensure_ascii=False) for p in found.values()]
    Path(written).write_text("\n".join(lines) + "\n", encoding="utf-8")


def predictions(
    documents: list[dict[str, Any]], predict: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What is predicted for each document; one that fails is an empty prediction, and so a miss."""
    found = {}
    for document in documents:
        try:
            found[document["id"]] = predict(document)
        except Exception as error:  # noqa: BLE001  # whatever it is, it must count and not stop the count
            print(f"crashed on {document['id']}: {type(error).__name__}: {str(error).splitlines()[0]}")
    return found


def compare(corpus: str, path: Path, figures: dict[str, float], *, raise_floors: bool, floors_file: Path = FLOORS) -> list[str]:
    """Print figure, floor and difference; the figures that fell.

    Args:
        corpus: its name in the floors.
        path: its file.
        figures: measured now.
        raise_floors: write what rose; nothing is ever lowered here.
        floors_file: where the floors are kept.
    """
    floors = json.loads(floors_file.read_text(encoding="utf-8")) if floors_file.is_file() else {}
    known = floors.get(corpus, {})
    if known and known["digest"] != digest(path):
        print(f"{corpus}: the corpus has changed since its floors were set; they are not comparable")
        return [f"{corpus}: digest"]
    kept = known.get("figures", {})
    fallen = []
    for name, value in figures.items():
        floor = kept.get(name)
        fell = floor is not None and value < floor - ROUNDING
        mark = "" if floor is None else f"floor {floor:.3f} {value - floor:+.3f}{'  FELL' if fell else ''}"
        print(f"{corpus:<22} {name:<12} {value:.3f}  {mark}")
        if fell:
            fallen.append(f"{corpus}: {name}")
    if raise_floors and not fallen:
        best = {name: max(round(value, 3), kept.get(name, 0.0)) for name, value in figures.items()}
        floors[corpus] = {"digest": digest(path), "figures": best}
        floors_file.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return fallen


def run(
    arguments: list[str], usage: str, predict: Callable[[dict[str, Any]], dict[str, Any]], measure: Callable[[bool], list[str]]
) -> int:
    """What every gate's command line does: predict for a file, or measure; the exit code.

    Args:
        arguments: of the command line.
        usage: printed where they are none of ours.
        predict: one document.
        measure: told whether to raise the floors; the figures that fell.
    """
    if arguments[:1] == ["predict"] and len(arguments) == 3:
        predict_file(arguments[1], arguments[2], predict)
        return 0
    if arguments not in ([], ["--raise-floors"]):
        raise SystemExit(usage)
    if not EVAL.is_dir():
        print(f"{EVAL} is not here: the corpora are not part of the repository")
        return 0
    return 1 if measure(bool(arguments)) else 0
