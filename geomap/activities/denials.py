"""A fact and its rejection in one sentence: one claim each side (claims README), with who says it and who denies it."""

import re
from functools import cache
from typing import NamedTuple

from geomap.lexicon import Language
from geomap.model import Attribution, Claim, Report, Span

# So far before the words of a rejection stands who rejects, without another sentence or half of one between.
_DENIER_WITHIN = 60
_APART = re.compile(r"[.;]")
# Between "rejected by" and the name.
_BY = re.compile(r"[^.;]{0,20}? by (?:the |an? )?")
_NEAR = 6


class _Words(NamedTuple):
    """The patterns of a rejection: as a verb of who rejects, as something that is said of what was told, and of nobody's word."""

    rejects: re.Pattern[str]
    rejected: re.Pattern[str]
    told: re.Pattern[str]


@cache
def _words(words: Language) -> _Words:
    def either(key: str) -> str:
        return words.either("denials", key)

    saying, false = rf"(?:{either('saying')})", rf"(?:{either('false')})"
    rejects = (
        rf"(?:{either('denies')})",
        rf"(?:{either('rejects')})(?=[^.;]{{0,30}}?\b(?:{saying}|{either('pronouns')})\b)",
        rf"(?:{either('calls')})\b[^.;]{{0,60}}?\b{false}",
    )
    be = rf"(?:{either('be')}) (?:\w+ )?"
    return _Words(
        re.compile(rf"\b(?:{'|'.join(rejects)})", re.IGNORECASE),
        re.compile(rf"\b{be}(?:(?:{either('rejected')})\b|{false})", re.IGNORECASE),
        re.compile(rf"\b{saying}\b[^.;]{{0,40}}?\b(?:{either('tells_of')})\b", re.IGNORECASE),
    )


class Rejection(NamedTuple):
    """The words that reject, who does, and whose word it is; None where nobody is named ("reports that … are false")."""

    cue: Span
    denier: Attribution | None
    other: Attribution | None


def rejection(report: Report, sentence: Span, sources: list[Attribution], words: Language) -> Rejection | None:
    """What a sentence rejects of what it tells, where it says of both sides who they are, or that it is only told.

    Args:
        report: the text.
        sentence: the evidence.
        sources: who is named in it as saying something, the surest first.
        words: the language.
    """
    patterns = _words(words)
    said_so, active = patterns.rejected.search(sentence.text), patterns.rejects.search(sentence.text)
    passive = said_so if said_so and (not active or said_so.start() <= active.start()) else None
    found = passive or active
    if not found:
        return None
    cue = report.span(sentence.start + found.start(), sentence.start + found.end())
    if passive:
        by = _BY.match(report.text, cue.end, sentence.end)
        denier = next((s for s in sources if by and abs(s.start - by.end()) <= _NEAR), None)
    else:
        ahead = [s for s in sources if s.end <= cue.start and cue.start - s.end < _DENIER_WITHIN]
        ahead = [s for s in ahead if not _APART.search(report.text, s.end, cue.start)]
        denier = max(ahead, key=lambda s: s.end, default=None)
    other = next((s for s in sources if s is not denier), None)
    both = other if denier else passive and patterns.told.search(sentence.text)
    return Rejection(cue, denier, other) if both else None


def sides(claim: Claim, rejected: Rejection) -> list[Claim]:
    """A claim as two: what is said, and its denial."""
    sure = claim.certainty
    other = rejected.other
    if sure == "denied":
        sure = "claimed" if not other or other.standing in ("party", "unnamed") else "reported"
    own = claim.certainty != "denied" and claim.cue and not (claim.attribution and claim.cue.start == claim.attribution.start)
    cue = claim.cue if own else Span(start=other.start, end=other.end, text=other.text) if other and sure == "claimed" else None
    return [
        claim.model_copy(update={"certainty": sure, "attribution": other, "cue": cue}),
        claim.model_copy(update={"certainty": "denied", "attribution": rejected.denier, "cue": rejected.cue}),
    ]
