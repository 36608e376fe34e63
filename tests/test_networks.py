"""The shipped networks say the same on every processor."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from geomap.encoder.networks import CLAIMS, NAMES, PARTS


@pytest.mark.parametrize("path", [NAMES, CLAIMS, PARTS], ids=lambda p: p.stem)
def test_products_of_eight_bits_are_exact(path: Path) -> None:
    """Without VNNI, onnxruntime's products of unsigned by signed bytes overflow: real reports lost four of 69 claims by it."""
    graph = onnx.load(path).graph
    given = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    products = [n for n in graph.node if n.op_type == "MatMulInteger"]
    assert len(products) >= 36  # six layers of six
    for node in products:
        weights, zero = given[node.input[1]], given[node.input[3]]
        assert weights.dtype == np.uint8, node.name
        most = np.where(weights[:, :1] > zero.flat[0], 255, 0).T.astype(np.uint8)  # what makes the first column's sum largest
        whole = (most.astype(np.int64) - 128) @ (weights.astype(np.int64) - zero.astype(np.int64))
        assert (_product(most, weights, zero) == whole).all(), node.name


def _product(left: Any, right: Any, zero: Any) -> Any:
    """What onnxruntime makes of a product on this machine; the left side counts from 128."""
    helper, types = onnx.helper, onnx.TensorProto
    node = helper.make_node("MatMulInteger", ["left", "right", "middle", "zero"], ["out"])
    constants = [onnx.numpy_helper.from_array(a, n) for a, n in ((right, "right"), (np.uint8(128), "middle"), (zero, "zero"))]
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("left", types.UINT8, left.shape)],
        [helper.make_tensor_value_info("out", types.INT32, None)],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"left": left})[0]
