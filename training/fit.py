"""Trains a network on packed windows, with PyTorch alone; on a GPU in seconds, on two cores in a quarter of an hour.

Usage: python -m training.fit TASK START OUT [--fold N] [--epochs N] [--rate X] [--batch N] [--seed N] [--init X.pt]
                              [--teach | --teacher X.npy ...]

TASK is names, claims or parts (build/pack/TASK.npz), START a folder with the pretrained model's config, weights and vocabulary.
Writes OUT.pt, OUT.onnx, OUT.npz with what that says of the texts as they stand (of the fold left out and of those never
learnt from), and the word pieces' vectors, which are not trained, as OUT.pieces.npy and OUT.scale.npy.
With --teach it writes OUT.npy, what it says of every window, for a smaller network to learn from (--teacher).
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from geomap.encoder.heads import CLAIM_HEADS, HEADS
from training import PACK

TOKENIZER = Path(__file__).parent.parent / "geomap" / "encoder" / "weights" / "tokenizer.json"
INNER = 96
# A batch has as many pieces as so many of the longest windows.
BATCH = 16
WARM = 0.1
# So many times as fast as the encoder the heads learn that know nothing yet, and those that were taught before.
FRESH, AGAIN = 10, 3
MASKED = -100
# How often a window is shown without what is known of its names, so that those that the gazetteer lacks are found all the same.
BLIND = 0.15
# Most words are part of no claim: those that are weigh more.
RARE = 2.0
TASKS = {"names": HEADS, "claims": CLAIM_HEADS, "parts": CLAIM_HEADS}
EVERY_KIND, EVERY_PART = (1 << len(CLAIM_HEADS["told"])) - 1, (1 << len(CLAIM_HEADS["part"])) - 1
WEIGHT = {"span": 1.0, "usage": 0.8, "told": 1.0, "placed": 1.0, "role": 0.6, "certainty": 0.3, "part": 0.7}
# Heads whose classes exclude each other; those of the others are bits.
EXCLUSIVE = ("span", "usage", "role")


class Network(nn.Module):
    """Word pieces, shapes and tags in; one tensor for each head out. The pieces' own vectors are not trained."""

    def __init__(self, start: Path, heads: dict[str, tuple[str, ...]], tags: int, marks: int) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(start, attn_implementation="eager", add_pooling_layer=False)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        size = self.encoder.config.hidden_size
        self.shapes, self.matches = nn.Embedding(6, size), nn.Embedding(tags, size)
        self.marks = nn.Embedding(marks, size) if marks > 1 else None
        for added in (self.shapes, self.matches, *([self.marks] if self.marks else [])):
            nn.init.normal_(added.weight, std=0.02)
            nn.init.zeros_(added.weight[0])
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {n: nn.Sequential(nn.Linear(size, INNER), nn.GELU(), nn.Linear(INNER, len(c))) for n, c in heads.items()}
        )

        for name in heads:
            if name not in EXCLUSIVE:  # most words are part of no claim, which need not be learnt first
                nn.init.constant_(self.heads[name][-1].bias, -4.0)

    def forward(self, embedded: Any, shapes: Any, matches: Any, mask: Any, marks: Any = None) -> tuple[Any, ...]:
        given = embedded + self.shapes(shapes) + self.matches(matches)
        if self.marks is not None:
            given = given + self.marks(marks)
        hidden = self.dropout(self.encoder(inputs_embeds=given, attention_mask=mask).last_hidden_state)
        return tuple(head(hidden) for head in self.heads.values())

    def embed(self, ids: Any) -> Any:
        """The vectors of word pieces."""
        return self.encoder.embeddings.word_embeddings(ids)


def vocabulary(start: Path) -> Any:
    """For each piece of BERT's uncased vocabulary, in which windows are packed, its number in that of the pretrained model."""
    own = {w: i for i, w in enumerate((start / "vocab.txt").read_text(encoding="utf-8").split("\n"))}
    numbered = json.loads(TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]
    base = sorted(numbered, key=numbered.__getitem__)
    special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>"}
    return torch.tensor([own.get(w, own.get(special.get(w, ""), own.get("[UNK]", 0))) for w in base])


