"""The clauses of a sentence that may each tell something of their own, and the text as the readers are shown it for that."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from geomap.activities.counted_days import day_words
from geomap.lexicon import Language
from geomap.model import Report, Resolution, Span

# Longer stretches without a full stop are tables and lists of links, not sentences.
LONGEST_SENTENCE = 3_000
# So far before a clause's first word stands the comma that parts it from the one before: ", whereas ".
_JOINED = len(", whereas ")
# With these a clause is one of several, or ends.
_LISTED = re.compile(r"[,;:]|\b(?:and|or|while|after|before|when)\b")
# So many words part two days that are not two ends or members of one stretch.
_APART = 3
# So far behind an "and" stands the verb of a clause.
_VERB_WITHIN = 80


def clauses(report: Report, sentence: Span, inside: list[Resolution], words: Language) -> list[Span]:
    """The parts of a sentence that have a verb and a place of their own, each with what goes on with it."""
    return list(segments(report, sentence, inside, words, lambda text: has_verb(text, words)))


def segments(
    report: Report, sentence: Span, inside: list[Resolution], words: Language, tells: Callable[[str], bool]
) -> Iterator[Span]:
    """The parts of a sentence that tell something and name a place, each with what goes on with it; the first in any case.

    Args:
        report: the text.
        sentence: one of its sentences.
        inside: the mentions of the sentence with their places, in order.
        words: the language.
        tells: whether a part tells something by its words, without those that only say who said so.
    """
    places = [r.mention.start - sentence.start for r in inside if r.mention.usage == "literal"]
    joints, weak = _joints(words)
    found = list(weak.finditer(sentence.text))
    joined = [m for m in found if _begins(sentence.text, m, places, words)]
    days = day_words(sentence.text, words) if len(places) > 1 else []
    other_day = {m.end() for m in found if _on_another_day(sentence.text, m, places, days, words)}
    bare = {m.end() for m in joined if not m["comma"]} - other_day
    resumed = {m.end() for m in _relative(words).finditer(sentence.text) if _told_apart(m, places, days)}
    met = {m.end() for m in _met(words).finditer(sentence.text) if _goes_its_way(sentence.text, m, places, words)}
    plain = {m.end() for m in (*joints.finditer(sentence.text), *joined)}
    done = {m.end() for m in found if _done_already(sentence.text, m.end(), words)}
    sure = other_day | met  # parts of their own whatever their words tell
    edges = sorted({0, *plain, *resumed, *done, *sure, len(sentence.text)})

    def whole(start: int, end: int) -> bool:
        part = sentence.text[start:end]
        return any(start <= p < end for p in places) and (start in sure or tells(part[: by_whom(part, words)]))

    cuts = [len(sentence.text)]
    for before, cut in reversed(list(zip(edges, edges[1:-1], strict=False))):
        if whole(cut, cuts[-1]) and (cut not in bare or whole(before, cut)):  # "two Russian and two Chinese bombers"
            cuts.append(cut)
    for begin, end in zip([0, *reversed(cuts)], reversed(cuts), strict=False):
        yield _part(report, sentence, begin, _something(sentence.text, begin, end, places, words))


@cache
def _joints(words: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a clause; and what does so if somebody does something behind it."""
    begins, behind_comma, before_subject = (words.either("clauses", key) for key in ("begins", "behind_comma", "before_subject"))
    joints = rf"(?<!\s)(?:;|,\s(?:{behind_comma}|{begins})|\s(?:{begins}))\s"
    weak = rf"(?<![\s,])(?P<comma>,)?\s(?:{before_subject})(?P<aside>,)?\s"
    return re.compile(joints, re.IGNORECASE), re.compile(weak, re.IGNORECASE)


def _begins(text: str, joint: re.Match[str], places: list[int], words: Language) -> bool:
    """Whether a clause begins behind an "and", and neither another member of a list nor what the same ones do as well."""
    at = joint.end()
    verb = min(_verbs(text[: at + _VERB_WITHIN], words, at), default=-1)
    listed = re.search(r"[,;]", text[at:verb]) or verb > min((p for p in places if p >= at), default=-1)
    other = words.pattern("clauses", "other_verb").search(text, at, max(at, verb))  # "and B but did not advance": B is of a list
    if joint["aside"] or verb < 0 or (listed and not joint["comma"]) or other:
        return False
    return names_somebody(text[at:verb], words)


