"""What chronicles, round-ups, briefs and live blogs show: whose month a day is of, what is to come, what never was, who met whom."""

import pytest

from geomap.gazetteer.index import Index
from geomap.model import Claim, Report
from geomap.pipeline import read_report


def claims(text: str, index: Index, published: str = "2025-10-03", outlet: str = "Reuters") -> tuple[Claim, ...]:
    return read_report(Report(text=text, outlet=outlet, published=published), index).extraction.all_claims


def places(claim: Claim) -> set[tuple[str, str]]:
    return {(p.role, p.resolution.mention.text) for p in (*claim.places, *claim.unplaced)}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Rebels shelled Goma on 4 January 2025. They entered Bukavu on the 23rd.", ["2025-01-04", "2025-01-23"]),
        ("Rebels shelled Goma on 26 January. On the 3rd they entered Bukavu.", ["2025-01-26", "2025-02-03"]),
        ("The army left N'Djamena on 30 January, after rebels had attacked Abéché on the 11th.", ["2025-01-30", "2025-01-11"]),
        ("Drones hit Odesa on the 12th.", ["2025-03-12"]),
        (
            "Rebels shelled Goma on 4 January 2025. On the 0th, they say, all was quiet. They entered Bukavu on the 23rd.",
            ["2025-01-04", "2025-01-23"],
        ),
    ],
)
def test_a_day_by_its_number_is_of_the_month_in_which_the_text_is(text: str, days: list[str], index: Index) -> None:
    assert [str(c.when.start) if c.when else None for c in claims(text, index, "2025-04-02")] == days


