"""Seas, straits, peninsulas, islands, ranges, lakes and rivers with outlines, from Natural Earth."""

import json
from collections.abc import Iterator
from typing import Any

from geomap.gazetteer import tables
from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = divisions.NAME
LICENCE = divisions.LICENCE
ADDRESS = divisions.ADDRESS

_THEMES = ("seas", "regions", "lakes", "rivers")
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
    "rivers": ("H", "STM"),
    "Island": ("T", "ISL"),
    "Island group": ("T", "ISLS"),
    "Peninsula": ("T", "PEN"),
    "Pen/cape": ("T", "PEN"),
    "Range/mtn": ("T", "MTS"),
    "Continent": ("L", "CONT"),
    "Geoarea": ("L", "RGN"),
    "Basin": ("T", "DPR"),
}


# Natural Earth labels the lagoon with the name of the land around it.
_RENAMED = {("seas", "Kaliningrad"): "Curonian Lagoon"}

# Latitude and longitude of a sea of several basins: GeoNames 363196.
_POINTS = {"Mediterranean Sea": (35.0, 20.0)}

# A river is drawn as a line this wide on each side (about 2 km), so that its mark is an area like those of lakes.
_BANK_DEGREES = 0.02


def fingerprint() -> str:
    """The digests of the committed files."""
    return " ".join(tables.digest(divisions.path(t)) for t in _THEMES)


def entries() -> Iterator[Entry]:
    """Every named water body and region."""
    import shapely

    for theme in _THEMES:
        for number, feature in enumerate(_joined(theme)):
            p = feature["properties"]
            if not p["name"]:
                continue
            feature_class, code = _CODES.get(p.get("type", theme), ("L", "RGN"))
            name = _RENAMED.get((theme, p["name"])) or " ".join((p["name"].title() if p["name"].isupper() else p["name"]).split())
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            if theme == "rivers":
                shape = shape.buffer(_BANK_DEGREES, quad_segs=1)
            inside = shapely.point_on_surface(shape)
            lat, lon = _POINTS.get(p["name"], (round(inside.y, 2), round(inside.x, 2)))
            place = Place(
                id=f"{theme}:{number}",
                name=name,
                feature_class=feature_class,
                feature_code=code,
                lat=lat,
                lon=lon,
                precision_km=divisions.radius_km(shape.area, lat),
                source=f"{NAME} {theme}",
                licence=LICENCE,
            )
            names = [name, *(n for n in p.get("names", ()) if (theme, n) not in _RENAMED), *_with_noun(name, code)]
            yield Entry(place, tuple(dict.fromkeys(names)), wkb=shape.wkb, shape_layer=theme)


def _joined(theme: str) -> list[dict[str, Any]]:
    """The features of a theme; a river that comes in pieces as one, a sea in basins too."""
    features = list(divisions.load(theme))
    if theme == "seas":
        return [*features, *_whole_seas(features)]
    if theme != "rivers":
        return features
    lines: dict[str, list[Any]] = {}
    for f in features:
        g = f["geometry"]
        lines.setdefault(f["properties"]["name"], []).extend(
            g["coordinates"] if g["type"] == "MultiLineString" else [g["coordinates"]]
        )
    return [{"properties": {"name": n}, "geometry": {"type": "MultiLineString", "coordinates": c}} for n, c in lines.items()]


def _whole_seas(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The seas that come in basins of one name, each as one; the basins lose the name to it."""
    import shapely

    basins: dict[str, list[dict[str, Any]]] = {}
    for f in features:
        basins.setdefault(f["properties"]["name"], []).append(f)
    made = []
    for name, of_it in basins.items():
        if name and len(of_it) > 1:
            shape = shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in of_it])
            made.append({"properties": of_it[0]["properties"], "geometry": json.loads(shapely.to_geojson(shape))})
            for f in of_it:
                f["properties"] = {**f["properties"], "name": ""}
    return made


def _with_noun(name: str, code: str) -> list[str]:
    """How reports also call it: "Dnipro River", "the Pacific"."""
    if code == "STM":
        return [f"{name} River", f"River {name}"]
    for noun in (" Ocean", " Sea"):
        if name.endswith(noun) and name not in ("Red Sea", "Black Sea", "White Sea", "Yellow Sea", "Dead Sea"):
            short = name.removesuffix(noun)
            whole = [short.removeprefix("North ").removeprefix("South "), name.removeprefix("North ").removeprefix("South ")]
            return [short, *(whole if noun == " Ocean" else ())]
    return []
