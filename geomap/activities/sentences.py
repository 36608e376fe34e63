"""A report's sentences with their offsets."""

import re
from collections.abc import Iterator

from geomap.model import Report, Span
from geomap.toponyms.bylines import datelines

# The number of an item and the name that heads it: "2. Shaykovka.", "DONGUZ.".
_HEADING = re.compile(r"\W*(?:\d{1,3}[.)]?\s*)?(?:(?P<name>[^\W\d_][\w’' -]*)\.)?\s*")
_LONGEST, _WORDS = 48, 4
# The segmenter takes what stands behind these for one sentence, however many there are; behind a dash it does not.
_BULLETS = re.compile(r"(?m)^([ \t]*)[•●▪◦](?=\s)")
# Full stops that it takes for a sentence's end: before the day or the zone of a clock time, and of units and forts.
_DAY = r"[A-Z][a-z]+day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d"
_ZONE = r"(?:GMT|UTC|MSK|EET|CES?T|BST|[JKI]ST|[ECP][SD]?T)\b|(?:[A-Z]\w+\s)+[Tt]ime\b"
_CLOCK = rf"[AaPp]\.[Mm]\.(?=\s+(?:{_DAY}|{_ZONE}))"
_SHORT = r"\b(?:Ft|Bn|Regt|Brig|approx|incl)\.(?=\s+[A-Z\d])"
_NO_END = re.compile(f"{_CLOCK}|{_SHORT}")


def is_heading(text: str) -> bool:
    """Whether a stretch at the head of a line is a name with a full stop, and nothing but an item's number before it."""
    found = _HEADING.fullmatch(text) if len(text) <= _LONGEST else None
    words = (found["name"] or "").split() if found else []
    return bool(found) and len(words) <= _WORDS and all(w[0].isupper() for w in words)


def sentences(report: Report) -> Iterator[Span]:
    """Each sentence without the white space around it, and without a dateline before it.

    A line break ends a sentence, since headlines have no full stop. A name that heads its line belongs to the sentence behind it.
    """
    import sentencex

    filed = datelines(report.text)
    at, held = 0, 0
    for piece in sentencex.segment(report.language, _NO_END.sub(lambda m: m[0][:-1] + "-", _BULLETS.sub(r"\1-", report.text))):
        for line in piece.splitlines(keepends=True):
            begin = at - held
            whole = report.text[begin : at + len(line)]
            heads = begin == 0 or report.text[begin - 1] == "\n"
            at += len(line)
            if heads and at < len(report.text) and not whole.endswith("\n") and is_heading(whole):
                held = len(whole)
                continue
            held = 0
            start = filed[begin][1] if begin in filed else begin
            bare = report.text[start:at].strip()
            if bare:
                start = report.text.index(bare, start)
                yield Span(start=start, end=start + len(bare), text=bare)
