"""The command line as its users meet it: real runs in an empty folder, exact messages, nothing half-written."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"


def geomap(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from geomap.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, env={**os.environ, **environment}, check=False, timeout=300
    )


def test_help_lists_the_verbs_and_imports_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys\nfrom geomap.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint([m for m in ('folium','shapely','numpy','pydantic','geopy','marisa_trie','rapidfuzz','trafilatura','jinja2','tqdm') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    out = done.stdout.decode()
    verbs = [line.split()[0] for line in out.split("Commands:")[1].splitlines() if line.startswith("  ") and line[2] != " "]
    assert verbs == ["map", "extract", "render", "embed", "explain", "gazetteer"]
    assert out.splitlines()[-1] == "[]"


def test_a_map_of_the_samples(tmp_path: Path) -> None:
    done = geomap("map", str(SEEDS), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().startswith("output/map.html: ")
    assert "from 4 reports" in done.stdout.decode()
    assert (tmp_path / "output" / "map.html").stat().st_size < 1_500_000
    assert [p.name for p in (tmp_path / "output").iterdir()] == ["map.html"]


def test_the_same_input_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    files = [str(p) for p in sorted(SEEDS.glob("*.txt"))]
    for name in ("a.html", "a.geojson"):
        assert geomap("map", *files, "-o", name, cwd=tmp_path).returncode == 0
        assert geomap("map", *files, "-o", "again-" + name, cwd=tmp_path, PYTHONHASHSEED="7").returncode == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["map", "none.txt"], "geomap: none.txt: no such file (check the path; it is taken from the current folder)"),
        (["map", "empty.txt"], "geomap: empty.txt: empty (nothing to read in it)"),
        (["map", "binary.txt"], "geomap: binary.txt: binary, not text (save its text as .txt or .html)"),
        (
            ["map", "good.txt", "--date", "26.10.2024"],
            "geomap: '26.10.2024' is no date: write it as 2024-10-26, 2024-10 or 2024",
        ),
        (
            ["map", "good.txt", "-o", "x.kml"],
            "geomap: x.kml: '.kml' is no format that geomap writes: one of .html, .htm, .geojson, .jsonl",
        ),
        (
            ["embed", "good.txt", "-o", "x.geojson"],
            "geomap: x.geojson: '.geojson' is no format that geomap writes here: one of .html, .htm",
        ),
        (
            ["extract", "good.txt", "-o", "x.html"],
            "geomap: x.html: '.html' is no format that geomap writes here: one of .geojson, .jsonl",
        ),
        (["map", "good.txt", "-o", "folder.html"], "geomap: folder.html: a folder: give the name of a file in it"),
        (
            ["map", "good.txt", "-o", "good.txt/x.html"],
            "geomap: good.txt/x.html: good.txt is a file, not a folder: choose another place",
        ),
        (
            ["render", "none.geojson"],
            "geomap: none.geojson: No such file or directory: give a file that 'geomap map -o x.geojson' wrote",
        ),
        (
            ["gazetteer", "add", "X", "--lat", "95", "--lon", "0"],
            "geomap: the new place: lat is '95.0': give a number from -90 to 90",
        ),
        (["map", ""], "geomap: an empty path (give a file, a folder, a web address, or - for standard input)"),
        (["map", "/dev/zero"], "geomap: /dev/zero: no regular file (give a file, a folder, or - for standard input)"),
        (["gazetteer", "search", "%"], "geomap: '%' has no letter in it: give a name or its beginning"),
        (
            ["gazetteer", "search", "Qqqzzzxx"],
            "geomap: no place is called 'Qqqzzzxx' or nearly so: add it with 'geomap gazetteer add'",
        ),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "good.txt").write_text("Troops train in Kursk, Russia.", encoding="utf-8")
    (tmp_path / "folder.html").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = geomap(*arguments, cwd=tmp_path, GEOMAP_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr.decode().strip() == message
    assert done.stdout == b""
    assert sorted(tmp_path.rglob("*")) == before


def test_one_bad_report_among_good_ones_is_listed_and_the_others_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    done = geomap("map", str(SEEDS / "agency.txt"), "bad.txt", "-o", "m.geojson", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "geomap: bad.txt: binary, not text (save its text as .txt or .html)"
    assert json.loads((tmp_path / "m.geojson").read_bytes())["geomap"]["problems"][0]["message"].startswith("bad.txt")


def test_a_file_that_stands_there_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text("old", encoding="utf-8")
    assert geomap("map", "none.txt", "-o", "m.html", cwd=tmp_path).returncode == 2
    assert (tmp_path / "m.html").read_text(encoding="utf-8") == "old"


def test_extract_writes_claims_to_standard_output(tmp_path: Path) -> None:
    done = geomap(
        "extract",
        "-",
        "--date",
        "2024-10-26",
        cwd=tmp_path,
        stdin=b"About 500 Russian soldiers trained in Kursk, Russia, on Friday, the ministry said.",
    )
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [(r["kind"], r["places"][0]["place"], r["quantities"][0]["value"], r["when"]["start"]) for r in rows] == [
        ("training", "Kursk", 500.0, "2024-10-25")
    ]


def test_correct_by_hand_and_draw_again(tmp_path: Path) -> None:
    assert geomap("map", str(SEEDS), "-o", "x.geojson", cwd=tmp_path).returncode == 0
    text = (tmp_path / "x.geojson").read_text(encoding="utf-8").replace('"place": "Ussuriysk"', '"place": "Corrected by hand"')
    (tmp_path / "x.geojson").write_text(text, encoding="utf-8")
    done = geomap("render", "x.geojson", "-o", "again.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Corrected by hand" in (tmp_path / "again.html").read_text(encoding="utf-8")
    for again in ("map", "extract"):  # what was corrected is not lost by a new run
        refused = geomap(again, str(SEEDS), "-o", "x.geojson", cwd=tmp_path)
        assert refused.returncode == 2
        assert refused.stderr.decode().startswith("geomap: x.geojson: was changed by hand since geomap wrote it: ")
        assert (tmp_path / "x.geojson").read_text(encoding="utf-8") == text


def test_whoever_adds_a_name_that_others_bear_is_told(tmp_path: Path) -> None:
    own = str(tmp_path / "data")
    told = geomap("gazetteer", "add", "Kursk", "--lat", "44.4", "--lon", "131.6", cwd=tmp_path, GEOMAP_DATA=own)
    assert told.returncode == 0
    assert re.search(rb"\d+ other places? bears? this name", told.stderr)
    alone = geomap("gazetteer", "add", "Verkhnyaya Zabytaya", "--lat", "44", "--lon", "131", cwd=tmp_path, GEOMAP_DATA=own)
    assert (alone.returncode, alone.stderr) == (0, b"")


def test_explain_is_told_the_outlet(tmp_path: Path) -> None:
    report = b"On Friday our drones struck a depot in Luhansk and shelled Kherson."
    staff = "General Staff of the Armed Forces of Ukraine"
    done = geomap("explain", "-", "--date", "2024-10-26", "--outlet", staff, cwd=tmp_path, stdin=report)
    assert "; claimed" in done.stdout.decode()


def test_a_place_that_was_added_is_found_by_the_next_map(tmp_path: Path) -> None:
    report = b"Russian troops trained at Verkhnyaya Zabytaya in Russia."
    own = str(tmp_path / "data")
    before = geomap("extract", "-", cwd=tmp_path, stdin=report, GEOMAP_DATA=own)
    assert json.loads(before.stdout)["places"] == []
    added = geomap(
        "gazetteer",
        "add",
        "Verkhnyaya Zabytaya",
        "--lat",
        "60.5",
        "--lon",
        "100.25",
        "--kind",
        "training_ground",
        "--country",
        "ru",
        cwd=tmp_path,
        GEOMAP_DATA=own,
    )
    assert added.stdout.decode() == f"Verkhnyaya Zabytaya (60.5, 100.25) added to {own}/places.csv\n"
    after = geomap("extract", "-", cwd=tmp_path, stdin=report, GEOMAP_DATA=own)
    place = json.loads(after.stdout)["places"][0]
    assert (place["place"], place["lat"], place["lon"]) == ("Verkhnyaya Zabytaya", 60.5, 100.25)


def test_explain_gives_candidates_and_reasons(tmp_path: Path) -> None:
    out = geomap("explain", str(SEEDS / "agency.txt"), cwd=tmp_path).stdout.decode()
    assert "Sergeyevka Training Ground is known beside it" in out
    assert "✗" in out
    assert "43.3503, 133.358" in out  # the namesake near Partizansk, rejected
    assert "## Claims: 3" in out
    assert "Kyungnam" not in out.split("## Claims")[0]


def test_embed_prints_its_frame(tmp_path: Path) -> None:
    done = geomap("embed", str(SEEDS), "-o", "my map.html", cwd=tmp_path)
    assert '<iframe src="my%20map.html"' in done.stdout.decode()
    assert 'sandbox="allow-scripts' in done.stdout.decode()


def test_an_embedded_map_is_written_beside_the_map_and_takes_no_option_that_it_would_ignore(tmp_path: Path) -> None:
    assert geomap("map", str(SEEDS / "agency.txt"), "-o", "e.geojson", cwd=tmp_path).returncode == 0
    done = geomap("embed", "e.geojson", cwd=tmp_path)
    assert done.stdout.decode().startswith("output/embed.html: ")
    assert (tmp_path / "output" / "embed.html").is_file()
    refused = geomap("embed", "e.geojson", "--date", "2024-01-01", cwd=tmp_path)
    assert refused.returncode == 2
    assert "has been read already" in refused.stderr.decode()


def test_a_bad_row_of_the_users_table_hides_neither_its_path_nor_takes_new_ones(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("id,name,kind,lat,lon,precision_km,country,admin1,aliases,source\nx,X-ray,place,48.1,abc,1,UA,,,me\n")
    status = geomap("gazetteer", "status", cwd=tmp_path, GEOMAP_DATA=str(tmp_path))
    assert status.returncode == 2
    assert f"your table: {table}" in status.stdout.decode()
    added = geomap("gazetteer", "add", "Bar", "--lat", "48", "--lon", "37", cwd=tmp_path, GEOMAP_DATA=str(tmp_path))
    assert added.returncode == 2
    assert "line 2: lon is 'abc'" in added.stderr.decode()
    assert "Bar" not in table.read_text()


def test_words_in_braces_on_standard_input_are_a_report(tmp_path: Path) -> None:
    text = b"{Kyiv} Russian drones struck Kharkiv on Friday."
    done = geomap("extract", "-", "--date", "2024-10-26", "-o", "x.jsonl", cwd=tmp_path, stdin=text)
    assert done.returncode == 0, done.stderr.decode()
    assert '"strike"' in (tmp_path / "x.jsonl").read_text()


def test_status_names_every_source(tmp_path: Path) -> None:
    out = geomap("gazetteer", "status", cwd=tmp_path).stdout.decode()
    for word in ("geonames", "CC BY 4.0", "airports", "military", "your table", "index: "):
        assert word in out


def test_a_text_in_a_language_that_is_not_read_says_so(tmp_path: Path) -> None:
    done = geomap(
        "map",
        "-",
        "-o",
        "m.html",
        cwd=tmp_path,
        stdin="북한군이 우수리스크에서 훈련하고 있다고 국가정보원이 밝혔다.".encode(),
    )
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "geomap: standard input: written in Korean: names are matched, activities not read yet"


def test_odd_reports_do_not_end_the_run(tmp_path: Path) -> None:
    rows = [
        {"text": "Russian troops trained in Khabarovsk.", "language": "zz"},
        {"text": "Russian troops trained in Khabarovsk yesterday.", "date": "0001-01-01"},
        {"text": "Russian troops will train in Khabarovsk tomorrow.", "date": "9999-12-31"},
        {"text": "Russian troops trained in Ulan-Ude. \u2028 \u0085", "date": "2024-10-26"},
    ]
    (tmp_path / "odd.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    done = geomap("extract", "odd.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {json.loads(line)["places"][0]["place"] for line in done.stdout.decode().splitlines()} == {"Khabarovsk", "Ulan-Ude"}
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", "from geomap.cli import main; main()", "extract", str(SEEDS)]
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "geomap: output: No space left on device"


@pytest.mark.parametrize("verb", ["map", "embed", "extract"])
def test_a_run_never_writes_over_what_it_reads(verb: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>Troops trained in Kursk, Russia.</p></body></html>", encoding="utf-8")
    (tmp_path / "folder" / "r.jsonl").write_text('{"text": "Troops trained in Kursk, Russia."}', encoding="utf-8")
    before = page.read_bytes()
    output = "page.html" if verb != "extract" else "folder/r.jsonl"
    done = geomap(verb, output, "-o", output, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == f"geomap: {output}: a report that is to be read: write the map to another file"
    done = geomap(verb, "folder", "-o", f"folder/out{Path(output).suffix}", cwd=tmp_path)
    assert done.stderr.decode().strip().endswith("lies in the folder that is read: write the map outside of it")
    assert page.read_bytes() == before


def test_what_geomap_made_is_no_report(tmp_path: Path) -> None:
    assert geomap("map", str(SEEDS), "-o", "m.html", cwd=tmp_path).returncode == 0
    assert geomap("map", str(SEEDS), "-o", "m.geojson", cwd=tmp_path).returncode == 0
    done = geomap("map", "m.html", "-o", "again.html", cwd=tmp_path)
    assert done.stderr.decode().startswith("geomap: m.html: a map that geomap made, not a report")
    done = geomap("map", "m.geojson", "-o", "again.html", cwd=tmp_path)
    assert "'geomap render' draws GeoJSON" in done.stderr.decode()
    assert done.returncode == 2
