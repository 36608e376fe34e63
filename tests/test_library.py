"""The use as a library that the README shows."""

from pathlib import Path

import pytest

import geomap
from geomap.errors import OutputError, ReportError

SEEDS = Path(__file__).parent.parent / "seeds"


def test_the_four_lines_of_the_readme(tmp_path: Path) -> None:
    found = geomap.extract(geomap.read(SEEDS))
    drawn = geomap.Map(found)
    assert drawn.save(tmp_path / "map.html").stat().st_size > 100_000
    assert drawn.save(tmp_path / "map.geojson").read_text(encoding="utf-8").startswith('{"type": "FeatureCollection"')


def test_a_map_shows_itself_in_a_notebook() -> None:
    shown = geomap.Map(geomap.extract(geomap.read(SEEDS)))._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert 'sandbox="allow-scripts' in shown
    assert "<script" not in shown


def test_public_names_are_those_that_are_listed() -> None:
    assert set(geomap.__all__) == {
        "Claim",
        "Event",
        "Findings",
        "GeomapError",
        "Map",
        "Problem",
        "Report",
        "extract",
        "read",
    }
    assert all(getattr(geomap, name) for name in geomap.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        geomap.nothing  # noqa: B018


def test_mistakes_are_errors_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no such file"):
        geomap.extract(geomap.read(tmp_path / "none.txt"))
    with pytest.raises(OutputError, match="no format that geomap writes"):
        geomap.Map(geomap.extract(geomap.read(SEEDS))).save(tmp_path / "map.xyz")
    assert issubclass(ReportError, geomap.GeomapError)
