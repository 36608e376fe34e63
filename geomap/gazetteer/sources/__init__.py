"""The sources of places, in the order of their layers: what comes later wins where two name one place.

A source is a module with ``NAME``, ``LICENCE``, ``ADDRESS``, ``fingerprint()`` (changes when its data does) and
``entries()``. Adding one means writing its module and naming it in ``sources``.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from geomap.model import Place


class Entry(NamedTuple):
    """A place, all its names, and its outline where it has one.

    ``bare`` holds names under which the place is found only beside a word for what it is ("Kursk" for Kursk Oblast,
    "Hwangju" for the air base); ``spelt`` other spellings of such a one ("Khmeimim"), left out where many
    populated places bear them ("Oktyabrskoye"). ``wkb`` is the outline as well-known binary, WGS 84, longitude first.
    """

    place: Place
    names: tuple[str, ...]
    bare: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    wkb: bytes | None = None
    shape_layer: str = ""


class Source(Protocol):
    """What a module of this folder offers."""

    __name__: str
    NAME: str
    LICENCE: str
    ADDRESS: str

    def fingerprint(self) -> str:
        """A text that changes when the source's data changes."""
        ...

    def entries(self) -> Iterator[Entry]:
        """Every place of the source."""
        ...


def sources() -> tuple[Source, ...]:
    """All sources, lowest layer first."""
    from geomap.gazetteer.sources import (
        airports,
        areas,
        colloquial,
        countries,
        divisions,
        geonames,
        military,
        news_places,
        physical,
        villages,
    )

    return (geonames, villages, areas, airports, physical, news_places, divisions, countries, colloquial, military)
