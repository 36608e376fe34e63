"""Which place a name means, by evidence in the text and arithmetic on the gazetteer, with the reasons in words.

Every namesake is weighed by a small trained ranker, "none of these" among them: first by what the text says around the
name, then again, twice, with the other names' likeliest places as context. A name has one sense in a document. Where
the likeliest place is not likely enough, the mention stays ambiguous.
"""

import math
from itertools import combinations
from typing import Literal, NamedTuple

from geomap.gazetteer.fold import key
from geomap.gazetteer.index import USER_LAYER, Index
from geomap.geodesy import corridor, distance_km
from geomap.lexicon import language
from geomap.model import Candidate, Match, Mention, Place, Report, Resolution
from geomap.toponyms.candidates import Option
from geomap.toponyms.context import Context, Sense, laid_out, sense, telling
from geomap.toponyms.evidence import Spot, Spots, evidence, facility_beside, within
from geomap.toponyms.features import SITES, fits
from geomap.toponyms.preferred import SAME_PLACE_KM, likeliest, preferred, to_the_side
from geomap.toponyms.ranker import FEW, Ranker, ranker
from geomap.toponyms.relations import NEAR_KM, Related, corridors, part_before, placed, relation_before

# Below this share the likeliest place is not likely enough to be shown as the place: see docs/recognition.md.
LEAST_SHARE = 0.7
# A place in a country in which no other name of the text lies, and so far from all of them, must be so likely; one that bears
# only a part of the name, or lacks what the noun asks for, must be nearer.
LONE_SHARE, LONE_KM, LONE_PART_KM = 0.8, 400.0, 100.0
# So many other names must have a place for that, and a town of so many people is spoken of anywhere.
_OTHERS, _LARGE = 3, 1_000_000
# So much of its namesakes' share makes a place the only one of its name.
_SOLE = 0.9
# A city of so many people needs no more than this in a text of few names: "Rome".
_GREAT, _GREAT_SHARE = 300_000, 0.6
# A district that the gazetteer lacks lies about the town of its name, if that is so likely the one; it reaches so far.
_SEAT_SHARE, _DISTRICT_KM = 0.9, 25.0
_LIKELY = 10_000  # so large a town is what a misspelt name means where the text names its country alone
SHOWN = 6
# By how much each point (of 100) of unlikeness makes a place less likely: e-fold for three points.
_UNLIKE = 1 / 3
# A corridor between two places reaches this share of its length to each side, and at least so far: roads wind.
_WIDTH, _LEAST_WIDTH_KM = 0.1, 2.0
# Seas and wide regions: "the western Black Sea" is a part of it; "the southern Kherson region" mostly all of it, in the south.
_WITH_PARTS = ("SEA", "OCN", "GULF", "RGN")


class _Scored(NamedTuple):
    option: Option
    share: float
    reasons: tuple[str, ...]


class _Ranking(NamedTuple):
    """The candidates of a sense, the likeliest first, and the share that none of them is meant."""

    scored: list[_Scored]
    none: float


class _Verdict(NamedTuple):
    """What the evidence says of a name, the same for all its mentions."""

    status: Literal["resolved", "ambiguous", "unknown"]
    place: Place | None
    match: Match
    share: float
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    misspelt: bool = False


def resolve(report: Report, mentions: tuple[Mention, ...], index: Index, numbers: Ranker | None = None) -> tuple[Resolution, ...]:
    """One resolution for each mention, in order; the time is linear in their number.

    Args:
        report: the report.
        mentions: its mentions, in order.
        index: the gazetteer.
        numbers: another ranker than the shipped one, as cross-validation needs it.
    """
    numbers = numbers or ranker()
    senses, found, around = laid_out(report, mentions, index)
    found = {s: _own_first(listed) for s, listed in found.items()}
    spots: Spots = {}
    for stage in ("first", "second"):
        spots = numbers.spots(mentions, found, around, spots, stage) | _at_home(around)
    short = len(senses) <= FEW
    best: dict[Sense, _Ranking] = {}
    for m in telling(mentions):
        if found[sense(m)]:
            ranking = _rank(m, found[sense(m)], around, spots, numbers, short=short)
            known = best.get(sense(m))
            if not known or ranking.scored[0].share > known.scored[0].share:
                best[sense(m)] = ranking
    own = {s for s, listed in found.items() if listed and listed[0].found.layer == USER_LAYER}
    beside = {s: {sense(b) for b in around.beside[m.start]} for s, m in senses.items()}
    verdicts = _but_lone_ones({s: _verdict(m, best.get(s), short=short) for s, m in senses.items()}, own, beside)
    return _joined(report, [_resolution(report, m, verdicts[sense(m)], index) for m in mentions])


