"""The command line: verbs that parse, call and print. What they do is in the modules that they import when they run."""

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import GeomapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.model import Findings, Problem, Report


class _Verbs(click.Group):
    """A group whose verbs' ``GeomapError`` becomes one line and exit code 2; the verbs are listed in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GeomapError as error:
            click.echo(f"geomap: {error.message}{f': {error.hint}' if error.hint else ''}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("geomap: interrupted; what was read is kept, and the same command goes on from there", err=True)
            ctx.exit(130)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone, as with "| head"
                raise
            click.echo(f"geomap: {error.filename or 'output'}: {error.strerror or error}", err=True)
            ctx.exit(2)


_sources = click.argument("reports", nargs=-1, required=True, metavar="REPORT...")


def _written_to(default: str) -> "Callable[[Any], Any]":
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path), default=Path(default), show_default=True, help="File to write."
    )


_output = _written_to("output/map.html")
_date = click.option("--date", "published", metavar="YYYY-MM-DD", help="Publication date of the reports that state none.")
_outlet = click.option("--outlet", default="", help="Outlet of the reports that state none.")
_title = click.option("--title", default="", help="Heading of the map.")


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geomap-reports", prog_name="geomap")
def main() -> None:
    """Turn news reports into a defensible map of reported military activity.

    REPORT is a text, HTML or JSONL file, a folder of them, a web address, or - for standard input.
    """


@main.command(name="map")
@_sources
@_output
@_date
@_outlet
@_title
def map_(reports: tuple[str, ...], output: Path, published: str | None, outlet: str, title: str) -> None:
    """Make a map of what the reports say.

    The suffix of the output says what is written: .html a page in one file, .geojson the events for correction by hand
    or for other tools, .jsonl the claims.
    """
    _prepare()
    from geomap.corrections import check_uncorrected
    from geomap.output import check, check_apart

    check(output)
    check_uncorrected(output)
    check_apart(output, reports)
    _draw(_findings(reports, published, outlet), output, title, embed=False)


@main.command()
@_sources
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write (.jsonl or .geojson); standard output where left out.",
)
@_date
@_outlet
def extract(reports: tuple[str, ...], output: Path | None, published: str | None, outlet: str) -> None:
    """Write the claims as JSON Lines, without a map."""
    _prepare()
    from geomap import exports
    from geomap.corrections import check_uncorrected
    from geomap.features import collection
    from geomap.gazetteer.index import Index
    from geomap.output import check, check_apart, write

    if output:
        check(output, exports.formats())
        check_uncorrected(output)
        check_apart(output, reports)
    found = _findings(reports, published, outlet)
    with Index() as index:
        drawn = collection(found, index)
        if output:
            write(output, drawn, index)
            click.echo(f"{output}: {_count(found)}", err=True)
        else:
            sys.stdout.buffer.write(exports.dumps(drawn, ".jsonl"))
            sys.stdout.buffer.flush()


@main.command()
@click.argument("geojson", type=click.Path(path_type=Path))
@_output
@_title
def render(geojson: Path, output: Path, title: str) -> None:
    """Draw a corrected GeoJSON file again.

    The reports are not read again: what was changed by hand stays, and the map says what was.
    """
    from geomap.corrections import check_uncorrected, load
    from geomap.gazetteer.index import Index
    from geomap.output import check, write

    check(output)
    if output.resolve() != geojson.resolve():
        check_uncorrected(output)
    drawn = load(geojson)
    with Index() as index:
        size = write(output, drawn, index, title=title)
    _told(output, drawn, size)


@main.command()
@_sources
@_written_to("output/embed.html")
@_date
@_outlet
@_title
def embed(reports: tuple[str, ...], output: Path, published: str | None, outlet: str, title: str) -> None:
    """Make a map for a report, and print its frame.

    The map has no side panel; the frame is the <iframe> that puts it into a page. REPORT may also be one .geojson file
    that 'geomap map' wrote.
    """
    drawn = len(reports) == 1 and reports[0].lower().endswith(".geojson")
    if drawn and (published or outlet):
        raise click.UsageError("--date and --outlet are of reports, and a .geojson file has been read already.")
    if not drawn:
        _prepare()
    from geomap.output import PAGE, check, check_apart, snippet

    check(output, PAGE)
    check_apart(output, reports)
    if drawn:
        from geomap.corrections import load
        from geomap.gazetteer.index import Index
        from geomap.output import write

        features = load(Path(reports[0]))
        with Index() as index:
            size = write(output, features, index, title=title, embed=True)
        _told(output, features, size)
    else:
        _draw(_findings(reports, published, outlet), output, title, embed=True)
    click.echo("\n" + snippet(output.name, title))


@main.command()
@_sources
@_date
@_outlet
@click.option("--all", "everything", is_flag=True, help="Also the names that stand for governments, peoples and organisations.")
def explain(reports: tuple[str, ...], published: str | None, outlet: str, everything: bool) -> None:
    """Show each name, its candidates and the reasons."""
    from geomap.explanation import explain_report
    from geomap.gazetteer.index import Index
    from geomap.reports import read

    with Index() as index:
        read_any = False
        for report in read(*reports, published=published, outlet=outlet):
            if hasattr(report, "message"):
                click.echo(f"geomap: {report.message}", err=True)
            else:
                read_any = True
                for line in explain_report(report, index, everything=everything):
                    click.echo(line)
    if not read_any:
        sys.exit(2)


@main.group(cls=_Verbs)
def gazetteer() -> None:
    """Search the places that geomap knows, and add your own."""


@gazetteer.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many places to show.")
def search(name: str, limit: int) -> None:
    """Show the places under a NAME, or under names that resemble it."""
    from geomap.explanation import place_line
    from geomap.gazetteer.fold import key
    from geomap.gazetteer.index import Index

    if not key(name):
        raise GeomapError(f"'{name}' has no letter in it", "give a name or its beginning")
    with Index() as index:
        found = index.search(name, limit)
    if not found:
        raise GeomapError(f"no place is called '{name}' or nearly so", "add it with 'geomap gazetteer add'")
    for hit in found:
        click.echo(place_line(hit.place))


@gazetteer.command()
@click.argument("name")
@click.option("--lat", type=float, required=True, help="Latitude in degrees, WGS 84, north positive.")
@click.option("--lon", type=float, required=True, help="Longitude in degrees, WGS 84, east positive.")
@click.option(
    "--kind",
    default="place",
    show_default=True,
    help="place, or a kind of military site (air_base, training_ground, ...).",
)
@click.option("--country", default="", help="ISO 3166 code of two letters.")
@click.option("--admin1", default="", help="First-level division, in English.")
@click.option("--alias", "aliases", multiple=True, help="Another spelling; may be given several times.")
@click.option("--precision-km", default=1.0, show_default=True, help="How far the true place may lie from the point.")
@click.option("--source", default="", help="Where the coordinate can be checked.")
def add(
    name: str,
    lat: float,
    lon: float,
    kind: str,
    country: str,
    admin1: str,
    aliases: tuple[str, ...],
    precision_km: float,
    source: str,
) -> None:
    """Put a place into your own table; the next map finds it."""
    from geomap.gazetteer.edit import add as add_place

    path = add_place(
        name,
        lat,
        lon,
        kind=kind,
        country=country,
        admin1=admin1,
        aliases=aliases,
        precision_km=precision_km,
        source=source,
    )
    click.echo(f"{name} ({lat:g}, {lon:g}) added to {path}")
    others = _namesakes(name)
    if others:
        borne = f"{others} other place{'s bear' if others > 1 else ' bears'}"
        click.echo(f"geomap: {borne} this name: whatever a report means by it, the map will show yours", err=True)


def _namesakes(name: str) -> int:
    """How many places of the index are called so; none are looked for where there is no index yet."""
    from geomap.gazetteer.build import current
    from geomap.gazetteer.fold import key
    from geomap.gazetteer.index import USER_LAYER, Index

    if not current().is_dir():
        return 0
    with Index(current()) as index:
        return len({f.place.id for f in index.lookup(key(name)) if f.layer != USER_LAYER})


@gazetteer.command()
def build() -> None:
    """Build the index anew from all tables."""
    from geomap.gazetteer.build import build as build_index

    click.echo(build_index())


@gazetteer.command()
def status() -> None:
    """Show the sources of the index, and where the index and your own table lie."""
    from geomap.gazetteer import tables
    from geomap.gazetteer.build import ensure
    from geomap.gazetteer.edit import user_entries
    from geomap.gazetteer.index import Index

    folder = ensure()
    click.echo(f"index: {folder}\nyour table: {tables.user_table()}")  # also where a row of the table is wrong
    own = sum(1 for _ in user_entries())
    with Index(folder) as index:
        for name, licence, address, places in index.sources():
            click.echo(f"{places:>9,}  {name:<11} {licence:<26} {address}")
        click.echo(f"{own:>9,}  {'your table':<11} {'your own':<26} {tables.user_table()}")


def _prepare() -> None:
    """Open the networks while the rest is imported."""
    from geomap.encoder.networks import prepare

    prepare()


def _findings(sources: tuple[str, ...], published: str | None, outlet: str) -> "Findings":
    """Read and extract, with a progress bar for many reports; problems are listed, and without any report it is an error."""
    from geomap.output import extract as extract_all
    from geomap.reports import read, total

    found = extract_all(_watched(read(*sources, published=published, outlet=outlet), total(*sources)))
    for problem in found.problems:
        click.echo(f"geomap: {problem.message}", err=True)
    return found


def _watched(reports: "Iterable[Report | Problem]", total: int | None) -> "Iterator[Report | Problem]":
    """The reports, counted on a terminal once there are more than a few, with the rate and the time left."""
    from tqdm import tqdm

    yield from tqdm(reports, total=total, desc="Reading", unit=" reports", disable=None, delay=1.0, leave=False)


def _draw(found: "Findings", output: Path, title: str, *, embed: bool) -> None:
    from geomap.features import collection
    from geomap.gazetteer.index import Index
    from geomap.output import write

    with Index() as index:
        size = write(output, collection(found, index), index, title=title, embed=embed)
    why = "" if found.events or embed else "; 'geomap explain' says of each sentence why"
    click.echo(f"{output}: {_count(found)} ({_size(size)}){why}")


def _told(output: Path, drawn: "dict[str, Any]", size: int) -> None:
    click.echo(f"{output}: {len(drawn['features'])} feature{'s' * (len(drawn['features']) != 1)} ({_size(size)})")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.0f} kB"


def _count(found: "Findings") -> str:
    places = {p.resolution.place.id for c in found.claims for p in c.places if p.resolution.place}
    parts = [
        f"{len(found.events)} reported event{'s' * (len(found.events) != 1)}",
        f"{len(places)} place{'s' * (len(places) != 1)}",
    ]
    text = f"{parts[0]} at {parts[1]} from {len(found.reports)} report{'s' * (len(found.reports) != 1)}"
    return text + (f", {len(found.unplaced)} not placed" if found.unplaced else "")
