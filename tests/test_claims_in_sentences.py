"""What a sentence claims and what it does not: kinds, places, certainty and days, sentence by sentence.

Published on Saturday, 26 October 2024. A row is a sentence and its claims: kind, places, certainty, day.
"""

import pytest

from geomap import pipeline
from geomap.gazetteer.index import Index
from geomap.model import Report

Row = tuple[str, str, str, str | None]

TABLE: list[tuple[str, list[Row]]] = [
    ("Russian troops withdrew from Selydove on Tuesday, and Russian troops did not enter Pokrovsk.", [("front_line", "Selydove", "reported", "22 October 2024"), ("front_line", "Pokrovsk", "denied", None)]),
    ("Russian forces did not advance in Toretsk but advanced in Chasiv Yar.", [("front_line", "Toretsk", "denied", None), ("front_line", "Chasiv Yar", "reported", None)]),
    ("Neither Russian troops nor North Korean soldiers are training in Khabarovsk, Putin said.", [("training", "Khabarovsk", "denied", None)]),
    ("Reports that Russian forces captured Toretsk are false, the General Staff said.",
     [("front_line", "Toretsk", "claimed", None), ("front_line", "Toretsk", "denied", None)]),  # one claim each side
    ("Rumours that Russian troops had captured Vovchansk were debunked.", [("front_line", "Vovchansk", "denied", None)]),
    ("Ukraine repelled assaults near Toretsk, near Pokrovsk and near Kurakhove.", [("front_line", "Toretsk, Pokrovsk, Kurakhove", "reported", None)]),
    ("South Korea said 3,000 North Korean soldiers trained in Russia's Primorye had moved to Kursk.",
     [("training", "Primorsky Krai", "claimed", None), ("deployment", "Primorsky Krai, Kursk", "claimed", None)]),
    ("Russian forces struck Kharkiv with two Iskander missiles overnight, killing four.", [("strike", "Kharkiv", "reported", "night of 25 to 26 October 2024")]),
    ("Two Russian warships sailed into the Sea of Japan on Thursday, Japan's Defense Ministry said.", [("naval", "Sea of Japan", "claimed", "24 October 2024")]),
    ("Two Russian warships entered the Tsushima Strait on Thursday.", [("naval", "Tsushima Strait", "reported", "24 October 2024")]),
    ("Belarus is building a military base near Asipovichy, satellite images showed.", [("base", "Osipovichi", "confirmed", None)]),
    ("A brigade of North Korean soldiers was sent to Kursk Oblast, Seoul's spy agency said.", [("deployment", "Kursk Oblast", "claimed", None)]),
    ("Nurses in London went on strike for a third day.", []),
    ("A Ukrainian brigade trained in Poland last year returned to Kharkiv.", [("deployment", "Kharkiv", "reported", None)]),
    ("The first batch of 1,500 soldiers trained in Vladivostok; the second batch will go to Kursk in 2025.", [("training", "Vladivostok", "reported", None), ("deployment", "Kursk", "planned", None)]),
    ("North Korean soldiers are training at Sergeyevka, Primorsky Krai, and will reach Kursk by November.", [("training", "Sergeyevka", "reported", None)]),
    ("The general, a native of Donetsk, said troops were training in Germany.", []),
    ("Kyiv said Moscow was training troops near the border.", []),
    ("Training of 1,200 recruits from Tambov began on the 5th in Rostov.", [("training", "Rostov-on-Don", "reported", "5 October 2024")]),
    ("Britain said the troops, who had trained at Catterick in May, flew to Rzeszow on Friday.", [("training", "Catterick", "claimed", "May 2024"), ("flight", "Rzeszów", "claimed", "25 October 2024")]),
    ("On the night of 31 February Russian troops trained at Mulino.", [("training", "Mulino", "reported", None)]),
    ("Transport aircraft flew from Moscow to Pyongyang on Nov. 29.", [("flight", "Moscow, Pyongyang", "reported", "Nov. 29 (year not stated)")]),
    ("Russian troops may have entered Kupiansk.", [("front_line", "Kupyansk", "possible", None)]),
    ("Geolocated footage published on October 27 shows that Russian forces advanced into Selydove.", [("front_line", "Selydove", "confirmed", None)]),
    ("If Russian troops attack Kharkiv, fighting near Kupiansk will end.", []),
    ("The veteran fought near Kharkiv decades ago and trained soldiers in Kyiv.", []),
    ("Soldiers are trained in Ukraine.", []),
    ("Three Tu-95 bombers took off from Engels air base on Saturday and landed at Olenya air base, Ukraine's Air Force said.", [("flight", "Engels-2 Air Base, Olenya Air Base", "claimed", "26 October 2024")]),
    ("A transport plane landed at Saky air base, Russia's defence ministry said.", [("flight", "Saky Air Base", "claimed", None)]),
    ("The pianist trained in Moscow and flew to Paris.", []),
    ("Poland moved 10,000 troops to the Belarus border.", []),
    ("Serbia moved troops to the border with Kosovo.", []),
    ("Ukraine sent troops to Poland.", [("deployment", "Poland", "reported", None)]),
    ("The Houthis fired three missiles at a tanker in the Red Sea on Tuesday.", [("strike", "Red Sea", "reported", "22 October 2024")]),
    ("Three torpedoes were fired at a freighter in the Gulf of Aden.", [("strike", "Gulf of Aden", "reported", None)]),
    ("North Korea fired three missiles into the East Sea on Tuesday.", [("training", "East Sea", "reported", "22 October 2024")]),
]  # fmt: skip


