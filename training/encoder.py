"""Trains the encoder and writes its weights.

Usage:
  python -m training.encoder            train on everything, write geomap/encoder/weights/encoder.onnx
  python -m training.encoder FOLD       train without one fold (0 to 4), write build/folds/FOLD.onnx
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from geomap.encoder.heads import HEADS
from geomap.encoder.inputs import WEIGHTS
from geomap.gazetteer.index import Index
from training import examples, share
from training.network import Network, batch, loss

EPOCHS, BATCH, RATE, WARM = 4, 16, 1e-4, 0.1
SEED = 20261126
# How often a window is shown without the gazetteer, so that names that it lacks are found all the same.
BLIND = 0.15
BUILD = Path(__file__).parent.parent / "build" / "folds"


def without(fold: int | None, corpus: str) -> list[dict[str, Any]]:
    """A corpus' documents but for those of one fold."""
    parts = examples.folds(examples.documents(corpus))
    return [d for k, part in enumerate(parts) if k != fold for d in part]


def epoch(fold: int | None, rng: random.Random, index: Index) -> list[examples.Example]:
    """The examples of one epoch, some towns renamed anew."""
    rows: list[examples.Example] = []
    for corpus in examples.TOPONYMS:
        for doc in without(fold, f"toponyms/{corpus}"):
            rows += examples.examples(examples.labelled(doc, rng, index), index)
    return [
        r._replace(window=r.window._replace(matches=[0] * len(r.window.matches))) if rng.random() < BLIND else r for r in rows
    ]


def batches(rows: list[examples.Example], rng: random.Random) -> list[list[examples.Example]]:
    """Batches of windows of like length, in random order."""
    rng.shuffle(rows)
    made = []
    for start in range(0, len(rows), BATCH * 32):
        near = sorted(rows[start : start + BATCH * 32], key=lambda r: len(r.window.ids))
        made += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    rng.shuffle(made)
    return made


def _risen_and_falling(steps: int) -> Callable[[int], float]:
    return lambda s: min((s + 1) / (WARM * steps), max(0.0, (steps - s) / (steps * (1 - WARM))))


def train(fold: int | None, index: Index) -> Network:
    """The network after all epochs."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    network = Network()
    groups = [
        {"params": [p for n, p in network.named_parameters() if ("heads" in n) == fresh and p.requires_grad], "lr": rate}
        for fresh, rate in ((False, RATE), (True, 10 * RATE))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    at, start = 0, time.monotonic()
    network.train()
    todo = batches(epoch(fold, rng, index), rng)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _risen_and_falling(len(todo) * EPOCHS))
    for n in range(EPOCHS):
        if n:
            todo = batches(epoch(fold, rng, index), rng)
        total = 0.0
        for rows in todo:
            tensors = batch(rows)
            with torch.autocast("cpu", torch.bfloat16):
                said = network(tensors["ids"], tensors["shapes"], tensors["matches"], tensors["mask"])
            value = loss(said, tensors)
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            total += float(value.detach())
            at += 1
            if at % 50 == 0:
                print(f"epoch {n + 1} step {at}/{len(todo) * EPOCHS} {time.monotonic() - start:.0f} s", flush=True)
        print(f"epoch {n + 1}: loss {total / len(todo):.4f}, {time.monotonic() - start:.0f} s", flush=True)
    return network.eval()


def write(network: Network, path: Path) -> None:
    """The network as ONNX with weights of eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".f32.onnx")
    given = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in range(4))
    names = ["ids", "shapes", "matches", "mask"]
    axes = {n: {0: "windows", 1: "pieces"} for n in (*names, *HEADS)}
    torch.onnx.export(
        network, given, str(whole), input_names=names, output_names=list(HEADS), dynamic_axes=axes, dynamo=False, opset_version=17
    )
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


def main(arguments: list[str]) -> None:
    """Train, and write."""
    fold = int(arguments[0]) if arguments else None
    with Index() as index:
        network = train(fold, index)
    path = WEIGHTS / "encoder.onnx" if fold is None else BUILD / f"{fold}.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), BUILD / f"{'all' if fold is None else fold}.pt")
    write(network, path)
    if fold is None:
        share.main()
    print(f"wrote {path}, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
