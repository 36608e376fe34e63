"""Countries: names from Unicode CLDR through Babel, outlines dissolved from the divisions so that borders agree."""

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from geomap.gazetteer import tables
from geomap.gazetteer.areas_table import countries as of_geonames
from geomap.gazetteer.areas_table import usable
from geomap.gazetteer.sources import Entry, divisions
from geomap.model import Place

NAME = "Unicode CLDR and Natural Earth"
LICENCE = "Unicode-3.0; public domain"
ADDRESS = "https://cldr.unicode.org/"

LOCALES = ("en", "ru", "uk", "ko", "be", "zh", "ja", "de", "fr", "es", "pl", "tr", "ar", "fa")
_ALIASES = ("country", "alias")


def fingerprint() -> str:
    """The version of Babel, the digests of the divisions and of the table of short names."""
    aliases = (tables.folder() / "country_aliases.csv").read_text(encoding="utf-8")
    return f"babel {version('babel')} {divisions.fingerprint()} {aliases}"


def entries() -> Iterator[Entry]:
    """Every country and territory of ISO 3166-1 that has a name in English and an outline."""
    import shapely
    from babel import Locale

    parts: dict[str, list[Any]] = defaultdict(list)
    for feature in divisions.load("divisions"):
        parts[feature["properties"]["country"]].append(json.dumps(feature["geometry"]))
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in tables.read(tables.folder() / "country_aliases.csv", _ALIASES):
        aliases[row.cells["country"]].append(row.cells["alias"])
    locales = [Locale.parse(code) for code in LOCALES]
    for code, outlines in sorted(parts.items()):
        english = locales[0].territories.get(code)
        if not english:
            continue
        outline = shapely.union_all(shapely.make_valid(shapely.from_geojson(outlines)))
        largest = max(shapely.get_parts(outline), key=lambda g: g.area)
        # A label stands in the middle of a country's largest part, where that lies within it.
        point = largest.centroid if largest.contains(largest.centroid) else shapely.point_on_surface(largest)
        own = of_geonames().get(code)
        names = [str(locale.territories[code]) for locale in locales if code in locale.territories]
        place = Place(
            id=f"country:{code}",
            name=str(english),
            feature_class="A",
            feature_code="PCLI",
            lat=own.lat if own else round(point.y, 2),
            lon=own.lon if own else round(point.x, 2),
            precision_km=divisions.radius_km(outline.area, point.y),
            country=code,
            population=own.population if own else 0,
            source=f"{NAME} {code}" + (f", GeoNames {own.id}" if own else ""),
            licence=f"{LICENCE}, CC BY 4.0" if own else LICENCE,
        )
        names += aliases[code] + ([own.name, *usable(own.names)] if own else [])
        yield Entry(place, tuple(dict.fromkeys(names)), wkb=outline.wkb, shape_layer="country")
