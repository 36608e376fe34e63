"""When something is said to happen: of a sentence's date expressions those that date its activity, as one span of days."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from geomap.activities.calendar_spans import month_span, months_on
from geomap.activities.counted_days import later_atom
from geomap.activities.date_patterns import UP_TO
from geomap.activities.date_words import Atom, date_atoms, day_of_what_follows
from geomap.activities.durations import lasting, running
from geomap.lexicon import Language
from geomap.model import DateSpan, Report, Span

_A_WEEK = timedelta(7)
_PICTURED = 40  # letters before a date in which a picture is named
_PHRASE = 60  # letters that a comma between a date and the activity counts for
# From which share on the reader's word for it makes a date one of the activity.
LEAST_DATED = 0.2
# So sure the reader must be that a day named before a sentence is that of its activity.
LEAST_ELSEWHERE = 0.5
_RANGE_GAP = re.compile(
    r",?\s*(?:and (?:is to |will )?(?:runs?|lasts?|continues?|goes on) )?(?:into|to|and|or|until|till|through|[-–—])\s*"
    r"(?:\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\.?\s)?|noon |midnight )?(?:\([^)]{1,20}\) )?"
    r"(?:on |arrived |landed )?(?:the )?(?:early |late |mid-?|(?:end|beginning|start|middle) of (?:the )?)?",
    re.IGNORECASE,
)
# Between the days of a list.
_LISTED = re.compile(r"\s*,?\s*(?:and |or )?(?:again )?(?:on )?(?:the )?", re.IGNORECASE)


def when(
    sentence: str,
    report: Report,
    words: Language,
    *,
    ahead: bool,
    joined: bool,
    near: int,
    counts: Callable[[int, int], float] | None = None,
    at: int | None = None,
) -> DateSpan | None:
    """The days that a sentence gives for what it says, or None.

    The day of a statement ("announced on the 25th") is not the day of the activity, nor is a day before the report that of what
    is still to come.

    Args:
        sentence: its text.
        report: for the publication date.
        words: the language.
        ahead: the sentence speaks of the future.
        joined: two days in the sentence are the start and the end of one thing (a departure and an arrival).
        near: the offset of the activity's words; of several dates the nearest counts.
        at: where the sentence begins in the report, for "two days later".
        counts: how far the words from one offset to another date the activity, from 0 to 1, where the reader said so.
    """
    every = [a for a in date_atoms(sentence, report, words, ahead=ahead, at=at) if not _of_statement(sentence, a, words)]
    every = [a for a in every if not (ahead and _over(a, report))]
    atoms = [a for a in every if not counts or counts(a.start, a.end) >= LEAST_DATED]
    if not atoms:
        counted = later_atom(sentence, at, report, words, ahead=ahead) if at is not None else None
        counted = counted or (None if ahead else running(sentence, report))
        if not counted:
            return None
        atoms = every = [counted]
    atoms = [a for a in atoms if not _by_the_way(sentence, a, near, words)] or atoms
    if not joined or len(atoms) == 1 or any(a.fine != "day" for a in atoms):
        chosen = min(atoms, key=lambda a: (_distance(sentence, a, near), a.start))
        atoms = _joined(sentence, every, every.index(chosen))
    if len(atoms) == 1 and near >= atoms[0].end and day_of_what_follows(sentence, atoms[0], words):
        atoms = [atoms[0]._replace(open="", opening="")]
    if len(atoms) == 1:
        atoms = lasting(sentence, atoms[0], words)
    return _spanned(sentence, atoms, report)


def when_elsewhere(
    before: Span, report: Report, words: Language, *, ahead: bool, counts: Callable[[int, int], float]
) -> DateSpan | None:
    """The day that a paragraph names before a sentence and that holds for it, by the reader's word; None where none surely does.

    Args:
        before: what the paragraph says before the sentence, as far back as the reader looked.
        report: for the publication date.
        words: the language.
        ahead: the sentence speaks of the future.
        counts: how far the words from one offset of ``before`` to another date the sentence's activity, from 0 to 1.
    """
    atoms = [a for a in date_atoms(before.text, report, words, ahead=ahead) if not _of_statement(before.text, a, words)]
    if ahead:  # "bombed on Wednesday. The army is expected to …": that Wednesday, and not the next one, and so none
        told = {(a.start, a.first) for a in date_atoms(before.text, report, words, ahead=False)}
        atoms = [a for a in atoms if (a.start, a.first) in told or _to_come(before.text, a, words)]
        atoms = [a for a in atoms if not _over(a, report)]
    best = max(atoms, key=lambda a: (counts(a.start, a.end), a.start), default=None)
    if not best or counts(best.start, best.end) < LEAST_ELSEWHERE:
        return None
    return said_before(_spanned(before.text, [best], report))


def _by_the_way(sentence: str, atom: Atom, near: int, words: Language) -> bool:
    """Whether a date stands in an aside of which the activity's words are no part.

    "The brigade, formed in May 2023, moved …"; "frigates that had been in dock since October left …".
    """
    behind = sentence[atom.end :]
    opens = rf"{words.either('clauses', 'relative')}|\w+ed|{words.either('dates', 'participles')}"
    begun = re.search(rf",\s(?:{opens})\b[^,;]*$", sentence[: atom.start])
    close = behind.find(",")
    if begun and close >= 0:
        return not begun.start() <= near < atom.end + close
    verbs = words.either("roles", "verb", "past")
    led = re.search(rf"\s(?:{words.either('clauses', 'relative')}|that)\s[^,;]*$", sentence[: atom.start])
    return bool(led and near >= atom.end and re.match(rf"\s(?:{verbs})\b", behind))


def _to_come(text: str, atom: Atom, words: Language) -> bool:
    """Whether the sentence of a date speaks of what is planned."""
    start, end = text.rfind(". ", 0, atom.start) + 1, text.find(". ", atom.end)
    return bool(words.pattern("certainty", "planned").search(text, start, end if end >= 0 else len(text)))


def said_before(said: DateSpan) -> DateSpan:
    """A date that stands before the sentence which it dates, labelled so."""
    return said.model_copy(update={"label": f"{said.label} (said before: “{said.text}”)"})


def _spanned(text: str, atoms: list[Atom], report: Report) -> DateSpan:
    """One date, or the days from one to another, with their words."""
    first, last = atoms[0], atoms[-1]
    start, end = first.first, last.last
    by_month = first.opening in ("by", *UP_TO) and first.fine == "month"
    opened = first.open if len(atoms) == 1 and (first.first == first.last or first.opening == "since" or by_month) else ""
    if opened and by_month:  # "by June": at the latest on its last day
        start = end
    if start is None or end is None:
        start = end = None
    elif end < start:
        if first.day and last.day:  # "from the 20th to the 27th", on the 26th: that is under way
            coming = months_on(end, 1)
            end = coming.replace(day=min(last.day, month_span(coming.year, coming.month)[1].day))
        elif start - end < _A_WEEK:  # "from Monday to Friday", on a Wednesday: of one week, whichever is over or to come
            over = not report.published_day or start <= report.published_day
            start, end = (start - _A_WEEK, end) if over else (start, end + _A_WEEK)
        start, end = min(start, end), max(start, end)
    if first.opening == "since" and opened and start and report.published_day:
        end, opened = max(start, report.published_day), ""
    if first.opening in UP_TO and opened and end and report.published_day and end > report.published_day:  # it goes on till then
        start = report.published_day
    said = text[first.start : first.end]
    if len(atoms) > 1:
        said += f" … {text[last.start : last.end]}"
    label = _label(atoms, start, end, opened, said, dated=bool(report.published))
    return DateSpan.model_validate({"start": start, "end": end, "open": opened or None, "text": said, "label": label})


def _over(atom: Atom, report: Report) -> bool:
    """Whether all days of a date are before the report."""
    return bool(atom.last and report.published_day and atom.last < report.published_day)


def _joined(sentence: str, atoms: list[Atom], at: int) -> list[Atom]:
    """A date with the one to which the words reach from it, or from which they reach to it: "from the 8th to the 13th".

    Of a list of days ("on 3, on 9 and on 12 November") the first and the last.
    """
    low = high = at
    while low and _LISTED.fullmatch(sentence, atoms[low - 1].end, atoms[low].start):
        low -= 1
    while high < len(atoms) - 1 and _LISTED.fullmatch(sentence, atoms[high].end, atoms[high + 1].start):
        high += 1
    if high - low > 1 and all(a.fine == "day" for a in atoms[low : high + 1]):
        return [atoms[low], atoms[high]]
    for first in (at, at - 1):
        if not 0 <= first < len(atoms) - 1:
            continue
        one, two = atoms[first : first + 2]
        gap = sentence[one.end : two.start] + (two.opening if two.opening in UP_TO else "")
        if _RANGE_GAP.fullmatch(gap):
            return [one, two]
    return [atoms[at]]


def _distance(sentence: str, atom: Atom, near: int) -> int:
    """How far a date stands from the activity's words; one in another phrase is farther than its letters."""
    low, high = sorted((atom.start, near))
    return high - low + _PHRASE * sentence.count(",", low, high)


