"""What speaks for each candidate of a mention, as numbers from 0 to about 1: arithmetic on the gazetteer and the text."""

import math
from collections import defaultdict
from itertools import islice
from typing import NamedTuple

from geomap.gazetteer.fold import key
from geomap.gazetteer.index import USER_LAYER
from geomap.geodesy import EARTH_DIAMETER_KM, distance_km
from geomap.model import Mention, Place
from geomap.toponyms.candidates import Option
from geomap.toponyms.context import Context, Sense, sense
from geomap.toponyms.features import SITES, fits

FEATURES = (
    "town",
    "country",
    "division",
    "lower division",
    "region",
    "water",
    "terrain",
    "airport",
    "site",
    "size of the town",
    "size of the area",
    "largest of its namesakes",
    "rank among its namesakes",
    "few namesakes",
    "its main name",
    "spelled the same",
    "name without its noun",
    "common word",
    "abbreviation",
    "demonym",
    "part of the name",
    "unlike the name",
    "is what the noun asks for",
    "is not what the noun asks for",
    "settlement asked for",
    "capitals",
    "associative country",
    "associative town",
    "parent beside",
    "other parent beside",
    "country named",
    "country not named",
    "division named",
    "user's own",
    "facility of the kind",
    "facility beside",
    "country of the others",
    "division of the others",
    "holds the others",
    "near in the sentence",
    "near in the text",
    "near most",
    "far from all",
    "near a likely candidate",
    "near likely candidates",
    "near a candidate of the sentence",
    "near any candidate",
    "near candidates of many",
    "none of these",
    "none: candidates",
    "none: largest",
    "none: unlike",
    "none: common word",
    "none: noun not met",
    "none: several words",
)
_AT = {name: i for i, name in enumerate(FEATURES)}
_CLASS = {"P": "town", "A": "lower division", "L": "region", "H": "water", "T": "terrain", "S": "site"}
_CODE = {"PCLI": "country", "ADM1": "division", "AIRP": "airport"}
NEAR_KM, CLOSE_KM, WIDE_KM, FAR_KM = 100.0, 40.0, 500.0, 1000.0
BESIDE_KM = 15.0
# How many of the other names of a text, and how many places of each, a candidate is compared with: bounds that keep a long
# text linear.
COMPARED, EACH = 60, 15


class Spot(NamedTuple):
    """Where another name of the text may be, and how likely."""

    place: Place
    share: float


Spots = dict[Sense, list[Spot]]
"""For each name of a text its likeliest places, the best first."""


def evidence(mention: Mention, options: list[Option], context: Context, spots: Spots) -> list[list[float]]:
    """One row of ``FEATURES`` for each option, and a last one for "none of these".

    Args:
        mention: the mention to place.
        options: its candidates.
        context: of the report.
        spots: where the other names of the text may be, empty at first.
    """
    towns = sorted((o.found.place.population for o in options if o.found.place.feature_class == "P"), reverse=True)
    names = {sense(m) for m in context.beside[mention.start]} - {sense(mention)}
    others = dict(islice(((s, near) for s, near in spots.items() if s != sense(mention)), COMPARED))
    nearness = _of_the_others([o.found.place for o in options], others, names)
    sites = [o.found.place for o in options if o.found.place.feature_class == "S"]
    rows = []
    for option, near in zip(options, nearness, strict=True):
        row = [0.0] * len(FEATURES)
        for name, value in (
            *_of_the_place(option, towns, len(options)),
            *_of_the_name(mention, option),
            *_of_the_text(mention, option, context, sites),
            *near,
        ):
            row[_AT[name]] = value
        rows.append(row)
    rows.append(_none(mention, options, towns))
    return rows


