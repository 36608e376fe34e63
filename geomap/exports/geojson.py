"""GeoJSON (RFC 7946): the collection itself, one feature a line, so that a correction by hand is a one-line change."""

from typing import Any

from geomap.exports import json_text

SUFFIX = ".geojson"
NAME = "GeoJSON"


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes."""
    head = {k: v for k, v in collection.items() if k != "features"}
    features = ",\n".join(json_text(f) for f in collection["features"])
    rest = json_text(head)
    return f'{rest[:-1]}, "features": [\n{features}\n]}}\n'.encode()