# What the reader does not tell apart yet: the places and days of two clauses, where people come from, whose aircraft an enemy speaks of.
NOT_YET = (
    "A Ukrainian brigade trained in Poland last year",
    "North Korean soldiers are training at Sergeyevka",
    "Training of 1,200 recruits",
    "Britain said the troops, who had trained",
    "The first batch of 1,500 soldiers",
)


@pytest.mark.parametrize(("sentence", "expected"), TABLE, ids=[r[0][:60] for r in TABLE])
def test_what_a_sentence_claims(sentence: str, expected: list[Row], index: Index, request: pytest.FixtureRequest) -> None:
    if sentence.startswith(NOT_YET):
        request.applymarker(pytest.mark.xfail(strict=True, reason="not told apart yet"))
    found = pipeline.read_report(Report(text=sentence, published="2024-10-26"), index).extraction.claims
    rows = [
        (c.kind, ", ".join(p.resolution.place.name for p in c.places), c.certainty, c.when.label if c.when else None)
        for c in found
    ]
    assert sorted(rows, key=str) == sorted(expected, key=str)


def test_a_namesake_is_not_guessed_for_an_army_that_fights_abroad(index: Index) -> None:
    """Russian troops are named, Ukraine is not: Pokrovsk in Donetsk Oblast and in Sakha are as likely as each other."""
    found = pipeline.read_report(Report(text="Russian troops advanced toward Pokrovsk."), index).extraction
    assert found.claims == ()
    assert found.unplaced[0].reason.startswith("ambiguous: ")


def test_the_actor_of_a_long_sentence_begins_with_a_whole_word(index: Index) -> None:
    text = f"{'wordword ' * 14}soldiers trained in Khabarovsk, Russia."
    claim = pipeline.read_report(Report(text=text), index).extraction.claims[0]
    assert set(claim.actor.text.split()) <= {"wordword", "soldiers"}


def test_a_stretch_that_is_no_sentence_is_told_of(index: Index) -> None:
    text = "Troops trained in Kursk, " * 200
    found = pipeline.read_report(Report(text=text), index).extraction
    assert found.claims == ()
    assert "characters without a full stop" in found.passed_over[0].reason
    assert len(found.passed_over[0].evidence.text) == 200


