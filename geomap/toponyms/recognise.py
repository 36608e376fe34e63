"""Which words of a report name places, and whether a place is meant or something named after one.

The trained encoder says so for the languages that it was trained on; for the others the gazetteer's names are matched.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise

from geomap.encoder.heads import SPANS, USAGES
from geomap.encoder.run import LANGUAGES, Heads, read
from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from geomap.lexicon import Language, language
from geomap.model import Mention, Place, Report, Usage
from geomap.toponyms import bylines, groups
from geomap.toponyms.features import AIRSPACE, SITES
from geomap.toponyms.matching import IN_ORGANISATION, Word, feature_beside, matches, use_beside
from geomap.toponyms.names import looked_up
from geomap.toponyms.repeated import throughout
from geomap.toponyms.runs import folded, overlapping, written
from geomap.toponyms.shared_nouns import shared
from geomap.toponyms.ships import names_ship

# At which probability a word is taken for (part of) a place's name, and a name for something named after a place: set on
# the out-of-fold figures of docs/recognition.md.
LEAST_NAME = 0.65
LEAST_ASSOCIATIVE = 0.85
# Where a rule says so too ("Oxford University", "Kyiv said"), the encoder needs only to doubt.
LEAST_BY_RULE = 0.1
# A name of the gazetteer needs less of the encoder's belief, less still behind "in", "at" or "near",
# or in a list with a name that the encoder is sure of.
LEAST_BELIEVED, LEAST_UNLISTED, LEAST_PLACED, LEAST_LISTED, LEAST_FOREIGN = 0.5, 0.6, 0.3, 0.2, 0.1
# Within one name may stand spaces, hyphens, an apostrophe, or the dot of an abbreviation.
_WITHIN_NAME = re.compile(r"(?:['’ʼ]s?)?[ \t\u00a0]?[-–‑/&]?[ \t\u00a0]?\n?[ \t]?|\.[ \t\u00a0-]{0,2}")
_LONGEST_NAME = 8
_DASH = re.compile(r"\s?[-–—]\s?")
_NEAR = 40
_ERA = re.compile(r"B\.?C\.?|A\.?D\.?")
# An electronic one: "name@place.com", "www.place.com", "food.gov.uk".
_ADDRESS = re.compile(r"\S*@\w|(?:https?://|www\.)\S|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w’'])")
# "U.S.", whatever the encoder holds to begin in it.
_LETTERS = re.compile(r"[A-Z]\.[A-Z]")


def recognise(report: Report, index: Index, heads: Heads | None = None) -> tuple[Mention, ...]:
    """Every mention of a place in order; spans do not overlap, and each holds ``report.text[start:end]``.

    Args:
        report: a text of any length; the time is linear in it.
        index: the gazetteer.
        heads: what the encoder said of the text, where that is known already.
    """
    if report.language not in LANGUAGES:
        return matches(report, index)
    text, words = report.text, language(report.language)
    heads = heads or read(text, index)
    found = [Word(t, text[t.start : t.end]) for t in heads.words]
    tagged = _tagged(text, found, heads, LEAST_NAME)
    joining = [w.token.fold in words.words("roles", "joining") for w in found]
    in_list = partial(_in_list, {end for _, end in tagged}, {first for first, _ in tagged}, text, found, joining)
    runs = _widened(tagged, _known(report, found, heads, index, in_list), joining)
    doubted = [r for r in _tagged(text, found, heads, LEAST_FOREIGN) if not overlapping(runs, *r)]
    runs = [part for run in runs for part in _street_apart(run, found, words, index)]
    runs = [part for run in runs for part in _road_apart(run, text, found, words, index)]
    runs += [r for r in doubted if _foreign(_listed(folded(found, *r), index), words)]
    runs = throughout(text, found, sorted(runs), words, index)
    armed = groups.named(text, words)
    runs = [r for r in runs if not groups.overlaps(armed, found[r[0]].token.start, found[r[1] - 1].token.end)]
    named = sorted({**dict(runs), **dict(_own(found, index))}.items())
    # Of a name that it did not see, the encoder can't tell the use: as elsewhere in the report, if not in a longer one.
    shares = {r: float(heads.usage[slice(*r), USAGES.index("associative")].mean()) for r in named if overlapping(tagged, *r)}
    alike = {written(text, found, r): share for r, share in shares.items()}
    lines = list(bylines.lines(text, words))
    mentions: list[Mention] = []
    articles = words.words("roles", "articles")
    for first, end in named:
        if mentions and found[first].token.start < mentions[-1].end:
            continue
        name = [w.token.fold for w in found[first:end]]
        if _weapon_or_exercise(name, words) and not index.own(name):
            continue
        if _no_name(text, found[first].token.start, found[end - 1].token.end):
            continue
        if found[first].token.fold in articles and not any(w.capital for w in found[first + 1 : end]):  # "The city"
            continue
        mention = mention_of(text, found, first, end, words, index)
        led = words.pattern("names", "christened").search(text, max(0, mention.start - _NEAR), mention.start)
        if led and not index.own(name):
            why = f"names an exercise or an operation (“{text[led.start() : mention.end]}”)"
            mentions.append(mention.model_copy(update={"usage": "associative", "why": why}))
            continue
        seen = (first, end) in shares
        share = shares[first, end] if seen else alike.get(written(text, found, (first, end)))
        mentions.append(_used(text, found, (first, end), mention, share, words, lines, index, seen=seen))
    return tuple(shared(text, bylines.signed(text, mentions, index), words))


def _weapon_or_exercise(name: list[str], words: Language) -> bool:
    """Whether a name is a weapon's ("Iskander", "Kinzhals") or an exercise's ("Unitas LX")."""
    weapons, exercises = _weapons(words), _exercises(words)
    return (len(name) == 1 and name[0] in weapons) or any(" ".join(name[:count]) in exercises for count in (1, 2))


@cache
def _weapons(words: Language) -> frozenset[str]:
    return frozenset(w + ending for w in words.words("names", "weapons") for ending in ("", "s"))


@cache
def _exercises(words: Language) -> frozenset[str]:
    return frozenset(words.words("names", "exercises"))


def given(report: Report, spans: list[tuple[int, int, Usage]], index: Index) -> tuple[Mention, ...]:
    """The mentions that stand at given stretches of a report, as an annotator or an earlier run marked them.

    Args:
        report: the report.
        spans: start, end and usage of each name; of two that overlap the first and longer is kept.
        index: the gazetteer.
    """
    text, words = report.text, language(report.language)
    found = [Word(t, text[t.start : t.end]) for t in tokens(text)]
    starts = [w.token.start for w in found]
    mentions: list[Mention] = []
    for start, end, usage in sorted(spans, key=lambda s: (s[0], -s[1])):
        first = max(0, bisect_right(starts, start) - 1)
        while first < len(found) and found[first].token.end <= start:
            first += 1
        stop = first
        while stop < len(found) and found[stop].token.start < end:
            stop += 1
        if stop > first and not (mentions and found[first].token.start < mentions[-1].end):
            mentions.append(mention_of(text, found, first, stop, words, index).model_copy(update={"usage": usage}))
    return tuple(shared(text, mentions, words))


def _street_apart(run: tuple[int, int], found: list[Word], words: Language, index: Index) -> list[tuple[int, int]]:
    """A street with its town behind it as two names ("Nakhimova Ave Mariupol")."""
    first, end = run
    streets = words.words("names", "streets")
    town = next((i + 1 for i in range(first + 1, end - 1) if found[i].token.fold in streets), 0)
    if town and index.has(folded(found, town, end)) and not index.has(folded(found, first, end)):
        return [(first, town), (town, end)]
    return [run]


def _road_apart(run: tuple[int, int], text: str, found: list[Word], words: Language, index: Index) -> list[tuple[int, int]]:
    """The ends of a road or line as names of their own, without its noun: "the Goldap–Wegorzewo road", "Kukhari – Borodianka"."""
    first, end = run
    pattern = words.pattern("relations", "road")

    def road(at: int) -> bool:  # "Hyland-Croy Road" is a name
        return at < len(found) and found[at].text.islower() and bool(pattern.fullmatch(found[at].text))

    def dash(at: int) -> str:
        gap = _DASH.fullmatch(text, found[at - 1].token.end, found[at].token.start) if at else None
        return gap.group() if gap else ""

    named = end - first > 1 and road(end - 1)
    stop = end - 1 if named else end
    cuts = [at for at in range(first + 1, stop) if dash(at) and (dash(at) != "-" or road(stop))]
    if any(pattern.fullmatch(found[at].text) for at in cuts):  # "Lake Mary - Highway 9"
        return [run]
    parts = list(pairwise([first, *cuts, stop]))
    whole = not cuts and not (named and dash(first))  # nothing to part, and no end of a road whose other end stands before it
    if whole or index.has(folded(found, first, end)) or not all(index.has(folded(found, *p)) for p in parts):
        return [run]
    return parts


def _no_name(text: str, start: int, end: int) -> bool:
    """Whether what was taken for a name is a number, a unit, an era or part of an address: "Highway [55]", "550 °[C]"."""
    before = text[max(0, start - _NEAR) : start].rstrip()[-1:]
    if not any(c.isalpha() for c in text[start:end]) or text[start - 1 : start] == "°":
        return True
    if _ERA.fullmatch(text, start, end) and before.isdigit():
        return True
    begin = max(text.rfind(space, 0, start) for space in " \n\t") + 1
    return bool(_ADDRESS.match(text, begin))


def _listed(name: str, index: Index) -> list[Place]:
    """The places of a name, but for those under names that are common words."""
    return [f.place for f in index.lookup(name) if not f.weak]


def _foreign(places: list[Place], words: Language) -> bool:
    """Whether there are places, and only in countries of which the training corpora hardly speak."""
    return bool(places) and all(p.country in words.words("names", "foreign") for p in places)


def _tagged(text: str, found: list[Word], heads: Heads, least: float) -> list[tuple[int, int]]:
    """First word and end of every run of words that the encoder takes for one name."""
    inside = heads.span[:, SPANS.index("outside")] < 1 - least
    begins = heads.span[:, SPANS.index("begins")] > heads.span[:, SPANS.index("continues")]
    runs: list[tuple[int, int]] = []
    for i in map(int, inside.nonzero()[0]):
        word = found[i]
        letters = text[found[i - 1].token.start : word.token.end] if i else ""
        joined = runs and runs[-1][1] == i and (not begins[i] or _LETTERS.fullmatch(letters))
        if joined and _WITHIN_NAME.fullmatch(text, found[i - 1].token.end, word.token.start):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _known(
    report: Report, found: list[Word], heads: Heads, index: Index, in_list: Callable[[int, int], bool]
) -> list[tuple[int, int, bool]]:
    """What the gazetteer's names match besides: first word, end, and whether it stands by itself without the encoder.

    The corpora that the encoder learnt from hardly name an air base, a strait or a front sector; the gazetteer does.
    """
    starts = {w.token.start: i for i, w in enumerate(found)}
    words = language(report.language)
    prepositions = words.words("names", "site_prepositions")
    kept = []
    for m in matches(report, index):
        places = _listed(m.name, index)
        joined = not places and bool(index.squashed(m.name))  # "Knyazevolkonskoye"
        first = starts[m.start]
        end = first + 1
        while end < len(found) and found[end].token.start < m.end:
            end += 1
        believed = 1 - float(heads.span[first:end, SPANS.index("outside")].min())
        noun = any(p.feature_class in "SHLT" for p in places) and (" " in m.name or m.feature in SITES)
        if joined or noun:
            least = 0.0
        elif not places:
            least = LEAST_UNLISTED
        elif _foreign(places, words):
            least = LEAST_FOREIGN
        else:
            placed = first > 0 and found[first - 1].token.fold in prepositions
            least = LEAST_LISTED if in_list(first, end) else LEAST_PLACED if placed else LEAST_BELIEVED
        kept.append((first, end, m.usage == "literal" and believed >= least))
    return kept


def _in_list(ends: set[int], starts: set[int], text: str, found: list[Word], joining: list[bool], first: int, end: int) -> bool:
    """Whether some words stand in a list with one of the encoder's names, next to it: "Adampur, Bhuj and Akhnoor".

    Args:
        ends: the words behind which the encoder's names end.
        starts: those with which they begin.
        text: the report's.
        found: its words.
        joining: for each word whether it is an "and".
        first: the number of the first of the words.
        end: of the one behind the last.
    """

    def next_to(before: int, behind: int) -> bool:
        gap = text[found[before - 1].token.end : found[behind].token.start]
        return gap == ", " if before == behind else joining[before] and len(gap.split()) == 1

    before = (at for at in (first, first - 1) if at in ends)
    return any(next_to(at, first) for at in before) or any(next_to(end, at) for at in (end, end + 1) if at in starts)


def _widened(runs: list[tuple[int, int]], known: list[tuple[int, int, bool]], joining: list[bool]) -> list[tuple[int, int]]:
    """The encoder's names, those made whole that are part of a longer one of the gazetteer, and the firm ones besides.

    Both are in order and overlap none of their kind, so that what one of the gazetteer's names replaces concerns no other.
    Two names with "and" between stay two ("Australia and New Zealand"); ``joining`` tells for each word whether it is such.
    """
    replaced: set[tuple[int, int]] = set()
    added = []
    for first, end, firm in known:
        over = overlapping(runs, first, end)
        inside = all(first <= r[0] and r[1] <= end for r in over)
        two = any(any(joining[a[1] : b[0]]) for a, b in pairwise(over))
        if (over and inside and not two) or (firm and not over):
            replaced.update(over)
            added.append((first, end))
    return sorted([*(r for r in runs if r not in replaced), *added])


def _own(found: list[Word], index: Index) -> list[tuple[int, int]]:
    """The names of the user's own table: whoever adds a place means it to be found."""
    folds = [w.token.fold for w in found]
    runs = ((i, i + index.own(folds[i : i + _LONGEST_NAME])) for i, w in enumerate(found) if w.capital)
    return [(first, end) for first, end in runs if end > first]


