"""Articles a second on one core, and memory: recognition and resolution beside spaCy's tagging alone.

Usage: python -m benchmarks.reading

The baseline is ``en_core_web_sm``; where neither it nor a copy of it under another name is installed, only geomap is timed.
Processor time of this process is counted, over the first hundred articles of LGL.
"""

import resource
import time
from collections.abc import Callable
from importlib.metadata import distributions
from typing import Any

from benchmarks import gate
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve

ARTICLES = 100
NO_SPACY = "spaCy's small English model is not installed: pip install -e '.[peers]'"


def rate(texts: list[str], read: Callable[[str], Any]) -> float:
    """Texts a second of processor time, after one to warm up."""
    read(texts[0])
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


def spacy_model() -> Any:
    """SpaCy's small English model under whatever name it is installed, or None."""
    names = [
        d.metadata["Name"].replace("-", "_") for d in distributions() if "en_core_web_sm" in d.metadata["Name"].replace("-", "_")
    ]
    if not names:
        return None
    from importlib import import_module
    from pathlib import Path

    import spacy

    package = Path(str(import_module(names[0]).__file__)).parent
    return spacy.load(next(p.parent for p in sorted(package.rglob("config.cfg"))))


def main() -> None:
    """Print both."""
    path = gate.EVAL / "toponyms" / "lgl.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is not here: the corpora are not part of the repository")
    texts = [d["text"] for d in gate.read(path)[:ARTICLES]]
    with Index() as index:

        def read(text: str) -> Any:
            report = Report(text=text)
            return resolve(report, recognise(report, index), index)

        own = rate(texts, read)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"geomap, recognition and resolution: {own:.1f} articles a second, {memory:.0f} MB resident")
    model = spacy_model()
    if model:
        theirs = rate(texts, model)
        print(f"spaCy en_core_web_sm, tagging alone: {theirs:.1f} articles a second; ratio {own / theirs:.2f}")


if __name__ == "__main__":
    main()
