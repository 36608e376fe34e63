"""The base map around the marks: land, water, borders and names, cut out of the index and packed small.

Borders are those of ISO 3166 with disputed lines dashed; see ``gazetteer/README.md``. Coordinates travel
as whole numbers, each the difference from the one before, in units of 1/SCALE degree, longitude first.
"""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.maps.data import compressed

SCALE = 500
# The detailed part reaches this far around each mark; a reader zooms in to find a village between its neighbours.
_AROUND_DEGREES = 1.6
# Detail for a wider area than this would be finer than the page shows.
_WIDEST_DEGREES = 14.0
_TOWNS_AROUND = 24
_TOWN_BOX_DEGREES = 0.45
_WORLD_CITIES = 260
_MOST_BOXES = 60
# Ranks of Natural Earth's rivers, the greatest first.
_GREAT_RIVER, _RIVER = 3, 8
# From this radius on a lake is drawn, and a sea named, under every map.
_GREAT_WATER_KM = 60

Box = tuple[float, float, float, float]


def around(features: list[dict[str, Any]], index: Index) -> dict[str, Any]:
    """What the page draws under the marks, near them.

    Args:
        features: GeoJSON features; the detail is cut out around their points and outlines.
        index: the gazetteer with its outlines.

    Returns:
        ``boxes`` (west, south, east, north) within which ``divisions`` and ``borders`` are detailed; ``lakes``, ``rivers``;
        ``towns`` as name, lat, lon, population; ``labels`` of divisions.
    """
    boxes = _boxes(features)
    names: dict[str, list[Any]] = {}
    return {
        "boxes": [[round(v, 3) for v in b] for b in boxes],
        "divisions": _clipped(index, "division", boxes, names),
        "divisionLines": _outlines(index, "division", boxes),
        "borders": _outlines(index, "country", boxes),
        "lakes": _clipped(index, "lakes", boxes, {}),
        "rivers": _rivers(index, boxes),
        "towns": _towns(features, index),
        "labels": list(names.values()),
    }


def world(index: Index) -> str:
    """What the page draws under every map, compressed, and kept beside the index: coarse countries, great waters, their names."""
    version = tables.digest(Path(__file__))[:8]
    return tables.kept(index.folder / f"world-{version}.txt", lambda: _packed_world(index))


def _packed_world(index: Index) -> str:
    return compressed(
        {
            "scale": SCALE,
            "countries": [_rings(w) for _, _, w in index.shapes("world")],
            "lakes": [_rings(w) for _, reach_km, w in index.shapes("lakes") if reach_km > _GREAT_WATER_KM],
            "rivers": [p for _, rank, w in index.shapes("rivers") if rank <= _GREAT_RIVER for p in _paths(w)],
            "disputed": [line for _, _, w in index.shapes("disputed") for line in _paths(w)],
            "labels": _labels(index),
        }
    )


def _boxes(features: list[dict[str, Any]]) -> list[Box]:
    """Boxes around the marks, merged where they overlap."""
    raw: list[Any] = []
    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        if shape.geom_type in ("LineString", "MultiLineString"):
            line = shapely.get_coordinates(shape)
            parts = [tuple(line[0]) * 2, tuple(line[-1]) * 2]
        else:
            parts = [tuple(shapely.bounds(shape))]
        for west, south, east, north in parts:
            if max(east - west, north - south) <= _WIDEST_DEGREES:
                wide = _AROUND_DEGREES / max(math.cos(math.radians((south + north) / 2)), 0.2)
                raw.append(
                    shapely.box(
                        max(west - wide, -180),
                        max(south - _AROUND_DEGREES, -90),
                        min(east + wide, 180),
                        min(north + _AROUND_DEGREES, 90),
                    )
                )
    union = shapely.union_all(raw[:_MOST_BOXES])
    return [tuple(shapely.bounds(g)) for g in shapely.get_parts(union) if not g.is_empty]


def _clipped(index: Index, layer: str, boxes: list[Box], names: dict[str, list[Any]]) -> list[list[list[int]]]:
    found: list[list[list[int]]] = []
    for box in boxes:
        for key, _, wkb in index.shapes(layer, box):
            part = shapely.clip_by_rect(shapely.from_wkb(wkb), *box)
            if part.is_empty:
                continue
            found.append(_rings_of(part))
            if layer == "division" and key not in names:
                place = index.place(key)
                inside = shapely.point_on_surface(part)
                if place:
                    names[key] = [place.name, round(inside.y, 2), round(inside.x, 2)]
    return [f for f in found if f]


