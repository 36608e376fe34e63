"""Runs the encoder over a text, on one thread, in bounded memory."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from geomap.encoder.heads import HEADS
from geomap.encoder.inputs import WEIGHTS, windows
from geomap.gazetteer.fold import Token, tokens
from geomap.gazetteer.index import Index

LANGUAGES = frozenset({"en"})
"""The languages whose texts the encoder was trained on."""
FILE = WEIGHTS / "encoder.onnx"


class Heads(NamedTuple):
    """What each head says of every word of a text: an array of words by classes (``heads.HEADS``), each row summing to one."""

    words: list[Token]
    span: Any
    usage: Any


@cache
def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read(text: str, index: Index, weights: Path = FILE) -> Heads:
    """What the encoder holds of each word of a text; the time is linear in its length.

    Args:
        text: of any length.
        index: the gazetteer.
        weights: another set of weights, as cross-validation needs it.
    """
    import numpy as np

    words = list(tokens(text))
    said = [np.zeros((len(words), len(classes)), dtype=np.float32) for classes in HEADS.values()]
    # One window at a time: with weights of eight bits the scale is the batch's, and a window would depend on its neighbours.
    for window in windows(text, words, index):
        given = {name: np.array([getattr(window, name)], dtype=np.int64) for name in ("ids", "shapes", "matches")}
        given["mask"] = np.ones_like(given["ids"])
        at = np.array([i for i, w in enumerate(window.words) if w >= 0], dtype=np.int64)
        for kept, logits in zip(said, _session(weights).run(list(HEADS), given), strict=True):
            kept[np.array(window.words)[at]] = logits[0][at]
    return Heads(words, *(_softmax(x) for x in said))


def _softmax(logits: Any) -> Any:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-1e9))
    return raised / raised.sum(axis=1, keepdims=True)
