"""Seas, straits, peninsulas, islands, ranges, lakes and rivers with outlines, from Natural Earth."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
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

_WATERS = ("name", "lat", "lon", "aliases", "source")

_HALF = re.compile(r"^(NORTH|SOUTH) ")

# A river is drawn as a line this wide on each side (about 2 km), so that its mark is an area like those of lakes.
_BANK_DEGREES = 0.02


def fingerprint() -> str:
    """The digests of the committed files."""
    return " ".join(tables.digest(p) for p in (_waters(), *map(divisions.path, _THEMES)))


def _waters() -> Path:
    """The table of the waters' usual points, and of names that Natural Earth lacks."""
    return tables.folder() / "waters.csv"


def entries() -> Iterator[Entry]:
    """Every named water body and region."""
    import shapely

    known = {row.cells["name"]: row for row in tables.read(_waters(), _WATERS)}
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
            listed = known.get(name) if theme == "seas" else None
            inside = shapely.point_on_surface(shape)
            lat = tables.number(listed, "lat", -90, 90) if listed else round(inside.y, 2)
            lon = tables.number(listed, "lon", -180, 180) if listed else round(inside.x, 2)
            place = Place(
                id=f"{theme}:{number}",
                name=name,
                feature_class=feature_class,
                feature_code=code,
                lat=lat,
                lon=lon,
                precision_km=divisions.radius_km(shape.area, lat),
                source=f"{NAME} {theme}" + (f", {listed.cells['source']}" if listed else ""),
                licence=LICENCE,
            )
            names = [name, *(n for n in p.get("names", ()) if (theme, n) not in _RENAMED), *_with_noun(name, code)]
            names += tables.aliases(listed) if listed else []
            yield Entry(place, tuple(dict.fromkeys(names)), wkb=shape.wkb, shape_layer=theme)


def _joined(theme: str) -> list[dict[str, Any]]:
    """The features of a theme; a river that comes in pieces as one, a sea in basins too."""
    features = list(divisions.load(theme))
    if theme == "seas":
        return _whole_seas(features)
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
    """The seas; behind them those that come in basins of one name, which lose it, and oceans that come in halves, each as one."""
    import shapely

    basins: dict[str, list[dict[str, Any]]] = {}
    features = [{**f} for f in features]  # these are read once for all
    for f in features:
        p = f["properties"]
        basins.setdefault(_HALF.sub("", p["name"]) if p.get("type") == "ocean" else p["name"], []).append(f)
    made = []
    for name, of_it in basins.items():
        if name and len(of_it) > 1:
            shape = shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in of_it])
            p = {**of_it[0]["properties"], "name": name}
            if p.get("type") == "ocean":  # what the whole is called in other languages only its halves' names say
                p.pop("names", None)
            made.append({"properties": p, "geometry": json.loads(shapely.to_geojson(shape))})
            for f in of_it:
                if f["properties"]["name"] == name:
                    f["properties"] = {**f["properties"], "name": ""}
    return [*features, *made]


def _with_noun(name: str, code: str) -> list[str]:
    """How reports also call it: "Dnipro River", "the Pacific"."""
    if code == "STM":
        return [f"{name} River", f"River {name}"]
    for noun in (" Ocean", " Sea"):
        if name.endswith(noun) and name not in ("Red Sea", "Black Sea", "White Sea", "Yellow Sea", "Dead Sea"):
            short = name.removesuffix(noun)
            return [short]
    return []