def _at_home(around: Context) -> Spots:
    """The armed groups and missions of a text as names of the countries on whose ground they are."""
    return {
        (f"{force} of {p.country}", "", False): [Spot(p, 1 / len(places))]
        for force, places in around.forces.items()
        for p in places
    }


def _own_first(found: list[Option]) -> list[Option]:
    """The user's own places alone, where there are any: whoever adds a place has decided."""
    return [o for o in found if o.found.layer == USER_LAYER] or found


def _rank(mention: Mention, found: list[Option], around: Context, spots: Spots, numbers: Ranker, *, short: bool) -> _Ranking:
    rows = evidence(mention, found, around, spots)
    *shares, none = numbers.shares(rows, "second")
    likely = likeliest(found, shares)
    sole = likely.match != "approximate" and max(shares) >= _SOLE * sum(shares)  # there is hardly another of the name
    if short and sole and _spoken_of_alone(likely.found.place, mention):
        doubt = numbers.shares(rows, "short")[-1]
        shares, none = [s * (1 - doubt) / max(1 - none, 1e-9) for s in shares], doubt
    alike = all(o.match == "approximate" and o.how == "name" for o in found)
    if alike or any(o.found.layer == USER_LAYER for o in found):
        # The corpora that the ranker learnt from hardly misspell; how like a spelling is speaks for itself, as long as its
        # country is spoken of, and that is asked for before.
        closeness = [s * math.exp((o.similarity - 100.0) * _UNLIKE) for s, o in zip(shares, found, strict=True)]
        shares, none = [c / sum(closeness) for c in closeness], 0.0
    shares, none = preferred(mention, found, shares, none, around)
    side = around.sides.get(mention.start)
    town = next((s.place for s in spots.get(sense(side.of), ()) if s.place.feature_class == "P"), None) if side else None
    if side and town:
        shares, none = to_the_side(found, shares, none, town, side)
    order = sorted(range(len(found)), key=lambda i: (-shares[i], found[i].found.place.id))
    nearby = {sense(m) for m in around.beside[mention.start]} - {sense(mention)}
    others = [spots[s][0].place for s in nearby if s in spots]
    sites = [o.found.place for o in found if o.found.place.feature_class == "S"]
    shown = [_Scored(found[i], shares[i], _reasons(mention, found[i], around, others, sites)) for i in order[:SHOWN]]
    rest = [_Scored(found[i], shares[i], ()) for i in order[SHOWN:]]
    return _Ranking(shown + rest, none)


def _spoken_of_alone(place: Place, mention: Mention) -> bool:
    """Whether a place may be named where little else is: no village, and nothing else than the noun asks for.

    Nor one in the USA, of whose many small namesakes the gazetteer lacks most.
    """
    village = place.feature_class == "P" and place.population < _LIKELY and not place.id.startswith("news:")
    if village or place.country == "US" or (mention.feature and not fits(place, mention.feature)):
        return False
    return place.feature_class not in "HT" or key(place.name) == mention.name


def _reasons(mention: Mention, option: Option, around: Context, others: list[Place], sites: list[Place]) -> tuple[str, ...]:
    """What speaks for and against a candidate, in words."""
    place, reasons = option.found.place, []
    if option.how == "part":
        reasons.append(f"only “{option.found.written}” of the name is in the gazetteer")
    elif option.match == "approximate":
        reasons.append(f"“{mention.text}” resembles “{option.found.written}”")
    elif option.how == "abbreviation":
        reasons.append(f"“{mention.text}” is short for it")
    if place.population:
        reasons.append(f"population {place.population:,}")
    if option.found.layer == USER_LAYER:
        reasons.append("stands in your own table")
    if mention.feature and fits(place, mention.feature):
        reasons.append(f"is what the word beside the name asks for ({mention.feature.replace('_', ' ')})")
    if around.voters.get(place.country, frozenset()) - {mention.name}:  # a name does not speak for itself
        reasons.append("its country is named in the text")
    elif at_home := [force for force, countries in around.forces.items() if place.country in {c.country for c in countries}]:
        reasons.append(f"the text names {at_home[0]}, of its country")
    elif around.countries:
        reasons.append("its country is not named in the text")
    if place.feature_code != "ADM1" and (place.country, place.admin1) in around.divisions:
        reasons.append(f"{place.admin1} is named in the text")
    parents = [p for p in around.parents.get(mention.start, ()) if p.id != place.id]
    beside = next((p for p in parents if within(place, p)), None)
    if beside:
        reasons.append(f"{beside.name} stands beside the name")
    elif parents and not place.is_area:
        reasons.append(f"{parents[0].name} stands beside the name, and it is not there")
    near = min((distance_km(place, p) for p in others if not p.is_area), default=None)
    if near is not None and not place.is_area:
        close = f"{near:.0f} km from another place named near it"
        reasons.append(close if near <= 120 else f"{near:,.0f} km from the nearest other place named near it")
    cue = around.cues.get(mention.start)
    known = facility_beside(place, cue, sites) if cue in SITES else None
    if known:
        reasons.append(f"{known.name} is known beside it")
    return tuple(reasons)


