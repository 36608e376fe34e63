"""Tables of sentences with what each should give (``tests/tables``), readable by anybody of the field, and what is right of them.

A row is read from end to end, with the real gazetteer and the shipped networks. So many rows of a table must be right; the
number only rises. What is wrong is printed with ``python -m pytest tests/test_tables.py -rA``.
"""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.activities.quantities import singular
from geomap.gazetteer.index import Index
from geomap.lexicon import language
from geomap.model import Claim, Report
from geomap.pipeline import read_report

TABLES = Path(__file__).parent / "tables"
EN = language("en")
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def first(row: Row, index: Index) -> Claim | None:
    report = Report(text=row["text"], published=row.get("published", "2024-10-26") or None)
    claims = read_report(report, index).extraction.all_claims
    # Of a thing and its denial the table speaks of the denial.
    return next((c for c in claims if c.certainty == "denied"), claims[0] if claims else None)


def date(row: Row, claim: Claim | None) -> str:
    when = claim.when if claim else None
    return " ".join(str(x or "") for x in (when.start, when.end, when.open)).strip() if when else "none" if claim else "no claim"


def quantity(row: Row, claim: Claim | None) -> str:
    if not claim:
        return "no claim"

    def number(value: float | None) -> str:
        return "-" if value is None else f"{value:g}"

    found = [
        f"{number(q.value)}{f'-{number(q.max)}' if q.max is not None else ''} {q.unit} {q.qualifier}" for q in claim.quantities
    ]
    return "; ".join(sorted(found)) or "none"


def expected_quantity(row: Row) -> str:
    made = []
    for item in filter(None, row["quantities"].split("; ")):
        value, *unit, qualifier = item.split(" ")
        low, _, high = value.partition("-") if value != "-" else ("-", "", "")
        number = "-" if low == "-" else f"{float(low):g}" + (f"-{float(high):g}" if high else "")
        made.append(f"{number} {singular(' '.join(unit), EN)} {qualifier}")
    return "; ".join(sorted(made)) or "none"


def attribution(row: Row, claim: Claim | None) -> str:
    if not claim:
        return "no claim"
    return f"{bare(claim.attribution.text)} {claim.attribution.standing}" if claim.attribution else "none"


def bare(source: str) -> str:
    """A source without its article: where it begins is a matter of taste."""
    return re.sub(r"^(?:the|an?)\s+", "", source, flags=re.IGNORECASE)


def certainty(row: Row, claim: Claim | None) -> str:
    return claim.certainty if claim else "no claim"


def cue(row: Row, claim: Claim | None) -> str:
    if not claim:
        return "no claim"
    found, wanted = claim.cue, row["cue"]
    at = row["text"].find(wanted) if wanted else -1
    if found and at >= 0:  # the words overlap: "are expected to" and "expected"
        return wanted if found.start < at + len(wanted) and at < found.end else found.text
    return found.text if found else ""


def roles(row: Row, claim: Claim | None) -> str:
    if not claim:
        return "none"
    return (
        claim.kind + ": " + "; ".join(sorted(f"{p.role}: {p.resolution.mention.text}" for p in (*claim.places, *claim.unplaced)))
    )


def expected_roles(row: Row) -> str:
    return row["kind"] + ": " + "; ".join(sorted(row["places"].split("; "))) if row["kind"] else "none"


Says = Callable[[Row, Claim | None], str]
CHECKS: list[tuple[str, str, Says, Callable[[Row], str], int]] = [
    ("dates", "dates", date, lambda r: f"{r['start']} {r['end']} {r['open']}".strip() or "none", 97),
    ("quantities", "quantities", quantity, expected_quantity, 96),
    ("attribution", "source and standing", attribution, lambda r: f"{bare(r['source'])} {r['standing']}".strip() or "none", 68),
    ("certainty", "certainty", certainty, lambda r: r["certainty"], 70),
    ("certainty", "cue", cue, lambda r: r["cue"], 69),
    ("roles", "kind and roles", roles, expected_roles, 77),
]


@pytest.mark.parametrize(("table", "what", "says", "expected", "least"), CHECKS, ids=[c[1] for c in CHECKS])
def test_what_the_tables_say(table: str, what: str, says: Says, expected: Callable[[Row], str], least: int, index: Index) -> None:
    given = rows(table)
    assert len(given) >= 60
    wrong = [
        f"  {row['text']}\n    {what}: {said!r} instead of {expected(row)!r}"
        for row in given
        if (said := says(row, first(row, index))) != expected(row)
    ]
    right = len(given) - len(wrong)
    print(f"{table}, {what}: {right} of {len(given)} right; wrong:", *wrong, sep="\n")
    assert right >= least


def test_reports_of_one_event_are_brought_together_and_others_are_not(index: Index) -> None:
    """Pairwise F1 of the labelled rows; a floor that only rises is in ``benchmarks/floors.json``."""
    from benchmarks import gate, merging

    table = merging.rows()
    figures = merging.pairwise(table, merging.read(table, index))
    kept = json.loads(gate.FLOORS.read_text(encoding="utf-8"))["merging"]["figures"]
    assert figures["pairs_F1"] >= kept["pairs_F1"] - 0.01
