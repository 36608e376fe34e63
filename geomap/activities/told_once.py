"""What a report tells twice: of two claims of which one says all that the other says, the fuller is kept."""

from collections import defaultdict

from geomap.activities.asides import within
from geomap.lexicon import kinds
from geomap.model import Claim, ClaimPlace, PassedOver

# Of many claims at one place so many are looked at for one that says more.
_COMPARED = 200


def one_kind(claims: list[Claim]) -> tuple[list[Claim], list[PassedOver]]:
    """Leave out a movement that another kind tells of the same places in the same sentence: an advance, a flight, a voyage.

    A flight takes over the places of a movement that shares one with it: from there on it is one way.
    """
    said: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        said[claim.evidence.start].append(claim)
    left: list[PassedOver] = []
    wider: dict[str, Claim] = {}
    gone: set[str] = set()
    for claim in claims:
        if not kinds()[claim.kind].yields:
            continue
        own = _names(claim)
        others = [c for c in said[claim.evidence.start] if c.kind != claim.kind and not kinds()[c.kind].yields]
        other = next((c for c in others if own <= _names(c)), None)
        flown = next((c for c in others if kinds()[c.kind].draw == "line" and own & _names(c)), None)
        if not other and flown:
            more = tuple(p for p in claim.places if p.resolution.mention.start not in _names(flown))
            wider[flown.id] = flown.model_copy(update={"places": (*flown.places, *more)})
        if told := other or flown:
            reason = f"told as {kinds()[told.kind].label.lower()} at the same place"
            left.append(PassedOver(report=claim.report, kind=claim.kind, reason=reason, evidence=claim.evidence))
            gone.add(claim.id)
    return [wider.get(c.id, c) for c in claims if c.id not in gone], left


def _names(claim: Claim) -> set[int]:
    return {p.resolution.mention.start for p in claim.places}


def told_once(claims: list[Claim]) -> tuple[list[Claim], list[PassedOver]]:
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
    if fuller.resolution.side != place.resolution.side:  # Volnovakha is in Ukraine, and perhaps not in western Ukraine
        return False
    return fuller.role == place.role or {fuller.role, place.role} <= {"site", "area"}


def _weight(claim: Claim) -> int:
    """How much a claim says."""
    exact = sum(1 for p in claim.places if p.resolution.place and not p.resolution.place.is_area)
    return len(claim.places) + exact + len(claim.quantities) + bool(claim.when) + bool(claim.attribution) + bool(claim.actor)
