// Wiring: views, filters, keys, theme, the address fragment, the sheet on narrow screens.
const EMBED = document.body.dataset.layout === "embed";
const map = window.map_geomap;
const narrow = matchMedia("(max-width: 899px)");

function show(view) {
  state.view = view;
  ["list", "card", "report"].forEach((v) => { $(`${v}-view`).hidden = v !== view; });
  document.body.dataset.view = view;
}
let listScroll = 0, cameFrom = null;
function leaveList() { if (state.view === "list") { listScroll = $("list-view").scrollTop; cameFrom = document.activeElement; } }
function openEvent(id, feature, move = !feature || sheet.active()) {
  const event = eventById.get(id);
  if (!event) return;
  leaveList();
  const from = state.view;
  state.event = id;
  state.feature = featureOf(event, feature);
  drawCard(event, feature);
  show("card");
  if (sheet.active() && sheet.stop !== "half") sheet.set("half");
  mark(event, move);
  $("card-view").focus({ preventScroll: true });
  remember(from === "list");
}
function mark(event, move) {
  highlight(event.id);
  document.querySelectorAll("#list li.current").forEach((n) => n.classList.remove("current"));
  const row = document.querySelector(`#list li[data-event="${CSS.escape(event.id)}"]`);
  if (row) row.classList.add("current");
  const bounds = boundsOf(event.features), pad = padding(), size = map.getSize();
  const over = sheet.active() ? [EMBED ? pad.paddingTopLeft[0] - 40 : 0, pad.paddingBottomRight[1] - 8] : [0, 0];
  const free = L.latLngBounds(map.containerPointToLatLng([over[0], size.y - over[1]]), map.containerPointToLatLng([size.x, 0]));
  if (move && bounds.isValid() && !free.pad(-0.02).contains(bounds)) map.fitBounds(bounds, { ...pad, maxZoom: Math.max(map.getZoom(), 7), animate: !calm() });
  // An event of one place that hides in a cluster is brought out of it; one of several marks its clusters.
  const at = bounds.isValid() && map.getBounds(), small = at && (bounds.getEast() - bounds.getWest()) * 3 < at.getEast() - at.getWest() && (bounds.getNorth() - bounds.getSouth()) * 3 < at.getNorth() - at.getSouth();
  const hidden = drawn.points.filter((p) => p.f.event === event.id && drawn.cluster.getVisibleParent(p.marker) !== p.marker);
  const alone = event.features.length === 1, spot = state.feature && hidden.find((p) => p.f === state.feature);
  if (move && small && (hidden.length ? !alone : tiny(bounds))) map.fitBounds(bounds, { ...pad, maxZoom: 9, animate: !calm() });
  if (move && alone && hidden.length) bringOut(hidden[0].marker, pad); else if (spot) fanOut(spot.marker);
  relabel();
}
function tiny(bounds) { const a = map.latLngToLayerPoint(bounds.getNorthWest()), b = map.latLngToLayerPoint(bounds.getSouthEast()); return Math.max(b.x - a.x, b.y - a.y) < TINY; }
const TINY = 30, NEAR_ZOOM = 10;
// Out of its cluster: as near as it takes for it to stand alone; marks of one and the same spot are fanned out.
function bringOut(marker, pad) {
  const holder = marker.__parent, apart = holder && holder._zoom + 1;  // the innermost cluster
  const zoom = Math.max(map.getZoom(), Math.min(apart, NEAR_ZOOM));
  if (zoom > map.getZoom()) map.fitBounds(marker.getLatLng().toBounds(2000), { ...pad, maxZoom: zoom, animate: false });
  setTimeout(() => fanOut(marker), calm() ? 50 : 400);  // clusters part with a movement, and fan out only behind it
}
function fanOut(marker) {
  const parent = drawn.cluster.getVisibleParent(marker);
  if (parent && parent !== marker && parent.spiderfy) parent.spiderfy();
}
function closeEvent(focus = true) {
  const id = state.event;
  state.event = state.feature = null;
  ghosts([]);
  show("list");
  highlight(null);
  relabel();
  $("list-view").scrollTop = listScroll;
  const row = id && document.querySelector(`#list li[data-event="${CSS.escape(id)}"] button`);
  const back = row || (cameFrom && cameFrom.isConnected ? cameFrom : null);
  if (focus && back) back.focus({ preventScroll: true });
  if (EMBED) sheet.set("peek");
  remember();
}
function openReport(id, at) {
  if (!reports.has(id)) return;
  leaveList();
  const from = state.view;
  state.report = id;
  drawReport(id, at);
  show("report");
  if (sheet.active()) sheet.set("full");
  $("report-view").focus({ preventScroll: true });
  remember(from !== "report");
}
// A claim's sentence in its report.
function readIn(claim) { openReport(claim.report, (claim.spans.evidence || [0])[0]); }
function closeReport() { if (state.event) openEvent(state.event, state.feature, false); else closeEvent(); }
function step(by) {
  const list = inOrder();
  if (!list.length) return;
  const now = list.findIndex((e) => e.id === state.event);
  openEvent(list[now < 0 ? (by > 0 ? 0 : list.length - 1) : (now + by + list.length) % list.length].id);
}

