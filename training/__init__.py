"""How the weights in ``geomap/encoder/weights`` were made: a development tool, never imported by the package."""

from pathlib import Path

PACK = Path(__file__).parent.parent / "build" / "pack"
"""Where the corpora lie as arrays."""
