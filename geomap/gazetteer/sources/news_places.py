"""Waters, islands, passes, crossings and regions that news names and no register at hand lists, each with how far it reaches."""

import json
from collections.abc import Iterator

from geomap.errors import GazetteerError
from geomap.gazetteer import tables
from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = "geomap places of the news"
LICENCE = "CC0-1.0"
ADDRESS = "gazetteer/README.md"

COLUMNS = ("id", "name", "feature_code", "lat", "lon", "radius_km", "outline", "country", "aliases", "source")

# GeoNames' feature codes with their classes.
CODES = {
    "BAY": "H",
    "GULF": "H",
    "LK": "H",
    "RSV": "H",
    "SEA": "H",
    "SHOL": "H",
    "STM": "H",
    "STRT": "H",
    "ISL": "T",
    "ISLS": "T",
    "MT": "T",
    "VLC": "T",
    "PASS": "T",
    "PEN": "T",
    "PLAT": "T",
    "SPIT": "T",
    "RGN": "L",
    "GASF": "L",
    "PSTB": "S",
    "PPL": "P",
}


def fingerprint() -> str:
    """The digests of the table and of the seas whose outlines it names."""
    return f"{tables.digest(tables.folder() / 'news_places.csv')} {tables.digest(divisions.path('seas'))}"


def entries() -> Iterator[Entry]:
    """Every place; ``radius_km`` is that of a circle which holds most of it, ``outline`` a sea of Natural Earth that it is."""
    import shapely

    seas = {f["properties"]["name"]: f["geometry"] for f in divisions.load("seas")}
    for row in tables.read(tables.folder() / "news_places.csv", COLUMNS):
        cells = row.cells
        if cells["feature_code"] not in CODES:
            raise GazetteerError(f"{row.where}: feature_code is '{cells['feature_code']}'", f"one of {', '.join(CODES)}")
        sea = cells["outline"]
        if sea and sea not in seas:
            raise GazetteerError(f"{row.where}: outline is '{sea}'", "the name of a sea in gazetteer/natural_earth")
        place = Place(
            id=f"news:{cells['id']}",
            name=cells["name"],
            feature_class=CODES[cells["feature_code"]],
            feature_code=cells["feature_code"],
            lat=tables.number(row, "lat", -90, 90),
            lon=tables.number(row, "lon", -180, 180),
            precision_km=tables.number(row, "radius_km", 0, 3000),
            country=cells["country"],
            source=f"{NAME}: {cells['source']}",
            licence=LICENCE,
        )
        wkb = shapely.from_geojson(json.dumps(seas[sea])).wkb if sea else None
        yield Entry(place, (place.name, *tables.aliases(row)), wkb=wkb, shape_layer="news" if sea else "")
