"""Report text is hostile: whatever it holds is shown as text; nothing runs and nothing is asked for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geomap import corrections, exports, pipeline, reports
from geomap.features import collection
from geomap.gazetteer import edit
from geomap.gazetteer.index import Index
from geomap.maps import page as pages
from geomap.model import Report

Visit = Callable[..., Any]

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/geomap-owned').read() }}",
    "{% if true %}owned{% endif %}",
    "{# gone #}",
    "{{ 7*7 }}",
    "</script><script>window.owned=1</script>",
    '<img src=x onerror="window.owned=1">',
    "<svg onload=window.owned=1>",
    "<!-- <script>",
    "${window.owned=1}",
    "`${window.owned=1}`",
    "\\u003cscript\\u003ewindow.owned=1\\u003c/script\\u003e",
    "\\",
    "'\";window.owned=1;//",
    "a\u2028b\u2029c",
    "lone \ud800 and \udfff",
    "\u202eright to left\u202c",
    "\u2066isolate",
    "&lt;b&gt; &amp; &#x41;",
    "javascript:window.owned=1",
    "]]>",
    "<style>*{display:none}</style>",
    "<iframe srcdoc='<script>parent.owned=1</script>'>",
    "\x00\x08\x1b[31m",
    "𐍈 🎖 한국 עברית العربية",
]
ALL = " ".join(PAYLOADS)
SHOWN = ALL.replace("\ud800", "�").replace("\udfff", "�")


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, Report]:
    name = "Evil {{ 7*7 }} <img src=x onerror=window.owned=1> Range"
    edit.add(
        name,
        60.0,
        100.0,
        kind="training_ground",
        country="ru",
        aliases=("Malinskoye",),
        source=ALL.replace("\ud800", "").replace("\udfff", "").replace("\x00", ""),
    )
    edit.add("Zaburitsa", 61.0, 101.0, aliases=("</script><script>window.owned=1</script>",))
    text = f"{ALL}\n\nAbout 300 Russian soldiers trained at Zaburitsa, Russia, {PAYLOADS[0].replace('.', '·')} {' '.join(PAYLOADS[3:7])}\n\nRussian soldiers trained at Malinskoye in Russia.\n"
    folder = tmp_path / "<img src=x onerror=window.owned=1>"
    folder.mkdir()
    path = folder / "{{ 7*7 }}${window.owned=1}.jsonl"
    row = {"text": text, "title": ALL, "outlet": ALL, "url": "javascript:window.owned=1", "date": "2024-10-26"}
    path.write_text(json.dumps(row), encoding="utf-8")
    report = next(iter(reports.read(path)))
    assert isinstance(report, Report)
    return path, report


@pytest.mark.parametrize("embed", [False, True])
def test_nothing_runs_nothing_is_asked_for_and_all_is_shown(
    embed: bool, hostile: tuple[Path, Report], tmp_path: Path, visit: Visit
) -> None:
    _, report = hostile
    with Index() as index:
        found = pipeline.findings([report], index)
        assert len(found.events) >= 2
        drawn = collection(found, index)
        html = pages.render(drawn, index, title=ALL, embed=embed)
    out = tmp_path / "{{ 7*7 }} <b>.html"
    out.write_text(html, encoding="utf-8")
    assert not Path("/tmp/geomap-owned").exists()
    assert "{{" not in html.split('id="geomap-data">')[1].split("</script>")[0]
    page = visit(out)
    if not embed:
        assert page.text_content("#title") == SHOWN
        assert page.locator("#list button.row").count() == len(found.events)
        page.locator("#list button.row", has_text="Zaburitsa").first.click()
    else:
        named = "[...document.querySelectorAll('#list button.row')].find(b => b.textContent.includes('Zaburitsa'))"
        page.evaluate(f"{named}.click()")
    assert page.locator("#card-view").inner_text()
    quotes = page.eval_on_selector_all("#card-view .quote", "all => all.map(q => q.textContent)")
    assert any("{{ cycler" in q for q in quotes)
    assert page.locator("#card-view a").count() == 0, "a javascript: address must not become a link"
    page.evaluate("[...document.querySelectorAll('#card-view button')].find(b => b.textContent === 'Read in the report').click()")
    shown = page.text_content("#report-view .report-text")
    assert shown == report.text
    assert page.text_content("#report-view h2") == SHOWN
    assert page.evaluate("window.owned") is None
    assert page.locator("#panel img, #panel iframe, #panel style, #panel script, #map-area img, #map-area iframe").count() == 0
    assert page.locator(".name", has_text="49").count() == 0


def test_a_hostile_geojson_is_drawn_as_text(hostile: tuple[Path, Report], tmp_path: Path, visit: Visit) -> None:
    with Index() as index:
        drawn = collection(pipeline.findings([hostile[1]], index), index)
        for feature in drawn["features"]:
            feature["properties"] |= {
                "event": '"]<img src=x onerror=window.owned=1>',
                "place": ALL,
                "role": ALL,
                "attribution": ALL,
                "actor": ALL,
                "evidence": ALL,
                "match": "<b>",
                "relation": "<b>",
            }
            feature["properties"]["claims"] = []
        path = tmp_path / "x.geojson"
        path.write_text(json.dumps(drawn), encoding="utf-8")
        out = tmp_path / "x.html"
        out.write_text(pages.render(corrections.load(path), index), encoding="utf-8")
    page = visit(out)
    page.locator("#list button.row").first.click()
    assert ALL.replace("\ud800", "�").replace("\udfff", "�")[:40] in page.text_content("#card-view h2")
    assert page.evaluate("window.owned") is None
    assert page.locator("#panel img").count() == 0


def test_exports_hold_the_text_as_data(hostile: tuple[Path, Report]) -> None:
    with Index() as index:
        drawn = collection(pipeline.findings([hostile[1]], index), index)
    for suffix in exports.formats():
        for line in (
            exports.dumps(drawn, suffix).decode().splitlines() if suffix == ".jsonl" else [exports.dumps(drawn, suffix).decode()]
        ):
            json.loads(line)