@pytest.mark.parametrize(
    ("head", "outlet", "speaker"),
    [
        ("Oleh Syniehubov, head of the Kharkiv regional military administration: the situation by evening", "", "Oleh Syniehubov"),
        ("Kharkiv region. Main points for the evening of 12 May from Oleh Syniehubov", "Head of Kharkiv RMA", "Oleh Syniehubov"),
        ("Briefing by the official representative of the Russian Defence Ministry, Igor Konashenkov", "", "Igor Konashenkov"),
        # A byline, a headline and an article that names an official are nobody's message.
        ("By Oleh Syniehubov", "Kyiv Courier", None),
        ("Night of strikes on Kharkiv region, by Oleh Syniehubov, head of our Kharkiv office", "Kyiv Courier", None),
        ("Zelensky: the situation in Kharkiv is hard", "Kyiv Courier", None),
    ],
)  # fmt: skip
def test_who_speaks_all_through_a_message_says_its_claims(head: str, outlet: str, speaker: str | None, index: Index) -> None:
    text = f"{head}\n\nRussian troops shelled Vovchansk and Lyptsi in Kharkiv region with artillery on Sunday. Two houses burned down."
    claims = pipeline.read_report(Report(text=text, outlet=outlet, published="2024-05-13"), index).extraction.claims
    assert claims
    assert {c.attribution.text if c.attribution else None for c in claims} == {speaker}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russian troops repelled attacks near Dzhankoi in Crimea, which Russia annexed in 2014, on Saturday.", True),
        ("Russian troops repelled attacks near Dzhankoi in Crimea, which Russia annexed in 2014.", True),
        ("In 2014, Russian troops captured Dzhankoi in Crimea, where the railway ends.", False),
        ("The museum stands in Dzhankoi, which Russian troops captured in 2014.", False),
    ],
)
def test_a_year_in_a_relative_clause_is_not_the_sentences_own(text: str, told: bool, index: Index) -> None:
    found = pipeline.read_report(Report(text=text, published="2024-05-13"), index).extraction
    assert bool(found.claims) == told


def test_a_demonym_before_a_noun_is_no_end_of_it(index: Index) -> None:
    text = "Russian forces shelled Bakhmut, Ukraine, for days. Kyiv's troops are still fighting in the eastern Ukrainian city, they said."
    claims = pipeline.read_report(Report(text=text, published="2023-05-13"), index).extraction.claims
    noun = [p.resolution for c in claims for p in c.places if p.resolution.mention.text == "city"]
    assert [r.place.name for r in noun if r.place] == ["Bakhmut"]


@pytest.mark.parametrize("source", ["the port trust", "investigators", "community leaders"])
def test_whom_the_reader_surely_holds_for_the_source_needs_no_noun_of_a_list(source: str, index: Index) -> None:
    text = f"Two drones struck a fuel depot in Mykolaiv, Ukraine, on Sunday night, {source} said."
    (claim,) = pipeline.read_report(Report(text=text, published="2024-05-13"), index).extraction.claims
    assert claim.attribution is not None
    assert claim.attribution.text == source


@pytest.mark.parametrize(
    "text",
    [
        "Pictures show tanks on a road said to be in Selydove, Ukraine, and drones striking them.",
        "Helicopters flew low over a village reported to be in Kursk region, Russia.",
        "Smoke rose over a base said to be in Kherson, Ukraine, after rockets hit it on Tuesday.",
    ],
)
def test_what_is_said_to_be_somewhere_says_nothing(text: str, index: Index) -> None:
    claims = pipeline.read_report(Report(text=text, published="2024-05-23"), index).extraction.all_claims
    assert claims
    assert not any(c.attribution for c in claims)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "No strikes on Odesa were recorded on Friday, but Mykolaiv was hit by four drones.",
            [("strike", "Mykolaiv", "reported", None), ("strike", "Odesa", "denied", None)],
        ),
        (
            "Russian forces did not take Pokrovsk in Donetsk Oblast but captured Myrnohrad.",
            [("front_line", "Myrnohrad", "reported", None), ("front_line", "Pokrovsk", "denied", None)],
        ),
        (
            "The port of Odesa was not hit, and Izmail was struck by three drones.",
            [("strike", "Izmail", "reported", None), ("strike", "Odesa", "denied", None)],
        ),
        (
            "Russia attacked Kharkiv with six missiles, and Ukrainian drones set fire to a depot in Belgorod.",
            [("strike", "Belgorod", "reported", "Ukrainian drones"), ("strike", "Kharkiv", "reported", "Russia")],
        ),
        (
            "Russian drones attacked Kharkiv on Monday, as Ukrainian missiles hit an oil depot in Belgorod.",
            [
                ("strike", "Belgorod", "reported", "Ukrainian missiles"),
                ("strike", "Kharkiv", "reported", "Russian drones"),
            ],
        ),
        (
            "The corvette Boiky was spotted off Gotland on Monday, while the submarine Novorossiysk entered the English Channel.",
            [
                ("naval", "English Channel", "reported", "submarine Novorossiysk"),
                ("naval", "Gotland", "reported", "corvette Boiky"),
            ],
        ),
    ],
)
def test_what_two_do_or_one_clause_denies_are_two_claims(
    sentence: str, expected: list[tuple[str, str, str, str | None]], index: Index
) -> None:
    found = pipeline.read_report(Report(text=sentence, published="2024-10-26"), index).extraction.claims
    rows = [
        (c.kind, c.places[0].resolution.mention.text, c.certainty, c.actor.text if c.actor and e else None)
        for c, e in zip(sorted(found, key=lambda c: c.places[0].resolution.mention.text), [x[3] for x in expected], strict=True)
    ]
    assert rows == expected


