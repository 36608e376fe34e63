"""Which activities a sentence tells, and where: by the trained reader, and by the lexicon's words."""

from typing import NamedTuple

from geomap.activities import by_reader, by_words
from geomap.activities.anaphora import stands_for
from geomap.activities.asides import located, told_for_itself
from geomap.activities.roles import (
    TOO_WIDE,
    at_border,
    cast,
    is_country,
    moved_to,
    once,
    only_says_where,
    too_wide,
)
from geomap.activities.sentences import is_heading
from geomap.encoder.heads import KINDS
from geomap.encoder.run import Told
from geomap.gazetteer.fold import tokens
from geomap.lexicon import Kind, Language, kinds
from geomap.model import ClaimPlace, PassedOver, Report, Resolution, Span

# So near in share two activities at the same places must be to be both told.
_ALIKE = 0.97
# As what one counts that is told by words that leave no doubt of its kind: as more than any share.
_CERTAIN = 2.0


class Text(NamedTuple):
    """A report that is read: its language, what the trained reader said of it, and whether it is short.

    ``arms`` tells where it has words of arms; None where none are asked for: a line or two say little of what they are of.
    """

    report: Report
    words: Language
    told: Told | None
    short: bool
    arms: by_words.Arms | None


class Telling(NamedTuple):
    """An activity that a sentence tells: in which part of it, by which words, where, and how sure if the reader said so.

    ``asked`` is what the readers hold of the sentence as to this activity; ``ends`` the starts of the names that are in it as the
    other end of a way alone.
    """

    kind: Kind
    sentence: Span
    clause: Span
    at: tuple[int, int]
    places: tuple[ClaimPlace, ...]
    certainty: tuple[float, ...] = ()
    asked: by_reader.Asked | None = None
    ends: frozenset[int] = frozenset()

    @property
    def names(self) -> frozenset[int]:
        """Where the names of its places begin, by which two tellings of one thing are known."""
        return frozenset(p.resolution.mention.start for p in self.places) - self.ends


def tellings(
    text: Text, sentence: Span, inside: list[Resolution], before: tuple[Resolution, ...]
) -> tuple[list[Telling], list[PassedOver]]:
    """What a sentence tells, and why it does not tell what it seems to.

    Args:
        text: the report.
        sentence: one of its sentences.
        inside: the mentions of the sentence with their places, in order.
        before: those and some before them, in which a noun may find its place.
    """
    report, words, told = text.report, text.words, text.told
    literal = told_for_itself(report, [r for r in inside if r.mention.usage == "literal"], words)
    literal = by_words.of_now(report, sentence, literal, words)
    here: list[Telling] = []
    passed: list[PassedOver] = []
    if _only_names(sentence, literal, words):
        return here, passed
    for kind in kinds().values():
        if told and kind.name in KINDS:
            found, reasons = _read(text, told, sentence, kind, inside, literal, before)
        else:
            found, reasons = _worded(report, sentence, kind, inside, words)
        passed += [PassedOver(report=report.id, kind=kind.name, reason=r, evidence=sentence) for r in reasons]
        here += found
    if told and text.short and not here:
        for kind in kinds().values():
            if kind.name in KINDS:
                here += _read(text, told, sentence, kind, inside, literal, before, doubtful=True)[0]
    if told:
        here = _clearest(told, here, report.language)
        here += _other_kinds(report, sentence, here, inside, words)
    return here, passed


def _only_names(sentence: Span, literal: list[Resolution], words: Language) -> bool:
    """Whether a line is of names and no more: "In the Red Sea", "Atlantic and North Sea" over what is told of them."""
    if not literal or literal[-1].mention.end != sentence.end:
        return False
    ends = [sentence.start, *(r.mention.end for r in literal)]
    gaps = (sentence.text[end - sentence.start : r.mention.start - sentence.start] for end, r in zip(ends, literal, strict=False))
    joining = {*words.words("anaphora", "prepositions"), *words.words("roles", "articles"), *words.words("roles", "joining")}
    return {word.fold for gap in gaps for word in tokens(gap)} <= joining


