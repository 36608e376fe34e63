"""Which place a name means, by evidence in the text and arithmetic on the gazetteer, with the reasons in words.

Two passes: countries and divisions first; then the rest, with those, the parents named beside each name, and the other
places' likely spots as context. A name has one sense in a document. Where two distant candidates are too close in
score, the mention stays ambiguous.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from typing import NamedTuple

from geomap.gazetteer.fold import key
from geomap.gazetteer.index import USER_LAYER, Found, Index
from geomap.lexicon import language
from geomap.model import Candidate, Match, Mention, Place, Report, Resolution
from geomap.toponyms.features import SITES, fits
from geomap.toponyms.recognise import demonyms
from geomap.toponyms.relations import relation_before, shifted

# Weights in units of a tenfold population. Set by hand on the seeds; the toponym benchmark is to move them.
W_COUNTRY = 1.6  # the candidate's country is the one that the text speaks of most
W_DIVISION = 1.5  # its division is named somewhere in the text
W_PARENT = 3.0  # its division or country stands right beside the name
W_NEAR = 2.5  # the other places of the sentence lie close by
W_DOCUMENT = 0.8  # the other places of the text lie close by
W_OWN_NAME = 1.0  # written as the gazetteer's main name, not as an alternative
W_FACILITY = 1.8  # a facility of the kind that the sentence speaks of is known beside it
W_USER = 6.0  # the user's own table
W_SIMILARITY = 0.15  # for each point of 100 by which an approximate name differs
W_FEATURE = 4.0  # it is of the kind that the word beside the name asks for
SIZE = {"A": 3.0, "L": 3.0, "T": 2.2, "H": 2.6, "S": 2.6}  # what stands for the population of things without one
COUNTRY_SIZE = 8.0
NEAR_KM = 150.0  # the distance at which nearness has fallen to 1/e
# "Russian troops" speaks for Russia less than "in Russia" does: armies are named where they fight abroad.
PEOPLE_VOTE = 0.34
# Candidates this close are one place for the reader of a map.
SAME_PLACE_KM = 25.0
# Below this difference in score the second candidate is too likely to be passed over in silence.
LEAST_MARGIN = 0.35
# Similarity (0 to 100) that an unlisted spelling needs, and more where no country in play supports it: see design.md.
LEAST_SIMILARITY = 88.0
BESIDE_KM = 15.0
SHOWN = 6
# How many mentions of a name are weighed, and how many places around each: bounds that keep a long text linear.
WEIGHED = 12
AROUND = 12
ELSEWHERE = 60


class _Option(NamedTuple):
    found: Found
    match: Match
    similarity: float = 100.0


class _Scored(NamedTuple):
    found: Found
    match: Match
    score: float
    reasons: tuple[str, ...]


class _Context(NamedTuple):
    countries: dict[str, float]
    divisions: frozenset[str]
    parents: dict[int, tuple[Place, ...]]
    beside: dict[int, list[Mention]]
    cue: dict[int, str]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in km between two points in degrees (mean Earth radius; within 0.5 % of the geodesic)."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742.0176 * math.asin(math.sqrt(min(1.0, h)))


def resolve(report: Report, mentions: tuple[Mention, ...], index: Index) -> tuple[Resolution, ...]:
    """One resolution for each mention, in order; the time is linear in their number."""
    options = {s: _options(m, index) for s, m in _first_of_each(mentions).items()}
    context = _context(report, mentions, options)
    options = {s: _options(m, index, context.countries) for s, m in _first_of_each(mentions).items()}
    telling = _telling(mentions)
    spots: dict[str, tuple[float, float]] = {}
    for m in telling:
        likely = _rank(m, options[_sense(m)], context, {}, index)
        if likely and not likely[0].found.place.is_area:
            spots.setdefault(m.name, (likely[0].found.place.lat, likely[0].found.place.lon))
    best: dict[tuple[str, str], list[_Scored]] = {}
    for m in telling:
        scored = _rank(m, options[_sense(m)], context, spots, index)
        known = best.get(_sense(m))
        if scored and (not known or scored[0].score > known[0].score):
            best[_sense(m)] = scored
    verdicts = {s: _verdict(m, best.get(s, [])) for s, m in _first_of_each(mentions).items()}
    return tuple(_resolution(report, m, verdicts[_sense(m)]) for m in mentions)


def _sense(mention: Mention) -> tuple[str, str]:
    """What has one sense in a document: a name, and the kind of place that the words beside it ask for."""
    return mention.name, mention.feature


def _first_of_each(mentions: tuple[Mention, ...]) -> dict[tuple[str, str], Mention]:
    return {_sense(m): m for m in reversed(mentions)}


def _telling(mentions: tuple[Mention, ...]) -> list[Mention]:
    """The mentions whose surroundings are weighed: the first of each name, enough to meet what tells it."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for m in mentions:
        seen[_sense(m)] += 1
        if seen[_sense(m)] <= WEIGHED:
            kept.append(m)
    return kept


