"""Who says what a sentence claims: by the trained reader, by the rules, or because it stands in that body's own bulletin."""

import re
from functools import lru_cache

from geomap.activities import by_reader
from geomap.activities.attribution import attributed, attribution, is_pronoun, is_source, known_standing
from geomap.encoder.run import Told
from geomap.lexicon import Language
from geomap.model import Attribution, Report, Span

# So many letters back the source is looked for that "it said" stands for.
_WITHIN = 800
# A bulletin says at its head whose it is.
_HEAD = 1_000
# What may stand before a source's name and is not of it.
_LEADING = re.compile(r"(?:(?:according|to|by|from|per|citing|that|and|but|while|as)\s+)+", re.IGNORECASE)

# What begins so is torn out of a longer stretch, and names nobody.
_TORN = re.compile(r"(?:in|of|at|on|for|with)\s", re.IGNORECASE)


def source(report: Report, sentence: Span, told_at: tuple[Span, int], told: Told | None, words: Language) -> Attribution | None:
    """The source of a claim, nearest to the fact; None in the report's own voice.

    Args:
        report: the text.
        sentence: the evidence.
        told_at: the clause of the sentence that tells the activity, and where in it the activity's words begin.
        told: what the reader said of the text, where it knows the activity.
        words: the language.
    """
    clause, at = told_at
    by_rule = attribution(report, clause, at, words) or attribution(report, sentence, clause.start - sentence.start + at, words)
    if told and by_rule and by_reader.holds(told, by_rule.start, by_rule.end, "attribution") < by_reader.LEAST_BY_RULE:
        by_rule = None
    return (_read(report, sentence, told, words) if told else None) or by_rule or _carried(report, words)


def _read(report: Report, sentence: Span, told: Told, words: Language) -> Attribution | None:
    found = list(by_reader.spans(told, report, sentence, "attribution"))
    best = max(found, key=lambda f: f[0], default=None)
    if not best:
        return None
    said = best[1]
    lead = _LEADING.match(said.text)
    if lead and lead.end() < len(said.text):
        said = report.span(said.start + lead.end(), said.end)
    if _TORN.match(said.text):
        return None
    if is_pronoun(said.text):
        return _named_before(report, said, told, words) or attributed(report, said, words)
    return attributed(report, said, words) if is_source(said.text, words) else None


def _named_before(report: Report, here: Span, told: Told, words: Language) -> Attribution | None:
    """The source that the report named last before a stretch, as far as that is near."""
    before = report.span(max(0, here.start - _WITHIN), here.start)
    named = [
        s for _, s in by_reader.spans(told, report, before, "attribution") if not is_pronoun(s.text) and is_source(s.text, words)
    ]
    return attributed(report, named[-1], words) if named else None


def _carried(report: Report, words: Language) -> Attribution | None:
    """A bulletin in its own voice: what a party publishes itself, that party says."""
    if not report.outlet or known_standing(report.outlet, words) != "party":
        return None
    named = _where_named(report.text, report.outlet, words)
    return Attribution(start=named.start, end=named.end, text=named.text, standing="party") if named else None


@lru_cache(maxsize=8)
def _where_named(text: str, outlet: str, words: Language) -> Span | None:
    """Where a text names the body that publishes it: as the outlet's name, or at its head by the same noun.

    "General Staff of the AFU" publishes "information of the General Staff of the Armed Forces of Ukraine".
    """
    at = text.find(outlet)
    if at >= 0:
        return Span(start=at, end=at + len(outlet), text=outlet)
    noun = words.pattern("attribution", "party").search(outlet)
    if not noun:
        return None
    name = r"[A-Z][\w’'-]+"
    body = rf"(?:{name}\s+)*{re.escape(noun.group())}(?:\s+{name})*(?:\s+(?:of|for)(?:\s+the)?(?:\s+{name})+)*"
    m = re.compile(body).search(text, 0, _HEAD)
    return Span(start=m.start(), end=m.end(), text=m.group()) if m else None
