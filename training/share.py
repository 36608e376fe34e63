"""Takes the word pieces' vectors out of the recogniser's network, so that both networks share one table on disk.

Usage: python -m training.share      reads and rewrites geomap/encoder/weights/encoder.onnx, writes pieces.npy and scale.npy
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from geomap.encoder.inputs import WEIGHTS


def main() -> None:
    """Rewrite the network."""
    model = onnx.load(str(WEIGHTS / "encoder.onnx"))
    graph = model.graph
    tables = {i.name: i for i in graph.initializer if "word_embeddings" in i.name}
    whole = next(n for n in tables if n.endswith("_quantized"))
    scale, zero = (numpy_helper.to_array(tables[whole.replace("_quantized", s)]) for s in ("_scale", "_zero_point"))
    np.save(WEIGHTS / "pieces.npy", numpy_helper.to_array(tables[whole]))
    np.save(WEIGHTS / "scale.npy", np.array([float(scale), float(zero)], dtype=np.float32))
    gathered = next(n for n in graph.node if whole in n.input)
    made = next(n for n in graph.node if gathered.output[0] in n.input)
    for node in graph.node:
        for at, name in enumerate(node.input):
            if name == made.output[0]:
                node.input[at] = "embedded"
    for node in (gathered, made):
        graph.node.remove(node)
    for table in tables.values():
        graph.initializer.remove(table)
    given = next(i for i in graph.input if i.name == "ids")
    size = numpy_helper.to_array(tables[whole]).shape[1]
    if not any("ids" in n.input for n in graph.node):
        graph.input.remove(given)
    graph.input.append(helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["windows", "pieces", size]))
    onnx.checker.check_model(model)
    onnx.save(model, str(WEIGHTS / "encoder.onnx"))


if __name__ == "__main__":
    main()
