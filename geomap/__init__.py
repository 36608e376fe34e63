"""geomap: a defensible map of the military activity that news reports say happened.

    import geomap
    found = geomap.extract(geomap.read("seeds"))
    geomap.Map(found).save("output/map.html")

Heavy parts are imported when a name is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.errors import GeomapError
    from geomap.model import Claim, Event, Findings, Problem, Report
    from geomap.output import Map, extract
    from geomap.reports import read

__all__ = ["Claim", "Event", "Findings", "GeomapError", "Map", "Problem", "Report", "extract", "read"]

_HOMES = {
    "GeomapError": "errors",
    "Claim": "model",
    "Event": "model",
    "Findings": "model",
    "Problem": "model",
    "Report": "model",
    "Map": "output",
    "extract": "output",
    "read": "reports",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'geomap' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"geomap.{_HOMES[name]}"), name)