def names_somebody(before: str, words: Language) -> bool:
    """Whether more than adverbs stands before a verb: who or what does it."""
    return not all(words.pattern("clauses", "adverbs").fullmatch(word) for word in before.split())


def _on_another_day(text: str, joint: re.Match[str], places: list[int], days: list[tuple[int, int]], words: Language) -> bool:
    """Whether what stands behind an "and" happens elsewhere on another day: "took A on Monday and shelled B the following night".

    Both parts name a place and a day, and it is no arrival after a departure.
    """
    at = joint.end()
    since = text.rfind(";", 0, at) + 1
    former = [p for p in places if since <= p < at]
    before = max((d for d in days if since <= d[0] < at), default=None)
    behind = min((d for d in days if d[0] >= at), default=None)
    if not (before and behind and former and at <= max(places)) or _LISTED.search(text, at, behind[0]):
        return False
    if before[0] < max(former) and not has_verb(text[at : behind[1] + _VERB_WITHIN], words):
        return False  # "said on 24 October that bombs fell on A and B overnight"
    if joint["aside"]:  # "took A on 10 July and, five days later, B"
        return behind[0] - at <= 1
    if not any(before[1] <= p < behind[0] for p in places) and len(text[before[1] : behind[0]].split()) < _APART:
        return False  # "between 7 September and 1 October"
    return not words.pattern("clauses", "arrives").match(text, at)


@cache
def _relative(words: Language) -> re.Pattern[str]:
    """A relative clause behind which the sentence goes on with its verb: "The RSF, which took Bara on October 25, is massing"."""
    verbs = words.either("roles", "verb", "past")
    return re.compile(rf",\s(?:{words.either('clauses', 'relative')})\b[^,;]*,\s(?=(?:{verbs})\b)", re.IGNORECASE)


def _told_apart(relative: re.Match[str], places: list[int], days: list[tuple[int, int]]) -> bool:
    """Whether a relative clause names a place and a day, and what goes on behind it a place of its own."""
    within = any(relative.start() < p < relative.end() for p in places)
    return within and any(relative.start() < d[0] < relative.end() for d in days) and relative.end() <= max(places)


def _done_already(text: str, at: int, words: Language) -> bool:
    """Whether what stands behind an "and" is done, and what stands before it is a plan or a doubt."""
    if not words.pattern("clauses", "done_already").match(text, at):
        return False
    return any(words.pattern("certainty", value).search(text, 0, at) for value in ("planned", "possible"))


@cache
def _met(words: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words.either('clauses', 'met')})", re.IGNORECASE)


def _goes_its_way(text: str, joint: re.Match[str], places: list[int], words: Language) -> bool:
    """Whether a craft named behind a joint has places of its own, the last of the sentence, and who meets it has one before.

    No verb may stand behind its first place where "by" leads to it: "bombers escorted by F-15s from A flew over B".
    """
    at = joint.end()
    stop = min((i for i in (text.find(mark, at) for mark in ",;:") if i >= 0), default=len(text))
    own = [p for p in places if at < p < stop]
    if not own or not any(p < at for p in places) or max(places) > stop:
        return False
    return not (joint.group().endswith(" by ") and has_verb(text[own[0] : stop], words))


def _something(text: str, begin: int, end: int, places: list[int], words: Language) -> int:
    """Where a part ends, without what it tells at last of no place: what did not happen, or words of something else."""
    nothing, other = _nothing(words).search(text, begin, end), remark(text[:end], words)
    cuts = [nothing.start()] if nothing and has_verb(nothing.group(), words) else []
    cuts += [other] if begin < other < end and has_verb(text[begin:other], words) else []
    return min((c for c in cuts if not any(c < p < end for p in places)), default=end)


