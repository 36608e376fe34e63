"""What two clauses of a sentence tell is read clause by clause: each with its own place, actor, day and doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import pipeline
from geomap.activities.clauses import parted, shown
from geomap.activities.sentences import sentences
from geomap.gazetteer.fold import tokens
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Claim, Report


def clauses(text: str, index: Index) -> list[str]:
    """The clauses of a text's sentences."""
    report = Report(text=text)
    resolutions = pipeline.read_report(report, index).resolutions
    return [c.text for _, parts in parted(report, sentences(report), resolutions, language("en")) for c in parts]


def claimed(text: str, index: Index) -> list[Claim]:
    """The claims of a text of 26 October 2024, in its order."""
    return list(pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.claims)


@pytest.mark.parametrize(
    ("sentence", "second"),
    [
        (
            "Russian forces captured Selydove on Tuesday, while Ukrainian drones struck an oil depot in Saratov.",
            "Ukrainian drones",
        ),
        ("On Monday rebels seized Goma and government soldiers withdrew to Sake.", "government soldiers"),
        ("A convoy left Gao; the drones hit Kidal.", "the drones"),
        ("Jets bombed Hodeidah hours after the Houthis had fired a missile at Eilat.", "the Houthis"),
        ("The army said that the rebels had left Goma and that they held Bukavu.", "that they"),
        # What the same ones do as well, members of a list, times of day and what has no subject begin none.
        ("A MiG-31K took off from Savasleyka and later turned towards Crimea.", None),
        ("Two Russian and two Chinese bombers flew into the Sea of Japan.", None),
        ("Russia launched drones from Kursk and 40 Shahed drones from Oryol.", None),
        ("Poland moved tanks to Suwałki and Białystok.", None),
        ("The brigades left Izium shortly before dawn on Monday for Lyman.", None),
        ("The frigate left the Black Sea after being mobilized in Odesa.", None),
        ("Tents were put up in Asipovichy after 15 June at a disused compound near Tsel.", None),
    ],
)
def test_where_a_clause_begins(sentence: str, second: str | None, index: Index) -> None:
    found = clauses(sentence, index)
    assert len(found) == (2 if second else 1)
    assert not second or found[1].startswith(second)


def test_each_clause_has_its_own_activity_place_actor_and_day(index: Index) -> None:
    one, two = claimed(
        "Russian forces captured Selydove on Tuesday, while Ukrainian drones may have struck an oil depot in Saratov.", index
    )
    assert (one.kind, one.places[0].resolution.mention.text, one.actor and one.actor.text) == (
        "front_line",
        "Selydove",
        "Russian forces",
    )
    assert (two.kind, two.places[0].resolution.mention.text, two.actor and two.actor.text) == (
        "strike",
        "Saratov",
        "Ukrainian drones",
    )
    assert (one.certainty, two.certainty) == ("reported", "possible")
    assert one.evidence == two.evidence
    assert one.when
    assert one.when.label == "22 October 2024"
    assert two.when is None  # that it was Tuesday too is not said of what only may have been


def test_a_day_at_the_head_of_a_sentence_dates_both_clauses(index: Index) -> None:
    found = claimed("On Monday rebels seized Goma and government soldiers withdrew to Sake.", index)
    assert [c.when.label if c.when else None for c in found] == ["21 October 2024"] * 2


def test_who_acts_in_a_later_clause_does_not_act_in_the_one_before(index: Index) -> None:
    one, two = claimed("Ukraine may strike Kursk, but Russian troops advanced near Toretsk.", index)
    assert one.actor is None or one.actor.text == "Ukraine"
    assert two.actor
    assert two.actor.text == "Russian troops"


def test_the_words_of_a_clause_outweigh_the_sentences_other_activity(index: Index) -> None:
    text = "Russia stepped up air strikes on Kyiv over the weekend, while the city of Sievierodonetsk fell to pro-Russian forces."
    kinds = {c.places[0].resolution.mention.text: c.kind for c in claimed(text, index)}
    assert kinds["Sievierodonetsk"] == "front_line"


