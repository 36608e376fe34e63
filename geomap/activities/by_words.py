"""What the lexicon's words hold of a sentence: the activities that it tells, their places, and why it tells none."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from geomap.activities.actors import players
from geomap.activities.clauses import segments
from geomap.activities.date_words import Atom, date_atoms, day_of_what_follows
from geomap.lexicon import Kind, Language
from geomap.model import Report, Resolution, Span

# What a report recalls from longer ago is history (claims README: more than a year before its date).
HISTORY_DAYS = 366
# So many letters a day holds on for the sentences behind it.
_HOLDS_ON = 300
# A report with so many different words of arms is of them as a whole; in another one a word of arms speaks for what stands so
# many letters from it. In one with so many different words of fires, storms and crimes it takes more, and a word in the sentence
# itself. Of the 10,170 annotated claims 15 stand in no such place (docs/claims.md).
_OF_ARMS, _NEAR_ARMS = 3, 500
_OF_PEACE, _OF_ARMS_IN_PEACE = 2, 5


class Arms(NamedTuple):
    """Where a report that is not of arms as a whole has words of them, and how far they reach; ``beside`` is its other matter."""

    spans: list[tuple[int, int]]
    reach: int
    beside: tuple[str, ...]


def clauses(report: Report, sentence: Span, kind: Kind, inside: list[Resolution], words: Language) -> list[Span]:
    """The parts of a sentence that each tell an activity of their own with a place of their own; else the whole.

    "X denied that A was captured, and said that fighting continues near B" says two things, of which one is a denial.
    """
    whole = list(segments(report, sentence, inside, words, lambda text: told_at(text, kind, report.language, words) is not None))
    telling = [p for p in whole if trigger(p.text, kind, report.language)]
    return telling if len(whole) > 1 and telling and all(_names(p, inside) for p in telling) else [sentence]


def _names(part: Span, inside: list[Resolution]) -> bool:
    return any(part.start <= r.mention.start < part.end and r.mention.usage == "literal" for r in inside)


def trigger(text: str, kind: Kind, code: str) -> tuple[int, int] | None:
    """The first words of the activity that no exclusion covers."""
    if code not in kind.triggers:
        return None
    excluded = [m.span() for m in kind.exclusions[code].finditer(text)]
    for m in kind.triggers[code].finditer(text):
        if not any(s < m.end() and m.start() < e for s, e in excluded):
            return m.span()
    return None


def told_at(clause: str, kind: Kind, code: str, words: Language) -> tuple[int, int] | None:
    """Where the words of an activity stand in a clause that may tell it: its usual ones, or else the first verb."""
    verbs = (words.pattern("roles", key).search(clause) for key in ("verb", "past"))
    return trigger(clause, kind, code) or min((m.span() for m in verbs if m), default=None)


def no_claim(report: Report, sentence: Span, clause: Span, trigger: tuple[int, int], kind: Kind, words: Language) -> str:
    """Why a sentence speaks of no military activity of now: nothing of arms, a threat, history, an opinion."""
    armed = kind.military or words.pattern("context", "military").search(sentence.text)
    if not armed and not players(report, sentence, trigger, kind.name, words).actor:
        return "names nobody and nothing military"
    if reason := supposed(clause, trigger, words):
        return reason
    m = words.pattern("not_claims", "history").search(clause.text)
    reason = f"history (“{m.group()}”)" if m else recalled(report, clause, trigger, words)
    return reason or elsewhere(sentence, words) or described(clause, trigger, words)


def supposed(clause: Span, trigger: tuple[int, int], words: Language) -> str:
    """Why a clause only supposes what it tells: a condition, a threat, an opinion or a fear before the activity's words."""
    for key, reason in (("hypothetical", "a condition or threat"), ("opinion", "an opinion or fear")):
        m = words.pattern("not_claims", key).search(clause.text)
        if m and m.start() < trigger[1] and trigger[0] - m.end() < 120:
            return f"{reason} (“{m.group()}”)"
    return ""


def supposed_anywhere(sentence: Span, at: tuple[int, int] | None, literal: list[Resolution], words: Language) -> str:
    """Why a sentence only supposes what it tells: by a condition before its words, or before its first place or its end."""
    ends = (*(r.mention.start - sentence.start for r in literal[:1]), len(sentence.text))
    near = [at] if at else [(end, end) for end in ends]
    return next((why for here in near if (why := supposed(sentence, here, words))), "")


def arms(report: Report, words: Language) -> Arms | None:
    """Where a report has words of arms; None where it is of them as a whole, or its language lists none."""
    if not words.words("context", "of_arms"):
        return None
    pattern = words.pattern("context", "of_arms")
    found = list(pattern.finditer(report.text))
    different = {m.group().casefold() for m in (*found, *pattern.finditer(report.title))}
    beside = tuple(dict.fromkeys(m.group().casefold() for m in words.pattern("context", "of_peace").finditer(report.text)))
    mixed = len(beside) >= _OF_PEACE
    if len(different) >= (_OF_ARMS_IN_PEACE if mixed else _OF_ARMS):
        return None
    return Arms([m.span() for m in found], 0 if mixed else _NEAR_ARMS, beside[:_OF_PEACE] if mixed else ())


