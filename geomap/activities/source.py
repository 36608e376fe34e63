"""Who says what a sentence claims: by the trained reader, by the rules, or because it stands in that body's own bulletin."""

import re
from functools import lru_cache

from geomap.activities import by_reader
from geomap.activities.attribution import (
    PICTURES,
    attributed,
    attribution,
    is_pronoun,
    is_source,
    known_standing,
    may_speak,
    spoken_of,
)
from geomap.activities.clauses import by_whom, cut_short, joined_by, remark
from geomap.encoder.run import Told
from geomap.lexicon import Language
from geomap.model import Attribution, Report, Span

# A bulletin says at its head whose it is.
_HEAD = 1_000
# What may stand before a source's name and is not of it.
_LEADING = re.compile(
    r"(?:(?:according|to|by|from|per|citing|that|and|but|while|as|(?:information|statement)\sof(?:\sthe)?|"
    rf"{PICTURES}\s(?:\w+\s)?(?:by|from))\s+)+",
    re.IGNORECASE,
)
# What is said of a source behind its name.
_APPOSITION = re.compile(r"(?P<comma>,\s+)(?:an?|the|his|her|its|their|[A-Z][\w-]+['’]s?)\s")
_BEHIND = re.compile(r"\s+(?:who|whom|which|that|reached|posted|published|quoted|seen|(?:on|last)\s\w+day)\b")
# A name that the reader broke off: "residents of" Makiivka.
_BROKEN_OFF = re.compile(r"\s(?:of|for|in|from)(?:\sthe)?$")
_GOES_ON = re.compile(r"\s(?:the\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3}")
# A name behind a rank ("Rear Adm. Roy V. Trinidad"), and those "familiar with the matter": the reader may stop within them.
_ONE_NAME = re.compile(
    r"\b(?:Adm|Gen|Col|Maj|Cmd|Sgt|Sen|Rep|Gov)\.(?:\s[A-Z](?:\.|[\w’'-]+))+|\bfamiliar\swith\s(?:the\s)?[a-z]+"
)
_ONE_NAME_WITHIN = 60
_TWO_LINES = re.compile(r"\s*[^\n]*\s*[^\n]*")
_PERSON = r"(?P<who>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){1,2})"
_SPEAKS = re.compile(rf"^\s*{_PERSON}(?P<office>,\s[^:\n]{{3,90}})?:", re.MULTILINE)
_SPOKEN_BY = (
    re.compile(rf"\b(?:by|from)\s(?P<office>(?:the\s)?[a-z][^.:\n]{{2,100}}[,\s]\s?){_PERSON}(?=[,.]|\s*$)", re.MULTILINE),
    re.compile(rf"\b(?:by|from)(?P<office>)\s{_PERSON}\s*$", re.MULTILINE),
)
# A line that is a name, with an office or an hour behind it; and what opens and closes the words quoted below.
_HEADING = re.compile(rf"\s*{_PERSON}(?:,[^\n]{{2,100}}|\s?:)(?<![.!?])$")
_OPENS, _CLOSES = re.compile('["“«„]'), re.compile('["”»]')
_TRAILS = re.compile(r":\s|\s[-–—]\s")
# What may stand between somebody and the verb.
_ASIDE = re.compile(r"(?:,[^,.;]{1,80},)?\s+")
# What stands before a place.
_PLACED = re.compile(r"(?:,|\b(?:in|at|from|near))\s+$", re.IGNORECASE)
_NEAR = 10
# "[Shot] down by" leads to who does a thing and says nothing, "[reported] by" to who says so.
_DONE_BY = re.compile(
    r"(?P<verb>\w+)(?: (?:down|up|out|off|back|away|over))?(?: (?:over|in|near|at|off|above|into|on) [^.,;:]{1,50}?)?"
    r" by (?:the |an? |its |their )?$"
)
_DONE_WITHIN = 90
_OFFICE = r"(?:deputy\s+)?(?:head|chief|governor|mayor|commander|spokes\w+|minister|leader|director)"
_LOOSE_OFFICE = re.compile(rf",\s+(?:an?|the|(?:the\s+)?{_OFFICE})\Z")
# A stretch that the reader holds for a source with so great a share is one whatever noun names it.
LEAST_SURE = 0.7
_BEFORE = 30
_ARTICLE = re.compile(r"\s+(?:(?:the|an?|its|his|her)\s+)?", re.IGNORECASE)


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
    # Who speaks in a later clause says nothing of this one, unless the sentence ends with it: ", X said."
    so_far = report.span(sentence.start, clause.end)
    other = remark(sentence.text, words)  # what somebody says of something else is cut off the clause
    end = sentence.start + other if clause.end == sentence.start + other else sentence.end
    ended = report.span(sentence.start + by_whom(sentence.text[: end - sentence.start], words), end)
    by_rule = attribution(report, clause, at, words) or attribution(report, so_far, clause.start - sentence.start + at, words)
    if by_rule and _says_nothing(report, by_rule, words):
        by_rule = None
    if told and by_rule and by_reader.holds(told, by_rule.start, by_rule.end, "attribution") < by_reader.LEAST_BY_RULE:
        by_rule = None
    found = (_read(report, stretch, told, words) for stretch in dict.fromkeys((clause, so_far, ended))) if told else ()
    read = next((f for f in found if f), None)
    if read and by_rule and _quoted(report, by_rule, words):
        read = None
    said = read or by_rule
    alike = joined_by(report, clause.end, "before_subject", words) or (cut_short(report.text, clause) and end == sentence.end)
    if not said and clause.end < sentence.end and alike:  # "A fell, and B was shelled, X said", "A fell; no one was hurt, X said"
        said = attribution(report, ended, 0, words)
    said = said or _trailing(report, sentence, words) or _headed(report, sentence, words)
    said = said or _carried(report, sentence.start, words)
    paragraph = report.line_start(sentence.start)
    return said or (_named_before(report, sentence, told, words, since=paragraph) if told else None)


