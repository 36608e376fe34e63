"""Who does it, and with what: noun phrases around a head noun of forces or craft."""

import re
from functools import cache, partial
from typing import NamedTuple

from geomap.activities.nations import nations
from geomap.lexicon import Kind, Language
from geomap.model import Report, Span

# Words that end a noun phrase to the left of its head.
_STOP = re.compile(
    r"(?<!\w)(?:the|an?|in|at|of|to|from|by|with|and|or|but|that|which|who|some|about|around|several|up|least|more|than|were|was|are|is|has|have|had|"
    r"as|on|for|its|their|his|her|said|according|while|when|where|after|before|near|against|into|over|this|these|those|including|nearly|roughly|"
    r"approximately|because|although|meanwhile|if|not|no|been|being|be|will|would|could|may|might|can|announced|reported|claimed|sent|send|many|few|"
    r"neither|nor|both|[\d][\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens|hundreds|thousands|hundred|thousand|million)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'./-]+")
# So far before an actor's words stands the verb of those who hit it.
_NEAR = 50
# So long may be what is said of them in between: "[the tanker], at anchor off the coast, was hit".
_ASIDE = 120


class Players(NamedTuple):
    """The actor, and the equipment named beside it."""

    actor: Span | None
    equipment: tuple[Span, ...]


@cache
def _heads(words: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_nouns(words)})(?![\w-])", re.IGNORECASE)


@cache
def _next_head(words: Language) -> re.Pattern[str]:
    return re.compile(rf"\s+{_heads(words).pattern}", re.IGNORECASE)


