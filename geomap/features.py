"""Events → GeoJSON (RFC 7946): one feature for each place of an event, or for the line of a flight.

This is the one shape that the map, the exports and a person's corrections by hand share: the page is drawn from it, so
that ``geomap render`` draws what ``geomap map`` draws. ``docs/geojson.md`` describes every member.
"""

import unicodedata
from pathlib import PurePath
from typing import Any, NamedTuple

from geomap.activities.attribution import is_pronoun
from geomap.gazetteer.fold import key
from geomap.gazetteer.index import Index
from geomap.geodesy import circle, geodesic_line, split_at_antimeridian
from geomap.grounds import around, half_of, simple, without
from geomap.lexicon import kinds, language
from geomap.model import Claim, ClaimPlace, Event, Findings, Match, PassedOver, Place, Problem, Report, Resolution, Unplaced
from geomap.toponyms.relations import NEAR_KM

# Longer reports travel as the stretches around their evidence, so that a page stays small.
_WHOLE_TEXT = 100_000
_WINDOW = 1_500
_REJECTED = 5
# A sector named after a town has no outline that anybody states; it is drawn as a circle of this radius around the town.
_SECTOR_KM = 15.0


def collection(findings: Findings, index: Index) -> dict[str, Any]:
    """The events as a FeatureCollection; reports and all that is not on the map travel in its member ``geomap``."""
    features = [f for e in findings.events for f in _features(e, index)]
    evidence: dict[str, list[tuple[int, int]]] = {}
    for claim in findings.claims:
        evidence.setdefault(claim.report, []).append((claim.evidence.start, claim.evidence.end))
    return {
        "type": "FeatureCollection",
        "features": features,
        "geomap": {
            "version": 1,
            "reports": [_report(r, evidence.get(r.id, [])) for r in findings.reports],
            "unplaced": [_unplaced(u) for u in findings.unplaced],
            "passed_over": [p.model_dump(mode="json") for p in findings.passed_over if not _told(p, evidence)],
            "problems": [_problem(p) for p in findings.problems],
        },
    }


