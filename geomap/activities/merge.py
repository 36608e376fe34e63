"""Claims that speak of one thing, brought together as events; nothing is merged away, and order does not matter.

Which two are of one event, ``same_event`` says: they share a place, their days overlap, their actors may be the same. A claim
that leaves its days or its actor open fits many events and must not join them to each other: so those that say both are brought
together first, and each of the others goes to the one event that it fits best. Pairs are looked for among claims of one kind
that share a cell of the map, never among all.
"""

import gc
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from geomap.activities.same_event import SLACK, UNDATED_WITHIN, actor_nations, moved, one_event, published_on, span_of
from geomap.model import Claim, ClaimPlace, Event

# A longer span ("this week") fits many events.
PRECISE = timedelta(days=3)
_CELL_DEGREES = 0.5
_DIGITS = re.compile(r"\d+")
_ANY, _UNDATED = -1, 0  # stand for every month, and for none
# Sentences of two reports that are so much alike, in percent of their letters, are one text printed twice.
_REPRINT = 90.0
_Decides = dict[str, tuple[str, object]]
"""By a claim's id its kind and what decides of what event it is (``_what_decides``)."""


def merge(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Group claims into events.

    Args:
        claims: of any number of reports, in any order; the same claim twice counts once.

    Returns:
        The events in the order of their time, the undated last; in each the claim that says most comes first, and denials last.
    """
    with _uncollected():
        ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
        decides = {c.id: (c.kind, _what_decides(c)) for c in ordered}
        groups: list[list[Claim]] = []
        places = _Places(decides)
        for stage in _stages(ordered):
            new = _joined(_attached(stage, groups, places, decides), decides)
            for number, group in enumerate(new, start=len(groups)):
                places.add(number, group)
            groups += new
        return tuple(sorted((_event(g) for g in groups), key=_by_time))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: merging makes none, and each of its rounds would walk all claims."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Places:
    """The groups made so far, by kind, cell of the map and month; for a claim without any day also by kind and cell alone."""

    def __init__(self, decides: _Decides) -> None:
        self.kept: list[list[Claim]] = []
        self._decides = decides
        self._by_cell: dict[object, set[int]] = defaultdict(set)

    def add(self, number: int, group: list[Claim]) -> None:
        self.kept.append(_representatives(group, self._decides))
        for c in self.kept[-1]:
            for k in {_home(p) for p in c.places}:
                for month in (*(list(_months(c)) or [_UNDATED]), _ANY):
                    self._by_cell[c.kind, k, month].add(number)

    def near(self, claim: Claim) -> set[int]:
        """The groups that may share place and days with a claim."""
        months = list(_months(claim))
        months = [*months, _UNDATED] if months else [_ANY]
        cells = {k for p in claim.places for k in _cells(p)}
        return {n for k in cells for month in months for n in self._by_cell.get((claim.kind, k, month), ())}


def _stages(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The claims by what they leave open: nothing, the actor, the days, both."""
    stages: list[list[Claim]] = [[], [], [], []]
    for claim in claims:
        span = span_of(claim)
        stages[2 * (not span or span[1] - span[0] > PRECISE) + (not actor_nations(claim))].append(claim)
    yield from stages


def _attached(claims: list[Claim], groups: list[list[Claim]], places: _Places, decides: _Decides) -> list[Claim]:
    """Put each claim into the one group of those that it fits best; the claims that fit none."""
    joining: dict[int, list[Claim]] = defaultdict(list)
    left = []
    best_of: dict[object, int | None] = {}
    for claim in claims:
        said = decides[claim.id]
        if said not in best_of:
            fits = [(_fit(claim, c), c.id, n) for n in places.near(claim) for c in places.kept[n] if one_event(claim, c)]
            best_of[said] = min(fits)[2] if fits else None
        best = best_of[said]
        if best is None:
            left.append(claim)
        else:
            joining[best].append(claim)
    for number, more in joining.items():
        groups[number] += more
    return left


def _fit(claim: Claim, other: Claim) -> float:
    """How badly two claims of one event fit, in days and kilometres; less is better."""
    one, two = span_of(claim), span_of(other)
    first, second = published_on(claim), published_on(other)
    if one and two:
        days = abs((one[0] - two[0]).days) + abs((one[1] - two[1]).days)
    elif first and (two or second):
        # What is told without a day is what was last before the report.
        last = two[1] if two else second
        days = abs((first - last).days) if last else 0
    else:
        days = 0
    return days + min((0.0 if _place_key(p) == _place_key(q) else 0.5 for p in claim.places for q in other.places), default=1.0)


def _place_key(place: ClaimPlace) -> object:
    return place.resolution.place.id if place.resolution.place else None


def _representatives(group: list[Claim], decides: _Decides) -> list[Claim]:
    """One claim of a group for each that differs in what decides."""
    return list({decides[c.id]: c for c in sorted(group, key=lambda c: c.id, reverse=True)}.values())[::-1]


def _joined(claims: list[Claim], decides: _Decides) -> list[list[Claim]]:
    """Groups of claims of which each fits another."""
    parent = list(range(len(claims)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in _near_pairs(claims, decides):
        if root(a) != root(b) and one_event(claims[a], claims[b]):
            parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[Claim]] = defaultdict(list)
    for i, claim in enumerate(claims):
        groups[root(i)].append(claim)
    return list(groups.values())


def _near_pairs(claims: list[Claim], decides: _Decides) -> Iterator[tuple[int, int]]:
    # What says the same of place, days and actor is one event, whatever else is compared with it.
    alike: dict[object, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        alike[decides[claim.id]].append(i)
    for same in alike.values():
        yield from ((same[0], i) for i in same[1:])
    reach = {same[0]: _reach(claims[same[0]]) for same in alike.values()}
    cells: dict[object, list[int]] = defaultdict(list)
    for i in sorted(reach, key=lambda i: reach[i][0]):
        for k in {_home(p) for p in claims[i].places}:
            cells[claims[i].kind, k].append(i)
    starts = {k: [reach[i][0] for i in members] for k, members in cells.items()}
    for a, (first, last) in reach.items():  # of two whose days overlap, one begins within the other's
        for k in {(claims[a].kind, k) for p in claims[a].places for k in _cells(p)}:
            if k in starts:
                within = range(bisect_left(starts[k], first), bisect_right(starts[k], last))
                yield from ((a, cells[k][n]) for n in within if cells[k][n] != a)


def _reach(claim: Claim) -> tuple[date, date]:
    """The first and last day that a claim may share with another one."""
    span, published = span_of(claim), published_on(claim)
    if span:
        return moved(span[0], -SLACK), moved(span[1], SLACK)
    return (moved(published, -UNDATED_WITHIN), moved(published, UNDATED_WITHIN)) if published else (date.min, date.max)


def _months(claim: Claim) -> Iterator[int]:
    """The months that a claim's reach touches, counted from the first; none where nothing is dated."""
    first, last = _reach(claim)
    if first > date.min:
        yield from range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _what_decides(claim: Claim) -> object:
    """All that ``one_event`` looks at but the report: two claims that agree in it are one event, and fare alike with a third.

    Were the report among it, a thousand reports of one thing would be compared each with each.
    """
    places = frozenset(
        (p.role, r.place.id, r.lat, r.lon, r.relation, r.match == "aside", r.mention.name, r.mention.feature)
        for p in claim.places
        if (r := p.resolution).place
    )
    return (
        places,
        span_of(claim),
        published_on(claim),
        actor_nations(claim),
        "" if span_of(claim) else claim.outlet,
    )


def _grid(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)


def _home(place: ClaimPlace) -> tuple[Any, Any]:
    """The cell in which a place lies; an area is a cell of its own, with the towns of its name."""
    found, lat, lon = place.resolution.place, place.resolution.lat, place.resolution.lon
    if found and (found.is_area or lat is None or lon is None):
        return (found.name, found.country)
    return _grid(lat or 0.0, lon or 0.0)


def _cells(place: ClaimPlace) -> Iterator[object]:
    """The cells in which a place's like may lie: its own, and those around it, so that no border parts neighbours."""
    found, home = place.resolution.place, _home(place)
    middle = home
    if found:
        yield (found.name, found.country)
        if home == (found.name, found.country):  # an area: its namesake may be a point near its middle
            middle = _grid(found.lat, found.lon)
    row, column = middle
    for y in (row - 1, row, row + 1):
        for x in (column - 1, column, column + 1):
            yield (y, x)


def _event(group: list[Claim]) -> Event:
    # A denial stands behind what it denies.
    claims = sorted(group, key=lambda c: (c.certainty == "denied", -_says(c), c.published or "9999", c.id))
    return Event(kind=claims[0].kind, claims=tuple(claims), differences=differences(claims), reprints=reprints(claims))


def reprints(claims: list[Claim]) -> tuple[str, ...]:
    """The ids of the claims whose sentence stands, all but the same, in another report before them in the list."""
    if len({c.report for c in claims}) == 1:
        return ()
    from rapidfuzz import fuzz, process

    first: dict[str, str] = {}  # the wordings that are nobody's reprint, and the report of each
    found = []
    for claim in claims:
        text = claim.evidence.text.casefold()
        alike = [t for t in first if _DIGITS.findall(t) == _DIGITS.findall(text)]  # other numbers are other news
        match = process.extractOne(text, alike, scorer=fuzz.ratio, score_cutoff=_REPRINT)
        if match is None:
            first[text] = claim.report
        elif first[match[0]] != claim.report:
            found.append(claim.id)
    return tuple(found)


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
    spans = [s for s in map(span_of, claims) if s]
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
    spans = [s for s in map(span_of, event.claims) if s]
    return (not spans, min((s[0] for s in spans), default=date.max), event.kind, event.id)