def pictured(text: str, at: int, words: Language) -> bool:
    """Whether a day that begins at an offset is that of a picture, and so of what it shows: "imagery dated" stands before it."""
    before = text[max(0, at - _PICTURED) : at].rstrip()
    return any(m.end() == len(before) for m in words.pattern("dates", "pictured").finditer(before))


def _of_statement(sentence: str, atom: Atom, words: Language) -> bool:
    """Whether the date tells when somebody spoke: it follows a verb of speech, and no other verb lies between."""
    if words.pattern("dates", "in_words_of").search(sentence[: atom.start]):
        return True
    verbs = words.either("attribution", "verbs", "published")
    if re.match(rf"\s(?:{verbs})\b", sentence[atom.end :], re.IGNORECASE):  # "the ministry on Monday said"
        return True
    if _of_decision(sentence[: atom.start], sentence[atom.end :], words):
        return True
    lead = r"(?:it\s+)?(?:late\s+|early\s+)?(?:on\s+|(?<=wrote )in\s+)?(?:the\s+)?$"
    said = re.search(rf"(?<!\w)(?:{verbs})(?P<whom>\b[^,;:.]{{0,80}}?)?,?\s+{lead}", sentence[: atom.start], re.IGNORECASE)
    if not said or pictured(sentence, atom.start, words):
        return False
    whom = (said["whom"] or "").strip()
    told = not whom or words.pattern("dates", "told_on").fullmatch(whom)
    return bool(told or re.match(r",?\s+that\b", sentence[atom.end :]))


