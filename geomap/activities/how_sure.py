"""How sure a claim is: what the reader holds of it, weighed with its words, who says it, and whose bulletin it stands in."""

from geomap.activities import by_reader
from geomap.activities.certainty import certainty, cue_of, never_was, scheduled
from geomap.activities.nations import other_nation, same_nation
from geomap.activities.source import own_bulletin
from geomap.activities.tellings import Telling
from geomap.lexicon import Kind, Language
from geomap.model import Attribution, Certainty, Report, Span


def how_sure(
    report: Report, telling: Telling, actor: Span | None, said: Attribution | None, words: Language
) -> tuple[Certainty, Span | None]:
    """The certainty of a telling, and the cue that decided it.

    Args:
        report: the text.
        telling: the activity.
        actor: who does it.
        said: who says so.
        words: the language.
    """
    kind, sentence, clause, at = telling.kind, telling.sentence, telling.clause, telling.at
    own = kind.own_voice and bool(said and actor and same_nation(said.full or said.text, actor.text))
    sure, cue = certainty(report, clause, at, None if own else said, words)
    if telling.certainty:
        sure, cue = _held(report, telling, said, sure, cue, words)
    if sure == "reported" and said and actor and _of_an_adversary(kind, actor, said):
        sure, cue = "claimed", report.span(said.start, said.end)
    if sure == "confirmed" and cue and said and _shows_itself(sentence, cue, said, words):
        sure, cue = "claimed", report.span(said.start, said.end)
    if sure == "reported" and not said and not kind.own_voice and own_bulletin(report.outlet, words):
        sure = "claimed"
    named = [report.span(p.resolution.mention.start, p.resolution.mention.end) for p in telling.places]
    last = max((p.end - clause.start for p in named), default=0)
    if sure in ("reported", "claimed") and (plan := scheduled(report, clause, max(at[1], last), words)):
        sure, cue = "planned", plan
    if sure in ("reported", "claimed", "planned") and (denial := never_was(report, clause, named, words)):
        sure, cue = "denied", denial
    return sure, cue


def _held(
    report: Report, telling: Telling, said: Attribution | None, by_rule: Certainty, cue: Span | None, words: Language
) -> tuple[Certainty, Span | None]:
    """What the reader holds, where words stand for it, or else what the rules do."""
    sentence, clause, at = telling.sentence, telling.clause, telling.at
    so_far, before = report.span(sentence.start, clause.end), clause.start - sentence.start

    def cue_for(value: Certainty) -> Span | None:
        near = cue_of(value, report, clause, at, said, words)
        if near or value == "denied":
            return near
        return cue_of(value, report, so_far, (before + at[0], before + at[1]), said, words)

    held = by_reader.certainty(telling.certainty, by_rule, said)
    if held == "claimed" and not said and not cue_for(held):
        held = "reported"  # nobody is named, and no word says that it is only said
    words_for_it = cue_for(held)
    if held != by_rule and (words_for_it or held in ("reported", "claimed")):  # a doubt or a proof stands in words, or is none
        return held, words_for_it
    return by_rule, cue


def _shows_itself(sentence: Span, cue: Span, said: Attribution, words: Language) -> bool:
    """Whether pictures that a party shows are all that speaks for a thing: "footage shared by state media shows"."""
    own = words.pattern("certainty", "own_pictures").match(cue.text)
    return said.standing == "party" and bool(own) and not words.pattern("certainty", "verified").search(sentence.text)


def _of_an_adversary(kind: Kind, actor: Span, said: Attribution) -> bool:
    """Whether a nation's force tells of a passage of another nation's ships or aircraft, which it watches."""
    passage = kind.own_voice and not (kind.stays or kind.yields)
    return passage and said.standing == "party" and other_nation(said.full or said.text, actor.text)