def _told(passed: PassedOver, evidence: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the sentence of what was passed over tells another claim: then it is on the map, and no "not a claim"."""
    spans = evidence.get(passed.report, []) if passed.kind else []  # without a kind it is of a second extractor, or no sentence
    return any(s < passed.evidence.end and passed.evidence.start < e for s, e in spans)


def _unplaced(lost: Unplaced) -> dict[str, Any]:
    """A name that could not be placed, with the claim that is lost with it, if none of that claim's places could."""
    claim = {"claim": {"kind": lost.kind, **_claim(lost.claim)}} if lost.claim else {}
    return {**lost.model_dump(mode="json", exclude={"claim"}), **claim}


def _bare(source: str) -> str:
    """Of a path only the file's name: where it lay on somebody's disk is nobody's business, and differs by machine."""
    return source if "://" in source else PurePath(source).name


def _problem(problem: Problem) -> dict[str, Any]:
    source = _bare(problem.source)
    message = problem.message.replace(problem.source, source) if problem.source else problem.message
    return {**problem.model_dump(mode="json"), "source": source, "message": message}


def _report(report: Report, evidence: list[tuple[int, int]]) -> dict[str, Any]:
    """A report's metadata and its text, as pieces with their offsets."""
    if len(report.text) <= _WHOLE_TEXT:
        pieces = [{"start": 0, "text": report.text}]
    else:
        windows: list[list[int]] = []
        for start, end in sorted(evidence):
            first, last = max(0, start - _WINDOW), min(len(report.text), end + _WINDOW)
            if windows and first <= windows[-1][1]:
                windows[-1][1] = max(last, windows[-1][1])
            else:
                windows.append([first, last])
        pieces = [{"start": a, "text": report.text[a:b]} for a, b in windows]
    fields = report.model_dump(mode="json", include={"id", "title", "outlet", "url", "published", "language"})
    read = language(report.language).reads_activities
    return {
        **fields,
        "source": _bare(report.source),
        "read": read,
        "language_name": language(report.language).name,
        "length": len(report.text),
        "pieces": pieces,
    }


class _Named(NamedTuple):
    """A place of an event, as the claim that says most has it, with all claims that name it, each with its own words for it."""

    place: ClaimPlace
    by: list[tuple[Claim, ClaimPlace]]

    @property
    def claims(self) -> list[str]:
        """The ids of the claims that name it."""
        return [claim.id for claim, _ in self.by]


def _features(event: Event, index: Index) -> list[dict[str, Any]]:
    places = _places(event)
    ends = {role: [p for p in places if p.place.role == role] for role in ("origin", "destination")}
    if kinds()[event.kind].draw == "line" and all(len(v) == 1 and _is_point(v[0].place) for v in ends.values()):
        origin, destination = ends["origin"][0], ends["destination"][0]
        geometry = split_at_antimeridian(geodesic_line(_point(origin.place), _point(destination.place)))
        first, last = (_place(end, index)[0] for end in (origin, destination))
        both = [c for c in origin.claims if c in destination.claims]
        route = {
            **first,
            "lead": (both or origin.claims)[0],
            "place": f"{_name(origin.place)} → {_name(destination.place)}",
            "role": "route",
            "match": _worse(origin.place.resolution.match, destination.place.resolution.match),
            "ends": [first, last],
        }
        drawn = [(route, geometry), *_corridors([p for p in places if p.place.role not in ends], index)]
    else:
        drawn = _corridors(places, index)
    claims = {c.id: _claim(c) for c in event.claims}
    return [_feature(event, claims, properties, geometry, n) for n, (properties, geometry) in enumerate(drawn)]


def _corridors(places: list[_Named], index: Index) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every place with its geometry; two ends of one corridor as one."""
    drawn: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for named in places:
        properties, geometry = _place(named, index)
        one = drawn[-1] if drawn and drawn[-1][1] == geometry and named.place.resolution.relation == "between" else None
        if one and "ends" not in one[0]:
            joined = {**one[0], "place": f"{one[0]['place']} – {properties['place']}", "ends": [one[0], properties]}
            drawn[-1] = (joined, geometry)
        else:
            drawn.append((properties, geometry))
    return drawn


def _places(event: Event) -> list[_Named]:
    """The places of an event, each once; what lies so far from a place, or to a side of it, is another."""
    kept: dict[tuple[Any, ...], _Named] = {}
    for claim in event.claims:
        for place in claim.places:
            if known := place.resolution.place:
                to = (place.resolution.distance_km, place.resolution.bearing)
                kept.setdefault((_name(place), place.role, known.id, *to), _Named(place, [])).by.append((claim, place))
    return list(kept.values())


def _is_point(place: ClaimPlace) -> bool:
    return bool(place.resolution.place) and not place.resolution.place.is_area  # type: ignore[union-attr]


def _point(place: ClaimPlace) -> tuple[float, float]:
    return place.resolution.lat or 0.0, place.resolution.lon or 0.0


def _name(place: ClaimPlace) -> str:
    known = place.resolution.place
    return known.name if known and place.resolution.match != "aside" else place.resolution.mention.text


def _worse(a: Match, b: Match) -> Match:
    order: tuple[Match, ...] = ("exact", "folded", "approximate", "aside")
    return max(a, b, key=order.index)


def _place(named: _Named, index: Index) -> tuple[dict[str, Any], dict[str, Any]]:
    """The properties of a place and its geometry."""
    place = named.place
    resolution = place.resolution
    known = resolution.place
    if known is None or resolution.lat is None or resolution.lon is None:
        msg = f"{resolution.mention.text} has no place"
        raise ValueError(msg)
    rejected = [
        {
            "name": c.place.name,
            "where": _where(c.place, index),
            "lat": c.place.lat,
            "lon": c.place.lon,
            "score": c.score,
            "reasons": list(c.reasons),
        }
        for c in resolution.candidates
        if c.place.id != known.id
    ][:_REJECTED]
    properties = {
        "lead": named.claims[0],
        "named_by": [
            {"claim": c.id, "written": p.resolution.mention.text, "relation": p.resolution.relation} for c, p in named.by
        ],
        "role": place.role,
        "place": known.name,
        "where": _where(known, index),
        "written": resolution.mention.text,
        **({"called": called} if (called := _called(resolution, known)) else {}),
        **({"noun": True} if _by_noun(resolution) else {}),
        "match": resolution.match,
        "relation": resolution.relation,
        "distance_km": resolution.distance_km,
        "side": resolution.side,
        "precision_km": resolution.precision_km,
        "lat": resolution.lat,
        "lon": resolution.lon,
        "gazetteer": {
            "id": known.id,
            "name": known.name,
            "feature": f"{known.feature_class}.{known.feature_code}",
            "source": known.source,
            "licence": known.licence,
        },
        "score": resolution.score,
        "reasons": list(resolution.reasons),
        "rejected": rejected,
    }
    outline = index.outline(known.id) if known.is_area else None
    if resolution.geometry and resolution.beside:
        return properties, without(resolution.geometry, outline) if outline else resolution.geometry
    if resolution.geometry and resolution.relation == "between":
        return properties, resolution.geometry
    if outline and resolution.relation == "part" and resolution.bearing is not None:
        half, (lat, lon) = half_of(outline, resolution.bearing)
        return {**properties, "lat": lat, "lon": lon}, half
    if outline and resolution.relation in ("near", "outside"):
        reach_km = NEAR_KM + (known.precision_km / 2 if known.is_country else 0.0)
        beyond, (lat, lon) = around(outline, resolution.distance_km or reach_km)
        return {**properties, "lat": lat, "lon": lon}, beyond
    # Never a pin in the middle of an area; a circle of its size where the gazetteer has no outline.
    if known.is_area and resolution.relation != "offset":
        return properties, simple(outline) if outline else circle(known.lat, known.lon, known.precision_km)
    if place.role == "area":  # "in the Toretsk sector": how far it reaches is not said
        return properties, circle(resolution.lat, resolution.lon, max(_SECTOR_KM, resolution.precision_km or 0.0))
    return properties, {"type": "Point", "coordinates": [resolution.lon, resolution.lat]}


def _by_noun(resolution: Resolution) -> bool:
    """Whether the report names a place by a noun alone, as one named before: "the town", "there"."""
    return resolution.mention.name not in key(resolution.mention.text)


def _called(resolution: Resolution, known: Place) -> str:
    """The report's own name of a place, where the gazetteer's is another and a reader of English can read it; else nothing."""
    mention = resolution.mention
    other = key(mention.text) != key(known.name) and not (mention.feature or _by_noun(resolution) or known.is_country)
    letters = [c for c in mention.text if c.isalpha()]
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in letters) and not mention.text.isupper()
    return mention.text if other and latin and resolution.match != "aside" and not mention.text.endswith(".") else ""


def _where(place: Place, index: Index) -> str:
    """Its division and its country's name; a country itself lies in none."""
    if place.is_country:
        return ""
    country = index.place(f"country:{place.country}")
    parts = [place.admin1 if place.admin1 != place.name else "", country.name if country else place.country]
    return ", ".join(p for p in parts if p)


def _feature(
    event: Event, claims: dict[str, dict[str, Any]], place: dict[str, Any], geometry: dict[str, Any], number: int
) -> dict[str, Any]:
    lead = claims[place["lead"]]  # what another claim of the event says of another place is not said of this one
    return {
        "type": "Feature",
        "id": f"{event.id}-{number}",
        "geometry": geometry,
        "properties": {
            "event": event.id,
            "kind": event.kind,
            **place,
            **{k: lead[k] for k in ("actor", "quantities", "when", "attribution", "outlet", "certainty", "evidence")},
            "differences": list(event.differences),
            "reprints": list(event.reprints),
            "claims": list(claims.values()),
        },
    }


def _source(claim: Claim) -> str:
    """Who says it, in words for a reader: a pronoun of which nobody surely is meant is no name."""
    said = claim.attribution
    if said and is_pronoun(said.text):
        return f"someone called “{said.text.lower()}”"
    return (said.full or said.text) if said else ""


def _claim(claim: Claim) -> dict[str, Any]:
    """One claim as the map and a reader of the file need it; spans as offsets into the report's text."""

    def span(s: Any) -> list[int] | None:
        return [s.start, s.end] if s else None

    return {
        "id": claim.id,
        "report": claim.report,
        "actor": claim.actor.text if claim.actor else "",
        "quantities": [q.model_dump(mode="json", exclude={"start", "end"}) for q in claim.quantities],
        "equipment": [e.text for e in claim.equipment],
        "when": claim.when.model_dump(mode="json") if claim.when else None,
        "attribution": _source(claim),
        "standing": claim.attribution.standing if claim.attribution else "",
        "outlet": claim.outlet,
        "published": claim.published,
        "certainty": claim.certainty,
        "cue": claim.cue.text if claim.cue else "",
        "evidence": claim.evidence.text,
        "found_by": claim.found_by,
        "places": [p.resolution.mention.text for p in claim.places],
        "spans": {
            "evidence": span(claim.evidence),
            "cue": span(claim.cue),
            "actor": span(claim.actor),
            "attribution": span(claim.attribution),
            "quantities": [span(q) for q in claim.quantities],
            "places": [span(p.resolution.mention) for p in claim.places],
        },
    }
