"""A fact and its rejection, in one sentence or in the one behind: one claim each side, with who says it and who denies it."""

import re
from functools import cache, partial
from typing import NamedTuple

from geomap.activities.attribution import attributed, is_pronoun
from geomap.activities.source import speakers
from geomap.encoder.run import Told
from geomap.lexicon import Language
from geomap.model import Attribution, Claim, Report, Span

# So far before the words of a rejection stands who rejects, without another sentence or half of one between.
_DENIER_WITHIN = 60
_APART = re.compile(r"[.;]")
# So exactly behind "rejected by" stands who rejects.
_NEAR = 6
# So far before the words of a rejection stands the word that negates them.
_NEGATED = 20
# The groups of an aside that hold the word which rejects.
_REJECTING = ("calls", "disputes", "rejects", "denies", "rejected")
_NAMED = re.compile(r"(?-i:[A-Z])[\w’'.-]*(?: [\w’'.-]+){0,6}")


class _Words(NamedTuple):
    """The patterns of a rejection: by a verb of who rejects, or by what is said of the word that was given (``rejected by``).

    ``told`` is a word that nobody is named for ("reports that"); ``flatly`` rejects all that the sentence before tells ("Minsk
    denied it"), as does an ``answer`` ("Nonsense, says the mayor"); behind ``not_so`` a verb rejects nothing; ``aside`` rejects
    what stands before it ("…, a claim that Kyiv rejected").
    """

    rejects: re.Pattern[str]
    rejected: re.Pattern[str]
    by: re.Pattern[str]
    told: re.Pattern[str]
    flatly: re.Pattern[str]
    not_so: re.Pattern[str]
    aside: re.Pattern[str]
    answer: re.Pattern[str]


@cache
def _words(words: Language) -> _Words:
    either = partial(words.either, "denials")
    saying, false = rf"(?:{either('saying')})", rf"(?:{either('false')})"
    verbs, manner = either("denies", "rejects"), rf"(?: (?:{either('manner')}))?\s+"
    it = rf"(?:{either('whole')}|(?:{either('pointing')}) (?:\w+ )?{saying}\b)"
    rejects = (
        rf"(?:{either('denies')})",
        rf"(?:{either('rejects')})(?=[^.;]{{0,30}}?\b{saying}\b|{manner}{it})",
        rf"(?:{either('calls')})\b[^.;]{{0,60}}?\b{false}",
    )
    be = rf"(?:{either('be')}) (?:\w+ )?"
    a_claim = rf"(?:{either('taken_up')}) (?:\w+ )?{saying}(?: (?:{either('relative')}))?"
    phrase = rf"(?:{either('determiners')}) [\w’'.-]+(?: [\w’'.-]+){{0,9}}?"
    who, helping = rf"(?:{phrase}|{_NAMED.pattern}?)", rf"(?: (?:{either('helping')}))*"
    as_false = rf"(?: as)? (?:(?:{false})|(?!.(?:{either('true')}))[\"“‘'«])"
    asides = (
        rf"(?:{either('all_of_it')}) (?P<disputer>{who}){helping} (?P<disputes>{either('rejects')})",
        rf"(?:{a_claim}) (?P<who>{who}){helping} (?P<rejects>{either('denies', 'rejects')})",
        rf"(?:{either('all_of_it')}) (?P<whom>{who}){helping} (?P<denies>{either('denies')})",
        rf"(?:{a_claim}){helping} (?P<rejected>{either('rejected')}) (?:{either('by')})(?P<by>{who})",
    )
    return _Words(
        rejects=re.compile(rf"\b(?:{'|'.join(rejects)})", re.IGNORECASE),
        rejected=re.compile(rf"\b{be}(?:(?:{either('rejected')})\b|{false})", re.IGNORECASE),
        by=re.compile(rf"[^.;]{{0,20}}? (?:{either('by')})", re.IGNORECASE),
        told=re.compile(rf"\b{saying}\b[^.;]{{0,40}}?\b(?:{either('tells_of')})\b", re.IGNORECASE),
        flatly=re.compile(rf"\b(?:(?:{verbs}){manner}{it}|(?:{either('calls')})\s+{it}[^.;]{{0,60}}?\b{false})", re.IGNORECASE),
        answer=re.compile(rf"(?P<no>{either('answers')})[,:]? (?:{either('answering')})\b", re.IGNORECASE),
        not_so=re.compile(rf"(?<!\w)(?:{either('not')})\s+$", re.IGNORECASE),
        aside=re.compile(
            rf"[,(–—-]\s*(?:(?:{'|'.join(asides)})(?= as (?:{false}|[\"“‘'«])|\s*[,.;)–—]|$)"
            rf"|{a_claim} (?P<caller>{who}){helping} (?P<calls>{either('calls')}){as_false})",
            re.IGNORECASE,
        ),
    )