// The address fragment holds the open event or report, the filters, the theme and the view; a bad one is told of, never fatal.
// A step is one that the browser's "back" takes back: from the list into a card, from there into a report.
function remember(step = false) {
  const parts = [];
  if (state.event) parts.push(`e=${encodeURIComponent(state.event)}`);
  const all = state.event && eventById.get(state.event).features;
  if (all && state.feature !== all[0]) parts.push(`m=${all.indexOf(state.feature) + 1}`);
  if (state.view === "report") parts.push(`r=${encodeURIComponent(state.report)}`);
  const only = [...state.only.kind, ...state.only.certainty];
  if (only.length) parts.push(`only=${only.map(encodeURIComponent).join(",")}`);
  if (state.query) parts.push(`q=${encodeURIComponent(state.query)}`);
  if (state.sort !== "day") parts.push(`sort=${state.sort}`);
  if (state.theme !== "auto") parts.push(`theme=${state.theme}`);
  if (moved) { const c = map.getCenter(); parts.push(`at=${c.lat.toFixed(3)},${c.lng.toFixed(3)},${map.getZoom()}`); }
  const to = parts.length ? `#${parts.join("&")}` : location.pathname + location.search;
  try { history[step && !EMBED && to !== location.hash ? "pushState" : "replaceState"](null, "", to); } catch { /* a sandboxed frame has no address to keep */ }
}
let moved = false;
function recall() {
  const bad = [];
  let view = null, event = null, mark = null, report = null;
  location.hash.slice(1).split("&").filter(Boolean).forEach((part) => {
    const [key, value = ""] = part.split("=");
    let text = "";
    try { text = decodeURIComponent(value); } catch { bad.push(part); return; }
    if (key === "e" && eventById.has(text)) event = text;
    else if (key === "m" && /^\d{1,6}$/.test(text)) mark = Number(text) - 1;
    else if (key === "r" && reports.has(text)) report = text;
    else if (key === "only") text.split(",").forEach((v) => { if (Object.hasOwn(data.kinds, v)) state.only.kind.add(v); else if (data.certainties.includes(v)) state.only.certainty.add(v); else bad.push(v); });
    else if (key === "q") state.query = text;
    else if (key === "sort" && Object.hasOwn(ORDERS, text)) state.sort = text;
    else if (key === "theme" && ["light", "dark"].includes(text)) state.theme = text;
    else if (key === "at" && /^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(text) && inReach(text.split(",").map(Number))) view = text.split(",").map(Number);
    else if (!["list", "map_geomap"].includes(key)) bad.push(part);
  });
  const feature = event && mark !== null ? eventById.get(event).features[mark] : null;
  if (event && mark !== null && !feature) bad.push("m");
  if (bad.length) note("The address of this page named something that is not in this map; it was left out.");
  return { view, event, feature, report };
}
function inReach([lat, lon, zoom]) { return Math.abs(lat) <= 85 && Math.abs(lon) <= 540 && zoom >= 1 && zoom <= 13; }
function note(text) { const n = $("note"); n.textContent = text; n.hidden = false; setTimeout(() => { n.hidden = true; }, 9000); }

function applyTheme() {
  const root = document.documentElement;
  if (state.theme === "auto") delete root.dataset.theme; else root.dataset.theme = state.theme;
  if (base.recolor) base.recolor();
}
function isDark() { return state.theme === "dark" || (state.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches); }

