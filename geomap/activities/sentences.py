"""A report's sentences with their offsets."""

from collections.abc import Iterator

from geomap.model import Report, Span


def sentences(report: Report) -> Iterator[Span]:
    """Each sentence without the white space around it; a line break ends one, since headlines have no full stop."""
    import sentencex

    at = 0
    for piece in sentencex.segment(report.language, report.text):
        for line in piece.splitlines(keepends=True):
            bare = line.strip()
            if bare:
                start = at + line.index(bare)
                yield Span(start=start, end=start + len(bare), text=bare)
            at += len(line)
