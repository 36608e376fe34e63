"""What the trained reader holds of a sentence: the activities that it tells, their places, and the words of their parts.

Its shares are one for each word (``encoder.run.Told``); here they become places with roles, a certainty, and spans.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from geomap.activities import weighed
from geomap.activities.asides import within
from geomap.activities.roles import enumerated, goes_on
from geomap.encoder.heads import CERTAINTIES, KINDS, PARTS, ROLES
from geomap.encoder.inputs import near
from geomap.encoder.run import Told
from geomap.encoder.run import ask as ask_reader
from geomap.lexicon import Kind, Language
from geomap.model import Attribution, Certainty, Claim, Report, Resolution, Role, Span
from geomap.toponyms.directions import without_reference

# From which share on a sentence tells an activity, and a name takes part in it: set on the fold of ``written`` that the
# network did not see (docs/claims.md). Where ships and bases are is often said by the way: that takes more.
LEAST_TOLD, LEAST_PLACED = 0.5, 0.4
LEAST_TOLD_OF = {"naval": 0.7, "base": 0.7}
# In a text of few sentences, which gives the reader little to go by, for a sentence that would tell nothing else.
LEAST_TOLD_SHORT, LEAST_PLACED_SHORT = 0.25, 0.25
# So far from that to certainty one sentence of a report must tell an activity; else the others' doubtful ones count for nothing.
CLEAR = 0.6
# With a word of the lexicon less of the reader's belief is needed.
LEAST_WORDED = 0.2
LEAST_PART = {"actor": 0.5, "attribution": 0.5, "quantity": 0.3, "date": 0.3}
# Once a stretch is sure, its neighbours need so much less.
HELD = 0.5
# A small island or a shoal may be the site of something; a larger area is somewhere in it.
SMALL_KM = 25.0
_BEFORE, _FAR = 30, 110
_WITHIN_WORD = ("-", "–", "‑", "'", "’")
# With these words no name and no number ends.
_LOOSE = frozenset("that which who is are was were has have had will would and or but with at on by to as".split())
# How much what the rules hold of a certainty counts beside the reader's share of it.
RULES_WEIGHT, CUE_WEIGHT = 0.1, 0.4
# What the second reader's word counts for an actor, a quantity or a day, for a certainty, and for a role; the first's the rest.
ASKED_WEIGHT, SURE_WEIGHT, ROLE_WEIGHT = 0.7, 0.5, 0.5
# What is left of that in a text of few sentences.
SHORT_WEIGHT = 0.3
# A source that the rules found, and the reader all but excludes, is none.
LEAST_BY_RULE = 0.1
# What a denial is said of is another claim than what the same sentence affirms.
_DENIED = CERTAINTIES.index("denied")


class Telling(NamedTuple):
    """The places of an activity that a sentence tells, with their roles, and the shares of its certainty.

    ``ends`` has the starts of those that are in it as the other end of a way alone, and not by the reader's word.
    """

    places: tuple[tuple[Resolution, Role], ...]
    certainty: tuple[float, ...]
    ends: frozenset[int] = frozenset()


class Asked(NamedTuple):
    """What is held of the words near a sentence as to one activity: by both readers together, and by the second alone.

    ``again`` is None for a text of few sentences, as the second learnt from none.
    """

    said: Told
    again: Told | None

    @property
    def readers(self) -> list[Told]:
        """Those to be heard on where it happens and what is told."""
        return [self.said, *([self.again] if self.again else [])]


def words_of(told: Told, start: int, end: int) -> slice:
    """The numbers of the words of a stretch."""
    first = bisect_left(told.words, start, key=lambda w: w.start)
    return slice(first, bisect_left(told.words, end, key=lambda w: w.start))


def ask(told: Told, sentence: Span, kind: str, *, short: bool) -> Asked:
    """What is held of the words near a sentence as to one activity that it tells.

    Who says it the second reader tells, which was shown that activity; where it happens the first, which saw more of the text;
    in which role, how sure, by whom, how many and when, both: the second less in a text of few sentences, as it learnt from none.
    """
    stretch = words_of(told, sentence.start, sentence.end)
    shown, again = near(told.words, stretch), ask_reader(told, stretch, kind)
    weight, sure, played = (w * (SHORT_WEIGHT if short else 1.0) for w in (ASKED_WEIGHT, SURE_WEIGHT, ROLE_WEIGHT))
    part = (1 - weight) * told.part[shown] + weight * again.part
    source = PARTS.index("attribution")
    part[:, source] = again.part[:, source]
    certainty = (1 - sure) * told.certainty[shown] + sure * again.certainty
    role = (1 - played) * told.role[shown] + played * again.role
    said = again._replace(told=told.told[shown], placed=told.placed[shown], role=role, certainty=certainty, part=part)
    return Asked(said, None if short else again)


def before(told: Told, report: Report, at: int) -> Span:
    """What stands before an offset, as far back as the reader looked."""
    return report.span(min(told.words[0].start, at), at)


def share(told: Told, sentence: Span, kind: str) -> float:
    """How far a sentence tells an activity, from 0 to 1."""
    rows = told.told[words_of(told, sentence.start, sentence.end), KINDS.index(kind)]
    return float(rows.mean()) if len(rows) else 0.0


def enumerations(report: Report, literal: list[Resolution], words: Language) -> list[list[Resolution]]:
    """The names of a sentence, those of one enumeration together: what holds of one of "A, B and C" holds of all."""
    runs: list[list[Resolution]] = []
    for resolution in literal:
        if runs and _listed(report, runs[-1][-1], resolution, words) and not _holds(resolution, runs[-1][-1]):
            runs[-1].append(resolution)
        else:
            runs.append([resolution])
    return runs


def _listed(report: Report, former: Resolution, other: Resolution, words: Language) -> bool:
    """Whether two names stand in one enumeration: "A and B", "near A and near B"."""
    gap = without_reference(report.text[former.mention.end : max(former.mention.end, other.mention.start)])
    between = enumerated(words).match(gap)
    if not between:
        return False
    again = gap[between.end() :].strip()
    led = report.text[max(0, former.mention.start - _BEFORE) : former.mention.start].split()
    return not again or (again in words.words("anaphora", "prepositions") and led[-1:] == [again])


def _holds(outer: Resolution, inner: Resolution) -> bool:
    """Whether a name only tells in which country or division the one before it is: "Kursk, Russia"."""
    return bool(outer.place and inner.place and within(inner.place, outer.place))


def placed(told: Told, names: list[Resolution], kind: str) -> float:
    """The greatest share that a word of some names has in an activity."""
    column = KINDS.index(kind)
    own = (told.placed[words_of(told, r.mention.start, r.mention.end), column] for r in names)
    return max((float(shares.max(initial=0.0)) for shares in own), default=0.0)


def tellings(
    asked: Asked, report: Report, sentence: Span, kind: Kind, literal: list[Resolution], words: Language, least: float
) -> list[Telling]:
    """What a sentence tells of an activity: one telling, or two where it affirms it here and denies it there.

    Args:
        asked: what the readers hold of the sentence.
        report: the text.
        sentence: the evidence.
        kind: the activity.
        literal: the names of places in the sentence, in order.
        words: the language.
        least: the share that the clearest of the names must have, and each in a text of few sentences.
    """
    told = asked.said
    here = words_of(told, sentence.start, sentence.end)
    lists = enumerations(report, literal, words)
    shares_of = [[placed(reader, listed, kind.name) for listed in lists] for reader in asked.readers]
    if not lists or max(shares_of[0]) < least:
        return []
    part = weighed.taking_part(*shares_of) if asked.again else [s >= least for s in shares_of[0]]
    found: list[tuple[Resolution, Role, Any]] = []
    ends: set[int] = set()
    for number, (listed, takes_part) in enumerate(zip(lists, part, strict=True)):
        spans = [words_of(told, r.mention.start, r.mention.end) for r in listed]
        if not takes_part:
            # Of 166 names behind "from X to" in annotated reports 165 are the way's other end.
            end = _other_end(report, lists[number - 1], listed, found, kind, words) if number else None
            if end:
                ends |= {r.mention.start for r in listed}
                found += [(r, end, told.certainty[own].mean(axis=0)) for r, own in zip(listed, spans, strict=True)]
            continue
        shares = {r: sum(float(told.role[own, ROLES.index(r)].mean()) for own in spans) for r in kind.roles}
        best: Any = max(shares, key=lambda r: shares[r])
        best = _told_by_words(best, kind, report, listed, words)
        passed = _led(report, listed, words, "through")
        for resolution, own in zip(listed, spans, strict=True):
            found.append((resolution, _role(best, resolution, kind, passed=passed), told.certainty[own].mean(axis=0)))
    staying = found and _led(report, [found[0][0]], words, "stationed", _FAR)
    if staying and "site" in kind.roles and {role for _, role, _ in found} == {"origin"}:
        found = [(r, "site", shares) for r, _, shares in found]
    whole = told.certainty[here].mean(axis=0)
    groups: dict[bool, list[tuple[Resolution, Role, Any]]] = {}
    denies = any(words.pattern(table, "denied").search(sentence.text) for table in ("certainty", "weak_cues"))
    for row in found:
        mixed = row[2] + whole
        groups.setdefault(denies and int(mixed.argmax()) == _DENIED, []).append(row)
    made = []
    for rows in groups.values():
        mixed = (sum(r[2] for r in rows) / len(rows) + whole) / 2
        made.append(Telling(tuple((r, role) for r, role, _ in rows), tuple(map(float, mixed)), frozenset(ends)))
    return made


def _told_by_words(role: Role, kind: Kind, report: Report, listed: list[Resolution], words: Language) -> Role:
    """The role of some names, as the words before them tell it where the reader often errs."""
    led = partial(_led, report, listed, words)
    town = all(r.place and not r.place.is_area for r in listed)
    if town and role == "area" and "site" in kind.roles and not _sector(report, listed, words):
        role = "site"
    if "origin" in kind.roles and led("origin_of"):  # "from the directions of A and B cities, C and D"
        return "origin"
    if "destination" in kind.roles:
        ashore = role == "origin" and led("ashore", _FAR)
        put_down = role == "site" and kind.countries and led("put_down", _FAR)
        return "destination" if ashore or put_down else role
    return role


def _other_end(
    report: Report,
    former: list[Resolution],
    listed: list[Resolution],
    found: list[tuple[Resolution, Role, Any]],
    kind: Kind,
    words: Language,
) -> Role | None:
    """Which end of a way some names are, the other end of which stands right before them: "from Azaz towards Manbij"."""
    if not found or found[-1][0] != former[-1]:
        return None
    end = goes_on(report.text[former[-1].mention.end : listed[0].mention.start], kind, words)
    needed = ("destination", "toward") if end == "origin" else ("origin",)
    return end if any(role in needed for _, role, _ in found) else None


def _sector(report: Report, listed: list[Resolution], words: Language) -> bool:
    """Whether the ground around the names is meant: "the Toretsk and Pokrovsk sectors", "in the direction of"."""
    behind = words.pattern("roles", "sector").match(report.text, listed[-1].mention.end + 1)
    return bool(behind) or _led(report, listed, words, "sector_of")


def _led(report: Report, listed: list[Resolution], words: Language, key: str, within: int = _BEFORE) -> bool:
    """Whether such words for a role stand shortly before some names."""
    first = listed[0].mention.start
    return bool(words.pattern("roles", key).search(report.text, max(0, first - within), first))


def _role(role: Role, resolution: Resolution, kind: Kind, *, passed: bool) -> Role:
    """The role of a place, as wide as the place is; what a way passes through is on it, and no area of it."""
    if resolution.relation == "between" and "line" in kind.roles:
        return "line"
    wide = resolution.place and resolution.place.is_area and resolution.place.precision_km > SMALL_KM
    if role == "area" or (role == "site" and wide):
        return "line" if passed and "line" in kind.roles else "area"
    return role


def least_told(kind: str) -> float:
    """From which share on a sentence of a longer text tells an activity."""
    return LEAST_TOLD_OF.get(kind, LEAST_TOLD)


def least_clear(kind: str) -> float:
    """From which clearness on a claim vouches for the report's other ones."""
    return least_told(kind) + CLEAR * (1 - least_told(kind))


