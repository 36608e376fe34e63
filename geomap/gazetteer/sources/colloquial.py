"""Regions that the press names and no register lists (Donbas, Russian Far East), as unions of divisions."""

import json
from collections.abc import Iterator

from geomap.errors import GazetteerError
from geomap.gazetteer import tables
from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = "geomap regions"
LICENCE = "CC0-1.0"
ADDRESS = "gazetteer/regions.csv"

COLUMNS = ("id", "name", "feature_code", "made_of", "country", "aliases", "source")


def fingerprint() -> str:
    """The digest of the table and of the divisions that it refers to."""
    return tables.digest(tables.folder() / "regions.csv") + divisions.fingerprint()


def entries() -> Iterator[Entry]:
    """Every region; ``made_of`` holds ISO 3166-2 codes, or ISO 3166-1 codes of whole countries."""
    import shapely

    outlines: dict[str, list[str]] = {}
    for feature in divisions.load("divisions"):
        p = feature["properties"]
        for code in {p["id"], p["country"]}:
            outlines.setdefault(code, []).append(json.dumps(feature["geometry"]))
    for row in tables.read(tables.folder() / "regions.csv", COLUMNS):
        codes = row.cells["made_of"].split()
        unknown = [c for c in codes if c not in outlines]
        if unknown or not codes:
            raise GazetteerError(f"{row.where}: made_of has '{' '.join(unknown)}'", "codes of ISO 3166-2 or ISO 3166-1")
        parts = [o for c in codes for o in outlines[c]]
        shape = shapely.union_all(shapely.make_valid(shapely.from_geojson(parts)))
        point = shapely.point_on_surface(max(shapely.get_parts(shape), key=lambda g: g.area))
        place = Place(
            id=f"region:{row.cells['id']}",
            name=row.cells["name"],
            feature_class="L",
            feature_code=row.cells["feature_code"],
            lat=round(point.y, 2),
            lon=round(point.x, 2),
            precision_km=divisions.radius_km(shape.area, point.y),
            country=row.cells["country"],
            source=f"{NAME}: {row.cells['source']}",
            licence=LICENCE,
        )
        yield Entry(place, (place.name, *tables.aliases(row)), wkb=shape.wkb, shape_layer="colloquial")
