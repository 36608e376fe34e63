"""Seas, straits, peninsulas, islands, ranges and lakes with outlines, from Natural Earth."""

import hashlib
import json
from collections.abc import Iterator

from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = divisions.NAME
LICENCE = divisions.LICENCE
ADDRESS = divisions.ADDRESS

_THEMES = ("seas", "regions", "lakes")
_CODES = {
    "sea": ("H", "SEA"),
    "ocean": ("H", "OCN"),
    "bay": ("H", "BAY"),
    "gulf": ("H", "GULF"),
    "strait": ("H", "STRT"),
    "channel": ("H", "CHN"),
    "sound": ("H", "SD"),
    "lagoon": ("H", "LGN"),
    "fjord": ("H", "FJD"),
    "lakes": ("H", "LK"),
    "Island": ("T", "ISL"),
    "Island group": ("T", "ISLS"),
    "Peninsula": ("T", "PEN"),
    "Pen/cape": ("T", "PEN"),
    "Range/mtn": ("T", "MTS"),
    "Continent": ("L", "CONT"),
    "Geoarea": ("L", "RGN"),
    "Basin": ("T", "DPR"),
}


def fingerprint() -> str:
    """The digests of the committed files."""
    return " ".join(hashlib.sha256(divisions.path(t).read_bytes()).hexdigest() for t in _THEMES)


def entries() -> Iterator[Entry]:
    """Every named water body and region."""
    import shapely

    for theme in _THEMES:
        for number, feature in enumerate(divisions.load(theme)):
            p = feature["properties"]
            if not p["name"]:
                continue
            feature_class, code = _CODES.get(p.get("type", theme), ("L", "RGN"))
            name = p["name"].title() if p["name"].isupper() else p["name"]
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            point = shapely.point_on_surface(shape)
            place = Place(
                id=f"{theme}:{number}",
                name=name,
                feature_class=feature_class,
                feature_code=code,
                lat=round(point.y, 2),
                lon=round(point.x, 2),
                precision_km=divisions.radius_km(shape.area, point.y),
                source=f"{NAME} {theme}",
                licence=LICENCE,
            )
            yield Entry(place, tuple(dict.fromkeys((name, *p.get("names", ())))), wkb=shape.wkb, shape_layer=theme)
