"""What is certain of a name before any number: which of its candidates speak for another one, or for none."""

from geomap.gazetteer.build import TOWN
from geomap.gazetteer.fold import key
from geomap.geodesy import distance_km
from geomap.model import Mention, Place
from geomap.toponyms.candidates import Option
from geomap.toponyms.context import Context
from geomap.toponyms.directions import CITY, Side, lies_there, reach_km
from geomap.toponyms.evidence import within
from geomap.toponyms.features import SITES, fits

# Candidates this close are one place for the reader of a map.
SAME_PLACE_KM = 25.0
# A division no wider than the first, or with so much of its people in one city, is a city by itself ("Kyiv", "Tianjin"); one
# wider than the second is half a country ("Quebec"); a namesake of its own less likely than that is no city of its name.
_CITY_KM, _LAND_KM, _IN_CITY, _LIKELY, _STATES = 40.0, 300.0, 0.75, 0.05, "US"
# Waters that news names with the article alone; a river may bear a country's name ("the Niger").
_WITH_ARTICLE = ("SEA", "OCN", "GULF", "STM")
# So much of the doubt whether any namesake is meant goes where the text says that the name is, and one is: "Świętoszów, Poland".
_SAID = 0.8
# So many of its radii from a division's middle a place surely lies outside of it.
_FAR = 1.5


def preferred(
    mention: Mention, found: list[Option], shares: list[float], none: float, around: Context
) -> tuple[list[float], float]:
    """The shares of a mention's candidates, and of none of them, with what the words beside the name leave no doubt of.

    Args:
        mention: the mention.
        found: its candidates.
        shares: what the ranker gives each, in their order.
        none: what it gives none of them.
        around: what the text says around its names.
    """
    shares = _water_first(mention, found, _city_first(mention, found, _towns_first(mention, found, shares)), around)
    shares, none = _where_it_is_said_to_be(mention, found, shares, none, around)
    return _there_is_one(mention, found, shares, none, around)


def likeliest(found: list[Option], shares: list[float]) -> Option:
    """The candidate with the greatest share."""
    return found[max(range(len(found)), key=shares.__getitem__)]


def _there_is_one(
    mention: Mention, found: list[Option], shares: list[float], none: float, around: Context
) -> tuple[list[float], float]:
    """Shares in which the doubt whether any namesake is meant goes to those in the country or division beside the name.

    Of a village the gazetteer knows little, and in "Świętoszów, Poland" there is nothing to doubt; nor of a water in "the Nile".
    """
    parents = [p for p in around.parents.get(mention.start, ()) if p.feature_code != "RGN"]
    article = mention.start in around.the

    def there(place: Place) -> bool:
        water = article and place.feature_class == "H" and key(place.name) == mention.name
        return water or any(within(place, p) for p in parents)

    inside = [s if there(o.found.place) else 0.0 for s, o in zip(shares, found, strict=True)]
    if not sum(inside) or any(o.match == "approximate" for o in found):
        return shares, none
    return [s + none * _SAID * i / sum(inside) for s, i in zip(shares, inside, strict=True)], none * (1 - _SAID)


def _towns_first(mention: Mention, found: list[Option], shares: list[float]) -> list[float]:
    """Shares in which a facility's bare name speaks for the town beside it: without its noun, "Norfolk" is no shipyard.

    Where it lies beside none, and a town elsewhere or a water bears the name too, it is given up ("through the Great Belt" is no
    bridge); where none does it speaks for its division ("Hokkaido" is no spaceport); beside villages alone it may be meant.
    """
    if mention.feature in SITES:
        return shares
    moved = list(shares)
    towns = [i for i, o in enumerate(found) if o.found.place.feature_class == "P"]
    water = any(fits(o.found.place, "sea") and not o.found.bare for o in found)
    elsewhere = water or any(found[t].found.place.population >= TOWN for t in towns)
    around = [] if elsewhere else [i for i, o in enumerate(found) if o.found.place.feature_code == "ADM1" and not o.found.bare]
    for i, option in enumerate(found):
        if not option.found.bare or option.found.place.feature_class != "S":
            continue
        beside = [t for t in towns if distance_km(found[t].found.place, option.found.place) <= SAME_PLACE_KM]
        heirs = beside or [a for a in around if within(option.found.place, found[a].found.place)]
        if heirs:
            moved[max(heirs, key=shares.__getitem__)] += moved[i]
        if heirs or elsewhere:
            moved[i] = 0.0
    return [m * sum(shares) / (sum(moved) or 1.0) for m in moved]


