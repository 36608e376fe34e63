"""Files, folders, web addresses and standard input → reports.

What can't be read is yielded as a ``Problem`` in its place, so that one bad report in a thousand stops nothing.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geomap.errors import GeomapError, ReportError
from geomap.model import Problem, Report
from geomap.text_language import language_code, language_of
from geomap.web import fetch

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".jsonl")
"""What a folder is searched for."""

LARGEST_BYTES = 50_000_000

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_LEGACY = (
    "cp1251",
    "cp1252",
    "koi8_r",
    "cp949",
    "euc_kr",
    "gb18030",
    "shift_jis",
    "euc_jp",
    "cp866",
    "cp1250",
    "iso8859_5",
)
# Lines of a name, a colon and what it says, ended by an empty line; without one, two or more of the names that are known.
_HEADER = re.compile(
    r"\s*(?:(?:[A-Za-z][A-Za-z ]{0,20}:[^\n]*\n)+(?:[^\S\n]*\n)+"
    r"|(?i:(?:(?:Title|Outlet|Date|Published|URL|Language|Author|By):[^\n]*\n){2,}))"
)
_FIELDS = {
    "title": "title",
    "outlet": "outlet",
    "date": "published",
    "published": "published",
    "url": "url",
    "language": "language",
}
_BYLINE = ("by", "author")
_JSON_FIELDS = {
    "text": "text",
    "title": "title",
    "outlet": "outlet",
    "date": "published",
    "published": "published",
    "url": "url",
    "lang": "language",
    "language": "language",
}


def read(*sources: str | Path, published: str | None = None, outlet: str = "") -> Iterator[Report | Problem]:
    """Read reports in the order given; the files of a folder by name.

    Args:
        sources: paths of files and folders, web addresses, or ``-`` for standard input.
        published: an ISO date for those reports that state none.
        outlet: the outlet of those reports that state none.
    """
    if published is not None:
        published = iso_date(published)
    for source in sources:
        for one in _expand(source):
            try:
                for found in _read_one(one):
                    yield _with(found, published, outlet) if isinstance(found, Report) else found
            except GeomapError as error:
                yield Problem(source=str(one), message=str(error))
            except Exception as error:  # noqa: BLE001  # whatever it is, it must not cost the other reports
                what = f"{type(error).__name__}: {error}"
                yield Problem(
                    source=str(one), message=f"{one}: could not be read ({what}); please report it as a fault of geomap"
                )


def total(*sources: str | Path) -> int | None:
    """How many reports the sources hold, as far as that can be told without reading them: None with an address or ``-``."""
    count = 0
    for source in sources:
        for one in _expand(source):
            if isinstance(one, str):
                return None
            count += _lines(one) if one.suffix.lower() == ".jsonl" else 1
    return count


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1


_ADDRESS = re.compile(r"[a-z][a-z\d+.-]+://", re.IGNORECASE)
# A date with its month in words has a year and letters, and no "03/04/2020": nobody knows which of those is the month.
_WITH_YEAR = re.compile(r"(?=.*\d{4}).*[^\W\d_]", re.DOTALL)
_IN_FIGURES = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_LONGEST_DATE = 100


def iso_date(text: str) -> str:
    """A date of publication in ISO form, as fine as it is given: ``2024-10-26``, ``2024-10`` or ``2024``.

    A month in words leaves no doubt of the day ("17 December 2016", "Dec. 5, 2024, 9 a.m."); of "03/04/2020" nobody knows which
    number is the month.

    Args:
        text: as it stands in the report.

    Raises:
        ReportError: the text is no date, or not one alone.
    """
    iso = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", text.strip())
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", iso):
        with suppress(ValueError):
            date.fromisoformat((iso + "-01-01")[:10])
            return iso
    elif len(iso) <= _LONGEST_DATE and _WITH_YEAR.search(iso) and not _IN_FIGURES.search(iso):
        from dateparser.date import DateDataParser  # 0.2 s, and few reports need it

        read = DateDataParser(settings={"REQUIRE_PARTS": ["year", "month"], "PARSERS": ["absolute-time"]}).get_date_data(iso)
        if read.date_obj:
            return f"{read.date_obj:%Y-%m}" if read.period == "month" else f"{read.date_obj:%Y-%m-%d}"
    raise ReportError(f"'{text}' is no date", "write it as 2024-10-26, 2024-10 or 2024")


def _with(report: Report, published: str | None, outlet: str) -> Report:
    update = ({"published": published} if published and not report.published else {}) | (
        {"outlet": outlet} if outlet and not report.outlet else {}
    )
    return Report.model_validate({**report.model_dump(exclude={"id"}), **update}) if update else report


def _expand(source: str | Path) -> Iterator[str | Path]:
    if isinstance(source, str) and (source == "-" or _ADDRESS.match(source)):
        yield source
        return
    path = Path(source)
    if not str(source):
        yield source
    elif path.is_dir():
        below = (p for p in path.rglob("*") if not any(part.startswith(".") for part in p.relative_to(path).parts))
        files = sorted(p for p in below if p.suffix.lower() in SUFFIXES and p.is_file())
        yield from [p for p in files if p.name.lower() != "readme.md"] or [path]
    else:
        yield path


def _read_one(source: str | Path) -> Iterator[Report | Problem]:
    if source == "-":
        yield from parse(sys.stdin.buffer.read(LARGEST_BYTES + 1), "standard input")
    elif not str(source):
        raise ReportError("an empty path", "give a file, a folder, a web address, or - for standard input")
    elif isinstance(source, str):
        if not source.lower().startswith(("http://", "https://")):
            raise ReportError(f"{source}: no web page", "an address begins with http:// or https://")
        data, kind, encoding = fetch(source)
        yield from parse(data, source, html=kind != "text/plain", encoding=encoding, url=source)
    else:
        yield from parse(
            _bytes(source),
            str(source),
            html=source.suffix.lower() in (".html", ".htm"),
            jsonl=source.suffix.lower() == ".jsonl",
        )


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReportError(f"{path}: no reports in this folder", f"a report ends in one of {', '.join(SUFFIXES)}")
    if path.suffix.lower() in (".geojson", ".json"):
        raise ReportError(
            f"{path}: data, not a report", "'geomap render' draws GeoJSON; reports as JSON are one a line in .jsonl"
        )
    try:
        if path.exists() and not path.is_file():
            raise ReportError(f"{path}: no regular file", "give a file, a folder, or - for standard input")
        if path.stat().st_size > LARGEST_BYTES:
            raise ReportError(
                f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB",
                "split it into its reports, one a file or one a line of JSONL",
            )
        return path.read_bytes()
    except FileNotFoundError:
        address = re.match(r"www\.|[\w-]+(?:\.[\w-]+)+/", str(path))
        hint = "begin a web address with https://" if address else "check the path; it is taken from the current folder"
        raise ReportError(f"{path}: no such file", hint) from None
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror or error}", "check that you may read it") from None


def parse(
    data: bytes, source: str, *, html: bool = False, jsonl: bool = False, encoding: str = "", url: str = ""
) -> Iterator[Report | Problem]:
    """The reports that some bytes hold.

    Args:
        data: as read.
        source: where from, for messages.
        html: whether it is a page; otherwise a page is known by its first tag.
        jsonl: whether it holds one report a line.
        encoding: what the server said, if anything.
        url: the address that it was read from.

    Raises:
        ReportError: the whole is empty, binary, too large or in no known encoding.
    """
    if len(data) > LARGEST_BYTES:
        raise ReportError(f"{source}: larger than {LARGEST_BYTES // 1_000_000} MB", "split it into its reports")
    text = decode(data, source, encoding)
    if jsonl or (source == "standard input" and _is_json(text)):
        yield from _json_lines(text, source)
        return
    if 'id="geomap-data"' in text:
        raise ReportError(f"{source}: a map that geomap made, not a report", "give the report that it was made of")
    if html or re.match(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", text[:500], re.IGNORECASE):
        yield from _page(text, source, url)
        return
    yield from _plain(text, source, url)


def _is_json(text: str) -> bool:
    """Whether the first line of a text is an object of JSON, and not words in braces."""
    first = text.lstrip().split("\n", 1)[0]
    try:
        return first.startswith("{") and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return first.startswith('{"')  # a broken one is told of


def decode(data: bytes, source: str, encoding: str = "") -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, what the server or the page says, or else what fits best.

    Raises:
        ReportError: the bytes are empty, binary, or in no known encoding.
    """
    if not data.strip():
        raise ReportError(f"{source}: empty", "nothing to read in it")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ReportError(f"{source}: {what}, not text", "save its text as .txt or .html")
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return _decoded(data, "utf-32", source)
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, name, source)
    if b"\x00" in data:
        raise ReportError(f"{source}: binary, not text", "save its text as .txt or .html")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"<meta[^>]{0,80}charset=[\"']?([\w-]{3,20})", data[:4096], re.IGNORECASE)
    for name in (encoding, declared.group(1).decode("ascii") if declared else ""):
        if name and name.lower().replace("-", "") not in ("utf8", "ascii", "usascii"):
            try:
                return data.decode(name)
            except (LookupError, UnicodeError):
                continue
    from charset_normalizer import from_bytes

    fits = from_bytes(data[:200_000], cp_isolation=list(_LEGACY))
    # Where two fit a text equally well, the one that more reports come in.
    best = min(fits, key=lambda m: (m.chaos, -m.coherence, _LEGACY.index(m.encoding)), default=None)
    if best is None:
        raise ReportError(f"{source}: in no encoding that geomap knows", "save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReportError(f"{source}: broken {encoding} at byte {error.start}", "save it as UTF-8") from None


def _plain(text: str, source: str, url: str = "") -> Iterator[Report | Problem]:
    """A text, with the lines ``Title:``, ``Outlet:``, ``Date:``, ``URL:``, ``Language:`` at its head taken as what they say."""
    fields: dict[str, str] = {"url": url}
    header = _HEADER.match(text)
    said = [line.partition(":") for line in header.group().strip().split("\n")] if header else []
    if header and any(name.strip().lower() in _FIELDS for name, _, _ in said):
        for name, _, value in said:
            if known := _FIELDS.get(name.strip().lower()):
                fields[known] = value.strip()
            elif name.strip().lower() not in _BYLINE:
                message = f"{source}: its head has a line '{name.strip()}:' (known are Title, Outlet, Date, URL, Language)"
                yield Problem(source=source, message=message)
        text = text[header.end() :]
    if not text.strip():
        raise ReportError(f"{source}: empty", "nothing to read below its head")
    yield from _report({"text": text, **{k: v for k, v in fields.items() if v}}, source)


def _page(html: str, source: str, url: str) -> Iterator[Report | Problem]:
    import trafilatura
    from trafilatura.settings import Document

    params = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
    extracted = trafilatura.bare_extraction(
        html,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=params,
    )
    found: dict[str, Any] = extracted.as_dict() if isinstance(extracted, Document) else extracted or {}
    text = str(found.get("text") or "").strip()
    if not text:
        raise ReportError(f"{source}: no article text found in the page", "save the article's text as .txt")
    fields = {
        "text": text,
        "title": found.get("title"),
        "outlet": found.get("sitename"),
        "url": url or found.get("url"),
        "published": found.get("date"),
        "language": found.get("language"),
    }
    yield from _report({k: v for k, v in fields.items() if v}, source)


def _json_lines(text: str, source: str) -> Iterator[Report | Problem]:
    for number, line in enumerate(text.split("\n"), 1):  # other line ends are legal within JSON
        if not line.strip():
            continue
        where = f"{source}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Problem(source=where, message=f"{where}: no JSON (one report a line, as an object)")
            continue
        row = {k.lower(): v for k, v in row.items()} if isinstance(row, dict) else {}
        if not isinstance(row.get("text"), str) or not row["text"].strip():
            yield Problem(source=where, message=f"{where}: no 'text' (each report is an object with a text)")
            continue
        try:
            yield from _report({_JSON_FIELDS[k]: v for k, v in row.items() if k in _JSON_FIELDS and v is not None}, where)
        except ReportError as error:
            yield Problem(source=where, message=str(error))


def _report(fields: dict[str, Any], source: str) -> Iterator[Report | Problem]:
    """The report; a date that can't be read is a problem beside it, and the report has none then."""
    published = fields.pop("published", None)
    if isinstance(published, str) and published.strip():
        try:
            fields["published"] = iso_date(published)
        except ReportError as error:
            yield Problem(source=source, message=f"{source}: read without a date: {error}")
    elif published:
        message = f'{source}: read without a date: the date is {str(published)[:40]} (write it as text: "2024-10-26")'
        yield Problem(source=source, message=message)
    named = fields.pop("language", None)
    language = language_code(named) if isinstance(named, str) else None
    if named and not language:
        yield Problem(
            source=source, message=f"{source}: '{str(named)[:40]}' is no language (give its name in English, or its code)"
        )
    try:
        yield Report.model_validate({**fields, "language": language or language_of(fields["text"]), "source": source})
    except (ValidationError, AttributeError) as error:
        where, what = ("a field", "no text")
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            where, what = ".".join(str(p) for p in first["loc"]), first["msg"].removeprefix("Value error, ")
        message = f"{source}: {where}: {what}"
        raise ReportError(message, "docs/reports.md lists the fields, each a text") from None