def test_what_did_not_happen_at_no_place_says_nothing_of_the_rest(index: Index) -> None:
    text = "Two Tu-95MS bombers took off from Olenya airbase on Sunday and flew to Engels; no missiles were launched, Kyiv's air force said."
    (flight,) = claimed(text, index)
    assert (flight.kind, flight.certainty == "denied", flight.attribution and flight.attribution.text) == (
        "flight",
        False,
        "Kyiv's air force",
    )
    # What was not done at a place is told.
    assert any(c.certainty == "denied" for c in claimed("Rebels shelled Goma; no shells fell on Sake, residents said.", index))


_JOINTS = st.sampled_from([", while ", "; ", ", and ", " after ", ", but ", " and "])
_HALVES = st.sampled_from(
    ["rebels seized Goma", "the army withdrew to Sake", "drones hit Saratov", "nobody spoke", "A, B; C", "“”"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_HALVES, _JOINTS), min_size=1, max_size=5))
def test_clauses_are_stretches_of_their_sentence_and_what_is_shown_keeps_every_offset(halves: list[tuple[str, str]]) -> None:
    text = "".join(half + joint for half, joint in halves) + "rebels left Goma."
    report = Report(text=text)
    with Index() as index:
        resolutions = pipeline.read_report(report, index).resolutions
    given_clauses = parted(report, sentences(report), resolutions, language("en"))
    for sentence, parts in given_clauses:
        assert parts[0].start == sentence.start
        assert parts[-1].end == sentence.end
        assert all(text[c.start : c.end] == c.text for c in parts)
        # Between two stands at most what says that nothing was done, and nowhere.
        gaps = [text[a.end : b.start].strip(" ,;") for a, b in zip(parts, parts[1:], strict=False)]
        assert all(a.end <= b.start for a, b in zip(parts, parts[1:], strict=False))
        assert not any(gap for gap in gaps if "nobody" not in gap or any(p in gap for p in ("Goma", "Sake", "Saratov")))
    as_shown = shown(text, given_clauses)
    assert len(as_shown) == len(text)
    assert {a for a, b in zip(text, as_shown, strict=True) if a != b} <= {",", ";"}
    assert list(tokens(as_shown)) == list(tokens(text))


def test_who_speaks_in_one_clause_is_no_source_of_the_one_before_it_unless_an_and_joins_them(index: Index) -> None:
    def sources(text: str) -> list[str | None]:
        return [c.attribution.text if c.attribution else None for c in claimed(text, index)]

    assert sources(
        "Geolocated footage shows that Russian forces advanced in Selydove, while Russian milbloggers claimed that they entered Siversk."
    ) == [None, "Russian milbloggers"]
    assert sources("The army shelled Goma, and drones hit Bukavu, residents said.") == ["residents", "residents"]


def test_a_day_of_one_clause_is_not_that_of_what_goes_on_in_another(index: Index) -> None:
    found = claimed("M23 closed its camp in Goma last year but peacekeepers continue patrols in Sake.", index)
    assert [c.when for c in found if c.places[0].resolution.mention.text == "Sake"] == [None]


def test_who_says_so_behind_it_did_not_do_it(index: Index) -> None:
    (claim,) = claimed("Toretsk was captured, the Russian army said.", index)
    assert claim.actor is None
    assert claim.attribution is not None
    assert claim.attribution.text == "the Russian army"


@pytest.mark.parametrize(
    ("text", "kinds", "actor"),
    [
        ("The RSF, which took Bara on October 25, is massing vehicles at Um Ruwaba.", {"front_line", "deployment"}, "RSF"),
        (
            "The Shandong group, which passed through the Balintang Channel on November 4, was southeast of Miyakojima on November 6.",
            {"naval"},
            "Shandong group",
        ),
    ],
)
def test_what_a_relative_clause_tells_of_a_day_is_told_apart(text: str, kinds: set[str], actor: str, index: Index) -> None:
    found = pipeline.read_report(Report(text=text, published="2025-11-08"), index).extraction.all_claims
    assert len(found) == 2
    assert {c.kind for c in found} == kinds
    assert [c.actor.text for c in found if c.actor] == [actor, actor]
    dated = {p.resolution.mention.text: c.when and c.when.text for c in found for p in (*c.places, *c.unplaced)}
    assert len(set(dated.values())) == 2
