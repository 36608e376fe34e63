"""JSON Lines: one claim a line, with the event that it belongs to, for notebooks and databases."""

from typing import Any

from geomap.exports import json_text

SUFFIX = ".jsonl"


# What of a feature a correction by hand may have changed, and its lead claim says.
_SAID = ("certainty", "actor", "when", "attribution", "outlet", "evidence", "quantities")
_PLACE = ("role", "place", "where", "written", "match", "relation", "distance_km", "side", "lat", "lon", "precision_km")


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes: every claim once, with its event's id, kind and the places that it names.

    What was made by hand too; and claims none of whose places could be placed, without an event and with the reason.
    """
    places: dict[str, list[dict[str, Any]]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for feature in collection["features"]:
        p = feature["properties"]
        for claim in p.get("claims", []):
            rows.setdefault(claim["id"], {"event": p["event"], "kind": p["kind"], **claim})
        if not p.get("claims"):
            made = str(feature["id"])
            rows[made] = {"id": made, "event": p["event"], "kind": p["kind"], **_of(p, _SAID)}
            places[made] = [_of(p, _PLACE)]
        elif changed := [k for k in p.get("by_hand", []) if k in _SAID]:
            rows[p.get("lead") or p["claims"][0]["id"]].update(_of(p, changed), by_hand=p["by_hand"])
        for part in p.get("ends") or [p]:
            for name, own in _named(part, p.get("claims", [])):
                places.setdefault(name, []).append({**_of(part, _PLACE), **own})
    lost = [u for u in collection.get("geomap", {}).get("unplaced", []) if u.get("claim")]
    rows |= {u["claim"]["id"]: {"event": None, **u["claim"], "unplaced": u["reason"]} for u in lost}
    lines = [json_text({**row, "places": places.get(name, [])}) for name, row in rows.items()]
    return ("\n".join(lines) + "\n").encode() if lines else b""


def _of(properties: dict[str, Any], names: Any) -> dict[str, Any]:
    return {k: properties.get(k) for k in names}


def _named(part: dict[str, Any], claims: list[dict[str, Any]]) -> list[tuple[str, dict[str, str]]]:
    """The claims that name a place, each with its own words for it; in a file that does not say, those that write it alike."""
    if "named_by" in part:
        return [(n["claim"], {"written": n["written"], "relation": n["relation"]}) for n in part["named_by"]]
    return [(c["id"], {}) for c in claims if part.get("written") in c.get("places", [])]
