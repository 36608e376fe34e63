"""JSON Lines: one claim a line, with the event that it belongs to, for notebooks and databases."""

from typing import Any

from geomap.exports import json_text

SUFFIX = ".jsonl"
NAME = "JSON Lines of claims"


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes: every claim once, with its event's id, kind and places."""
    places: dict[str, list[dict[str, Any]]] = {}
    claims: dict[str, dict[str, Any]] = {}
    for feature in collection["features"]:
        p = feature["properties"]
        keep = ("role", "place", "where", "written", "match", "relation", "distance_km", "side", "lat", "lon", "precision_km")
        parts = p.get("ends") or [p]
        places.setdefault(p["event"], []).extend({k: part.get(k) for k in keep} for part in parts)
        for claim in p.get("claims", []):
            claims.setdefault(claim["id"], {"event": p["event"], "kind": p["kind"], **claim})
    lines = [
        json_text({**claim, "places": [q for q in places[claim["event"]] if q["written"] in claim["places"]]})
        for claim in claims.values()
    ]
    return ("\n".join(lines) + "\n").encode() if lines else b""
