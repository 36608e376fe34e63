"""How well claims of many reports become events, and how fast.

Usage: python -m benchmarks.merging [--raise-floors]

Pairs of ``tests/tables/events.csv``: short reports in clusters of similar things, each row labelled with its event. All rows
are merged at once; a pair of rows of one cluster counts as merged where a claim of each stands in one event, and a merged pair
of two clusters is a false one. Then 100,000 claims, made of those of the table by moving them about in place and time.
"""

import csv
import itertools
import random
import resource
import sys
import time
from collections import defaultdict
from datetime import date, timedelta

from benchmarks import gate
from geomap.activities.merge import merge
from geomap.gazetteer.index import Index
from geomap.model import Claim, Report
from geomap.pipeline import read_report

TABLE = gate.ROOT / "tests" / "tables" / "events.csv"
MANY, SECONDS, GIGABYTES = 100_000, 20.0, 2.0


def rows() -> list[dict[str, str]]:
    """The rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read(table: list[dict[str, str]], index: Index) -> list[tuple[Claim, ...]]:
    """The claims of each row."""
    return [
        read_report(Report(text=r["text"], outlet=r["outlet"], published=r["published"]), index).extraction.claims for r in table
    ]


def pairwise(table: list[dict[str, str]], claims: list[tuple[Claim, ...]]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of rows that hold a claim each, and the share of rows that do."""
    event_of: dict[str, int] = {}
    for number, event in enumerate(merge(c for row in claims for c in row)):
        for claim in event.claims:
            event_of[claim.id] = number
    found = [{event_of[c.id] for c in row} for row in claims]
    right = wrong = missed = 0
    for a, b in itertools.combinations(range(len(table)), 2):
        one, other = table[a], table[b]
        merged = bool(found[a] & found[b])
        same = (one["cluster"], one["event"]) == (other["cluster"], other["event"])
        right += merged and same
        wrong += merged and not same
        missed += same and not merged and bool(found[a]) and bool(found[b])
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return {
        "pairs_P": precision,
        "pairs_R": recall,
        "pairs_F1": 2 * precision * recall / max(1e-9, precision + recall),
        "rows_read": sum(bool(f) for f in found) / len(found),
    }


def many(claims: list[tuple[Claim, ...]], count: int) -> list[Claim]:
    """So many claims: those of the table, each moved by up to five degrees and two years."""
    rng = random.Random(1)  # noqa: S311  # the same claims every time
    pool = [c for row in claims for c in row]
    made = []
    for n in range(count):
        claim = pool[n % len(pool)]
        north, east, days = rng.uniform(-5, 5), rng.uniform(-5, 5), timedelta(rng.randrange(730))
        places = []
        for p in claim.places:
            r = p.resolution
            if r.place and not r.place.is_area and r.lat is not None and r.lon is not None:
                moved = {"lat": max(-90.0, min(90.0, r.lat + north)), "lon": (r.lon + east + 180) % 360 - 180}
                r = r.model_copy(update={**moved, "place": r.place.model_copy(update={**moved, "id": f"{r.place.id}:{n // 20}"})})
            places.append(p.model_copy(update={"resolution": r}))
        when = claim.when
        if when and when.start and when.end:
            when = when.model_copy(update={"start": when.start + days, "end": when.end + days})
        published = str(date.fromisoformat(claim.published or "2024-01-01") + days)
        made.append(
            Claim.model_construct(
                **{**dict(claim), "report": f"{n:016x}", "places": tuple(places), "when": when, "published": published}
            )
        )
    return made


def main(arguments: list[str]) -> int:
    """Measure, print, compare."""
    table = rows()
    with Index() as index:
        claims = read(table, index)
    same = defaultdict(int)
    for r in table:
        same[r["cluster"], r["event"]] += 1
    print(f"{len(table)} rows, {sum(n * (n - 1) // 2 for n in same.values())} pairs of one event")
    fallen = gate.compare("merging", TABLE, pairwise(table, claims), raise_floors="--raise-floors" in arguments)
    made = many(claims, MANY)
    start = time.perf_counter()
    events = merge(made)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{MANY:,} claims → {len(events):,} events in {seconds:.1f} s (limit {SECONDS:g}), {peak:.2f} GB (limit {GIGABYTES:g})")
    return 1 if fallen or seconds > SECONDS or peak > GIGABYTES else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