class Rows:
    """The windows of a pack as padded tensors."""

    def __init__(self, task: str, device: str) -> None:
        pack = dict(np.load(PACK / f"{task}.npz"))
        if task == "claims":  # where a claim may be told again, its parts may be named again
            pack["part_known"] = np.where(pack["told_known"] == EVERY_KIND, EVERY_PART, 0).astype(np.int16)
        window = pack["window"]
        self.doc, self.variant = pack["doc"], pack["variant"]
        self.fold = pack["fold"][self.doc]
        self.corpus = pack["corpus"][self.doc]
        self.sizes = np.bincount(window, minlength=len(self.doc))
        first = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        column = np.arange(len(window)) - first[window]
        longest = int(self.sizes.max())

        def padded(name: str, fill: int) -> Any:
            made = np.full((len(self.doc), longest), fill, dtype=np.int16 if name != "ids" else np.int32)
            made[window, column] = pack[name]
            return torch.from_numpy(made).to(device)

        self.words = padded("words", -1)
        self.sentence = padded("sentence", -1) if task == "claims" else None
        self.input = {n: padded(n, 0) for n in ("ids", "shapes", "matches", "marks") if n in pack}
        labels = set(pack) & {"span", "usage", "told", "told_known", "placed", "role", "certainty", "part", "part_known"}
        self.labels = {n: padded(n, MASKED) for n in labels}
        self.mask = torch.zeros(len(self.doc), longest, dtype=torch.int64)
        for i, size in enumerate(self.sizes):
            self.mask[i, :size] = 1
        self.mask = self.mask.to(device)


def run(network: Network, rows: Rows, batch: Any, table: Any, *, blind: Any = None) -> tuple[Any, ...]:
    """What the network says of some windows."""
    longest = int(rows.sizes[batch].max())
    at = torch.from_numpy(batch).to(rows.mask.device)
    ids, shapes, matches = (rows.input[n][at, :longest].long() for n in ("ids", "shapes", "matches"))
    marks = rows.input["marks"][at, :longest].long() if "marks" in rows.input else None
    if blind is not None:
        matches = matches * blind.to(matches.device)[:, None]
    with torch.autocast(rows.mask.device.type, torch.bfloat16):
        return network(network.embed(table[ids]), shapes, matches, rows.mask[at, :longest], marks)


def bits(labels: Any, count: int) -> Any:
    """The bits of each label as a row of zeros and ones."""
    return (labels[..., None].long() >> torch.arange(count, device=labels.device)) & 1


def loss(said: tuple[Any, ...], rows: Rows, batch: Any, heads: dict[str, tuple[str, ...]], taught: Any) -> Any:
    """The weighted sum of the heads' losses; what is not known adds none, what a teacher says adds as much again."""
    at = torch.from_numpy(batch).to(rows.mask.device)
    total = torch.zeros((), device=rows.mask.device)
    column = 0
    for (name, classes), given in zip(heads.items(), said, strict=True):
        logits, longest = given.float(), given.shape[1]
        labels = rows.labels[name][at, :longest]
        known = labels != MASKED
        if name in EXCLUSIVE:
            each = functional.cross_entropy(logits.flatten(0, 1), labels.flatten().long(), ignore_index=MASKED, reduction="sum")
            total = total + WEIGHT[name] * each / known.sum().clamp(min=1)
        else:
            sure = known[..., None].expand_as(logits).float()
            if name == "told":
                sure = sure * bits(rows.labels["told_known"][at, :longest].clamp(min=0), len(classes))
            if name == "placed":  # nobody annotated the report
                sure = sure * (rows.labels["told_known"][at, :longest] > 0)[..., None]
            if name == "part":
                sure = sure * bits(rows.labels["part_known"][at, :longest].clamp(min=0), len(classes))
            target = bits(labels.clamp(min=0), len(classes)).float()
            each = functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * (1 + (RARE - 1) * target)
            total = total + WEIGHT[name] * len(classes) * (each * sure).sum() / sure.sum().clamp(min=1)
        if taught is not None:
            target = taught[at, :longest, column : column + len(classes)].float()
            here = rows.words[at, :longest] >= 0
            if name in EXCLUSIVE:
                each = -(target.softmax(-1) * logits.log_softmax(-1)).sum(-1)
            else:
                each = functional.binary_cross_entropy_with_logits(logits, target.sigmoid(), reduction="none").sum(-1)
            total = total + WEIGHT[name] * (each * here).sum() / here.sum().clamp(min=1)
        column += len(classes)
    return total


