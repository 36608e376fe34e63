"""Reports with annotated claims as windows with labels; what is not known is masked and teaches nothing."""

import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import gate
from geomap.activities.clauses import parted, shown
from geomap.activities.date_words import date_atoms
from geomap.activities.sentences import sentences
from geomap.encoder.heads import CERTAINTIES, KINDS, PARTS, ROLES
from geomap.encoder.inputs import Window, windows
from geomap.encoder.mentions import mention_tags
from geomap.encoder.run import CONTEXT, PIECES, Told, read_claims
from geomap.gazetteer.fold import Token, tokens
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Report, Resolution, Span
from geomap.toponyms.recognise import recognise
from geomap.toponyms.resolve import resolve
from training.examples import MASKED

OWN = Path(__file__).parent / "own"
# Of these files no report is learnt from, like fold 0 of the corpus: figures are taken and weights fitted on them.
LEFT_OUT = (24, 28, 30, 32, 33)
# From this file on the reports leave some activities unannotated.
PARTIAL_FROM = 18
# How often a name gives way to another of the gazetteer: places must not be learnt by heart.
RENAMED = 0.3


class Labelled(NamedTuple):
    """A text with what is to be said of each word: bits by the order of the heads' classes, and the bits that are known."""

    text: str
    words: list[Token]
    tags: list[int]
    sentence: list[int]
    told: list[int]
    told_known: list[int]
    placed: list[int]
    role: list[int]
    certainty: list[int]
    part: list[int]


class Example(NamedTuple):
    """A window with the labels of the words that begin in it."""

    window: Window
    columns: dict[str, list[int]]


def read(doc: dict[str, Any], index: Index) -> tuple[Report, tuple[Resolution, ...]]:
    """A document as a report with its places, as the reader will be given it."""
    report = Report(
        text=doc["text"],
        title=doc.get("title") or "",
        outlet=doc.get("outlet") or "",
        published=doc["date"] if "claims" in doc else None,
    )
    return report, resolve(report, recognise(report, index), index)


def labelled(report: Report, resolutions: tuple[Resolution, ...], claims: list[dict[str, Any]]) -> Labelled:
    """The labels of a report's words."""
    text, words = report.text, list(tokens(report.text))
    n, every = len(words), (1 << len(KINDS)) - 1
    parts = _parted(report, resolutions)
    spans = [clause for _, clauses in parts for clause in clauses]
    begins = [s.start for s in spans]
    sentence = [bisect_right(begins, w.start) - 1 for w in words]
    told, known, placed, certainty, part = [0] * n, [every] * n, [0] * n, [MASKED] * n, [0] * n
    role = [MASKED] * n

    for claim in claims:
        kind, sure = 1 << KINDS.index(claim["kind"]), 1 << CERTAINTIES.index(claim["certainty"])
        for span in telling(spans, claim):
            for i in over(words, span.start, span.end):
                told[i] |= kind
                certainty[i] = sure if certainty[i] == MASKED else certainty[i] | sure
    for claim in claims:
        kind, sure = 1 << KINDS.index(claim["kind"]), 1 << CERTAINTIES.index(claim["certainty"])
        named = set()
        for place in claim["places"]:
            named.add(text[place["start"] : place["end"]])
            for i in over(words, place["start"], place["end"]):
                placed[i] |= kind
                role[i] = ROLES.index(place["role"])
                certainty[i] = sure
        mark_parts(part, words, claim, dates(report, claim))
        # A claim is annotated once, where it says most: what tells of its place elsewhere may tell it again.
        for span in spans:
            if any(name in span.text for name in named):
                for i in over(words, span.start, span.end):
                    if not told[i] & kind:
                        known[i] &= ~kind
    return Labelled(
        shown(text, parts), words, mention_tags(words, resolutions), sentence, told, known, placed, role, certainty, part
    )


