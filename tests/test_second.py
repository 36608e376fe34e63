"""A second extractor over real HTTP: good, wrong, hostile, slow and broken answers; only what the text bears out counts."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from click.testing import CliRunner

from geomap import cli, pipeline
from geomap.activities import second
from geomap.errors import GeomapError
from geomap.gazetteer.index import Index
from geomap.model import Report

SENTENCE = "Up in Mulino, 300 men of the 20th Army were out on the ranges on 20 October, the governor said."
REPORT = Report(text=f"It was cold.\n\n{SENTENCE}\n\nParis was warm.", published="2024-10-26", source="cold.txt")
GOOD = {
    "evidence": SENTENCE,
    "kind": "training",
    "places": [{"name": "Mulino", "role": "site"}],
    "actor": "300 men of the 20th Army",
    "attribution": "the governor",
    "certainty": "claimed",
    "when": "on 20 October",
    "quantities": ["300 men"],
}


class Server(ThreadingHTTPServer):
    """Answers every request in the way that was last set, and keeps what it was asked."""

    answer: bytes = b""
    status: int = 200
    delay: float = 0.0
    drips: bool = False
    asked: dict[str, Any]
    headers: Any


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked, self.server.headers = json.loads(body), self.headers
        time.sleep(self.server.delay)
        if self.server.status == 0:  # no HTTP at all
            self.wfile.write(b"garbage garbage\r\n\r\n")
            return
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        with contextlib.suppress(OSError):
            for part in [self.server.answer[i : i + 1] for i in range(len(self.server.answer))] if self.server.drips else ():
                self.wfile.write(part)
                time.sleep(0.1)
            self.wfile.write(self.server.answer)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        monkeypatch.setenv(second.URL, f"http://127.0.0.1:{running.server_port}/v1")
        monkeypatch.setenv(second.MODEL, "stand-in")
        monkeypatch.setenv(second.KEY, "secret")
        yield running
        running.shutdown()


def says(*claims: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"content": json.dumps({"claims": list(claims)})}}]}).encode()


def read(index: Index) -> tuple[list[Any], list[str], tuple[Any, ...]]:
    found = pipeline.read_report(REPORT, index).extraction
    mine = [c for c in found.claims if c.found_by]
    return mine, [p.reason for p in found.passed_over if p.reason.startswith("stand-in: ")], found.problems


def test_what_the_text_bears_out_becomes_a_claim_that_names_its_finder(server: Server, index: Index) -> None:
    server.answer = says(GOOD)
    own = [c for c in pipeline.read_report(REPORT, index).extraction.claims if not c.found_by]
    mine, dropped, problems = read(index)
    assert not problems
    if own:  # geomap tells it itself: then the second opinion adds nothing
        assert dropped == ["stand-in: told already"]
        return
    (claim,) = mine
    assert (claim.found_by, claim.kind, claim.certainty) == ("stand-in", "training", "claimed")
    assert claim.places[0].resolution.place.name == "Mulino"
    assert (str(claim.when.start), claim.quantities[0].value, claim.attribution.text) == ("2024-10-20", 300, "the governor")
    assert REPORT.text[claim.evidence.start : claim.evidence.end] == SENTENCE
    assert server.headers["Authorization"] == "Bearer secret"
    assert server.asked["messages"][1]["content"].endswith(REPORT.text)


WRONG = [
    ({"evidence": "Troops trained in Mulino."}, "does not stand in the report"),
    ({"places": [{"name": "Kursk", "role": "site"}]}, "does not stand in its evidence"),
    ({"places": [{"name": "Up in", "role": "site"}]}, "unknown to the gazetteer"),
    ({"places": []}, "not in the shape"),
    ({"places": [{"name": "Mulino", "role": "target"}]}, "not in the shape"),
    ({"kind": "targeting"}, "no such activity"),
    ({"certainty": "certain"}, "not in the shape"),
    ({"certainty": "denied"}, "no word of the sentence does"),
    ({"actor": "the 3rd Army"}, "its actor does not stand there"),
    ({"when": "on 21 October"}, "its when does not stand there"),
    ({"quantities": ["900 men"]}, "a number that does not stand there"),
    ({"quantities": [""]}, "a number that does not stand there"),
    ({"quantities": ["00 men"]}, "a number that does not stand there"),  # only as a part of other words
    ({"actor": "he 20th Army"}, "its actor does not stand there"),
    ({"attribution": "overnor"}, "its attribution does not stand there"),
    ({"places": [{"name": "Mulin", "role": "site"}]}, "does not stand in its evidence"),
    ({"evidence": 7}, "not in the shape"),
]


@pytest.mark.parametrize(("change", "reason"), WRONG, ids=[r[1] + str(i) for i, r in enumerate(WRONG)])
def test_what_the_text_does_not_bear_out_is_dropped_with_the_reason(
    change: dict[str, Any], reason: str, server: Server, index: Index
) -> None:
    server.answer = says({**GOOD, **change})
    mine, dropped, problems = read(index)
    assert (mine, problems) == ([], ())
    assert len(dropped) == 1
    assert reason in dropped[0]


@pytest.mark.parametrize("raw", ["<script>alert(1)</script>", None, [], {"claims": GOOD}, {**GOOD, "kind": "{{ 7*7 }}"}])
def test_a_hostile_opinion_is_only_dropped(raw: Any, server: Server, index: Index) -> None:
    server.answer = says(raw)
    mine, dropped, problems = read(index)
    assert (mine, problems, len(dropped)) == ([], (), 1)


BROKEN = [
    (200, b"no JSON"),
    (200, b"{}"),
    (200, json.dumps({"choices": [{"message": {"content": "sorry"}}]}).encode()),
    (200, json.dumps({"choices": [{"message": {"content": '{"claims": 3}'}}]}).encode()),
    (200, b"[" * 200_000),
    (200, b" " * (second.LARGEST_ANSWER + 1)),
    (500, b"down"),
    (302, b""),
    (0, b""),
]


@pytest.mark.parametrize(("status", "answer"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_answer_is_a_problem_and_the_report_is_read_without_it(
    status: int, answer: bytes, server: Server, index: Index
) -> None:
    server.status, server.answer = status, answer
    mine, dropped, problems = read(index)
    assert (mine, dropped, len(problems)) == ([], [], 1)
    assert "stand-in" in problems[0].message


def test_a_slow_answer_is_not_waited_for(server: Server, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "SECONDS", 0.3)
    server.delay, server.answer = 2.0, says(GOOD)
    mine, _, problems = read(index)
    assert (mine, len(problems)) == ([], 1)


def test_an_answer_that_drips_is_not_waited_for(server: Server, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "SECONDS", 0.5)
    server.drips, server.answer = True, says(GOOD)
    mine, _, problems = read(index)
    assert (mine, len(problems)) == ([], 1)
    assert "no whole answer" in problems[0].message


def test_it_is_off_unless_asked_for_and_a_wrong_address_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert second.configured() is None
    monkeypatch.setenv(second.URL, "file:///etc/passwd")
    with pytest.raises(GeomapError, match="no web address"):
        second.configured()
    done = CliRunner().invoke(cli.main, ["extract", "seeds"])
    assert (done.exit_code, "no web address" in done.stderr) == (2, True)
