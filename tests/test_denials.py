"""A fact and its rejection are two claims, each with its source, side by side in one event."""

import pytest

from geomap.activities.merge import merge
from geomap.gazetteer.index import Index
from geomap.model import Report
from geomap.pipeline import read_report

Side = tuple[str, str | None]


def sides(text: str, index: Index) -> list[Side]:
    found = read_report(Report(text=text, published="2024-10-26"), index).extraction.claims
    assert len({c.id for c in found}) == len(found)
    assert all(text[s.start : s.end] == s.text for c in found for s in (c.evidence, c.cue, c.attribution) if s)
    return [(c.certainty, c.attribution.text if c.attribution else None) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kyiv's General Staff says that drones struck the depot at Engels on Friday; the governor denied it.",
            [("claimed", "Kyiv's General Staff"), ("denied", "the governor")],
        ),
        (
            "Armenia's Foreign Ministry rejected Baku's assertion that Armenian troops had shelled positions near Sadarak.",
            [("claimed", "Baku"), ("denied", "Armenia's Foreign Ministry")],
        ),
        (
            "According to Israeli officials, missiles were moved to Khorramabad; two analysts in London called this nonsense.",
            [("claimed", "Israeli officials"), ("denied", "two analysts in London")],
        ),
        ("Reports that Russian forces captured Kupiansk on Monday are false.", [("claimed", None), ("denied", None)]),
        (
            "Reports of a landing on Snake Island in the Black Sea are false, the southern command said.",
            [("claimed", None), ("denied", "the southern command")],
        ),
        # Who denies is told, and nobody who says so: one claim.
        ("Moscow denied that its aircraft had bombed Idlib on Friday.", [("denied", "Moscow")]),
        # A plan is no report: whatever is told of it has one side.
        (
            "Zelensky rejected a plan that Ukrainian troops withdraw from Kramatorsk by Friday, according to officials.",
            None,
        ),
        # "Does not dispute" rejects nothing.
        (
            "Kyiv said that drones struck the depot at Engels on Friday; the governor did not dispute it.",
            [("claimed", "Kyiv")],
        ),
        # Who rejects in an aside does not say what is rejected, nor does it.
        ("Moscow said its troops had captured Toretsk, a claim Kyiv rejected.", [("claimed", "Moscow"), ("denied", "Kyiv")]),
        (
            "Moscow said its troops had captured Toretsk, a claim that has been denied by Ukraine's General Staff.",
            [("claimed", "Moscow"), ("denied", "Ukraine's General Staff")],
        ),
        (
            "Russia said on Monday that it had captured Selydove, which the Ukrainian army denied.",
            [("claimed", "Russia"), ("denied", "the Ukrainian army")],
        ),
        ("Rebels seized Goma, something Kinshasa denies.", [("reported", None), ("denied", "Kinshasa")]),
        (
            "Moscow said its troops had captured Toretsk, an assertion which the commander of the 46th brigade dismissed as “a tale”.",
            [("claimed", "Moscow"), ("denied", "the commander of the 46th brigade")],
        ),
        (
            "Rwanda said Congolese forces had shelled Gisenyi on Thursday, an allegation that Congo's minister called “a pretext”.",
            [("claimed", "Rwanda"), ("denied", "Congo's minister")],
        ),
        (
            "Moscow said its troops had captured Toretsk, a claim that Ukraine's General Staff called “untrue”.",
            [("claimed", "Moscow"), ("denied", "Ukraine's General Staff")],
        ),
        ('The army said it had taken Toretsk, a claim that analysts called "plausible".', [("claimed", "The army")]),
        (
            "Moscow said its troops had captured Toretsk, which Kyiv disputed.",
            [("claimed", "Moscow"), ("denied", "Kyiv")],
        ),
        # Nobody has said what is rejected there.
        ("Russia struck Kharkiv hours after its ultimatum, which Kyiv rejected.", [("reported", None)]),
        # The sentence behind rejects all that the one before tells.
        (
            "Residents said that shells struck Sake on Tuesday. Kigali rejected the accusation.",
            [("reported", "Residents"), ("denied", "Kigali")],
        ),
        (
            "Flight controllers said that two Su-30s from Lida flew over Salcininkai on Friday. Minsk denied it.",
            [("reported", "Flight controllers"), ("denied", "Minsk")],
        ),
        ("Residents said that shells struck Sake on Tuesday. Kigali did not deny it.", [("reported", "Residents")]),
        ("Residents said that shells struck Sake on Tuesday.\n\nKigali denied it.", [("reported", "Residents")]),
    ],
)
def test_each_side_is_a_claim_with_its_source(text: str, expected: list[Side] | None, index: Index) -> None:
    found = sides(text, index)
    assert found == expected if expected else len(found) <= 1


def test_both_sides_stand_in_one_event_that_says_so(index: Index) -> None:
    text = "Kyiv's General Staff says that drones struck the depot at Engels on Friday; the governor denied it."
    events = merge(read_report(Report(text=text, published="2024-10-26"), index).extraction.claims)
    assert [[c.certainty for c in e.claims] for e in events] == [["claimed", "denied"]]
    assert "denied" in events[0].differences
