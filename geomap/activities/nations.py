"""Which nations the words of an actor or a source name."""

from functools import cache

from geomap.gazetteer.demonyms import country_aliases, demonyms
from geomap.gazetteer.fold import key


@cache
def _named() -> dict[str, tuple[str, ...]]:
    """Demonyms, and short names of countries ("U.S. Navy")."""
    return {**country_aliases(), **demonyms()}


def nations(text: str) -> frozenset[str]:
    """The ids of the countries and divisions whose people a text names ("North Korean soldiers": North Korea)."""
    known = _named()
    words = key(text).split()
    found: set[str] = set()
    at = 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in known), 0)
        found.update(known[" ".join(words[at : at + size])] if size else ())
        at += size or 1
    return frozenset(found)


def same_nation(source: str, actor: str) -> bool:
    """Whether a source speaks of its own side: the actor's words name the source's nation, or none."""
    own, named = nations(source), nations(actor)
    return bool(own) and (not named or bool(own & named))


def other_nation(source: str, actor: str) -> bool:
    """Whether a source speaks of another nation than its own: both are named, and differ."""
    own, named = nations(source), nations(actor)
    return bool(own and named and not own & named)
