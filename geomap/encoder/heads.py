"""What each network says of a word: its heads, in the order of its outputs, with the classes of each."""

from geomap.model import Certainty

SPANS = ("outside", "begins", "continues")
USAGES = ("literal", "associative")
HEADS = {"span": SPANS, "usage": USAGES}
"""The recogniser's: which words name places, and whether a place is meant."""

KINDS = ("training", "flight", "front_line", "deployment", "strike", "naval", "base")
ROLES = ("site", "origin", "destination", "area", "line", "toward")
CERTAINTIES: tuple[Certainty, ...] = ("confirmed", "reported", "claimed", "possible", "planned", "denied")
PARTS = ("actor", "attribution", "quantity", "date")
CLAIM_HEADS = {"told": KINDS, "placed": KINDS, "role": ROLES, "certainty": CERTAINTIES, "part": PARTS}
"""The reader's of claims: which activity a sentence tells, at which of its places, in which role, how sure, and its parts."""