def clearness(told: Told, claim: Claim) -> float:
    """How clearly a claim is told: the share of its sentence times that of its clearest place."""
    names = [p.resolution for p in (*claim.places, *claim.unplaced)]
    return share(told, claim.evidence, claim.kind) * placed(told, names, claim.kind)


def certainty(shares: tuple[float, ...], by_rule: Certainty, source: Attribution | None) -> Certainty:
    """The certainty of a telling: the reader's shares, with what the words and the source's standing say thrown in.

    What residents, monitors, analysts or another outlet say is no claim of a party.
    """
    mixed: dict[Certainty, float] = dict(zip(CERTAINTIES, shares, strict=True))
    mixed[by_rule] += RULES_WEIGHT if by_rule in ("reported", "claimed") else CUE_WEIGHT
    if source and source.standing in ("neutral", "media", "analyst"):
        mixed["reported"] += mixed.pop("claimed")
    return max(mixed, key=lambda c: mixed[c])


def nouns(told: Told, report: Report, sentence: Span, kind: Kind, named: list[Resolution], words: Language) -> Iterator[Span]:
    """The stretches of a sentence that the reader takes for a place of an activity, and that are no name."""
    column, here = KINDS.index(kind.name), words_of(told, sentence.start, sentence.end)
    only_before = words.pattern("anaphora", "before_noun")

    def is_name(at: int) -> bool:
        word = told.words[at]
        return any(r.mention.overlaps(word.start, word.end) for r in named)

    def is_noun(at: int) -> bool:
        return told.placed[at, column] >= LEAST_PLACED and not is_name(at)

    first = here.start
    while first < here.stop:
        end = first
        while end < here.stop and is_noun(end):
            end += 1
        if end > first:
            while end < here.stop and not is_name(end) and only_before.fullmatch(report.text, *told.words[end - 1][:2]):
                end += 1  # "the western" of "the western outskirts"
            while first < end - 1 and told.words[first].fold in words.words("anaphora", "prepositions"):
                first += 1  # "of the base"
            if not only_before.fullmatch(report.text, *told.words[end - 1][:2]):  # "the eastern" of "the eastern Ukrainian city"
                yield report.span(told.words[first].start, told.words[end - 1].end)
        first = max(end, first + 1)