def test_each_of_two_doers_has_its_source_and_its_number(index: Index) -> None:
    text = (
        "Russian drones struck the port of Izmail with six missiles, regional officials said, while Kyiv said its own drones had hit a "
        "refinery in Saratov."
    )
    one, two = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.claims
    assert (one.attribution.text, two.attribution.text) == ("regional officials", "Kyiv")
    assert (len(one.quantities), len(two.quantities)) == (1, 0)


def test_what_a_party_says_in_its_own_voice_of_a_fight_it_claims(index: Index) -> None:
    text = "Units of the group liberated the settlement of Myrnohrad in Donetsk Oblast."
    said = {
        outlet: pipeline.read_report(Report(text=text, outlet=outlet), index).extraction.claims[0].certainty
        for outlet in (
            "Russian Ministry of Defence",
            "General Staff of the Armed Forces of Ukraine",
            "Defense News Agency",
            "Reuters",
        )
    }
    assert said == {
        "Russian Ministry of Defence": "claimed",
        "General Staff of the Armed Forces of Ukraine": "claimed",
        "Defense News Agency": "reported",
        "Reuters": "reported",
    }


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        # Who is hit does nothing, whichever way the sentence puts it.
        ("A Mi-17 helicopter of the Sudanese army was shot down near Babanusa on Tuesday.", None),
        ("Rebels shot down a Mi-17 helicopter of the Sudanese army near Babanusa on Tuesday.", "Rebels"),
        ("Two soldiers were killed near Toretsk by Russian artillery on Tuesday.", "Russian artillery"),
        ("A bulk carrier, at anchor off Odesa with grain for Egypt, was hit by a missile on Monday.", None),
        ("Twelve Shahed drones launched from Kursk had been downed over Odesa by Monday morning.", None),
        # What is only of the army's sort is not the army, and what a fight is called fights nobody.
        ("A guided bomb hit the military hospital in Kharkiv on Monday.", None),
        ("On Monday 151 combat engagements took place near Toretsk in Donetsk Oblast.", None),
        ("Russian guided bombs hit an apartment block in Kharkiv late on Sunday.", "Russian guided bombs"),
        ("A Mi-17 helicopter that was approaching Nyala airport was shot down on Tuesday.", None),
        # Arms for which nobody is named are what it is done with.
        ("Two missiles hit a warehouse in Odesa on Monday.", None),
        ("Russian missiles hit a warehouse in Odesa on Monday.", "Russian missiles"),
        ("Three radar stations and five tanks were brought to Izium last week.", None),
        ("Three warships left Sevastopol on Monday.", "warships"),
        # Of these somebody is known.
        ("Israel said its jets struck a depot near Baalbek on Monday.", "jets"),
        ("Coalition jets destroyed a car bomb factory near Raqqa on Monday.", "Coalition jets"),
        ("Suicide bombers blew open the gates of a camp near Kismayo on Monday.", "Suicide bombers"),
        # What belongs to a force, who sat in what was hit, and who came to look afterwards, did not do it.
        ("El Fasher, the army's last stronghold in Darfur, came under artillery fire on Monday.", None),
        ("An explosion destroyed a bus carrying soldiers in Kayseri on Monday.", None),
    ],
)
def test_who_is_hit_and_what_it_is_done_with_is_not_who_does_it(sentence: str, actor: str | None, index: Index) -> None:
    (claim,) = pipeline.read_report(Report(text=sentence, published="2024-10-26"), index).extraction.claims
    assert (claim.actor.text if claim.actor else None) == actor


