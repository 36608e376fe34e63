"""The island: all data of a page as one JSON text that no HTML parser and no template engine can misread."""

import base64
import gzip
import json
import re
from typing import Any

from geomap.lexicon import kinds
from geomap.model import CERTAINTIES, printable

# A JSON string, or the braces and brackets between strings.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_TWO_BRACES = re.compile(r"(?<=\{)(?=\{)|(?<=\})(?=\})")
# What could open a tag or an entity, or be a template's braces; other than ASCII is escaped already.
_WITHIN_STRINGS = {ord(c): f"\\u{ord(c):04x}" for c in "<>&{}"}


def escaped(value: Any) -> str:
    r"""A value as JSON in pure ASCII: ``<``, ``>``, ``&``, braces and all else within texts written as ``\uXXXX``.

    Braces of the JSON itself are parted by a space, so that ``{{``, ``{%`` and ``{#`` stand nowhere in the result.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    inert = _STRING.sub(lambda m: m.group().translate(_WITHIN_STRINGS), text)
    return _TWO_BRACES.sub(" ", inert)


# More passed-over sentences than a reader would page through stay out of the page; "geomap explain" lists them all.
MOST_PASSED_OVER = 300


def island(collection: dict[str, Any], title: str) -> dict[str, Any]:
    """What the page's script reads: the collection, with each event's claims once, and the look of each kind and certainty.

    Args:
        collection: the FeatureCollection of ``geomap.features``.
        title: the page's title.
    """
    events: dict[str, dict[str, Any]] = {}
    features = []
    for feature in collection["features"]:
        properties = dict(feature["properties"])
        claims, differences = properties.pop("claims", []), properties.pop("differences", [])
        reprints = properties.pop("reprints", [])
        properties.update(_names(properties))
        if "ends" in properties:
            properties["ends"] = [{**end, **_names(end)} for end in properties["ends"]]
        event = str(properties.get("event") or feature.get("id"))
        properties["event"] = event
        events.setdefault(event, {"claims": claims, "differences": differences, "reprints": reprints})
        features.append({"geometry": feature["geometry"], **properties})
    extra = collection.get("geomap", {})
    used = {f["kind"] for f in features}
    return {
        "title": printable(title),
        "kinds": {
            k.name: {"label": k.label, "shape": k.shape, "color": k.color, "dark": k.dark}
            for k in kinds().values()
            if k.name in used
        },
        "all_kinds": {k.name: k.label for k in kinds().values()},
        "certainties": list(CERTAINTIES),
        "features": features,
        "events": events,
        "reports": extra.get("reports", []),
        "unplaced": [{k: v for k, v in u.items() if k != "claim"} for u in extra.get("unplaced", [])],
        "passed_over": extra.get("passed_over", [])[:MOST_PASSED_OVER],
        "passed_over_count": len(extra.get("passed_over", [])),
        "problems": extra.get("problems", []),
    }


def _names(place: dict[str, Any]) -> dict[str, Any]:
    """Which claims name a place; how each of them does, its sentence shows."""
    return {"named_by": [named["claim"] for named in place.get("named_by", [])]}


def compressed(value: Any) -> str:
    """A value as JSON, gzip and base64: the base map, which holds nothing of a report. The same bytes each time."""
    return base64.b64encode(gzip.compress(json.dumps(value, separators=(",", ":")).encode(), 6, mtime=0)).decode()
