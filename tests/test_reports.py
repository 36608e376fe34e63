"""Input as users have it: files, folders, pages, JSON Lines, standard input, web addresses, in the encodings of the field."""

import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import reports, web
from geomap.errors import ReportError
from geomap.lexicon import language
from geomap.model import Problem, Report
from geomap.text_language import language_code, language_of

RUSSIAN = "Российские войска проводят учения на полигоне в Сергеевке, сообщило Министерство обороны. Об этом стало известно вчера вечером."
KOREAN = "북한군이 러시아 연해주 우수리스크에서 훈련하고 있다고 국가정보원이 밝혔다. 약 만이천 명의 병사가 훈련을 받고 있는 것으로 알려졌다."
WESTERN = "Les soldats s’entraînent près de Besançon, a déclaré l’armée française à l’été dernier, où déjà des régiments étaient passés."


def one(source: object, **options: str) -> Report:
    found = list(reports.read(source, **options))  # type: ignore[arg-type]
    assert len(found) == 1
    assert isinstance(found[0], Report), found[0]
    return found[0]


def problem(source: object) -> str:
    found = list(reports.read(source))  # type: ignore[arg-type]
    assert len(found) == 1
    assert isinstance(found[0], Problem), found[0]
    return found[0].message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (KOREAN, "euc-kr"),
        (KOREAN, "utf-16"),
        (KOREAN, "utf-32"),
        (WESTERN, "cp1252"),
    ],
)
def test_an_encoding_is_recognised(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(encoding))
    assert one(path).text == text


def test_the_language_follows_the_script(tmp_path: Path) -> None:
    for name, text, code in (
        ("a", RUSSIAN, "ru"),
        ("b", KOREAN, "ko"),
        ("c", "Troops train.", "en"),
        ("d", "Війська її тренують", "uk"),
    ):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert one(path).language == code


