"""GeoJSON (RFC 7946): the collection itself, one feature a line, so that a correction by hand is a one-line change.

The member ``geomap`` has a digest of the features as they were written: another one tells that a hand has changed them.
"""

import hashlib
import json
from typing import Any

from geomap.exports import json_text

SUFFIX = ".geojson"
NAME = "GeoJSON"

DIGEST = "written"
"""The member of ``geomap`` that has the digest."""


def digest(features: list[Any]) -> str:
    """What tells one state of some features from another, however their lines and members are ordered within them."""
    return hashlib.sha256(json.dumps(features, sort_keys=True).encode()).hexdigest()[:32]


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes."""
    head = {k: v for k, v in collection.items() if k != "features"}
    head["geomap"] = {**head.get("geomap", {}), DIGEST: digest(collection["features"])}
    features = ",\n".join(json_text(f) for f in collection["features"])
    rest = json_text(head)
    return f'{rest[:-1]}, "features": [\n{features}\n]}}\n'.encode()
