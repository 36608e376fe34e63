"""What lies behind the table of the toponyms: the ceiling, given spans, unseen pairs, usage, calibration, theatre events."""

from collections import Counter
from typing import Any

from benchmarks import gate
from geomap.gazetteer.demonyms import demonyms
from geomap.gazetteer.fold import key
from geomap.gazetteer.index import Index
from geomap.geodesy import distance_km
from geomap.model import Report, Resolution, Usage
from geomap.toponyms.ranker import ranker
from geomap.toponyms.recognise import given, recognise
from geomap.toponyms.resolve import resolve

RIGHT_KM, CLOSE_KM = 161.0, 25.0
# From this share on the likeliest candidate of an ambiguous name is likelier to be right than the place next to it in the text.
LEAST_LIKELY = 0.2
CLASSES = {
    "literal": ("Literal", "Mixed", "Coercion"),
    "modifier": ("Literal_Modifier", "Non_Literal_Modifier"),
    "inside an organisation": ("Embedded_Literal", "Embedded_Non_Lit"),
    "metonymic": ("Metonymic",),
    "demonym": ("Demonym",),
}
# Floors stand on these; what else is printed explains them.
FIGURES = ("given_spans", "unseen_pairs", "literal_F1", "placed_right")
_BINS = 10


def _wanted(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in document["toponyms"] if t.get("type") not in gate.NO_NAMES]


def _usage(t: dict[str, Any]) -> Usage:
    return "literal" if t.get("type", "Literal") in gate.LITERAL else "associative"


def point(r: Resolution) -> tuple[float, float] | None:
    """Where a name is put by the benchmarks, which ask for a point for each: its place, or the likeliest candidate.

    They ask for what is named ("Toronto"), and not for the ground that is spoken of ("15 km east of Toronto").
    """
    if r.place:
        return r.place.lat, r.place.lon
    return (r.candidates[0].place.lat, r.candidates[0].place.lon) if r.candidates else None


def rows(found: tuple[Resolution, ...]) -> list[dict[str, Any]]:
    """Resolutions in the scorer's shape, which asks for a point for each name.

    An ambiguous one is put at its likeliest candidate if that is at all likely. It and one that the gazetteer lacks are put
    else where the nearest settlement or site before or behind it lies: what geomap itself lists as not placed is a guess here.
    """
    points = [point(r) if r.place or (r.candidates[:1] and r.candidates[0].score >= LEAST_LIKELY) else None for r in found]
    settled = [i for i, r in enumerate(found) if r.place and not r.place.is_area]
    known = settled or [i for i, p in enumerate(points) if p]
    written = []
    for i, r in enumerate(found):
        nearest = min(known, key=lambda k: (abs(k - i), k), default=None)
        lat, lon = points[i] or (points[nearest] if nearest is not None else None) or point(r) or (None, None)
        written.append({"start": r.mention.start, "end": r.mention.end, "text": r.mention.text, "lat": lat, "lon": lon})
    return written


def figures(corpus: str, documents: list[dict[str, Any]], found: dict[str, dict[str, Any]], index: Index) -> dict[str, float]:
    """The figures of one corpus; prints those that have no floor."""
    record = gate.recognised(corpus)
    pairs: dict[int, set[tuple[str, Any]]] = {k: set() for k in range(5)}
    for d in documents:
        for k in pairs:
            if k != record[d["id"]][0]:
                pairs[k] |= {(key(t["text"]), t["geonames_id"]) for t in _wanted(d)}
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    sure: list[tuple[float, bool]] = []
    for d in documents:
        fold, spans = record[d["id"]]
        report = Report(text=d["text"])
        marked = given(report, [(t["start"], t["end"], _usage(t)) for t in _wanted(d)], index)
        found_here = resolve(report, marked, index, ranker(fold))
        by_start = {r.mention.start: (r, row) for r, row in zip(found_here, rows(found_here), strict=True)}
        for t in _wanted(d):
            if t.get("lat") is None:
                continue
            r, row = by_start.get(t["start"], (None, None))
            new = (key(t["text"]), t["geonames_id"]) not in pairs[fold]
            its_own = point(r) if r else None
            for name, counted in {
                "given_spans": _right(row and (row["lat"], row["lon"]), t),
                "shown candidates": bool(r) and any(_right((c.place.lat, c.place.lon), t) for c in r.candidates),
                "of its own": _right(its_own, t),
            }.items():
                total[name] += 1
                right[name] += counted
                if new:
                    total[f"{name}, unseen"] += 1
                    right[f"{name}, unseen"] += counted
        sure += _sure(d, report, spans, fold, index)
    share = {g: right[g] / total[g] for g in total}
    print(f"  a right place among the six best candidates: {share['shown candidates']:.3f} of {total['given_spans']}")
    print(
        f"  given spans, none put at another's place: {share['of its own']:.3f}; unseen pairs: {share['of its own, unseen']:.3f}"
    )
    shares = {"given_spans": share["given_spans"], "unseen_pairs": share["given_spans, unseen"]}
    placed = [good for share, good in sure if share > 0]
    shares["placed_right"] = sum(placed) / max(1, len(placed))
    print(f"  {len(placed)} of {len(sure)} recognised names placed; expected calibration error {calibration(sure):.3f}")
    if corpus.endswith("gwn_half"):
        shares["literal_F1"] = usage_f1(documents, record)
        for name, types in CLASSES.items():
            print(f"  recall of {name}: {recall(documents, found, types):.3f}")
    return shares