def _options(mention: Mention, index: Index, countries: dict[str, float] | None = None) -> list[_Option]:
    """Every place that a mention could name, with how the name was matched."""
    people = demonyms().get(mention.name)
    if people:
        places = [p for p in (index.place(i) for i in people) if p]
        return [_Option(Found(p, mention.text, bare=False, weak=False, layer=0), "exact") for p in places]
    found = index.lookup(mention.name)
    usable = _usable(found, mention)
    if usable:
        return [_Option(f, "exact" if _same_spelling(f.written, mention.text) else "folded") for f in usable]
    if " " in mention.name:
        return []
    squashed = index.squashed(mention.name)
    if squashed:
        return [_Option(f, "approximate") for f in squashed]
    if not countries:
        return []
    close: dict[str, _Option] = {}
    if len(mention.name) >= 8:
        for name, similarity in index.neighbours(mention.name, LEAST_SIMILARITY):
            for f in index.lookup(name):
                if f.place.country in countries and not f.bare:
                    close.setdefault(f.place.id, _Option(f, "approximate", similarity))
    return list(close.values())


def _usable(found: tuple[Found, ...], mention: Mention) -> list[Found]:
    feature = mention.feature
    if feature and feature != "before_settlement":
        fitting = [f for f in found if fits(f.place, feature)]
        if fitting:
            return fitting
        if feature == "district":  # no second-level divisions in the gazetteer: a town of the name is not its district
            return []
    return [f for f in found if not f.bare]


def _same_spelling(written: str, text: str) -> bool:
    return text == written or text.startswith(written)


def _context(report: Report, mentions: tuple[Mention, ...], options: dict[tuple[str, str], list[_Option]]) -> _Context:
    countries: defaultdict[str, float] = defaultdict(float)
    divisions: set[str] = set()
    areas: dict[int, Place] = {}
    for m in mentions:
        places = [o.found.place for o in options[_sense(m)]]
        top = next((p for p in places if p.feature_class == "A" or p.feature_code == "RGN"), None)
        town = next((p for p in places if p.feature_class == "P" and p.population > 100_000), None)
        if top and (top.feature_code == "PCLI" or m.feature == "division" or not town):
            areas[m.start] = top
            countries[top.country] += 1 if m.name not in demonyms() else PEOPLE_VOTE
            if top.feature_code == "ADM1":
                divisions.add(top.name)
    countries.pop("", None)
    sentences = _sentences(report.text, mentions)
    beside = {m.start: g[max(0, i - AROUND) : i + AROUND + 1] for g in sentences for i, m in enumerate(g)}
    return _Context(countries, frozenset(divisions), _parents(report.text, mentions, areas), beside, _cues(report, sentences))


def _sentences(text: str, mentions: tuple[Mention, ...]) -> list[list[Mention]]:
    """The mentions by sentence, roughly: what matters is what is said near to what."""
    groups: list[list[Mention]] = []
    for m in mentions:
        if groups and not re.search(r"[.!?]['\"”’)]*\s+[A-Z“\"(]|\n\s*\n", text[groups[-1][-1].end : m.start]):
            groups[-1].append(m)
        else:
            groups.append([m])
    return groups


