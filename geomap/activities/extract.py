"""What a report says to happen at the places that it names: sentences and resolutions → claims.

The trained reader tells activities and their places where it knows the language and the kind; else the lexicon's words do.
One claim for one activity in one sentence; what is told again with less is left out, and each sentence that speaks of an
activity and gives no claim is kept with the reason.
"""

from bisect import bisect_left
from typing import NamedTuple

from geomap.activities import by_reader, by_words
from geomap.activities.actors import bare, players
from geomap.activities.anaphora import stands_for
from geomap.activities.asides import located
from geomap.activities.attribution import is_pronoun
from geomap.activities.certainty import ahead, certainty, cue_of
from geomap.activities.dated import dated
from geomap.activities.denials import denied_behind, sides
from geomap.activities.nations import same_nation
from geomap.activities.quantities import quantities
from geomap.activities.roles import TOO_WIDE, cast, is_country, moved_to, once, only_says_where, too_wide, within_country
from geomap.activities.sentences import is_heading, sentences
from geomap.activities.source import source
from geomap.activities.told_once import one_kind, told_once
from geomap.encoder.heads import KINDS
from geomap.encoder.run import LANGUAGES, Told, read_claims
from geomap.lexicon import Kind, Language, kinds, language
from geomap.model import (
    Claim,
    ClaimPlace,
    PassedOver,
    Problem,
    Quantity,
    Report,
    Resolution,
    Span,
    Unplaced,
)

# Longer stretches without a full stop are tables and lists of links, not sentences.
LONGEST_SENTENCE = 3_000
_SHOWN = 200
# A text of so few sentences gives the reader little to go by: there the lexicon's words count too.
_SHORT = 3
# So near in share two activities at the same places must be to be both told.
_ALIKE = 0.75
# So many names back a noun's place is looked for.
_REMEMBERED = 20


class Extraction(NamedTuple):
    """What one report gave; ``problems`` are those of a second extractor."""

    claims: tuple[Claim, ...]
    unplaced: tuple[Unplaced, ...]
    passed_over: tuple[PassedOver, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def all_claims(self) -> tuple[Claim, ...]:
        """The claims, and behind them those of which no place could be placed."""
        return (*self.claims, *(u.claim for u in self.unplaced if u.claim))


class _Text(NamedTuple):
    """A report that is read: its language, what the trained reader said of it, and whether it is short."""

    report: Report
    words: Language
    told: Told | None
    short: bool


class _Telling(NamedTuple):
    """An activity that a sentence tells: in which part of it, by which words, where, and how sure if the reader said so.

    ``asked`` is what the readers hold of the sentence as to this activity.
    """

    kind: Kind
    sentence: Span
    clause: Span
    at: tuple[int, int]
    places: tuple[ClaimPlace, ...]
    certainty: tuple[float, ...] = ()
    asked: by_reader.Asked | None = None

    @property
    def names(self) -> frozenset[int]:
        """Where the names of its places begin."""
        return frozenset(p.resolution.mention.start for p in self.places)


def extract(report: Report, resolutions: tuple[Resolution, ...], told: Told | None = None) -> Extraction:
    """Every claim of a report, in the order of the text; empty where its language is not read yet.

    Args:
        report: the text.
        resolutions: its mentions with their places, in order.
        told: what the reader said of the text, where that is known already.
    """
    words = language(report.language)
    claims: list[Claim] = []
    unplaced: list[Unplaced] = []
    passed: list[PassedOver] = []
    starts = [r.mention.start for r in resolutions]
    if not words.reads_activities:
        return Extraction((), (), ())
    if told is None and report.language in LANGUAGES and any(r.mention.usage == "literal" for r in resolutions):
        told = read_claims(report.text, resolutions)
    spans = list(sentences(report))
    text = _Text(report, words, told, short=len(spans) <= _SHORT)
    for number, sentence in enumerate(spans):
        if len(sentence.text) > LONGEST_SENTENCE:
            reason = f"{len(sentence.text):,} characters without a full stop: a table or list, not read as a sentence"
            start = report.span(sentence.start, sentence.start + _SHOWN)
            passed.append(PassedOver(report=report.id, kind="", reason=reason, evidence=start))
            continue
        inside = _within(resolutions, starts, sentence)
        last = bisect_left(starts, sentence.end)
        before = resolutions[max(0, last - _REMEMBERED) : last]
        here: list[_Telling] = []
        for kind in kinds().values():
            if told and kind.name in KINDS:
                found, reasons = _read(text, told, sentence, kind, inside, before)
            else:
                found, reasons = _worded(report, sentence, kind, inside, words)
            passed += [PassedOver(report=report.id, kind=kind.name, reason=r, evidence=sentence) for r in reasons]
            here += found
        if told and text.short and not here:
            for kind in kinds().values():
                if kind.name in KINDS:
                    here += _read(text, told, sentence, kind, inside, before, doubtful=True)[0]
        if told:
            here = _clearest(told, here)
            here += _other_kinds(report, sentence, here, inside, words)
        built: list[Claim] = []
        for telling in here:
            claim, whole = _built(text, telling), telling.clause == telling.sentence
            built += sides(report, claim, telling.asked.said, words) if telling.asked and whole else [claim]
        if told and len(built) == 1 and number + 1 < len(spans):
            behind = spans[number + 1]
            named = any(r.mention.usage == "literal" for r in _within(resolutions, starts, behind))
            built += [] if named else denied_behind(report, built[0], behind, told, words)
        for claim in built:
            unplaced += _lost(report, claim)
            if claim.places:
                claims.append(claim)
    if told and not text.short and not _clear(report, told, Extraction(tuple(claims), tuple(unplaced), ())):
        reason = "no sentence of the report tells an activity clearly"
        passed += [
            PassedOver(report=c.report, kind=c.kind, reason=reason, evidence=c.evidence) for c in claims if c.kind in KINDS
        ]
        claims, unplaced = [c for c in claims if c.kind not in KINDS], [u for u in unplaced if u.kind not in KINDS]
    for step in (one_kind, told_once):
        claims, repeated = step(claims)
        passed += repeated
    return Extraction(tuple(claims), tuple(dict.fromkeys(unplaced)), tuple(passed))


def _within(resolutions: tuple[Resolution, ...], starts: list[int], sentence: Span) -> list[Resolution]:
    return list(resolutions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)])