def batches(chosen: Any, rows: Rows, size: int, rng: random.Random) -> list[Any]:
    """Batches of windows of like length, in random order, each with no more pieces than so many of the longest windows."""
    order = list(chosen)
    rng.shuffle(order)
    made = []
    for start in range(0, len(order), size * 64):
        batch: list[int] = []
        for i in sorted(order[start : start + size * 64], key=lambda i: rows.sizes[i]):
            if (len(batch) + 1) * rows.sizes[i] > size * rows.mask.shape[1]:
                made.append(np.array(batch))
                batch = []
            batch.append(i)
        made.append(np.array(batch))
    rng.shuffle(made)
    return made


def train(network: Network, rows: Rows, args: Any, heads: dict[str, tuple[str, ...]], taught: Any, table: Any) -> None:
    """Train for all epochs; each shows every document under other names."""
    rng = random.Random(args.seed)
    learnt = (rows.fold >= 0) & (rows.fold != args.fold)
    if taught is not None:  # a teacher speaks of what nobody annotated
        learnt |= (rows.fold == -1) & (rows.corpus != "claims/real_dev")
    variants = int(rows.variant.max())
    plans = []
    for epoch in range(args.epochs):
        turn = 1 + (epoch + rows.doc) % variants  # another variant of each document, not the same of all
        chosen = np.flatnonzero(learnt & ((rows.variant == turn) | ((rows.fold == -1) & (rows.variant == 0))))
        plans.append(batches(chosen, rows, args.batch, rng))
    steps = sum(len(p) for p in plans)
    groups = [
        {"params": [p for n, p in network.named_parameters() if n.startswith("heads") == fresh and p.requires_grad], "lr": rate}
        for fresh, rate in ((False, args.rate), (True, (AGAIN if args.init else FRESH) * args.rate))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (WARM * steps), max(0.0, (steps - s) / (steps * (1 - WARM))))
    )
    network.train()
    for epoch, plan in enumerate(plans):
        total, start = torch.zeros((), device=rows.mask.device), time.monotonic()
        for batch in plan:
            blind = torch.tensor([float(rng.random() >= BLIND) for _ in batch]).long()
            value = loss(run(network, rows, batch, table, blind=blind), rows, batch, heads, taught)
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            total += value.detach()
        network.eval()
        score = {"claims": told_f1, "parts": parts_f1}.get(args.task)
        figure = f", in the fold left out: {score(network, rows, args.fold, table)}" if score else ""
        network.train()
        print(f"epoch {epoch + 1}: loss {float(total) / len(plan):.4f}{figure}, {time.monotonic() - start:.0f} s", flush=True)
    network.eval()