def _of_the_place(option: Option, towns: list[int], count: int) -> list[tuple[str, float]]:
    place = option.found.place
    found = [(_CODE.get(place.feature_code, _CLASS[place.feature_class]), 1.0), ("few namesakes", 1 / count)]
    if place.feature_class == "P":
        rank = towns.index(place.population)
        found += [
            ("size of the town", math.log10(place.population + 1) / 7),
            ("largest of its namesakes", float(rank == 0)),
            ("rank among its namesakes", 1 / (1 + rank)),
        ]
    else:
        found.append(("size of the area", math.log10(place.population + 1) / 9))
    return found


def _of_the_name(mention: Mention, option: Option) -> list[tuple[str, float]]:
    place, found = option.found.place, option.found
    rows = [
        ("its main name", float(key(place.name) == mention.name)),
        ("spelled the same", float(option.match == "exact")),
        ("name without its noun", float(found.bare)),
        ("common word", float(found.weak)),
        ("abbreviation", float(option.how == "abbreviation")),
        ("demonym", float(option.how == "demonym")),
        ("part of the name", float(option.how == "part")),
        ("unlike the name", (100 - option.similarity) / 10),
        ("capitals", float(mention.text.isupper())),
        ("user's own", float(found.layer == USER_LAYER)),
    ]
    if mention.usage == "associative":
        rows.append(("associative country" if place.feature_code == "PCLI" else "associative town", 1.0))
    if mention.feature == "before_settlement":
        rows.append(("settlement asked for", float(place.feature_class == "P")))
    elif mention.feature:
        fit = fits(place, mention.feature)
        rows.append(("is what the noun asks for" if fit else "is not what the noun asks for", 1.0))
    return rows


def _of_the_text(mention: Mention, option: Option, context: Context, sites: list[Place]) -> list[tuple[str, float]]:
    place, rows = option.found.place, []
    parents = context.parents.get(mention.start, ())
    if parents:  # in "Kyiv, Kyiv Oblast" the first is not the second
        beside = any(within(place, p) or _enclave(place, p) for p in parents if p.id != place.id)
        rows.append(("parent beside" if beside else "other parent beside", 1.0))
    total = sum(context.countries.values())
    if total:
        votes = context.countries.get(place.country, 0.0)
        rows += [("country named", votes / total), ("country not named", max(0.0, 1.0 - votes))]
    if place.feature_code != "ADM1":
        rows.append(("division named", float((place.country, place.admin1) in context.divisions)))
    cue = context.cues.get(mention.start)
    if cue in SITES:
        rows.append(("facility of the kind", float(place.feature_class == "S" and fits(place, cue))))
        rows.append(("facility beside", float(facility_beside(place, cue, sites) is not None)))
    return rows


def facility_beside(place: Place, kind: str, sites: list[Place]) -> Place | None:
    """A facility of a kind and of the same name that lies beside a town."""
    if place.feature_class != "P":
        return None
    return next((s for s in sites if fits(s, kind) and distance_km(place, s) <= BESIDE_KM), None)


def within(place: Place, area: Place) -> bool:
    """Whether the gazetteer puts a place into a country or first-level division."""
    return _as_holder(area) in _holders(place)


def _holders(place: Place) -> list[object]:
    """The country and the first-level division that a place lies in; no country lies in one, no division in another."""
    country = [place.country] if place.feature_code != "PCLI" else []
    division = [(place.country, place.admin1)] if place.admin1 and place.feature_code != "ADM1" else []
    return [*country, *division]


def _as_holder(area: Place) -> object:
    return area.country if area.feature_code == "PCLI" else (area.country, area.admin1)


def _enclave(place: Place, area: Place) -> bool:
    """Whether a town that is a division by itself lies in the midst of another, as Kyiv does in Kyiv Oblast."""
    near = area.feature_code == "ADM1" and place.feature_class == "P" and place.country == area.country
    return near and distance_km(place, area) <= area.precision_km / 2


