"""Clauses that tell an activity, each marked with it, as windows with the labels of that activity alone."""

from collections.abc import Iterator
from typing import Any

from geomap.activities.by_reader import share
from geomap.activities.date_words import date_atoms
from geomap.activities.sentences import sentences
from geomap.encoder.heads import CERTAINTIES, KINDS, PARTS, ROLES
from geomap.encoder.inputs import around, near
from geomap.encoder.run import PIECES
from geomap.gazetteer.fold import Token
from geomap.lexicon import language
from geomap.model import Report, Resolution, Span
from training.claims import Example, Labelled, dates, labelled, mark_parts, over, telling, told_of, units
from training.examples import MASKED

# From this share on a sentence seems to tell an activity.
SEEMS = 0.02


def asked(
    report: Report, resolutions: tuple[Resolution, ...], claims: list[dict[str, Any]], doubtful: list[tuple[int, str]]
) -> Iterator[Example]:
    """The windows around each clause that tells an activity, which is marked, with the labels of what it tells of that alone.

    Args:
        report: the text.
        resolutions: its places.
        claims: its claims.
        doubtful: clauses by number, each with an activity that it seems to tell; those that it does not are asked too.
    """
    text = labelled(report, resolutions, claims)
    spans = units(report, resolutions)
    n, every = len(text.words), (1 << len(PARTS)) - 1
    told: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for claim in claims:
        for clause in telling(spans, claim):
            told.setdefault((spans.index(clause), claim["kind"]), []).append(claim)
    for (number, kind), of_it in told.items():
        here = _words(text.words, spans[number])
        bit, known = 1 << KINDS.index(kind), [0] * n
        part, part_known = [0] * n, [every] * n
        placed, role, certainty = [0] * n, [MASKED] * n, [MASKED] * n
        for i in range(here.start, here.stop):
            known[i] = bit
            certainty[i] = 0
        for claim in of_it:
            sure = 1 << CERTAINTIES.index(claim["certainty"])
            for i in range(here.start, here.stop):
                certainty[i] |= sure
        for claim in of_it:
            for place in claim["places"]:
                for i in over(text.words, place["start"], place["end"]):
                    placed[i], role[i] = bit, ROLES.index(place["role"])
                    certainty[i] = 1 << CERTAINTIES.index(claim["certainty"])
            dated, sure_of = _dated(report, claim)
            mark_parts(part, text.words, claim, dated)
            if not sure_of:
                for i in [*range(here.start), *range(here.stop, n)]:
                    part_known[i] &= ~(1 << PARTS.index("date"))
        columns = [bit if k else 0 for k in known], known, placed, role, certainty, part, part_known
        yield from _asked(text, here, kind, columns)
    for number, kind in doubtful:
        here = _words(text.words, spans[number])
        bit = 1 << KINDS.index(kind)
        if (
            (number, kind) in told
            or here.start == here.stop
            or not text.told_known[here.start] & bit
            or text.told[here.start] & bit
        ):
            continue
        known = [bit if here.start <= i < here.stop else 0 for i in range(n)]
        columns = [0] * n, known, [0] * n, [MASKED] * n, [MASKED] * n, [MASKED] * n, [0] * n
        yield from _asked(text, here, kind, columns)


def doubtful(
    report: Report, resolutions: tuple[Resolution, ...], claims: list[dict[str, Any]], least: float = SEEMS
) -> list[tuple[int, str]]:
    """The clauses, by number, that seem to the shipped reader to tell an activity and do not, those that seem most so first.

    Args:
        report: the text.
        resolutions: its places.
        claims: its claims.
        least: from which share on a clause seems to tell an activity.
    """
    if not any(r.mention.usage == "literal" for r in resolutions):
        return []
    told, spans = told_of(report, resolutions), units(report, resolutions)
    true = {(k, c["kind"]) for c in claims for k, s in enumerate(spans) if s.overlaps(*c["evidence"])}
    shares = [(share(told, s, kind), k, kind) for k, s in enumerate(spans) for kind in KINDS if (k, kind) not in true]
    return [(k, kind) for seems, k, kind in sorted(shares, reverse=True) if seems >= least]


def _asked(text: Labelled, here: slice, kind: str, columns: tuple[list[int], ...]) -> Iterator[Example]:
    names = ("told", "told_known", "placed", "role", "certainty", "part", "part_known")
    of_words = {"sentence": text.sentence, **dict(zip(names, columns, strict=True))}
    first = near(text.words, here).start
    for window in around(text.text, text.words, text.tags, here, 1 + KINDS.index(kind), PIECES):
        numbered = window._replace(words=[w + first if w >= 0 else -1 for w in window.words])
        yield Example(numbered, {c: [v[w] if w >= 0 else MASKED for w in numbered.words] for c, v in of_words.items()})


def _words(words: list[Token], span: Span) -> slice:
    inside = over(words, span.start, span.end)
    return slice(inside[0], inside[-1] + 1) if inside else slice(0, 0)


def _dated(report: Report, claim: dict[str, Any]) -> tuple[list[tuple[int, int]], bool]:
    """The words that date a claim, in its evidence or else elsewhere; and whether it is known that no others do."""
    when = claim["when"]
    inside = list(dates(report, claim))
    if "day_from" in claim:
        return [*inside, *([claim["day_from"]] if claim["day_from"] else [])], True
    if inside or not when:
        return inside, bool(inside) or "evidence_alone" not in claim
    if "words" in when:
        return [], False
    start, end = claim["evidence"]
    found = []
    for span in sentences(report):
        for atom in date_atoms(span.text, report, language("en"), ahead=claim["certainty"] == "planned"):
            if (str(atom.first), str(atom.last)) == (when["start"], when["end"]):
                near = (span.start + atom.start, span.start + atom.end)
                found.append((start - near[1] if near[1] <= start else 2 * (near[0] - end), near))
    return [min(found)[1]] if found else [], bool(found)