def test_a_head_is_taken_as_what_it_says_and_offsets_begin_below_it(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(
        "Title: A title: with colon\nOutlet: X\nDate: 2024-10-26\nURL: https://example.org/a\n\nText here.\n",
        encoding="utf-8",
    )
    report = one(path, published="2020-01-01", outlet="Y")
    assert (report.title, report.outlet, report.published, report.url, report.text) == (
        "A title: with colon",
        "X",
        "2024-10-26",
        "https://example.org/a",
        "Text here.\n",
    )


def test_date_and_outlet_are_for_reports_that_state_none(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("Text: here.", encoding="utf-8")
    report = one(path, published="2024-10", outlet="Y")
    assert (report.published, report.outlet, report.text) == ("2024-10", "Y", "Text: here.")


PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}"><title>Troops train at Ussuriysk | Sample</title>
<meta property="og:site_name" content="Sample Outlet"><meta property="article:published_time" content="2024-10-26T08:00:00Z">
<meta property="og:title" content="Troops train at Ussuriysk"></head><body><nav><a href="/">Home</a> <a href="/x">Subscribe to our newsletter</a></nav>
<article><h1>Troops train at Ussuriysk</h1><p>About 12,000 soldiers are being trained at a ground near Ussuriysk, the ministry said on Friday.</p>
<p>The training – «учения» – will go on until the end of the month, officials of the district added in a statement to reporters.</p></article>
<footer>Copyright. All rights reserved. Cookie settings.</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_a_page_gives_its_article_and_what_it_says_of_itself(charset: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    report = one(path)
    assert "being trained at a ground near Ussuriysk" in report.text
    assert "«учения»" in report.text
    assert "newsletter" not in report.text
    assert "Cookie" not in report.text
    assert (report.title, report.outlet, report.published) == (
        "Troops train at Ussuriysk",
        "Sample Outlet",
        "2024-10-26",
    )


def test_json_lines_name_the_bad_line_and_read_the_others(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [
        json.dumps({"text": "Troops train.", "date": "2024-10-26", "outlet": "X", "more": 1}),
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps({"text": "T", "date": "yesterday"}),
        "",
        json.dumps({"text": "Lone \ud800 surrogate"}),
        json.dumps({"text": "T", "title": 5}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = list(reports.read(path))
    assert [f.text for f in found if isinstance(f, Report)] == ["Troops train.", "T", "Lone � surrogate"]
    messages = [f.message for f in found if isinstance(f, Problem)]
    assert [m.split(": ")[0].rsplit(", ", 1)[1] for m in messages] == ["line 2", "line 3", "line 4", "line 7"]
    assert "read without a date: 'yesterday' is no date (write it as 2024-10-26, 2024-10 or 2024)" in messages[2]


def test_a_folder_is_read_by_name_and_one_bad_report_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, data in (
        ("b.txt", b"Second."),
        ("a.txt", b"First."),
        ("sub/c.md", b"Third."),
        ("bad.txt", b"\x00\x01"),
        ("note.pdf", b"%PDF"),
        (".hidden.txt", b"x"),
        ("README.md", b"x"),
    ):
        (tmp_path / name).write_bytes(data)
    found = list(reports.read(tmp_path))
    assert [f.text for f in found if isinstance(f, Report)] == ["First.", "Second.", "Third."]
    assert [f.message for f in found if isinstance(f, Problem)] == [
        f"{tmp_path}/bad.txt: binary, not text (save its text as .txt or .html)"
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty (nothing to read in it)"),
        (b" \n\t ", "empty (nothing to read in it)"),
        (b"Title: X\n\n  \n", "empty (nothing to read below its head)"),
        (b"%PDF-1.7 ...", "a PDF, not text (save its text as .txt or .html)"),
        (b"\x89PNG\r\n", "a picture, not text (save its text as .txt or .html)"),
        (b"PK\x03\x04...", "a ZIP or Office file, not text (save its text as .txt or .html)"),
        (b"abc\x00def", "binary, not text (save its text as .txt or .html)"),
        (b"\xff\xfea", "broken utf-16 at byte 2 (save it as UTF-8)"),
    ],
)
def test_what_is_no_text_is_one_clear_line(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(data)
    assert problem(path) == f"{path}: {message}"


def test_missing_and_empty_folders_are_named(tmp_path: Path) -> None:
    assert (
        problem(tmp_path / "none.txt")
        == f"{tmp_path}/none.txt: no such file (check the path; it is taken from the current folder)"
    )
    assert problem(tmp_path).startswith(f"{tmp_path}: no reports in this folder")


def test_the_names_of_json_fields_may_be_written_large_and_a_number_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"Text": "A", "Date": "2024-10-26", "OUTLET": "B"}\n{"text": "C", "date": 20240102}\n')
    found = list(reports.read(path))
    first = found[0]
    assert isinstance(first, Report)
    assert (first.text, first.published, first.outlet) == ("A", "2024-10-26", "B")
    problem, second = found[1:]
    assert isinstance(problem, Problem)
    assert "line 2: read without a date: the date is 20240102" in problem.message
    assert isinstance(second, Report)
    assert second.published is None


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO("Войска.".encode("cp1251") * 30)

    monkeypatch.setattr("sys.stdin", Stdin)
    assert one("-").text.startswith("Войска.")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        found = list(reports.parse(data, "x"))
    except ReportError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(f, (Report, Problem)) for f in found)


# A real server on loopback, in every mood.
class _Moods(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        mood = self.path.strip("/")
        if mood == "good":
            self._send(PAGE.format(charset="utf-8").encode(), "text/html; charset=utf-8")
        elif mood == "legacy":  # the header tells the encoding, the page does not
            self._send(PAGE.replace('<meta charset="{charset}">', "").encode("cp1251"), "text/html; charset=windows-1251")
        elif mood == "wrong":  # the header is wrong
            self._send(PAGE.format(charset="utf-8").encode(), "text/html; charset=no-such-encoding")
        elif mood == "plain":
            self._send(b"Troops train at Ussuriysk.", "text/plain")
        elif mood == "picture":
            self._send(b"\x89PNG", "image/png")
        elif mood == "missing":
            self.send_error(404)
        elif mood == "loop":
            self._redirect("/loop")
        elif mood == "moved":
            self._redirect("/good")
        elif mood == "file":
            self._redirect("file:///etc/passwd")
        elif mood == "huge":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(400):
                    self.wfile.write(b"x" * 65_536)
            except OSError:
                pass
        elif mood == "drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass
        elif mood == "silent":
            time.sleep(3)
        elif mood == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"<html>short")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Moods)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize("mood", ["good", "legacy", "wrong", "moved", "plain"])
def test_an_address_is_read(mood: str, server: str) -> None:
    report = one(f"{server}/{mood}")
    assert "Ussuriysk" in report.text
    assert report.url == f"{server}/{mood}"
    if mood in ("good", "legacy"):
        assert "«учения»" in report.text


@pytest.mark.parametrize(
    ("mood", "message"),
    [
        ("missing", "the server answered 404 Not Found"),
        ("picture", "image/png, not a page of text"),
        ("loop", "more than 5 redirects"),
        ("file", "the connection broke or the address is wrong"),
        ("huge", "larger than 10 MB"),
        ("drip", "not complete after 1 s"),
        ("silent", "no answer in time"),
        ("cut", "the connection broke or the address is wrong"),
    ],
)
def test_a_bad_answer_is_one_clear_line(mood: str, message: str, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "DOWNLOAD_SECONDS", 1.0)
    assert problem(f"{server}/{mood}") == f"{server}/{mood}: {message} (save the page and give its file instead)"


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert (
        problem(f"http://127.0.0.1:{port}/")
        == f"http://127.0.0.1:{port}/: cannot be reached (save the page and give its file instead)"
    )


def test_five_megabytes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Troops train at Ussuriysk. " * 190_000, encoding="utf-8")
    assert len(one(path).text) > 5_000_000


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        ("Title: a\x85b\nDate: 2024-10-26\n\nTroops.", "a\x85b", "2024-10-26"),
        ("Title: a\u2028b\n\nTroops.", "a\u2028b", None),
        ("\nTitle: T\nDate: 2024-10-26\n\nTroops.", "T", "2024-10-26"),
        ("Author: Somebody\nTitle: T\nDate: 2024-10-26\nTroops.", "T", "2024-10-26"),
        ("Date: 2024-10-26T08:00:00Z\n\nTroops.", "", "2024-10-26"),
        ("Published: 2024-10\n\nTroops.", "", "2024-10"),
    ],
)
def test_a_head_as_people_write_it(text: str, title: str, published: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = one(tmp_path / "a.txt")
    assert (found.title, found.published, found.text) == (title, published, "Troops.")


@pytest.mark.parametrize("line", ['{"text": "Troops.", "date": "30 February"}', '{"text": "Troops.", "date": "2024-13-01"}'])
def test_a_date_that_cannot_be_read_costs_the_date_and_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    problem, found = reports.read(tmp_path / "a.jsonl")
    assert isinstance(problem, Problem)
    assert "read without a date" in problem.message
    assert isinstance(found, Report)
    assert found.published is None


def test_an_empty_date_is_none_stated(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Troops.", "date": ""}', encoding="utf-8")
    assert one(tmp_path / "a.jsonl").published is None


def test_a_page_that_names_no_encoding_is_read(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="undefined"></head><body><article><p>{RUSSIAN}</p></article></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    assert "Сергеевке" in one(tmp_path / "a.html").text


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("חיילים התאמנו", "he", "Hebrew"),
        ("Στρατιώτες εκπαιδεύτηκαν", "el", "Greek"),
        ("सैनिकों ने प्रशिक्षण लिया", "hi", "Hindi"),
        ("تدرب الجنود", "ar", "Arabic"),
        ("ទាហានបានហ្វឹកហាត់", "und", "Unknown language"),
        ("Des missiles russes ont frappé Odessa lundi.", "fr", "French"),
        ("Rosyjskie pociski uderzyły w poniedziałek w Odessę.", "pl", "Polish"),
        ("Russische Raketen trafen am Montag Odessa, teilte das Militär mit.", "de", "German"),
        # Few words, and no other language's.
        ("Shelled Residence, Lyman, Donetsk Oblast, Ukraine.", "en", "English"),
        ("Russian soldiers in Slavutych, Kyiv Oblast.", "en", "English"),
    ],
)
def test_a_language_that_is_not_read_is_told_by_its_name(text: str, code: str, name: str) -> None:
    assert language_of(text) == code
    assert language(code).name == name


def test_a_head_line_that_is_not_known_costs_no_date_and_a_sentence_is_no_head(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title: T\nSubtitle: S\nDate: 2024-10-26\n\nTroops trained.\n", encoding="utf-8")
    problem, report = reports.read(tmp_path / "a.txt")
    assert isinstance(problem, Problem)
    assert "'Subtitle:'" in problem.message
    assert isinstance(report, Report)
    assert (report.title, report.published, report.text.strip()) == ("T", "2024-10-26", "Troops trained.")
    (tmp_path / "b.txt").write_text("Date: Monday was quiet in Kyiv.\nThen came the drones.\n", encoding="utf-8")
    assert one(tmp_path / "b.txt").text.startswith("Date: Monday was quiet")


def test_what_lies_in_a_hidden_folder_is_no_report(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "LICENSE.txt").write_text("Permission is granted.", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Troops trained.", encoding="utf-8")
    assert [Path(r.source).name for r in reports.read(tmp_path) if isinstance(r, Report)] == ["a.txt"]


@pytest.mark.parametrize(
    ("source", "hint"),
    [("www.example.org/news", "https://"), ("example.org/a", "https://"), ("ftp://example.org/a", "http:// or https://")],
)
def test_an_address_that_is_none_says_how_one_begins(source: str, hint: str) -> None:
    (problem,) = reports.read(source)
    assert isinstance(problem, Problem)
    assert hint in problem.message


@pytest.mark.parametrize(
    ("named", "code"), [("Estonian", "et"), ("pt-BR", "pt"), ("ukr", "uk"), ("EN", "en"), ("Korean", "ko"), ("Klingonish", None)]
)
def test_a_language_is_named_by_code_tag_or_name(named: str, code: str | None) -> None:
    assert language_code(named) == code


def test_a_name_that_is_no_language_is_told_and_the_text_tells(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Language: Klingonish\n\nThe troops trained in Kursk.\n", encoding="utf-8")
    problem, report = reports.read(tmp_path / "a.txt")
    assert isinstance(problem, Problem)
    assert "'Klingonish' is no language" in problem.message
    assert isinstance(report, Report)
    assert report.language == "en"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("17 December 2016", "2016-12-17"),
        ("Thursday, Dec. 5, 2024, 9 a.m.", "2024-12-05"),
        ("Thu, 05 Dec 2024 09:00:00 GMT", "2024-12-05"),
        ("17 декабря 2016", "2016-12-17"),
        ("2016년 12월 17일", "2016-12-17"),
        ("May 2024", "2024-05"),
        ("2024-10-26T09:00:00Z", "2024-10-26"),
        ("2024", "2024"),
    ],
)
def test_a_date_with_its_month_in_words_is_as_fine_as_it_is_given(text: str, iso: str, tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"text": "Shells fell on Kherson.", "date": text}), encoding="utf-8")
    (report,) = reports.read(source)
    assert report.published == iso


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2020",
        "17.12.2016",
        "5 May",
        "yesterday",
        "31 February 2020",
        "2020-13",
        "spring 2024",
        "May",
        "Tue 03/04/2020",
        "5 May 2024 " * 50,
    ],
)
def test_a_date_that_may_be_several_days_is_none(text: str, tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"text": "Shells fell on Kherson.", "date": text}), encoding="utf-8")
    problem, report = reports.read(source)
    assert "read without a date" in problem.message
    assert report.published is None
