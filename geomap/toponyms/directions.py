"""Names that the text puts to one side of another: "Petrivka, northwest of Toretsk", "north of Kupyansk near Kamianka"."""

import math
import re
from itertools import pairwise
from typing import NamedTuple

from geomap.geodesy import azimuth, distance_km
from geomap.model import Mention, Place
from geomap.toponyms.measures import DIRECTION, LENGTH, bearing, length_km

# So far at most lies what news puts to one side of a town, or of a city of so many people; and so far off the direction that it
# names: it names rough ones.
REACH_KM, CITY_REACH_KM, CITY, OFF_DEGREES = 50.0, 150.0, 100_000, 67.5
# The nearer, the likelier: e-fold for so many km.
FOLD_KM = 15.0
_TOWN_OF = r"(?:the\s+)?(?:(?:city|town|village|settlement)s?\s+of\s+)?"
_LYING = r"(?:(?:just|to the|located|lying|a (?:village|town|settlement))\s+)*"
_BEHIND = re.compile(rf"\s*[,(]?\s*{_LYING}(?:{LENGTH}\s+)?{DIRECTION}\s+of\s+{_TOWN_OF}", re.IGNORECASE)
_AHEAD = re.compile(rf"(?<![\w-]){DIRECTION}\s+of\s+{_TOWN_OF}$", re.IGNORECASE)
_THERE = re.compile(rf"\s*,?\s*(?:near|at|around)\s+{_TOWN_OF}", re.IGNORECASE)
_NAME = r"(?-i:[^\W\d_][\w’'-]*)(?:[ -](?-i:[A-Z])[\w’'-]*){0,3}"
_REFERENCE = re.compile(rf"(?<![\w-]){DIRECTION}\s+of\s+{_TOWN_OF}{_NAME}{_THERE.pattern}$", re.IGNORECASE)
_ASIDE = re.compile(rf"^{_BEHIND.pattern}{_NAME}\)?,?", re.IGNORECASE)
_SECTOR_LED = re.compile(r"(?:^|[.;:)\n•▪–-])\s*(?:[Ii]n|[Oo]n|[Aa]t|[Aa]long) the $")
_SECTOR = re.compile(r"\s+(?:operational\s+)?(?:directions?|sectors?|axis|axes)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;]\s|\n")
_LISTED = re.compile(r"\s*(?:,|,?\s+and|,?\s+or)\s+(?:near\s+)?", re.IGNORECASE)
_BEFORE = 50


class Side(NamedTuple):
    """To one side of which other name a name lies: degrees clockwise from north, and how far where the text says so.

    Without a bearing it lies about that name, as what is told of a sector of the front: "On the Kurakhove axis, …".
    """

    of: Mention
    bearing: float | None
    apart_km: float = 0.0


def sides(text: str, mentions: tuple[Mention, ...]) -> dict[int, Side]:
    """By a mention's start, to which side of which other one the text puts it; the time is linear.

    Args:
        text: the report's.
        mentions: in order.
    """
    found: dict[int, Side] = {}
    for number, (one, other) in enumerate(pairwise(mentions)):
        gap = text[one.end : other.start]
        behind = _BEHIND.fullmatch(gap)
        if behind and not (number + 2 < len(mentions) and reference(text, other, mentions[number + 2])):
            found[one.start] = Side(other, bearing(behind), length_km(behind) if behind["number"] else 0.0)
        elif ahead := reference(text, one, other):
            found[other.start] = ahead
        elif one.start in found and found[one.start].of.start < one.start and _LISTED.fullmatch(gap):
            found[other.start] = found[one.start]
    return _sectors(text, mentions) | found


def _sectors(text: str, mentions: tuple[Mention, ...]) -> dict[int, Side]:
    """The names of a sentence that begins with the sector of the front of which it tells."""
    found: dict[int, Side] = {}
    sector: Mention | None = None
    last = 0
    for m in mentions:
        if sector and _SENTENCE_END.search(text, last, m.start):
            sector = None
        if _SECTOR.match(text, m.end) and _SECTOR_LED.search(text, max(0, m.start - _BEFORE), m.start):
            sector = m
        elif sector:
            found[m.start] = Side(sector, None)
        last = m.end
    return found


def reference(text: str, one: Mention, other: Mention, offset: int = 0) -> Side | None:
    """The side of the first of two names on which the second one lies, where that is all that it is named for.

    "North of Kupyansk near Kamianka" speaks of Kamianka alone.

    Args:
        text: a report's, or a part of it.
        one: the first name.
        other: the second one.
        offset: where the text begins in the report.
    """
    start, end = one.start - offset, one.end - offset
    led = _AHEAD.search(text, max(0, start - _BEFORE), start)
    return Side(one, bearing(led)) if led and _THERE.fullmatch(text, end, other.start - offset) else None


def without_reference(gap: str) -> str:
    """What stands between two names without one that only tells where either is: ", north of Kupyansk near "."""
    bare = _REFERENCE.sub("", gap)
    return bare if bare != gap else _ASIDE.sub("", gap)


def is_aside(gap: str) -> bool:
    """Whether what stands between two names puts the first to one side of the second: ", south of "."""
    return _BEHIND.fullmatch(gap) is not None


def reach_km(of: Place, side: Side) -> float:
    """How far from a place what news puts to one side of it lies at most: "Luga, south of St. Petersburg" is 140 km off."""
    return max(CITY_REACH_KM if of.population >= CITY else REACH_KM, 2 * side.apart_km)


def lies_there(place: Place, of: Place, side: Side) -> float:
    """How well a place fits what lies to one side of another: 1 beside it, or as far off as is said; less farther on."""
    apart = distance_km(place, of)
    if place.is_area or place.id == of.id or apart > reach_km(of, side):
        return 0.0
    fit = math.exp(-abs(apart - side.apart_km) / FOLD_KM)
    if side.bearing is None:
        return fit
    off = abs(azimuth((of.lat, of.lon), (place.lat, place.lon)) - side.bearing) % 360.0
    return fit if min(off, 360.0 - off) <= OFF_DEGREES else 0.0
