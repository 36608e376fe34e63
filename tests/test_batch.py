"""Many reports: the same result with one process and with two, after an interruption, and with a bad one among them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geomap import batch, pipeline, reports
from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.journal import Journal
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


def test_a_script_without_a_guard_reads_many_reports(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n, report in enumerate(given(18)):
        (folder / f"{n}.txt").write_text(report.text, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        f"import geomap\nfound = geomap.extract(geomap.read({str(folder)!r}))\nprint(len(found.reports), 'read')\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr, done.returncode) == ("18 read\n", "", 0)


def test_a_process_that_dies_costs_its_report_alone(cache: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os\n"
        "from geomap import batch\n"
        "from geomap.gazetteer.index import Index\n"
        "from geomap.model import Problem, Report\n"
        "def deadly(report):\n"
        "    if 'deadly' in report.text:\n"
        "        os._exit(9)\n"
        "    return 'tried'\n"
        "batch._read_here = deadly\n"
        "given = [Report(text=f'Report {n}' + ' deadly' * (n == 5), source=f'{n}.txt') for n in range(20)]\n"
        "with Index() as index:\n"
        "    found = list(batch.extractions(given, index, processes=2))\n"
        "print(len(found), [p.message for p in found if 'ended' in p.message])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=300)
    assert done.stdout == (
        "20 ['5.txt: could not be read (its process was ended, perhaps for want of memory); please report it as a fault of geomap']\n"
    ), done.stderr


def test_where_no_journal_can_be_kept_the_reports_are_read_all_the_same(cache: Path, index: Index) -> None:
    journal = batch.Journal(index)
    journal.close()
    journal._path.mkdir()  # no file can be written where a folder stands
    found = pipeline.findings(given(18), index, processes=1)
    assert len(found.reports) == 18


def test_two_runs_at_once_do_not_hinder_each_other(cache: Path, index: Index) -> None:
    one, two = batch.Journal(index), batch.Journal(index)
    first, second = given(2)
    for journal, report in ((one, first), (two, second)):
        journal.put(report, batch.read_report(report, index).extraction)  # the first holds the file until it commits
    one.close()
    two.close()
    again = batch.Journal(index)
    assert again.get(first) is not None
    again.forget([first.id, second.id])
    again.close()


def test_what_an_interrupted_run_of_another_state_left_does_not_stay(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path))
    old, new = tmp_path / "readings-0000000000000000.sqlite", tmp_path / "readings-1111111111111111.sqlite"
    for file in (old, new):
        file.write_bytes(b"")
    os.utime(old, (0, 0))
    Journal(index).close()
    assert not old.exists()
    assert new.exists()  # another run may be at work on it