def mention_of(text: str, found: list[Word], first: int, end: int, words: Language, index: Index) -> Mention:
    """The mention that some words of a text make up, with the name to look up and the kind of place that is asked for.

    Args:
        text: the report's.
        found: its words.
        first: the number of the first word of the name.
        end: the number of the word behind the last.
        words: the language.
        index: the gazetteer.
    """
    feature, behind = feature_beside(text, found, first, end - first, words)
    run = [w.token.fold for w in found[first:end]]
    inner = _generic(run, feature, words)
    if len(run) > 1 and found[end - 1].text.islower() and run[-1] in words.words("anaphora", "settlement"):  # "Kherson city"
        inner = 1
    name = looked_up(run, inner, words, index)
    start, stop = found[first].token.start, found[end + behind - 1].token.end
    if text[stop : stop + 1] == "." and re.search(r"(?:\b[A-Z]\.)+[A-Z]$|\b[A-Z][a-z]{1,4}$", text[start:stop]):
        stop += _abbreviated(text, stop)
    return Mention(start=start, end=stop, text=text[start:stop], name=name, feature=feature)


def _abbreviated(text: str, stop: int) -> int:
    """1 where the dot at ``stop`` belongs to an abbreviation and does not end the sentence, else 0."""
    return int(bool(re.match(r"\.(?:[,;:)]| [a-z(]|['’]s)", text[stop : stop + 4])) or text[max(0, stop - 2) : stop - 1] == ".")