def _of_decision(before: str, behind: str, words: Language) -> bool:
    """Whether a date tells when something was decided: "decided on 20 January to send", "By June both had agreed that"."""
    decided = words.either("dates", "decided")
    if re.match(r",?\s+(?:to|that)\b", behind) and re.search(rf"\b(?:{decided})\s+(?:on\s+)?(?:the\s+)?$", before):
        return True
    at_head = not re.search(r"\w\W+\w", before)
    return at_head and re.match(rf",?\s[^,.;:]{{1,60}}\s(?:had|has|have)\s(?:{decided})\s(?:to|that)\b", behind) is not None


def _label(atoms: list[Atom], start: date | None, end: date | None, opened: str, text: str, *, dated: bool) -> str:
    opening = f"{atoms[0].opening} " if opened or (atoms[0].opening == "since" and len(atoms) == 1) else ""
    if opening == "since " and start:  # its end is the report's date, which the words do not say
        end = atoms[0].last
    if opened and atoms[0].opening in UP_TO:  # nor do they say its start
        start = end
    if start is None or end is None:
        days = [a.day for a in atoms]
        if all(days):
            said = " to ".join(f"{a.part} of the {_ordinal(a.day or 0)}" if a.part else f"{_ordinal(a.day or 0)}" for a in atoms)
            the = "the " if opened and not said[0].isalpha() else ""
            return opening + f"{the}{said} (month not stated)"
        open_year = dated and atoms[0].fine in ("day", "month")
        return f"{text} ({'year not stated' if open_year else 'date of the report not known'})"
    fine = atoms[0].fine
    if fine == "year":
        said = str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    elif fine == "month" and len(atoms) == 1:
        said = f"{start:%B %Y}"
    elif start == end:
        said = f"{atoms[0].part + ' of ' if atoms[0].part else ''}{day_label(start)}"
    else:
        same = (start.year, start.month) == (end.year, end.month)
        left = str(start.day) if same else day_label(start) if start.year != end.year else f"{start.day} {start:%B}"
        parts = [f"{a.part} of " if a.part else "" for a in (atoms[0], atoms[-1])] if len(atoms) > 1 else ["", ""]
        said = f"{parts[0]}{left} to {parts[1]}{day_label(end)}"
        if len(atoms) == 1 and atoms[0].part:
            said = f"{atoms[0].part} of {said}"
    return opening + said


def day_label(day: date) -> str:
    """A day as a card writes it: "5 May 2024"."""
    return f"{day.day} {day:%B %Y}"


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
