"""Who says so: the source nearest to the fact, and what standing it has."""

import re
from functools import cache, lru_cache

from geomap.lexicon import Language
from geomap.model import Attribution, Report, Span, Standing

# A name of a source: from a determiner or a capital to the comma or verb that ends it.
_NAME = r"(?:(?:the|a|an|one)\s+)?(?:[\w’'./&-]+\s+){0,9}?[\w’'./&-]+(?:\s+\([^)]{2,40}\))?"
_ORDER: tuple[Standing, ...] = ("neutral", "unnamed", "analyst", "party", "media")


_FULL_NAME = re.compile(r"(?:[A-Z][\w’'-]*\s+(?:(?:of|for|the|and)\s+){0,2}){1,8}$")

PICTURES = r"(?:[\w-]+\s){0,3}(?:footage|images?|imagery|photographs?|photos?|pictures?|videos?)"
# So far before an outlet's name stands who runs it.
_BEFORE = 40
# Words that name nobody by themselves.
_SMALL = re.compile(r"(?:it|this|which|who|what|there|he|she|they|we|i|and|to|in|on|the|an|its|his|her|their)", re.IGNORECASE)
# What begins no name of a source: a clause, a place, footage.
_NOBODY = re.compile(
    rf"(?:(?:in|of|at|on|for|with|as|while|when|since|after|before|if|there)\s|it\s(?!said)|{PICTURES}\b)", re.IGNORECASE
)


@cache
def _lead(words: Language) -> re.Pattern[str]:
    leads = "|".join(words.words("attribution", "lead"))
    return re.compile(
        rf"(?<!\w)(?:{leads})\s+(?:to\s+)?(?P<source>{_NAME})(?=\s*(?:[,;.:—–]|$|\s(?:that|which|who|on|in a|said)\b))",
        re.IGNORECASE,
    )


@cache
def _verb(words: Language) -> re.Pattern[str]:
    verbs = "|".join(words.words("attribution", "verbs"))
    day = r"(?:\s+(?:late\s+|early\s+)?(?:on\s+)?(?:the\s+)?[\w.]+(?:\s+\d{1,2})?)?"
    return re.compile(
        rf"(?:^|[,;:“”\"—–]\s*|\bthat\s+|\band\s+|\bbut\s+|\bwhile\s+)(?P<source>{_NAME})\s+(?:also\s+|has\s+|had\s+|later\s+)?(?P<verb>{verbs}){day}(?!\w)",
        re.IGNORECASE,
    )


def attribution(report: Report, sentence: Span, trigger: int, words: Language) -> Attribution | None:
    """The source that a sentence names for what it says, nearest to the activity's words; None in the report's own voice.

    Args:
        report: the text.
        sentence: the evidence.
        trigger: the offset of the activity's words within the sentence.
        words: the language.
    """
    found: list[tuple[int, int, int]] = []
    for pattern in (_lead(words), _verb(words)):
        for m in pattern.finditer(sentence.text):
            start, end = m.span("source")
            start += len(m["source"]) - len(re.sub(r"^(?:and|but|while|that|meanwhile)\s+", "", m["source"], flags=re.IGNORECASE))
            source = sentence.text[start:end].rstrip(".")
            end = start + len(source)
            if is_source(source, words) and not spoken_of(sentence.text[m.end("source") :], words):
                found.append((abs(trigger - start), start, end))
    if not found:
        return None
    _, start, end = min(found)
    return attributed(report, report.span(sentence.start + start, sentence.start + end), words)


def attributed(report: Report, span: Span, words: Language, described: str = "") -> Attribution:
    """A source with its standing, and the name that the report gives for its abbreviation.

    A person or body that no word tells of counts as a party.

    Args:
        report: the text.
        span: the source's name.
        words: the language.
        described: the name with what the sentence says of it ("Belaruski Hajun, an OSINT group"), where it says more.
    """
    full = spelled_out(report.text, span.text)
    if words.pattern("attribution", "run_by").search(report.text, max(0, span.start - _BEFORE), span.start):
        return Attribution(start=span.start, end=span.end, text=span.text, standing="party", full=full)
    known = known_standing(full or span.text, words) or known_standing(described, words)
    return Attribution(start=span.start, end=span.end, text=span.text, standing=known or "party", full=full)


@lru_cache(maxsize=256)
def spelled_out(text: str, name: str) -> str:
    """The name in full that a text gives for an abbreviation: "Defense Intelligence Agency (HUR)"; else nothing."""
    if not (name.isupper() and name.isalpha() and len(name) <= 6):
        return ""
    at = text.find(f"({name})")
    if at < 0:
        return ""
    m = _FULL_NAME.search(text[max(0, at - 120) : at])
    return f"{m.group()}({name})" if m else ""


def spoken_of(behind: str, words: Language) -> bool:
    """Whether what stands behind a name makes it what is spoken of, and not who speaks ("a road said to be in Selydove")."""
    return bool(words.pattern("attribution", "said_of").match(behind))


@cache
def _day(words: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{words.either('dates', 'months', 'month_short', 'weekdays')})\b\.?(?:\s\d+)?", re.IGNORECASE)


def is_source(text: str, words: Language) -> bool:
    """Whether words can name who says something: a pronoun, a name, or a noun for a source."""
    if not may_speak(text) or _day(words).fullmatch(text):
        return text.lower() in ("he", "she", "they")
    return any(c.isupper() for c in text) or any(words.pattern("attribution", k).search(text) for k in _ORDER)


def may_speak(text: str) -> bool:
    """Whether words can name somebody at all: more than a letter ("A" of "a clip"), and neither a clause nor a small word."""
    return len(text) >= 2 and not _SMALL.fullmatch(text) and not _NOBODY.match(text)


def known_standing(source: str, words: Language) -> Standing | None:
    """Who a source is where a word of its name tells it."""
    if words.pattern("attribution", "accredited").search(source):  # a state's ambassador to the UN is no neutral
        return "party"
    return next((kind for kind in _ORDER if words.pattern("attribution", kind).search(source)), None)


def is_pronoun(source: str) -> bool:
    """Whether a source is named by a word that stands for one named before."""
    return source.lower() in ("he", "she", "they", "it", "the former", "the latter")
