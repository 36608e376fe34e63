"""Checks the reports in ``training/own``: every text that a claim quotes stands where it must.

Usage: python -m training.check_own
"""

import sys
from typing import Any

from benchmarks import gate
from geomap.encoder.heads import CERTAINTIES, KINDS, ROLES
from training.claims import OWN


def complaints(doc: dict[str, Any]) -> list[str]:
    """What is wrong with a report's claims."""
    text, found = doc["text"], []
    for c in doc["claims"]:
        evidence = c["evidence"]
        if text.count(evidence) != 1:
            found.append(f"its evidence stands there {text.count(evidence)} times: {evidence[:80]}")
        if c["kind"] not in KINDS or c["certainty"] not in CERTAINTIES:
            found.append(f"no such kind or certainty: {c['kind']}, {c['certainty']}")
        if not c["places"]:
            found.append(f"a claim without a place: {evidence[:80]}")
        found += [f"no place of its evidence: {p}" for p in c["places"] if p["role"] not in ROLES or p["name"] not in evidence]
        found += [f"{part} is not in the text: {c[part]}" for part in ("actor", "attribution") if (c.get(part) or "") not in text]
        quoted = [*(c.get("quantities") or []), c.get("when") or ""]
        found += [f"not in its evidence: {q}" for q in quoted if q not in evidence]
    return found


def main() -> int:
    """Print the complaints and the counts."""
    wrong = 0
    for path in sorted(OWN.glob("*.jsonl")):
        docs = gate.read(path)
        for doc in docs:
            for complaint in complaints(doc):
                print(f"{path.name}: {doc['id']}: {complaint}")
                wrong += 1
        claims = [len(d["claims"]) for d in docs]
        print(f"{path.name}: {len(docs)} reports, {sum(claims)} claims, {claims.count(0)} reports without any")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
