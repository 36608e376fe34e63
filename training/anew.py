"""Makes a shipped network anew: packs the corpora, teaches its teachers, then the network itself, and puts it in its place.

Usage: python -m training.anew NETWORK MINILM MPNET

NETWORK is names (the recogniser), claims (the reader of claims) or parts (that of parts); MINILM and MPNET are the folders of the
pretrained models (training/README.md). Minutes on a GPU; on two cores most of a day. The readers begin from the shipped ones.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import torch

from geomap.encoder import networks
from training import PACK
from training.floats import floats

OUT = PACK.parent / "out"


class Recipe(NamedTuple):
    """How a network was made: how many teachers, with which settings they and it learn, and what of it is shipped as what."""

    teachers: int
    teach: str
    learn: str
    shipped: dict[str, Path]
    again: bool


RECIPES = {
    "names": Recipe(
        1,
        "--epochs 5 --rate 4e-5",
        "--epochs 8 --rate 2e-4 --batch 32",
        {".onnx": networks.NAMES, ".pieces.npy": networks.WEIGHTS / "pieces.npy", ".scale.npy": networks.WEIGHTS / "scale.npy"},
        again=False,
    ),
    "claims": Recipe(
        2,
        "--fold 0 --epochs 6 --rate 5e-5 --batch 24",
        "--fold 0 --epochs 20 --rate 2e-4 --batch 20",
        {".onnx": networks.CLAIMS},
        again=True,
    ),
    "parts": Recipe(
        2,
        "--fold 0 --epochs 6 --rate 5e-5 --batch 24",
        "--fold 0 --epochs 32 --rate 2e-4 --batch 20",
        {".onnx": networks.PARTS},
        again=True,
    ),
}


def main(arguments: list[str]) -> None:
    """Make one."""
    if len(arguments) != 3 or arguments[0] not in RECIPES:
        sys.exit(__doc__)
    task, minilm, mpnet = arguments
    recipe = RECIPES[task]

    def run(module: str, *given: str) -> None:
        subprocess.run([sys.executable, "-m", f"training.{module}", *given], check=True)

    OUT.mkdir(parents=True, exist_ok=True)
    run("pack", task)
    teachers = []
    for seed in range(1, recipe.teachers + 1):
        out = OUT / f"{task}-teacher-{seed}"
        run("fit", task, mpnet, str(out), "--teach", "--seed", str(seed), *recipe.teach.split())
        teachers.append(f"{out}.npy")
    before = OUT / f"{task}-before.pt"
    if recipe.again:
        torch.save(floats(recipe.shipped[".onnx"]), before)
    start = ["--init", str(before)] if recipe.again else []
    run("fit", task, minilm, str(OUT / task), *recipe.learn.split(), *start, "--teacher", *teachers)
    for suffix, shipped in recipe.shipped.items():
        shutil.copy(OUT / f"{task}{suffix}", shipped)


if __name__ == "__main__":
    main(sys.argv[1:])