def test_what_is_told_of_now_is_not_recalled_with_the_sentence_before_it(index: Index) -> None:
    text = (
        "The base at Sialkot was bombed in 2019, a shopkeeper recalled.\n\nPakistan has moved air defence batteries to Sialkot "
        "and Lahore, two security officials said. Islamabad has asked for calm. The price of flour has risen in both cities, traders say."
    )
    found = pipeline.read_report(Report(text=text, published="2025-05-03"), index).extraction.claims
    assert [(c.kind, c.places[0].resolution.mention.text) for c in found] == [("deployment", "Sialkot")]


def test_there_is_the_last_place_only_close_behind_it(index: Index) -> None:
    near = "Hundreds of Russian soldiers arrived in Yelsk in Belarus by train. More troops were deployed there on Friday."
    far = near.replace(
        "by train", "by a train that had been loaded with tents, field kitchens, fuel trucks and generators in the week before"
    )
    for text, placed in ((near, True), (far, False)):
        found = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction
        assert any(p.resolution.mention.text == "there" for c in found.claims for p in c.places) == placed


def test_a_list_from_which_it_was_launched_is_no_target(index: Index) -> None:
    text = (
        "The Ukrainian Air Force reported that Russian forces launched four Iskander-M ballistic missiles from Voronezh Oblast and 140 "
        "Shahed-type drones from the directions of Kursk and Oryol cities, Millerovo, and Primorsko-Akhtarsk overnight on August 17 to 18."
    )
    (claim,) = pipeline.read_report(Report(text=text, published="2025-08-18"), index).extraction.all_claims
    assert {p.role for p in claim.places} == {"origin"}


def test_where_all_is_calm_nothing_is_claimed(index: Index) -> None:
    text = "Al-Shabaab took Kismayo on Monday. Mogadishu was calm. Shells fell on Baidoa, and it was quiet in Beledweyne."
    found = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.claims
    assert {p.resolution.mention.text for c in found for p in c.places} == {"Kismayo", "Baidoa"}


def test_a_district_that_is_listed_with_towns_is_a_place_of_its_own(index: Index) -> None:
    (claim,) = pipeline.read_report(Report(text="Drones were seen over Jammu, Pathankot and Udhampur."), index).extraction.claims
    assert [p.resolution.mention.text for p in claim.places] == ["Jammu", "Pathankot", "Udhampur"]


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        # Larger namesakes stand elsewhere; the text says where.
        ("Russian troops took Vyshneve, a village in the Donetsk region.", "Vyshneve", "Donetsk Oblast"),
        # Kyiv has a district of that name, and in the gazetteer Kharkiv has none.
        (
            "Guided bombs hit houses in Kharkiv's Shevchenkivskyi district, wounding 14.",
            "Shevchenkivskyi district",
            "Kharkiv Oblast",
        ),
    ],
)
def test_a_namesake_elsewhere_is_not_meant(text: str, name: str, at: str, index: Index) -> None:
    before = "Ukraine's air force spoke of a night without pause over Odesa, Kyiv and Sumy.\n\n"
    found = pipeline.read_report(Report(text=before + text, published="2024-10-26"), index).extraction.claims
    place = next(p.resolution.place for c in found for p in c.places if p.resolution.mention.text == name)
    assert place
    assert place.admin1 == at


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # The larger place holds the other, however they are put.
        ("Shelling of a Russian depot in Zaporizhia Oblast in Polohy, Ukraine.", ["Polohy"]),
        ("Rockets hit a school in Tomarovka, Belgorod.", ["Tomarovka"]),
        # A list is a list, and a street lies in its city.
        ("Rockets hit Izium, Kharkiv and Lozova.", ["Izium", "Kharkiv", "Lozova"]),
        ("Rockets hit Chuhuiv, Izium, Kharkiv.", ["Chuhuiv", "Izium", "Kharkiv"]),
        ("Rockets hit Fedorivka Street, Kharkiv.", ["Kharkiv"]),
    ],
)
def test_what_only_says_where_another_place_is_has_no_mark(text: str, names: list[str], index: Index) -> None:
    found = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.claims
    assert [p.resolution.mention.text for c in found for p in c.places] == names


