"""GeoJSON (RFC 7946): the collection itself, one feature a line, so that a correction by hand is a one-line change."""

import json
from typing import Any

SUFFIX = ".geojson"
NAME = "GeoJSON"


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes."""
    head = {k: v for k, v in collection.items() if k != "features"}
    features = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(", ", ": ")) for f in collection["features"])
    rest = json.dumps(head, ensure_ascii=False, separators=(", ", ": "))
    return f'{rest[:-1]}, "features": [\n{features}\n]}}\n'.encode()
