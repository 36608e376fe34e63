"""A finished file in a real browser that has no network."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.drawing import WIDE, drawn, until


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(drawn(), encoding="utf-8")
    return path


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a file; anything but the file itself being asked for, and any error of a script, fails the test."""
    contexts = []
    asked: list[str] = []
    errors: list[str] = []

    def go(
        path: Path,
        fragment: str = "",
        size: tuple[int, int] = WIDE,
        ready: str = "all",
        before: str = "",
        **options: Any,
    ) -> Any:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, **options)
        contexts.append(context)
        opened = context.new_page()
        opened.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
        opened.on("pageerror", lambda e: errors.append(str(e)))
        opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        opened.on("dialog", lambda d: (errors.append(f"dialog {d.message}"), d.dismiss()))
        if before:
            opened.add_init_script(before)
        opened.goto(path.as_uri() + fragment)
        if ready:
            until(lambda: opened.evaluate("document.body.dataset.ready") == ready)
        return opened

    go.errors = errors  # type: ignore[attr-defined]
    yield go
    for context in contexts:
        context.close()
    assert asked == []
    assert errors == []