def _right(spot: tuple[float | None, float | None] | None, toponym: dict[str, Any]) -> bool:
    if not spot or spot[0] is None or spot[1] is None:
        return False
    return distance_km((spot[0], spot[1]), (toponym["lat"], toponym["lon"])) <= RIGHT_KM


def _sure(
    document: dict[str, Any], report: Report, spans: list[tuple[int, int, Usage]], fold: int, index: Index
) -> list[tuple[float, bool]]:
    """For each recognised name with a gold point: the share of the place that it is put at (0: none), and if it is right."""
    gold = [t for t in _wanted(document) if t.get("lat") is not None]
    rows = []
    for r in resolve(report, given(report, spans, index), index, ranker(fold)):
        t = next((t for t in gold if r.mention.overlaps(t["start"], t["end"])), None)
        if t:
            place = r.place
            rows.append(
                (r.score if place else 0.0, bool(place) and distance_km((place.lat, place.lon), (t["lat"], t["lon"])) <= RIGHT_KM)
            )
    return rows


def calibration(sure: list[tuple[float, bool]]) -> float:
    """Expected calibration error of the placed names over ten bins of equal width."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for share, good in sure:
        if share > 0:
            bins[min(_BINS - 1, int(share * _BINS))].append((share, good))
    count = sum(map(len, bins))
    gaps = (abs(sum(s for s, _ in b) - sum(g for _, g in b)) for b in bins)
    return sum(gaps) / max(1, count)


def usage_f1(documents: list[dict[str, Any]], record: dict[str, Any]) -> float:
    """F1 of the literal names: recognised, and held to be literal, which a dateline's place is as well."""
    hit = predicted = wanted = 0
    for d in documents:
        gold = [t for t in _wanted(d) if t["type"] in gate.LITERAL]
        ignored = [t for t in d["toponyms"] if t["type"] in gate.NO_NAMES]
        wanted += len(gold)
        used: set[int] = set()
        for start, end, usage in record[d["id"]][1]:
            if usage == "associative":
                continue
            over = [i for i, t in enumerate(gold) if i not in used and start < t["end"] and t["start"] < end]
            if over:
                used.add(over[0])
                hit += 1
            elif any(start < t["end"] and t["start"] < end for t in ignored):
                continue
            predicted += 1
    return 2 * hit / max(1, predicted + wanted)


def recall(documents: list[dict[str, Any]], found: dict[str, dict[str, Any]], types: tuple[str, ...]) -> float:
    """Share of the gold names of some types that any prediction overlaps."""
    hit = total = 0
    for d in documents:
        for t in d["toponyms"]:
            if t.get("type") in types:
                total += 1
                hit += any(p["start"] < t["end"] and t["start"] < p["end"] for p in found[d["id"]]["toponyms"])
    return hit / max(1, total)


def events(index: Index, *, raise_floors: bool) -> list[str]:
    """Events of the theatre from one line of text each: how many have their place within 25 km of the geolocated point.

    The place is a point rather than an area, literal, placed, and one whose division stands behind it ("X, Y Oblast"); of
    several the first.
    """
    path = gate.EVAL / "events" / "eyes_on_russia_dev.jsonl"
    near = placed = 0
    documents = gate.read(path)
    for d in documents:
        report = Report(text=d["text"])
        found = [r for r in resolve(report, recognise(report, index), index) if r.mention.name not in demonyms()]
        placed_at = [r for r in found if point(r)]
        best = min(placed_at, key=lambda r: _rank_of_site(r, report.text), default=None)
        spot = point(best) if best else None
        placed += spot is not None
        near += spot is not None and distance_km(spot, (d["lat"], d["lon"])) <= CLOSE_KM
    print(f"\nevents: {len(documents)} lines, {placed} with a place; peer: biggest namesake of the given town .762")
    return gate.compare("events/eyes_on_russia_dev", path, {"within25": near / len(documents)}, raise_floors=raise_floors)


def _rank_of_site(r: Resolution, text: str) -> tuple[bool, ...]:
    place = r.place or r.candidates[0].place
    behind = text[r.mention.end : r.mention.end + 2] == ", "
    return (place.is_area, r.mention.usage != "literal", r.status != "resolved", r.relation != "at", not behind)
