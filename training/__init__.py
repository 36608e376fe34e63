"""How the weights in ``geomap/encoder/weights`` were made: a development tool, never imported by the package."""
