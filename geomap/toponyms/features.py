"""What kind of place a generic noun beside a name asks for, by GeoNames' feature classes and codes."""

from geomap.model import Place

AIRSPACE = "airspace"
"""The feature of a country's or a region's sky, which a demonym names as well."""

FEATURES: dict[str, tuple[tuple[str, str], ...]] = {
    # Pairs of feature class and code; an empty code admits the whole class.
    "division": (("A", "ADM1"), ("A", "PCLI"), ("L", "")),
    "district": (("A", "ADM2"), ("A", "ADM3")),
    "air_base": (("S", "AIRB"), ("S", "AIRP")),
    "training_ground": (("S", "MILB"),),
    "naval_base": (("S", "NVB"), ("S", "PRT"), ("S", "DCKY")),
    "power_plant": (("S", "PS"), ("S", "DAM")),
    "dam": (("S", "DAM"),),
    "bridge": (("S", "BDG"),),
    "factory": (("S", "MFG"),),
    "oil_site": (("S", "OILT"),),
    "depot": (("S", "MILB"),),
    "test_site": (("S", "MILB"), ("S", "SPCP")),
    "base": (("S", "MILB"), ("S", "AIRB"), ("S", "NVB")),
    # A bay is no river of its name.
    "sea": tuple(("H", code) for code in ("SEA", "OCN", "BAY", "GULF", "STRT", "CHN", "SD", "LGN", "FJD", "SHOL")),
    "island": (("T", ""),),
    AIRSPACE: (("A", ""), ("L", ""), ("P", "")),
    "before_settlement": (("P", ""),),
}

SITES = frozenset(
    {
        "air_base",
        "training_ground",
        "naval_base",
        "depot",
        "test_site",
        "base",
        "power_plant",
        "dam",
        "bridge",
        "factory",
        "oil_site",
    }
)
"""Features that ask for a facility."""

ISLANDS = frozenset({"BB", "BH", "CU", "CY", "DM", "GD", "IS", "JM", "LC", "LK", "MG", "MT", "MU", "NR", "SG", "TW"})
"""Countries (ISO 3166-1) that are "the island": one main island, and all of it theirs or nearly so."""


def fits(place: Place, feature: str) -> bool:
    """Whether a place is of the kind that a feature asks for."""
    return any(place.feature_class == c and (not code or place.feature_code == code) for c, code in FEATURES[feature])