def _city_first(mention: Mention, found: list[Option], shares: list[float]) -> list[float]:
    """Shares in which a division without its noun speaks for its city of the same name: "in Aleppo", "Khartoum", "Mandalay".

    A city that is a division by itself stays one, with its outline; so do the states of the USA, which news names without a noun.
    """
    if mention.feature or mention.usage != "literal":
        return shares
    moved = list(shares)
    for i, option in enumerate(found):
        area = option.found.place
        if area.feature_code != "ADM1" or area.country == _STATES or not _CITY_KM < area.precision_km < _LAND_KM:
            continue
        cities = [
            n
            for n, o in enumerate(found)
            if o.found.place.feature_class == "P" and o.found.place.population >= TOWN and shares[n] >= _LIKELY
            if within(o.found.place, area) or distance_km(o.found.place, area) <= area.precision_km
            if not area.population or o.found.place.population < _IN_CITY * area.population
        ]
        if cities:
            moved[max(cities, key=shares.__getitem__)] += moved[i]
            moved[i] = 0.0
    return moved


def _water_first(mention: Mention, found: list[Option], shares: list[float], around: Context) -> list[float]:
    """Shares in which a name with an article and no noun speaks for the water of the name: "over the Pacific", "the Nile"."""
    if mention.start not in around.the:
        return shares
    town = any(o.found.place.feature_class == "P" and o.found.place.population >= TOWN for o in found)
    waters = {o.found.place.feature_code: i for i, o in reversed(list(enumerate(found)))}
    if town or any(o.how == "part" for o in found):
        # "The St. Marys" may be short for the town's school, and "the Ohio Turnpike" is no river.
        waters.pop("STM", None)
    sea = next((waters[code] for code in _WITH_ARTICLE if code in waters), None)
    if sea is None:
        return shares
    river = found[sea].found.place.feature_code == "STM"
    towns = {i for i, o in enumerate(found) if o.found.place.feature_class in "PA" and not (river and o.found.place.is_country)}
    return [0.0 if i in towns else s + (sum(shares[t] for t in towns) if i == sea else 0.0) for i, s in enumerate(shares)]


def _where_it_is_said_to_be(
    mention: Mention, found: list[Option], shares: list[float], none: float, around: Context
) -> tuple[list[float], float]:
    """Shares of which towns and sites have none that lie far from the division or country in which the text puts the name.

    Those there are meant instead, or none: "Oktyabrsky in the Belgorod region" is no town in the Urals.
    """
    parents = around.said_in.get(mention.start, ())
    if not parents or any(p.feature_code == "RGN" for p in parents):
        return shares, none
    of_a_city = any(p.feature_class == "P" for p in parents)
    far = [
        (not o.found.place.is_area or of_a_city)
        and not any(within(o.found.place, p) for p in parents)
        and all(distance_km(o.found.place, p) > _FAR * p.precision_km + SAME_PLACE_KM for p in parents)
        for o in found
    ]
    kept = [0.0 if away else share for share, away in zip(shares, far, strict=True)]
    lost = sum(shares) - sum(kept)
    inside = [s if any(within(o.found.place, p) for p in parents) else 0.0 for s, o in zip(kept, found, strict=True)]
    if sum(inside):  # "Vyshneve, a village in the Donetsk region": what the larger namesakes had is that of the one there
        return [s + lost * i / sum(inside) for s, i in zip(kept, inside, strict=True)], none
    return kept, none + lost


def to_the_side(found: list[Option], shares: list[float], none: float, of: Place, side: Side) -> tuple[list[float], float]:
    """The shares of candidates of a name that the text puts to one side of a place: those that lie there have them all.

    Where none does, what lies far from that place is not meant: such a village is in no gazetteer.

    Args:
        found: the candidates.
        shares: theirs, in order.
        none: that of none of them.
        of: the place, a populated one.
        side: in which direction from it, and how far.
    """
    there = [lies_there(o.found.place, of, side) for o in found]
    place = likeliest(found, shares).found.place
    if side.bearing is None and (not any(there) or place.is_area or place.population > CITY):
        return shares, none  # the sentence of a sector may speak of what lies elsewhere as well
    if any(there):
        kept = [(s + _LIKELY) * t for s, t in zip(shares, there, strict=True)]
        return [k / sum(kept) for k in kept], 0.0
    kept = [
        s if o.found.place.is_area or distance_km(o.found.place, of) <= reach_km(of, side) else 0.0
        for s, o in zip(shares, found, strict=True)
    ]
    return kept, none + sum(shares) - sum(kept)
