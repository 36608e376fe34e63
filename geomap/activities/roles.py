"""Which part each place of a sentence plays in an activity, and which of them only say where the others are."""

import re
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from geomap.activities.asides import located, names_part, tie, within
from geomap.lexicon import Kind, Language
from geomap.model import ClaimPlace, Report, Resolution, Role
from geomap.toponyms.features import AIRSPACE
from geomap.toponyms.relations import relation_before

TOO_WIDE = "a whole country, continent or ocean, and no place in it"
_BORDER = "tells which border is meant, and on neither side of it where"
_ENDS = frozenset({"origin", "destination", "toward"})
_ANOTHER_VERB = "named with another verb than the activity's"


class _Words(NamedTuple):
    """The patterns that tell a role by the words before a name, each ending where the name begins."""

    before: dict[str, re.Pattern[str]]
    direction_after: re.Pattern[str]
    joined: re.Pattern[str]


@cache
def _words(words: Language) -> _Words:
    either = partial(words.either, "roles")
    between = rf"(?:(?:{either('determiners')})\s)*"
    owner = r"(?:[\w-]+(?:\s[\w-]+)?['’]s\s+)?(?:[\w-]+\s)?"
    before = {
        role: re.compile(rf"(?<!\w)(?:{either(role)})\s+{between}{owner}{between}$", re.IGNORECASE)
        for role in ("origin", "destination", "toward", "over", "line", "site", "moves")
    }
    after = re.compile(rf"\s*(?:{either('direction_after')})(?!\w)", re.IGNORECASE)
    joined = re.compile(
        rf"\s*(?:[,;/])?\s*(?:{either('joining')})?\s*(?:{either('list_prepositions')})?\s*(?:{either('articles')})?\s*",
        re.IGNORECASE,
    )
    return _Words(before, after, joined)


@cache
def enumerated(words: Language) -> re.Pattern[str]:
    """What stands between two names of one enumeration."""
    either = partial(words.either, "roles")
    between = rf"(?:[,;/]\s*(?:(?:{either('joining')})\s+)?|(?:{either('joining')})\s+)"
    return re.compile(rf"(?:\s+(?:{either('list_nouns')}))?\s*{between}(?:(?:{either('articles')})\s+)?", re.IGNORECASE)


def goes_on(gap: str, kind: Kind, language: Language) -> Role | None:
    """Which end of a way a name is that stands behind another one: "to", "towards", "from" between the two, and nothing else.

    Args:
        gap: what stands between the two names.
        kind: the activity.
        language: whose words tell the roles.
    """
    words = _words(language)
    rest = re.sub(rf"^\s*(?:{language.either('roles', 'list_nouns')})?,?\s*", "", gap, flags=re.IGNORECASE)
    for role in ("toward", "destination", "origin"):
        if rest and words.before[role].match(rest):
            return role if role in kind.roles else "toward" if role == "destination" and "toward" in kind.roles else None
    return None


class Cast(NamedTuple):
    """The places of a claim with their roles, and those left out with the reason."""

    places: tuple[ClaimPlace, ...]
    left_out: tuple[tuple[Resolution, str], ...]


