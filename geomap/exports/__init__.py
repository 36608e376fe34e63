"""What a map's data can be written as, one format a file, found by suffix.

A format is a module with ``SUFFIX`` and ``dumps(collection) -> bytes``. Adding one means writing its module and
naming it in ``formats``.
"""

import json
from typing import Any, Protocol

from geomap.errors import OutputError


class Format(Protocol):
    """What a module of this folder offers."""

    SUFFIX: str

    def dumps(self, collection: dict[str, Any]) -> bytes:
        """The file's bytes, made of the FeatureCollection of ``geomap.features``."""
        ...


# Line ends to some readers, though not to JSON: written escaped, a line of a file stays one line for all.
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def json_text(value: Any) -> str:
    """A value as one line of JSON in readable UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).translate(_LINE_ENDS)


def formats() -> dict[str, Format]:
    """All formats by suffix."""
    from geomap.exports import geojson, jsonl

    return {module.SUFFIX: module for module in (geojson, jsonl)}


def dumps(collection: dict[str, Any], suffix: str) -> bytes:
    """The collection in the format of a suffix.

    Raises:
        OutputError: no format has this suffix.
    """
    found = formats().get(suffix.lower())
    if not found:
        raise OutputError(f"'{suffix or 'no suffix'}' is no format that geomap writes", f"one of .html, {', '.join(formats())}")
    return found.dumps(collection)
