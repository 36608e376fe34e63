"""Claims that speak of one thing, brought together as events; nothing is merged away, and order does not matter.

Which two are of one event, ``same_event`` says: they share a place, their days overlap, their actors may be the same. A claim
that leaves its days or its actor open fits many events and must not join them to each other: so those that say both are brought
together first, and each of the others goes to the one event that it fits best. Pairs are looked for among claims of one kind
that share a cell of the map, never among all.
"""

import gc
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from geomap.activities.same_event import DEGREE_KM, Stated, one_event, span_of, stated
from geomap.lexicon import kinds
from geomap.model import Claim, ClaimPlace, Event

# A longer span ("this week") fits many events.
PRECISE = timedelta(days=3)
_PERIOD_DAYS = 10
_LONG = timedelta(days=366)
_CELL_DEGREES = 0.5
_AROUND = 720  # cells around the Earth
_POLAR = 89.0
_MIDDLE_KM = 55.0  # a point called like an area and so near its middle may be the same ground
_DIGITS = re.compile(r"\d+")
# Sentences of two reports that are so much alike, in percent of their letters, are one text printed twice.
_REPRINT = 90.0


def merge(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Group claims into events.

    Args:
        claims: of any number of reports, in any order; the same claim twice counts once.

    Returns:
        The events in the order of their time, the undated last; in each the claim that says most comes first, and denials last.
    """
    with _uncollected():
        ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
        groups: list[list[Stated]] = []
        kept: list[list[Stated]] = []
        near = _Near()
        for stage in _stages(map(stated, ordered)):
            new = _joined(_attached(stage, groups, kept, near))
            for number, group in enumerate(new, start=len(groups)):
                kept.append(_representatives(group))
                for one in kept[-1]:
                    near.add(number, one)
            groups += new
        return tuple(sorted((_event([s.claim for s in g]) for g in groups), key=_by_time))


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


class _Near:
    """Numbers of claims, or of their groups, by kind, cell of the map and ten days; what is of no day, or of years, is of any."""

    def __init__(self) -> None:
        self._then: dict[object, dict[int, list[int]]] = {}
        self._ever: dict[object, list[int]] = {}

    def add(self, number: int, one: Stated) -> None:
        periods = _periods(one)
        for key in {(one.claim.kind, k) for p in one.claim.places for k in _homes(p)}:
            if periods:
                then = self._then.setdefault(key, {})
                for period in periods:
                    then.setdefault(period, []).append(number)
            else:
                self._ever.setdefault(key, []).append(number)

    def of(self, one: Stated) -> set[int]:
        """The numbers of those that may share place and days with a claim."""
        kind, periods = one.claim.kind, _periods(one)
        reach_km = kinds()[kind].same_site_km
        found: set[int] = set()
        for key in {(kind, k) for p in one.claim.places for k in _cells(p, reach_km)}:
            if then := self._then.get(key):
                for period in periods or then:
                    if period in then:
                        found.update(then[period])
            if key in self._ever:
                found.update(self._ever[key])
        return found


def _stages(claims: Iterable[Stated]) -> list[list[Stated]]:
    """The claims by what they leave open: nothing, the actor, the days, both."""
    stages: list[list[Stated]] = [[], [], [], []]
    for one in claims:
        stages[2 * (not one.days or one.days[1] - one.days[0] > PRECISE) + (not one.actors)].append(one)
    return stages


def _attached(stage: list[Stated], groups: list[list[Stated]], kept: list[list[Stated]], near: _Near) -> list[Stated]:
    """Put each claim into the one group of those that it fits best; the claims that fit none."""
    if not groups:
        return stage
    joining: dict[int, list[Stated]] = defaultdict(list)
    left = []
    best_of: dict[object, int | None] = {}
    for one in stage:
        if one.alike not in best_of:
            fits = [(_fit(one, c), c.claim.id, n) for n in near.of(one) for c in kept[n] if one_event(one, c)]
            best_of[one.alike] = min(fits)[2] if fits else None
        best = best_of[one.alike]
        if best is None:
            left.append(one)
        else:
            joining[best].append(one)
    for number, more in joining.items():
        groups[number] += more
    return left


def _fit(one: Stated, other: Stated) -> float:
    """How badly two claims of one event fit, in days and kilometres; less is better."""
    if one.days and other.days:
        days = abs((one.days[0] - other.days[0]).days) + abs((one.days[1] - other.days[1]).days)
    elif one.published and (other.days or other.published):
        # What is told without a day is what was last before the report.
        last = other.days[1] if other.days else other.published
        days = abs((one.published - last).days) if last else 0
    else:
        days = 0
    places = ((p, q) for p in one.claim.places for q in other.claim.places)
    return days + min((0.0 if _place_key(p) == _place_key(q) else 0.5 for p, q in places), default=1.0)


def _place_key(place: ClaimPlace) -> object:
    return place.resolution.place.id if place.resolution.place else None


def _representatives(group: list[Stated]) -> list[Stated]:
    """One claim of a group for each that differs in what decides."""
    return list({s.alike: s for s in sorted(group, key=lambda s: s.claim.id, reverse=True)}.values())[::-1]


def _joined(claims: list[Stated]) -> list[list[Stated]]:
    """Groups of claims of which each fits another."""
    # What says the same of place, days and actor is one event, whatever else is compared with it.
    alike: dict[object, list[int]] = defaultdict(list)
    for i, one in enumerate(claims):
        alike[one.alike].append(i)
    parent = list(range(len(claims)))
    near = _Near()
    for first, *others in alike.values():
        near.add(first, claims[first])
        for i in others:
            parent[i] = first

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a in (same[0] for same in alike.values()):
        for b in near.of(claims[a]):
            if a != b and root(a) != root(b) and one_event(claims[a], claims[b]):
                parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[Stated]] = defaultdict(list)
    for i, one in enumerate(claims):
        groups[root(i)].append(one)
    return list(groups.values())


def _periods(one: Stated) -> range:
    """The stretches of ten days that a claim's reach touches; none where it gives no day, or one of years."""
    if not one.reach or one.reach[1] - one.reach[0] > _LONG:
        return range(0)
    first, last = (day.toordinal() // _PERIOD_DAYS for day in one.reach)
    return range(first, last + 1)


def _homes(place: ClaimPlace) -> list[tuple[Any, Any]]:
    """The cells in which a place lies, or a circle beside it; an area is a cell of its own, with the towns of its name."""
    found, lat, lon = place.resolution.place, place.resolution.lat, place.resolution.lon
    if found and (found.is_area or lat is None or lon is None):
        return [(found.name, found.country)]
    return _grid(lat or 0.0, lon or 0.0, _aside_km(place))


def _cells(place: ClaimPlace, reach_km: float) -> list[tuple[Any, Any]]:
    """The cells in which a place's like may lie: within its reach, and under its name."""
    found, lat, lon = place.resolution.place, place.resolution.lat, place.resolution.lon
    named = [(found.name, found.country)] if found else []
    if found and (found.is_area or lat is None or lon is None):  # its namesake may be a point near its middle
        return named + _grid(found.lat, found.lon, _MIDDLE_KM)
    return named + _grid(lat or 0.0, lon or 0.0, max(reach_km, _aside_km(place)))


def _aside_km(place: ClaimPlace) -> float:
    return (place.resolution.precision_km or 0.0) if place.resolution.match == "aside" else 0.0


def _grid(lat: float, lon: float, reach_km: float) -> list[tuple[Any, Any]]:
    """The cells that a circle around a point touches."""
    north = reach_km / DEGREE_KM
    narrow = math.cos(math.radians(min(_POLAR, abs(lat) + north)))
    east = min(180.0, north / narrow)
    rows = range(math.floor((lat - north) / _CELL_DEGREES), math.floor((lat + north) / _CELL_DEGREES) + 1)
    columns = range(math.floor((lon - east) / _CELL_DEGREES), math.floor((lon + east) / _CELL_DEGREES) + 1)
    return [(y, x % _AROUND) for y in rows for x in columns]


def _event(group: list[Claim]) -> Event:
    if len(group) == 1:
        return Event(kind=group[0].kind, claims=tuple(group))
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
