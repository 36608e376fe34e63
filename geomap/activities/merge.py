"""Claims that speak of one thing, brought together as events; nothing is merged away, and order does not matter.

Pairs are looked for among claims of one kind that share a cell of the map, never among all. Two claims are of one event
if they share a place, their days overlap (or one is undated and the reports are close), and their actors may be the same.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from geomap.activities.nations import nations
from geomap.geodesy import distance_km
from geomap.lexicon import kinds
from geomap.model import Claim, ClaimPlace, Event

# A day in one report and the night before in another are one.
SLACK = timedelta(days=1)
# An undated claim joins one that was published at most this long before or after.
UNDATED_WITHIN = timedelta(days=14)
_CELL_DEGREES = 0.5


def merge(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Group claims into events.

    Args:
        claims: of any number of reports, in any order; the same claim twice counts once.

    Returns:
        The events in the order of their time, the undated last; in each the claim that says most comes first.
    """
    ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in _near_pairs(ordered):
        if root(a) != root(b) and _one_event(ordered[a], ordered[b]):
            parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[Claim]] = defaultdict(list)
    for i, claim in enumerate(ordered):
        groups[root(i)].append(claim)
    events = [_event(group) for group in groups.values()]
    return tuple(sorted(events, key=_by_time))


def _near_pairs(claims: list[Claim]) -> Iterator[tuple[int, int]]:
    cells: dict[tuple[str, object], list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        for k in sorted({k for p in claim.places for k in _cells(p)}, key=str):
            cells[(claim.kind, k)].append(i)
    for members in cells.values():
        # What says the same of place, days and actor is one event, whatever else is compared with it.
        alike: dict[object, list[int]] = defaultdict(list)
        for i in members:
            alike[_what_decides(claims[i])].append(i)
        for same in alike.values():
            yield from ((same[0], i) for i in same[1:])
        first = [same[0] for same in alike.values()]
        for at, a in enumerate(first):
            for b in first[at + 1 :]:
                yield a, b


def _what_decides(claim: Claim) -> object:
    """All that ``_one_event`` looks at: two claims that agree in it are one event, and fare alike with a third."""
    places = frozenset(
        (p.role, p.resolution.place.id, p.resolution.lat, p.resolution.lon) for p in claim.places if p.resolution.place
    )
    return (
        places,
        _span(claim),
        _published(claim),
        nations(claim.actor.text) if claim.actor else None,
    )


def _cells(place: ClaimPlace) -> Iterator[object]:
    """An area is its own cell; a point lies in its cell and, so that no border parts neighbours, in those around it."""
    found = place.resolution.place
    if found and found.is_area:
        yield found.id
    elif place.resolution.lat is not None and place.resolution.lon is not None:
        row, column = math.floor(place.resolution.lat / _CELL_DEGREES), math.floor(place.resolution.lon / _CELL_DEGREES)
        for y in (row - 1, row, row + 1):
            for x in (column - 1, column, column + 1):
                yield (y, x)


def _one_event(a: Claim, b: Claim) -> bool:
    return _share_a_place(a, b) and _days_agree(a, b) and _actors_agree(a, b)


def _share_a_place(a: Claim, b: Claim) -> bool:
    reach = kinds()[a.kind].same_site_km
    if kinds()[a.kind].draw == "line":  # a flight is the same only if both of its known ends are
        roles = {p.role for p in a.places} & {p.role for p in b.places}
        return bool(roles) and all(
            any(_same(p, q, reach) for p in a.places for q in b.places if p.role == q.role == r) for r in roles
        )
    return any(_same(p, q, reach) for p in a.places for q in b.places if (p.role == "toward") == (q.role == "toward"))


def _same(a: ClaimPlace, b: ClaimPlace, reach_km: float) -> bool:
    one, two = a.resolution, b.resolution
    if not one.place or not two.place:
        return False
    if one.place.is_area or two.place.is_area:
        return one.place.id == two.place.id
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    return distance_km((one.lat, one.lon), (two.lat, two.lon)) <= reach_km


def _days_agree(a: Claim, b: Claim) -> bool:
    one, two = _span(a), _span(b)
    if one and two:
        return one[0] - SLACK <= two[1] and two[0] - SLACK <= one[1]
    first, second = _published(a), _published(b)
    return not first or not second or abs(first - second) <= UNDATED_WITHIN


def _span(claim: Claim) -> tuple[date, date] | None:
    return (claim.when.start, claim.when.end) if claim.when and claim.when.start and claim.when.end else None


def _published(claim: Claim) -> date | None:
    return date.fromisoformat(claim.published) if claim.published and len(claim.published) == 10 else None


def _actors_agree(a: Claim, b: Claim) -> bool:
    one, two = (nations(c.actor.text) if c.actor else frozenset() for c in (a, b))
    return not one or not two or bool(one & two)


def _event(group: list[Claim]) -> Event:
    claims = sorted(group, key=lambda c: (-_says(c), c.published or "9999", c.id))
    return Event(kind=claims[0].kind, claims=tuple(claims), differences=differences(claims))


def _says(claim: Claim) -> int:
    """How much a claim says; what was verified comes before what is only said."""
    return (
        3 * (claim.certainty == "confirmed")
        + 2 * len(claim.places)
        + len(claim.quantities)
        + bool(claim.when)
        + bool(claim.actor)
        + bool(claim.attribution)
    )


def differences(claims: list[Claim]) -> tuple[str, ...]:
    """The fields in which the claims of one event contradict each other, in a stable order; what one leaves out is none."""
    found = []
    amounts = [_amounts(c) for c in claims]
    if any(a[unit].isdisjoint(b[unit]) for a in amounts for b in amounts for unit in a.keys() & b.keys()):
        found.append("quantities")
    spans = [s for s in map(_span, claims) if s]
    if any(a[1] < b[0] or b[1] < a[0] for a in spans for b in spans):
        found.append("when")
    if len({c.certainty == "denied" for c in claims}) > 1:
        found.append("denied")
    return tuple(found)


def _amounts(claim: Claim) -> dict[str, set[tuple[float | None, float | None]]]:
    found: dict[str, set[tuple[float | None, float | None]]] = defaultdict(set)
    for q in claim.quantities:
        if q.value is not None:
            unit = "person" if q.unit in _PERSONS else q.unit
            found[unit + (" capacity" if q.qualifier == "capacity" else "")].add((q.value, q.max))
    return found


_PERSONS = frozenset({"soldier", "person", "serviceman", "service member", "fighter", "trooper", "passenger", "recruit"})


def _by_time(event: Event) -> tuple[bool, date, str, str]:
    spans = [s for s in map(_span, event.claims) if s]
    return (not spans, min((s[0] for s in spans), default=date.max), event.kind, event.id)
