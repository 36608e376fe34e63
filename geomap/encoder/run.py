"""Runs the networks over a text, on one thread, in bounded memory."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from geomap.encoder.heads import CLAIM_HEADS, HEADS, KINDS
from geomap.encoder.inputs import Window, around, gazetteer_tags, near, windows
from geomap.encoder.mentions import LITERAL_TAGS, mention_tags
from geomap.encoder.networks import CLAIMS, NAMES, PARTS, WEIGHTS, network
from geomap.gazetteer.fold import Token, tokens
from geomap.gazetteer.index import Index
from geomap.model import Resolution

LANGUAGES = frozenset({"en"})
"""The languages whose texts the networks were trained on."""
NOTHING = -20.0
PIECES, CONTEXT = 254, 96
"""The longest window of the reader of claims, and how much of what goes before stands in it again."""


class Heads(NamedTuple):
    """What each head says of every word of a text: an array of words by classes (``heads.HEADS``), each row summing to one."""

    words: list[Token]
    span: Any
    usage: Any


class Told(NamedTuple):
    """What the reader of claims says of words: arrays of words by classes (``heads.CLAIM_HEADS``), each from 0 to 1.

    ``text`` is what it was shown, and ``tags`` what of each word beside (``mentions.mention_tags``).
    """

    text: str
    words: list[Token]
    tags: list[int]
    told: Any
    placed: Any
    role: Any
    certainty: Any
    part: Any


@cache
def _pieces() -> tuple[Any, Any]:
    """The vectors of the word pieces, which all networks share, mapped from disk: eight bits each, and each piece's scale."""
    import numpy as np

    return np.load(WEIGHTS / "pieces.npy", mmap_mode="r"), np.load(WEIGHTS / "scale.npy")


def _said(path: Path, heads: dict[str, tuple[str, ...]], words: int, given: Iterable[Window]) -> list[Any]:
    """What a network says of each word; of a word in no window, that it is nothing.

    One window at a time: with weights of eight bits the scale is the batch's, and a window would depend on its neighbours.
    """
    import numpy as np

    session = network(path)
    columns = {i.name for i in session.get_inputs()} & {"shapes", "matches", "marks"}
    pieces, scale = _pieces()
    said = [np.full((words, len(classes)), NOTHING, dtype=np.float32) for classes in heads.values()]
    for window in given:
        fed = {name: np.array([getattr(window, name)], dtype=np.int64) for name in columns}
        ids = np.array([window.ids], dtype=np.int64)
        fed["mask"] = np.ones_like(ids)
        fed["embedded"] = pieces[ids].astype(np.float32) * scale[ids, None]
        at = np.array([i for i, w in enumerate(window.words) if w >= 0], dtype=np.int64)
        for kept, logits in zip(said, session.run(list(heads), fed), strict=True):
            kept[np.array(window.words)[at]] = logits[0][at]
    return said


def read(text: str, index: Index) -> Heads:
    """What the recogniser holds of each word of a text; the time is linear in its length."""
    words = list(tokens(text))
    given = windows(text, words, gazetteer_tags(text, words, index))
    return heads_from(words, _said(NAMES, HEADS, len(words), given))


def heads_from(words: list[Token], said: list[Any]) -> Heads:
    """The recogniser's shares from what its heads said."""
    return Heads(words, *(_softmax(x) for x in said))


def read_claims(text: str, resolutions: tuple[Resolution, ...]) -> Told:
    """What the reader of claims holds of each word of a text; the time is linear in its length.

    A window without any place in it can tell no claim, and is not read.

    Args:
        text: of any length.
        resolutions: its mentions with their places, in order.
    """
    words = list(tokens(text))
    tags = mention_tags(words, resolutions)
    given = (w for w in windows(text, words, tags, PIECES, CONTEXT) if any(0 < t < LITERAL_TAGS for t in w.matches))
    return told_from(text, words, tags, _said(CLAIMS, CLAIM_HEADS, len(words), given))


def ask(told: Told, stretch: slice, kind: str) -> Told:
    """What the reader of parts holds of the words near a sentence when it is asked for one activity that the sentence tells.

    Args:
        told: what the reader of claims held of the text.
        stretch: the numbers of the sentence's words.
        kind: the activity, one of ``heads.KINDS``.
    """
    shown = near(told.words, stretch)
    words, tags = told.words[shown], told.tags[shown]
    given = around(told.text, told.words, told.tags, stretch, 1 + KINDS.index(kind), PIECES)
    return told_from(told.text, words, tags, _said(PARTS, CLAIM_HEADS, len(words), given))


def told_from(text: str, words: list[Token], tags: list[int], said: list[Any]) -> Told:
    """The reader's shares from what its heads said."""
    rows = [_softmax(x) if name == "role" else _sigmoid(x) for name, x in zip(CLAIM_HEADS, said, strict=True)]
    return Told(text, words, tags, *rows)


def _softmax(logits: Any) -> Any:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-1e9))
    return raised / raised.sum(axis=1, keepdims=True)


def _sigmoid(logits: Any) -> Any:
    import numpy as np

    return 1 / (1 + np.exp(-logits))
