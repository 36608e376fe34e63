"""The finished page: folium's shell, scripts and styles inlined, the island spliced in last, a policy for all else.

folium, branca and Jinja see only constants of this package. What comes from a report, a title, a file name or the
gazetteer travels in the island (``maps.data``) and is put in after all rendering is done.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from geomap.gazetteer import tables
from geomap.gazetteer.index import Index
from geomap.lexicon import kinds
from geomap.maps.basemap import around, world
from geomap.maps.data import compressed, escaped, island

TITLE = "Reported military activity"
_SCRIPTS = ("state.js", "dom.js", "base.js", "marks.js", "search.js", "filters.js", "panel.js", "ui.js", "print.js")


def render(collection: dict[str, Any], index: Index, *, title: str = TITLE, embed: bool = False) -> str:
    """The page as one HTML text that needs no network; the same text for the same input.

    Args:
        collection: the FeatureCollection of ``geomap.features``, or one corrected by hand.
        index: the gazetteer, for the base map.
        title: the heading of the panel.
        embed: without the side panel, for an ``<iframe>``.
    """
    near = compressed(around(collection["features"], index))
    data = (
        f'<script type="application/json" id="geomap-data">{escaped(island(collection, title))}</script>\n'
        f'<script type="application/octet-stream" id="geomap-world">{world(index)}</script>\n'
        f'<script type="application/octet-stream" id="geomap-near">{near}</script>\n'
    )
    return shell(embed=embed).replace("<!--island-->", data, 1)


@cache
def shell(*, embed: bool) -> str:
    """The page without its data, which is the same for every map.

    It is kept in the cache, since folium takes longer to start than a report takes to read.
    """
    layout = "embed" if embed else "full"
    parts = [_static(name) for name in ("page.html", "ui.css", "fallback.js", *_SCRIPTS)]
    versions = [version(name) for name in ("folium", "XStatic-Leaflet", "XStatic-Leaflet-MarkerCluster")]
    key = hashlib.sha256("\0".join([*parts, *versions, _kind_css(), _static_source()]).encode()).hexdigest()[:16]
    return tables.kept(tables.cache_folder() / f"shell-{layout}-{key}.html", lambda: drawn_shell(layout))


def _static_source() -> str:
    return Path(__file__).read_text(encoding="utf-8")


def drawn_shell(layout: str) -> str:
    """The shell drawn anew: of constants alone, with a content security policy of its scripts' hashes."""
    html = _folium()
    box = re.search(r'<div class="folium-map".*?</div>', html, re.DOTALL)
    if not box:
        msg = "folium drew no map"
        raise RuntimeError(msg)
    page = _static("page.html").replace("<!--map-->", box.group())
    head = "\n".join(
        f"<style>{css}</style>"
        for css in (
            _leaflet_css(),
            _package("leaflet_markercluster", "MarkerCluster.css"),
            _static("ui.css") + _kind_css(),
        )
    )
    scripts = [
        _static("fallback.js"),
        _package("leaflet", "leaflet.js"),
        _package("leaflet_markercluster", "leaflet.markercluster.js"),
    ]
    own = '(function () {\n"use strict";\n' + "\n".join(_static(name) for name in _SCRIPTS) + "\n})();"
    html = html.replace(box.group(), page + "\n<!--island-->\n" + "\n".join(_script(s) for s in scripts), 1)
    html = html.replace("</html>", _script(own) + "\n</html>", 1)
    html = re.sub(
        r'<meta name="viewport".*?/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1" />',
        html,
        count=1,
        flags=re.DOTALL,
    )
    html = html.replace("<html>", '<html lang="en">', 1).replace("<body>", f'<body data-layout="{layout}" data-view="list">', 1)
    html = html.replace("</head>", f"<title>{TITLE}</title>\n{head}\n</head>", 1)
    return html.replace("<head>", f"<head>\n{_policy(html)}", 1)


def _folium() -> str:
    """The map element and the script that starts it."""
    import folium

    drawn = folium.Map(
        location=[50, 60], zoom_start=3, tiles=None, zoom_control=False, attribution_control=True, world_copy_jump=False
    )
    drawn.default_js, drawn.default_css = [], []  # scripts and styles are inlined here, not fetched from elsewhere
    drawn._id = drawn.get_root()._id = "geomap"  # noqa: SLF001  # folium's ids are random; the page's are not
    rendered: str = drawn.get_root().render()
    return rendered


def _policy(html: str) -> str:
    """The content security policy: these scripts, these styles, pictures from within, no connection."""

    def hashes(tag: str) -> str:
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found)
        return " ".join(f"'sha256-{d}'" for d in digests)

    rules = (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')}; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    metas = (
        '<meta charset="utf-8" />',
        f'<meta http-equiv="Content-Security-Policy" content="{rules}" />',
        '<meta name="referrer" content="no-referrer" />',
    )
    return "\n".join(metas)


def _script(text: str) -> str:
    inert = text.replace("</script", "<\\/script")
    return f"<script>{inert}</script>"


def _static(name: str) -> str:
    return (files("geomap.maps") / "static" / name).read_text(encoding="utf-8")


def _package(package: str, name: str) -> str:
    """A file of a package that carries JavaScript, without the pointer to its source map, which a browser would ask for."""
    from importlib.util import find_spec

    spec = find_spec(f"xstatic.pkg.{package}")
    if not spec or not spec.origin:
        msg = f"the package xstatic.pkg.{package} is not installed"
        raise RuntimeError(msg)
    text = (Path(spec.origin).parent / "data" / name).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S+", "", text)


def _leaflet_css() -> str:
    """Leaflet's style without its pictures: no control of ours shows them."""
    return re.sub(r"(?:background-image|behavior)\s*:\s*url\([^)]*\);?", "", _package("leaflet", "leaflet.css"))


def _kind_css() -> str:
    """Each kind's colour, light and dark, as one variable that marks, lists and texts use."""
    rules = []
    for kind in kinds().values():
        light = f".k-{kind.name}{{--k:{kind.color};--edge:#fff;--mark:color-mix(in srgb,{kind.color} 28%,transparent)}}"
        dark = f".k-{kind.name}{{--k:{kind.dark};--edge:#15191e;--mark:color-mix(in srgb,{kind.dark} 30%,transparent)}}"
        rules.append(
            light + f':root[data-theme="dark"] {dark}@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]) {dark}}}'
        )
    return "\n".join(rules)
