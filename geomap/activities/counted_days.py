"""Days that a sentence counts from one that the report named before it: "that day", "two days later", "the next morning"."""

import re
from datetime import timedelta

from geomap.activities.date_words import COUNTS, Atom, count_of, date_atoms
from geomap.lexicon import Language
from geomap.model import Report

_LATER = re.compile(
    r"(?<!\w)(?:(?:on |at |in )?(?:the|that) (?:very )?same (?:day|evening|night|morning|afternoon)|on that day"
    r"|that (?:day|evening|night|morning)"
    rf"|(?P<count>{'|'.join(COUNTS)}|\d{{1,2}}) (?P<unit>days?|weeks?) (?P<dir>later|earlier|before|after)(?= *[,.;)]| [a-z])"
    r"|the (?P<next>next|following) (?:day|morning|evening|night)|the (?:night|day|evening) (?P<prior>before)(?! \w+ing))(?!\w)",
    re.IGNORECASE,
)
_NEAR = 1_500  # letters back that the day is looked for


def later_atom(sentence: str, at: int, report: Report, words: Language) -> Atom | None:
    """The day that a sentence counts from one that the report names before it; None where it does not, or none is named.

    Args:
        sentence: its text.
        at: where it begins in the report.
        report: the text.
        words: the language.
    """
    m = _LATER.search(sentence)
    if not m:
        return None
    before = [
        a for a in date_atoms(report.text[max(0, at - _NEAR) : at], report, words, ahead=False) if a.fine == "day" and a.first
    ]
    base = before[-1].first if before else report.published_day if m["prior"] else None
    if not base:
        return None
    step = 0
    if m["unit"]:
        count = count_of(m["count"]) * (7 if m["unit"].lower().startswith("week") else 1)
        step = -count if m["dir"].lower() in ("earlier", "before") else count
    elif m["next"]:
        step = 1
    elif m["prior"]:
        step = -1
    day = base + timedelta(step)
    return Atom(m.start(), m.end(), day, day, None, "", "", "", "day")
