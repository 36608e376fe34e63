"""GeoJSON (RFC 7946): the collection itself, one feature a line, so that a correction by hand is a one-line change.

The member ``geomap`` has a digest of the features as they were written: another one tells that a hand has changed them.
"""

from typing import Any

from geomap.corrections import DIGEST, digest
from geomap.exports import json_text

SUFFIX = ".geojson"


def dumps(collection: dict[str, Any]) -> bytes:
    """The file's bytes."""
    head = {k: v for k, v in collection.items() if k != "features"}
    head["geomap"] = {**head.get("geomap", {}), DIGEST: digest(collection["features"])}
    features = ",\n".join(json_text(f) for f in collection["features"])
    rest = json_text(head)
    return f'{rest[:-1]}, "features": [\n{features}\n]}}\n'.encode()
