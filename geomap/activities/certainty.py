"""How sure a claim is, and the cue that decided it."""

import re

from geomap.lexicon import Language
from geomap.model import Attribution, Certainty, Report, Span

# What weighs most comes first: a denial is a denial even if hedged, and a hedge outweighs who says it.
_ORDER: tuple[Certainty, ...] = ("denied", "confirmed", "possible", "planned", "claimed")
# A cue reaches this far, in characters, back from the activity's words or ahead of them.
_BEFORE, _AFTER = 120, 60


def certainty(
    report: Report, sentence: Span, trigger: tuple[int, int], attribution: Attribution | None, words: Language
) -> tuple[Certainty, Span | None]:
    """The certainty of what a sentence says and the span of its cue; "reported" without a cue where nothing qualifies it.

    Args:
        report: the text.
        sentence: the evidence.
        trigger: the start and end of the activity's words within the sentence.
        attribution: who says so.
        words: the language.
    """
    start, end = trigger
    for value in _ORDER:
        if value == "denied" and (found := _denial(sentence.text, trigger, words)):
            return value, report.span(sentence.start + found[0], sentence.start + found[1])
        for m in _cues(sentence.text, "certainty", value, words):
            if start - _BEFORE <= m.start() <= end + _AFTER and _applies(sentence.text, m, value, trigger, words):
                return value, report.span(sentence.start + m.start(), sentence.start + m.end())
    if attribution and attribution.standing in ("party", "unnamed"):
        return "claimed", report.span(attribution.start, attribution.end)
    return "reported", None


def cue_of(
    value: Certainty, report: Report, sentence: Span, trigger: tuple[int, int], attribution: Attribution | None, words: Language
) -> Span | None:
    """The words of a sentence that stand for a certainty, nearest to the activity's; None where no word does.

    Args:
        value: the certainty.
        report: the text.
        sentence: the evidence.
        trigger: the start and end of the activity's words within the sentence.
        attribution: who says so.
        words: the language.
    """
    if value == "claimed" and attribution:
        return report.span(attribution.start, attribution.end)
    if value == "denied" and (found := _denial(sentence.text, trigger, words)):
        return report.span(sentence.start + found[0], sentence.start + found[1])
    cues: list[tuple[int, int]] = []
    for table in ("certainty", "weak_cues"):
        cues = cues or [
            m.span() for m in _cues(sentence.text, table, value, words) if not _of_another(sentence.text, trigger, m, words)
        ]
    nearest = min(cues, key=lambda c: abs(c[0] - trigger[0]), default=None)
    return report.span(sentence.start + nearest[0], sentence.start + nearest[1]) if nearest else None


def scheduled(report: Report, sentence: Span, last: int, words: Language) -> Span | None:
    """The verb of a sentence that tells of a day to come in the present tense ("leaves for Rukla on Thursday").

    Args:
        report: the text.
        sentence: the evidence.
        last: where in it the last of the activity's words and places ends: a relative clause behind that is of something else.
        words: the language.
    """
    for m in words.pattern("certainty", "scheduled").finditer(sentence.text):
        if m.start() < last or not words.pattern("clauses", "within_relative").search(sentence.text, last, m.end()):
            return report.span(sentence.start + m.start(), sentence.start + m.end())
    return None


def never_was(report: Report, sentence: Span, places: list[Span], words: Language) -> Span | None:
    """The words by which a sentence says that a thing has not been at some places, or is no more ("no longer land at A")."""
    for m in words.pattern("certainty", "never_was").finditer(sentence.text):
        cue = report.span(sentence.start + m.start(), sentence.start + m.end())
        between = (report.text[min(cue.end, p.end) : max(cue.start, p.start)] for p in places)
        if any(not re.search(r"[,;:]", gap) for gap in between):
            return cue
    return None


def _cues(text: str, table: str, value: Certainty, words: Language) -> list[re.Match[str]]:
    """The words of a sentence for a certainty; who says nothing denies and confirms nothing ("Israel did not comment")."""
    found = list(words.pattern(table, value).finditer(text))
    return [m for m in found if not _silence(text, m, words)] if value in ("denied", "confirmed", "claimed") else found


def _silence(text: str, cue: re.Match[str], words: Language) -> bool:
    """Whether a cue is of words that say nothing."""
    silent = words.pattern("attribution", "silent").finditer(text)
    return any(m.start() < cue.end() and cue.start() < m.end() for m in silent)


def _of_another(text: str, trigger: tuple[int, int], cue: re.Match[str], words: Language) -> bool:
    """Whether a cue stands with another verb than the activity's.

    One joined behind it ("are deployed there, and could be sent on"), that of a sentence in whose relative clause the activity
    stands ("Lashio, which rebels captured in August, is to be returned"), or that of a purpose ("attacked, likely to set …").
    """
    between = text[trigger[0] : cue.start()]
    if re.search(r"[,;]? (?:and|but) \w*$", between):
        return True
    if cue.start() < trigger[1]:
        return False
    if re.search(r",\s(?:\w+\s)?$", between) and words.pattern("clauses", "within_relative").search(text[: trigger[0]]):
        return True
    return words.pattern("certainty", "of_purpose").match(text, cue.start()) is not None


def _denial(text: str, trigger: tuple[int, int], words: Language) -> tuple[int, int] | None:
    """A denial that is not the verb's own negation: "neither …", or "… are false" behind what it speaks of."""
    ahead = words.pattern("certainty", "neither").search(text, 0, trigger[1])
    if (
        ahead
        and not _silence(text, ahead, words)
        and trigger[0] - ahead.end() < _BEFORE
        and not re.search(r"[;:]", text[ahead.end() : trigger[0]])
    ):
        return ahead.span()
    behind = words.pattern("certainty", "denied_behind").search(text, trigger[1])
    return behind.span() if behind else None


def _applies(text: str, cue: re.Match[str], value: Certainty, trigger: tuple[int, int], words: Language) -> bool:
    start = trigger[0]
    between = text[cue.end() : start] if cue.end() <= start else ""
    if value == "denied":  # a negation holds for the words right behind it
        return cue.start() <= start and not re.search(r"[,;]|\b(?:but|and)\b", between) and len(between) < 40
    if value in ("possible", "planned") and _of_another(text, trigger, cue, words):
        return False
    month = value == "possible" and cue.group() == "May" and cue.start() > 0
    return not month


def ahead(report: Report, sure: Certainty, cue: Span | None, words: Language) -> bool:
    """Whether a claim of some certainty speaks of what is still to come: "will", or "may" without "have"."""
    may = sure == "possible" and cue and words.pattern("certainty", "may_come").match(report.text, cue.start)
    return sure == "planned" or bool(may)
