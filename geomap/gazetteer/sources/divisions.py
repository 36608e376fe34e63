"""First-level divisions with outlines, from Natural Earth, under the country that ISO 3166-2 gives them."""

import gzip
import hashlib
import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from geomap.gazetteer import tables
from geomap.gazetteer.areas_table import Area, first_level, usable
from geomap.gazetteer.sources import Entry
from geomap.geodesy import KM_PER_DEGREE
from geomap.model import Place

NAME = "Natural Earth"
LICENCE = "public domain"
ADDRESS = "https://www.naturalearthdata.com/"

# What English reports call the divisions of these countries, by Natural Earth's type (local or English).
_DESIGNATION = {
    "RU": {
        "Oblast": "Oblast",
        "Kray": "Krai",
        "Respublika": "Republic",
        "Avtonomnyy Okrug": "Autonomous Okrug",
        "Avtonomnaya Oblast": "Autonomous Oblast",
    },
    "UA": {"Oblast'": "Oblast"},
    "BY": {"Voblasts'": "Region"},
    "KP": {"Do": "Province"},
    "KR": {"Do": "Province"},
}
# The Siachen glacier, which Natural Earth calls Kashmir.
_NO_DIVISION = "KAS+00?"
# Words by which a report may call a division, so that "Kursk region" and "Kursk Oblast" are both found.
_SYNONYMS = {
    "Oblast": ("Oblast", "Region", "Province"),
    "Krai": ("Krai", "Kray", "Territory", "Region"),
    "Republic": ("Republic",),
    "Autonomous Okrug": ("Autonomous Okrug", "Okrug"),
    "Autonomous Oblast": ("Autonomous Oblast", "Autonomous Region"),
    "Region": ("Region", "Oblast", "Voblast"),
    "Province": ("Province",),
}


def path(name: str) -> Path:
    """A file of the committed extract."""
    return tables.folder() / "natural_earth" / f"{name}.geojson.gz"


@cache
def load(name: str) -> tuple[dict[str, Any], ...]:
    """The features of one committed file; kept, since three sources of one build read the divisions."""
    with gzip.open(path(name), "rt", encoding="utf-8") as file:
        return tuple(json.load(file)["features"])


def fingerprint() -> str:
    """The digests of the committed outlines and of the corrections to their names."""
    return hashlib.sha256(path("divisions").read_bytes() + (tables.folder() / "division_names.csv").read_bytes()).hexdigest()


class _Called(NamedTuple):
    """What English reports call a division: a name in place of Natural Earth's (empty for none), and others beside it."""

    name: str = ""
    aliases: tuple[str, ...] = ()


@cache
def _called() -> dict[str, _Called]:
    rows = tables.read(tables.folder() / "division_names.csv", ("id", "name", "aliases", "source"))
    return {r.cells["id"]: _Called(r.cells["name"], tuple(filter(None, r.cells["aliases"].split("|")))) for r in rows}


def title(properties: dict[str, Any]) -> str:
    """The name that English reports use: "Kursk Oblast", "Primorsky Krai", "North Pyongan Province"."""
    names = properties["names"]
    first = names[0] if names else properties["code"]
    called = _called().get(properties["id"], _Called())
    if called.name:
        return called.name
    word = _DESIGNATION.get(properties["country"], {}).get(properties["local_type"], "")
    titled = any(w in first for w in ("Republic", "Krai", "Oblast", "Okrug", "Province", "Region"))
    return first if not word or titled or (word == "Republic" and first.endswith("ia")) else f"{first} {word}"


def division_names() -> dict[str, str]:
    """GeoNames' code of a division ("RU.59") to its English name."""
    return {
        f["properties"]["geonames"]: title(f["properties"])
        for f in load("divisions")
        if f["properties"]["names"] and f["properties"]["geonames"]
    }


@cache
def of_geonames() -> dict[str, Area]:
    """What GeoNames has of a division, by Natural Earth's code: like in GeoNames' code and in a name.

    The code alone does not do: for France or Italy it stands for a region in the one and a province in the other.
    """
    known = first_level()
    pairs = [(f["properties"], known.get(f["properties"]["geonames"])) for f in load("divisions")]
    return {p["code"]: area for p, area in pairs if area and area.called(p["names"])}


def radius_km(area: float, lat: float) -> float:
    """The radius of the circle with the area of an outline, given in square degrees at a latitude."""
    return round(math.sqrt(max(area, 0.0) * math.cos(math.radians(min(abs(lat), 85))) / math.pi) * KM_PER_DEGREE, 1)


def entries() -> Iterator[Entry]:
    """Every division with a name."""
    import shapely

    features = [f for f in load("divisions") if f["properties"]["names"] and f["properties"]["id"] != _NO_DIVISION]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    seen: set[str] = set()
    for feature, shape in zip(features, shapes, strict=True):
        p = feature["properties"]
        identity = p["id"] if p["id"] not in seen else p["code"]
        seen.add(identity)
        name = title(p)
        point = shapely.point_on_surface(shape)
        own = of_geonames().get(p["code"])
        lat, lon = (p["lat"], p["lon"]) if p["lat"] is not None else (point.y, point.x)
        place = Place(
            id=f"division:{identity}",
            name=name,
            feature_class="A",
            feature_code="ADM1",
            lat=own.lat if own else lat,
            lon=own.lon if own else lon,
            precision_km=radius_km(shape.area, point.y),
            country=p["country"],
            admin1=name,
            population=own.population if own else 0,
            source=f"{NAME} {p['code']}" + (f", GeoNames {own.id}" if own else ""),
            licence=f"{LICENCE}, CC BY 4.0" if own else LICENCE,
        )
        full: list[str] = [name]
        bare: list[str] = []
        word = _DESIGNATION.get(p["country"], {}).get(p["local_type"], "")
        synonyms = _SYNONYMS.get(word, (p["type"],) if p["type"] else ())
        also = _called().get(p["id"], _Called())
        for other in (*p["names"], *also.aliases, *(usable(own.names) if own else ())):
            own_word = " " in other or other == name
            (full if own_word else bare).append(other)
            if other.isascii():
                stem = other.rsplit(" ", 1)[0] if word and other.lower().endswith((" krai", " kray", " oblast")) else other
                full += [f"{stem} {s}" for s in synonyms]
                if word == "Republic":
                    full.append(f"Republic of {other}")
        yield Entry(place, tuple(dict.fromkeys(full)), bare=tuple(bare), wkb=shape.wkb, shape_layer="division")
