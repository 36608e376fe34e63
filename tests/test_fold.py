"""Names are found in every spelling that differs in case, accents, apostrophes and hyphens alone; offsets stay true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.fold import fold, key, squashed_key, tokens


@given(st.text(st.characters(), max_size=300))
def test_every_token_holds_its_stretch_of_the_text(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert fold(text[token.start : token.end]) == token.fold != ""
        end = token.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ulan-Ude", "ULAN UDE"),
        ("Donets'k", "Donetsk"),
        ("Donets’k", "donetsk"),
        ("Hwangju-ŭp", "hwangju up"),
        ("İstanbul", "istanbul"),
        ("Łódź", "łodz"),
        ("Ёлкино", "елкино"),
        ("Straße", "strasse"),
        ("Київ", "КИЇВ"),
    ],
)
def test_spellings_that_fold_together(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_a_possessive_is_no_part_of_a_name() -> None:
    assert key("Korea’s") == "korea"
    assert key("Russia's Far East") == "russia far east"


def test_hangul_stays_in_syllables() -> None:
    assert key("황주") == "황주"


def test_words_written_as_one() -> None:
    assert squashed_key(key("Knyaze-Volkonskoye")).endswith("knyazevolkonskoye")
