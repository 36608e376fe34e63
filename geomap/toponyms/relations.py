"""Spatial relations before a name ("15 km south-east of X", "near X"), and the point and radius that follow from them."""

import re
from functools import cache
from typing import Any, NamedTuple

from geomap.geodesy import circle
from geomap.lexicon import Language
from geomap.model import Relation

_BEARINGS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}
_OFFSET = re.compile(
    r"(?P<number>\d[\d,.]*)\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\s+(?:to the\s+)?"
    r"(?:(?P<first>north|south)(?:[- ]?(?P<second>east|west))?|(?P<only>east|west))(?:ern)?\s+of\s+"
    r"(?:the\s+(?:city|town|village)\s+of\s+)?$",
    re.IGNORECASE,
)
_DISTANCE = re.compile(
    r"(?P<number>\d[\d,.]*)\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\s+(?:away\s+)?(?:from|off|outside)\s+$",
    re.IGNORECASE,
)
_MILE_KM = 1.609344
# A distance in words is rounded; a quarter of it is how far the true point may lie from the computed one.
_OFFSET_SLACK = 0.25
_LONGEST_JOINT = 60
# How far "near" and "outside" reach beyond the place's own radius; agency style has no rule, and reports range to 10 km.
NEAR_KM = 10.0


class Related(NamedTuple):
    """A relation with its distance and bearing (degrees clockwise from north) where the text gives them."""

    relation: Relation
    distance_km: float | None = None
    bearing: float | None = None
    words: str = ""


def relation_before(text: str, start: int, words: Language) -> Related:
    """The relation that the words right before a mention express."""
    before = text[max(0, start - 80) : start]
    offset = _OFFSET.search(before)
    if offset:
        direction = (offset["only"] or offset["first"] + (offset["second"] or "")).lower()
        return Related("offset", _km(offset["number"], offset["unit"]), _BEARINGS[direction], offset.group().strip())
    around = _DISTANCE.search(before)
    if around:
        return Related("near", _km(around["number"], around["unit"]), words=around.group().strip())
    return next((related for pattern, related in _phrases(words) if pattern.search(before)), Related("at"))


@cache
def _phrases(words: Language) -> tuple[tuple[re.Pattern[str], Related], ...]:
    relations: tuple[Relation, ...] = ("near", "outside", "toward")
    return tuple(
        (
            re.compile(rf"(?<!\w){phrase}\s+(?:the\s+(?:\w+\s+){{0,2}}of\s+|the\s+)?$", re.IGNORECASE),
            Related(relation, words=phrase),
        )
        for relation in relations
        for phrase in words.words("relations", relation)
    )


def _km(number: str, unit: str) -> float:
    digits = re.sub(r",(?=\d{3}\b)", "", number).replace(",", ".").rstrip(".")
    value = float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 0.0
    return round(value * (_MILE_KM if unit.lower().startswith("mi") else 1.0), 2)


def shifted(lat: float, lon: float, precision_km: float, related: Related) -> tuple[float, float, float]:
    """The point and the radius in km that a relation makes of a place, geodesically on WGS 84."""
    if related.relation == "offset" and related.distance_km and related.bearing is not None:
        from geopy.distance import geodesic

        point = geodesic(kilometers=related.distance_km).destination((lat, lon), related.bearing)
        return (
            round(point.latitude, 4),
            round(point.longitude, 4),
            round(precision_km + related.distance_km * _OFFSET_SLACK, 1),
        )
    if related.relation in ("near", "outside"):
        return lat, lon, round(precision_km + (related.distance_km or NEAR_KM), 1)
    return lat, lon, precision_km


def corridors(text: str, spans: list[tuple[int, int]], words: Language) -> list[tuple[int, int]]:
    """Pairs of neighbouring names that a text joins to a corridor: "between A and B", "along the A–B road".

    Args:
        text: the report's.
        spans: start and end of each name, in order.
        words: the language.

    Returns:
        The numbers of the two names of each pair.
    """
    opened, joined, road = (words.pattern("relations", k) for k in ("between", "joined", "road"))
    pairs = []
    for i, ((start, end), (other, other_end)) in enumerate(zip(spans, spans[1:], strict=False)):
        gap = text[end:other]
        if len(gap) > _LONGEST_JOINT:
            continue
        led = re.search(r"(\w+(?: \w+){0,2}) (?:the (?:\w+ )?(?:of )?)?$", text[max(0, start - 40) : start])
        joint = rf"(?:[^.;\n]{{0,25}}\s)?{joined.pattern}\s(?:the\s)?(?:\w+ of )?"
        between = (
            led is not None
            and re.search(rf"(?:{opened.pattern})$", led[1], re.IGNORECASE)
            and re.fullmatch(joint, gap.lstrip(", "), re.IGNORECASE)
        )
        named = re.match(r"['’]?\s(\w+)", text[other_end : other_end + 24])
        along = re.fullmatch(r"\s?[-–—]\s?", gap) and named and road.fullmatch(named[1])
        if between or along:
            pairs.append((i, i + 1))
    return pairs


def ground(lat: float, lon: float, precision_km: float, related: Related) -> dict[str, Any] | None:
    """The circle within which the place that a relation speaks of lies; None where the relation leaves nothing open."""
    return circle(lat, lon, precision_km) if related.relation in ("near", "outside", "offset") else None
