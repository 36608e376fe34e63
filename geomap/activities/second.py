"""A second opinion: another extractor reads the same report, and what it says is checked before it counts.

The seam is one function, ``Extractor``: a report in, opinions out, each of them words of the report. The one that geomap
brings along asks a language model behind an OpenAI-compatible address; it is off unless ``GEOMAP_SECOND_URL`` is set. Whatever
comes back is only believed as far as the text bears it out: the evidence stands in it verbatim, each place is a name in the
evidence that the gazetteer and the resolver place themselves, days and numbers are read from the quoted words by geomap's own
rules. The rest is dropped, with the reason.
"""

import http.client
import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geomap.activities.attribution import attributed
from geomap.activities.certainty import cue_of
from geomap.activities.dates import when
from geomap.activities.quantities import quantities
from geomap.activities.roles import too_wide
from geomap.errors import GeomapError
from geomap.gazetteer.index import Index
from geomap.lexicon import kinds, language
from geomap.model import Certainty, Claim, ClaimPlace, PassedOver, Quantity, Report, Resolution, Role, Span
from geomap.toponyms.recognise import given
from geomap.toponyms.resolve import resolve

URL, MODEL, KEY = "GEOMAP_SECOND_URL", "GEOMAP_SECOND_MODEL", "GEOMAP_SECOND_KEY"
SECONDS = 60.0
LARGEST_ANSWER = 1_000_000
LONGEST_TEXT = 60_000
MOST_OPINIONS = 200
_SHOWN = 80


