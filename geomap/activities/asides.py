"""Which of two neighbouring names only says where the other is: "Vyshneve, on the edge of Kyiv", "Kryvyi Rih's Dolyntseve"."""

import re
from functools import cache, partial
from typing import Literal, NamedTuple

from geomap.geodesy import distance_km
from geomap.lexicon import Language
from geomap.model import ClaimPlace, Mention, Place, Report, Resolution
from geomap.toponyms.directions import is_aside, reference
from geomap.toponyms.relations import NEAR_KM

# Farther from each other one place does not tell where the other is; a quarter or a site lies in its town.
ASIDE_KM, WITHIN_KM = 150.0, 40.0
# So far before a name stand the words that say that a thing is not there.
_BEFORE = 30
# So far before a name stands for what somebody gathers.
_AIM = 80
# So far before and behind a name stands what tells that somebody speaks there.
_SEAT = 60
# Between a word that leads to a place and its name: "from [the city of]".
UP_TO_NAME = r"\s(?:the\s)?(?:\w+\sof\s)?$"
# From this population on a town has districts.
CITY = 100_000


class _Noun(NamedTuple):
    """Patterns of a name that ends with a noun, and of the noun behind a name."""

    own: re.Pattern[str]
    behind: re.Pattern[str]


class _Words(NamedTuple):
    """What stands between two names, behind the second, and as the noun of either."""

    apposed: re.Pattern[str]
    apposed_end: re.Pattern[str]
    part: _Noun
    wide_part: _Noun
    part_of: re.Pattern[str]
    owner_of: re.Pattern[str]
    with_part: re.Pattern[str]


@cache
def _words(words: Language) -> _Words:
    either = partial(words.either, "asides")

    def noun(*keys: str) -> _Noun:
        nouns = either(*keys)
        return _Noun(re.compile(rf"(?:.*\s)?(?:{nouns})", re.IGNORECASE), re.compile(rf"\s(?:[a-z-]+\s)?(?:{nouns})(?!\w)"))

    return _Words(
        re.compile(either("apposed")),
        re.compile(either("apposed_end")),
        noun("parts", "wide_parts"),
        noun("wide_parts"),
        re.compile(
            rf"\s(?:(?:[a-z-]+\s)?(?:{either('parts')})\s)?(?:{either('part_of')})|"
            rf"\s(?:[a-z-]+\s)?(?:{either('wide_parts')})\s(?:{either('wide_part_of')})"
        ),
        re.compile(either("owner_of")),
        re.compile(either("with_part")),
    )


Tie = Literal["aside", "whole", "part", ""]
"""What the second of two neighbouring names is to the first: an aside that says where it is, its whole, its part, or nothing."""


def tie(former: Resolution, other: Resolution, sentence: str, offset: int, language: Language) -> Tie:
    """What the second of two neighbouring names of a sentence is to the first.

    Where both are known it must be true: tankers "from Kadena, 500 km east of Hokkaido" tell two places; an ocean is wide; what
    holds the other has no aside in it ("in Kherson Oblast in Beryslav").

    Args:
        former: the first.
        other: the second.
        sentence: its text.
        offset: where it begins in the report.
        language: whose words tell it.
    """
    words = _words(language)
    gap = sentence[former.mention.end - offset : other.mention.start - offset]
    after = sentence[other.mention.end - offset :]
    holds = former.place is not None and other.place is not None and within(other.place, former.place)
    if not holds and words.apposed.fullmatch(gap) and words.apposed_end.match(after) and _close(former, other, ASIDE_KM):
        return "aside"
    if not _close(former, other, WITHIN_KM):
        return ""
    if not holds and _is_part(former, gap, words) and words.part_of.fullmatch(gap):
        return "whole"
    if words.owner_of.fullmatch(gap) or (_holds(former, other, after, words) and words.with_part.fullmatch(gap)):
        return "part"
    return ""


def within(inner: Place, outer: Place) -> bool:
    """Whether an area names the country or division that a place belongs to."""
    if inner.id == outer.id or not outer.is_area:
        return False
    if outer.feature_code == "PCLI":
        return bool(outer.country) and inner.country == outer.country
    if outer.feature_code == "ADM1":
        # A site of the military tables names no division.
        inside = not inner.is_area and not inner.admin1 and distance_km(inner, outer) <= outer.precision_km
        return inner.country == outer.country and (inner.admin1 == outer.name or inside)
    # A region or peninsula: by its extent, since it has no code that its places carry.
    return not inner.is_area and distance_km((inner.lat, inner.lon), (outer.lat, outer.lon)) <= 2 * outer.precision_km


def _close(one: Resolution, two: Resolution, within_km: float) -> bool:
    a, b = one.place, two.place
    if not a or not b or a.feature_code == "OCN":
        return True
    return distance_km(a, b) <= within_km + a.precision_km + b.precision_km


def _holds(whole: Resolution, part: Resolution, after: str, words: _Words) -> bool:
    """Whether the first of two places may hold the second; a street or district may hold a village or a shop as well."""
    if not whole.place or whole.place.feature_class == "S" or not _is_part(part, after, words):
        return False
    return whole.place.population >= CITY or not _bears(part, words.wide_part, after)


def _is_part(of: Resolution, after: str, words: _Words) -> bool:
    """Whether a name is a site's or a quarter's by its own noun, the one behind it, or the gazetteer."""
    return bool(of.place and of.place.feature_class == "S") or _bears(of, words.part, after)


