"""What a report says to happen at the places that it names: sentences and resolutions → claims.

The trained reader tells activities and their places where it knows the language and the kind; else the lexicon's words do.
One claim for one activity in one sentence; what is told again with less is left out, and each sentence that speaks of an
activity and gives no claim is kept with the reason.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from geomap.activities import by_reader, by_words
from geomap.activities.actors import bare, craft_behind, does_it, players
from geomap.activities.attribution import is_pronoun
from geomap.activities.certainty import ahead
from geomap.activities.clauses import LONGEST_SENTENCE, first_verb, has_verb, joined_by, names_somebody, parted, shown
from geomap.activities.dated import dated
from geomap.activities.denials import denied_behind, sides
from geomap.activities.how_sure import how_sure
from geomap.activities.quantities import quantities
from geomap.activities.sentences import sentences
from geomap.activities.source import source
from geomap.activities.tellings import Telling, Text, of_its_words, tellings
from geomap.activities.told_once import one_kind, told_once
from geomap.encoder.heads import KINDS
from geomap.encoder.run import LANGUAGES, Told, read_claims
from geomap.lexicon import Language, kinds, language
from geomap.model import (
    Attribution,
    Claim,
    PassedOver,
    Problem,
    Quantity,
    Report,
    Resolution,
    Span,
    Unplaced,
)

_SHOWN = 200
# A text of so few sentences gives the reader little to go by: there the lexicon's words count too.
_SHORT = 3
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
    spans = list(sentences(report))
    readable = report.language in LANGUAGES
    parts = parted(report, spans, resolutions, words) if readable else [(s, [s]) for s in spans]
    if told is None and readable and any(r.mention.usage == "literal" for r in resolutions):
        told = read_claims(shown(report.text, parts), resolutions)
    short = len(spans) <= _SHORT
    text = Text(report, words, told, short, arms=by_words.arms(report, words) if told and not short else None)
    for number, (sentence, clauses) in enumerate(parts):
        if len(sentence.text) > LONGEST_SENTENCE:
            reason = f"{len(sentence.text):,} characters without a full stop: a table or list, not read as a sentence"
            start = report.span(sentence.start, sentence.start + _SHOWN)
            passed.append(PassedOver(report=report.id, kind="", reason=reason, evidence=start))
            continue
        here: list[Telling] = []
        for clause in clauses:
            last = bisect_left(starts, clause.end)
            before = resolutions[max(0, last - _REMEMBERED) : last]
            found, reasons = tellings(text, clause, _within(resolutions, starts, clause), before)
            alone = clause == sentence
            here += found if alone else (of_its_words(t, report.language)._replace(sentence=sentence) for t in found)
            passed += reasons if alone else (r.model_copy(update={"evidence": sentence}) for r in reasons)
        built: list[Claim] = []
        for telling in here:
            claim, whole = _built(text, telling), telling.clause == telling.sentence
            read = telling.asked.said if telling.asked and whole else told
            built += sides(report, claim, read, words) if read and (whole or len(here) == 1) else [claim]
        if told and len(built) == 1 and number + 1 < len(spans):
            behind = spans[number + 1]
            named = any(r.mention.usage == "literal" for r in _within(resolutions, starts, behind))
            answered = [] if named else denied_behind(report, built[0], behind, told, words)
            built = answered if answered and sentence.text.endswith("?") else [*built, *answered]
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


def _clear(report: Report, told: Told, found: Extraction) -> bool:
    """Whether one sentence of the report tells an activity clearly: without any, the doubtful ones prove little."""

    def clear(claim: Claim) -> bool:
        share = by_reader.clearness(told, claim)
        if share >= by_reader.least_clear(claim.kind):
            return True
        worded = share >= by_reader.LEAST_WORDED
        return worded and by_words.trigger(claim.evidence.text, kinds()[claim.kind], report.language) is not None

    return any(clear(c) for c in found.all_claims if c.kind in KINDS)


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


def _built(text: Text, telling: Telling) -> Claim:
    """The claim of a telling, with its parts."""
    report, words = text.report, text.words
    kind, sentence, clause, at = telling.kind, telling.sentence, telling.clause, telling.at
    so_far, before = report.span(sentence.start, clause.end), clause.start - sentence.start
    in_sentence = (before + at[0], before + at[1])
    asked = telling.asked
    if text.told and not asked and kind.name in KINDS:
        asked = by_reader.ask(text.told, clause, kind.name, short=text.short)
    read = asked.said if asked else None
    who_says = source(report, sentence, (clause, at[0]), read, words)
    named = players(report, clause, at, kind.name, words)
    if not named.actor and not _own_subject(report, clause, words):  # "did not advance in A but advanced in B": said once
        named = named._replace(actor=players(report, so_far, in_sentence, kind.name, words).actor)
    actor = _actor(report, telling, read, named.actor, words, who_says)
    sure, cue = how_sure(report, telling, actor, who_says, words)
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
            said=who_says,
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


def _own_subject(report: Report, clause: Span, words: Language) -> bool:
    """Whether a clause tells who or what does something; in "took A and, five days later, B" its end has no verb, and no doer."""
    if joined_by(report, clause.start, "before_subject", words) and not has_verb(clause.text, words):
        return False
    return names_somebody(clause.text[: first_verb(clause.text, words)], words)


def _actor(
    report: Report, telling: Telling, told: Told | None, by_rule: Span | None, words: Language, said: Attribution | None
) -> Span | None:
    """Who does it: whom the reader most surely takes for that, or else whom the words do; not who says so behind it."""
    named: list[Span | None] = [*(_read_actors(report, telling, told, words) if told else ()), by_rule]
    if told and named == [by_rule] and first_verb(telling.clause.text, words) == 0:
        named.insert(0, _subject(report, telling, told, words))  # of "…, which took A on Monday, is massing at B"
    last = max((p.resolution.mention.end for p in telling.places), default=telling.clause.end)
    behind = said if said and said.start > last else None  # "A fell, the army said"
    doing = (n for n in named if n and not (behind and n.overlaps(behind.start, behind.end)))
    return next((n for n in doing if does_it(report, n, telling.kind, words)), None)


def _read_actors(report: Report, telling: Telling, told: Told, words: Language) -> Iterator[Span]:
    """Those whom the reader takes for an actor, the surest first; a pronoun as the surest name before it."""
    for share, found in sorted(by_reader.spans(told, report, telling.clause, "actor"), key=lambda f: -f[0]):
        best = found
        if is_pronoun(found.text):
            before = by_reader.before(told, report, telling.sentence.start)
            named = [f for f in by_reader.spans(told, report, before, "actor") if not is_pronoun(f[1].text)]
            best = max(named, key=lambda f: f[0], default=(share, found))[1]
        yield report.span(best.start + bare(best.text), craft_behind(report, best, words))


def _subject(report: Report, telling: Telling, told: Told, words: Language) -> Span | None:
    """Whom the reader takes for an actor at the head of a sentence, for a clause of it that begins with its verb."""
    before = report.span(telling.sentence.start, telling.clause.start)
    first = min((found for _, found in by_reader.spans(told, report, before, "actor")), key=lambda f: f.start, default=None)
    return first and report.span(first.start + bare(first.text), craft_behind(report, first, words))


def _counted(told: Told, quantity: Quantity) -> bool:
    return by_reader.holds(told, quantity.start, quantity.end, "quantity") >= by_reader.LEAST_PART["quantity"]