def sides(report: Report, claim: Claim, told: Told, words: Language) -> list[Claim]:
    """The claim of a sentence; or what is said and its denial, where the sentence tells both and who is on which side.

    "Kyiv said that …; Moscow denied it", "Moscow denied Kyiv's report that …", "reports that … are false".

    Args:
        report: the text.
        claim: the only one of its activity and places in the sentence.
        told: what the reader holds of the sentence as to the activity.
        words: the language.
    """
    patterns, sentence = _words(words), claim.evidence
    aside = patterns.aside.search(sentence.text)
    if aside and not patterns.not_so.search(sentence.text[: aside.start(_group(aside, *_REJECTING))]):
        return _taken_up(report, claim, aside, told, words)
    said_so, active = patterns.rejected.search(sentence.text), patterns.rejects.search(sentence.text)
    passive = said_so if said_so and (not active or said_so.start() <= active.start()) else None
    cue = _cue(report, sentence, passive or active, patterns)
    if not cue:
        return [claim]
    sources = speakers(report, sentence, told, words)
    if passive:
        by = patterns.by.match(report.text, cue.end, sentence.end)
        behind = sorted((s for s in sources if s.start >= cue.end), key=lambda s: s.start)
        denier = next((s for s in behind if not by or abs(s.start - by.end()) <= _NEAR), None)
        sources = [s for s in sources if s not in behind]
    else:
        denier = _ahead(report, cue, sources)
    other = next((s for s in sources if not denier or s.text != denier.text), None)
    only_told = passive and patterns.told.search(sentence.text)  # "reports that … are false": whose, is left open
    if not only_told and not (denier and other):
        return [claim]
    return [_affirmed(report, claim, other), claim.model_copy(update={"certainty": "denied", "attribution": denier, "cue": cue})]


def _group(found: re.Match[str], *groups: str) -> str:
    """Which of some groups of a pattern was found."""
    return next(g for g in groups if found[g] is not None)


def _taken_up(report: Report, claim: Claim, aside: re.Match[str], told: Told, words: Language) -> list[Claim]:
    """What was said before an aside, by whom it is said; and its rejection by who is named in the aside."""
    start = claim.evidence.start

    def part(*groups: str) -> Span:
        name = _group(aside, *groups)
        return report.span(start + aside.start(name), start + aside.start(name) + len(aside[name].rstrip(".")))

    denier = part("caller", "disputer", "who", "whom", "by")
    cue = part(*_REJECTING)
    said = next((s for s in speakers(report, claim.evidence, told, words) if s.end <= start + aside.start()), None)
    if claim.actor and claim.actor.overlaps(denier.start, denier.end):
        claim = claim.model_copy(update={"actor": None})
    if said:
        affirmed = _affirmed(report, claim, said)
    else:
        affirmed = claim.model_copy(update={"certainty": "reported", "attribution": None, "cue": None})
    if aside["disputes"] and not said:  # "after an ultimatum, which Kyiv rejected": nobody has said anything
        return [affirmed if claim.certainty == "denied" else claim]
    rejection = {"certainty": "denied", "attribution": attributed(report, denier, words), "cue": cue}
    return [affirmed, claim.model_copy(update=rejection)]


def _affirmed(report: Report, claim: Claim, other: Attribution | None) -> Claim:
    """The claim as the word of who says it, None where nobody is named."""
    named = report.span(other.start, other.end) if other else None
    if claim.certainty != "denied":
        by_source = claim.cue and claim.attribution and claim.cue.start == claim.attribution.start
        return claim.model_copy(update={"attribution": other, "cue": named if by_source else claim.cue})
    if other and other.standing not in ("party", "unnamed"):
        return claim.model_copy(update={"certainty": "reported", "attribution": other, "cue": None})
    return claim.model_copy(update={"certainty": "claimed", "attribution": other, "cue": named})


def denied_behind(report: Report, claim: Claim, behind: Span, told: Told, words: Language) -> list[Claim]:
    """The denial of a claim by the sentence behind its own ("Minsk denied it"), if it is one; both are its evidence.

    Args:
        report: the text.
        claim: the only one of its sentence.
        behind: the sentence behind that, which names no place itself.
        told: what the reader holds of the text.
        words: the language.
    """
    if claim.certainty == "denied" or "\n" in report.text[claim.evidence.end : behind.start]:
        return []
    patterns = _words(words)
    cue: Span | None
    if answer := patterns.answer.match(behind.text):
        cue = report.span(behind.start, behind.start + answer.end("no"))
        denier = next(iter(speakers(report, behind, told, words)), None)
    else:
        cue = _cue(report, behind, patterns.flatly.search(behind.text), patterns)
        if not cue:
            return []
        denier = _ahead(report, cue, speakers(report, behind, told, words)) or _subject(report, behind, cue, words)
    if not denier:
        return []
    evidence = report.span(claim.evidence.start, behind.end)
    return [claim.model_copy(update={"certainty": "denied", "attribution": denier, "cue": cue, "evidence": evidence})]


def _cue(report: Report, sentence: Span, found: re.Match[str] | None, patterns: _Words) -> Span | None:
    """The words that reject, unless they are negated themselves: "does not dispute"."""
    if not found or patterns.not_so.search(sentence.text[max(0, found.start() - _NEGATED) : found.start()]):
        return None
    return report.span(sentence.start + found.start(), sentence.start + found.end())


def _ahead(report: Report, cue: Span, sources: list[Attribution]) -> Attribution | None:
    """Who is named last before the words that reject, in their half of the sentence."""
    near = (s for s in sources if s.end <= cue.start and cue.start - s.end < _DENIER_WITHIN)
    return max((s for s in near if not _APART.search(report.text, s.end, cue.start)), key=lambda s: s.end, default=None)


def _subject(report: Report, sentence: Span, cue: Span, words: Language) -> Attribution | None:
    """What a sentence has before its verb, where that is a name or a few words and no pronoun: "Kigali [rejects this]"."""
    subject = report.text[sentence.start : cue.start].rstrip()
    if not _NAMED.fullmatch(subject) or is_pronoun(subject):
        return None
    return attributed(report, report.span(sentence.start, sentence.start + len(subject)), words)
