"""Airports and airfields with an ICAO code, as PyPI ``airportsdata`` carries them."""

from collections.abc import Iterator
from importlib.metadata import version

from geomap.gazetteer.sources import Entry
from geomap.model import Place

NAME = "airportsdata"
LICENCE = "MIT"
ADDRESS = "https://github.com/mborsetti/airportsdata"

_GENERIC = ("international airport", "airport", "air base", "airbase", "air force base", "airfield", "army airfield")


# What is left of a name without its town may be no name: "Aurora Municipal Airport".
_COMMON = frozenset(
    "area airpark army base city civil county district domestic east executive field general global heliport industrial "
    "international intl memorial metro metropolitan municipal muni national new north old private public regional south state "
    "station town west".split()
)


def fingerprint() -> str:
    """The version of the package."""
    return "airportsdata " + version("airportsdata")


def entries() -> Iterator[Entry]:
    """Every airport; its bare name matches only beside a word for an airfield."""
    import airportsdata

    for code, airport in airportsdata.load("ICAO").items():
        name = airport["name"].strip()
        if not name or not code:
            continue
        lowered = name.lower()
        tail = next((g for g in _GENERIC if lowered.endswith(" " + g)), "")
        core = name[: len(name) - len(tail)].strip() if tail else name
        military = "base" in tail or "army" in tail
        place = Place(
            id=f"icao:{code}",
            name=name if tail else f"{name} Airport",
            feature_class="S",
            feature_code="AIRB" if military else "AIRP",
            lat=airport["lat"],
            lon=airport["lon"],
            precision_km=2.0,
            country=airport["country"],
            admin1=airport["subd"] or "",
            source=f"{NAME} {code}",
            licence=LICENCE,
        )
        # "London Heathrow Airport" is Heathrow to reports.
        own = core.removeprefix(airport["city"]).strip(" -/") if airport["iata"] and airport["city"] else core
        named = own != core and len(own) > 3 and not _COMMON.issuperset(own.lower().split())
        if named:
            yield Entry(place, (place.name, f"{own} Airport"), bare=(core, own))
        else:
            yield Entry(place, (place.name,), bare=(core,))