def _parents(text: str, mentions: tuple[Mention, ...], areas: dict[int, Place]) -> dict[int, tuple[Place, ...]]:
    """For each mention the countries and divisions that stand right beside it: "X, Y", "Y's X", "X in Y"."""
    parents: dict[int, list[Place]] = defaultdict(list)
    for a, b in zip(mentions, mentions[1:], strict=False):
        gap = text[a.end : b.start]
        if b.start in areas and re.fullmatch(
            r",? (?:in |of |\()?(?:the |\w+ern |(?:Far )?(?:Eas|Wes|Nor|Sou)t?h?(?:ern)? )?|, ", gap
        ):
            parents[a.start].append(areas[b.start])
        if a.start in areas and re.fullmatch(r"['’]s (?:[\w-]+ ){0,3}", gap):
            parents[b.start].append(areas[a.start])
    return {k: tuple(v) for k, v in parents.items()}


def _cues(report: Report, sentences: list[list[Mention]]) -> dict[int, str]:
    """The kind of facility that a sentence lists by name: "at five training grounds, including A, B and C"."""
    words = language(report.language)
    cues: dict[int, str] = {}
    for group in sentences:
        for feature in ("training_ground", "air_base", "naval_base", "base"):
            start = max(0, group[0].start - 160)
            hit = words.pattern("cues", feature).search(report.text, start, group[-1].end)
            if hit:
                cues |= {m.start: feature for m in group if m.start >= hit.start() and m.start not in cues}
    return cues


def _rank(
    mention: Mention, options: list[_Option], context: _Context, spots: dict[str, tuple[float, float]], index: Index
) -> list[_Scored]:
    names = {m.name for m in context.beside[mention.start]}
    siblings = [spots[n] for n in sorted(names - {mention.name}) if n in spots]
    others = [spot for n, spot in itertools.islice(spots.items(), ELSEWHERE) if n not in names]
    sites = [f.place for f in index.lookup(mention.name) if f.place.feature_class == "S"]
    scored = [_score(mention, option, context, siblings, others, sites) for option in options]
    return sorted(scored, key=lambda s: (-s.score, s.found.place.id))


def _score(
    mention: Mention,
    option: _Option,
    context: _Context,
    siblings: list[tuple[float, float]],
    others: list[tuple[float, float]],
    sites: list[Place],
) -> _Scored:
    found, match, similarity = option
    place, reasons = found.place, []
    if place.feature_code == "PCLI":
        score = COUNTRY_SIZE
    else:
        score = SIZE.get(place.feature_class, 0.0) or 0.6 * math.log10(place.population + 10)
    if place.population:
        reasons.append(f"population {place.population:,}")
    if found.layer == USER_LAYER:
        score += W_USER
        reasons.append("stands in your own table")
    if mention.feature and fits(place, mention.feature):
        score += W_FEATURE
        reasons.append(f"is what the word beside the name asks for ({mention.feature.replace('_', ' ')})")
    elif place.feature_class == "S" and not found.bare:
        score += W_FACILITY
    if key(place.name) == mention.name:
        score += W_OWN_NAME
    most = max(1.0, *context.countries.values()) if context.countries else 0.0
    if place.country in context.countries:
        score += W_COUNTRY * context.countries[place.country] / most
        reasons.append("its country is named in the text")
    elif most:
        reasons.append("its country is not named in the text")
    if place.admin1 and place.admin1 in context.divisions and place.feature_code != "ADM1":
        score += W_DIVISION
        reasons.append(f"{place.admin1} is named in the text")
    for parent in context.parents.get(mention.start, ()):
        if parent.id != place.id and (
            parent.country == place.country if parent.feature_code == "PCLI" else parent.name == place.admin1
        ):
            score += W_PARENT
            reasons.append(f"{parent.name} stands beside the name")
    here = (place.lat, place.lon)
    near = _nearness(here, siblings)
    if near > 0.3:
        score += W_NEAR * near
        reasons.append(f"{min(distance_km(here, s) for s in siblings):.0f} km from another place of the sentence")
    elif siblings and not place.is_area:
        reasons.append(f"{min(distance_km(here, s) for s in siblings):,.0f} km from the nearest other place of the sentence")
    score += W_DOCUMENT * _nearness(here, others)
    cue = context.cue.get(mention.start)
    if cue in SITES:
        known = [s for s in sites if fits(s, cue) and distance_km(here, (s.lat, s.lon)) <= BESIDE_KM and s.id != place.id]
        if known:
            score += W_FACILITY
            reasons.append(f"{known[0].name} is known beside it")
    if match == "approximate":
        score -= W_SIMILARITY * (100.0 - similarity)
        reasons.insert(0, f"“{mention.text}” resembles “{found.written}”")
    return _Scored(found, match, round(score, 3), tuple(reasons))