def _of_the_others(places: list[Place], others: Spots, names: set[Sense]) -> list[list[tuple[str, float]]]:
    """What the other names' places say of each candidate: the same country, the same division, how near."""
    tops = [spots[0] for spots in others.values()]
    if not tops:
        return [[] for _ in places]
    total = sum(t.share for t in tops) or 1.0
    countries, divisions, held = (defaultdict[object, float](float) for _ in range(3))
    for top in tops:  # counted once for all candidates
        place, share = top.place, top.share
        countries[place.country] += share if place.country else 0.0
        divisions[place.admin1] += share if place.admin1 else 0.0
        for holder in _holders(place):
            held[holder] += share
    rows = []
    for place in places:
        rows.append(
            [
                ("country of the others", countries[place.country] / total),
                ("division of the others", divisions[place.admin1] / total),
                ("holds the others", held[_as_holder(place)] / total),
            ]
        )
    return [row + near for row, near in zip(rows, _nearness(places, others, names), strict=True)]


def _is_point(place: Place) -> bool:
    return not place.is_area or place.feature_code == "ADM2"


def _nearness(places: list[Place], others: Spots, names: set[Sense]) -> list[list[tuple[str, float]]]:
    """How near each candidate lies to the other names' places: to the likeliest, and to any that they could be."""
    import numpy as np

    senses = [s for s, spots in others.items() if _is_point(spots[0].place)]
    if not senses:
        return [[] for _ in places]
    flat = [(i, spot) for i, s in enumerate(senses) for spot in others[s][:EACH]]
    starts = np.searchsorted([i for i, _ in flat], range(len(senses)))
    here = np.radians([(p.lat, p.lon) for p in places])
    there = np.radians([(spot.place.lat, spot.place.lon) for _, spot in flat])
    half = (here[:, None, :] - there[None, :, :]) / 2
    h = np.sin(half[..., 0]) ** 2 + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * np.sin(half[..., 1]) ** 2
    km = EARTH_DIAMETER_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    share = np.array([spot.share for _, spot in flat])
    top_km, top_share = km[:, starts], share[starts]
    beside = np.array([s in names for s in senses])
    closeness = np.exp(-km / CLOSE_KM)
    close = np.maximum.reduceat(closeness, starts, axis=1)
    likely = np.maximum.reduceat(closeness * np.sqrt(share), starts, axis=1)
    near = top_share * np.exp(-top_km / NEAR_KM)
    weight = float(top_share.sum()) or 1.0
    of_all = {"near likely candidates": likely.mean(axis=1), "near candidates of many": close.mean(axis=1)}
    of_points = {
        "near in the text": near.max(axis=1),
        "near most": (top_share * np.exp(-top_km / WIDE_KM)).sum(axis=1) / weight,
        "far from all": top_km.min(axis=1) > FAR_KM,
        "near a likely candidate": likely.max(axis=1),
        "near any candidate": close.max(axis=1),
    }
    if beside.any():
        of_points["near in the sentence"] = near[:, beside].max(axis=1)
        of_points["near a candidate of the sentence"] = likely[:, beside].max(axis=1)
    point = np.array([_is_point(p) for p in places])
    columns = of_all | {name: np.where(point, column, 0.0) for name, column in of_points.items()}
    return [list(zip(columns, row, strict=True)) for row in np.stack(list(columns.values()), axis=1).tolist()]


def _none(mention: Mention, options: list[Option], towns: list[int]) -> list[float]:
    row = [0.0] * len(FEATURES)
    asked = mention.feature not in ("", "before_settlement")
    for name, value in (
        ("none of these", 1.0),
        ("none: candidates", math.log10(len(options) + 1)),
        ("none: largest", math.log10(max(towns, default=0) + 1) / 7),
        ("none: unlike", float(all(o.match == "approximate" for o in options))),
        ("none: common word", float(all(o.found.weak for o in options))),
        ("none: noun not met", float(asked and not any(fits(o.found.place, mention.feature) for o in options))),
        ("none: several words", float(" " in mention.name)),
    ):
        row[_AT[name]] = value
    return row