def _clearest(told: Told, found: list[_Telling]) -> list[_Telling]:
    """Of two activities that a sentence is held to tell of the very same places, the one that it tells more clearly."""

    def clear(telling: _Telling) -> float:
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
    report: Report, sentence: Span, found: list[_Telling], inside: list[Resolution], words: Language
) -> list[_Telling]:
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


def _clear(report: Report, told: Told, found: Extraction) -> bool:
    """Whether one sentence of the report tells an activity clearly: without any, the doubtful ones prove little."""

    def clear(claim: Claim) -> bool:
        share = by_reader.clearness(told, claim)
        if share >= by_reader.least_clear(claim.kind):
            return True
        worded = share >= by_reader.LEAST_WORDED
        return worded and by_words.trigger(claim.evidence.text, kinds()[claim.kind], report.language) is not None

    return any(clear(c) for c in found.all_claims if c.kind in KINDS)


def _read(
    text: _Text,
    told: Told,
    sentence: Span,
    kind: Kind,
    inside: list[Resolution],
    before: tuple[Resolution, ...],
    *,
    doubtful: bool = False,
) -> tuple[list[_Telling], list[str]]:
    """What the trained reader holds a sentence to tell of an activity, and why that is no claim."""
    report, words, short = text.report, text.words, text.short
    literal = [r for r in inside if r.mention.usage == "literal"]
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
    literal += [n for n in nouns if n.place]
    if not literal and not nouns:
        return [], [by_words.no_place(inside)]
    reason = by_words.recalled(report, sentence, at, words) or by_words.supposed_anywhere(sentence, at, literal, words)
    reason = reason or by_words.played(sentence, words)
    if reason:
        return [], [reason]
    asked = by_reader.ask(told, report, sentence, kind.name, short=short)

    def telling(said: by_reader.Telling) -> _Telling:
        places = tuple(ClaimPlace(role=role, resolution=r) for r, role in said.places)
        near = at or (places[0].resolution.mention.start - sentence.start,) * 2
        return _Telling(kind, sentence, sentence, near, places, said.certainty, asked)

    made: list[_Telling] = []
    literal.sort(key=lambda r: r.mention.start)
    for one in map(telling, by_reader.tellings(asked, report, sentence, kind, literal, words, least_placed)):
        here = [p for p in one.places if not (kind.stays and p.role in ("site", "area") and moved_to(p, report, words))]
        here = located(here, inside, sentence.text, sentence.start, words)
        narrow = [p for p in here if not too_wide(p, kind) and not within_country(p, report, words)]
        kept = once([p for n, p in enumerate(narrow) if not only_says_where(p, n, narrow, sentence.text, sentence.start, words)])
        if any(p.role == "destination" or not is_country(p) for p in kept):
            made += _split(report, one._replace(places=kept), inside, words)
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


def _split(report: Report, telling: _Telling, inside: list[Resolution], words: Language) -> list[_Telling]:
    """A telling as two where one clause denies it of its place and another affirms it of another."""
    clauses = by_words.clauses(report, telling.sentence, telling.kind, inside, words)
    parts = []
    for clause in clauses:
        places = tuple(p for p in telling.places if clause.start <= p.resolution.mention.start < clause.end)
        at = by_words.trigger(clause.text, telling.kind, report.language) or (0, 0)
        parts.append((certainty(report, clause, at, None, words)[0], telling._replace(clause=clause, at=at, places=places)))
    if len({sure == "denied" for sure, part in parts if part.places}) < 2:
        return [telling]
    return [part._replace(certainty=()) for _, part in parts if part.places]