def _generic(run: list[str], feature: str, words: Language) -> int:
    phrases = {tuple(p.split()) for p in words.words("features", feature)} if feature else set()
    return next((n for n in (4, 3, 2, 1) if len(run) > n and tuple(run[-n:]) in phrases), 0)


def _used(
    text: str,
    found: list[Word],
    span: tuple[int, int],
    mention: Mention,
    associative: float | None,
    words: Language,
    lines: list[bylines.Line],
    index: Index,
    *,
    seen: bool,
) -> Mention:
    if line := bylines.in_line(mention, lines):
        return line
    if mention.feature == AIRSPACE:
        return mention
    if mention.name in demonyms():
        return mention.model_copy(update={"usage": "associative", "why": "names a people or a nationality"})
    if names_ship(text, mention, words, index):
        return mention.model_copy(update={"usage": "associative", "why": "names a ship"})
    if _aimed_at(words).search(text, max(0, mention.start - _NEAR), mention.start):
        return mention
    use, why = use_beside(text, found, span[0], span[1] - span[0], words)
    if use == "other" and not seen:  # "Israel Katz"
        associative = 1.0
    if associative is None:
        associative = LEAST_BY_RULE if why.startswith(IN_ORGANISATION) else 0.0
    if associative < (LEAST_BY_RULE if use == "associative" else LEAST_ASSOCIATIVE):
        return mention
    if not why and _ordinary_town(mention, words, index):  # "captured Kurakhove, and said": only capitals and countries speak
        return mention
    why = why or f"names something after the place rather than the place ({associative:.0%} by the trained recogniser)"
    return mention.model_copy(update={"usage": "associative", "why": why})


@cache
def _aimed_at(words: Language) -> re.Pattern[str]:
    """What stands before a place that something is sent against, and that is then no government: "drones against Kyiv"."""
    return re.compile(rf"(?<!\w)(?:{words.either('names', 'aimed_at')})\s*$", re.IGNORECASE)


def _ordinary_town(mention: Mention, words: Language, index: Index) -> bool:
    """Whether a name is that of towns alone, none of which stands for a government."""
    places = [f.place for f in index.lookup(mention.name) if not f.bare]
    return (
        bool(places) and all(p.feature_class == "P" for p in places) and mention.name not in words.words("names", "governments")
    )
