"""What a report says to happen at the places that it names: sentences and resolutions → claims.

One claim for one activity in one sentence; what is told again with less is left out, and each sentence that speaks of an
activity and gives no claim is kept with the reason.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from geomap.activities.actors import players
from geomap.activities.attribution import attribution, standing
from geomap.activities.certainty import certainty
from geomap.activities.dates import date_atoms, when
from geomap.activities.nations import same_nation
from geomap.activities.quantities import quantities
from geomap.activities.roles import TOO_WIDE, cast, within
from geomap.activities.sentences import sentences
from geomap.lexicon import Kind, Language, kinds, language
from geomap.model import Attribution, Claim, ClaimPlace, PassedOver, Quantity, Report, Resolution, Span, Unplaced

# Longer stretches without a full stop are tables and lists of links, not sentences.
LONGEST_SENTENCE = 3_000
_SHOWN = 200
# What a report recalls from longer ago is history (claims README: more than a year before its date).
HISTORY_DAYS = 366
# Of many claims at one place so many are looked at for one that says more.
_COMPARED = 200
_CLAUSE = re.compile(
    r"(?<!\s)(?:;\s|,\s(?:and|but|while|whereas)\s|\s(?:but|while|whereas)\s"
    r"|\sand\s(?=(?:\w+\s){0,3}(?:said|says|that|claimed)\b))"
)


class Extraction(NamedTuple):
    """What one report gave."""

    claims: tuple[Claim, ...]
    unplaced: tuple[Unplaced, ...]
    passed_over: tuple[PassedOver, ...]


def extract(report: Report, resolutions: tuple[Resolution, ...]) -> Extraction:
    """Every claim of a report, in the order of the text; empty where its language is not read yet.

    Args:
        report: the text.
        resolutions: its mentions with their places, in order.
    """
    words = language(report.language)
    claims: list[Claim] = []
    unplaced: list[Unplaced] = []
    passed: list[PassedOver] = []
    starts = [r.mention.start for r in resolutions]
    if words.reads_activities:
        for sentence in sentences(report):
            if len(sentence.text) > LONGEST_SENTENCE:
                reason = f"{len(sentence.text):,} characters without a full stop: a table or list, not read as a sentence"
                start = report.span(sentence.start, sentence.start + _SHOWN)
                passed.append(PassedOver(report=report.id, kind="", reason=reason, evidence=start))
                continue
            inside = list(resolutions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)])
            for kind in kinds().values():
                for clause in _clauses(report, sentence, kind, inside, words):
                    trigger = _trigger(clause.text, kind, report.language)
                    if not trigger:
                        continue
                    within_it = [r for r in inside if clause.start <= r.mention.start < clause.end]
                    outcome = _claim(report, sentence, clause, kind, trigger, within_it, words)
                    if isinstance(outcome, str):
                        passed.append(PassedOver(report=report.id, kind=kind.name, reason=outcome, evidence=sentence))
                        continue
                    claim, lost = outcome
                    unplaced += lost
                    if claim:
                        claims.append(claim)
    for step in (_one_kind, _told_once):
        claims, repeated = step(claims)
        passed += repeated
    return Extraction(tuple(claims), tuple(dict.fromkeys(unplaced)), tuple(passed))


def _clauses(report: Report, sentence: Span, kind: Kind, inside: list[Resolution], words: Language) -> list[Span]:
    """The parts of a sentence that each tell an activity of their own with a place of their own; else the whole.

    "X denied that A was captured, and said that fighting continues near B" says two things, of which one is a denial.
    """
    cuts = [m.end() for m in _CLAUSE.finditer(sentence.text)]
    edges = [0, *cuts, len(sentence.text)]
    parts = [report.span(sentence.start + a, sentence.start + b) for a, b in zip(edges, edges[1:], strict=False)]
    verb = words.pattern("roles", "verb")

    def names(part: Span) -> bool:
        return any(part.start <= r.mention.start < part.end and r.mention.usage == "literal" for r in inside)

    whole: list[Span] = []
    for part in parts:  # what has no verb or no place of its own goes on with the part before it
        own = names(part) and (bool(verb.search(part.text)) or _trigger(part.text, kind, report.language) is not None)
        if whole and not own:
            whole[-1] = report.span(whole[-1].start, part.end)
        else:
            whole.append(part)
    telling = [p for p in whole if _trigger(p.text, kind, report.language)]
    return telling if len(whole) > 1 and telling and all(names(p) for p in telling) else [sentence]


def _trigger(text: str, kind: Kind, code: str) -> tuple[int, int] | None:
    """The first words of the activity that no exclusion covers."""
    if code not in kind.triggers:
        return None
    excluded = [m.span() for m in kind.exclusions[code].finditer(text)]
    for m in kind.triggers[code].finditer(text):
        if not any(s < m.end() and m.start() < e for s, e in excluded):
            return m.span()
    return None


def _claim(
    report: Report,
    sentence: Span,
    clause: Span,
    kind: Kind,
    trigger: tuple[int, int],
    inside: list[Resolution],
    words: Language,
) -> tuple[Claim | None, list[Unplaced]] | str:
    """The claim of a sentence with the names that could not be placed, or why it is none."""
    literal = [r for r in inside if r.mention.usage == "literal"]
    if not literal:
        return f"names no place but {inside[0].mention.text}, which {inside[0].mention.why}" if inside else "names no place"
    reason = _no_claim(report, sentence, clause, trigger, kind, words)
    if reason:
        return reason
    said = cast(clause.text, clause.start, kind, literal, words)
    placed = tuple(p for p in said.places if p.resolution.status == "resolved")
    lost = [
        _unplaced(report, sentence, kind, p.resolution)
        for p in said.places
        if p.resolution.status != "resolved" and (p.resolution.status == "ambiguous" or placed or len(said.places) == 1)
    ]
    if not placed and not lost:
        return f"names only {said.left_out[0][0].mention.text}: {said.left_out[0][1]}" if said.left_out else "names no place"
    if kind.draw == "line" and placed and all(p.resolution.place and p.resolution.place.feature_code == "PCLI" for p in placed):
        return f"names only {placed[0].resolution.mention.text}: {TOO_WIDE}"
    if not placed:
        return None, lost
    return _built(report, sentence, clause, kind, trigger, placed, words), lost


def _built(
    report: Report,
    sentence: Span,
    clause: Span,
    kind: Kind,
    trigger: tuple[int, int],
    placed: tuple[ClaimPlace, ...],
    words: Language,
) -> Claim:
    in_sentence = clause.start - sentence.start + trigger[0]
    who_says = (
        attribution(report, clause, trigger[0], words)
        or attribution(report, sentence, in_sentence, words)
        or _carried(report, words)
    )
    amounts = quantities(clause.text, clause.start, words)
    named = players(report, clause, trigger, kind.name, words)
    if not named.actor:  # "did not advance in A but advanced in B": who did is said once
        named = named._replace(actor=players(report, sentence, (in_sentence, in_sentence), kind.name, words).actor)
    own = kind.own_voice and bool(who_says and named.actor and same_nation(who_says.full or who_says.text, named.actor.text))
    sure, cue = certainty(report, clause, trigger, None if own else who_says, words)
    several = sum(p.role in ("site", "area") for p in placed) > 1
    return Claim(
        report=report.id,
        kind=kind.name,
        places=placed,
        actor=named.actor,
        quantities=tuple(
            q.model_copy(update={"together": True}) if several and q.qualifier != "capacity" else q
            for q in amounts
            if not _is_place_count(q)
        ),
        equipment=named.equipment,
        when=when(clause.text, report, words, ahead=sure == "planned", joined=kind.draw == "line", near=trigger[0]),
        attribution=who_says,
        outlet=report.outlet,
        published=report.published,
        certainty=sure,
        cue=cue,
        evidence=sentence,
    )


def _is_place_count(quantity: Quantity) -> bool:
    return quantity.unit in ("position", "settlement", "village", "town") and quantity.qualifier == "some"


def _carried(report: Report, words: Language) -> Attribution | None:
    """A bulletin in its own voice: what a party publishes itself, that party says."""
    if report.outlet:
        at = _where_named(report.text, report.outlet)
        if at >= 0 and standing(report.outlet, words) == "party":
            return Attribution(start=at, end=at + len(report.outlet), text=report.outlet, standing="party")
    return None


@lru_cache(maxsize=8)
def _where_named(text: str, name: str) -> int:
    return text.find(name)


def _no_claim(report: Report, sentence: Span, clause: Span, trigger: tuple[int, int], kind: Kind, words: Language) -> str:
    """Why a sentence speaks of no military activity of now: nothing of arms, a threat, history, an opinion."""
    armed = kind.military or words.pattern("context", "military").search(sentence.text)
    if not armed and not players(report, sentence, trigger, kind.name, words).actor:
        return "names nobody and nothing military"
    for key, reason in (("hypothetical", "a condition or threat"), ("opinion", "an opinion or fear")):
        m = words.pattern("not_claims", key).search(clause.text)
        if m and m.start() < trigger[1] and trigger[0] - m.end() < 120:
            return f"{reason} (“{m.group()}”)"
    m = words.pattern("not_claims", "history").search(clause.text)
    if m:
        return f"history (“{m.group()}”)"
    published = report.published_day
    if published:
        for atom in date_atoms(clause.text, report, words, ahead=False):
            if atom.last and (published - atom.last).days > HISTORY_DAYS and atom.open != "start":
                return f"recalled from {atom.last.year}, more than a year before the report"
    return ""


def _unplaced(report: Report, sentence: Span, kind: Kind, resolution: Resolution) -> Unplaced:
    reason = f"{resolution.status}: {'; '.join(resolution.reasons)}"
    return Unplaced(report=report.id, name=resolution.mention.text, kind=kind.name, reason=reason, evidence=sentence)


def _one_kind(claims: list[Claim]) -> tuple[list[Claim], list[PassedOver]]:
    """Leave out a movement that another kind tells of the same places in the same sentence: an advance, a flight, a voyage."""
    said: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        said[claim.evidence.start].append(claim)
    kept: list[Claim] = []
    left: list[PassedOver] = []
    for claim in claims:
        own = {p.resolution.mention.start for p in claim.places}
        others = (c for c in said[claim.evidence.start] if c.kind != claim.kind and not kinds()[c.kind].yields)
        other = next((c for c in others if own <= {p.resolution.mention.start for p in c.places}), None)
        if other and kinds()[claim.kind].yields:
            reason = f"told as {kinds()[other.kind].label.lower()} at the same place"
            left.append(PassedOver(report=claim.report, kind=claim.kind, reason=reason, evidence=claim.evidence))
        else:
            kept.append(claim)
    return kept, left


def _told_once(claims: list[Claim]) -> tuple[list[Claim], list[PassedOver]]:
    """Leave out the claims that another of the same report contains: same kind, each place the same or wider, no more said."""
    kept: list[Claim] = []
    repeated: list[PassedOver] = []
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        for k in _covering_keys(claim):
            holders[(claim.kind, k)].append(at)
    for at, claim in enumerate(claims):
        own = claim.places[0].resolution.place
        own_key = f"division-name:{own.name}" if own and own.feature_code == "ADM1" else own.id if own else ""
        others = [i for i in holders[(claim.kind, own_key)][:_COMPARED] if i != at]
        fuller = next((claims[i] for i in others if _contains(claims[i], claim, later=i > at)), None)
        if fuller:
            reason = f"told again with more at “{fuller.evidence.text[:60]}…”"
            repeated.append(PassedOver(report=claim.report, kind=claim.kind, reason=reason, evidence=claim.evidence))
        else:
            kept.append(claim)
    return kept, repeated


def _covering_keys(claim: Claim) -> set[str]:
    """The ids of the places of a claim and of the country and division that hold them: what it could say more of."""
    keys = set()
    for place in (p.resolution.place for p in claim.places):
        if place:
            keys |= {place.id, f"country:{place.country}"}
            keys |= {f"division-name:{place.admin1}"} if place.admin1 else set()
    return keys


def _contains(fuller: Claim, claim: Claim, *, later: bool) -> bool:
    if fuller.kind != claim.kind or (fuller.certainty == "denied") != (claim.certainty == "denied"):
        return False
    if not all(any(_covers(f, c) for f in fuller.places) for c in claim.places):
        return False
    dated = claim.when is None or (
        fuller.when is not None and (fuller.when.start, fuller.when.end) == (claim.when.start, claim.when.end)
    )
    amounts = {(q.value, q.max, q.qualifier) for q in claim.quantities} <= {
        (q.value, q.max, q.qualifier) for q in fuller.quantities
    }
    if not (dated and amounts):
        return False
    if claim.attribution and (not fuller.attribution or claim.attribution.text != fuller.attribution.text):
        return False  # another source says it: that is no repetition
    if claim.cue and claim.certainty != fuller.certainty:
        return False
    said = _weight(fuller) - _weight(claim)
    return said > 0 or (said == 0 and not later)


def _covers(fuller: ClaimPlace, place: ClaimPlace) -> bool:
    a, b = fuller.resolution.place, place.resolution.place
    if not a or not b or not (a.id == b.id or within(a, b)):
        return False
    return fuller.role == place.role or {fuller.role, place.role} <= {"site", "area"}


def _weight(claim: Claim) -> int:
    """How much a claim says."""
    exact = sum(1 for p in claim.places if p.resolution.place and not p.resolution.place.is_area)
    return len(claim.places) + exact + len(claim.quantities) + bool(claim.when) + bool(claim.attribution) + bool(claim.actor)
