"""Rules over a dependency parse, measured beside the methods that geomap has: which places, who does it, who says so.

The lexicon's words tell the activity, as in ``words and rules``. Of the sentence's places those are its own that hang on the
words for it or on their verb, and not on another verb's clause; who does it is the subject of that verb, or its agent; who says
so is the subject of the verb that the clause hangs on, if that is one of speech.
"""

from typing import Any

from geomap.activities import by_words
from geomap.activities.extract import Extraction
from geomap.lexicon import kinds, language
from geomap.model import Attribution, Claim, Report, Span

_VERBS = ("VERB", "AUX")
# Between a verb and the clauses that hang on it: what these hold is theirs.
_CLAUSES = ("advcl", "conj", "ccomp", "relcl", "parataxis")


def refined(report: Report, extraction: Extraction, model: Any) -> Extraction:
    """The claims of words and rules, their places, actors and sources told anew by spaCy's parse of their sentences."""
    parsed: dict[int, Any] = {}
    claims = []
    for claim in extraction.all_claims:
        start = claim.evidence.start
        if start not in parsed:
            parsed[start] = model(claim.evidence.text)
        claims.append(_told(report, claim, parsed[start]))
    return Extraction(tuple(claims), (), extraction.passed_over)


def _told(report: Report, claim: Claim, sentence: Any) -> Claim:
    kind, start = kinds()[claim.kind], claim.evidence.start
    at = by_words.trigger(claim.evidence.text, kind, report.language)
    words = sentence.char_span(*at, alignment_mode="expand") if at else None
    if words is None:
        return claim
    verb = next((t for t in (words.root, *words.root.ancestors) if t.pos_ in _VERBS), words.root)

    def own(mention_start: int) -> bool:
        name = sentence.char_span(mention_start - start, mention_start - start + 1, alignment_mode="expand")
        return name is None or _hangs_on(name.root, words.root, verb)

    places = tuple(p for p in claim.places if own(p.resolution.mention.start))
    unplaced = tuple(p for p in claim.unplaced if own(p.resolution.mention.start))
    if not places and not unplaced:
        return claim
    doer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    agent = next((a for c in verb.children if c.dep_ == "agent" for a in c.children), None)
    said = next((t for t in verb.ancestors if t.pos_ in _VERBS), None)
    speaks = said is not None and said.lower_ in language(report.language).words("names", "speech")
    speaker = next((c for c in said.children if c.dep_ == "nsubj"), None) if speaks else None
    actor, source = (_phrase(report, start, t) for t in (doer or agent, speaker))
    attribution = claim.attribution
    if source:  # its standing is not measured
        standing = claim.attribution.standing if claim.attribution else "neutral"
        attribution = Attribution(text=source.text, start=source.start, end=source.end, standing=standing)
    return claim.model_copy(
        update={"places": places, "unplaced": unplaced, "actor": actor or claim.actor, "attribution": attribution}
    )


def _hangs_on(name: Any, trigger: Any, verb: Any) -> bool:
    """Whether the way from a name to the root meets the words of the activity or their verb before another verb's clause."""
    for token in (name, *name.ancestors):
        if token in (trigger, verb):
            return True
        if token.pos_ in _VERBS and token.dep_ in _CLAUSES:
            return False
    return False


def _phrase(report: Report, start: int, head: Any) -> Span | None:
    """The words from the left edge of a noun's phrase to the noun."""
    return report.span(start + head.left_edge.idx, start + head.idx + len(head.text)) if head is not None else None
