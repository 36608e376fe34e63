"""Make the files of ``gazetteer/natural_earth/`` from Natural Earth's 1:10m themes.

Usage: python tools/natural_earth.py FOLDER     (FOLDER holds admin1_10m.geojson.gz and its neighbours)

The divisions are simplified as one coverage, so that neighbours go on sharing their border. Coordinates are rounded to
a thousandth of a degree (110 m), which is finer than the simplification (0.02°, about 2 km). Countries are not stored:
the index dissolves them from the divisions, so that all borders agree; only ``world`` holds them, coarse, for overviews.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import shapely

OUT = Path(__file__).parent.parent / "gazetteer" / "natural_earth"
DIVISION_DEGREES = 0.02
WORLD_DEGREES = 0.1
WATER_DEGREES = 0.03
RIVER_DEGREES = 0.01
REGION_DEGREES = 0.05

# ISO 3166-1 gives these parts of a country codes of their own, beside the country's subdivision code.
OWN_CODE = {"PR", "SX"}


def load(folder: Path, theme: str) -> tuple[list[dict[str, Any]], Any]:
    """The properties and the geometries of one theme."""
    with gzip.open(folder / f"{theme}_10m.geojson.gz", "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    return [f["properties"] for f in features], shapes


def country_of(division: dict[str, Any]) -> str:
    """The ISO 3166-1 code of the country that a division belongs to by ISO 3166-2, which follows the United Nations.

    Natural Earth's own column follows who holds the ground, and so puts Crimea into Russia.
    """
    by_iso, de_facto = (division.get("iso_3166_2") or "")[:2], division.get("iso_a2") or ""
    return by_iso if by_iso.isalpha() and de_facto not in OWN_CODE else de_facto


def names_of(division: dict[str, Any]) -> list[str]:
    """Every name in Latin, Cyrillic, Hangul and the other scripts, once."""
    keys = (
        "name_en",
        "name",
        "name_local",
        "gn_name",
        "name_alt",
        "name_ru",
        "name_uk",
        "name_ko",
        "name_zh",
        "name_ja",
        "name_ar",
        "name_fa",
        "name_he",
        "name_de",
        "name_fr",
        "name_es",
        "name_pl",
        "name_tr",
    )
    found: dict[str, None] = {}
    for key in keys:
        for name in (division.get(key) or "").split("|"):
            if name.strip():
                found[name.strip()] = None
    return list(found)


def write(name: str, rows: list[tuple[dict[str, Any], Any]]) -> None:
    """Write one theme as compressed GeoJSON, the same bytes each time."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
        for properties, shape in rows
        if not shape.is_empty
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode(), 9, mtime=0)
    (OUT / f"{name}.geojson.gz").write_bytes(data)
    print(f"{name}: {len(features)} features, {len(data) / 1e6:.2f} MB")


def without_specks(outline: Any) -> Any:
    """An outline without the islands that are smaller than a mark on a map of the world, but never without all of it."""
    pieces = sorted(shapely.get_parts(outline), key=lambda g: -g.area)
    kept = [g for g in pieces if g.area > WORLD_DEGREES**2] or pieces[:1]
    return rounded(shapely.multipolygons([g for g in kept if g.geom_type == "Polygon"]))


def rounded(shapes: Any) -> Any:
    """Coordinates to a thousandth of a degree."""
    return shapely.transform(shapes, lambda xy: xy.round(3))


def main(folder: Path) -> None:
    """Make all files."""
    divisions, shapes = load(folder, "admin1")
    parts: dict[str, list[Any]] = {}
    for p, shape in zip(divisions, shapely.coverage_simplify(shapes, WORLD_DEGREES), strict=True):
        parts.setdefault(country_of(p), []).append(shape)
    countries = {code: shapely.union_all(shapely.make_valid(found)) for code, found in sorted(parts.items())}
    write("world", [({"country": code}, without_specks(outline)) for code, outline in countries.items()])

    shapes = rounded(shapely.coverage_simplify(shapes, DIVISION_DEGREES))
    rows = []
    for p, shape in sorted(zip(divisions, shapes, strict=True), key=lambda r: str(r[0].get("adm1_code"))):
        if not (p.get("name_en") or p.get("name")):
            p["name_en"] = ""
        keep = {
            "id": p.get("iso_3166_2") if "~" not in (p.get("iso_3166_2") or "~") else p["adm1_code"],
            "code": p["adm1_code"],
            "country": country_of(p),
            "geonames": p.get("gn_a1_code") or "",
            "type": p.get("type_en") or "",
            "local_type": p.get("type") or "",
            "names": names_of(p),
            "lat": p.get("latitude"),
            "lon": p.get("longitude"),
        }
        rows.append((keep, shape))
    write("divisions", rows)

    seas, shapes = load(folder, "seas")
    shapes = rounded(shapely.simplify(shapes, WATER_DEGREES))
    write(
        "seas",
        [
            (
                {
                    "name": p["name"],
                    "names": [n for n in (p.get("name"), p.get("name_en"), p.get("name_fr")) if n],
                    "type": p["featurecla"],
                },
                s,
            )
            for p, s in zip(seas, shapes, strict=True)
            if p.get("name")
        ],
    )

    regions, shapes = load(folder, "regions")
    shapes = rounded(shapely.simplify(shapes, REGION_DEGREES))
    write(
        "regions",
        [
            (
                {
                    "name": p["name"],
                    "names": [n for n in (p.get("name"), p.get("name_en"), p.get("name_alt")) if n],
                    "type": p["featurecla"],
                },
                s,
            )
            for p, s in zip(regions, shapes, strict=True)
            if p.get("name")
        ],
    )

    rivers, shapes = load(folder, "rivers")
    shapes = rounded(shapely.simplify(shapes, RIVER_DEGREES))
    write(
        "rivers",
        [
            ({"name": p.get("name") or "", "rank": p["scalerank"]}, s)
            for p, s in zip(rivers, shapes, strict=True)
            if p["scalerank"] <= 8
        ],
    )

    lakes, shapes = load(folder, "lakes")
    shapes = rounded(shapely.simplify(shapes, WATER_DEGREES))
    write("lakes", [({"name": p.get("name") or ""}, s) for p, s in zip(lakes, shapes, strict=True) if s.area > 0.02])

    lines, shapes = load(folder, "disputed_lines")
    write(
        "disputed",
        [
            ({"type": p["featurecla"], "name": p.get("name") or ""}, s)
            for p, s in zip(lines, rounded(shapely.simplify(shapes, DIVISION_DEGREES)), strict=True)
        ],
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
