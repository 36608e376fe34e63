"""How likely each candidate of a mention is: trained numbers over the evidence, in two stages.

The first stage knows nothing of the other names' places, the second does. ``ranker.json`` is made by
``training/ranker.py``; its ``linear`` part is read as one weight for each feature of ``evidence.FEATURES``.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from geomap.model import Mention
from geomap.toponyms.candidates import Option
from geomap.toponyms.context import Context, Sense, sense, telling
from geomap.toponyms.evidence import EACH, Spot, Spots, evidence

# In a text of so few names little speaks for one; whether any of its namesakes is meant the numbers of "short" tell there, which
# learnt from texts cut short as well.
FEW = 4
FILE = Path(__file__).parent / "ranker.json"


class Ranker:
    """One set of numbers for each stage, and one for texts of few names."""

    def __init__(self, numbers: dict[str, Any]) -> None:
        """Take over the numbers of both stages."""
        import numpy as np

        self._stages = {s: {k: np.array(v, dtype=np.float64) for k, v in n.items()} for s, n in numbers.items()}

    def shares(self, rows: list[list[float]], stage: str) -> list[float]:
        """The probability of each row of evidence; they sum to one."""
        import numpy as np

        n, x = self._stages[stage], np.array(rows)
        scores = x @ n["linear"] + np.tanh(x @ n["inner"].T + n["bias"]) @ n["outer"]
        raised = np.exp(scores - scores.max())
        return [float(v) for v in raised / raised.sum()]

    def spots(
        self,
        mentions: tuple[Mention, ...],
        found: dict[Sense, list[Option]],
        around: Context,
        spots: Spots,
        stage: str,
    ) -> Spots:
        """The likeliest places of each sense: as that of its mentions sees them whose surroundings tell most."""
        best: Spots = {}
        for m in telling(mentions):
            candidates = found[sense(m)]
            if not candidates:
                continue
            shares = self.shares(evidence(m, candidates, around, spots), stage)
            order = sorted(range(len(candidates)), key=lambda i: (-shares[i], i))[:EACH]
            if sense(m) not in best or shares[order[0]] > best[sense(m)][0].share:
                best[sense(m)] = [Spot(candidates[i].found.place, shares[i]) for i in order]
        return best


@cache
def ranker(fold: int | None = None) -> Ranker:
    """The shipped ranker, or the one that was trained without a fold of the corpora."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Ranker(data["all"] if fold is None else data["folds"][str(fold)])
