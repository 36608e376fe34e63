"""What a text says around its place names that tells namesakes apart."""

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geomap.gazetteer.demonyms import demonyms, forces
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Mention, Place, Report
from geomap.toponyms.candidates import Option, options
from geomap.toponyms.directions import Side, sides

Sense = tuple[str, str, bool]
"""What has one sense in a document: a name, the kind of place that the words beside it ask for, and whether it is short
for something ("Miss." is not "Miss")."""

# How many mentions of a name are weighed, and how many places around each: bounds that keep a long text linear.
WEIGHED = 12
AROUND = 8
# A town of more people than that is meant by its name, and not the division of the name.
_CITY = 100_000
# "Russian troops" speaks for Russia less than "in Russia" does: armies are named where they fight abroad.
PEOPLE_VOTE = 0.34
_SENTENCE_ENDS = re.compile(r"[.!?]['\"”’)]*\s+[A-Z“\"(]|\n\s*\n")
_PARENT_FOLLOWS = re.compile(r",? (?:in |of |\()?(?:the |\w+ern |(?:Far )?(?:Eas|Wes|Nor|Sou)t?h?(?:ern)? )?|, ?|,? \(")
_PARENT_LEADS = re.compile(r"['’]s (?:[\w-]+ ){0,3}")
_SAID_IN = re.compile(r"(?:, an? (?:[\w-]+ ){1,3}|(?P<comma>,)? )in (?:the |\w+ern )?")
_ARTICLE = re.compile(r"\b[Tt]he (?:(?:north|south|mid)?(?:-?(?:west|east|north|south)(?:ern)?|central|upper|lower)? ?)?$")
_LED = 24
# What stands behind a name that has no noun of its own: a mark, or a word that leads on.
_NO_NOUN = re.compile(
    r"\s*(?:$|[^\w\s'’-]|(?:and|or|on|in|at|to|from|by|with|for|near|off|is|was|are|were|has|have|had|that|which|where|after|before|as|but|while|then)\b)"
)
_CUES = ("training_ground", "air_base", "naval_base", "base")


class Context(NamedTuple):
    """Evidence that does not depend on what the other names turn out to be.

    ``countries`` and ``divisions`` are votes, ``voters`` the names that cast those for a country, and ``forces`` the armed groups
    and missions of the text with the countries on whose ground they are; ``parents``, ``beside``
    and ``cues`` are by a mention's start: the areas that stand right beside it, the other mentions of its sentence, the kind of
    facility that the sentence speaks of; ``said_in`` likewise: the areas in which the text says that it is. ``the`` holds the
    starts of mentions with an article and no noun: "over the Pacific"; ``sides`` tells on which side of which other name one is.
    """

    countries: dict[str, float]
    voters: dict[str, frozenset[str]]
    forces: dict[str, tuple[Place, ...]]
    divisions: frozenset[tuple[str, str]]
    parents: dict[int, tuple[Place, ...]]
    said_in: dict[int, tuple[Place, ...]]
    beside: dict[int, list[Mention]]
    cues: dict[int, str]
    the: frozenset[int]
    sides: dict[int, Side]


def sense(mention: Mention) -> Sense:
    """What a mention shares its sense with."""
    return mention.name, mention.feature, mention.text.endswith(".")


def telling(mentions: tuple[Mention, ...]) -> list[Mention]:
    """The mentions whose surroundings are weighed: the first of each sense, enough to meet what tells it."""
    seen: Counter[Sense] = Counter()
    kept = []
    for m in mentions:
        seen[sense(m)] += 1
        if seen[sense(m)] <= WEIGHED:
            kept.append(m)
    return kept


def laid_out(
    report: Report, mentions: tuple[Mention, ...], index: Index
) -> tuple[dict[Sense, Mention], dict[Sense, list[Option]], Context]:
    """What the ranker is asked about: the senses of a report with their first mention, the candidates of each, the context.

    Spellings that the gazetteer lacks are looked for in the countries that the names which it has speak of.
    """
    senses = {sense(m): m for m in reversed(mentions)}
    before = {s: report.text[max(0, m.start - len(", ")) : m.start] for s, m in senses.items()}
    listed = {s: options(m, index, before[s]) for s, m in senses.items()}
    around = context(report, mentions, listed, index)
    countries = frozenset(around.countries)
    return senses, {s: listed[s] or options(m, index, before[s], countries) for s, m in senses.items()}, around


