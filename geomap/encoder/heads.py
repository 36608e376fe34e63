"""What the encoder says of each word: its heads, in the order of the network's outputs, with the classes of each."""

SPANS = ("outside", "begins", "continues")
USAGES = ("literal", "associative")
HEADS = {"span": SPANS, "usage": USAGES}
