"""Many reports: the same result with one process and with two, after an interruption, and with a bad one among them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geomap import batch, pipeline, reports
from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.model import Problem, Report

TEXT = "Around {n} Russian soldiers trained near Mulino, Russia, on {day} October, the governor said."


def given(count: int) -> list[Report]:
    return [Report(text=TEXT.format(n=100 + i, day=1 + i % 20), published="2024-10-26", source=f"{i}.txt") for i in range(count)]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own that has the built index."""
    built = tables.cache_folder()
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path))
    for folder in built.glob("index-*"):
        (tmp_path / folder.name).symlink_to(folder)
    return tmp_path


def test_two_processes_find_what_one_finds(cache: Path, index: Index) -> None:
    one, two = (pipeline.findings(given(30), index, processes=n) for n in (1, 2))
    assert one.model_dump_json() == two.model_dump_json()
    assert len(one.claims) >= 20
    assert not list(cache.glob("readings-*"))


def test_an_interrupted_run_goes_on_where_it_stopped(cache: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.findings(given(30), index, processes=1)
    read: list[str] = []
    original = batch.read_report

    def counted(report: Report, opened: Index) -> batch.Reading:
        read.append(report.id)
        return original(report, opened)

    monkeypatch.setattr(batch, "read_report", counted)
    stopped = batch.extractions(given(30), index, processes=1)
    for _ in range(20):
        next(stopped)
    stopped.close()
    assert len(read) == 20
    again = pipeline.findings(given(30), index, processes=1)
    assert len(read) == 30
    assert again.model_dump_json() == whole.model_dump_json()


def test_a_report_that_fails_is_listed_and_the_others_are_read(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    original = batch.read_report

    def failing(report: Report, opened: Index) -> batch.Reading:
        if report.source == "1.txt":
            raise RuntimeError("no luck")
        return original(report, opened)

    monkeypatch.setattr(batch, "read_report", failing)
    found = list(batch.extractions(given(3), index))
    assert [isinstance(f, Problem) for f in found] == [False, True, False]
    assert "1.txt: could not be read (RuntimeError: no luck)" in found[1].message


def test_an_interruption_is_told_of_in_one_line_and_kept(cache: Path, tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    lines = [{"text": TEXT.format(n=i, day=2) * 30, "date": "2024-10-26"} for i in range(400)]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    command = [sys.executable, "-c", "from geomap.cli import main; main()", "map", str(source), "-o", str(tmp_path / "m.html")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if list(cache.glob("readings-*")):
            break
        time.sleep(0.1)
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    _, error = running.communicate(timeout=120)
    assert running.returncode == 130
    assert error.strip().splitlines()[-1].startswith("geomap: interrupted; what was read is kept")
    assert list(cache.glob("readings-*"))
    assert not (tmp_path / "m.html").exists()


def test_the_number_of_reports_is_known_before_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "two"}\n\n{"text": "three"}\n', encoding="utf-8")
    assert reports.total(tmp_path) == 3
    assert reports.total(tmp_path, "-") is None
