"""What a reader does with the map: looks, clicks, types, filters, reads the source and comes back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.drawing import NARROW, open_row, rows, saved, until

from geomap.model import Report

Visit = Callable[..., Any]


def test_the_first_view_says_what_is_reported_where_and_from_whom(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    counts = page.text_content("#counts")
    assert "reported events at" in counts
    assert "from 3 of 4 reports" in counts
    assert "25 July to 27 October 2024" in counts
    assert page.locator("path.route").count() == 1
    assert page.locator("path.area").count() >= 5
    assert page.locator("#legend .filter").count() == 10
    assert page.title() == "Reported military activity"
    names = page.eval_on_selector_all(".mark-name", "all => all.map(n => n.textContent)")
    assert {"Moscow", "Hwangju Air Base", "Ulan-Ude"} <= set(names)


def test_a_card_shows_the_sentence_its_source_and_why_the_mark_is_there(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    open_row(page, "Ussuriysk")
    card = page.locator("#card-view")
    assert card.locator("h2").text_content().startswith("Ussuriysk, Ulan-Ude, Yekaterinoslavka")
    assert "null" not in card.text_content()
    assert "undefined" not in card.text_content()
    assert "claimed" in card.locator(".badge").first.text_content()
    assert "Ukraine's Defense Intelligence" in card.locator(".badge q").first.text_content()
    assert card.locator(".quote").first.text_content().startswith("Around 12,000 North Korean soldiers are training")
    assert card.locator(".quote mark.place").first.text_content() == "Ussuriysk"
    assert "Sample Agency, 26 October 2024" in card.locator(".source-line").first.text_content()
    assert "(at all places together)" in card.locator(".facts").first.text_content()
    assert card.locator("h3").all_text_contents() == ["Another claim contradicts it", "What the others say (1)", "Why here?"]
    assert "National Intelligence Service said" in card.locator(".other").first.text_content()
    why = card.locator("details.why", has_text="Sergeyevka")
    why.locator("summary").click()
    assert "Sergeyevka Training Ground is known beside it" in why.text_content()
    why.locator(".rejected li").first.hover()
    assert page.locator("path.ghost").count() == 1
    assert "not chosen" in page.locator(".ghost-name").last.text_content()  # one that fades out may stand beside it


def test_what_is_marked_is_right_behind_characters_beyond_the_basic_plane(tmp_path: Path, visit: Visit) -> None:
    flag = "\U0001f1fa\U0001f1e6"  # two characters, four code units of JavaScript
    sentence = f"{flag} About 300 soldiers trained at Yavoriv on Friday {flag}, the General Staff said."
    page = visit(saved(tmp_path, f"{flag}\U0001f525 First, the weather.\n\n{sentence}"))
    page.locator("#list .row").first.click()
    quote = page.locator("#card-view .quote").first
    assert quote.locator("mark.place").text_content() == "Yavoriv"
    assert quote.locator("mark.amount").text_content() == "About 300 soldiers"
    assert quote.text_content() == sentence
    page.get_by_text("Read in the report").first.click()
    assert page.locator("#report-view mark.evidence").first.text_content() == sentence


def test_from_the_mark_to_the_text_and_back(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    page.locator("path.touch").first.dispatch_event("click")
    assert page.locator("#card-view h2").text_content() == "Hwangju Air Base → Moscow"
    assert "not a load" in page.text_content("#card-view .facts")
    page.click("#card-view >> text=Read in the report")
    marks = page.locator("#report-view mark.evidence")
    assert marks.count() == 3
    assert marks.nth(1).get_attribute("class").endswith("current") or "current" in marks.nth(1).get_attribute("class")
    assert "took off from Hwangju air base" in marks.nth(1).text_content()
    assert "A professor at Kyungnam University" in page.text_content("#report-view .report-text")
    marks.nth(2).click()
    assert page.locator("#card-view h2").text_content() == "Kursk Oblast"


def test_everything_by_keyboard(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "row"
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator("#card-view h2").text_content() in first
    page.keyboard.press("j")
    second = page.locator("#card-view h2").text_content()
    page.keyboard.press("k")
    assert page.locator("#card-view h2").text_content() != second
    page.keyboard.press("r")
    assert page.locator("#report-view").is_visible()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("#list-view").is_visible()
    assert page.evaluate("document.activeElement.className") == "row"
    zoom = page.evaluate("map_geomap.getZoom()")
    page.keyboard.press("+")
    until(lambda: page.evaluate("map_geomap.getZoom()") > zoom)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()


def test_the_address_keeps_the_open_event_and_the_filters(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    open_row(page, "Selydove")
    certainty = page.locator("#card-view .badge").first.text_content().split(":")[0]
    page.click(f"#legend .filter[data-value='{certainty}']")
    fragment = page.evaluate("location.hash")
    again = visit(samples, fragment)
    assert again.locator("#card-view h2").text_content() == "Selydove"
    assert again.get_attribute(f"#legend .filter[data-value='{certainty}']", "aria-pressed") == "true"
    assert "off" in again.locator("#legend .filter[data-value='planned']").get_attribute("class")
    again.click("#legend .filter[data-value='planned']")
    again.click(f"#legend .filter[data-value='{certainty}']")
    assert again.locator("#list-view").is_visible(), "the open event is hidden by the filter"


@pytest.mark.parametrize(
    "fragment",
    [
        "#e=nothing",
        "#at=x,y,z&only=%E0%A4%A",
        "#<img src=x onerror=alert(1)>",
        "#e=__proto__&theme=pink",
        "#only=constructor&sort=toString",
    ],
)
def test_a_bad_address_is_told_of_and_the_page_stands(fragment: str, samples: Path, visit: Visit) -> None:
    page = visit(samples, fragment)
    assert page.locator("#note").is_visible()
    assert len(rows(page)) > 5


def test_light_and_dark_are_readable(samples: Path, visit: Visit) -> None:
    contrast = """() => {
      const rgb = (c) => { const x = document.createElement('canvas').getContext('2d'); x.fillStyle = c; x.fillRect(0, 0, 1, 1); return [...x.getImageData(0, 0, 1, 1).data].slice(0, 3); };
      const lum = (c) => rgb(c).map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
      const ratio = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
      const css = getComputedStyle(document.documentElement), get = (n) => css.getPropertyValue(n).trim();
      return [['--ink', '--bg'], ['--ink2', '--bg'], ['--accent', '--bg'], ['--ink2', '--bg2'], ['--town', '--land'], ['--country', '--land'], ['--sea', '--water']].map(([a, b]) => [a + ' on ' + b, ratio(get(a), get(b))]);
    }"""
    for scheme in ("light", "dark"):
        page = visit(samples, color_scheme=scheme)
        for name, ratio in page.evaluate(contrast):
            assert ratio >= 4.5, f"{name} in {scheme}: {ratio:.2f}"
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click("#theme")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != background


def test_a_narrow_screen_has_a_sheet_and_large_targets(samples: Path, visit: Visit) -> None:
    page = visit(samples, size=NARROW, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    assert page.evaluate("document.body.dataset.sheet") == "peek"
    page.tap("#handle")
    assert page.evaluate("document.body.dataset.sheet") == "half"
    page.wait_for_timeout(300)
    for selector in ("#list button.row", "#chips .filter", "#zoom button", "#legend-toggle"):
        box = page.locator(selector).first.bounding_box()
        assert box["height"] >= 44, selector
    page.locator("#list button.row").first.tap()
    page.wait_for_timeout(300)
    quote = page.locator("#card-view .quote").bounding_box()
    assert quote["y"] + 20 < NARROW[1]
    assert quote["x"] + quote["width"] <= NARROW[0]


def test_no_data_is_gone_where_a_script_fails(samples: Path, visit: Visit) -> None:
    # Leaflet's own script is kept from defining anything: the later scripts fail, the list as text stands.
    page = visit(
        samples,
        ready="",
        before="Object.defineProperty(window, 'L', { get() { return undefined; }, set() {}, configurable: false });",
    )
    items = page.eval_on_selector_all("#list li.plain", "all => all.map(n => n.textContent)")
    assert any("Hwangju Air Base → Moscow" in i and "took off from Hwangju air base" in i for i in items)
    assert len(items) == 12
    assert visit.errors
    visit.errors.clear()


def test_a_browser_that_cannot_unpack_the_base_map_shows_marks_and_list(samples: Path, visit: Visit) -> None:
    page = visit(samples, before="delete window.DecompressionStream;")
    assert "base map could not be unpacked" in page.text_content("#note")
    assert page.locator("path.route").count() == 1
    assert len(rows(page)) == 12


def test_a_report_with_nothing_says_so_in_words(tmp_path: Path, visit: Visit) -> None:
    page = visit(saved(tmp_path, "The quartet plays in Busan and Helsinki."))
    assert page.text_content("#counts") == "No reported military activity found in 1 report."
    assert "No sentence of the reports says" in page.text_content("#list")


def test_what_is_not_on_the_map_is_listed_with_its_reason(tmp_path: Path, visit: Visit) -> None:
    page = visit(saved(tmp_path, "Soldiers trained in Oktyabrskoye."))
    missing = page.text_content("#missing")
    assert "Not on the map (1)" in missing
    assert "Oktyabrskoye" in missing
    assert "none is likely enough" in missing
    assert page.text_content("#left-out") == "Not on the map: 1 name"
    page.click("#left-out")
    assert page.evaluate("document.activeElement.textContent") == "Not on the map (1)"
    page.click("#missing blockquote button")
    assert "trained in Oktyabrskoye" in page.text_content("#report-view .report-text")


def test_a_flight_from_alaska_to_kamchatka_is_one_short_line(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            "A Russian Il-76 transport aircraft flew from Anchorage, Alaska, to Petropavlovsk-Kamchatsky in Russia on 3 October 2024.",
        )
    )
    box = page.locator("path.route").bounding_box()
    size = page.evaluate("[map_geomap.getSize().x, map_geomap.getZoom()]")
    assert box["width"] < size[0]
    assert size[1] > 2.5, "the line must not run around the world"
    assert page.locator("path.route").get_attribute("d").count("M") == 1


def test_two_hundred_marks_in_one_town_stay_usable(tmp_path: Path, visit: Visit) -> None:
    texts = [Report_(f"Russian soldiers of regiment {n} held a drill in Kursk, Russia.", n) for n in range(200)]
    page = visit(saved(tmp_path, *texts))
    assert len(rows(page)) == 200
    assert page.locator(".cluster b").text_content() == "200"
    page.locator(".cluster").click()
    page.wait_for_timeout(900)
    page.locator(".cluster, .point").first.wait_for()
    page.locator("#list button.row").nth(150).click()
    assert page.locator("#card-view h2").text_content() == "Kursk"


def Report_(text: str, n: int) -> Any:  # noqa: N802
    from datetime import date, timedelta

    return Report(text=text, published=(date(2020, 1, 1) + timedelta(days=20 * n)).isoformat(), outlet="Outlet")


def test_an_event_that_hides_in_a_cluster_is_brought_out_of_it(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    open_row(page, "Selydove")
    until(lambda: page.locator(".point.active").count() == 1)
    page.wait_for_timeout(600)
    mark = page.locator(".point.active").bounding_box()
    area = page.locator("#map-area").bounding_box()
    assert area["x"] + 40 < mark["x"] < area["x"] + area["width"] - 60
    assert area["y"] + 40 < mark["y"] < area["y"] + area["height"] - 60
    assert page.evaluate("map_geomap.getZoom()") < 10


def test_the_list_keeps_its_place_and_its_focus(samples: Path, visit: Visit) -> None:
    page = visit(samples, size=(1280, 500))
    page.locator("#missing summary", has_text="Reports").click()
    button = page.locator("#missing details", has_text="Reports").locator("button").last
    button.click()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('#missing') !== null")
    assert page.evaluate("document.getElementById('list-view').scrollTop") > 100


@pytest.mark.parametrize("size", [(640, 400), (320, 256), (375, 760)])
def test_a_short_screen_still_has_a_list_and_nothing_scrolls_but_it(size: tuple[int, int], samples: Path, visit: Visit) -> None:
    page = visit(samples, size=size, has_touch=True, is_mobile=True)
    page.tap("#handle")
    page.wait_for_timeout(300)
    assert page.locator("#views").bounding_box()["height"] >= 75
    page.locator("#list button.row").first.tap()
    page.wait_for_timeout(300)
    assert page.evaluate("[document.body.scrollTop, document.documentElement.scrollTop, scrollY]") == [0, 0, 0]


def test_a_report_that_was_not_read_is_not_said_to_hold_nothing(tmp_path: Path, visit: Visit) -> None:
    page = visit(saved(tmp_path, Report(text="Войска тренируются в Курске.", language="ru")))
    assert page.text_content("#counts") == "1 report, not read: see below."
    assert "Activities in Russian are not read yet" in page.text_content("#list")
    assert page.locator("#legend").is_hidden()
    page.click("#missing summary:has-text('Reports (1)')")
    assert "in Russian: not read yet" in page.text_content("#missing")
    page.click("#missing li:has-text('in Russian: not read yet') button")
    assert "Written in Russian: activities are not read in it yet" in page.text_content("#report-view")


def test_a_cluster_opens_with_the_keyboard_and_says_where_it_is(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            *(Report_(f"Soldiers of regiment {n} held a drill in Kursk, Russia.", n) for n in range(3)),
            "Troops trained in Boston.",
        )
    )
    cluster = page.locator(".cluster").first
    assert cluster.get_attribute("aria-label") == "3 marks of 3 events close together: Kursk"
    page.evaluate("document.querySelector('.cluster').closest('.leaflet-marker-icon').focus()")
    before = page.locator(".point").count()
    page.keyboard.press("Enter")
    until(lambda: page.locator(".point").count() > before)


def test_a_direction_has_no_ring_as_if_it_were_known_to_some_kilometres(tmp_path: Path, visit: Visit) -> None:
    page = visit(saved(tmp_path, "Russian troops advanced toward Pokrovsk in Donetsk Oblast, Ukraine, on Monday."))
    assert page.locator("path.ring").count() == 0
    open_row(page, "toward Pokrovsk")
    assert "only the direction is reported" in page.text_content("#card-view")


def test_larger_text_of_the_browser_makes_the_text_larger(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    before = page.locator(".places").first.bounding_box()["height"]
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert page.locator(".places").first.bounding_box()["height"] > before * 1.6
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_country_as_wide_as_russia_does_not_shrink_the_first_view_to_the_world(tmp_path: Path, visit: Visit) -> None:
    text = "Trains brought 300 tanks from Russia to Luhansk, Ukraine, on 3 May. Drones struck Kharkiv and Poltava, Ukraine, on Sunday."
    page = visit(saved(tmp_path, text))
    assert page.locator("path.area").count() >= 1  # Russia is drawn
    width = page.evaluate("(() => { const b = map_geomap.getBounds(); return b.getEast() - b.getWest(); })()")
    assert width < 180


def test_events_of_one_spot_are_fanned_out_on_opening(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            "Russian drones struck Odesa in Ukraine on 3 October.",
            "Russian drones struck Odesa in Ukraine on 12 October.",
            "Missiles struck Kyiv in Ukraine on 12 October. Missiles struck Lviv in Ukraine on 12 October.",
        )
    )
    page.locator("#list .row", has_text="3 October").click()
    until(lambda: page.locator(".point.active").count() == 1)


def test_a_denial_s_own_mark_leads_to_its_own_sentence_and_back(tmp_path: Path, visit: Visit) -> None:
    said = "Russian forces captured Pokrovsk in Ukraine on Tuesday, Moscow's defence ministry said."
    denied = "Russian forces have not captured Pokrovsk in Ukraine, and not Myrnohrad either, Kyiv's general staff said."
    page = visit(saved(tmp_path, said, denied))
    page.click("#list .row")
    whole = page.evaluate("location.hash")
    page.keyboard.press("Escape")
    page.click("#chips .filter.certainty[data-value='denied']")
    page.click("#list .row")
    card = page.locator("#card-view")
    assert card.locator(".badge").first.text_content().startswith("denied")
    assert "have not captured" in card.locator(".quote").first.text_content()
    page.keyboard.press("r")
    until(lambda: page.locator("#report-view mark.flash, #report-view mark.current").count() > 0)
    assert "have not captured" in page.locator("#report-view .report-text").text_content()
    page.keyboard.press("Escape")
    assert card.locator(".badge").first.text_content().startswith("denied")
    assert page.evaluate("location.hash") != whole


def test_another_address_in_the_open_page_is_followed(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    page.click("#list .row >> nth=0")
    first = page.evaluate("location.hash")
    page.click("#card-view .steps button >> nth=1")
    heading = page.text_content("#card-view h2")
    page.evaluate("h => { location.hash = h; }", first)
    until(lambda: page.text_content("#card-view h2") != heading)


def test_areas_on_one_ground_are_reached_one_after_the_other(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            "Russian drones struck Kursk Oblast in Russia on 3 October.",
            "Ukrainian drones struck Kursk Oblast in Russia on 12 October.",
        )
    )
    assert page.locator("path.ground").count() == 1  # filled once
    opened = set()
    for _ in range(2):
        page.locator("path.ground").last.dispatch_event("click")
        opened.add(page.text_content("#card-view .quote"))
    assert len(opened) == 2


def test_a_map_without_room_for_the_legend_opens_without_it(samples: Path, visit: Visit) -> None:
    assert visit(samples, size=(1000, 700)).get_attribute("#legend", "data-open") == "false"
    assert visit(samples, size=(1280, 800)).get_attribute("#legend", "data-open") == "true"


def test_a_place_bears_the_report_s_own_name_and_no_path_of_a_disk_is_told(tmp_path: Path, visit: Visit) -> None:
    texts = (
        Report(text="Fighters captured Kobani in Syria on Tuesday.", published="2024-10-26"),
        Report(text="Войска вошли в город.", source="/home/somebody/secret/a.txt", language="ru"),
    )
    path = saved(tmp_path, *texts)
    page = visit(path)
    page.click("#list .row")
    assert page.text_content("#card-view h2") == "Kobani"
    assert "‘Ayn al ‘Arab" in page.locator("#card-view .why").first.text_content()
    assert "secret" not in path.read_text(encoding="utf-8")


def test_claims_that_contradict_each_other_stand_side_by_side(tmp_path: Path, visit: Visit) -> None:
    said = "Russian forces captured Pokrovsk in Ukraine on Tuesday, Moscow's defence ministry said."
    denied = "Russian forces have not captured Pokrovsk in Ukraine, Kyiv's general staff said."
    page = visit(saved(tmp_path, said, denied))
    assert page.locator(".point .differ").text_content() == "≠"
    assert "claims contradict each other" in page.text_content("#legend")
    page.click("#list .row")
    facts = page.locator("#card-view .facts").first
    certainty = facts.locator("tr.differs")
    assert certainty.locator("td .badge").all_text_contents()[1].startswith("denied")
    cells = "row => [...row.cells].slice(1).map(c => { const b = c.getBoundingClientRect(); return [b.left, b.right, b.top]; })"
    left, right = certainty.evaluate(cells)
    assert left[1] <= right[0]
    assert left[2] == right[2]
    assert "Moscow's defence ministry" in facts.locator("tr", has_text="According to").text_content()
    assert "Kyiv's general staff" in facts.locator("tr", has_text="According to").text_content()


def test_back_takes_the_card_and_the_report_away(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    page.locator("#list .row").nth(3).click()
    heading = page.text_content("#card-view h2")
    page.keyboard.press("r")
    assert page.locator("#report-view").is_visible()
    read = page.evaluate("location.hash")
    page.go_back()
    until(lambda: page.locator("#card-view").is_visible())
    assert page.text_content("#card-view h2") == heading
    page.go_back()
    until(lambda: page.locator("#list-view").is_visible())
    again = visit(samples, read)
    assert again.locator("#report-view").is_visible()
    again.keyboard.press("Escape")
    assert again.text_content("#card-view h2") == heading


def test_many_claims_of_one_event_do_not_bury_why_it_is_there(tmp_path: Path, visit: Visit) -> None:
    texts = [
        f"Russian forces struck Odesa in Ukraine with {n} drones on 12 October, officials number {n} said." for n in range(2, 22)
    ]
    page = visit(saved(tmp_path, *texts))
    page.click("#list .row")
    card = page.locator("#card-view")
    assert card.locator("h3", has_text="19 other claims contradict it").count() == 1
    assert card.locator(":scope > .other").count() == 8
    assert card.locator("summary", has_text="11 more").count() == 1


def test_on_paper_marks_are_numbered_as_the_list_that_has_quotes_and_sources(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    events = len(rows(page))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper .printed .quote").count() >= events
    assert page.locator("#paper .printed", has_text="Not on the map").count() == page.locator("#left-out:not([hidden])").count()
    first = page.locator("#paper .printed").first.text_content()
    assert first.startswith("1. ")
    assert "12 September 2024" in first
    assert page.locator(".name.mark-name, .name.area-name").first.text_content()[0].isdigit()
    assert not page.locator("#zoom").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#paper .printed").count() == 0
    assert len(rows(page)) == events
    assert page.locator("#zoom").is_visible()