def _clearest(told: Told, found: list[Telling], code: str) -> list[Telling]:
    """Of two activities that a sentence is held to tell of the very same places, the one that it tells more clearly.

    Words that leave no doubt of the kind tell it wholly.
    """

    def clear(telling: Telling) -> float:
        sure = telling.kind.certain.get(code)
        if sure and sure.search(telling.sentence.text):
            return _CERTAIN
        if telling.kind.name not in KINDS:
            return 1.0
        readers = telling.asked.readers if telling.asked else [told]
        return sum(by_reader.share(reader, telling.sentence, telling.kind.name) for reader in readers) / len(readers)

    shares = [(telling, clear(telling)) for telling in found]
    best: dict[frozenset[int], float] = {}
    for telling, share in shares:
        best[telling.names] = max(best.get(telling.names, 0.0), share)
    return [telling for telling, share in shares if share >= _ALIKE * best[telling.names]]


def _other_kinds(
    report: Report, sentence: Span, found: list[Telling], inside: list[Resolution], words: Language
) -> list[Telling]:
    """What the lexicon's words tell at the very places of which the reader tells a movement: an advance, a flight, a voyage."""
    moved = frozenset[int]().union(*(t.names for t in found if t.kind.yields))
    known = {t.kind.name for t in found}
    more = []
    for kind in kinds().values():
        sure = kind.certain.get(report.language)
        if moved and kind.name not in known and sure and sure.search(sentence.text):
            told, _ = _worded(report, sentence, kind, inside, words)
            more += [t for t in told if t.names >= moved]
    return more


def _read(
    text: Text,
    told: Told,
    sentence: Span,
    kind: Kind,
    inside: list[Resolution],
    named: list[Resolution],
    before: tuple[Resolution, ...],
    *,
    doubtful: bool = False,
) -> tuple[list[Telling], list[str]]:
    """What the trained reader holds a sentence to tell of an activity, and why that is no claim."""
    report, words, short = text.report, text.words, text.short
    at = by_words.trigger(sentence.text, kind, report.language)
    least_told = by_reader.LEAST_TOLD_SHORT if doubtful else by_reader.least_told(kind.name)
    least_placed = by_reader.LEAST_PLACED_SHORT if doubtful else by_reader.LEAST_PLACED
    least = by_reader.LEAST_WORDED if at else least_told
    share = by_reader.share(told, sentence, kind.name)
    if share < least:
        if at and short:
            return _worded(report, sentence, kind, inside, words)
        return [], [by_words.why_not(report, sentence, kind, at, inside, share, words)] if at else []
    known = [r for r in before if r.mention.usage == "literal"]
    spans = by_reader.nouns(told, report, sentence, kind, inside, words)
    nouns = [n for n in (stands_for(report, s, known, words) for s in spans) if n]
    literal = named + [n for n in nouns if n.place]
    if not literal and not nouns:
        return [], [by_words.no_place(inside)]
    reason = by_words.recalled(report, sentence, at, words) or by_words.supposed_anywhere(sentence, at, literal, words)
    reason = reason or by_words.elsewhere(sentence, words) or by_words.calm(sentence, at, words)
    reason = reason or by_words.described(sentence, at, words)
    reason = reason or (by_words.unarmed(sentence, text.arms) if text.arms else "")
    if reason:
        return [], [reason]
    asked = by_reader.ask(told, sentence, kind.name, short=short)

    def telling(said: by_reader.Telling) -> Telling:
        places = tuple(ClaimPlace(role=role, resolution=r) for r, role in said.places)
        near = at or (places[0].resolution.mention.start - sentence.start,) * 2
        return Telling(kind, sentence, sentence, near, places, said.certainty, asked, said.ends)

    made: list[Telling] = []
    literal.sort(key=lambda r: r.mention.start)
    above = _heading(sentence, literal) if sentence.start == 0 else []  # "Popayán. At dawn soldiers entered El Plateado"
    for one in map(telling, by_reader.tellings(asked, report, sentence, kind, literal, words, least_placed)):
        here = [p for p in one.places if not (kind.stays and p.role in ("site", "area") and moved_to(p, report, words))]
        here = [p for p in here if p.resolution not in above] or here
        here = located(here, inside, sentence.text, sentence.start, words)
        narrow = [p for p in here if not (too_wide(p, kind) or at_border(p, report.text, 0, words))]
        kept = once([p for n, p in enumerate(narrow) if not only_says_where(p, n, narrow, sentence.text, sentence.start, words)])
        if any(p.role == "destination" or not is_country(p) for p in kept):
            made.append(one._replace(places=kept))
    if made:
        if at and short and kind.stays:  # where it stays the words before a name tell surely: "trained in A had moved to B"
            worded, _ = _worded(report, sentence, kind, inside, words)
            if worded and not any(w.names & m.names for w in worded for m in made):
                return worded, []
        return made, []
    made += map(telling, by_reader.tellings(asked, report, sentence, kind, _heading(sentence, literal), words, 0.0))
    if made:
        return made, []
    unnamed = [n for n in nouns if not n.place]
    for one in map(telling, by_reader.tellings(asked, report, sentence, kind, unnamed, words, least_placed)):
        made.append(one._replace(places=one.places[:1]))
    if made:
        return made, []
    if at and short:
        return _worded(report, sentence, kind, inside, words)
    return [], [f"tells of {kind.label.lower()}, but of no place where it happens"]