def cast(sentence: str, offset: int, kind: Kind, resolutions: list[Resolution], language: Language) -> Cast:
    """Give each literal place of a sentence its role.

    Args:
        sentence: its text.
        offset: where it begins in the report.
        kind: the activity.
        resolutions: the sentence's literal mentions, in order.
        language: whose words tell the roles.
    """
    words = _words(language)
    places: list[ClaimPlace] = []
    left_out: list[tuple[Resolution, str]] = []
    previous: tuple[int, Role] | None = None
    for resolution in resolutions:
        mention = resolution.mention
        before = sentence[: mention.start - offset]
        after = sentence[mention.end - offset :]
        listed = previous and words.joined.fullmatch(sentence[previous[0] - offset : mention.start - offset])
        own = _own_role(before, after, kind, words) or ("area" if mention.feature == AIRSPACE else None)
        role: Role = previous[1] if listed and previous and not own else own or "site"
        if kind.draw == "line" and not own and not listed:
            left_out.append((resolution, _ANOTHER_VERB))
            previous = None
            continue
        if role not in kind.roles:
            role = "site" if "site" in kind.roles else kind.roles[0]  # type: ignore[assignment]
        if resolution.place and resolution.place.is_area and role == "site":
            role = "area"
        if kind.stays:
            stayed = listed and previous
            if not stayed and (words.before["moves"].search(before) or not words.before["site"].search(before)):
                left_out.append((resolution, _ANOTHER_VERB))
                previous = None
                continue
        previous = (mention.end, role)
        places.append(ClaimPlace(role=role, resolution=resolution))
    places = located(places, resolutions, sentence, offset, language)
    kept: list[ClaimPlace] = []
    for at, place in enumerate(places):
        reason = only_says_where(place, at, places, sentence, offset, language) or too_wide(place, kind)
        if not reason and at_border(place, sentence, offset, language):
            reason = _BORDER
        if reason:
            left_out.append((place.resolution, reason))
        else:
            kept.append(place)
    return Cast(once(kept), tuple(left_out))


def once(places: list[ClaimPlace]) -> tuple[ClaimPlace, ...]:
    """The places, each once: "in Arroyo … landings there" speaks of one."""
    return tuple(p for n, p in enumerate(places) if not any(_same_place(p, k) for k in places[:n]))


def _own_role(before: str, after: str, kind: Kind, words: _Words) -> Role | None:
    if words.direction_after.match(after) or words.before["toward"].search(before):
        return "toward"
    if kind.draw == "line":
        if words.before["origin"].search(before):
            return "origin"
        if words.before["destination"].search(before):
            return "destination"
        if words.before["line"].search(before):  # "between A and B": which is the origin is not said
            return "site"
        return "area" if words.before["over"].search(before) else None
    if kind.draw == "area" and words.before["line"].search(before):
        return "line"
    return None


def only_says_where(place: ClaimPlace, at: int, places: list[ClaimPlace], sentence: str, offset: int, language: Language) -> str:
    """Why a place is none of the activity's own: it only says which or where another is.

    "X, Primorsky Krai", "North Korea's X", "in Russia, including X", "the X training ground near Y".
    """
    former = places[at - 1] if at and not _ends(places[at - 1], place) else None
    if former and tie(former.resolution, place.resolution, sentence, offset, language) in ("aside", "whole"):
        return f"only says where {former.resolution.mention.text} is"
    part = places[at + 1] if at + 1 < len(places) else None
    alike = part and place.role in (part.role, "site", "area")
    if part and alike and tie(place.resolution, part.resolution, sentence, offset, language) == "part":
        return f"only says where {part.resolution.mention.text} is"
    if former and _division_of(at, places, sentence, offset, language):
        return f"only says where {former.resolution.mention.text} is"
    outer = place.resolution.place
    if not outer:
        return ""
    # "The Sergeyevsky training ground near Ussuriysk", and not "Greek airspace near Chios".
    if former and place.resolution.relation not in ("at", former.resolution.relation) and not _sky(former):
        gap = sentence[former.resolution.mention.end - offset : place.resolution.mention.start - offset]
        phrase = relation_before(sentence, place.resolution.mention.start - offset, language).words
        if gap.strip(" ,").lower() == phrase.lower():
            return f"only says where {former.resolution.mention.text} is"
    small = outer.feature_code not in ("PCLI", "ADM1", "RGN")
    if place.resolution.beside or ((small or _partly(place)) and _listed(at, places, sentence, offset, language)):
        return ""
    for other_at, other in enumerate(places):
        inner = other.resolution.place
        beside = abs(other_at - at) == 1
        if other_at == at or not inner or not within(inner, outer) or (beside and _ends(place, other)):
            continue
        if beside or place.role == other.role or outer.feature_code in ("PCLI", "RGN"):
            return f"only says where {other.resolution.mention.text} is"
    return ""


