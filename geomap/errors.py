"""What can go wrong through a user's input, as one tree.

GeomapError                  one line that says what is wrong, and one that says what to do
├── ReportError              a report that could not be read or fetched
├── LexiconError             a file of an activity kind or a language that does not hold
├── GazetteerError           a row, table or index that does not hold
└── OutputError              a file that cannot be written, or a format that is not known

The command line prints the message and the hint and exits with 2; anything else is a defect of ours.
"""


class GeomapError(Exception):
    """A mistake in the input that its user can mend.

    Args:
        message: what is wrong and where (file and line), in one line.
        hint: what to do about it, in one line; empty where the message says it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = one_line(message)
        self.hint = one_line(hint)

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[type["GeomapError"], tuple[str, str]]:
        return (type(self), (self.message, self.hint))  # so that it comes whole out of a process pool


class ReportError(GeomapError):
    """A report that could not be read, decoded or fetched."""


class LexiconError(GeomapError):
    """A file of an activity kind or a language that does not hold."""


class GazetteerError(GeomapError):
    """A row of a table, or the index made of the tables, that does not hold."""


class OutputError(GeomapError):
    """A file that cannot be written, or whose format is not known."""


def one_line(text: str) -> str:
    """Fold a text into one printable line: names of files and foreign messages may hold anything."""
    folded = " ".join(text.split())
    return "".join(c if c.isprintable() else "�" for c in folded)