@cache
def _nothing(words: Language) -> re.Pattern[str]:
    joins, begins = words.either("clauses", "before_subject", "begins"), words.either("clauses", "nothing")
    return re.compile(rf"(?:;\s(?:(?:{joins})\s)?|,\s(?:{joins})\s)(?:{begins})\b[^;]*$", re.IGNORECASE)


def remark(text: str, words: Language) -> int:
    """Where a text ends with what somebody says of something else ("…, as Netanyahu rejected calls for a truce"), or its end."""
    found = _remark(words).search(text)
    return found.start() if found else len(text)


@cache
def _remark(words: Language) -> re.Pattern[str]:
    return re.compile(rf"[,;]?\s(?:{words.either('clauses', 'remarks')})[^;]*$", re.IGNORECASE)


def cut_short(text: str, clause: Span) -> bool:
    """Whether a clause ends before what its sentence says not to have happened (``_something``)."""
    return text[clause.end : clause.end + 1] in (",", ";")


def joined_by(report: Report, at: int, key: str, words: Language) -> bool:
    """Whether the word before an offset, which joins two clauses, is one of a list of the language's."""
    last = report.text[max(0, at - _JOINED) : at].split()
    return bool(last) and words.pattern("clauses", key).fullmatch(last[-1]) is not None


def _part(report: Report, sentence: Span, begin: int, end: int) -> Span:
    bare = sentence.text[begin:end].rstrip()
    return report.span(sentence.start + begin, sentence.start + begin + len(bare))


def has_verb(text: str, words: Language) -> bool:
    """Whether a stretch has a verb that may tell something."""
    return any(True for _ in _verbs(text, words))


def first_verb(text: str, words: Language) -> int:
    """Where the first verb of a stretch stands, or its end."""
    return min(_verbs(text, words), default=len(text))


def _verbs(text: str, words: Language, since: int = 0) -> Iterator[int]:
    """Where the verbs of a stretch stand; a name is none ("Shahed")."""
    for key in ("verb", "past"):
        yield from (m.start() for m in words.pattern("roles", key).finditer(text, since) if not m.group()[0].isupper())


def by_whom(text: str, words: Language) -> int:
    """Where the words begin that only say who said so (", Kyiv's general staff said."), or the end of the text."""
    found = _said_last(words).search(text)
    return found.start() if found else len(text)


@cache
def _said_last(words: Language) -> re.Pattern[str]:
    verbs, subjects = words.either("attribution", "verbs"), words.either("clauses", "subjects")
    return re.compile(rf",\s[^,;]{{0,80}}\b(?:{verbs})\b(?!\s(?:{subjects})\b)[^,;]{{0,30}}$", re.IGNORECASE)


def parted(
    report: Report, sentences: Iterable[Span], resolutions: tuple[Resolution, ...], words: Language
) -> list[tuple[Span, list[Span]]]:
    """Each sentence with its clauses.

    Args:
        report: the text.
        sentences: its sentences.
        resolutions: its mentions with their places, in order.
        words: the language.
    """
    starts = [r.mention.start for r in resolutions]
    found = []
    for sentence in sentences:
        inside = list(resolutions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)])
        read = inside and len(sentence.text) <= LONGEST_SENTENCE
        found.append((sentence, clauses(report, sentence, inside, words) if read else [sentence]))
    return found


def shown(text: str, given: list[tuple[Span, list[Span]]]) -> str:
    """A text as the readers are shown it: with a full stop for the comma before and behind each clause: it stands for itself.

    Args:
        text: the text.
        given: its sentences with their clauses.
    """
    letters = list(text)
    for before, clause in (pair for _, parts in given for pair in zip(parts, parts[1:], strict=False)):
        comma = max(text.rfind(mark, before.start, clause.start) for mark in ",;")
        if comma >= clause.start - _JOINED:
            letters[comma] = "."
    for sentence, parts in given:
        for clause in parts:
            if cut_short(text, clause) or (clause is parts[-1] and text[clause.end : sentence.end].strip()):
                letters[clause.end] = "."
    return "".join(letters)
