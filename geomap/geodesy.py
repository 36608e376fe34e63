"""Lines on the WGS 84 ellipsoid, and what the antimeridian makes of them."""

from typing import Any

# A chord this long departs from its geodesic by less than a pixel on a map of a continent.
_STEP_KM = 120.0
_LEAST_STEPS = 16


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