// The sheet: on narrow screens, and in an embedded map, the panel comes from below with three stops.
const sheet = {
  stop: "peek",
  active: () => narrow.matches || EMBED,
  set(stop) { sheet.stop = stop; document.body.dataset.sheet = stop; const h = $("handle"); h.setAttribute("aria-expanded", String(stop !== "peek")); },
};
function wireSheet() {
  const handle = $("handle"), stops = ["peek", "half", "full"];
  let from = null;
  handle.addEventListener("click", () => { if (!wireSheet.dragged) sheet.set(sheet.stop === "peek" ? "half" : sheet.stop === "half" ? "full" : "peek"); wireSheet.dragged = false; });
  const head = $("head");
  [handle, head].forEach((n) => n.addEventListener("pointerdown", (e) => { if (sheet.active() && (n === handle || !e.target.closest("button,a"))) { from = e.clientY; if (n === handle) n.setPointerCapture(e.pointerId); } }));
  addEventListener("pointerup", (e) => {
    if (from === null) return;
    const by = e.clientY - from, now = stops.indexOf(sheet.stop);
    from = null;
    wireSheet.dragged = Math.abs(by) > 24;
    if (wireSheet.dragged) sheet.set(stops[Math.max(0, Math.min(2, now + (by < 0 ? 1 : -1)))]);
  });
}
// A map narrower than this has no room for the open legend beside its marks.
const ROOMY = 760;
// What covers the map is left free of marks: the open legend, and the sheet as far as it stands over the map.
function padding() {
  const size = map.getSize(), legend = $("legend");
  if (!sheet.active()) {
    const beside = legend.dataset.open === "true" && size.x > ROOMY ? legend.offsetWidth + 24 : 40;
    return { paddingTopLeft: [beside, 50], paddingBottomRight: [70, 60] };
  }
  if (EMBED && size.x > 640) return { paddingTopLeft: [sheet.stop === "peek" ? 40 : 480, 58], paddingBottomRight: [60, 40] };
  const covered = EMBED ? (sheet.stop === "peek" ? 30 : size.y * 0.5) : sheet.stop === "peek" ? 30 : Math.min(Math.max(innerHeight * 0.52, Math.min(320, innerHeight * 0.88)) - (innerHeight - size.y) + 16, size.y * 0.62);
  return { paddingTopLeft: [28, 58], paddingBottomRight: [56, Math.max(30, covered)] };
}
function fitAll(animate) {
  const bounds = boundsOf(data.features.filter(shown));
  if (bounds.isValid()) map.fitBounds(bounds, { ...padding(), maxZoom: 8, animate });
  else map.setView([48, 60], 3, { animate });
}

const KEYS = [["/", "search"], ["j  k", "next and previous event"], ["Enter", "open what has the focus"], ["Esc", "back to the list"], ["r", "read the report of the open event"], ["n  p", "next and previous marked sentence"], ["+  −", "zoom"], ["0", "show all events"], ["d", "light or dark"], ["Ctrl P", "print: numbered marks, list with quotes and sources"], ["?", "this help"]];
function wireHelp() {
  const dialog = $("help"), signs = data.certainties.map((c) => el("li", {}, markSvg(present("kind")[0] || "training", c, 20), el("b", {}, c), ` ${CERTAIN_WORDS[c]}`));
  dialog.replaceChildren(el("h2", { id: "help-title" }, "Keys and signs"), el("dl", {}, KEYS.flatMap(([k, what]) => [el("dt", {}, k.split("  ").map((x) => el("kbd", {}, x))), el("dd", {}, what)])),
    el("ul", { class: "signs" }, signs), el("p", { class: "faint" }, "Every mark is what a report says, never a statement that something happened. Days are as the text gives them."),
    el("button", { type: "button", class: "soft", on: { click: () => dialog.close() } }, "Close"));
  $("help-open").addEventListener("click", () => dialog.showModal());
}
function wireKeys() {
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input,textarea,select") || $("help").open) return;
    const act = { j: () => step(1), k: () => step(-1), "+": () => map.zoomIn(), "=": () => map.zoomIn(), "-": () => map.zoomOut(), 0: () => fitAll(!calm()), "/": focusSearch, "?": () => $("help").showModal(), d: () => $("theme").click(),
      n: () => state.view === "report" && stepEvidence(1), p: () => state.view === "report" && stepEvidence(-1),
      r: () => { const c = state.event && leadOf(claimsOf(eventById.get(state.event)), state.feature); if (c) readIn(c); },
      Escape: () => (state.view === "report" ? closeReport() : state.view === "card" ? closeEvent() : sheet.active() && sheet.set("peek")) }[e.key];
    if (act) { act(); e.preventDefault(); }
  });
}
function wireEmbed() {
  // A page is scrolled past an embedded map: the wheel and one finger belong to the page until the map is clicked.
  map.scrollWheelZoom.disable();
  const touch = matchMedia("(pointer: coarse)").matches, hint = $("embed-hint");
  if (touch) map.dragging.disable();
  hint.textContent = touch ? "Use two fingers, or tap the map first" : "Click the map to zoom with the wheel";
  const free = () => { map.scrollWheelZoom.enable(); map.dragging.enable(); hint.hidden = true; };
  map.getContainer().addEventListener("click", free);
  map.getContainer().addEventListener("touchstart", (e) => { if (e.touches.length > 1) free(); }, { passive: true });
  map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  let shownOnce = 0;
  map.getContainer().addEventListener("touchmove", (e) => { if (e.touches.length === 1 && !map.dragging.enabled()) { hint.hidden = false; clearTimeout(shownOnce); shownOnce = setTimeout(() => { hint.hidden = true; }, 1600); } }, { passive: true });
  map.getContainer().addEventListener("wheel", () => { if (!map.scrollWheelZoom.enabled()) { hint.hidden = false; clearTimeout(shownOnce); shownOnce = setTimeout(() => { hint.hidden = true; }, 1600); } }, { passive: true });
  $("embed-counts").hidden = false;
}