def context(report: Report, mentions: tuple[Mention, ...], found: dict[Sense, list[Option]], index: Index) -> Context:
    """The context of every mention of a report."""
    votes: defaultdict[str, float] = defaultdict(float)
    voters: defaultdict[str, set[str]] = defaultdict(set)
    divisions: set[tuple[str, str]] = set()
    areas: dict[int, tuple[Place, ...]] = {}
    cities: dict[int, tuple[Place, ...]] = {}
    for m in mentions:
        places = [o.found.place for o in found[sense(m)]]
        around = tuple(p for p in places if p.feature_code in ("PCLI", "ADM1", "RGN") and p.country)
        largest = max((p for p in places if p.feature_class == "P"), key=lambda p: p.population, default=None)
        if largest and largest.population > _CITY:
            cities[m.start] = (largest,)
        if not around:
            continue
        areas[m.start] = around
        town = m.start in cities
        if m.feature == "division" or not town or around[0].feature_code == "PCLI":
            votes[around[0].country] += PEOPLE_VOTE if m.name in demonyms() else 1
            voters[around[0].country].add(m.name)
            divisions |= {(p.country, p.admin1 or p.name) for p in around if p.feature_code == "ADM1"}
    at_home = _forces(report.text, index)
    for grounds in at_home.values():
        for country in grounds:
            votes[country.country] += 1 / len(grounds)
    sentences = _sentences(report.text, mentions)
    beside = {m.start: g[max(0, i - AROUND) : i + AROUND + 1] for g in sentences for i, m in enumerate(g)}
    return Context(
        dict(votes),
        {country: frozenset(names) for country, names in voters.items()},
        at_home,
        frozenset(divisions),
        _parents(report.text, mentions, areas),
        _said_in(report.text, mentions, areas, cities),
        beside,
        _cues(report, sentences),
        frozenset(m.start for m in mentions if _with_article(report.text, m)),
        sides(report.text, mentions),
    )


@cache
def _force() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, forces()), key=len, reverse=True))})(?![\w])")


def _forces(text: str, index: Index) -> dict[str, tuple[Place, ...]]:
    """The armed groups and missions that a text names, with the countries on whose ground they are."""
    named = dict.fromkeys(found[0] for found in _force().finditer(text))
    return {force: tuple(p for p in map(index.place, forces()[force]) if p) for force in named}


def _with_article(text: str, mention: Mention) -> bool:
    return bool(_ARTICLE.search(text, max(0, mention.start - _LED), mention.start) and _NO_NOUN.match(text, mention.end))


def _sentences(text: str, mentions: tuple[Mention, ...]) -> list[list[Mention]]:
    """The mentions by sentence, roughly: what matters is what is said near to what."""
    groups: list[list[Mention]] = []
    for m in mentions:
        if groups and not _SENTENCE_ENDS.search(text[groups[-1][-1].end : m.start]):
            groups[-1].append(m)
        else:
            groups.append([m])
    return groups


def _parents(text: str, mentions: tuple[Mention, ...], areas: dict[int, tuple[Place, ...]]) -> dict[int, tuple[Place, ...]]:
    """For each mention the countries and divisions that stand right beside it: "X, Y", "Y's X", "X in Y"."""
    parents: dict[int, tuple[Place, ...]] = {}
    for a, b in zip(mentions, mentions[1:], strict=False):
        gap = text[a.end : b.start]
        if len(gap) > 40:
            continue
        if b.start in areas and _PARENT_FOLLOWS.fullmatch(gap):
            parents[a.start] = (*parents.get(a.start, ()), *areas[b.start])
        if a.start in areas and _PARENT_LEADS.fullmatch(gap):
            parents[b.start] = (*parents.get(b.start, ()), *areas[a.start])
    return parents


def _said_in(
    text: str, mentions: tuple[Mention, ...], areas: dict[int, tuple[Place, ...]], cities: dict[int, tuple[Place, ...]]
) -> dict[int, tuple[Place, ...]]:
    """For each mention the division, country or city in which the text puts it: "X in the Y region", "Y's X district".

    Behind a comma a country alone: "A, B and C, in the X and Y regions" does not say which is where; "of A in X" names somebody.
    """
    said: dict[int, tuple[Place, ...]] = {}
    for a, b in pairwise(mentions):
        found = _SAID_IN.fullmatch(text[a.end : b.start]) if b.start in areas else None
        country = found and areas[b.start][0].is_country
        if found and (not text[: a.start].endswith("of ") if country else not found["comma"]):
            said[a.start] = areas[b.start]
        if a.start in cities and b.feature == "district" and _PARENT_LEADS.fullmatch(text[a.end : b.start]):
            said[b.start] = cities[a.start]
    return said


def _cues(report: Report, sentences: list[list[Mention]]) -> dict[int, str]:
    """The kind of facility that a sentence lists by name: "at five training grounds, including A, B and C"."""
    words = language(report.language)
    cues: dict[int, str] = {}
    for group in sentences:
        for feature in _CUES:
            hit = words.pattern("cues", feature).search(report.text, max(0, group[0].start - 160), group[-1].end)
            if hit:
                cues |= {m.start: feature for m in group if m.start >= hit.start() and m.start not in cues}
    return cues
