"""What a run writes: a page or an export, chosen by suffix, whole or not at all; and a map that shows itself in a notebook."""

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geomap import exports, files
from geomap.errors import OutputError, ReportError
from geomap.features import collection
from geomap.gazetteer.index import Index
from geomap.model import Findings, Problem, Report
from geomap.pipeline import findings

PAGE = (".html", ".htm")
EMBED_SNIPPET = (
    '<iframe src="{src}" title="{title}" '
    'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" loading="lazy" '
    'style="display:block;width:100%;aspect-ratio:4/3;min-height:420px;max-height:90vh;border:0"></iframe>'
)
"""What puts an embedded map into a report; ``snippet`` fills it in."""


def snippet(name: str, title: str = "") -> str:
    """The frame for a map in a file of this name beside the report.

    Args:
        name: the file's name.
        title: what a screen reader says of the frame.
    """
    from urllib.parse import quote

    return EMBED_SNIPPET.format(src=quote(name), title=html.escape(title or "Map of reported military activity", quote=True))


def write(path: Path, drawn: dict[str, Any], index: Index, *, title: str = "", embed: bool = False) -> int:
    """Write a FeatureCollection as what the suffix of ``path`` asks for; the number of bytes.

    Raises:
        OutputError: no such format, or the file can't be written; then nothing is changed.
    """
    if path.suffix.lower() in PAGE:
        from geomap.maps import page

        data = page.render(drawn, index, title=title or page.TITLE, embed=embed).encode()
    else:
        data = exports.dumps(drawn, path.suffix)
    replace(path, data)
    return len(data)


def check(path: Path, suffixes: Iterable[str] = ()) -> None:
    """Raise an ``OutputError`` at once where a path could not be written later, after the work.

    Args:
        path: the file.
        suffixes: those that can be written here; all that geomap writes if none are given.
    """
    here = " here" if suffixes else ""
    suffixes = tuple(suffixes) or (*PAGE, *exports.formats())
    if path.suffix.lower() not in suffixes:
        raise OutputError(f"{path}: '{path.suffix}' is no format that geomap writes{here}", f"one of {', '.join(suffixes)}")
    if path.is_dir():
        raise OutputError(f"{path}: a folder", "give the name of a file in it")
    for parent in path.parents:
        if parent.exists() and not parent.is_dir():
            raise OutputError(f"{path}: {parent} is a file, not a folder", "choose another place")


def check_apart(path: Path, sources: Iterable[str]) -> None:
    """Raise an ``OutputError`` where a run would write over what it reads, or into a folder that it reads."""
    target = path.resolve()
    for source in sources:
        if source in ("", "-") or "://" in source:
            continue
        given = Path(source).resolve()
        if target == given:
            raise OutputError(f"{path}: a report that is to be read", "write the map to another file")
        if given.is_dir() and given in target.parents:
            raise OutputError(f"{path}: lies in the folder that is read", "write the map outside of it")


def replace(path: Path, data: bytes) -> None:
    """Write beside a path, then rename into it.

    Raises:
        OutputError: it can't be written; then nothing is changed.
    """
    try:
        files.replace(path, data)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}", "choose a place that can be written") from None


def extract(reports: Iterable[Report | Problem]) -> Findings:
    """All that reports say to happen at places, with the gazetteer of this machine (built first where it is missing).

    Raises:
        ReportError: none of the reports could be read.
    """
    with Index() as index:
        found = findings(reports, index)
    if not found.reports:
        first = found.problems[0].message if found.problems else "no report given"
        raise ReportError(first)
    return found


class Map:
    """A map of findings: saved as a file, or shown in a notebook.

    Args:
        found: what ``extract`` returned.
        title: the heading of the panel.
    """

    def __init__(self, found: Findings, title: str = "") -> None:
        """Make the map's data; the page is drawn when it is asked for."""
        self._title = title
        with Index() as index:
            self.data: dict[str, Any] = collection(found, index)

    def save(self, path: str | Path) -> Path:
        """Write the map as HTML, GeoJSON or JSON Lines, by the suffix of the path."""
        with Index() as index:
            write(Path(path), self.data, index, title=self._title)
        return Path(path)

    def _repr_html_(self) -> str:
        """The map in a notebook: its page in a sandboxed frame."""
        from geomap.maps import page

        with Index() as index:
            drawn = page.render(self.data, index, title=self._title or page.TITLE)
        frame = html.escape(drawn, quote=True)
        return f'<iframe srcdoc="{frame}" sandbox="allow-scripts allow-popups" style="width:100%;height:600px;border:0"></iframe>'