def test_a_village_that_the_gazetteer_lacks_is_not_put_into_the_capital_of_its_region(index: Index) -> None:
    report = Report(text="Tanks were seen on the road in Zubrilovka-Gorka, Belgorod.", published="2024-10-26")
    found = pipeline.read_report(report, index).extraction
    assert [c.kind for c in found.all_claims]
    assert not found.claims
    assert {u.name for u in found.unplaced} == {"Zubrilovka-Gorka"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Thursday, the interior minister, Ihor Klymenko, said three tanks had rolled into Izium.", None),
        ("Late on Friday the defence ministry announced that two ships had left Sevastopol.", None),
        ("On Monday the defence ministry said that its troops had taken Izium on Sunday.", "2024-10-20"),
        # What somebody saw on a day is of that day, and so is what is not said by those behind it.
        ("On 1 October the OSCE mission observed tanks near Zolote.", "2024-10-01"),
        ("On Monday the army shelled Kharkiv, the governor said.", "2024-10-21"),
    ],
)
def test_the_day_on_which_somebody_spoke_dates_nothing(text: str, day: str | None, index: Index) -> None:
    (claim,) = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.all_claims
    assert (claim.when and str(claim.when.start)) == day


@pytest.mark.parametrize(
    ("text", "source", "certainty"),
    [
        ("Asked about reports that troops were moved to Kursk, the minister declined to comment.", None, "claimed"),
        ("The general was asked whether the brigade had been sent to Kherson.", None, "possible"),
        # A rank's full stop ends no name.
        (
            "A shelter will be built at Mahatao, said navy spokesman Rear Adm. Roy V. Trinidad. It is big.",
            "navy spokesman Rear Adm. Roy V. Trinidad",
            "planned",
        ),
        ("Tanks crossed the border at Izvaryne, residents said; the army has not commented.", "residents", "reported"),
        ("A spokesman declined to speak of warheads and said that crews would drill at Kapustin Yar.", "A spokesman", "planned"),
        (
            "The draft says that no forces of third countries will be stationed at Goris, which would end a mission.",
            "The draft",
            "denied",
        ),
    ],
)
def test_nobody_says_what_he_says_nothing_of(text: str, source: str | None, certainty: str, index: Index) -> None:
    (claim,) = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.all_claims
    assert (claim.attribution.text if claim.attribution else None) == source
    assert claim.certainty == certainty


def test_a_source_named_in_the_sentence_before_dates_nothing_either(index: Index) -> None:
    text = "The defence ministry said that ships had left Sevastopol. On Monday, they added, rockets had hit Kherson. All was quiet. So be it."
    found = pipeline.read_report(Report(text=text, published="2024-10-26"), index).extraction.all_claims
    hit = next(c for c in found if c.kind == "strike")
    assert hit.attribution
    assert hit.attribution.start < hit.evidence.start
    assert hit.when
    assert str(hit.when.start) == "2024-10-21"


def test_what_is_on_the_move_is_deployed_and_strikes_nothing(index: Index) -> None:
    for text in ("Missiles on the move in Tomarovka, Belgorod.", "Rocket launchers being transported in Kursk."):
        found = pipeline.read_report(Report(text=text, published="2022-02-20"), index).extraction.claims
        assert [c.kind for c in found] == ["deployment"]


def test_a_distance_from_a_border_in_a_region_is_none_from_its_city(index: Index) -> None:
    text = "North Korean troops are now deployed 50 km from the border in Kursk, a diplomat said."
    found = pipeline.read_report(Report(text=text, published="2024-10-26"), index).resolutions
    assert next(r for r in found if r.mention.text == "Kursk").relation == "at"


def test_a_name_is_left_open_where_its_only_namesake_is_not_in_the_country_that_the_text_says(index: Index) -> None:
    for text in ("Soldiers retreated to Tikrit in Somalia.", "Soldiers retreated to Tikrit, in Somalia."):
        found = pipeline.read_report(Report(text=text), index)
        assert next(r for r in found.resolutions if r.mention.text == "Tikrit").place is None