def units(report: Report, resolutions: tuple[Resolution, ...]) -> list[Span]:
    """The clauses of a report's sentences, of which the readers are asked one by one."""
    return [clause for _, parts in _parted(report, resolutions) for clause in parts]


def _parted(report: Report, resolutions: tuple[Resolution, ...]) -> list[tuple[Span, list[Span]]]:
    return parted(report, sentences(report), resolutions, language("en"))


def told_of(report: Report, resolutions: tuple[Resolution, ...]) -> Told:
    """What the shipped reader of claims holds of a report."""
    return read_claims(shown(report.text, _parted(report, resolutions)), resolutions)


def telling(clauses: list[Span], claim: dict[str, Any]) -> list[Span]:
    """The clauses that tell a claim: of those in its evidence the ones that name a place of it, or else all."""
    inside = [c for c in clauses if c.overlaps(*claim["evidence"])]
    return [c for c in inside if any(c.start <= p["start"] < c.end for p in claim["places"])] or inside


def mark_parts(part: list[int], words: list[Token], claim: dict[str, Any], dated: Iterable[tuple[int, int]]) -> None:
    """Set the bits of a claim's parts at the words that say them."""
    spans = [(name, claim[name]) for name in ("actor", "attribution") if claim.get(name)]
    spans += [("quantity", (q["start"], q["end"])) for q in claim["quantities"]]
    spans += [("date", d) for d in dated]
    for name, (start, end) in spans:
        for i in over(words, start, end):
            part[i] |= 1 << PARTS.index(name)


def own() -> Iterator[dict[str, Any]]:
    """The reports in ``training/own``, whose claims quote their parts, in the shape of the corpus, which counts characters.

    Each with the number of its ``file``.
    """
    for path in sorted(OWN.glob("*.jsonl")):
        for doc in gate.read(path):
            text = doc["text"]

            def span(words: str | None, at: int = 0, text: str = text) -> list[int] | None:
                start = text.find(words, at) if words else -1
                return [start, start + len(words or "")] if start >= 0 else None

            def both(words: str, at: int) -> dict[str, int]:
                found = span(words, at) or [0, 0]
                return {"start": found[0], "end": found[1]}

            claims = []
            for c in doc["claims"]:
                at = text.index(c["evidence"])
                source = span(c.get("attribution"), at) or span(c.get("attribution"))
                if source and not at <= source[0] < at + len(c["evidence"]):  # "he said": where it was named last
                    before = text.rfind(c["attribution"], 0, at)
                    source = [before, before + len(c["attribution"])] if before >= 0 else source
                day = text.rfind(c["day_from"], 0, at) if c.get("day_from") else -1
                elsewhere = [day, day + len(c["day_from"])] if day >= 0 else span(c.get("day_from"))
                claims.append(
                    {
                        **{k: c[k] for k in ("kind", "certainty")},
                        "evidence": span(c["evidence"]),
                        "places": [{**both(p["name"], at), "role": p["role"]} for p in c["places"]],
                        "actor": span(c.get("actor"), at) or span(c.get("actor")),
                        "attribution": source,
                        "quantities": [both(q, at) for q in c.get("quantities") or []],
                        "when": {"words": span(c["when"], at)} if c.get("when") else None,
                        **({"day_from": elsewhere} if "day_from" in c else {"evidence_alone": True}),
                    }
                )
            yield {**doc, "claims": claims, "file": int(path.stem)}