def told_f1(network: Network, rows: Rows, fold: int, table: Any) -> str:
    """F1 of activities by sentence in the fold left out, at several thresholds."""
    chosen = np.flatnonzero((rows.variant == 0) & (rows.fold == fold))
    if not len(chosen):
        return "nothing"
    count = len(CLAIM_HEADS["told"])
    said = said_of(network, rows, chosen, table).float().sigmoid()[..., :count]
    words, sentence, gold_told, gold_known = (
        x.cpu().numpy() for x in (rows.words, rows.sentence, rows.labels["told"], rows.labels["told_known"])
    )
    sums: dict[tuple[int, int], Any] = {}
    for i in chosen:
        for at in np.flatnonzero(words[i, : rows.sizes[i]] >= 0):
            key = (int(rows.doc[i]), int(sentence[i, at]))
            told, known = int(gold_told[i, at]), int(gold_known[i, at])
            row = [said[i, at].numpy(), [(told >> k) & 1 for k in range(count)], [(known >> k) & 1 for k in range(count)], 1]
            sums[key] = [a + np.array(b) for a, b in zip(sums.get(key, [0, 0, 0, 0]), row, strict=True)]
    mean, gold, known = (np.array([s[k] / s[3] for s in sums.values()]) for k in range(3))
    found = []
    for least in (0.3, 0.4, 0.5):
        yes, right = (mean >= least) & (known > 0.5), gold > 0.5
        found.append(f"{2 * (yes & right).sum() / max(1, yes.sum() + right.sum()):.3f}")
    return "told " + "/".join(found)


def parts_f1(network: Network, rows: Rows, fold: int, table: Any) -> str:
    """F1 by word of what the reader of parts says of the fold left out."""
    chosen = np.flatnonzero((rows.variant == 0) & (rows.fold == fold))
    if not len(chosen):
        return "nothing"
    at = torch.from_numpy(chosen)
    said = said_of(network, rows, chosen, table)[at].float()
    labels = {n: x[at.to(x.device)].cpu() for n, x in rows.labels.items()}
    column, found = 0, []
    for name, classes in CLAIM_HEADS.items():
        own, gold = said[..., column : column + len(classes)], labels[name]
        column += len(classes)
        if name in ("role", "certainty"):  # of what has one alone: the share that is right
            one = gold != MASKED if name == "role" else (gold > 0) & (gold & (gold - 1) == 0)
            best = gold if name == "role" else bits(gold.clamp(min=0), len(classes)).argmax(-1)
            found.append(f"{name} {float((own.argmax(-1)[one] == best[one]).float().mean()):.3f}")
            continue
        true, sure = (
            bits(labels[n].clamp(min=0), len(classes)) for n in (name, "part_known" if name == "part" else "told_known")
        )
        yes = (own > 0) & (sure > 0)
        right, both = (yes & (true > 0)).sum((0, 1)), (yes.sum((0, 1)) + (true * sure).sum((0, 1))).float()
        if name == "part":
            found += [f"{p} {float(2 * r / b):.3f}" for p, r, b in zip(classes, right, both, strict=True)]
        else:
            found.append(f"{name} {float(2 * right.sum() / both.sum()):.3f}")
    return ", ".join(found)


def said_of(network: Network, rows: Rows, chosen: Any, table: Any) -> Any:
    """What the network says of windows, as half floats: windows by pieces by the classes of all heads."""
    width = sum(h[-1].out_features for h in network.heads.values())
    made = torch.zeros(len(rows.doc), rows.mask.shape[1], width, dtype=torch.float16)
    order = sorted(chosen, key=lambda i: rows.sizes[i])
    with torch.no_grad():
        for k in range(0, len(order), 128):
            batch = np.array(order[k : k + 128])
            out = torch.cat([o.float() for o in run(network, rows, batch, table)], -1).half().cpu()
            made[torch.from_numpy(batch), : out.shape[1]] = out
    return made


