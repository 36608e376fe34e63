"""What the reader of claims sees of the names in a text: for each word, whether it names a place, and of which class."""

from geomap.gazetteer.fold import Token
from geomap.model import Resolution

CLASSES = ("country", "division", "place", "site", "physical", "open", "associative")
LITERAL_TAGS = 1 + 2 * CLASSES.index("associative")
"""Tags from 1 up to this one stand for places."""


def mention_tags(words: list[Token], resolutions: tuple[Resolution, ...]) -> list[int]:
    """For each word 0, or the class of the name that begins at or runs over it.

    ``1 + 2 * i`` begins a name of the class ``CLASSES[i]``, one more continues it.
    """
    tags = [0] * len(words)
    at = 0
    for resolution in resolutions:
        mention = resolution.mention
        while at < len(words) and words[at].end <= mention.start:
            at += 1
        tag = 1 + 2 * CLASSES.index(_class(resolution))
        first = at
        while at < len(words) and words[at].start < mention.end:
            tags[at] = tag + (at > first)
            at += 1
    return tags


def _class(resolution: Resolution) -> str:
    if resolution.mention.usage != "literal":
        return "associative"
    place = resolution.place
    if not place:
        return "open"
    if place.is_country:
        return "country"
    return {"A": "division", "P": "place", "S": "site"}.get(place.feature_class, "physical")
