"""A shipped network's weights of eight bits written back as floats, for another one to begin from."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import torch

_OWN = ("encoder.", "heads.", "shapes", "matches", "marks")
_ROUNDED = ("_scale", "_zero_point", "_quantized")
_PRODUCTS = ("MatMulInteger", "DynamicQuantizeMatMul")


def floats(path: Path) -> dict[str, Any]:
    """The weights of an ONNX file as ``fit.write`` makes it, under the names that PyTorch has for them.

    The exporter keeps the names of biases and tables; a product's weights it names after the node that multiplies by them.
    """
    import onnx

    graph = onnx.load(path).graph
    given = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}

    def restored(name: str) -> Any:
        whole, zero = (given[name + end].astype(np.float32) for end in ("_quantized", "_zero_point"))
        return torch.tensor((whole - zero) * given[name + "_scale"])

    found = {n: torch.tensor(a) for n, a in given.items() if n.startswith(_OWN) and not n.endswith(_ROUNDED)}
    for name in (n.removesuffix("_quantized") for n in given if n.endswith("_quantized")):
        if name.startswith(_OWN):
            found[name] = restored(name)
    for node in graph.node:
        rounded = [i.removesuffix("_quantized") for i in node.input if i.endswith("_quantized") and i in given]
        if node.op_type in _PRODUCTS and rounded:
            layer = re.sub(r"\.MatMul.*", "", node.name.strip("/").replace("/", "."))
            layer = re.sub(r"^(\w+)\.\1\.(?=\d)", r"heads.\1.", layer)
            found[f"{layer}.weight"] = restored(rounded[0]).T.contiguous()
    return found
