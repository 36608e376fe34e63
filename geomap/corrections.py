"""A GeoJSON file, corrected by hand or made elsewhere, read back: checked, and completed where a member is left out."""

import hashlib
import json
import math
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geomap.errors import OutputError
from geomap.lexicon import kinds
from geomap.model import CERTAINTIES, Latitude, Longitude, printable

DIGEST = "written"
"""The member of ``geomap`` that has the digest."""

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
_LINE, _RING = 2, 4  # points of the shortest
_LONGEST_KM = 20_040.0  # half the Earth's circumference
Kilometres = Annotated[float, Field(ge=0, le=_LONGEST_KM, allow_inf_nan=False)]
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]


class _Checked(BaseModel):
    """Strict about what geomap reads, and indifferent to what else a person adds."""

    model_config = ConfigDict(strict=True, extra="allow")


class _When(_Checked):
    label: str
    start: str | None = None
    end: str | None = None


class _Quantity(_Checked):
    text: str
    value: float | None = None
    max: float | None = None
    qualifier: str = "exact"
    together: bool = False


class _Rejected(_Checked):
    name: str
    where: str = ""
    lat: Latitude
    lon: Longitude
    reasons: list[str] = []


class _Gazetteer(_Checked):
    source: str = ""
    licence: str = ""


class _Naming(_Checked):
    claim: str
    written: str
    relation: str


class _Place(_Checked):
    lead: str = ""
    named_by: list[_Naming] = []
    role: str = ""
    place: str = ""
    where: str = ""
    written: str = ""
    match: str = ""
    relation: str = ""
    distance_km: Kilometres | None = None
    precision_km: Kilometres | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    gazetteer: _Gazetteer | None = None
    reasons: list[str] = []
    rejected: list[_Rejected] = []


class _Spans(_Checked):
    evidence: Offsets | None = None
    cue: Offsets | None = None
    actor: Offsets | None = None
    attribution: Offsets | None = None
    quantities: list[Offsets | None] = []
    places: list[Offsets | None] = []


class _Said(_Checked):
    actor: str = ""
    quantities: list[_Quantity] = []
    when: _When | None = None
    attribution: str = ""
    outlet: str = ""
    evidence: str = ""


class _Claim(_Said):
    id: str
    report: str
    equipment: list[str] = []
    standing: str = ""
    published: str | None = None
    certainty: str
    cue: str = ""
    found_by: str = ""
    places: list[str] = []
    spans: _Spans


class _Properties(_Place, _Said):
    event: str | None = None
    ends: Annotated[list[_Place], Field(min_length=2, max_length=2)] | None = None
    differences: list[str] = []
    reprints: list[str] = []
    claims: list[_Claim] = []
    by_hand: list[str] = []


class _Piece(_Checked):
    start: int = Field(ge=0)
    text: str


class _Report(_Checked):
    id: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    source: str = ""
    published: str | None = None
    length: int = 0
    pieces: list[_Piece] = []


class _Evidence(_Checked):
    start: int = Field(ge=0)
    text: str


class _Missing(_Checked):
    report: str
    reason: str
    name: str = ""
    evidence: _Evidence | None = None


class _Problem(_Checked):
    message: str


class _Extra(_Checked):
    reports: list[_Report] = []
    unplaced: list[_Missing] = []
    passed_over: list[_Missing] = []
    problems: list[_Problem] = []


def digest(features: list[Any]) -> str:
    """What tells one state of some features from another, however their lines and members are ordered within them."""
    return hashlib.sha256(json.dumps(features, sort_keys=True).encode()).hexdigest()[:32]


def load(path: Path) -> dict[str, Any]:
    """The FeatureCollection of a file.

    A point whose coordinates were changed keeps its name and says that it was moved by hand.

    Raises:
        OutputError: the file can't be read, is no FeatureCollection, or a feature has a value that geomap can't draw;
            named by file and number of the feature.
    """
    text = _text(path)
    try:
        # Whoever deletes the last line of the features leaves a comma behind it.
        found = printable(json.loads(re.sub(r",(\s*\]\s*\}\s*)$", r"\1", text), parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise OutputError(
            f"{path}{where}: no JSON", "a comma or a quote may be missing there, or stand there once too often"
        ) from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection" or not isinstance(found.get("features"), list):
        raise OutputError(f"{path}: no FeatureCollection", "give a file that 'geomap map -o x.geojson' wrote")
    features = [_feature(f, f"{path}, feature {n}", n) for n, f in enumerate(found["features"], 1)]
    extra = found.get("geomap", {})
    _check(_Extra, extra, f"{path}, member geomap")
    return {"type": "FeatureCollection", "features": features, "geomap": extra}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}", "give a file that 'geomap map -o x.geojson' wrote") from None
    except UnicodeDecodeError:
        raise OutputError(f"{path}: no UTF-8", "save it as UTF-8") from None


def check_uncorrected(path: Path) -> None:
    """Raise an ``OutputError`` where a new run would write over what was changed by hand: the features are no more as written."""
    if path.suffix.lower() != ".geojson" or not path.is_file():
        return
    text = _text(path)
    try:
        found = json.loads(text)
        written = found.get("geomap", {}).get(DIGEST)
        # What was drawn anew from a corrected file is as written, and holds what was corrected.
        changed = digest(found["features"]) != written or any(f["properties"].get("by_hand") for f in found["features"])
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        changed = written = '"geomap"' in text or None  # what a hand has broken was changed by it; else it is no file of ours
    if written is None:  # without the digest a correction is known by the claim that it differs from
        try:
            changed = any(f["properties"]["by_hand"] for f in load(path)["features"])
        except OutputError:
            return
    if changed:
        raise OutputError(
            f"{path}: was changed by hand since geomap wrote it", "write to another file; 'geomap render' draws this one"
        )


def _no_number(name: str) -> float:
    """JSON knows no ``Infinity`` and no ``NaN``."""
    msg = f"{name} is no number"
    raise ValueError(msg)


def _check(model: type[BaseModel], value: Any, where: str) -> None:
    try:
        model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(p) for p in first["loc"]) or "it"
        raise OutputError(f"{where}: {name} is {str(first['input'])[:60]!r}", _plain(first["msg"])) from None