class _Strict(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class OpinionPlace(_Strict):
    """A name in the evidence, and its part."""

    name: str = Field(min_length=1, max_length=200)
    role: Role = "site"


class Opinion(_Strict):
    """What another extractor takes for a claim; every text is to stand in the report verbatim."""

    evidence: str = Field(min_length=1, max_length=3000)
    kind: str
    places: list[OpinionPlace] = Field(min_length=1, max_length=50)
    actor: str | None = None
    attribution: str | None = None
    certainty: Certainty = "reported"
    when: str | None = None
    quantities: list[str] = Field(default=[], max_length=20)


Extractor = Callable[[Report], list[Any]]
"""A report in; one object for each opinion out, in the shape of ``Opinion``."""


class Second(NamedTuple):
    """An extractor, the name under which its claims are shown."""

    name: str
    extractor: Extractor


def configured() -> Second | None:
    """The extractor that the environment asks for; None where it asks for none.

    Raises:
        GeomapError: an address that is none, or no model named.
    """
    url = os.environ.get(URL, "")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise GeomapError(f"{URL}: '{url}' is no web address", "give one that begins with http:// or https://")
    model = os.environ.get(MODEL, "")
    if not model:
        raise GeomapError(f"{MODEL} is not set", f"name the model to be asked at {url}")
    return Second(model, lambda report: _asked(report, url, model, os.environ.get(KEY, "")))


def checked(
    opinions: list[Any], name: str, report: Report, resolutions: tuple[Resolution, ...], index: Index
) -> tuple[list[Claim], list[PassedOver]]:
    """The opinions that the text bears out, as claims, and the others with the reason.

    Args:
        opinions: as an extractor gave them.
        name: of the extractor.
        report: the report.
        resolutions: its mentions with their places, in order.
        index: the gazetteer.
    """
    claims: list[Claim] = []
    dropped: list[PassedOver] = []
    for raw in opinions[:MOST_OPINIONS]:
        outcome = _one(raw, name, report, resolutions, index)
        if isinstance(outcome, Claim):
            claims.append(outcome)
        else:
            nothing = report.span(0, 0)
            dropped.append(PassedOver(report=report.id, kind="", reason=f"{name}: {outcome[0]}", evidence=outcome[1] or nothing))
    return claims, dropped


def _one(
    raw: Any, name: str, report: Report, resolutions: tuple[Resolution, ...], index: Index
) -> Claim | tuple[str, Span | None]:
    try:
        opinion = Opinion.model_validate(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": "nested too deeply"}
        return f"not in the shape asked for ({'.'.join(map(str, first['loc']))}: {first['msg']})", None
    kind = kinds().get(opinion.kind)
    if not kind:
        return f"no such activity: “{opinion.kind[:_SHOWN]}”", None
    start = _standing(report.text, opinion.evidence)
    if start < 0:
        return f"its evidence does not stand in the report: “{opinion.evidence[:_SHOWN]}”", None
    evidence = report.span(start, start + len(opinion.evidence))
    places: list[ClaimPlace] = []
    for asked in opinion.places:
        found = _placed(asked.name, evidence, report, resolutions, index)
        if isinstance(found, str):
            return found, evidence
        role = asked.role if asked.role in kind.roles else kind.roles[0]
        if role == "site" and found.place and found.place.is_area:
            role = "area"
        place = ClaimPlace.model_validate({"role": role, "resolution": found})
        if wide := too_wide(place, kind):
            return f"{asked.name}: {wide}", evidence
        places.append(place)
    parts: dict[str, Span | None] = {}
    for part in ("actor", "attribution", "when"):
        text = getattr(opinion, part)
        within = report.text if part == "attribution" else evidence.text
        at = _standing(within, text) if text else -1
        if text and at < 0:
            return f"its {part} does not stand there: “{text[:_SHOWN]}”", evidence
        offset = 0 if part == "attribution" else evidence.start
        parts[part] = report.span(offset + at, offset + at + len(text)) if text else None
    words = language(report.language)
    amounts: list[Quantity] = []
    for text in opinion.quantities:
        at = _standing(evidence.text, text)
        read = quantities(text, evidence.start + at, words) if at >= 0 else ()
        if not read:
            return f"a number that does not stand there: “{text[:_SHOWN]}”", evidence
        amounts += read
    dated, said = parts["when"], parts["attribution"]
    source = attributed(report, said, words) if said else None
    near = (places[0].resolution.mention.start - evidence.start,) * 2
    cue = cue_of(opinion.certainty, report, evidence, near, source, words)
    if opinion.certainty not in ("reported", "claimed") and not cue:
        return f"calls it {opinion.certainty}, and no word of the sentence does", evidence
    return Claim(
        report=report.id,
        kind=kind.name,
        places=tuple(places),
        actor=parts["actor"],
        quantities=tuple(amounts),
        when=when(dated.text, report, words, ahead=opinion.certainty == "planned", joined=False, near=0) if dated else None,
        attribution=source,
        outlet=report.outlet,
        published=report.published,
        certainty=opinion.certainty,
        cue=cue,
        evidence=evidence,
        found_by=name,
    )


def _standing(text: str, words: str) -> int:
    """Where some words stand in a text, whole and not as a part of others ("2 tanks" in "12 tanks"); -1 where they do not.

    Letters without case (Korean, Arabic) join particles to a name, so that its end is no end of a word.
    """
    for found in re.finditer(re.escape(words), text) if words else ():
        begin, end = found.span()
        joined = (text[begin - 1 : begin], words[0]), (words[-1], text[end : end + 1])
        within_number = words[0].isdigit() and re.search(r"\d[.,]$", text[max(0, begin - 2) : begin])
        if not within_number and not any(all(c.isdigit() or c.isupper() or c.islower() for c in pair) for pair in joined):
            return begin
    return -1


def _placed(name: str, evidence: Span, report: Report, resolutions: tuple[Resolution, ...], index: Index) -> Resolution | str:
    """Where geomap itself places a name of the evidence, or why it does not."""
    at = _standing(evidence.text, name)
    if at < 0:
        return f"“{name[:_SHOWN]}” does not stand in its evidence"
    start, end = evidence.start + at, evidence.start + at + len(name)
    found = next((r for r in resolutions if r.mention.overlaps(start, end) and r.mention.start >= evidence.start), None)
    if not found:
        marked = [(r.mention.start, r.mention.end, r.mention.usage) for r in resolutions]
        again = resolve(report, given(report, [*marked, (start, end, "literal")], index), index)
        found = next((r for r in again if r.mention.overlaps(start, end)), None)
    if not found or found.status != "resolved":
        return f"{name}: {found.status if found else 'unknown'} to the gazetteer"
    if found.mention.usage != "literal":
        return f"{name}: {found.mention.why}"
    return found


def _asked(report: Report, url: str, model: str, key: str) -> list[Any]:
    """What a model behind an OpenAI-compatible address says of a report.

    Raises:
        GeomapError: no answer in time, or none that could be read.
    """
    body = {
        "model": model,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": _prompt()},
            {"role": "user", "content": f"Published: {report.published or 'not known'}\n\n{report.text[:LONGEST_TEXT]}"},
        ],
    }
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(  # noqa: S310  # the scheme was checked when it was configured
        url.rstrip("/") + "/chat/completions", json.dumps(body).encode(), headers
    )
    deadline = time.monotonic() + SECONDS
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            data = bytearray()
            while part := answer.read1(LARGEST_ANSWER):
                data += part
                if len(data) > LARGEST_ANSWER:
                    raise GeomapError(f"{model}: an answer of more than {LARGEST_ANSWER:,} bytes", "ask another model")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no whole answer in {SECONDS:g} seconds")
        content = json.loads(data)["choices"][0]["message"]["content"]
        found = json.loads(content)["claims"]
        if not isinstance(found, list):
            raise TypeError("'claims' is no list")  # told with the others below
    except (OSError, http.client.HTTPException, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise GeomapError(f"{model} at {url}: {type(error).__name__}: {error}", "the report was read without it") from error
    return found


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key is sent to the address that was given and to no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none."""


def _prompt() -> str:
    named = "; ".join(f"{k.name}: roles {', '.join(k.roles)}" for k in kinds().values())
    return (
        "You read one news report and list the military activities that it says happen, happened, will or may happen, or did "
        "not happen, each at a place that the report names. Copy every text from the report character by character; never "
        f"complete, translate or correct it. Kinds and the roles of their places: {named}. Certainty: confirmed, reported, "
        "claimed (by a party to the conflict or someone unnamed), possible, planned, denied. Leave out threats, history, "
        "treaties, visits, casualties without an activity, and activity in no named place. Answer with JSON alone: "
        '{"claims": [{"evidence": "the whole sentence", "kind": "...", "places": [{"name": "...", "role": "..."}], '
        '"actor": "..." or null, "attribution": "..." or null, "certainty": "...", "when": "the words that date it" or null, '
        '"quantities": ["about 12,000 soldiers"]}]}'
    )
