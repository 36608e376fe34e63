"""Names found by the gazetteer alone: matches at word boundaries, judged by the words around them.

For languages that the trained recogniser does not read: it knows names that the gazetteer has, and long capitalised words
that resemble one.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import Token, key, tokens
from geomap.gazetteer.index import Index
from geomap.lexicon import Language, language
from geomap.model import Mention, Report
from geomap.toponyms.bylines import in_line, lines
from geomap.toponyms.features import AIRSPACE

_LONGEST_NAME = 8
# Shorter words resemble too many names by chance (see the design's figures on approximate matching).
_LEAST_APPROXIMATE = 8
# Between the words of one name: spaces, a hyphen, or the dot of a short abbreviation.
_WITHIN_NAME = re.compile(r"(?:['’ʼ]s)?[ \t\u00a0]?[-–‑]?[ \t\u00a0]?\n?[ \t]?|\.[ \t\u00a0-]{0,2}")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’)\]]*\s+$|\n\s*$|^\s*$|[“‘\"(\[●•–—-]\s*$")
# Between a name and its noun; and where its noun is its sky.
_JOINED = (" ", "-", "\u00a0")
_OWNED = ("'s ", "’s ", "' ", "’ ")


Use = Literal["literal", "associative", "other"]


class Word(NamedTuple):
    """A word of a text with the fold that names are matched by."""

    token: Token
    text: str

    @property
    def capital(self) -> bool:
        """Begins with a capital, or is of a script without case."""
        first = self.text[0]
        return first.isupper() or (first.isalpha() and first.lower() == first.upper())


def matches(report: Report, index: Index) -> tuple[Mention, ...]:
    """Every mention of a place in order; spans do not overlap, and each holds ``report.text[start:end]``.

    Args:
        report: a text of any length; the time is linear in it.
        index: the gazetteer.
    """
    text, words = report.text, language(report.language)
    found = [Word(t, text[t.start : t.end]) for t in tokens(text)]
    bylines = list(lines(text, words))
    mentions: list[Mention] = []
    at = 0
    while at < len(found):
        step, mention = _mention_at(text, found, at, index, words, mentions)
        if mention:
            mentions.append(in_line(mention, bylines) or mention)
        at += step
    return tuple(mentions)


def _mention_at(
    text: str, found: list[Word], at: int, index: Index, words: Language, mentions: list[Mention]
) -> tuple[int, Mention | None]:
    """The mention that begins at a word, if any, and how many words to go on by."""
    word = found[at]
    if not word.capital or word.token.fold in _no_names(words):
        return 1, None
    run = [word.token.fold]
    for i in range(at + 1, min(at + _LONGEST_NAME, len(found))):
        gap = text[found[i - 1].token.end : found[i].token.start]
        if not _WITHIN_NAME.fullmatch(gap) or (gap.startswith(".") and len(run[-1]) > 3):
            break
        run.append(found[i].token.fold)
    count = _longest_demonym(run)
    if count and index.longest(run) <= count:  # "Korean Peninsula" is more than "Korean"
        last = found[at + count - 1].token
        return count, _mention(text, word.token.start, last.end, run[:count], why="names a people or a nationality")
    count = index.longest(run)
    while count > 1 and not (
        found[at + count - 1].capital or found[at + count - 1].text.isdigit()
    ):  # "Kursk region" may end in a small letter, "Reading the" may not
        if run[count - 1] in _generic_words(words):
            break
        count = max(index.longest(run[: count - 1]), 0)
    name, written = " ".join(run[:count]), text[word.token.start : found[at + count - 1].token.end]
    if count and (run[0] in _never_alone(words) if count == 1 else False):
        return 1, None
    if count and _acronym(written) and not any(f.written == written for f in index.lookup(name)):
        return 1, None
    if not count:
        return _unlisted(text, found, at, words, mentions, index)
    start, end = word.token.start, found[at + count - 1].token.end
    use, why = use_beside(text, found, at, count, words)
    if use == "other":
        return count, None
    feature, behind = feature_beside(text, found, at, count, words)
    weak = all(f.weak for f in index.lookup(name))
    if weak and not feature and use == "literal" and not _supported(text, found, at, words, mentions):
        return count, None
    end = found[at + count + behind - 1].token.end if behind else end
    return count + behind, Mention(start=start, end=end, text=text[start:end], name=name, usage=use, feature=feature, why=why)


def _mention(text: str, start: int, end: int, run: list[str], why: str) -> Mention:
    return Mention(start=start, end=end, text=text[start:end], name=" ".join(run), usage="associative", why=why)


@cache
def _no_names(words: Language) -> frozenset[str]:
    return frozenset((*words.words("names", "calendar"), *words.words("names", "weapons")))


@cache
def _saying(words: Language) -> frozenset[str]:
    return frozenset((*words.words("names", "speech"), *words.words("attribution", "verbs")))


def _acronym(text: str) -> bool:
    """A short word in capitals: an organisation more often than a place, unless a place is written just so ("UK")."""
    return text.isupper() and text.isascii() and len(text) <= 5


@cache
def _never_alone(words: Language) -> frozenset[str]:
    """Words that are no place by themselves: titles, offices, what organisations are called, function words."""
    return frozenset(
        w for table in ("title", "office", "organisation", "function", "directions") for w in words.words("names", table)
    ) | _generic_words(words)


def _longest_demonym(run: list[str]) -> int:
    known = demonyms()
    return next((n for n in (2, 1) if len(run) >= n and " ".join(run[:n]) in known), 0)


@cache
def _generic_words(words: Language) -> frozenset[str]:
    return frozenset(w for phrases in words.tables.get("features", {}).values() for p in phrases for w in p.split())


@cache
def _phrases(words: Language) -> dict[tuple[str, ...], str]:
    """The generic nouns of a language as folded words, with the feature that each asks for."""
    table = words.tables.get("features", {})
    return {tuple(key(p).split()): feature for feature, phrases in table.items() for p in phrases}


def feature_beside(text: str, found: list[Word], at: int, count: int, words: Language) -> tuple[str, int]:
    """The feature that the words beside a name ask for, and how many of the words behind it belong to the name."""
    phrases = _phrases(words)
    inner = tuple(w.token.fold for w in found[at : at + count])
    for n in (4, 3, 2, 1):  # the generic noun may stand within the gazetteer's own name
        if count > n and inner[-n:] in phrases:
            return phrases[inner[-n:]], 0
    behind = found[at + count : at + count + 4]
    for n in (4, 3, 2, 1):
        part = behind[:n]
        joined = [found[at + count - 1], *part]
        feature = phrases.get(tuple(w.token.fold for w in part)) if len(part) == n else None
        if feature and feature != "before_settlement":
            first, *rest = (text[a.token.end : b.token.start] for a, b in pairwise(joined))
            if all(gap in _JOINED for gap in rest) and (first in _JOINED or (feature == AIRSPACE and first in _OWNED)):
                return feature, n
    leading = found[at - 1] if at else None  # "Oblast Kharkiv"
    led = leading and leading.text[0].isupper() and text[leading.token.end : found[at].token.start] == " "
    if led and leading and phrases.get((leading.token.fold,)) == "division":
        return "division", 0
    ahead = tuple(w.token.fold for w in found[max(0, at - 2) : at])
    return (phrases[ahead], 0) if phrases.get(ahead) == "before_settlement" else ("", 0)


def _sentence_start(text: str, start: int) -> bool:
    return bool(_SENTENCE_END.search(text[max(0, start - 12) : start])) or start == 0


def _supported(text: str, found: list[Word], at: int, words: Language, before: list[Mention]) -> bool:
    """Whether a weak name has support: a place preposition or a place of its list before it, no capitalised neighbour."""
    if (
        before
        and before[-1].usage == "literal"
        and re.fullmatch(r",? (?:and |or )?", text[before[-1].end : found[at].token.start])
    ):
        return True
    if not at or _sentence_start(text, found[at].token.start):
        return False
    after = found[at + 1] if at + 1 < len(found) else None
    beside = after and after.text[0].isupper() and text[found[at].token.end : after.token.start] == " "
    return found[at - 1].token.fold in words.words("names", "leading_to_place") and not beside


IN_ORGANISATION = "stands in the name of an organisation"


def use_beside(text: str, found: list[Word], at: int, count: int, words: Language) -> tuple[Use, str]:
    """Whether a name is a place, something named after one, or ("other") no place's name at all; and why."""
    start, end = found[at].token.start, found[at + count - 1].token.end
    names = words.words
    before = found[at - 1] if at else None
    if before and text[before.token.end : start] in (" ", "\u00a0", ". ") and not _sentence_start(text, start):
        fold = before.token.fold
        if fold in names("names", "title"):
            return "other", f"follows the title “{before.text}”"
        ordinary = {
            w for table in ("directions", "place_prepositions", "calendar", "function") for w in names("names", table)
        } | _generic_words(words)
        listed = (
            fold in ordinary
            or _longest_demonym([fold])
            or not before.text[0].isupper()
            or before.text[0].lower() == before.text[0].upper()
        )
        if not listed and not before.text.isupper():
            return "other", f"part of a longer name (“{before.text} {text[start:end]}”)"
    after, reach = [], end
    for word in found[at + count : at + count + 5]:
        gap = text[reach : word.token.start]
        if not re.fullmatch(r"(?:['’ʼ]s)?[ \u00a0-]", gap) or not (word.text[0].isupper() or word.token.fold == "of"):
            break
        after.append(word)
        reach = word.token.end
    organisation = next((w for w in after if w.token.fold in names("names", "organisation")), None)
    if organisation:
        return "associative", f"{IN_ORGANISATION} (“{text[start : organisation.token.end]}”)"
    following = found[at + count] if at + count < len(found) else None
    if following and re.fullmatch(r"['’ʼ]s ", text[end : following.token.start]):  # "Ukraine's Air Force said"
        said = next((w for w in found[at + count + 1 : at + count + 6] if w.token.fold in _saying(words)), None)
        if said and not re.search(r"[.,;:!?]", text[end : said.token.start]):
            return "associative", f"speaks (“{text[start : said.token.end]}”)"
    if following:
        gap = text[end : following.token.start]
        fold = following.token.fold
        if gap in (" ", "’s ", "'s ", "\u00a0"):
            if fold in names("names", "office"):
                return "associative", f"names an authority (“{text[start : following.token.end]}”)"
            if fold in names("names", "speech") and gap == " ":
                return "associative", f"speaks (“{text[start : following.token.end]}”) and so names a government"
            if fold in names("names", "organisation") and not following.text[0].isupper() and fold not in _generic_words(words):
                return "associative", f"modifies an organisation (“{text[start : following.token.end]}”)"
        if gap == " " and following.text[0].isupper() and after and not feature_beside(text, found, at, count, words)[0]:
            fold_after = after[0].token.fold
            known = _longest_demonym([fold_after]) or fold_after in names("names", "calendar")
            if not known and not following.text.isupper():
                return "other", f"part of a longer name (“{text[start : following.token.end]}”)"
    return "literal", ""