@cache
def _of_heads(words: Language) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:of|from)\s+(?:(?:a|an|the)\s+)?(?:[\w’'-]+\s+){{0,4}}?(?:{_nouns(words)})(?![\w-])", re.IGNORECASE)


def _nouns(words: Language) -> str:
    return "|".join((*words.words("actors", "force"), *words.words("actors", "craft")))


def players(report: Report, sentence: Span, trigger: tuple[int, int], kind_name: str, words: Language) -> Players:
    """The actor of an activity: the force or craft whose words lie nearest before the activity's, else after them.

    Args:
        report: the text.
        sentence: the evidence.
        trigger: start and end of the activity's words within the sentence.
        kind_name: the activity.
        words: the language.
    """
    text = sentence.text
    craft = words.pattern("actors", "craft")
    found: list[tuple[int, int, int]] = []
    for m in _heads(words).finditer(text):
        start, end = _phrase(text, m.start(), m.end(), words)
        behind = m.start() >= trigger[1]
        distance = (m.start() - trigger[1] + 200) if behind else max(trigger[0] - m.end(), 0)
        if re.search(r"(?:capable of|carrying|up to|including|against|by)\s+(?:[\w,]+\s+){0,3}$", text[:start], re.IGNORECASE):
            distance += 400 if not re.search(r"by\s+$", text[:start], re.IGNORECASE) else 0
        if kind_name == "flight" and not craft.fullmatch(m.group()):
            distance += 300
        found.append((distance, start, end))
    equipment = _equipment(report, sentence, words)
    if not found:
        return Players(None, equipment)
    _, start, end = min(found)
    actor = report.span(sentence.start + start, sentence.start + end)
    return Players(actor, tuple(e for e in equipment if not e.overlaps(actor.start, actor.end)))


@cache
def _beside(words: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What follows those who do nothing ("the army['s last foothold]"), what goes before ("carrying [soldiers]"), and owners."""
    either = partial(words.either, "actors")
    aboard = rf"\b(?:{either('aboard')})\s+(?:(?:{either('counted')})\s+)*$"
    behind = rf"(?:{either('owner')})\b|\s(?:{either('bystanders')})\b"
    return (
        re.compile(behind, re.IGNORECASE),
        re.compile(aboard, re.IGNORECASE),
        re.compile(rf"\b(?:{either('owned')})\s+(?:[\w-]+\s+)?$", re.IGNORECASE),
    )


@cache
def _hit(words: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows those who are hit ("[a jet] was shot down") or report it, and what goes before ("shot down two [jets]")."""
    either = partial(words.either, "actors")
    between = rf"(?:,[^.;]{{1,{_ASIDE}}}?,|\s(?:{either('aside')})\b[^,.;]{{0,{_NEAR}}}?)?"
    suffered = rf"{between}\s*,?\s*(?:{either('passive')})\s+(?:\w+ly\s+|also\s+)?(?:{either('suffered')})\b"
    before = rf"\b(?:{either('inflicted')})\s+(?:(?:{either('counted')})\s+)*$"
    behind = rf"{suffered}|\s(?:{either('reporters')})\b"
    return re.compile(behind, re.IGNORECASE), re.compile(before, re.IGNORECASE)


def does_it(report: Report, actor: Span, kind: Kind, words: Language) -> bool:
    """Whether words taken for an actor are of somebody who does it: not of those who are hit, nor of the arms alone.

    Args:
        report: the text.
        actor: the words.
        kind: the activity.
        words: the language.
    """
    of_that_sort = words.pattern("actors", "attributive").match(report.text, actor.end + 1)  # "[military] hospital"
    if of_that_sort or words.pattern("actors", "nobody").fullmatch(actor.text):
        return False
    follows, aboard, owned = _beside(words)
    start = max(0, actor.start - _NEAR)
    if follows.match(report.text, actor.end) or aboard.search(report.text, start, actor.start):
        return False
    behind, before = _hit(words)
    if not kind.own_voice and (behind.match(report.text, actor.end) or before.search(report.text, start, actor.start)):
        return False
    arms = any(words.pattern("actors", table).search(actor.text) for table in ("craft", "equipment"))
    if kind.arms_act or not arms or _named(report, actor) or owned.search(report.text, start, actor.start):
        return True
    return any(words.pattern("actors", table).search(actor.text) for table in ("force", "sided"))


def _named(report: Report, actor: Span) -> bool:
    """Whether a name is among some words, one that is not written large as its sentence's first alone."""
    first = report.text[: actor.start].rstrip(" ")[-1:] in ("", ".", "\n", "!", "?", ":", "—", "–", "-")
    return any(w.group()[0].isupper() for w in list(_WORD.finditer(actor.text))[first:]) or bool(nations(actor.text))


def bare(text: str) -> int:
    """How many letters of an actor's words only say which or how many: an article, a number."""
    at = 0
    for m in _WORD.finditer(text):
        if not _STOP.fullmatch(m.group()):
            break
        at = m.end() + 1
    return at if at < len(text) else 0


def craft_behind(report: Report, actor: Span, words: Language) -> int:
    """Where an actor ends, with the arms that its words only say which of they are: "Russian guided [bombs]"."""
    arms = _arms(words).match(report.text, actor.end)
    return arms.end() if arms and not _heads(words).search(actor.text) else actor.end


@cache
def _arms(words: Language) -> re.Pattern[str]:
    return re.compile(rf"[ -](?:{words.either('actors', 'craft', 'equipment', 'munitions')})(?![\w-])", re.IGNORECASE)


def _phrase(text: str, start: int, end: int, words: Language) -> tuple[int, int]:
    """The noun phrase around a head: adjectives and names before it, "of a Russian special flight squadron" behind it."""
    left = start
    begin = text.find(" ", start - 90) if start > 90 else 0
    for m in reversed(list(_WORD.finditer(text, max(begin, 0), start))):
        gap = text[m.end() : left]
        if any(words.pattern("dates", table).fullmatch(m.group()) for table in ("months", "weekdays")):
            break
        if not re.fullmatch(r"\s+|-", gap) or _STOP.fullmatch(m.group()) or (left == start and m.group().endswith(("’s", "'s"))):
            break
        if re.search(r"(?:ed|ing|ly)$", m.group()) and not m.group()[0].isupper():
            break
        left = m.start()
    while head := _next_head(words).match(text, end):  # "Tu-95MS bombers"
        end = head.end()
    of = _of_heads(words).match(text, end)
    return left, of.end() if of else end


def _equipment(report: Report, sentence: Span, words: Language) -> tuple[Span, ...]:
    found = []
    for m in words.pattern("actors", "equipment").finditer(sentence.text):
        start, end = _phrase(sentence.text, m.start(), m.end(), words)
        found.append(report.span(sentence.start + start, sentence.start + end))
    return tuple(found)