def write(network: Network, path: Path, heads: dict[str, tuple[str, ...]]) -> None:
    """The network without its pieces' vectors as ONNX, with weights of eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = path.with_suffix(".f32.onnx")
    ones = torch.ones((2, 8), dtype=torch.int64)
    names = ["embedded", "shapes", "matches", "mask", *(["marks"] if network.marks is not None else [])]
    axes = {n: {0: "windows", 1: "pieces"} for n in (*names, *heads)}
    torch.onnx.export(
        network,
        (network.embed(ones).detach(), *[ones] * (len(names) - 1)),
        str(whole),
        input_names=names,
        output_names=list(heads),
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    unsign(path)


def unsign(path: Path) -> None:
    """Count the weights from 128: with signed ones a processor without VNNI adds two products in 16 bits, and they overflow.

    See "When and why do I need to try U8U8" in onnxruntime's notes on quantisation.
    """
    import onnx

    model = onnx.load(path)
    factors = {name for node in model.graph.node if node.op_type == "MatMulInteger" for name in (node.input[1], node.input[3])}
    for tensor in (t for t in model.graph.initializer if t.name in factors):
        signed = onnx.numpy_helper.to_array(tensor)
        tensor.CopyFrom(onnx.numpy_helper.from_array((signed.astype(np.int16) + 128).astype(np.uint8), tensor.name))
    onnx.save(model, path)


def round_pieces(network: Network, path: Path) -> None:
    """Round the word pieces' vectors to eight bits with a scale each, as they are shipped, and write them."""
    table = network.encoder.embeddings.word_embeddings.weight.data
    scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    whole = (table / scale).round()
    table.copy_(whole * scale)
    np.save(path.with_suffix(".pieces.npy"), whole.to(torch.int8).cpu().numpy())
    np.save(path.with_suffix(".scale.npy"), scale.squeeze(1).cpu().numpy())


def said_by(path: Path, network: Network, rows: Rows, chosen: Any, heads: dict[str, tuple[str, ...]]) -> Any:
    """What the written network says of windows, one at a time as geomap reads them."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    width = sum(len(c) for c in heads.values())
    made = torch.zeros(len(rows.doc), rows.mask.shape[1], width, dtype=torch.float16)
    for i in chosen:
        size = int(rows.sizes[i])
        given = {n: x[i : i + 1, :size].cpu().long() for n, x in rows.input.items()}
        fed = {n: x.numpy() for n, x in given.items() if n != "ids"}
        fed["embedded"] = network.embed(given["ids"]).detach().numpy()
        fed["mask"] = np.ones((1, size), dtype=np.int64)
        made[i, :size] = torch.from_numpy(np.concatenate(session.run(list(heads), fed), -1)[0]).half()
    return made


def main() -> None:
    """Train, and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int, default=-2)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--teacher", type=Path, nargs="*", default=[])
    parser.add_argument("--teach", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    heads = TASKS[args.task]
    rows = Rows(args.task, device)
    tags, marks = (int(rows.input[n].max()) + 1 if n in rows.input else 0 for n in ("matches", "marks"))
    network = Network(args.start, heads, tags, marks).to(device)
    if args.init:
        given = {k: v.float() for k, v in torch.load(args.init, map_location=device).items()}
        own = network.state_dict()
        kept = {k: v for k, v in given.items() if k in own and own[k].shape == v.shape and "word_embeddings" not in k}
        network.load_state_dict(kept, strict=False)
    table = vocabulary(args.start).to(device)
    taught = None
    if args.teacher:
        taught = sum(torch.from_numpy(np.load(t)).float() for t in args.teacher) / len(args.teacher)
        taught = taught.half().to(device)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    if not args.teach:
        round_pieces(network, args.out)
    train(network, rows, args, heads, taught, table)
    if args.teach:
        said = said_of(network, rows, range(len(rows.doc)), table)
        np.save(args.out.with_suffix(".npy"), said.numpy())
    else:
        torch.save(
            {k: v.half() for k, v in network.state_dict().items() if "word_embeddings" not in k}, args.out.with_suffix(".pt")
        )
        network = network.cpu()
        write(network, args.out.with_suffix(".onnx"), heads)
    left_out = (rows.fold == args.fold) | ((rows.fold == -1) & (rows.corpus == "claims/real_dev"))
    chosen = np.flatnonzero((rows.variant == 0) & left_out)
    said = said if args.teach else said_by(args.out.with_suffix(".onnx"), network, rows, chosen, heads)
    words = rows.words.cpu().numpy()
    w, c = np.nonzero((words >= 0) & np.isin(np.arange(len(words)), chosen)[:, None])
    np.savez_compressed(args.out.with_suffix(".npz"), doc=rows.doc[w], word=words[w, c], said=said.numpy()[w, c])


if __name__ == "__main__":
    main()