def test_a_month_named_long_before_is_not_that_of_a_day_by_its_number(index: Index) -> None:
    talk = "Officers of the army and of the rebels spoke of tanks, brigades and soldiers, and parted without a word. " * 7
    found = claims(f"Rebels shelled Goma on 4 January 2025. {talk}They entered Bukavu on the 23rd.", index, "2025-04-02")
    assert [str(c.when and c.when.start) for c in found] == ["2025-01-04", "2025-03-23"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The brigade moves to Pabradė on Wednesday.", "2025-10-08"),
        ("The column leaves Rukla on Thursday.", "2025-10-09"),
        ("NATO's yearly nuclear exercise begins on 13 October at Volkel in the Netherlands with 71 aircraft.", "2025-10-13"),
        ("Exercise Spring Storm opens in Ādaži on Saturday.", "2025-10-04"),
    ],
)
def test_what_leaves_on_thursday_is_planned(text: str, day: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.when
    assert (claim.certainty, str(claim.when.start)) == ("planned", day)


def test_a_plan_in_a_relative_clause_is_not_the_sentences(index: Index) -> None:
    text = "Russian troops dug in near Brest-Litovsk and Hrodna ahead of the drills, which open on Friday."
    assert all(c.certainty == "reported" for c in claims(text, index))


@pytest.mark.parametrize(
    "text",
    [
        "Germany decided on 20 January to send a brigade to Rukla.",
        "By the end of June both sides had agreed that the force would withdraw from Hasakah.",
        "At al-Watiya, which government forces took on 18 August, technicians are expected to install a radar.",
    ],
)
def test_a_day_that_is_over_dates_no_plan(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.certainty, claim.when) == ("planned", None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Half an hour ago a missile hit Haifa.", "2025-10-03", "2025-10-03"),
        ("Between June and the end of August the army shelled Kobani.", "2025-06-01", "2025-08-31"),
        ("Marines have been at Roosevelt Roads, shut since 2004, since 13 September.", "2025-09-13", "2025-10-03"),
        ("B-1B bombers spent April and May at Misawa in Japan.", "2025-04-01", "2025-05-31"),
        ("About 2,500 marines are rotating through Camp Lejeune until November.", "2025-10-03", "2025-11-30"),
        ("The 155th Brigade, formed in May 2023, moved to Kupiansk last week.", "2025-09-22", "2025-09-28"),
    ],
)
def test_days_of_live_blogs_and_asides(text: str, start: str, end: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.when
    assert (str(claim.when.start), str(claim.when.end)) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Russian aircraft bombed the outskirts of Tal Rifaat on no occasion this week, the centre said.",
        "Cancelled: a brigade exercise in Drawsko.",
        "Russian transports no longer land at Hmeimim, the monitor said.",
        "Tanks in Narva? Nonsense, says the mayor.",
        "Correction: at 10.31 we wrote that Dimona had been hit by a missile. There is no confirmation of that.",
    ],
)
def test_what_never_was_is_denied(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert claim.certainty == "denied"
    assert claim.cue


def test_what_is_no_more_in_another_part_of_the_sentence_denies_nothing(index: Index) -> None:
    text = "Drones hit the port of Odesa; ships no longer use the canal, officials said."
    assert {c.certainty for c in claims(text, index)} <= {"reported", "claimed"}


def test_the_exercise_that_was_put_off_is_planned(index: Index) -> None:
    (claim,) = claims("The exercise at Hohenfels has been postponed to next month.", index)
    assert claim.certainty == "planned"


@pytest.mark.parametrize(
    ("text", "first", "second", "actor"),
    [
        (
            "Portuguese F-16s taking off from Ämari intercepted an Il-38 that flew from Severomorsk to Kaliningrad.",
            {("origin", "Ämari")},
            {("origin", "Severomorsk"), ("destination", "Kaliningrad")},
            "Il-38",
        ),
        (
            "Three MiG-31s that had taken off from Besovets were escorted out by Italian F-35s from Ämari.",
            {("origin", "Besovets")},
            {("origin", "Ämari")},
            "Italian F-35s",
        ),
        (
            "China's H-6K bombers were seen over the Miyako Strait by Japan's air force, which scrambled F-15s from Naha.",
            {("area", "Miyako Strait")},
            {("origin", "Naha")},
            "F-15s",
        ),
    ],
)
def test_who_meets_another_craft_and_it_fly_each_their_own_way(
    text: str, first: set[tuple[str, str]], second: set[tuple[str, str]], actor: str, index: Index
) -> None:
    one, two = claims(text, index)
    assert (places(one), places(two)) == (first, second)
    assert two.actor
    assert two.actor.text == actor


@pytest.mark.parametrize(
    ("text", "kinds", "certainties"),
    [
        (
            "Two An-26 planes landed at Kufra, from where weapons are driven to Faya.",
            ["flight", "deployment"],
            ["reported", "reported"],
        ),
        ("Truman is operating in the Ionian Sea, having left Souda Bay on Friday.", ["naval", "naval"], ["reported", "reported"]),
        (
            "The Arakan Army has encircled Maungdaw and was said on Saturday to have overrun the border post at Kyein Chaung.",
            ["front_line", "front_line"],
            ["reported", "claimed"],
        ),
        (
            "The Kachin army seized the Momauk base in May, and fighting goes on around Bhamo.",
            ["front_line", "front_line"],
            ["reported", "reported"],
        ),
    ],
)
def test_a_second_activity_is_a_claim_of_its_own(text: str, kinds: list[str], certainties: list[str], index: Index) -> None:
    found = claims(text, index)
    assert ([c.kind for c in found], [c.certainty for c in found]) == (kinds, certainties)
    assert len({str(c.when and c.when.text) for c in found}) == 1 + any(c.when for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "Germany will station a brigade in Lithuania by 2027, the minister said.",
        "The Swedish battalion will be stationed in Latvia from January.",
    ],
)
def test_troops_that_are_to_be_stationed_in_a_country_are_brought_to_it(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.kind, claim.certainty, [p.role for p in claim.places]) == ("deployment", "planned", ["destination"])


def test_a_periodical_that_is_called_after_a_force_is_not_that_forces_own(index: Index) -> None:
    text = "The Myanmar Army's morale is low. Rebels seized Falam on Monday."
    (claim,) = claims(text, index, outlet="Army Technology Magazine")
    assert (claim.certainty, claim.attribution) == ("reported", None)


def test_whose_spokesman_rejects_something_is_not_the_voice_of_the_whole_report(index: Index) -> None:
    text = (
        "SITUATION REPORT No. 14\n\nResidents accuse fighters of having burnt Buthidaung, an accusation rejected by its "
        "spokesman, Khaing Thukha.\n\nJunta vessels shelled villages near Ngapali on 1 October.\n\nDrones hit Sittwe on Thursday."
    )
    assert not any(c.attribution and "Thukha" in c.attribution.text for c in claims(text, index)[-2:])


