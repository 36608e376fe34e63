"""Fits how much counts for a name's taking part in an activity: the numbers of ``geomap/activities/weighed.py``.

Usage: python -m training.weights

By the reports of ``own/`` that neither reader has learnt from: each sentence that they annotate with an activity, and each of
its names or enumerations, with what both readers hold of it. Prints precision, recall and F1 by five folds over reports,
beside those of the first reader's share alone, and then the weights of all.
"""

import random
from typing import Any

import numpy as np
import torch

from geomap.activities import by_reader, weighed
from geomap.gazetteer.index import Index
from geomap.lexicon import kinds, language
from training import claims
from training.examples import FOLDS

# From which share of the first reader on a sentence is asked about; what it all but excludes it is never asked.
LEAST_TOLD = 0.2
SEED = 20261127

Rows = tuple[list[list[float]], list[bool]]


def rows(doc: dict[str, Any], index: Index) -> Rows:
    """What both readers hold of each name of a report's annotated clauses, as log odds, and whether it takes part."""
    report, resolutions = claims.read(doc, index)
    words, seen, right = language(report.language), [], []
    told, clauses = claims.told_of(report, resolutions), claims.units(report, resolutions)
    for clause in clauses:
        literal = [r for r in resolutions if r.mention.usage == "literal" and clause.start <= r.mention.start < clause.end]
        here = [c for c in doc["claims"] if clause in claims.telling(clauses, c)]
        for kind in (kinds()[name] for name in sorted({c["kind"] for c in here})):
            if not literal or by_reader.share(told, clause, kind.name) < LEAST_TOLD:
                continue
            asked = by_reader.ask(told, clause, kind.name, short=False)
            names = by_reader.enumerations(report, literal, words)
            one, two = (weighed.log_odds([by_reader.placed(reader, n, kind.name) for n in names]) for reader in asked.readers)
            seen += np.stack([one, two, one - one.max(), two - two.max()], axis=1).tolist()
            places = [p for c in here if c["kind"] == kind.name for p in c["places"]]
            right += [any(r.mention.overlaps(p["start"], p["end"]) for r in n for p in places) for n in names]
    return seen, right


def fitted(parts: list[Rows]) -> tuple[Any, float]:
    """Weights and bias of a logistic regression over some reports' rows, with a hundredth of ridge."""
    x, y = torch.tensor([r for seen, _ in parts for r in seen]), torch.tensor([float(r) for _, right in parts for r in right])
    weights, bias = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=200)

    def loss() -> Any:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights + bias, y) + 0.01 * (weights**2).mean()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy(), float(bias.detach())


def figures(held: Any, right: Any) -> str:
    """Precision, recall and F1 of what is held to take part."""
    hit = (held & right).sum()
    precision, recall = hit / max(1, held.sum()), hit / max(1, right.sum())
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"


def main() -> None:
    """Print."""
    documents = sorted((d for d in claims.own() if d["file"] in claims.LEFT_OUT), key=lambda d: d["id"])
    random.Random(SEED).shuffle(documents)  # the same folds every time
    with Index() as index:
        parts = [rows(d, index) for d in documents]
    held, alone, right = [], [], []
    for fold in range(FOLDS):
        weights, bias = fitted([p for n, p in enumerate(parts) if n % FOLDS != fold and p[0]])
        for seen, takes_part in (p for p in parts[fold::FOLDS] if p[0]):
            x = np.array(seen)
            held += list(x @ weights + bias >= 0)
            alone += list(x[:, 0] >= weighed.log_odds([by_reader.LEAST_PLACED])[0])
            right += takes_part
    print(len(right), "names; the first reader's share alone:", figures(np.array(alone), np.array(right)))
    print("weighed, by folds:", figures(np.array(held), np.array(right)))
    weights, bias = fitted([p for p in parts if p[0]])
    print("HELD, HELD_AGAIN, BEHIND, BEHIND_AGAIN, BIAS =", ", ".join(f"{v:.2f}" for v in (*weights, bias)))


if __name__ == "__main__":
    main()