def _read(report: Report, sentence: Span, told: Told, words: Language) -> Attribution | None:
    best = max(_speaking(report, sentence, told, words), key=lambda f: f[0], default=None)
    if not best:
        return None
    said = _trimmed(report, best[1], words)
    if is_pronoun(said.text):
        return _named_before(report, said, told, words) or attributed(report, said, words)
    return attributed(report, said, words, described=best[1].text) if _is_source(best[0], said, words) else None


def _speaking(report: Report, sentence: Span, told: Told, words: Language) -> list[tuple[float, Span]]:
    """The stretches of a sentence that the reader holds for sources, each with its share, without those who say nothing."""
    return [f for f in by_reader.spans(told, report, sentence, "attribution") if not _silent(report, f[1], words)]


def speakers(report: Report, sentence: Span, told: Told, words: Language) -> list[Attribution]:
    """Everybody whom the reader holds to be named in a sentence as saying something, the surest first; no pronouns."""
    found = sorted(_speaking(report, sentence, told, words), key=lambda f: (-f[0], f[1].start))
    named = [(share, said, _trimmed(report, said, words)) for share, said in found]
    return [
        attributed(report, name, words, described=said.text)
        for share, said, name in named
        if not is_pronoun(name.text) and _is_source(share, name, words)
    ]


def _quoted(report: Report, said: Attribution, words: Language) -> bool:
    """Whether another source is said to have it from this one ("the agency reported, quoting an army statement")."""
    lead = words.pattern("attribution", "quoted").finditer(report.text, max(0, said.start - _BEFORE), said.start)
    return any(_ARTICLE.fullmatch(report.text[m.end() : said.start]) for m in lead)


def _is_source(share: float, said: Span, words: Language) -> bool:
    """Whether a stretch names a source: by a word for one or a capital, or because the reader is sure ("the port trust said")."""
    return is_source(said.text, words) or (share >= LEAST_SURE and may_speak(said.text))


def _silent(report: Report, said: Span, words: Language) -> bool:
    """Whether a stretch names who did or was told or shown it, or what is only spoken of ("a field said to be in Volnovakha")."""
    heard = words.pattern("attribution", "heard_by").finditer(report.text, max(0, said.start - _BEFORE), said.start)
    behind = (report.text[m.end() : said.start] for m in heard)
    of_a_place = bool(words.pattern("attribution", "of_a_place").fullmatch(said.text)) or _ends(report, said)
    only_spoken_of = (
        of_a_place or spoken_of(report.text[said.end : said.end + _BEFORE], words) or _says_nothing(report, said, words)
    )
    return only_spoken_of or any(map(_ARTICLE.fullmatch, behind)) or _did_it(report, said, words)


