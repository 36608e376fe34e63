"""Pages for the browser: the samples, or reports made for one test."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geomap import pipeline, reports
from geomap.features import collection
from geomap.gazetteer.index import Index
from geomap.maps import page
from geomap.model import Report

SEEDS = Path(__file__).parent.parent.parent / "seeds"
WIDE, NARROW = (1280, 800), (375, 760)


def drawn(*texts: Report | str, **options: Any) -> str:
    """The page of some reports, or of the samples."""
    given = [t if isinstance(t, Report) else Report(text=t, published="2024-10-26", outlet="Outlet") for t in texts]
    with Index() as index:
        found = pipeline.findings(given or reports.read(SEEDS), index)
        return page.render(collection(found, index), index, **options)


def until(true: Callable[[], bool]) -> None:
    """Poll from outside: the page's policy lets no test evaluate code in it later on."""
    for _ in range(100):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("did not come true within 5 s")


def rows(page: Any) -> list[str]:
    return page.eval_on_selector_all("#list button.row", "all => all.map(b => b.textContent)")


def saved(folder: Path, *texts: Report | str) -> Path:
    """The page of some reports as a file."""
    path = folder / "map.html"
    path.write_text(drawn(*texts), encoding="utf-8")
    return path


def open_row(page: Any, text: str) -> None:
    page.locator("#list button.row", has_text=text).first.click()