def spans(told: Told, report: Report, sentence: Span, part: str) -> Iterator[tuple[float, Span]]:
    """The stretches of a sentence that the reader takes for one part of a claim, each with its share."""
    column, here = PARTS.index(part), words_of(told, sentence.start, sentence.end)
    shares = told.part[:, column]
    first = here.start
    while first < here.stop:
        end = first
        while end < here.stop and shares[end] >= LEAST_PART[part]:
            end += 1
        if end > first:
            begin, stop = _grown(shares, here, first, end, LEAST_PART[part] * HELD)
            end = max(end, stop)
            begin, stop = _whole(told, report, here, begin, stop)
            start = told.words[begin].start
            yield float(shares[first:end].mean()), report.span(start, closed(report, start, told.words[stop - 1].end))
        first = max(end, first) + 1


def surest(told: Told, report: Report, stretch: Span, part: str) -> Span | None:
    """The words of a stretch that the reader most surely takes for one part of a claim."""
    best = max(spans(told, report, stretch, part), key=lambda found: found[0], default=None)
    return best[1] if best else None


def closed(report: Report, start: int, end: int) -> int:
    """Where a stretch ends, with the bracket that it opens: "the Sudan Armed Forces (SAF)"."""
    open_ = report.text.count("(", start, end) > report.text.count(")", start, end)
    return end + 1 if open_ and report.text[end : end + 1] == ")" else end


def _grown(shares: Any, here: slice, first: int, end: int, least: float) -> tuple[int, int]:
    """A run of words with its neighbours that the reader half believes to belong to it."""
    while end < here.stop and shares[end] >= least:
        end += 1
    while first > here.start and shares[first - 1] >= least:
        first -= 1
    return first, end


def _whole(told: Told, report: Report, here: slice, first: int, end: int) -> tuple[int, int]:
    """A run of words widened to whole ones ("mini-unmanned"), without the "s" of a possessive and what only leads on."""

    def joined(at: int) -> bool:
        return report.text[told.words[at].end : told.words[at + 1].start] in _WITHIN_WORD

    while end < here.stop and joined(end - 1) and told.words[end].fold != "s":
        end += 1
    while first > here.start and joined(first - 1):
        first -= 1
    while end - first > 1 and told.words[end - 1].fold in _LOOSE:
        end -= 1
    return first, end


def holds(told: Told, start: int, end: int, part: str) -> float:
    """The greatest share that a word of a stretch has in one part of a claim."""
    own = words_of(told, start, end)
    return float(told.part[own, PARTS.index(part)].max()) if own.start < own.stop else 0.0