def _says_nothing(report: Report, said: Span, words: Language) -> bool:
    """Whether somebody is only said to say nothing: "the minister, asked about it, declined to comment"."""
    silent, behind = words.pattern("attribution", "silent"), _ASIDE.match(report.text, said.end)
    if words.pattern("attribution", "nobody").fullmatch(said.text):
        return True
    from_here = any(m.start() < said.end for m in silent.finditer(report.text, said.start, said.end + _NEAR))
    return from_here or bool(behind and silent.match(report.text, behind.end()))


def _did_it(report: Report, said: Span, words: Language) -> bool:
    """Whether a stretch names by whom a thing was done, and not by whom it was said: "shot down by air defence"."""
    done = _DONE_BY.search(report.text, max(0, said.start - _DONE_WITHIN), said.start)
    if not done or any(words.pattern("attribution", key).fullmatch(done["verb"]) for key in ("verbs", "published", "said_by")):
        return False
    return words.pattern("roles", "past").fullmatch(done["verb"]) is not None


def _ends(report: Report, said: Span) -> bool:
    """Whether a sentence ends with a stretch behind a comma, and so only tells where: "in Kursk region, Russia."."""
    before = report.text[max(0, said.start - _NEAR) : said.start].rstrip()
    return before.endswith(",") and report.text[said.end : said.end + 1] in (".", "")


def _trimmed(report: Report, said: Span, words: Language) -> Span:
    """The reader's stretch as the name alone: without what leads to it, what is said of it, and with its bracket closed."""
    start, end = said.start, said.end
    lead = _LEADING.match(said.text)
    if lead and lead.end() < len(said.text):
        start += lead.end()
    apposition = _APPOSITION.search(report.text, start, end)
    if apposition and _PLACED.search(report.text, max(0, start - _NEAR), start):  # "in Rzeszow, Poland, a person familiar"
        start = apposition.end("comma")
    elif apposition:  # "Andriy Kovalenko, a spokesman for"
        end = apposition.start()
    parted = re.search(r"\s*;", report.text[start:end])  # "two diplomats; the army has not commented"
    end = start + parted.start() if parted and parted.start() else end
    behind = _BEHIND.search(report.text, start, end)
    if behind and is_source(report.text[start : behind.start()], words):
        end = behind.start()
    broken = _BROKEN_OFF.search(report.text[start:end])
    if broken:
        head = start + broken.start()
        # Of "the Ministry of Defence of July" what stands before is the name; of "residents of Makiivka" it is none.
        more = None if " " in report.text[start:head] else _GOES_ON.match(report.text, end)
        end = more.end() if more else head
    names = _ONE_NAME.finditer(report.text, start, end + _ONE_NAME_WITHIN)
    end = next((m.end() for m in names if m.start() < end <= m.end()), end)
    loose = _LOOSE_OFFICE.search(report.text, start, end)  # "Oleksandr Prokudin, head"
    return report.span(start, loose.start() if loose else by_reader.closed(report, start, end))


def _named_before(report: Report, here: Span, told: Told, words: Language, since: int = 0) -> Attribution | None:
    """The source that the report names before a stretch, as far as the reader looked, and holds to say what stands there.

    Where no pronoun asks for it, a source of another paragraph is none: ``since`` is where it may begin to be named.
    """
    named = [
        (share, s)
        for share, s in by_reader.spans(told, report, by_reader.before(told, report, here.start), "attribution")
        if s.start >= since and not is_pronoun(s.text) and _is_source(share, s, words)
    ]
    return attributed(report, _trimmed(report, max(named, key=lambda n: n[0])[1], words), words) if named else None


def _trailing(report: Report, sentence: Span, words: Language) -> Attribution | None:
    """Who is named behind a colon or a dash at a sentence's end: "A strike hit a market in El Fasher, killing 30: governor"."""
    start = max((m.end() for m in _TRAILS.finditer(sentence.text)), default=len(sentence.text))
    name = sentence.text[start:].rstrip(" .")
    if not words.pattern("attribution", "trailing").fullmatch(name):
        return None
    return attributed(report, report.span(sentence.start + start, sentence.start + start + len(name)), words)


