"""A GeoJSON file, corrected by hand or made elsewhere, read back: checked, and completed where a member is left out."""

import json
import math
from pathlib import Path
from typing import Any

from geomap.errors import OutputError
from geomap.lexicon import kinds
from geomap.model import CERTAINTIES, printable

_GEOMETRIES = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_DEFAULTS: dict[str, Any] = {
    "role": "site",
    "place": "",
    "match": "exact",
    "actor": "",
    "quantities": [],
    "when": None,
    "attribution": "",
    "outlet": "",
    "certainty": "reported",
    "evidence": "",
    "claims": [],
}
# A point moved by less than this is rounding, not a correction.
_MOVED_DEGREES = 1e-6


def load(path: Path) -> dict[str, Any]:
    """The FeatureCollection of a file.

    A point whose coordinates were changed keeps its name and says that it was moved by hand.

    Raises:
        OutputError: the file can't be read, is no FeatureCollection, or a feature has a value that geomap can't draw;
            named by file and number of the feature.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}", "give a file that 'geomap map -o x.geojson' wrote") from None
    except UnicodeDecodeError:
        raise OutputError(f"{path}: no UTF-8", "save it as UTF-8") from None
    try:
        found = printable(json.loads(text))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise OutputError(f"{path}{where}: no JSON", "a comma or a quote may be missing there") from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection" or not isinstance(found.get("features"), list):
        raise OutputError(f"{path}: no FeatureCollection", "give a file that 'geomap map -o x.geojson' wrote")
    features = [_feature(f, f"{path}, feature {n}", n) for n, f in enumerate(found["features"], 1)]
    return {"type": "FeatureCollection", "features": features, "geomap": _extra(found.get("geomap"), path)}


def _extra(value: Any, path: Path) -> dict[str, Any]:
    out: dict[str, Any] = dict(value) if isinstance(value, dict) else {}
    for name in ("reports", "unplaced", "passed_over", "problems"):
        rows = out.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise OutputError(f"{path}: 'geomap.{name}' is no list of objects", "leave it as 'geomap map' wrote it, or out")
        out[name] = rows
    for report in out["reports"]:
        pieces = report.get("pieces", [])
        if not isinstance(pieces, list) or not all(isinstance(p, dict) and isinstance(p.get("text"), str) for p in pieces):
            raise OutputError(
                f"{path}: a report's 'pieces' are no list of texts",
                "leave them as 'geomap map' wrote them, or leave the report out",
            )
        report["pieces"] = pieces
    return out


def _feature(feature: Any, where: str, number: int) -> dict[str, Any]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise OutputError(f"{where}: no object with properties", "each feature is one place of one event")
    geometry = _geometry(feature.get("geometry"), where)
    given = feature["properties"]
    if given.get("kind") not in kinds():
        raise OutputError(f"{where}: kind is '{given.get('kind')}'", f"one of {', '.join(kinds())}")
    if given.get("certainty", "reported") not in CERTAINTIES:
        raise OutputError(f"{where}: certainty is '{given['certainty']}'", f"one of {', '.join(CERTAINTIES)}")
    for name, default in _DEFAULTS.items():
        if isinstance(default, (str, list)) and not isinstance(given.get(name, default), type(default)):
            raise OutputError(
                f"{where}: {name} is '{given[name]}'",
                f"a {'text' if isinstance(default, str) else 'list'} stands there",
            )
    if given.get("when") is not None and not (isinstance(given["when"], dict) and isinstance(given["when"].get("label"), str)):
        raise OutputError(f"{where}: when is '{given['when']}'", "an object with a 'label', or null")
    if not all(isinstance(q, dict) and isinstance(q.get("text"), str) for q in given.get("quantities", [])):
        raise OutputError(f"{where}: a quantity without its 'text'", "each is an object with a text")
    properties = {
        **given,
        **{k: v for k, v in _DEFAULTS.items() if k not in given},
        "event": str(given.get("event") or f"by-hand-{number}"),
    }
    if geometry["type"] == "Point":
        _note_move(properties, geometry["coordinates"])
    return {"type": "Feature", "id": feature.get("id", str(number)), "geometry": geometry, "properties": properties}


def _note_move(properties: dict[str, Any], coordinates: list[float]) -> None:
    lon, lat = coordinates[:2]
    before = (properties.get("lat"), properties.get("lon"))
    if None not in before and math.dist((lat, lon), before) > _MOVED_DEGREES:  # type: ignore[arg-type]
        properties["reasons"] = [f"moved by hand from {before[0]}, {before[1]}", *properties.get("reasons", [])]
    properties["lat"], properties["lon"] = lat, lon
    properties.setdefault("precision_km", 0)


def _geometry(geometry: Any, where: str) -> dict[str, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        raise OutputError(
            f"{where}: geometry is no {', '.join(_GEOMETRIES)}", "a place that can't be drawn is left out of the file"
        )
    coordinates = geometry.get("coordinates")
    if not _holds(coordinates, _DEPTH[geometry["type"]]):
        raise OutputError(
            f"{where}: coordinates that are no [longitude, latitude] within -180 to 180 and -90 to 90",
            "longitude comes first in GeoJSON",
        )
    return {"type": geometry["type"], "coordinates": coordinates}


def _holds(value: Any, depth: int) -> bool:
    if depth:
        return isinstance(value, list) and bool(value) and all(_holds(v, depth - 1) for v in value)
    numbers = (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value)
    )
    return numbers and -180 <= value[0] <= 180 and -90 <= value[1] <= 90
