"""The page as a file: nothing fetched, nothing evaluated, small, the same each time."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap import pipeline, reports
from geomap.features import collection
from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.maps import basemap, page
from geomap.maps.data import escaped

SEEDS = Path(__file__).parent.parent / "seeds"
HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from(list("<>&{}%#\"'\\`$/ \u2028\u2029\u202e\ud800"))), max_size=80)


@example({"": {"": {}}})  # three braces in a row
@given(
    st.recursive(
        HOSTILE | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(HOSTILE, inner),
        max_leaves=8,
    )
)
def test_the_island_reads_back_as_it_was_and_holds_nothing_that_html_or_a_template_would_read(value: Any) -> None:
    text = escaped(value)
    assert json.loads(text) == json.loads(json.dumps(value))
    assert text.isascii()
    assert not re.search(r"[<>&]|\{\{|\}\}|\{%|%\}|\{#|#\}", text)


@pytest.fixture(scope="module")
def html() -> str:
    with Index() as index:
        return page.render(collection(pipeline.findings(reports.read(SEEDS), index), index), index)


def test_it_is_one_small_file_that_asks_for_nothing(html: str) -> None:
    assert len(html.encode()) < 1_500_000
    assert not re.search(r"<(?:script|img|iframe|link|source|object|embed)\b[^>]*(?:src|href|data)=", html)
    assert not re.search(r"url\((?!#)|@import|sourceMappingURL", html)
    assert "connect-src 'none'" in html
    assert "default-src 'none'" in html
    assert "unsafe" not in re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)


def test_the_policy_names_every_script_and_style(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert len(re.findall(r"sha256-", policy)) == len(re.findall(r"<script>", html)) + len(re.findall(r"<style>", html))


def test_the_shell_holds_no_data(index: Index) -> None:
    shell = page.drawn_shell("full")
    assert shell.count("<!--island-->") == 1
    assert page.drawn_shell("full") == shell
    for library in ("jquery", "bootstrap", "font-awesome", "fontawesome"):
        assert library not in shell.lower()


def test_the_base_map_has_the_towns_around_a_village(index: Index) -> None:
    feature = {
        "geometry": {"type": "Point", "coordinates": [131.66, 44.34]},
        "properties": {"lat": 44.34, "lon": 131.66},
    }
    drawn = basemap.around([feature], index)
    names = {t[0] for t in drawn["towns"]}
    assert {"Sergeyevka", "Pogranichnyy", "Ussuriysk", "Moscow"} <= names
    assert {"Primorsky Krai"} <= {d[0] for d in drawn["labels"]}
    assert drawn["borders"]
    assert drawn["divisions"]
    assert all(isinstance(v, int) for line in drawn["borders"] for v in line)


def test_packed_lines_unpack_to_where_they_were() -> None:
    import shapely

    line = [(131.6612, 44.3401), (131.7, 44.4), (131.7, 44.4001), (-10.25, -80.5)]
    flat = basemap._packed(shapely.get_coordinates(shapely.LineString(line)))
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / basemap.SCALE, y / basemap.SCALE))
    assert points[0] == (pytest.approx(131.6612, abs=0.002), pytest.approx(44.3401, abs=0.002))
    assert points[-1] == (pytest.approx(-10.25, abs=0.002), pytest.approx(-80.5, abs=0.002))
    assert len(points) == 3  # a point that falls on the one before is left out


def test_what_is_kept_is_made_once_and_made_again_where_it_cannot_be_read(tmp_path: Path) -> None:
    made = iter(["one", "two", "three"])
    former, path = tmp_path / "drawing-full-0.txt", tmp_path / "drawing-full-1.txt"
    other = tmp_path / "drawing-embed-0.txt"
    former.write_text("former", encoding="utf-8")
    other.write_text("other", encoding="utf-8")
    assert [tables.kept(path, made.__next__) for _ in range(2)] == ["one", "one"]
    assert sorted(tmp_path.iterdir()) == [other, path]
    path.write_bytes(b"\xff")
    assert tables.kept(path, made.__next__) == "two"
    assert path.read_text(encoding="utf-8") == "two"
