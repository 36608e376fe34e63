"""The networks' files, each opened once; ``prepare`` opens them while the rest of geomap is still being loaded."""

from pathlib import Path
from threading import Lock, Thread
from typing import Any

WEIGHTS = Path(__file__).parent / "weights"
NAMES, CLAIMS, PARTS = WEIGHTS / "encoder.onnx", WEIGHTS / "claims.onnx", WEIGHTS / "parts.onnx"
"""The recogniser, the reader of claims, and the reader of one claim's parts."""
_OPEN: dict[Path, Any] = {}
_LOCK = Lock()


def network(path: Path) -> Any:
    """A network that runs on one thread; some 50 ms to open."""
    with _LOCK:
        if path not in _OPEN:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            _OPEN[path] = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return _OPEN[path]


def prepare() -> None:
    """Begin to open the networks beside what else is to be done first."""
    Thread(target=lambda: [network(p) for p in (NAMES, CLAIMS, PARTS)]).start()
