"""The gate has tests of its own: a floor only rises, a changed corpus is told of, a crash is a miss."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent))
    from benchmarks import gate

    return gate


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    return path


def test_a_floor_rises_and_never_falls(gate: object, corpus: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert gate.compare("c", corpus, {"F1": 0.5}, raise_floors=True, floors_file=floors) == []
    assert gate.compare("c", corpus, {"F1": 0.6}, raise_floors=True, floors_file=floors) == []
    assert gate.compare("c", corpus, {"F1": 0.55}, raise_floors=True, floors_file=floors) == ["c: F1"]
    assert gate.compare("c", corpus, {"F1": 0.5999}, raise_floors=False, floors_file=floors) == []
    assert json.loads(floors.read_text(encoding="utf-8"))["c"]["figures"] == {"F1": 0.6}


def test_a_changed_corpus_is_told_of(gate: object, corpus: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    gate.compare("c", corpus, {"F1": 0.5}, raise_floors=True, floors_file=floors)
    corpus.write_text("{}\n{}\n", encoding="utf-8")
    assert gate.compare("c", corpus, {"F1": 0.9}, raise_floors=True, floors_file=floors) == ["c: digest"]


def test_a_crash_is_a_miss(gate: object, capsys: pytest.CaptureFixture[str]) -> None:
    def predict(document: dict[str, str]) -> dict[str, str]:
        if document["id"] == "bad":
            raise ValueError("no")
        return document

    assert gate.predictions([{"id": "good"}, {"id": "bad"}], predict) == {"good": {"id": "good"}}
    assert "crashed on bad" in capsys.readouterr().out
