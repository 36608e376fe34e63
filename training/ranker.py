"""Trains the ranker of candidates and writes its numbers.

Usage:
  python -m training.ranker [FORMER.json ...]    cross-validate, then train on everything and write geomap/toponyms/ranker.json

What is written is the average of the networks taught here (``WAYS``) and of former rankers', which saw another gazetteer or other
seeds: networks that err differently are together righter than each. Each document is also shown cut into texts of one to three
sentences: a report may be as short as that, and then little else speaks for a name.

The documents and folds are those of the encoder; the spans are the annotators'. Besides the corpora of toponyms the places
of the claims of the reports written for training are used, with their points.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from benchmarks.gate import LITERAL, NO_NAMES
from geomap.gazetteer.index import Index
from geomap.geodesy import distance_km
from geomap.model import Mention, Report, Usage
from geomap.toponyms.context import Context, Sense, laid_out, sense, telling
from geomap.toponyms.evidence import FEATURES, Spots, evidence
from geomap.toponyms.ranker import FILE, Ranker
from geomap.toponyms.recognise import given
from training.examples import FOLDS, documents, folds, stretches

RIGHT_KM = 161.0
CLOSE_KM = 25.0
EPOCHS, RATE, DECAY, HIDDEN = 60, 0.01, 0.02, 12
SEED = 20261126
WAYS = ((20261126, 0.5), (7, 1.0))
"""For each network that is taught its seed, and what a name in a text cut short counts beside 1 for it in the whole document."""
CUT_SEED = 1
CORPORA = ("toponyms/lgl", "toponyms/trnews", "toponyms/gwn_half", "claims/written")


class Case(NamedTuple):
    """A mention with its candidates and which of them are right; the last column stands for "none"."""

    rows: list[list[float]]
    right: list[bool]
    weight: float


class Document(NamedTuple):
    """What is needed of a document to lay out the evidence anew when the other names' places have changed."""

    mentions: tuple[Mention, ...]
    found: dict[Sense, list[Any]]
    context: Context
    gold: dict[int, tuple[float, float]]
    weight: float


def spans(doc: dict[str, Any]) -> list[dict[str, Any]]:
    """The annotated names of a document."""
    if "toponyms" in doc:
        return [t for t in doc["toponyms"] if t.get("type") not in NO_NAMES]
    places = {(p["start"], p["end"]): p for c in doc["claims"] for p in c["places"]}
    return [{**p, "type": "Literal"} for p in places.values() if doc["text"][p["start"]].isupper()]


def weight(corpus: str) -> float:
    """What a corpus' names count: the square root of its share, so that local news does not drown the world's."""
    return float(sum(len(spans(d)) for d in documents(corpus)) ** -0.5) * 50


def document(doc: dict[str, Any], weight: float, index: Index) -> Document:
    """A document with its mentions made of the annotators' spans."""
    report = Report(text=doc["text"])
    marked: list[tuple[int, int, Usage]] = [
        (t["start"], t["end"], "associative" if t.get("type", "Literal") not in LITERAL else "literal") for t in spans(doc)
    ]
    mentions = given(report, marked, index)
    points = {t["start"]: (t["lat"], t["lon"]) for t in spans(doc) if t.get("lat") is not None}
    gold = {m.start: points[m.start] for m in mentions if m.start in points}
    _, found, around = laid_out(report, mentions, index)
    return Document(mentions, found, around, gold, weight)