def dates(report: Report, claim: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """The words that date a claim: the annotation gives its days alone."""
    when = claim["when"]
    if not when:
        return
    if when.get("words"):
        yield when["words"][0], when["words"][1]
        return
    start, end = claim["evidence"]
    for atom in date_atoms(report.text[start:end], report, language("en"), ahead=claim["certainty"] == "planned"):
        days = (str(atom.first), str(atom.last))
        if days[0] == when["start"] or days[1] == when["end"]:
            yield start + atom.start, start + atom.end


def examples(text: Labelled) -> Iterator[Example]:
    """The windows of a text with the labels of the words that begin in them."""
    columns = ("sentence", "told", "told_known", "placed", "role", "certainty", "part")
    for window in windows(text.text, text.words, text.tags, PIECES, CONTEXT):
        yield Example(window, {c: [getattr(text, c)[w] if w >= 0 else MASKED for w in window.words] for c in columns})


def alone(example: Example, rng: random.Random) -> Iterator[Example]:
    """A window cut into pieces of one to three sentences: a text may be as short as that."""
    opening, *inner, closing = range(len(example.window.ids))
    cuts, last, size = [inner[0]], -1, rng.randint(1, 3)
    for at in inner:
        sentence = example.columns["sentence"][at]
        if sentence not in (MASKED, last):
            if last >= 0 and not (size := size - 1):
                cuts.append(at)
                size = rng.randint(1, 3)
            last = sentence
    for start, end in zip(cuts, [*cuts[1:], closing], strict=True):
        rows = [opening, *range(start, end), closing]
        columns = {c: [v[i] for i in rows] for c, v in example.columns.items()}
        if any(w >= 0 for w in columns["sentence"]):
            yield Example(Window(*([column[i] for i in rows] for column in example.window)), columns)


def over(words: list[Token], start: int, end: int) -> list[int]:
    """The numbers of the words that a stretch runs over."""
    first = max(0, bisect_right(words, start, key=lambda w: w.start) - 1)
    return [i for i in range(first, len(words)) if words[i].start < end and start < words[i].end] if end > start else []


@cache
def _towns(index: Index) -> list[str]:
    return [r.name for r in index.cities(20_000) if r.name.isascii() and len(r.name) > 3]


def renamed(
    report: Report, resolutions: tuple[Resolution, ...], claims: list[dict[str, Any]], rng: random.Random, index: Index
) -> tuple[Report, tuple[Resolution, ...], list[dict[str, Any]]]:
    """The report with some of its towns, each everywhere, under other towns' names, and all offsets moved."""
    new: dict[str, str] = {}
    for r in resolutions:
        m = r.mention
        town = m.usage == "literal" and (not r.place or r.place.feature_class == "P")
        if town and m.text not in new and rng.random() < RENAMED:
            new[m.text] = rng.choice(_towns(index))
    parts, cuts, at, shift = [], [(0, 0)], 0, 0
    moved: list[Resolution] = []
    for r in resolutions:
        m = r.mention
        name = new.get(m.text, m.text) if m.usage == "literal" else m.text
        parts += [report.text[at : m.start], name]
        start = m.start + shift
        moved.append(
            r.model_copy(update={"mention": m.model_copy(update={"start": start, "end": start + len(name), "text": name})})
        )
        shift += len(name) - len(m.text)
        cuts.append((m.end, shift))
        at = m.end
    ends = [c[0] for c in cuts]

    def to(offset: int, *, end: bool = False) -> int:
        # An offset within a renamed name moves to its start or end.
        k = bisect_right(ends, offset) - 1
        if k + 1 < len(cuts):
            m = resolutions[k].mention
            if m.start < offset < m.end:
                return moved[k].mention.end if end else moved[k].mention.start
        return offset + cuts[k][1]

    def span(s: list[int] | None) -> list[int] | None:
        return [to(s[0]), to(s[1], end=True)] if s else None

    def both(d: dict[str, Any]) -> dict[str, Any]:
        return {**d, "start": to(d["start"]), "end": to(d["end"], end=True)}

    text = "".join([*parts, report.text[at:]])
    told = [
        {
            **c,
            **{k: span(c.get(k)) for k in ("evidence", "actor", "attribution", "day_from") if k in c},
            "when": {"words": span(c["when"]["words"])} if c["when"] and "words" in c["when"] else c["when"],
            "places": [both(p) for p in c["places"]],
            "quantities": [both(q) for q in c["quantities"]],
        }
        for c in claims
    ]
    return report.model_copy(update={"text": text}), tuple(moved), told