def _ends(one: ClaimPlace, other: ClaimPlace) -> bool:
    """Whether two places are the two ends of one way: "from Karwar to the Arabian Sea" does not tell where Karwar is."""
    return one.role != other.role and "origin" in (one.role, other.role) and {one.role, other.role} <= _ENDS


def _division_of(at: int, places: list[ClaimPlace], sentence: str, offset: int, language: Language) -> bool:
    """Whether a town's name is that of the division which holds the place before it: "in Tomarovka, Belgorod", and no list.

    Of a village that the gazetteer lacks the town's own point would be wrong; of a street or site in that town it would not.
    """
    if not at:
        return False
    first, town = (p.resolution for p in places[at - 1 : at + 1])
    if not town.place or town.place.is_area or (not first.place and names_part(first, language)):
        return False
    inner = first.place or town.place
    named = inner.country == town.place.country and inner.admin1.casefold().startswith(town.mention.text.casefold())
    start, end = first.mention.start - offset, town.mention.end - offset
    beside = sentence[first.mention.end - offset : town.mention.start - offset] == ", "
    before = enumerated(language).search(sentence, places[at - 2].resolution.mention.end - offset, start) if at > 1 else None
    return named and beside and not (before and before.end() == start) and not enumerated(language).match(sentence, end)


def _listed(at: int, places: list[ClaimPlace], sentence: str, offset: int, language: Language) -> bool:
    """Whether an "and" joins a place with the one before or behind it: nobody says "X and the district that holds it"."""
    joining = language.words("roles", "joining")
    joined = {*joining, *(f"{word} {article}" for word in joining for article in language.words("roles", "articles"))}
    ends = ((p.resolution.mention.start - offset, p.resolution.mention.end - offset) for p in places[max(0, at - 1) : at + 2])
    gaps = (sentence[one[1] : two[0]].strip(" ,").lower() for one, two in pairwise(ends))
    return any(gap in joined for gap in gaps)


def is_country(place: ClaimPlace) -> bool:
    """Whether a place is a whole country, its sky apart."""
    found = place.resolution.place
    return found is not None and found.is_country and not _partly(place) and not _sky(place)


def _partly(place: ClaimPlace) -> bool:
    """Whether the report speaks of the ground on one side of a place, within it or beyond, or of that around a country."""
    resolution = place.resolution
    around = resolution.relation == "near" and resolution.place is not None and resolution.place.is_country
    return around or resolution.beside or resolution.relation == "part"


def _sky(place: ClaimPlace) -> bool:
    return place.resolution.mention.feature == AIRSPACE


def at_border(place: ClaimPlace, text: str, offset: int, language: Language) -> bool:
    """Whether a country only tells which border is meant ("to the Belarus border"): on which side of it, nobody says."""
    start, end = place.resolution.mention.start - offset, place.resolution.mention.end - offset
    behind = language.pattern("roles", "border").match(text, end + 1)  # behind a blank or an apostrophe
    before = language.pattern("roles", "border_of").search(text, max(0, start - 60), start)
    return is_country(place) and bool(behind or before)


def moved_to(place: ClaimPlace, report: Report, language: Language) -> bool:
    """Whether the words before a place bring somebody there ("returned to", "sent to"): no activity that stays is told of it."""
    start = place.resolution.mention.start
    return bool(_words(language).before["moves"].search(report.text[max(0, start - 60) : start]))


def too_wide(place: ClaimPlace, kind: Kind) -> str:
    """Why a place is no place of an activity: a whole country or ocean, unless the kind takes it as an end of the way."""
    found = place.resolution.place
    if not found or _partly(place) or found.feature_code not in ("PCLI", "CONT", "OCN"):
        return ""
    if kind.countries and found.feature_code == "PCLI" and (place.role in ("origin", "destination") or _sky(place)):
        return ""
    return TOO_WIDE


def _same_place(a: ClaimPlace, b: ClaimPlace) -> bool:
    one, two = a.resolution, b.resolution
    return a.role == b.role and one.mention.name == two.mention.name and one.relation == two.relation
