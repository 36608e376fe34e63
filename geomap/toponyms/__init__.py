"""Which words of a report name places, and which places they name."""
