"""When a claim is said to happen: by its own words, or else by those before it that the reader holds to date it."""

from collections.abc import Callable
from functools import partial

from geomap.activities import by_reader
from geomap.activities.clauses import first_verb, joined_by
from geomap.activities.dates import day_label, pictured, said_before, when, when_elsewhere
from geomap.encoder.run import Told
from geomap.lexicon import Language
from geomap.model import Attribution, DateSpan, Report, Span

# In so many letters at its head a bulletin counts the whole front's fights.
_HEAD = 2_000


def dated(
    report: Report,
    sentence: Span,
    clause: Span,
    near: int,
    read: Told | None,
    words: Language,
    *,
    said: Attribution | None,
    joined: bool,
    ahead: bool,
    done: bool,
) -> DateSpan | None:
    """The days of an activity, or None where no words give them.

    What is told as done was not done on a day after the report: such a day is of something else, unless it is what may begin
    "as early as" then.

    Args:
        report: the text.
        sentence: the activity's.
        clause: the part of it that tells the activity.
        near: where the activity's words begin in the clause; of several dates the nearest counts.
        read: what the reader holds of the sentence as to the activity, if it read it.
        words: the language.
        said: who says it.
        joined: two days in the clause are the start and the end of one thing.
        ahead: the claim speaks of the future.
        done: it tells of what has happened.
    """
    dating = partial(when, report=report, words=words, ahead=ahead, joined=joined)
    weight = partial(_dating, report, words, read)
    spoken = _spoken(report, sentence, said, words) if said else None
    counts = weight(clause.start, spoken) if read or spoken else None
    found = dating(clause.text, near=near, at=clause.start, counts=counts)
    if not found and read:
        # "On Monday A fell, and B was shelled"; "A fell on Monday after B was shelled", if it was; not "…, while B".
        shared = done and joined_by(report, clause.start, "dated_alike", words)
        shared = shared and not words.pattern("clauses", "under_way").match(clause.text, first_verb(clause.text, words))
        until = clause.start if shared else sentence.start + first_verb(sentence.text, words)
        so_far = report.span(sentence.start, min(until, clause.start))
        found = dating(so_far.text, near=len(so_far.text), at=so_far.start, counts=weight(so_far.start, spoken))
        found = found or _before(report, sentence, read, words, ahead=ahead)
        found = found or (_of_the_bulletin(report, sentence, words) if done else None)
    if done and found and found.start and report.published_day and found.start > report.published_day and found.open != "start":
        return None
    return found


def _before(report: Report, sentence: Span, read: Told, words: Language, *, ahead: bool) -> DateSpan | None:
    """The day that the paragraph gives before a sentence that gives none."""
    own = (s.text for _, s in by_reader.spans(read, report, sentence, "date"))
    if any(words.pattern("dates", "stretches").search(o) for o in own):
        return None  # "over the summer" is none that the rules can reckon, and yet its own
    before = by_reader.before(read, report, sentence.start)
    before = report.span(max(before.start, report.line_start(before.end)), before.end)
    return when_elsewhere(before, report, words, ahead=ahead, counts=_dating(report, words, read, before.start))


def _of_the_bulletin(report: Report, sentence: Span, words: Language) -> DateSpan | None:
    """The day of which a bulletin's head counts the fights, for what its items tell: "In the Lyman direction, …".

    "Yesterday, 213 combat engagements were recorded along the front": what stands under a sector happened then as well.
    """
    paragraph = report.span(report.line_start(sentence.start), sentence.end)
    if not words.pattern("dates", "items").match(paragraph.text):
        return None
    head = report.span(0, min(_HEAD, paragraph.start))
    tally = words.pattern("dates", "tallies").search(head.text)
    if not tally:
        return None
    start = max(head.text.rfind(mark, 0, tally.start()) for mark in ".\n") + 1
    stop = min((i for i in (head.text.find(mark, tally.end()) for mark in ".\n") if i >= 0), default=len(head.text))
    counted = report.span(start, stop)
    found = when(counted.text, report, words, ahead=False, joined=False, near=tally.start() - start)
    today = words.pattern("dates", "day_of_bulletin").search(counted.text)
    if not found and today and report.published_day:
        day = report.published_day
        found = DateSpan(start=day, end=day, text=today.group(), label=day_label(day))
    return said_before(found) if found and found.start else None


def _spoken(report: Report, sentence: Span, said: Attribution, words: Language) -> Span | None:
    """What stands before those who speak at a sentence's head: of a day there they spoke ("On Monday the ministry said").

    What somebody says to have seen on that day ("On 1 November the Mission observed") is of that day.
    """
    if not sentence.start < said.start < sentence.end:  # a source that is taken over from a sentence before
        return None
    before = report.span(sentence.start, said.start)
    if not words.pattern("dates", "spoke_before").fullmatch(before.text):
        return None
    behind = report.text[said.end : sentence.end].lstrip(" ,")
    return before if words.pattern("dates", "spoke").match(behind) else None


def _dating(
    report: Report, words: Language, read: Told | None, at: int, spoken: Span | None = None
) -> Callable[[int, int], float]:
    """How far the words of a stretch, counted from an offset, date the activity by the reader's word; never ``spoken`` ones.

    The day of a picture is that of what it shows ("imagery dated 6 August").
    """

    def share(start: int, end: int) -> float:
        if spoken and spoken.start <= at + start < spoken.end:
            return 0.0
        if not read or pictured(report.text, at + start, words):
            return 1.0
        return by_reader.holds(read, at + start, at + end, "date")

    return share