def _plain(message: str) -> str:
    """Pydantic's words without the names of our classes."""
    return (
        re.sub(r" or instance of \w+", "", message)
        .replace("Input should be", "it should be")
        .replace("valid dictionary", "JSON object")
    )


def _feature(feature: Any, where: str, number: int) -> dict[str, Any]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise OutputError(f"{where}: no object with properties", "each feature is one place of one event")
    geometry = _geometry(feature.get("geometry"), where)
    given = feature["properties"]
    for name, known in (("kind", list(kinds())), ("certainty", list(CERTAINTIES))):
        value = given.get(name, _DEFAULTS.get(name))
        if not isinstance(value, str) or value not in known:
            raise OutputError(f"{where}: {name} is {value!r}", f"one of {', '.join(known)}")
    _check(_Properties, given, where)
    properties = {
        **given,
        **{k: v for k, v in _DEFAULTS.items() if k not in given},
        "event": given.get("event") or f"by-hand-{number}",
    }
    moved = geometry["type"] == "Point" and _moved(properties, geometry["coordinates"])
    moved = moved or "point" in given.get("by_hand", [])  # the file may have been rendered since
    properties["by_hand"] = _changes(properties) + (["point"] if moved else [])
    return {"type": "Feature", "id": feature.get("id", str(number)), "geometry": geometry, "properties": properties}


def _moved(properties: dict[str, Any], coordinates: list[float]) -> bool:
    """Whether the point is not the gazetteer's any more; what is known of the old one then says nothing of the new."""
    lon, lat = coordinates[:2]
    before = (properties.get("lat"), properties.get("lon"))
    moved = before[0] is not None and before[1] is not None and math.dist((lat, lon), (before[0], before[1])) > _MOVED_DEGREES
    if moved:
        properties["reasons"] = [f"moved by hand from {before[0]}, {before[1]}"]
        properties.update(precision_km=None, relation="at", distance_km=None, side="")
    properties["lat"], properties["lon"] = lat, lon
    return moved


def _changes(properties: dict[str, Any]) -> list[str]:
    """What a person changed: members that differ from the claim that they were made of, or all where there is none."""
    if not properties["claims"]:
        return ["everything"]
    claims = properties["claims"]
    lead = next((c for c in claims if c["id"] == properties.get("lead")), claims[0])
    changed = [
        k
        for k in ("certainty", "actor", "when", "attribution", "outlet", "evidence", "quantities")
        if properties[k] != lead.get(k, properties[k])
    ]
    known = None if properties.get("ends") else (properties.get("gazetteer") or {}).get("name")
    return changed + (["place"] if known and known != properties["place"] else [])


def _geometry(geometry: Any, where: str) -> dict[str, Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise OutputError(f"{where}: geometry is no {', '.join(_DEPTH)}", "a place that can't be drawn is left out of the file")
    coordinates = geometry.get("coordinates")
    if not _holds(coordinates, _DEPTH[kind]):
        raise OutputError(
            f"{where}: coordinates that are no [longitude, latitude] within -180 to 180 and -90 to 90",
            "longitude comes first in GeoJSON",
        )
    ring = kind.endswith("Polygon")
    if any(len(line) < (_RING if ring else _LINE) or (ring and line[0] != line[-1]) for line in _lines(coordinates, kind)):
        raise OutputError(
            f"{where}: a line of one point, or a ring that is not closed", "a ring ends with the point that it begins with"
        )
    return {"type": kind, "coordinates": coordinates}


def _lines(coordinates: Any, kind: str) -> list[Any]:
    """The lines or rings of a shape; none of a point."""
    if _DEPTH[kind] == 1:
        return [coordinates]
    return [line for part in coordinates for line in part] if kind == "MultiPolygon" else coordinates if _DEPTH[kind] else []


def _holds(value: Any, depth: int) -> bool:
    if depth:
        return isinstance(value, list) and bool(value) and all(_holds(v, depth - 1) for v in value)
    numbers = (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v) for v in value)
    )
    return numbers and -180 <= value[0] <= 180 and -90 <= value[1] <= 90
