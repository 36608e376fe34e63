"""The ground that a place takes on the map: an outline made simple, half of it, what lies around it or beside it."""

import json
import math
from typing import Any

from geomap.geodesy import KM_PER_DEGREE, cut_at_antimeridian

# An outline on the map is drawn with a line two pixels wide; this share of its size is what a reader can see.
_OUTLINE_SHARE = 1 / 250
# But no border is drawn over a neighbour's towns: at most so many degrees, some three kilometres, off its course.
_OFF_COURSE = 0.03
_TURN = 360.0


def without(geometry: dict[str, Any], outline: bytes) -> dict[str, Any]:
    """The ground to one side of an area, without the area."""
    import shapely

    beside = shapely.difference(shapely.from_geojson(json.dumps(geometry)), _area(outline))
    return _simplified(beside) if not beside.is_empty else geometry


def half_of(outline: bytes, bearing: float) -> tuple[dict[str, Any], tuple[float, float]]:
    """The half of an area on one side of the middle of its greatest piece, cut straight in degrees, and where its name may stand.

    All of the area where it has none there.

    Args:
        outline: as WKB, in degrees.
        bearing: of the half that is meant, degrees clockwise from north.
    """
    import numpy as np
    import shapely

    area = _area(outline)
    pieces = shapely.get_parts(area)
    middle = max(pieces, key=lambda piece: piece.area).centroid
    turn, shrunk = math.radians(bearing), math.cos(math.radians(middle.y))
    ahead, across = (math.sin(turn), math.cos(turn)), (math.cos(turn), -math.sin(turn))
    corners = [(-1, 0), (1, 0), (1, 1), (-1, 1)]
    side = shapely.Polygon(
        [
            (middle.x + _TURN * (a * across[0] + f * ahead[0]) / shrunk, middle.y + _TURN * (a * across[1] + f * ahead[1]))
            for a, f in corners
        ]
    )

    def kept(piece: Any) -> Any:
        turned = _TURN * round((middle.x - piece.centroid.x) / _TURN)  # beyond the 180th meridian degrees begin anew
        whole = shapely.transform(piece, lambda xy: xy + np.array([turned, 0.0]))
        return shapely.transform(shapely.intersection(whole, side), lambda xy: xy - np.array([turned, 0.0]))

    half = shapely.union_all([kept(piece) for piece in pieces])
    half = area if half.is_empty else half
    named = max(shapely.get_parts(half), key=lambda piece: piece.area).representative_point()
    return _simplified(half), (round(named.y, 2), round(named.x, 2))


def around(outline: bytes, reach_km: float) -> tuple[dict[str, Any], tuple[float, float]]:
    """The ground within a distance of an area's edge and outside of it, and where its name may stand.

    Reckoned in degrees of latitude, and those of longitude as long as they are at the area's middle.
    """
    import shapely

    area = _area(outline)
    shrunk = max(0.05, math.cos(math.radians(area.centroid.y)))
    flat = shapely.transform(area, lambda xy: xy * (shrunk, 1.0))
    wide = shapely.transform(shapely.buffer(flat, reach_km / KM_PER_DEGREE), lambda xy: xy / (shrunk, 1.0))
    ring = shapely.difference(cut_at_antimeridian(wide), area)
    named = max(shapely.get_parts(ring), key=lambda piece: piece.area).representative_point()
    return _simplified(ring), (round(named.y, 2), round(named.x, 2))


def simple(wkb: bytes) -> dict[str, Any]:
    """An outline as GeoJSON, as fine as a map can show it."""
    import shapely

    return _simplified(shapely.from_wkb(wkb))


def _area(outline: bytes) -> Any:
    """An outline as what can be reckoned with: some of the sources' touch or cross themselves, or have a piece without ground."""
    import shapely

    return shapely.make_valid(shapely.from_wkb(outline), method="structure", keep_collapsed=False)


def _simplified(shape: Any) -> dict[str, Any]:
    import shapely

    simple = shapely.simplify(shape, min(_OFF_COURSE, shape.area**0.5 * _OUTLINE_SHARE))
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(simple, lambda xy: xy.round(3))))
    return geometry
