"""How fast geomap is, beside two baselines of the same run; exits with 1 where a figure is above its limit.

Usage: python benchmarks/speed.py
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 7
GEOMAP = [sys.executable, "-c", "from geomap.cli import main; main()"]


def seconds(command: list[str], **environment: str) -> float:
    """Median wall time of a command after one run that warms the cache."""
    times = []
    for run in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, **environment})
        if run:
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def build(cache: str) -> tuple[float, float]:
    """Seconds and peak gigabytes of building the index in an empty cache."""
    start = time.perf_counter()
    code = (
        "import resource\nfrom geomap.gazetteer.build import build\nbuild()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, env={**os.environ, "GEOMAP_CACHE": cache}
    )
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1e6


def interactive(page: Path) -> float | None:
    """Seconds from opening the page in headless Chromium to its marks and base map standing; None without Chromium."""
    path = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium")
    if not path:
        return None
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(5):
            opened = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
            start = time.perf_counter()
            opened.goto(page.as_uri())
            while opened.evaluate("document.body.dataset.ready") != "all":
                time.sleep(0.01)
            times.append(time.perf_counter() - start)
        browser.close()
    return statistics.median(times)


def main() -> int:
    """Measure, print the table, compare."""
    limits = json.loads((ROOT / "benchmarks" / "limits.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        cache, page = str(Path(folder) / "cache"), Path(folder) / "map.html"
        built_s, built_gb = build(cache)
        bare = seconds([sys.executable, "-c", "pass"])
        folium = seconds([sys.executable, "-c", "import folium"])
        helped = seconds([*GEOMAP, "--help"])
        drawn = seconds([*GEOMAP, "map", "seeds/agency.txt", "-o", str(Path(folder) / "one.html")], GEOMAP_CACHE=cache)
        subprocess.run([*GEOMAP, "map", "seeds", "-o", str(page)], cwd=ROOT, check=True, capture_output=True)
        size = page.stat().st_size / 1e6
        ready = interactive(page)
    print(f"Python {sys.version.split()[0]}, folium {version('folium')}, {os.cpu_count()} cores; medians of {RUNS} runs\n")
    print("| what | measured | against python -c pass | against import folium | limit |")
    print("|---|---|---|---|---|")
    for name, value, limit in (
        ("python -c pass", bare, None),
        ("import folium", folium, None),
        ("geomap --help", helped, limits["help_s"]),
        ("geomap map, one report", drawn, limits["one_report_map_s"]),
    ):
        print(f"| {name} | {value:.3f} s | {value / bare:.1f}x | {value / folium:.2f}x | {f'{limit} s' if limit else ''} |")
    built = f"{limits['index_build_s']:g} s, {limits['index_build_gb']} GB"
    print(f"| index from nothing | {built_s:.1f} s, {built_gb:.2f} GB | | | {built} |")
    print(f"| map of the samples | {size:.2f} MB | | | {limits['sample_map_mb']} MB |")
    opened = "no chromium here" if ready is None else f"{ready:.2f} s"
    print(f"| interactive in Chromium | {opened} | | | {limits['interactive_s']:g} s |")
    measured = {
        "help_s": helped,
        "one_report_map_s": drawn,
        "index_build_s": built_s,
        "index_build_gb": built_gb,
        "sample_map_mb": size,
        "interactive_s": ready or 0.0,
    }
    above = [name for name, value in measured.items() if value > limits[name]]
    print("\nall within their limits" if not above else f"\nABOVE THE LIMIT: {', '.join(above)}")
    print(f"peak of this run's children: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6:.2f} GB")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