def _verdict(mention: Mention, ranking: _Ranking | None, *, short: bool) -> _Verdict:
    if not ranking:
        district = mention.feature == "district"
        reason = "a district that the gazetteer lacks" if district else "no place of this name in the gazetteer"
        return _Verdict("unknown", None, "exact", 0.0, (reason,), ())
    top, *rest = ranking.scored
    place = top.option.found.place
    share = top.share + sum(s.share for s in rest if same(place, s.option.found.place))
    candidates = tuple(
        Candidate(place=s.option.found.place, score=round(s.share, 3), match=s.option.match, reasons=s.reasons)
        for s in ranking.scored[:SHOWN]
    )
    seat = mention.feature == "district" and place.feature_class == "P" and share >= _SEAT_SHARE
    lacking = {"district": place.feature_class == "P" and not seat, "sea": place.feature_class in "PST"}
    if lacking.get(mention.feature):
        noun = {"district": "district", "sea": "water"}[mention.feature]
        reason = f"a {noun} that the gazetteer lacks: the {place.name} of its name is not it"
        return _Verdict("unknown", None, top.option.match, 0.0, (reason,), candidates)
    second = next((s for s in rest if not same(place, s.option.found.place)), None)
    rival = second.option.found.place if second else None
    great = short and place.feature_class == "P" and place.population >= _GREAT and _spoken_of_alone(place, mention)
    surely = great and share >= _GREAT_SHARE and (not second or share >= 4 * second.share)
    if share < max(LEAST_SHARE, ranking.none) and not surely:
        alike = rival and (place.name, _where(place)) == (rival.name, _where(rival))
        called = [f"{p.name} ({_where(p)}{f', {p.lat:.2f} {p.lon:.2f}' if alike else ''})" for p in (place, rival) if p]
        enough = "is not likely enough" if len(called) == 1 else "none is likely enough"
        reason = f"{' and '.join(called)}: {enough} ({share:.0%}; {ranking.none:.0%} that none of the namesakes is meant)"
        return _Verdict("ambiguous", None, top.option.match, 0.0, (reason,), candidates)
    reasons = top.reasons
    if seat:
        reasons = ("no such district in the gazetteer: about the town of its name", *reasons)
    if mention.feature in SITES and place.feature_class == "P":
        reasons = (f"no such {mention.feature.replace('_', ' ')} in the gazetteer: the town of the name", *reasons)
    # Nothing but likeness speaks for it, and a village that is in no gazetteer has its likes too.
    misspelt = top.option.match == "approximate" and top.option.how == "name" and top.option.similarity < 100.0
    return _Verdict("resolved", place, top.option.match, round(share, 3), reasons, candidates, misspelt)


def _but_lone_ones(verdicts: dict[Sense, _Verdict], own: set[Sense], beside: dict[Sense, set[Sense]]) -> dict[Sense, _Verdict]:
    """The verdicts, with doubtful places far from all others left open: "Mahas" in a text of Somalia is no town in Jordan.

    Doubtful is what is not likely enough, what has only a part of the name, and what is not of the kind that the noun asks for;
    never what stands in the user's ``own`` table. ``beside`` has the other names of a name's sentence.
    """
    placed = {s: v.place for s, v in verdicts.items() if v.place}
    left = dict(verdicts)
    for s, verdict in verdicts.items():
        place = verdict.place
        if not place or not place.country or place.is_country or s in own:
            continue
        if verdict.misspelt and not place.is_area and not _expected(s, place, placed, beside[s]):
            reason = f"{place.name} ({_where(place)}) is called much the same, but nothing else in the text speaks for it"
            left[s] = verdict._replace(status="ambiguous", place=None, share=0.0, reasons=(reason,))
            continue
        unlike = verdict.match == "approximate" or s[1] == "district" or (s[1] in SITES and place.feature_class == "P")
        if not unlike and (verdict.share >= LONE_SHARE or place.population >= _LARGE):
            continue
        others = {p.id: p for other, p in placed.items() if other[0] != s[0]}.values()
        far = LONE_PART_KM if unlike else LONE_KM
        if len(others) < (1 if unlike else _OTHERS) or any(_together(place, p, far) for p in others):
            continue
        reason = f"{place.name} ({_where(place)}): not sure enough ({verdict.share:.0%}), no other place of the text is near it"
        left[s] = verdict._replace(status="ambiguous", place=None, share=0.0, reasons=(reason,))
    return left