def unarmed(sentence: Span, where: Arms) -> str:
    """Why a sentence tells of no military activity: nothing of arms in it or near it."""
    if any(start - where.reach <= sentence.end and sentence.start <= end + where.reach for start, end in where.spans):
        return ""
    other = ", ".join(f"“{word}”" for word in where.beside)
    return f"nothing military in it, and the report is of other things ({other})" if other else "nothing military near it"


def elsewhere(sentence: Span, words: Language) -> str:
    """Why a sentence is of another matter that has the words of war: sport, an accident, a crime."""
    for key, reason, of_war in (("sport", "sport", "military"), ("accident", "an accident or a crime", "of_arms")):
        m = words.pattern("not_claims", key).search(sentence.text)
        if m and not words.pattern("context", of_war).search(sentence.text):
            return f"{reason} (“{m.group()}”)"
    return ""


def calm(clause: Span, at: tuple[int, int] | None, words: Language) -> str:
    """Why a clause tells that nothing happens ("Mogadishu was calm"), if it has no word of the activity."""
    m = None if at else words.pattern("not_claims", "calm").search(clause.text)
    return f"says that nothing happens (“{m.group()}”)" if m else ""


def described(clause: Span, at: tuple[int, int] | None, words: Language) -> str:
    """Why a clause tells of no activity: of another age, what was not found, or where a place lies without a word of activity."""
    if long_ago := words.pattern("not_claims", "long_ago").search(clause.text):
        return f"history (“{long_ago.group()}”)"
    if nothing := words.pattern("not_claims", "unchanged").search(clause.text):
        return f"says that nothing was found (“{nothing.group().strip()}”)"
    m = None if at else words.pattern("not_claims", "geography").search(clause.text)
    return f"says where a place lies (“{m.group()}”)" if m else ""


def recalled(report: Report, clause: Span, at: tuple[int, int] | None, words: Language) -> str:
    """Why a sentence only recalls what it tells: it gives a day more than a year before the report, and none since.

    Where it gives none, the last day that the report gave before it holds on, unless it tells of now or of what is to come. A
    day in a relative clause ("Crimea, which Russia annexed in 2014") is not the sentence's own, unless the activity's words
    stand in that clause too.
    """
    published = report.published_day
    if not published:
        return ""
    dated = _last_days(_own(clause.text, at, words), report, words, at[0] if at else None)
    if not dated and not words.pattern("context", "of_now").search(clause.text):
        dated = _last_days(report.text[max(0, clause.start - _HOLDS_ON) : clause.start], report, words)[-1:]
    old = [day for day in dated if (published - day).days > HISTORY_DAYS]
    return f"recalled from {old[0]:%Y}, more than a year before the report" if old and len(old) == len(dated) else ""


def of_now(report: Report, sentence: Span, literal: list[Resolution], words: Language) -> list[Resolution]:
    """The names of a sentence without those of a part that only recalls: "which took Raqqa in 2017, retook Saraqib in January".

    All of them where no other would be left, for then the sentence as a whole tells what it is of (``recalled``).

    Args:
        report: the text, for its date.
        sentence: one of its sentences, or a clause.
        literal: its names of places, in order.
        words: the language.
    """
    published = report.published_day
    if not published or len(literal) < 2:
        return literal
    atoms = date_atoms(sentence.text, report, words, ahead=False)
    old = [a for a in atoms if a.last and a.open != "start" and (published - a.last).days > HISTORY_DAYS]
    if not old:
        return literal
    edges = [m.end() for m in _part_begins(words).finditer(sentence.text)]

    def recalls(at: int) -> bool:
        """Whether the day of long ago that stands next behind a name stands in its part of the sentence."""
        return any(at < a.start and not any(at < edge <= a.start for edge in edges) for a in old)

    kept = [r for r in literal if not recalls(r.mention.start - sentence.start)]
    return kept or literal


@cache
def _part_begins(words: Language) -> re.Pattern[str]:
    return re.compile(rf"[,;(—–]|\b(?:{words.either('context', 'part_begins')})\b", re.IGNORECASE)


def _own(text: str, at: tuple[int, int] | None, words: Language) -> str:
    """A sentence without its relative clauses, but for one that holds the activity's words."""
    return words.pattern("context", "relative").sub(lambda m: m.group() if at and m.start() <= at[0] < m.end() else " ", text)


def _last_days(text: str, report: Report, words: Language, at: int | None = None) -> list[date]:
    """The last day of each date expression, but for those that only say since when.

    What is told behind "since April 2023, when" (``at``, unless that is not known) was done then.
    """
    atoms = date_atoms(text, report, words, ahead=False)

    def then(atom: Atom) -> bool:
        return (at is None or at >= atom.end) and day_of_what_follows(text, atom, words)

    return [a.last for a in atoms if a.last and (a.open != "start" or a.opening == "after" or then(a))]


def why_not(
    report: Report, sentence: Span, kind: Kind, at: tuple[int, int], inside: list[Resolution], share: float, words: Language
) -> str:
    """Why a sentence with a word for an activity does not tell it, of which the reader holds no more than ``share``."""
    if not any(r.mention.usage == "literal" for r in inside):
        return no_place(inside)
    reason = no_claim(report, sentence, sentence, at, kind, words)
    word = sentence.text[at[0] : at[1]]
    return reason or f"“{word}” alone does not tell it (the reader holds it {share:.0%} likely)"


def no_place(inside: list[Resolution]) -> str:
    """Why a sentence without a place's name names none."""
    return f"names no place but {inside[0].mention.text}, which {inside[0].mention.why}" if inside else "names no place"
