"""What the tests share: the real gazetteer, a user's table of their own, a real browser without a network."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
ARTICLE = SHARED / "seeds" / "000_06944bffa7e5bff6.txt"
SEEDS = ROOT / "seeds"


@pytest.fixture(autouse=True)
def own_table(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has an empty table of its own, never the user's."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("GEOMAP_DATA", str(folder))
    return folder / "places.csv"


@pytest.fixture(scope="session")
def index() -> Iterator["Index"]:  # noqa: F821
    """The real gazetteer, built once a machine."""
    from geomap.gazetteer.index import Index

    os.environ["GEOMAP_DATA"] = "/nonexistent"
    with Index() as opened:
        assert opened._user == {}
        yield opened


@pytest.fixture(scope="session")
def article() -> Path:
    if not ARTICLE.is_file():
        pytest.skip(f"{ARTICLE} is not here: the article that the project started from is not part of the repository")
    return ARTICLE


CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:  # noqa: F821
    path = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no chromium on this machine: install it (Debian: apt-get install chromium), or name it in GEOMAP_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
