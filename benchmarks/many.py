"""Many reports end to end: how many a second with one process and with two, and how time and memory grow with their number.

Usage: python -m benchmarks.many [COUNT...]      (100, 1,000 and 10,000 reports where left out; a quarter of an hour)

The reports are those written for training, each told again with another number in it, so that none is read twice. Exits with 1
where ten times the reports take more than 13 times the time, or where 2 processes are no faster than 1.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import gate

SLACK = 1.3
CODE = """
import json, resource, sys, time
from geomap import pipeline, reports
from geomap.gazetteer.index import Index
if __name__ == "__main__":
    with Index() as index:
        start = time.perf_counter()
        found = pipeline.findings(reports.read(sys.argv[1]), index, processes=int(sys.argv[2]))
    own, others = (resource.getrusage(w).ru_maxrss / 1e3 for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"s": time.perf_counter() - start, "own": own, "others": others, "claims": len(found.claims),
                      "events": len(found.events)}))
"""


def write(path: Path, count: int) -> None:
    """So many reports as JSON Lines."""
    documents = gate.read(gate.EVAL / "claims" / "written.jsonl")
    with path.open("w", encoding="utf-8") as lines:
        for n in range(count):
            d = documents[n % len(documents)]
            row = {"text": f"{d['text']}\n\nReport {n}.", "title": d["title"], "outlet": d["outlet"], "date": d["date"]}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(folder: Path, count: int, processes: int) -> dict[str, float]:
    """Seconds and peak megabytes of one run in a process of its own."""
    source, script = folder / f"{count}.jsonl", folder / "run.py"
    script.write_text(CODE, encoding="utf-8")
    if not source.exists():
        write(source, count)
    done = subprocess.run([sys.executable, str(script), str(source), str(processes)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    rate = count / found["s"]
    print(
        f"| {count:,} | {processes} | {found['s']:.1f} s | {rate:.1f} | {found['own']:.0f} MB | {found['others']:.0f} MB "
        f"| {found['claims']:,.0f} | {found['events']:,.0f} |",
        flush=True,
    )
    return found


def main(arguments: list[str]) -> int:
    """Measure, print the table, compare."""
    if not gate.EVAL.is_dir():
        print(f"{gate.EVAL} is not here: the corpora are not part of the repository")
        return 0
    counts = [int(a) for a in arguments] or [100, 1_000, 10_000]
    print("| reports | processes | time | a second | peak of the first process | of the largest other | claims | events |")
    print("|---|---|---|---|---|---|---|---|")
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = measure(folder, counts[0], 1)
        found = {c: measure(folder, c, 2) for c in counts}
    slow = [b for a, b in zip(counts, counts[1:], strict=False) if found[b]["s"] > SLACK * b / a * found[a]["s"]]
    print(f"in all {time.perf_counter() - start:.0f} s" + (f"; MORE THAN LINEAR: {slow}" if slow else ""))
    return 1 if slow or found[counts[0]]["s"] > one["s"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