def _expected(named: Sense, place: Place, placed: dict[Sense, Place], beside: set[Sense]) -> bool:
    """Whether a place lies where the text is: in a division that it names, or near another place of it.

    As near as those beside it in its sentence lie to each other is near enough; and where the text names nothing finer than the
    country, a large town is.
    """
    others = {s: p for s, p in placed.items() if s[0] != named[0]}
    finer = [p for p in others.values() if p.country == place.country and not p.is_country]
    if not finer:
        return place.population >= _LIKELY
    points = [p for s, p in others.items() if s in beside and not p.is_area]
    spread = max((distance_km(p, q) for p, q in combinations(points, 2)), default=0.0)
    return any(within(place, p) or distance_km(place, p) <= max(LONE_PART_KM, spread, p.precision_km) for p in finer)


def _together(place: Place, other: Place, far: float) -> bool:
    """Whether two places lie in one country, or not far from each other."""
    return other.country == place.country or (not other.is_country and distance_km(place, other) <= far)


def _joined(report: Report, found: list[Resolution]) -> tuple[Resolution, ...]:
    """The resolutions, those of two places that the text joins to a corridor with its ground."""
    spans = [(r.mention.start, r.mention.end) for r in found]
    for pair in corridors(report.text, spans, language(report.language)):
        ends = [found[i] for i in pair]
        points = [(r.lat, r.lon) for r in ends if r.lat is not None and r.lon is not None and r.place and not r.place.is_area]
        if len(points) < 2 or any(r.mention.usage != "literal" for r in ends):
            continue
        width = max(_LEAST_WIDTH_KM, _WIDTH * distance_km(points[0], points[1]))
        strip = corridor(points[0], points[1], round(width, 1))
        for i in pair:
            found[i] = found[i].model_copy(update={"relation": "between", "geometry": strip})
    return tuple(found)


def _resolution(report: Report, mention: Mention, verdict: _Verdict, index: Index) -> Resolution:
    place = verdict.place
    if not place:
        return Resolution(
            mention=mention,
            status=verdict.status,
            match=verdict.match,
            reasons=verdict.reasons,
            candidates=verdict.candidates,
        )
    related = relation_before(report.text, mention.start, language(report.language))
    if related.relation == "at" and (place.is_country or place.feature_code in _WITH_PARTS):
        related = part_before(report.text, mention.start)
        ocean = related.relation == "part" and place.feature_code == "OCN"
        if ocean and (named := _named_part(f"{related.words} {mention.text}", index)):
            place, related = named, Related("at")
    town = place.feature_class == "P"
    beside = town and mention.feature in SITES
    if (beside or _named_after(verdict)) and related.relation == "at":
        related = related._replace(relation="near")
    if town and mention.feature == "district" and related.relation == "at":
        related = related._replace(relation="near")
        place = place.model_copy(update={"precision_km": max(place.precision_km, _DISTRICT_KM - NEAR_KM)})
    return Resolution(
        mention=mention,
        status="resolved",
        place=place,
        match=verdict.match,
        **placed(place, related),
        score=verdict.share,
        reasons=verdict.reasons,
        candidates=verdict.candidates,
    )


def _named_part(called: str, index: Index) -> Place | None:
    """The part of an ocean that has a name of its own: "the western Pacific" lies about Guam, and is no half of it."""
    return next((f.place for f in index.lookup(key(called)) if f.place.feature_code == "SEA"), None)


def _named_after(verdict: _Verdict) -> bool:
    """Whether only a part of the name was found: what bears the whole is somewhere about, not at the place itself."""
    return verdict.match == "approximate" and bool(verdict.reasons) and verdict.reasons[0].startswith("only “")


def same(a: Place, b: Place) -> bool:
    """Whether two entries of one name are one place for a reader: close by, the area and the town in it, one ground twice."""
    apart = distance_km(a, b)
    if apart <= SAME_PLACE_KM:
        return True
    if a.is_area and b.is_area:  # Crimea the peninsula, the region and the division; Alaska, whose two middles lie far apart
        reach = max if key(a.name) == key(b.name) else min
        return apart <= reach(a.precision_km, b.precision_km)
    return a.is_area != b.is_area and bool(a.admin1) and a.admin1 == b.admin1


def _where(place: Place) -> str:
    return ", ".join(p for p in (place.admin1, place.country) if p) or f"{place.lat:.1f}, {place.lon:.1f}"