function start() {
  document.title = data.title;
  $("title").textContent = data.title;
  const { view, event, feature, report } = recall();
  applyTheme();
  chooseCut(data.features.flatMap((f) => (/Line/.test(f.geometry.type) ? (f.ends || []).map((p) => p.lon) : f.geometry.type === "Point" ? [f.geometry.coordinates[0]] : [f.lon]).filter((x) => typeof x === "number")));
  map.options.zoomSnap = 0.25;
  map.options.maxZoom = 13;
  map.setMinZoom(1);
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Natural Earth: borders as internationally recognised, disputed lines (2017) dashed | GeoNames CC BY 4.0, airportsdata");
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  sheet.set(sheet.active() ? "peek" : "full");
  show("list");
  drawMissing();
  wireFilters();
  drawChips();
  drawLegend();
  drawList();
  const toggleLegend = (open) => { $("legend").dataset.open = String(open); $("legend-toggle").setAttribute("aria-expanded", String(open)); };
  const roomy = () => !sheet.active() && map.getSize().x > ROOMY;
  toggleLegend(roomy());
  if (view) map.setView([view[0], view[1]], view[2], { animate: false }); else fitAll(false);
  drawMarks(map);
  map.on("zoomstart", () => { const p = map.getPane("names"); if (p) p.style.visibility = "hidden"; });
  map.on("moveend zoomend", () => { const p = map.getPane("names"); if (p) p.style.visibility = ""; relabel(); });
  drawn.cluster.on("animationend spiderfied unspiderfied", relabel);
  map.on("dragend", () => { moved = true; remember(); });
  ["wheel", "dblclick"].forEach((kind) => map.getContainer().addEventListener(kind, () => { moved = true; }, { passive: true }));
  map.on("moveend zoomend", () => moved && remember());
  wireKeys(); wireHelp(); wireSheet();
  $("zoom-in").addEventListener("click", () => { moved = true; map.zoomIn(); });
  $("zoom-out").addEventListener("click", () => { moved = true; map.zoomOut(); });
  $("zoom-all").addEventListener("click", () => fitAll(!calm()));
  const toList = () => { if (state.view !== "list") closeEvent(); if (sheet.active()) sheet.set("half"); $("list-view").tabIndex = -1; };
  const focusList = () => { toList(); (document.querySelector("#list button") || $("list-view")).focus(); };
  $("skip").addEventListener("click", (e) => { e.preventDefault(); focusList(); });
  $("embed-counts").addEventListener("click", focusList);
  $("left-out").addEventListener("click", () => { toList(); const first = document.querySelector("#missing summary"); if (first) { first.focus({ preventScroll: true }); first.scrollIntoView({ block: "start" }); } });
  // What the keyboard reaches is seen: the sheet rises from where it hides the list.
  $("views").addEventListener("focusin", (e) => { if (sheet.active() && !EMBED && sheet.stop === "peek" && e.target.matches(":focus-visible")) sheet.set("half"); });
  $("theme").addEventListener("click", () => { state.theme = isDark() ? "light" : "dark"; applyTheme(); remember(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  $("legend-toggle").addEventListener("click", () => toggleLegend($("legend").dataset.open !== "true"));
  narrow.addEventListener("change", () => { sheet.set(sheet.active() ? "peek" : "full"); toggleLegend(roomy()); setTimeout(() => map.invalidateSize(), 60); });
  if (EMBED) wireEmbed();
  if (view) moved = true;
  if (event) openEvent(event, feature, !view);
  if (report) openReport(report, 0);
  addEventListener("hashchange", () => {
    noFilters();
    state.sort = "day";
    const to = recall();
    $("search").value = state.query;
    $("sort").value = state.sort;
    if (to.event) openEvent(to.event, to.feature, !to.view); else if (state.view !== "list") closeEvent();
    redraw();
    if (to.report) openReport(to.report, 0);
    if (to.view) map.setView([to.view[0], to.view[1]], to.view[2], { animate: false });
  });
  document.body.dataset.ready = "marks";
  // The marks stand before the base map is unpacked: where it can't be, they and the list remain.
  drawBase(map).catch(() => note("The base map could not be unpacked by this browser; marks and list are complete.")).then(() => { relabel(); document.body.dataset.ready = "all"; });
}
start();
