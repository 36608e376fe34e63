"""A report's sentences with their offsets."""

from collections.abc import Iterator

from geomap.model import Report, Span
from geomap.toponyms.bylines import dateline


def sentences(report: Report) -> Iterator[Span]:
    """Each sentence without the white space around it, and without a dateline before it.

    A line break ends a sentence, since headlines have no full stop.
    """
    import sentencex

    at = 0
    for piece in sentencex.segment(report.language, report.text):
        for line in piece.splitlines(keepends=True):
            _, skip = dateline(line)
            bare = line[skip:].strip()
            if bare:
                start = at + line.index(bare, skip)
                yield Span(start=start, end=start + len(bare), text=bare)
            at += len(line)
