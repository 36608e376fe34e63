"""The contract that every activity kind and every language keeps."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from geomap import lexicon, pipeline
from geomap.errors import LexiconError
from geomap.gazetteer.index import Index
from geomap.lexicon import DRAWINGS, kinds, languages
from geomap.maps import page
from geomap.model import Report, Role
from geomap.toponyms.features import FEATURES

SHAPES = set(re.findall(r"(\w+): \"M", page._static("dom.js")))


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda k: k.name)
def test_a_kind_is_complete(kind: object) -> None:
    assert re.fullmatch(r"[a-z_]+", kind.name)
    assert kind.label[0].isupper()
    assert kind.shape in SHAPES
    assert kind.draw in DRAWINGS
    assert set(kind.roles) <= set(get_args(Role))
    assert kind.roles
    assert kind.same_site_km > 0
    for code, pattern in kind.triggers.items():
        assert code in languages()
        assert not pattern.search("The orchestra played until late in the evening.")
        assert not kind.exclusions[code].search("")


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda k: k.name)
def test_a_kinds_colours_can_be_told_from_the_land(kind: object) -> None:
    """WCAG asks 3 to 1 of graphics; land is #f8f7f3 in the light theme and #272d33 in the dark one."""
    assert contrast(kind.color, "#f8f7f3") >= 3
    assert contrast(kind.dark, "#272d33") >= 3


def test_kinds_differ_in_shape_and_colour() -> None:
    found = list(kinds().values())
    assert len({k.shape for k in found}) == len({k.color for k in found}) == len(found)


@pytest.mark.parametrize("words", languages().values(), ids=lambda w: w.code)
def test_a_language_is_complete(words: object) -> None:
    assert re.fullmatch(r"[a-z]{2}", words.code)
    assert words.name
    assert set(words.tables.get("features", {})) <= set(FEATURES)
    if words.reads_activities:
        for table in (
            "features",
            "names",
            "relations",
            "actors",
            "quantities",
            "attribution",
            "certainty",
            "not_claims",
            "dates",
        ):
            assert words.tables[table], table
        assert len(words.words("dates", "months")) == len(words.words("dates", "month_short")) == 12
        assert all(words.code in k.triggers for k in kinds().values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The freight train left the train station in Kursk.", "training"),
        ("They exercised caution in Kursk.", "training"),
        ("He took personal training in Kursk.", "training"),
        ("The no-fly zone over Kursk.", "flight"),
        ("A flight of stairs in Kursk.", "flight"),
        ("They paid in advance in Kursk.", "front_line"),
        ("Front-line workers in Kursk.", "front_line"),
        ("Police seized drugs in Kursk.", "front_line"),
    ],
)
def test_words_that_only_look_like_an_activity(text: str, kind: str) -> None:
    from geomap.activities.by_words import trigger

    assert trigger(text, kinds()[kind], "en") is None


def test_the_tutorials_kind_is_one_file_that_works(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    page_text = (Path(__file__).parent.parent / "docs" / "new-kind.md").read_text(encoding="utf-8")
    table = tomllib.loads(page_text.split("```toml\n")[1].split("```")[0])
    loaded = lexicon._load
    monkeypatch.setattr(lexicon, "_load", lambda folder: loaded(folder) | ({"air_defence": table} if folder == "kinds" else {}))
    kinds.cache_clear()
    try:
        kind = kinds()["air_defence"]
        test_a_kind_is_complete(kind)
        test_a_kinds_colours_can_be_told_from_the_land(kind)
        test_kinds_differ_in_shape_and_colour()
        sentence = page_text.split('echo "')[1].split('"')[0]
        found = pipeline.read_report(Report(text=sentence, published="2024-10-26"), index).extraction.claims
        assert [(c.kind, c.places[0].resolution.place.name) for c in found if c.kind == "air_defence"] == [
            ("air_defence", "Odesa")
        ]
        sold = pipeline.read_report(Report(text="Berlin sold Patriot systems set up near Odesa."), index).extraction.claims
        assert not [c for c in sold if c.kind == "air_defence"]
    finally:
        kinds.cache_clear()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label = \ndraw = 1", r"air_defence.toml: .*line 1"),
        ('label = "Air defence"\ndraw = "blob"', "air_defence.toml: draw is 'blob'"),
        ('label = "Air defence"\ndraw = "point"', "air_defence.toml: no 'order'"),
    ],
)
def test_a_slip_in_a_kind_s_file_is_named(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        lexicon.read_kind("air_defence", lexicon.read_table("air_defence.toml", text))
