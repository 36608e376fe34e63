"""An embedded map: in a report that is opened from a file, inside a sandboxed frame."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.drawing import drawn, until

from geomap.output import snippet

Visit = Callable[..., Any]


@pytest.fixture
def host(tmp_path: Path) -> Path:
    (tmp_path / "map.html").write_text(drawn(embed=True), encoding="utf-8")
    frame = snippet("map.html")
    page = tmp_path / "report.html"
    text = html.escape("A report. ") * 400
    page.write_text(
        f"<!doctype html><meta charset=utf-8><title>Report</title><p>{text}</p>{frame}<p>{text}</p>", encoding="utf-8"
    )
    return page


def test_the_frame_shows_the_map_and_opens_a_card(host: Path, visit: Visit) -> None:
    page = visit(host, ready="")
    frame = page.frame_locator("iframe")
    page.locator("iframe").scroll_into_view_if_needed()
    frame.locator("body[data-ready='all']").wait_for(state="attached")
    assert frame.locator("#panel").is_hidden()
    assert "reported events" in frame.locator("#embed-counts").text_content()
    frame.locator("path.touch").first.dispatch_event("click")
    frame.locator("#card-view h2").wait_for()
    assert frame.locator("#card-view h2").text_content() == "Hwangju Air Base → Moscow"
    frame.locator("#card-view .back").click()
    frame.locator("#panel").wait_for(state="hidden")
    frame.locator("#embed-counts").click()  # the list is reached from the map too
    frame.locator("#list button.row").first.wait_for(state="visible")
    page.keyboard.press("Escape")
    frame.locator("#panel").wait_for(state="hidden")
    width = page.locator("iframe").bounding_box()["width"]
    page.set_viewport_size({"width": 420, "height": 800})
    assert page.locator("iframe").bounding_box()["width"] < width
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_the_page_scrolls_past_the_map_until_it_is_clicked(host: Path, visit: Visit) -> None:
    page = visit(host, ready="")
    frame = page.frame_locator("iframe")
    page.locator("iframe").scroll_into_view_if_needed()
    frame.locator("body[data-ready='all']").wait_for(state="attached")
    inner = page.frames[1]
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    zoom, top = inner.evaluate("map_geomap.getZoom()"), page.evaluate("scrollY")
    page.mouse.wheel(0, 120)
    until(lambda: page.evaluate("scrollY") > top)
    assert inner.evaluate("map_geomap.getZoom()") == zoom
    page.locator("iframe").scroll_into_view_if_needed()
    frame.locator("#map_geomap").click(position={"x": 40, "y": box["height"] - 60})
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -240)
    until(lambda: inner.evaluate("map_geomap.getZoom()") > zoom)
