"""Whether two claims may speak of one event: a place in common, days that overlap, actors that may be the same."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from geomap.activities.nations import nations
from geomap.geodesy import distance_km
from geomap.lexicon import kinds
from geomap.model import Claim, ClaimPlace, Place, Resolution

# A day in one report and the night before in another are one.
SLACK = timedelta(days=1)
# An undated claim joins one that was published, or happened, at most this long before or after.
UNDATED_WITHIN = timedelta(days=14)
DEGREE_KM = 110.5  # the shortest degree of latitude, at the equator
# Two spellings of one name are so much alike, in percent of their letters: "Bohoiavlenka", "Bogoyavlenka".
_ALIKE = 75.0


# What a flight passes is one, whether it is said to be over it or on its line: "across the median line of the strait".
_ON_WAY = {"site": "way", "area": "way", "line": "way"}


class Stated(NamedTuple):
    """A claim with what decides of what event it is, worked out once.

    ``days`` are its first and last day, ``reach`` those that it may share with another claim; None where it gives none and its
    report has none. ``alike`` is all that ``one_event`` looks at but the report: two claims that agree in it are one event, and
    fare alike with a third. Were the report among it, a thousand reports of one thing would be compared each with each.
    """

    claim: Claim
    days: tuple[date, date] | None
    published: date | None
    reach: tuple[date, date] | None
    actors: frozenset[str]
    alike: object


def stated(claim: Claim) -> Stated:
    """A claim with what decides of what event it is."""
    days, published, actors = span_of(claim), _published_on(claim), _actor_nations(claim)
    reach = None
    if days:
        reach = moved(days[0], -SLACK), moved(days[1], SLACK)
    elif published:
        reach = moved(published, -UNDATED_WITHIN), moved(published, UNDATED_WITHIN)
    places = frozenset(
        (
            p.role,
            r.place.id,
            r.lat,
            r.lon,
            r.relation,
            r.side,
            r.distance_km,
            r.match == "aside",
            r.mention.name,
            r.mention.feature,
        )
        for p in claim.places
        if (r := p.resolution).place
    )
    alike = (claim.kind, places, days, published, actors, "" if days else claim.outlet)
    return Stated(claim, days, published, reach, actors, alike)


def one_event(a: Stated, b: Stated) -> bool:
    """Whether two claims of one kind may speak of one event."""
    return _days_agree(a, b) and (not a.actors or not b.actors or bool(a.actors & b.actors)) and _share_a_place(a.claim, b.claim)


def _share_a_place(a: Claim, b: Claim) -> bool:
    # Who writes two names means two places; two reports may call one ground by the town and by the base beside it.
    reach = kinds()[a.kind].same_site_km if a.report != b.report else 0.0
    if kinds()[a.kind].draw == "line":  # a flight is the same only if both of its known ends are
        ends = {_ON_WAY.get(p.role, p.role) for p in a.places} & {_ON_WAY.get(p.role, p.role) for p in b.places}
        if len(a.places) == len(b.places) == 1:  # most of them, and told at once
            return bool(ends) and _same(a.places[0], b.places[0], reach)
        return bool(ends) and all(any(_same(p, q, reach) for p in _at(a, end) for q in _at(b, end)) for end in ends)
    return any(_same(p, q, reach) for p in a.places for q in b.places if (p.role == "toward") == (q.role == "toward"))


def _at(claim: Claim, end: str) -> list[ClaimPlace]:
    return [p for p in claim.places if _ON_WAY.get(p.role, p.role) == end]


def _same(a: ClaimPlace, b: ClaimPlace, reach_km: float) -> bool:
    one, two = a.resolution, b.resolution
    if not one.place or not two.place:
        return False
    own = [r for r in (one, two) if r.match == "aside"]  # under a name that is not their ground's
    if len(own) == 1 and own[0].relation == "at" and one.place.id == two.place.id and not one.place.is_area:
        return not one.side and not two.side  # "the Saltivka district of Kharkiv" and Kharkiv
    if own:  # "Bogoyavlenka, west of Vuhledar": one with what lies there and is called much the same
        if not _called_alike(one.mention.name, two.mention.name):
            return False
        reach_km = max(reach_km, *(r.precision_km or 0.0 for r in own))
    alike = one.place.id == two.place.id
    if alike and (one.side, one.distance_km) == (two.side, two.distance_km):  # north of a town is not south of it
        return True
    if (one.place.is_area or two.place.is_area) and "offset" not in (one.relation, two.relation):
        if alike and one.side and two.side:  # the east of a country is not its west
            return False
        return _one_ground(one, one.place, two, two.place)
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    if abs(one.lat - two.lat) * DEGREE_KM > reach_km:  # most pairs, told without any trigonometry
        return False
    return distance_km((one.lat, one.lon), (two.lat, two.lon)) <= reach_km


def _one_ground(one: Resolution, a: Place, two: Resolution, b: Place) -> bool:
    """Whether an area and another place are one: a capital and the district of its name, an island that is listed twice."""
    if (a.country and b.country and a.country != b.country) or (
        "division" in {one.mention.feature, two.mention.feature} and a.name != b.name
    ):
        return False
    names = sorted((one.mention.name, two.mention.name), key=len)
    if a.is_area != b.is_area:
        return a.name == b.name or names[0] == names[1]
    reach = max if names[0] == names[1] else min  # Alaska the region and the state, whose middles lie far apart
    return names[1].startswith(names[0]) and distance_km(a, b) <= reach(a.precision_km, b.precision_km)


@lru_cache(maxsize=4096)
def _called_alike(one: str, two: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, two) >= _ALIKE


def _days_agree(a: Stated, b: Stated) -> bool:
    if a.days and b.days and a.reach and b.reach:
        return a.reach[0] <= b.days[1] and b.reach[0] <= a.days[1]
    if not a.days and not b.days and _of_two_days(a.claim, b.claim):
        return False
    # A report without a day tells of what was shortly before it: the other's days, or else its publication.
    first = a.days[1] if a.days else a.published
    second = b.days[1] if b.days else b.published
    return not first or not second or abs(first - second) <= UNDATED_WITHIN


def _of_two_days(a: Claim, b: Claim) -> bool:
    """Whether an outlet tells undated things on two days: yesterday's bulletin is not today's."""
    return bool(a.outlet) and a.outlet == b.outlet and a.published != b.published


def span_of(claim: Claim) -> tuple[date, date] | None:
    """The first and the last day of a claim; None where it gives none."""
    when = claim.when
    if not (when and when.start and when.end):
        return None
    # What goes on "until Friday" began some time before the report.
    began = moved(when.start, -UNDATED_WITHIN) if when.open == "end" and when.start < when.end else when.start
    return began, when.end


def _published_on(claim: Claim) -> date | None:
    """The day on which a claim's report was published, if it is known to the day."""
    return date.fromisoformat(claim.published) if claim.published and len(claim.published) == 10 else None


def _actor_nations(claim: Claim) -> frozenset[str]:
    """The ids of the countries and divisions whose people a claim's actor is; empty where nobody says."""
    return _nations_of(claim.actor.text) if claim.actor else frozenset()


@lru_cache(maxsize=4096)
def _nations_of(actor: str) -> frozenset[str]:
    return nations(actor)


@lru_cache(maxsize=8192)
def moved(day: date, by: timedelta) -> date:
    """A day so much earlier or later, within the calendar."""
    return date.fromordinal(max(date.min.toordinal() + 1, min(date.max.toordinal(), day.toordinal() + by.days)))