def _heading(sentence: Span, literal: list[Resolution]) -> list[Resolution]:
    """The place that heads a sentence, where it is that of a bulletin's item ("2. Shaykovka. A pair took off on the 20th")."""
    return [r for r in literal[:1] if is_heading(sentence.text[: r.mention.end - sentence.start + 1])]


def of_its_words(telling: Telling, code: str) -> Telling:
    """A clause's telling, of another activity where its words tell that alone: "…, while the city fell to the rebels"."""
    told = [k for k in kinds().values() if by_words.trigger(telling.clause.text, k, code)]
    if len(told) != 1 or told[0] == telling.kind or any(p.role not in told[0].roles for p in telling.places):
        return telling
    return telling._replace(kind=told[0], asked=None)


def _worded(
    report: Report, sentence: Span, kind: Kind, inside: list[Resolution], words: Language
) -> tuple[list[Telling], list[str]]:
    """What the lexicon's words hold a sentence to tell of an activity, and why that is no claim."""
    found, reasons = [], []
    for clause in by_words.clauses(report, sentence, kind, inside, words):
        at = by_words.trigger(clause.text, kind, report.language)
        if not at:
            continue
        within_it = [r for r in inside if clause.start <= r.mention.start < clause.end]
        literal = told_for_itself(report, [r for r in within_it if r.mention.usage == "literal"], words)
        literal = by_words.of_now(report, clause, literal, words)
        reason = by_words.no_claim(report, sentence, clause, at, kind, words) if literal else by_words.no_place(within_it)
        said = cast(clause.text, clause.start, kind, literal, words)
        placed = [p for p in said.places if p.resolution.status == "resolved"]
        if not reason and not said.places:
            reason = (
                f"names only {said.left_out[0][0].mention.text}: {said.left_out[0][1]}" if said.left_out else "names no place"
            )
        if not reason and kind.draw == "line" and placed and all(is_country(p) for p in placed):
            reason = f"names only {placed[0].resolution.mention.text}: {TOO_WIDE}"
        if reason:
            reasons.append(reason)
        else:
            found.append(Telling(kind, sentence, clause, at, said.places))
    return found, reasons
