"""Distances, lines, circles and corridors on the WGS 84 ellipsoid, and what the antimeridian makes of them."""

import json
import math
from typing import Any

from geomap.model import Place

# A chord this long departs from its geodesic by less than a pixel on a map of a continent.
_STEP_KM = 120.0
_LEAST_STEPS = 16
EARTH_DIAMETER_KM = 12742.0176
"""Twice the mean radius of the Earth."""
# A circle is drawn with a corner every so many degrees: 0.4 % of its radius off the true circle.
_CORNER_DEGREES = 10
_EDGE = 180.0
KM_PER_DEGREE = 111.2
"""Of latitude, on a sphere of the Earth's mean radius."""


def distance_km(a: Place | tuple[float, float], b: Place | tuple[float, float]) -> float:
    """Great-circle distance in km between two points in degrees (mean Earth radius; within 0.5 % of the geodesic)."""
    (p_lat, p_lon), (q_lat, q_lon) = ((x.lat, x.lon) if isinstance(x, Place) else x for x in (a, b))
    p, q = math.radians(p_lat), math.radians(q_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(q_lon - p_lon) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(math.sqrt(min(1.0, h)))


def geodesic_line(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Points along the shortest line between two points, ends included, as ``lat, lon`` in degrees.

    Karney's algorithm for the inverse and direct problems (GeographicLib). Longitudes are unwrapped: they run on past
    180 or -180 where the line crosses the antimeridian, so that neighbours never lie 360 degrees apart.
    """
    from geographiclib.geodesic import Geodesic

    line = Geodesic.WGS84.InverseLine(start[0], start[1], end[0], end[1])
    steps = max(_LEAST_STEPS, round(line.s13 / 1000 / _STEP_KM))
    points: list[tuple[float, float]] = []
    for step in range(steps + 1):
        at = line.Position(line.s13 * step / steps, Geodesic.STANDARD | Geodesic.LONG_UNROLL)
        points.append((round(at["lat2"], 4), round(at["lon2"], 4)))
    return points


def split_at_antimeridian(points: list[tuple[float, float]]) -> dict[str, Any]:
    """A line of unwrapped ``lat, lon`` points as GeoJSON: cut where it crosses the antimeridian (RFC 7946, section 3.1.9)."""
    parts: list[list[list[float]]] = [[]]
    for (lat_a, lon_a), (lat_b, lon_b) in zip(points, points[1:], strict=False):
        if not parts[-1]:
            parts[-1].append([_wrapped(lon_a), lat_a])
        world_a, world_b = _world(lon_a), _world(lon_b)
        if world_a != world_b:
            edge = 180 + 360 * min(world_a, world_b)
            lat = round(lat_a + (lat_b - lat_a) * (edge - lon_a) / (lon_b - lon_a), 4)
            east = lon_b > lon_a
            parts[-1].append([180.0 if east else -180.0, lat])
            parts.append([[-180.0 if east else 180.0, lat]])
        parts[-1].append([_wrapped(lon_b), lat_b])
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _world(lon: float) -> int:
    return int((lon + 180) // 360)


def _wrapped(lon: float) -> float:
    return round((lon + 180) % 360 - 180, 4)


def circle(lat: float, lon: float, radius_km: float) -> dict[str, Any]:
    """The points that lie a distance from one, as a GeoJSON polygon, cut at the antimeridian.

    Args:
        lat: of the middle, degrees.
        lon: of the middle, degrees.
        radius_km: geodesic, in km.
    """
    return _polygon([_direct(lat, lon, bearing, radius_km) for bearing in range(360, -1, -_CORNER_DEGREES)])


def destination(lat: float, lon: float, bearing: float, distance_km: float) -> tuple[float, float]:
    """The ``lat, lon`` (degrees) of what lies a geodesic distance in km from a point, ``bearing`` clockwise from north."""
    lon_there, lat_there = _direct(lat, lon, bearing, distance_km)
    return lat_there, _wrapped(lon_there)


def azimuth(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The direction in which one point (``lat, lon``, degrees) lies from another, clockwise from north (geodesic, WGS 84)."""
    from geographiclib.geodesic import Geodesic

    azi: float = Geodesic.WGS84.Inverse(*start, *end, Geodesic.AZIMUTH)["azi1"]
    return azi % 360.0


def sector(lat: float, lon: float, radius_km: float, bearing: float) -> dict[str, Any]:
    """The quarter of a circle that lies to one side of a point ("north of"), as a GeoJSON polygon.

    Args:
        lat: of the point, degrees.
        lon: of the point, degrees.
        radius_km: geodesic, in km.
        bearing: the middle of the quarter, degrees clockwise from north.
    """
    arc = [_direct(lat, lon, bearing + turn, radius_km) for turn in range(45, -46, -_CORNER_DEGREES // 2)]
    return _polygon([[lon, lat], *arc, [lon, lat]])


def corridor(start: tuple[float, float], end: tuple[float, float], width_km: float) -> dict[str, Any]:
    """What lies within a distance of the shortest line between two points, as a GeoJSON polygon.

    Args:
        start: ``lat, lon`` in degrees.
        end: the other end.
        width_km: how far the corridor reaches to each side, and behind its ends, in km.
    """
    from geographiclib.geodesic import Geodesic

    line = Geodesic.WGS84.InverseLine(start[0], start[1], end[0], end[1])
    steps = max(4, round(line.s13 / 1000 / _STEP_KM))
    along = [line.Position(line.s13 * i / steps, Geodesic.STANDARD | Geodesic.LONG_UNROLL) for i in range(steps + 1)]
    right = [_direct(p["lat2"], p["lon2"], p["azi2"] + 90, width_km) for p in along]
    left = [_direct(p["lat2"], p["lon2"], p["azi2"] - 90, width_km) for p in reversed(along)]
    first, last = along[0], along[-1]
    turns = range(_CORNER_DEGREES * 3, 180, _CORNER_DEGREES * 3)
    far_cap = [_direct(last["lat2"], last["lon2"], last["azi2"] + 90 - t, width_km) for t in turns]
    near_cap = [_direct(first["lat2"], first["lon2"], first["azi2"] - 90 - t, width_km) for t in turns]
    ring = [*right, *far_cap, *left, *near_cap, right[0]]
    return _polygon(ring[::-1])


def _polygon(ring: list[list[float]]) -> dict[str, Any]:
    """A ring of unwrapped longitudes as GeoJSON: in two where it crosses the antimeridian (RFC 7946, section 3.1.9)."""
    if all(abs(lon) <= _EDGE for lon, _ in ring):
        return {"type": "Polygon", "coordinates": [ring]}
    import shapely

    cut = shapely.orient_polygons(cut_at_antimeridian(shapely.Polygon(ring)))
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(cut))
    return geometry


def cut_at_antimeridian(shape: Any) -> Any:
    """A shapely polygon of unwrapped longitudes as polygons within -180 to 180."""
    import numpy as np
    import shapely

    def moved(part: Any, by: float) -> Any:
        return shapely.transform(part, lambda xy: xy + np.array([by, 0.0]))

    parts = []
    for world in (-1, 0, 1):
        part = shapely.intersection(shape, shapely.box(world * 360 - _EDGE, -90, world * 360 + _EDGE, 90))
        parts += shapely.get_parts(moved(part, world * -360.0)).tolist()
    # What comes in from the next world may lie over what is here: together they are one ground.
    return shapely.union_all([p for p in parts if p.geom_type == "Polygon" and not p.is_empty])


def _direct(lat: float, lon: float, bearing: float, distance_km: float) -> list[float]:
    from geographiclib.geodesic import Geodesic

    at = Geodesic.WGS84.Direct(lat, lon, bearing, distance_km * 1000, Geodesic.STANDARD | Geodesic.LONG_UNROLL)
    return [round(at["lon2"], 4), round(at["lat2"], 4)]