def _unlisted(
    text: str, found: list[Word], at: int, words: Language, before: list[Mention], index: Index
) -> tuple[int, Mention | None]:
    """A capitalised word that the gazetteer lacks: worth a look where a place could stand."""
    word = found[at]
    stem = _without_particle(word.token.fold, words, index)
    if stem:
        start = word.token.start
        end = start + len(stem)
        if text[start:end].casefold() == stem:
            return 1, Mention(start=start, end=end, text=text[start:end], name=stem)
    if not word.text[0].isupper() or word.text.isupper() or len(word.text) < 4 or word.token.fold in _never_alone(words):
        return 1, None
    start, end = word.token.start, word.token.end
    previous = found[at - 1] if at else None
    following = found[at + 1] if at + 1 < len(found) else None
    feature, behind = feature_beside(text, found, at, 1, words)
    if not feature and following and following.text[0].isupper() and text[end : following.token.start] == " ":
        return 1, None
    placed = (
        previous
        and not _sentence_start(text, start)
        and text[previous.token.end : start] == " "
        and (previous.token.fold in words.words("names", "site_prepositions"))
    )
    listed = (
        before and before[-1].usage == "literal" and re.fullmatch(r", (?:and |or )?| and | or ", text[before[-1].end : start])
    )
    preceded = previous and previous.text[0].isupper() and text[previous.token.end : start] == " "
    if preceded or not (feature or placed or listed) or len(word.text) < (_LEAST_APPROXIMATE if not (feature or placed) else 4):
        return 1, None
    end = found[at + behind].token.end if behind else end
    why = "not in the gazetteer under this spelling"
    return 1 + behind, Mention(start=start, end=end, text=text[start:end], name=word.token.fold, feature=feature, why=why)


def _without_particle(folded: str, words: Language, index: Index) -> str:
    """A word of an agglutinating language without the particle behind it, if that is a name."""
    for particle in words.words("names", "particles"):
        stem = folded.removesuffix(particle)
        if stem != folded and len(stem) > 1 and index.longest([stem]):
            return stem
    return ""
