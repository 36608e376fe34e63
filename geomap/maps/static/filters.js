// What is shown: the filters of the chips and of the legend, the search field, the order of the list.
function toggle(field, value) {
  const only = state.only[field];
  if (only.has(value)) only.delete(value); else only.add(value);
  if (only.size === present(field).length) only.clear();  // all of them is no filter
  const held = document.activeElement, box = held && held.closest("#chips, #legend-body");
  redraw();
  const again = box && box.querySelector(`.filter.${field}[data-value="${CSS.escape(value)}"]`);
  if (again) again.focus({ preventScroll: true });
}
function redraw() {
  drawChips();
  drawLegend();
  drawList();
  if (state.event && !eventById.get(state.event).features.some(shown)) closeEvent(false);
  refreshMarks();
  remember();
}
function noFilters() {
  state.only.kind.clear();
  state.only.certainty.clear();
  state.query = $("search").value = "";
}
function clearFilters() { noFilters(); redraw(); $("search").focus(); }
function filterButton(field, value, label, picture, n) {
  const chosen = state.only[field].has(value), off = state.only[field].size && !chosen;
  return el("button", { type: "button", class: `filter ${field}${off ? " off" : ""}${chosen ? " only" : ""}`, "aria-pressed": String(chosen), "data-value": value, title: chosen ? "" : "Show only these", on: { click: () => toggle(field, value) } }, picture, el("span", {}, label), el("span", { class: "n" }, String(n || 0)));
}
function drawChips() {
  const kinds = countsOf("kind"), certainties = countsOf("certainty");
  $("chips").replaceChildren(
    ...present("kind").map((k) => filterButton("kind", k, data.kinds[k].label, markSvg(k, "reported", 15), kinds.get(k))),
    ...present("certainty").map((c) => filterButton("certainty", c, c, null, certainties.get(c))),
    ...(filtered() ? [el("button", { type: "button", class: "clear", on: { click: clearFilters } }, "Clear")] : []));
}
function drawLegend() {
  const kinds = countsOf("kind"), certainties = countsOf("certainty"), first = present("kind")[0], notes = [];
  const types = new Set(data.features.map((f) => f.geometry.type)), is = (t) => [...types].some((x) => x.includes(t));
  const sample = (...children) => svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, class: `sample k-${cssName(first)}`, "aria-hidden": "true" }, ...children);
  if (is("Polygon")) notes.push([sample(svg("rect", { x: 2, y: 2, width: 22, height: 14, class: "s-area" })), "area: somewhere in it"]);
  if (is("LineString")) notes.push([sample(svg("path", { d: "M2 14Q12 2 23 6", class: "s-line" })), "route not reported: shortest line"]);
  if (is("Point")) notes.push([sample(svg("circle", { cx: 13, cy: 9, r: 7.5, class: "s-ring" })), "ring: how exactly the place is known"]);
  if (data.features.some((f) => f.match === "approximate" || (f.ends || []).some((e) => e.match === "approximate"))) notes.push([el("b", { class: "sample" }, "≈"), "name matched approximately"]);
  if (events.some((e) => e.differences.length)) notes.push([el("b", { class: "sample" }, DIFFER), "claims contradict each other"]);
  const sampleKind = present("kind").find((k) => data.kinds[k].shape !== "arrow" && data.kinds[k].shape !== "bar") || first;
  $("legend").hidden = !events.length;
  $("legend-body").replaceChildren(
    el("div", { class: "legend-group", role: "group", "aria-label": "Kinds" }, present("kind").map((k) => filterButton("kind", k, data.kinds[k].label, markSvg(k, "reported", 18), kinds.get(k)))),
    el("div", { class: "legend-group", role: "group", "aria-label": "Certainty" }, present("certainty").map((c) => filterButton("certainty", c, c, markSvg(sampleKind, c, 18), certainties.get(c)))),
    el("ul", { class: "notes" }, notes.map(([picture, text]) => el("li", {}, picture, text))));
}

// The order of the list, and under which heading an event stands; each order has its own.
const ORDERS = {
  day: {
    label: "by day",
    key: order,
    heading: (e) => { const w = whenOf(featureOf(e)); if (!w || !w.start) return "Day or month not stated"; const [y, m] = w.start.split("-").map(Number); return YEARS.size > 2 ? String(y) : `${MONTHS[m - 1]} ${y}`; },
  },
  place: { label: "by place", key: (e) => bare(featureOf(e).label.replace(/^≈\s*/, "")), heading: (e) => { const f = featureOf(e); return f.where ? f.where.split(", ").pop() : f.place || "No place named"; } },
  report: { label: "by outlet", key: outletOf, heading: outletOf },
};
function outletOf(event) { return publisherOf(claimsOf(event)[0]) || "Outlet not stated"; }
const YEARS = new Set(events.map((e) => ((whenOf(e.features[0]) || {}).start || "").slice(0, 4)).filter(Boolean));
function sorted(list) {
  const { key, heading } = ORDERS[state.sort], keyed = list.map((e) => [heading(e), key(e), e]);
  if (state.sort !== "day") keyed.sort((a, b) => a[0].localeCompare(b[0]) || a[1].localeCompare(b[1]));
  return keyed.map(([under, , event]) => [under, event]);
}
// The shown events as the list has them.
function inOrder() { return sorted(shownEvents()).map(([, event]) => event); }
// What alone is shown, in words.
function chosenWords() { return [...state.only.kind].map((k) => data.kinds[k].label.toLowerCase()).concat([...state.only.certainty]); }

function wireFilters() {
  const field = $("search"), by = $("sort");
  let waiting = 0;
  field.value = state.query;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { state.query = field.value.trim(); redraw(); }, TYPED); });
  field.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { e.stopPropagation(); if (field.value) { field.value = state.query = ""; redraw(); } else field.blur(); }
    if (e.key === "Enter") { const row = document.querySelector("#list button.row"); if (row) row.focus(); }
  });
  by.replaceChildren(...Object.entries(ORDERS).map(([value, { label }]) => el("option", { value }, label)));
  by.value = state.sort;
  by.addEventListener("change", () => { state.sort = by.value; drawList(); remember(); });
  $("find").hidden = events.length < 2;
}
// A pause in typing after which the map follows, in milliseconds.
const TYPED = 160;
function focusSearch() { if ($("find").hidden || EMBED) return; if (state.view !== "list") closeEvent(); if (sheet.active()) sheet.set("half"); $("search").focus(); $("search").select(); }