def _headed(report: Report, sentence: Span, words: Language) -> Attribution | None:
    """Whose name heads the paragraph that quotes a sentence: "Vitali Klitschko, mayor of Kyiv, 07:12", and below it “…”."""
    begin = report.line_start(sentence.start)
    quoted = report.text[begin : sentence.start + 1]
    if not _OPENS.match(quoted) or _CLOSES.search(quoted, 1):
        return None
    above = report.text[:begin].rstrip()
    head = _HEADING.match(above, above.rfind("\n") + 1)
    return attributed(report, report.span(head.start("who"), head.end("who")), words, described=head.group()) if head else None


def _carried(report: Report, at: int, words: Language) -> Attribution | None:
    """A bulletin in its own voice: what a party publishes itself, that party says, or who speaks in its name.

    What an agency's report only relays is said by whose statement it is: "The General Staff issued the following report".
    """
    relayed = _relayed(report.text, words)
    if relayed and relayed.end <= at:
        return attributed(report, relayed, words)
    if speaker := _speaker(report.text, report.outlet, words):
        return Attribution(start=speaker.start, end=speaker.end, text=speaker.text, standing="party")
    if not report.outlet or not _publishes_itself(report.outlet, words):
        return _of_the_tally(report, at, words)
    named = _where_named(report.text, report.outlet, words)
    return Attribution(start=named.start, end=named.end, text=named.text, standing="party") if named else None


def own_bulletin(outlet: str, words: Language) -> bool:
    """Whether an outlet is a body that fights, by its name; a periodical that is called after a force is not."""
    return bool(words.pattern("attribution", "bodies").search(outlet)) and not _periodical(outlet, words)


def _publishes_itself(outlet: str, words: Language) -> bool:
    """Whether an outlet is a party's own, by its name."""
    return known_standing(outlet, words) == "party" and not _periodical(outlet, words)


def _periodical(outlet: str, words: Language) -> bool:
    return words.pattern("attribution", "periodicals").search(outlet) is not None


def _of_the_tally(report: Report, at: int, words: Language) -> Attribution | None:
    """Who counts the fights at the head of a bulletin, for what its items tell ("In the Lyman direction, …")."""
    begin = report.line_start(at)
    if not begin or not words.pattern("dates", "items").match(report.text, begin):
        return None
    head = report.span(0, min(_HEAD, report.text.find("\n")))
    summed = words.pattern("attribution", "summary").search(head.text)
    if not summed or not words.pattern("dates", "tallies").search(head.text):
        return None
    return attribution(report, report.span(0, summed.start()), summed.start(), words)


@lru_cache(maxsize=8)
def _relayed(text: str, words: Language) -> Span | None:
    """Whose statement a report relays, as its head says."""
    found = words.pattern("attribution", "relays").search(text, 0, _HEAD)
    if not found:
        return None
    group = "who" if found["who"] else "whose"
    who, start = found[group].rstrip(), found.start(group)
    return None if known_standing(who, words) == "media" else Span(start=start, end=start + len(who), text=who)


@lru_cache(maxsize=8)
def _speaker(text: str, outlet: str, words: Language) -> Span | None:
    """Who speaks all through a report, as its first lines say: "Oleh Syniehubov, head of the region: how it stands"."""
    lines = _TWO_LINES.match(text)
    head = lines.group()[: _HEAD // 2] if lines else ""
    party, bulletins = words.pattern("attribution", "party"), words.pattern("attribution", "bulletins")
    official = _publishes_itself(outlet, words)
    if not official and not bulletins.search(f"{outlet}\n{head}"):
        return None
    for pattern in (_SPEAKS, *_SPOKEN_BY):
        for m in pattern.finditer(head):
            if pattern in _SPOKEN_BY and _done_by_verb(head[: m.start()], words):
                continue
            if party.search(m["office"] or "") or (official and not m["office"]):
                return Span(start=m.start("who"), end=m.end("who"), text=m["who"])
    return None


def _done_by_verb(before: str, words: Language) -> bool:
    """Whether "by" stands behind a verb that makes no text: "an accusation rejected by its spokesman"."""
    last = before.split()[-1:] or [""]
    return last[0].endswith("ed") and not words.pattern("attribution", "made_by").fullmatch(last[0])


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
    body = rf"(?:{name} +)*{re.escape(noun.group())}(?: +{name})*(?: +(?:of|for)(?: +the)?(?: +{name})+)*"  # of one line
    m = re.compile(body).search(text, 0, _HEAD)
    return Span(start=m.start(), end=m.end(), text=m.group()) if m else None
