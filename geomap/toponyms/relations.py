"""Spatial relations before a name ("15 km south-east of X", "near X"), and the point and radius that follow from them."""

import re
from functools import cache
from typing import Any, NamedTuple

from geomap.geodesy import circle, destination, sector
from geomap.lexicon import Language
from geomap.model import Place, Relation
from geomap.toponyms.measures import DIRECTION, LENGTH, bearing, length_km

_TOWN_OF = r"(?:the\s+)?(?:(?:[\w’'-]+\s+){0,2}?(?:city|town|village|settlement|port)\s+of\s+)?$"
_OFFSET = re.compile(rf"{LENGTH}\s+(?:to the\s+)?{DIRECTION}\s+of\s+{_TOWN_OF}", re.IGNORECASE)
# So far from a place, which way is not said; or from its edge, its centre.
_DISTANCE = re.compile(
    rf"{LENGTH}\s+(?:away\s+)?(?:from|off|outside|of)\s+(?:the\s+)?"
    r"(?:(?:[\w’'-]+\s+){0,3}?(?:cent(?:er|re)|outskirts|border|frontier|edge|coast|shores?|suburbs?|city limits)\s+"
    r"(?:of|with)\s+)?"  # "50 km from the border in Kursk" is in Kursk
    rf"{_TOWN_OF}",
    re.IGNORECASE,
)
# "just south of", "to the north-east of"; but "in the north of" is within.
_SIDE = re.compile(rf"(?<![\w-])(?:(?<!the )|(?<=to the )){DIRECTION}\s+of\s+{_TOWN_OF}", re.IGNORECASE)
# "eastern Ukraine", "in the east of Ukraine": the ground is in it.
_PART = re.compile(
    rf"(?<![\w-])(?P<within>(?:in|across|over|from) the )?{DIRECTION}(?:(?<=ern)|(?(within) of|(?!)))\s+$", re.IGNORECASE
)
# A distance in words is rounded; a quarter of it is how far the true point may lie from the computed one.
_OFFSET_SLACK = 0.25
_LONGEST_JOINT = 60
_BEFORE = 120
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
    before = text[max(0, start - _BEFORE) : start]
    offset = _OFFSET.search(before)
    if offset:
        return Related("offset", length_km(offset), bearing(offset), offset.group().strip())
    around = _DISTANCE.search(before)
    if around:
        return Related("near", length_km(around), words=around.group().strip())
    side = _SIDE.search(before)
    if side:
        return Related("near", None, bearing(side), side.group().strip())
    return next((related for pattern, related in _phrases(words) if pattern.search(before)), Related("at"))


def part_before(text: str, start: int) -> Related:
    """The side of a country that the words right before its name speak of ("eastern Ukraine"); else ``at``."""
    part = _PART.search(text, max(0, start - 40), start)
    return Related("part", None, bearing(part), part.group().strip()) if part else Related("at")


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


def shifted(lat: float, lon: float, precision_km: float, related: Related) -> tuple[float, float, float]:
    """The point and the radius in km that a relation makes of a place, geodesically on WGS 84.

    "North of" a place is the ground beyond its edge, about as far as the place is wide: how far, the text does not say.
    """
    if related.bearing is not None and related.relation != "part":
        if related.distance_km:
            way_km, reach_km = related.distance_km, precision_km + related.distance_km * _OFFSET_SLACK
        else:
            way_km, reach_km = (3 * precision_km + NEAR_KM) / 2, 2 * precision_km + NEAR_KM
        return *destination(lat, lon, related.bearing, way_km), round(reach_km, 1)
    if related.relation in ("near", "outside"):
        return lat, lon, round(precision_km + (related.distance_km or NEAR_KM), 1)
    return lat, lon, precision_km


def placed(place: Place, related: Related) -> dict[str, Any]:
    """The fields of a resolution that tell where a relation to a place lies."""
    lat, lon, precision = shifted(place.lat, place.lon, place.precision_km, related)
    return {
        "relation": related.relation,
        "distance_km": related.distance_km,
        "bearing": related.bearing,
        "lat": lat,
        "lon": lon,
        "precision_km": precision,
        "geometry": ground(place, lat, lon, precision, related),
    }


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


def ground(place: Place, lat: float, lon: float, reach_km: float, related: Related) -> dict[str, Any] | None:
    """Within what lies what a relation speaks of: a circle, or a quarter of one to a side; None where it leaves nothing open.

    ``lat``, ``lon`` and ``reach_km`` are those of the ``shifted`` place.
    """
    if related.relation == "near" and related.bearing is not None:
        return sector(place.lat, place.lon, reach_km, related.bearing)
    if related.relation == "offset" or (related.relation in ("near", "outside") and not place.is_area):
        return circle(lat, lon, reach_km)
    return None