def _nearness(here: tuple[float, float], spots: list[tuple[float, float]]) -> float:
    return max((math.exp(-distance_km(here, s) / NEAR_KM) for s in spots), default=0.0)


class _Verdict(NamedTuple):
    """What the evidence says of a name, the same for all its mentions."""

    place: Place | None
    match: Match
    score: float
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...]


def _verdict(mention: Mention, scored: list[_Scored]) -> _Verdict:
    if not scored:
        district = mention.feature == "district"
        reason = "a district, and the gazetteer has none" if district else "no place of this name in the gazetteer"
        return _Verdict(None, "exact", 0.0, (reason,), ())
    top = scored[0]
    total = sum(math.exp(s.score - top.score) for s in scored)
    candidates = tuple(
        Candidate(place=s.found.place, score=round(math.exp(s.score - top.score) / total, 3), match=s.match, reasons=s.reasons)
        for s in scored[:SHOWN]
    )
    place = top.found.place
    rival = next((s for s in scored[1:] if not _same(place, s.found.place)), None)
    if rival and top.score - rival.score < LEAST_MARGIN:
        pair = [f"{p.name} ({_where(p)})" for p in (place, rival.found.place)]
        return _Verdict(None, top.match, 0.0, (f"{' and '.join(pair)} are as likely as each other",), candidates)
    reasons = top.reasons
    if mention.feature in SITES and place.feature_class == "P":
        reasons = (f"no such {mention.feature.replace('_', ' ')} in the gazetteer: the town of the name", *reasons)
    return _Verdict(place, top.match, candidates[0].score, reasons, candidates)


def _resolution(report: Report, mention: Mention, verdict: _Verdict) -> Resolution:
    place = verdict.place
    if not place:
        return Resolution(
            mention=mention,
            status="ambiguous" if verdict.candidates else "unknown",
            match=verdict.match,
            reasons=verdict.reasons,
            candidates=verdict.candidates,
        )
    related = relation_before(report.text, mention.start, language(report.language))
    if mention.feature in SITES and place.feature_class == "P" and related.relation == "at":
        related = related._replace(relation="near")
    lat, lon, precision = shifted(place.lat, place.lon, place.precision_km, related)
    return Resolution(
        mention=mention,
        status="resolved",
        place=place,
        match=verdict.match,
        relation=related.relation,
        distance_km=related.distance_km,
        bearing=related.bearing,
        lat=lat,
        lon=lon,
        precision_km=precision,
        score=verdict.score,
        reasons=verdict.reasons,
        candidates=verdict.candidates,
    )


def _same(a: Place, b: Place) -> bool:
    """Whether two entries are one place for a reader: close by, or the area and the town in it."""
    return distance_km((a.lat, a.lon), (b.lat, b.lon)) <= SAME_PLACE_KM or (
        a.is_area != b.is_area and bool(a.admin1) and a.admin1 == b.admin1
    )


def _where(place: Place) -> str:
    return ", ".join(p for p in (place.admin1, place.country) if p) or f"{place.lat:.1f}, {place.lon:.1f}"