def test_a_body_named_in_a_heading_ends_with_its_line(index: Index) -> None:
    text = (
        "Ministry of National Defence\n\nIn the course of the week aircraft struck Qandil and Hakurk.\n\n"
        "A frigate sailed from Gölcük on Monday."
    )
    found = claims(text, index, outlet="Turkish Ministry of National Defence")
    assert {c.attribution.text for c in found if c.attribution} <= {"Ministry of National Defence"}


def test_the_items_of_a_summary_are_said_by_who_counts_at_its_head(index: Index) -> None:
    text = (
        "During the past day 112 combat clashes were recorded at the front, the General Staff of the Armed Forces of Ukraine "
        "reported in its morning summary.\n\nIn the Kupiansk direction the enemy attacked four times near Petropavlivka.\n\n"
        "In the Siversk direction three attacks near Verkhnokamianske were repelled.\n\nMoscow hosted talks on Monday."
    )
    found = claims(text, index)
    assert len(found) >= 2
    assert all(c.certainty == "claimed" and c.attribution and "General Staff" in c.attribution.text for c in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Eleven trains with Russian tanks came to Krynki, if our informants on the line have counted right.", 1),
        ("If the rebels attack Goma, the army will send troops there.", 0),
        ("No increase in radiation was seen at Fordow, the agency said.", 0),
        ("Engineers have drilled eleven wells around Manda.", 0),
        ("Atlantic and North Sea", 0),
        ("In 2018 on the same range some 300,000 soldiers trained at Tsugol.", 0),
    ],
)
def test_what_is_a_claim_and_what_is_none(text: str, count: int, index: Index) -> None:
    assert len(claims(text, index)) == count


def test_it_is_reported_with_nobody_named_is_claimed(index: Index) -> None:
    (claim,) = claims("It is reported that drones struck a depot in Engels.", index)
    assert claim.certainty == "claimed"


def test_a_dateline_at_the_head_of_a_text_is_no_site(index: Index) -> None:
    text = "Kharkiv. At dawn on Saturday Russian soldiers entered the village of Lyptsi, and two drones hit Vovchansk."
    assert not any("Kharkiv" in {p.resolution.mention.text for p in c.places} for c in claims(text, index))


def test_a_word_is_short_for_a_state_with_its_dot_or_behind_a_comma_alone(index: Index) -> None:
    def named(text: str) -> set[str]:
        return {r.place.name for r in read_report(Report(text=text, published="2025-10-03"), index).resolutions if r.place}

    assert "Alta" in named("The brigade moved from Bardufoss to Alta in March.")
    assert not named("Paratroopers landed at Alta on Monday.") & {"Alberta"}
    assert "Oregon" in named("He lives in Portland, Ore. The town is calm.")
    assert "Missouri" in named("A man from Mo. was shot.")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Six trains with Russian tanks have been unloaded in Baranovichi.", "destination"),
        ("On Tuesday four H-6 bombers landed on Woody Island.", "destination"),
        ("A second battery is to be stationed at Subic Bay before the end of the year.", "destination"),
        ("Troops are stationed at Doka.", "site"),
    ],
)
def test_where_one_gets_off_one_is_brought_to_and_where_one_is_stationed_one_is(text: str, role: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert [p.role for p in claim.places] == [role]


def test_what_a_press_service_reports_at_the_head_is_its_word(index: Index) -> None:
    text = (
        "Severomorsk, September 14, 2021. The press service of the Northern Fleet reports\n\n"
        "The crew of the cruiser Severodvinsk fired a Kalibr missile in the Barents Sea."
    )
    (claim,) = claims(text, index, "2021-09-14", outlet="X News")
    assert claim.attribution
    assert claim.attribution.text == "The press service of the Northern Fleet"


@pytest.mark.parametrize(
    "text",
    [
        "Israeli jets carried out raids on Baalbek and hit what the army described as training camps.",
        "Fighters entered Argelia in what the Ministry of Defence has baptised Operation Perseo.",
    ],
)
def test_who_only_calls_a_thing_by_a_name_is_no_source(text: str, index: Index) -> None:
    (claim,) = claims(text, index)
    assert (claim.certainty, claim.attribution) == ("reported", None)


def test_a_military_observer_of_one_side_is_no_neutral_one(index: Index) -> None:
    text = "Ukrainian military observer Kostiantyn Mashovets stated that Russian troops captured Malynivka on Monday."
    (claim,) = claims(text, index)
    assert claim.certainty == "claimed"