def cut(doc: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    """A document cut into texts of one to three sentences, each with its names: a report may be as short as that."""
    names = spans(doc)
    for start, end in stretches(doc["text"], rng):
        kept = [
            {**t, "start": t["start"] - start, "end": t["end"] - start} for t in names if start <= t["start"] < t["end"] <= end
        ]
        if kept:
            yield {"text": doc["text"][start:end], "toponyms": kept}


def cases(doc: Document, spots: Spots) -> list[Case]:
    """The mentions that have a point, with the evidence for each candidate."""
    made = []
    for m in telling(doc.mentions):
        if m.start not in doc.gold or not doc.found[sense(m)]:
            continue
        places = [o.found.place for o in doc.found[sense(m)]]
        far = [distance_km(doc.gold[m.start], p) for p in places]
        nearest = min(far)
        if nearest <= RIGHT_KM:
            right = [d <= max(CLOSE_KM, nearest + 1) and d <= RIGHT_KM for d in far]
        else:  # an area is right wherever its middle was taken to be
            right = [p.is_area and d <= p.precision_km for d, p in zip(far, places, strict=True)]
        made.append(Case(evidence(m, doc.found[sense(m)], doc.context, spots), [*right, not any(right)], doc.weight))
    return made


Parts = dict[str, list[list[Document]]]
"""For each corpus its folds."""


class Net(torch.nn.Module):
    """A linear score and a small layer beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = torch.nn.Linear(len(FEATURES), 1, bias=False)
        self.inner = torch.nn.Linear(len(FEATURES), HIDDEN)
        self.outer = torch.nn.Linear(HIDDEN, 1, bias=False)
        torch.nn.init.zeros_(self.linear.weight)

    def forward(self, rows: Any) -> Any:
        return (self.linear(rows) + self.outer(torch.tanh(self.inner(rows)))).squeeze(-1)


def fit(data: list[Case], seed: int) -> dict[str, Any]:
    """The numbers that make the right candidates likeliest."""
    torch.manual_seed(seed)
    longest = max(len(c.rows) for c in data)
    rows = torch.zeros(len(data), longest, len(FEATURES))
    mask, right = torch.zeros(len(data), longest, dtype=torch.bool), torch.zeros(len(data), longest, dtype=torch.bool)
    for i, c in enumerate(data):
        rows[i, : len(c.rows)] = torch.tensor(c.rows)
        mask[i, : len(c.rows)] = True
        right[i, : len(c.rows)] = torch.tensor(c.right)
    weight = torch.tensor([c.weight for c in data])
    net = Net()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    order = list(range(len(data)))
    rng = random.Random(seed)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for start in range(0, len(order), 128):
            at = torch.tensor(order[start : start + 128])
            width = int(mask[at].sum(1).max())
            scores = net(rows[at, :width]).masked_fill(~mask[at, :width], -1e9)
            chance = torch.logsumexp(scores.masked_fill(~right[at, :width], -1e9), 1) - torch.logsumexp(scores, 1)
            value = -(chance * weight[at]).sum() / weight[at].sum()
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        schedule.step()
    return {
        "linear": net.linear.weight[0].tolist(),
        "inner": net.inner.weight.tolist(),
        "bias": net.inner.bias.tolist(),
        "outer": net.outer.weight[0].tolist(),
    }


def spots_of(doc: Document, ranker: Ranker, stage: str, spots: Spots) -> Spots:
    """The likeliest places of a document's names by the ranker."""
    return ranker.spots(doc.mentions, doc.found, doc.context, spots, stage)


def train(docs: list[Document], seed: int) -> dict[str, Any]:
    """Both stages: without the other names' places, and with them."""
    first = fit([c for d in docs for c in cases(d, {})], seed)
    ranker = Ranker({"first": first, "second": first})
    given = [spots_of(d, ranker, "first", {}) for d in docs]
    second = fit([c for d, s in zip(docs, given, strict=True) for c in cases(d, s)], seed)
    return {"first": first, "second": second}


def accuracy(docs: list[Document], ranker: Ranker, second: str = "second") -> tuple[float, int, int]:
    """How many of the located gold names are placed within 161 km; those without a candidate count as wrong."""
    right = total = 0
    for d in docs:
        spots: Spots = {}
        for stage in ("first", second):
            spots = spots_of(d, ranker, stage, spots)
        for m in d.mentions:
            if m.start in d.gold:
                total += 1
                place = spots.get(sense(m))
                right += bool(place) and distance_km(place[0].place, d.gold[m.start]) <= RIGHT_KM
    return right / max(total, 1), right, total


def averaged(stages: list[dict[str, Any]]) -> dict[str, Any]:
    """Several networks of one stage as a wider one whose scores are the average of theirs."""
    n = len(stages)
    return {
        "linear": [sum(values) / n for values in zip(*(s["linear"] for s in stages), strict=True)],
        "inner": [row for s in stages for row in s["inner"]],
        "bias": [value for s in stages for value in s["bias"]],
        "outer": [value / n for s in stages for value in s["outer"]],
    }


def mixed(rankers: list[dict[str, Any]]) -> dict[str, Any]:
    """The average of several rankers, stage by stage."""
    return {stage: averaged([r[stage] for r in rankers]) for stage in ("first", "second")}


def main(arguments: list[str]) -> None:
    """Cross-validate, train, write."""
    former = [json.loads(Path(a).read_text(encoding="utf-8")) for a in arguments]
    rng = random.Random(CUT_SEED)
    with Index() as index:
        whole: Parts = {}
        short: Parts = {}
        for c in CORPORA:
            split = folds(documents(c))
            whole[c] = [[document(d, weight(c), index) for d in part] for part in split]
            short[c] = [[document(s, weight(c), index) for d in part for s in cut(d, rng)] for part in split]
        print("documents read", flush=True)
        totals = {(c, kind): np.zeros(2) for c in CORPORA for kind in ("whole", "short")}
        kept = {}
        for fold in range(FOLDS):
            rest = [k for k in range(FOLDS) if k != fold]
            kept[str(fold)] = _trained(whole, short, rest, [numbers["folds"][str(fold)] for numbers in former])
            for c in CORPORA:
                for kind, those, second in (("whole", whole, "second"), ("short", short, "short")):
                    _, right, total = accuracy(those[c][fold], Ranker(kept[str(fold)]), second)
                    totals[c, kind] += (right, total)
        for (c, kind), (right, total) in totals.items():
            print(f"{c}, {kind}: {right / total:.3f} of {total:.0f} gold spans within {RIGHT_KM:.0f} km", flush=True)
        everything = _trained(whole, short, list(range(FOLDS)), [numbers["all"] for numbers in former])
    numbers = {"features": list(FEATURES), "all": everything, "folds": kept}
    FILE.write_text(json.dumps(rounded(numbers)) + "\n", encoding="utf-8")


def _trained(whole: Parts, short: Parts, at: list[int], former: list[dict[str, Any]]) -> dict[str, Any]:
    """The stages, taught on some parts of the corpora and averaged with former ones; "short" is for texts of few names."""

    def seen(these: Parts, counts: float) -> list[Document]:
        return [d._replace(weight=d.weight * counts) for c in CORPORA for k in at for d in these[c][k]]

    stages = mixed([*former, train(seen(whole, 1.0), SEED)])
    cut_short = [train(seen(whole, 1.0) + seen(short, counts), seed) for seed, counts in WAYS]
    return {**stages, "short": mixed([stages, *cut_short])["second"]}


def rounded(value: Any) -> Any:
    """Numbers with four digits, which the results do not notice."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main(sys.argv[1:])
