"""Lengths and directions as reports give them: "50 kilometers (31 miles)", "15-20 km", "fifty miles", "SE", "north-northeast"."""

import re

from geomap.numerals import SPELLED, value

_DIGITS = r"\d{1,3}(?:[,'’.\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?:{_DIGITS}|(?:{SPELLED}|hundred)(?:[- ](?:{SPELLED}|hundred))*|half a|an?)"
_UNIT = r"(?P<unit>km|kilomet(?:er|re)s?|(?:nautical )?miles?|nmi?|mi|met(?:er|re)s)"
LENGTH = rf"(?<![\w.,])(?P<number>{_NUMBER})(?:\s?(?:-|–|to|or)\s?(?P<upper>{_NUMBER}))?[\s-]?{_UNIT}\b(?:\s*\([^()]{{1,40}}\))?"
"""A length; its groups are read by ``length_km``. What stands behind it in brackets is the same in another unit."""
_KM = {"k": 1.0, "n": 1.852, "mi": 1.609344, "me": 0.001}
_POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_WORDS = {"N": "north", "E": "east", "S": "south", "W": "west"}
_LONGEST_FIRST = sorted(_POINTS, key=len, reverse=True)
DIRECTION = (
    rf"(?:(?P<direction>{'|'.join('[- ]?'.join(_WORDS[c] for c in p) for p in _LONGEST_FIRST)})(?:ern)?"
    rf"|(?P<points>(?-i:{'|'.join(_LONGEST_FIRST)})))"
)
"""A direction in words or letters; its groups are read by ``bearing``."""


def length_km(found: re.Match[str]) -> float:
    """The length of a match of ``LENGTH`` in km; of a range its middle."""
    numbers = [_number(n) for n in (found["number"], found["upper"]) if n]
    unit = found["unit"].lower()
    scale = next(km for start, km in _KM.items() if unit.startswith(start))
    return round(sum(numbers) / len(numbers) * scale, 2)


def bearing(found: re.Match[str]) -> float:
    """The direction of a match of ``DIRECTION`` in degrees clockwise from north."""
    said = found["points"] or "".join(w[0] for w in re.findall("north|south|east|west", found["direction"].lower())).upper()
    return 360.0 / len(_POINTS) * _POINTS.index(said)


def _number(text: str) -> float:
    point = re.sub(r",(?=\d{1,2}(?!\d))", ".", text)  # "1,5 km"
    return {"half a": 0.5, "a": 1.0, "an": 1.0}.get(text.lower()) or value(point) or 0.0