def _worded(
    report: Report, sentence: Span, kind: Kind, inside: list[Resolution], words: Language
) -> tuple[list[_Telling], list[str]]:
    """What the lexicon's words hold a sentence to tell of an activity, and why that is no claim."""
    found, reasons = [], []
    for clause in by_words.clauses(report, sentence, kind, inside, words):
        at = by_words.trigger(clause.text, kind, report.language)
        if not at:
            continue
        within_it = [r for r in inside if clause.start <= r.mention.start < clause.end]
        literal = [r for r in within_it if r.mention.usage == "literal"]
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
            found.append(_Telling(kind, sentence, clause, at, said.places))
    return found, reasons


def _lost(report: Report, claim: Claim) -> list[Unplaced]:
    """The names of a claim that could not be placed, with the reason; with the claim itself where none of them could."""
    return [
        Unplaced(
            report=report.id,
            name=p.resolution.mention.text,
            kind=claim.kind,
            reason=f"{p.resolution.status}: {'; '.join(p.resolution.reasons)}",
            evidence=claim.evidence,
            claim=None if claim.places or n else claim,
        )
        for n, p in enumerate(claim.unplaced)
    ]


def _built(text: _Text, telling: _Telling) -> Claim:
    """The claim of a telling, with its parts."""
    report, words = text.report, text.words
    kind, sentence, clause, at = telling.kind, telling.sentence, telling.clause, telling.at
    in_sentence = clause.start - sentence.start + at[0]
    asked = telling.asked
    if text.told and not asked and kind.name in KINDS:
        asked = by_reader.ask(text.told, report, sentence, kind.name, short=text.short)
    read = asked.said if asked else None
    who_says = source(report, sentence, (clause, at[0]), read, words)
    named = players(report, clause, at, kind.name, words)
    if not named.actor:  # "did not advance in A but advanced in B": who did is said once
        named = named._replace(actor=players(report, sentence, (in_sentence, in_sentence), kind.name, words).actor)
    actor = (_read_actor(report, telling, read) if read else None) or named.actor
    own = kind.own_voice and bool(who_says and actor and same_nation(who_says.full or who_says.text, actor.text))
    sure, cue = certainty(report, clause, at, None if own else who_says, words)
    if telling.certainty:
        held = by_reader.certainty(telling.certainty, sure, who_says)
        if held == "claimed" and not who_says and not cue_of(held, report, sentence, at, None, words):
            held = "reported"  # nobody is named, and no word says that it is only said
        words_for_it = cue_of(held, report, sentence, at, who_says, words)
        if held != sure and (words_for_it or held in ("reported", "claimed")):  # a doubt or a proof stands in words, or is none
            sure, cue = held, words_for_it
    several = sum(p.role in ("site", "area") for p in telling.places) > 1
    to_come = ahead(report, sure, cue, words)
    amounts = [q for q in quantities(clause.text, clause.start, words) if not read or _counted(read, q)]
    return Claim(
        report=report.id,
        kind=kind.name,
        places=tuple(p for p in telling.places if p.resolution.status == "resolved"),
        unplaced=tuple(p for p in telling.places if p.resolution.status != "resolved"),
        actor=actor,
        quantities=tuple(
            q.model_copy(update={"together": True}) if several and q.qualifier != "capacity" else q for q in amounts
        ),
        equipment=tuple(e for e in named.equipment if not actor or not e.overlaps(actor.start, actor.end)),
        when=dated(
            report,
            sentence,
            clause,
            at[0],
            read,
            words,
            joined=kind.draw == "line",
            ahead=to_come,
            done=not to_come and sure not in ("possible", "denied"),
        ),
        attribution=who_says,
        outlet=report.outlet,
        published=report.published,
        certainty=sure,
        cue=cue,
        evidence=sentence,
    )


def _read_actor(report: Report, telling: _Telling, told: Told) -> Span | None:
    best = max(by_reader.spans(told, report, telling.sentence, "actor"), key=lambda f: f[0], default=None)
    if best and is_pronoun(best[1].text):
        before = by_reader.before(told, report, telling.sentence.start)
        named = [f for f in by_reader.spans(told, report, before, "actor") if not is_pronoun(f[1].text)]
        best = max(named, key=lambda f: f[0], default=best)
    return report.span(best[1].start + bare(best[1].text), best[1].end) if best else None


def _counted(told: Told, quantity: Quantity) -> bool:
    return by_reader.holds(told, quantity.start, quantity.end, "quantity") >= by_reader.LEAST_PART["quantity"]
