"""The list of events: what a row says, its filters, its search, its headings and orders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser.drawing import open_row, rows, saved, until

from geomap.model import Report

Visit = Callable[..., Any]


def test_the_legend_filters_and_says_what_is_left(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    before = len(rows(page))
    page.click("#legend .filter[data-value='training']")
    assert page.locator("path.route").count() == 0
    alone = len(rows(page))
    assert 0 < alone < before
    assert all("Training" in row for row in rows(page))
    assert f"(of {before})" in page.text_content("#counts")
    page.click("#chips .filter[data-value='flight']")
    assert len(rows(page)) == alone + 2
    page.click("#chips .filter[data-value='training']")
    page.click("#chips .filter[data-value='denied']")
    assert "Nothing is left: only flight, denied are shown" in page.text_content("#list")
    page.click("#chips .clear")
    assert len(rows(page)) == before
    assert page.locator("path.route").count() == 1


def test_counts_beside_a_filter_follow_the_other_filter(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    whole = page.text_content("#chips .filter[data-value='training'] .n")
    page.click("#chips .filter[data-value='claimed']")
    values = page.eval_on_selector_all(
        "#chips .filter.kind",
        "all => Object.fromEntries(all.map(b => [b.dataset.value, +b.querySelector('.n').textContent]))",
    )
    assert (whole, values["training"]) == ("3", 1)


def test_the_list_says_of_each_event_how_certain_it_is_unless_it_is_plainly_reported(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    denied = page.locator("#list li", has_text="denied")
    assert denied.first.locator(".badge.c-denied").is_visible()
    assert page.locator("#list .badge.c-reported").count() == 0
    ships = next(row for row in rows(page) if "Caspian Sea" in row)
    assert "Training: More than 400 ships, 120 aircraft" in ships


def test_a_switched_off_kind_takes_its_rings_with_it(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            "Russian drones struck Izium in Ukraine on 3 October.",
            "A brigade was deployed to Izium in Ukraine on 12 October.",
        )
    )
    page.click("#chips .filter[data-value='deployment']")
    assert page.locator("path.ring.k-strike").count() == 0
    assert page.locator("path.ring.k-deployment").count() == 1


def test_a_filter_keeps_the_focus_of_the_keyboard(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    page.focus("#chips .filter[data-value='claimed']")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.value") == "claimed"
    assert page.get_attribute("#chips .filter[data-value='claimed']", "aria-pressed") == "true"


def test_a_row_and_a_heading_say_what_one_claim_says(samples: Path, visit: Visit) -> None:
    page = visit(samples)
    row = next(r for r in rows(page) if r.startswith("Ussuriysk"))
    assert "Vladivostok" not in row
    assert "and 3 places of other claims" in row
    open_row(page, "Ussuriysk")
    assert "Vladivostok" not in page.text_content("#card-view h2")
    assert "Other claims of it name: " in page.text_content("#card-view")
    assert "Russia" in page.locator("#card-view .why").first.text_content()
    page.keyboard.press("Escape")
    page.fill("#search", "vladivostok")
    until(lambda: len(rows(page)) == 1)
    assert "Vladivostok" in page.locator("#list .elsewhere mark.hit").text_content()


def test_the_search_finds_places_actors_outlets_and_words(tmp_path: Path, visit: Visit) -> None:
    texts = (
        "Russian drones struck Odesa in Ukraine on 3 October.",
        "A brigade of marines was deployed to Kherson in Ukraine on 12 October, an official said over coffee 🔥.",
        "Russian drones struck Ocheretyne in Ukraine in March 2024.",
    )
    page = visit(saved(tmp_path, *texts))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("ÔDESA")
    until(lambda: len(rows(page)) == 1)
    assert page.locator("#list mark.hit").first.text_content() == "Odesa"
    assert "(of 3)" in page.text_content("#counts")
    assert page.locator(".leaflet-marker-icon").count() == 1
    page.fill("#search", "over coffee 🔥")
    until(lambda: "Kherson" in rows(page)[0])
    assert page.locator("#list .elsewhere mark.hit").text_content() == "over coffee 🔥"
    fragment = page.evaluate("location.hash")
    assert visit(tmp_path / "map.html", fragment).input_value("#search") == "over coffee 🔥"
    page.fill("#search", "nowhere")
    until(lambda: "“nowhere” stands in no event" in page.text_content("#list"))
    page.press("#search", "Escape")
    assert len(rows(page)) == 3


def test_the_list_has_headings_and_other_orders(tmp_path: Path, visit: Visit) -> None:
    page = visit(
        saved(
            tmp_path,
            "Russian drones struck Izium in Ukraine in March 2024.",
            Report(text="Russian drones struck Aleppo in Syria on 3 October.", published="2024-10-26", outlet="Agency"),
            Report(text="Russian drones struck Kharkiv in Ukraine.", published="2024-10-26", outlet="Agency"),
        )
    )
    heads = lambda: page.locator("#list li.group").all_text_contents()  # noqa: E731
    assert heads() == ["March 2024", "October 2024", "Day or month not stated"]
    page.select_option("#sort", "place")
    assert heads() == ["Syria", "Ukraine"]
    assert [r[:5] for r in rows(page)] == ["Alepp", "Izium", "Khark"]
    page.select_option("#sort", "report")
    assert heads() == ["Agency", "Outlet"]
    page.locator("#list .row").nth(0).click()
    first = page.text_content("#card-view h2")
    page.keyboard.press("j")
    assert {first, page.text_content("#card-view h2")} == {"Aleppo", "Kharkiv"}
    assert "sort=report" in page.evaluate("location.hash")