def _outlines(index: Index, layer: str, boxes: list[Box]) -> list[list[int]]:
    """Borders as lines: an outline cut as an area would be drawn along the edges of the box as well."""
    found: list[list[int]] = []
    for box in boxes:
        for _, _, wkb in index.shapes(layer, box):
            part = shapely.clip_by_rect(shapely.boundary(shapely.from_wkb(wkb)), *box)
            found += [
                _packed(shapely.get_coordinates(g))
                for g in shapely.get_parts(shapely.line_merge(part))
                if g.geom_type == "LineString"
            ]
    return found


def _rings(wkb: bytes) -> list[list[int]]:
    return _rings_of(shapely.from_wkb(wkb))


def _rings_of(shape: Any) -> list[list[int]]:
    """The rings of polygons, outer and inner alike: the page fills by the even-odd rule."""
    polygons = [g for g in shapely.get_parts(shape) if g.geom_type == "Polygon"]
    return [
        r
        for g in polygons
        for r in (_packed(shapely.get_coordinates(ring)) for ring in (g.exterior, *g.interiors))
        if len(r) >= 8
    ]


def _paths(wkb: bytes) -> list[list[int]]:
    return [_packed(shapely.get_coordinates(g)) for g in shapely.get_parts(shapely.from_wkb(wkb)) if g.geom_type == "LineString"]


def _rivers(index: Index, boxes: list[Box]) -> list[list[int]]:
    found: list[list[int]] = []
    for box in boxes:
        for _, rank, wkb in index.shapes("rivers", box):
            if _GREAT_RIVER < rank <= _RIVER:
                part = shapely.clip_by_rect(shapely.from_wkb(wkb), *box)
                found += [_packed(shapely.get_coordinates(g)) for g in shapely.get_parts(part) if g.geom_type == "LineString"]
    return found


def _packed(coordinates: Any) -> list[int]:
    """Differences of rounded coordinates; points that fall on the one before are left out."""
    points = [(round(x * SCALE), round(y * SCALE)) for x, y in coordinates.tolist()]
    out: list[int] = []
    last = (0, 0)
    for point in points:
        if out and point == last:
            continue
        out += (point[0] - last[0], point[1] - last[1])
        last = point
    return out


def _towns(features: list[dict[str, Any]], index: Index) -> list[list[Any]]:
    found = {(t.name, t.lat, t.lon): t for t in index.cities(_WORLD_CITIES)}
    for lat, lon in dict.fromkeys(_points(features)):
        wide = _TOWN_BOX_DEGREES / max(math.cos(math.radians(lat)), 0.2)
        for factor, limit in ((1, _TOWNS_AROUND), (5, _TOWNS_AROUND // 2)):
            box = (
                lon - wide * factor,
                lat - _TOWN_BOX_DEGREES * factor,
                lon + wide * factor,
                lat + _TOWN_BOX_DEGREES * factor,
            )
            found |= {(t.name, t.lat, t.lon): t for t in index.towns(box, limit)}
    towns = sorted(found.values(), key=lambda t: (-t.population, t.name, t.lat, t.lon))
    return [[t.name, round(t.lat, 3), round(t.lon, 3), t.population] for t in towns]


def _points(features: Iterable[dict[str, Any]]) -> Iterable[tuple[float, float]]:
    for feature in features:
        for part in feature["properties"].get("ends") or [feature["properties"]]:
            if part.get("lat") is not None and part.get("lon") is not None:
                yield part["lat"], part["lon"]


def _labels(index: Index) -> dict[str, list[list[Any]]]:
    """Names with lat, lon and a size (square root of the area in degrees) by which the page chooses."""
    countries = []
    for key, area, _ in index.shapes("world"):
        place = index.place(key)
        if place:
            countries.append([place.name, place.lat, place.lon, round(area**0.5, 1)])
    seas = []
    for key, reach_km, _ in index.shapes("seas"):
        place = index.place(key)
        if place and reach_km > _GREAT_WATER_KM:
            seas.append([place.name, place.lat, place.lon, round(reach_km / 111, 1)])
    wholes = {str(name).partition(" ")[2] for name, *_ in seas}  # of "North Atlantic Ocean", which says it
    seas = [row for row in seas if row[0] not in wholes]
    return {"countries": countries, "seas": seas}