def _bears(of: Resolution, noun: _Noun, after: str) -> bool:
    return bool(noun.own.fullmatch(of.mention.text) or noun.behind.match(after))


def names_part(of: Resolution, language: Language) -> bool:
    """Whether a name says by its own noun that it is a part of a town or a site: "Victory Avenue", "Fort Ross airfield"."""
    return bool(of.mention.feature) or _bears(of, _words(language).wide_part, "")


def told_for_itself(report: Report, literal: list[Resolution], language: Language) -> list[Resolution]:
    """The names of a sentence without those that only tell on which side another one is, or where a thing is not.

    "North of Kupyansk near Kamianka", "Petrivka (northwest of Toretsk) and Kalynove", "at Tapa, not at Sirgala"; nor where
    somebody says it, or what somebody gathers for.

    Args:
        report: the text.
        literal: names of places, in order.
        language: whose words tell an aside.
    """
    kept = []
    for former, own, other in zip([None, *literal], literal, [*literal[1:], None], strict=False):
        leads = other and reference(report.text, own.mention, other.mention)
        start = own.mention.start
        if former and language.pattern("roles", "not_here").search(report.text, max(0, start - _BEFORE), start):
            continue
        if former and language.pattern("roles", "aim_of").search(report.text[max(0, start - _AIM) : start]):
            continue
        if not (
            leads or where_one_speaks(report, own.mention, language) or (former and _on_a_side(report, former, own, language))
        ):
            kept.append(own)
    return kept


def where_one_speaks(report: Report, mention: Mention, language: Language) -> bool:
    """Whether a name only tells where a source is: "speaking in Kyiv", "the defence ministry in Damascus said"."""
    before, behind = report.text[max(0, mention.start - _SEAT) : mention.start], report.text[mention.end : mention.end + _SEAT]
    spoken, seat, says = _speaking(language)
    return bool(spoken.search(before) or (seat.search(before) and says.match(behind)))


@cache
def _speaking(language: Language) -> tuple[re.Pattern[str], ...]:
    at, bodies = (language.either("asides", key) for key in ("speaks_at", "bodies"))
    says = "|".join((language.either("asides", "body_says"), language.either("attribution", "verbs")))
    return (
        re.compile(rf"(?<!\w)(?:{at}){UP_TO_NAME}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{bodies})\s(?:in|at)\s$", re.IGNORECASE),
        re.compile(rf",?\s(?:\w+\s){{0,2}}?(?:{says})\b", re.IGNORECASE),
    )


def _on_a_side(report: Report, former: Resolution, own: Resolution, language: Language) -> bool:
    """Whether a name tells on which side of it the one before lies; "the Pacific south of Sakishima" is a part of an ocean."""
    gap = report.text[former.mention.end : own.mention.start]
    if not is_aside(gap) or (former.place and former.place.is_area) or not _close(former, own, ASIDE_KM):
        return False
    return "," not in gap or tie(former, own, report.text, 0, language) == "aside"


def located(
    places: list[ClaimPlace], inside: list[Resolution], sentence: str, offset: int, language: Language
) -> list[ClaimPlace]:
    """The places, those that the gazetteer lacks, and oceans, put where an aside of the report says that they are.

    "Badaber, south of Peshawar, was bombed": near Peshawar and south of it; "Pont-Sondé, in Artibonite,": somewhere there;
    "in the Pacific Ocean east of the Philippines": that side alone.

    Args:
        places: a claim's.
        inside: all mentions of its sentence with their places, in order.
        sentence: its text.
        offset: where it begins in the report.
        language: whose words tell an aside.
    """
    return [_told_where(p, inside, sentence, offset, language) or p for p in places]


def _told_where(place: ClaimPlace, inside: list[Resolution], sentence: str, offset: int, language: Language) -> ClaimPlace | None:
    mention, own = place.resolution.mention, place.resolution.place
    if own and own.feature_code != "OCN":  # "in the Pacific Ocean, east of the Philippines" is no whole ocean
        return None
    behind = next((r for r in inside if r.mention.start > mention.start and r.mention.usage == "literal"), None)
    before = next((r for r in reversed(inside) if r.mention.end <= mention.start), None)
    how: Tie = tie(place.resolution, behind, sentence, offset, language) if behind else ""
    if behind and how in ("aside", "whole"):
        known, said = behind, sentence[mention.end - offset : behind.mention.end - offset]
    elif before and tie(before, place.resolution, sentence, offset, language) == "part":
        known, said, how = before, sentence[before.mention.start - offset : mention.start - offset], "part"
    elif before and reference(sentence, before.mention, mention, offset):  # "north of Kupyansk near Kamianka"
        known, said = before, sentence[before.mention.start - offset : mention.end - offset]
    else:
        return None
    if known.mention.usage != "literal" or not known.place or (known.place.is_country and not known.beside):
        return None
    reason = f"the report says where it is: “{said.strip(' ,')}”"
    there = known.model_copy(update={"mention": mention, "match": "aside", "reasons": (reason,)})
    if how == "aside" and known.relation == "at" and not known.place.is_area:  # "on the edge of Kyiv"
        there = there.model_copy(update={"relation": "near", "precision_km": (known.precision_km or 0.0) + NEAR_KM})
    return ClaimPlace(role=place.role, resolution=there)
