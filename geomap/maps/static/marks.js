// The marks: points with rings, hatched areas, flights; clusters only where marks would overlap.
const drawn = { points: [], areas: [], lines: [], cluster: null, ghosts: null, map: null };

function rings(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  return [];
}
function linePoints(geometry) {
  // The parts of a line that is cut at the antimeridian, run on past it in one piece.
  const parts = geometry.type === "LineString" ? [geometry.coordinates] : geometry.type === "MultiLineString" ? geometry.coordinates : [];
  const out = [];
  let shift = 0;
  for (const [lon, lat] of parts.flat()) {
    const last = out[out.length - 1];
    if (last) while (lon + shift - last[1] > 180) shift -= 360;
    if (last) while (lon + shift - last[1] < -180) shift += 360;
    out.push([lat, lon + shift]);
  }
  const first = out.length ? lonOf(out[0][1]) - out[0][1] : 0;
  return out.map(([lat, lon]) => [lat, lon + first]);
}
function labelOf(f) { return isFinite(f.lat) && isFinite(f.lon) && f.lat !== null ? L.latLng(f.lat, lonOf(f.lon)) : null; }
function pointOf(feature) { const [lon, lat] = feature.geometry.coordinates; return [lat, lonOf(lon)]; }

const TOUCH = matchMedia("(pointer: coarse)").matches;
function drawMarks(map) {
  drawn.map = map;
  const shapes = L.svg({ padding: 0.5 }), ringed = new Set();
  defineHatches();
  drawn.cluster = L.markerClusterGroup({
    maxClusterRadius: TOUCH ? 44 : 36, showCoverageOnHover: false, spiderfyOnMaxZoom: true, animate: !calm(), spiderLegPolylineOptions: { weight: 1.2, color: "#777" },
    iconCreateFunction: clusterIcon, spiderfyDistanceMultiplier: 1.3,
  });
  map.addLayer(drawn.cluster);
  drawn.ghosts = L.layerGroup().addTo(map);
  data.features.forEach((f) => {
    const type = f.geometry && f.geometry.type, select = () => openEvent(f.event, f);
    if (type === "Point") {
      const circle = `${f.lat},${f.lon},${f.precision_km},${f.kind},${f.certainty}`, first = !ringed.has(circle);  // marks of one place share its ring
      ringed.add(circle);
      const ring = first && f.role !== "toward" && f.precision_km >= 1 ? L.circle(pointOf(f), { radius: f.precision_km * 1000, interactive: false, renderer: shapes, className: `ring k-${cssName(f.kind)} c-${f.certainty}`, fill: true }) : null;
      const marker = L.marker(pointOf(f), { icon: pointIcon(f, false), keyboard: false, alt: "", riseOnHover: true });
      marker.feature_ = f;
      marker.on("click", select);
      marker.on("mouseover mouseout", (e) => hover(f.event, e.type === "mouseover"));
      drawn.points.push({ f, marker, ring, circle });
    } else if (type === "Polygon" || type === "MultiPolygon") {
      const latlngs = rings(f.geometry).map((p) => p.map((r) => r.map(([x, y]) => [y, lonOf(x)])));
      const area = L.polygon(latlngs, { renderer: shapes, className: `ground k-${cssName(f.kind)}`, stroke: false, fillColor: `url(#hatch-${cssName(f.kind)})`, fillOpacity: 1, smoothFactor: 0.4 });
      const edge = L.polyline(latlngs.flat().flatMap(edges), { renderer: shapes, className: `area k-${cssName(f.kind)} c-${f.certainty}`, dashArray: dashes(f.certainty), weight: 2, smoothFactor: 0.4, interactive: false });
      area.on("click", () => { const all = stacked(f), now = all.indexOf(state.feature); const next = all[(now + 1) % all.length]; openEvent(next.event, next); });
      area.on("mouseover mouseout", (e) => hover(f.event, e.type === "mouseover"));
      const at = labelOf(f) || area.getBounds().getCenter();
      drawn.areas.push({ f, layer: area, edge, at });
    } else if (type === "LineString" || type === "MultiLineString") {
      const points = linePoints(f.geometry);
      if (points.length < 2) return;
      const style = { renderer: shapes, dashArray: dashes(f.certainty), smoothFactor: 0.3 };
      const casing = L.polyline(points, { ...style, className: "casing", weight: 6.5, dashArray: null, interactive: false });
      const line = L.polyline(points, { ...style, className: `route k-${cssName(f.kind)} c-${f.certainty}`, weight: 2.8 });
      const touch = L.polyline(points, { renderer: shapes, className: "touch", weight: 18, opacity: 0 });
      touch.on("click", select);
      touch.on("mouseover mouseout", (e) => hover(f.event, e.type === "mouseover"));
      const ends = [L.marker(points[0], { icon: endIcon(f, "origin"), keyboard: false, zIndexOffset: -4000 }), L.marker(points[points.length - 1], { icon: endIcon(f, "destination", points), keyboard: false, zIndexOffset: -4000 })];
      ends.forEach((m) => m.on("click", select));
      drawn.lines.push({ f, points, layers: [casing, line, touch], ends, line });
    }
  });
  // A cluster has the focus of the keyboard, and no key of its own.
  map.getPane("markerPane").addEventListener("keydown", (e) => {
    const icon = e.target.closest(".leaflet-marker-icon");
    if (!icon || (e.key !== "Enter" && e.key !== " ")) return;
    e.preventDefault();
    e.stopPropagation();
    const box = icon.getBoundingClientRect();
    icon.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }));
  });
  map.on("zoomend", () => drawn.lines.forEach((l) => l.ends[1].setIcon(endIcon(l.f, "destination", l.points))));
  refreshMarks();
}
// The shown areas that lie on one ground with another: a click leads from one to the next.
const groundOf = (f) => `${f.place},${f.lat},${f.lon},${f.side}`;
function stacked(f) { return drawn.areas.filter((a) => shown(a.f) && groundOf(a.f) === groundOf(f)).map((a) => a.f); }
function calm() { return matchMedia("(prefers-reduced-motion: reduce)").matches; }
function defineHatches() {
  const defs = svg("defs", {});
  Object.keys(data.kinds).forEach((kind) => {
    const pattern = svg("pattern", { id: `hatch-${cssName(kind)}`, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(svg("rect", { width: 9, height: 9, class: `hatch-ground k-${cssName(kind)}` }), svg("line", { x1: 0, y1: 0, x2: 0, y2: 9, class: `hatch-line k-${cssName(kind)}` }));
    defs.append(pattern);
  });
  document.body.append(svg("svg", { width: 0, height: 0, class: "defs", "aria-hidden": "true" }, defs));
}
// The sign of an event whose claims contradict each other.
const DIFFER = "≠";
function pointIcon(f, active) {
  const box = el("div", { class: `point${active ? " active" : ""}${f.relation && f.relation !== "at" ? " about" : ""}` }, markSvg(f.kind, f.certainty, 26), eventById.get(f.event).differences.length ? el("b", { class: "differ", title: "claims contradict each other" }, DIFFER) : "");
  const size = TOUCH ? 44 : 26;
  return L.divIcon({ html: box, className: "pin", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}
function endIcon(f, role, points) {
  const root = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, class: `end k-${cssName(f.kind)} c-${f.certainty}` });
  if (role === "origin") root.append(svg("circle", { r: 5, class: "origin" }));
  else root.append(svg("path", { d: "M0 -9 7 8 0 4.5 -7 8Z", class: "arrowhead", transform: `rotate(${heading(points)})` }));
  return L.divIcon({ html: el("div", { class: "point" }, root), className: "pin", iconSize: [24, 24], iconAnchor: [12, 12] });
}
function heading(points) {
  const map = drawn.map, b = map.latLngToLayerPoint(points[points.length - 1]);
  for (let i = points.length - 2; i >= 0; i -= 1) {
    const a = map.latLngToLayerPoint(points[i]);
    if (a.distanceTo(b) > 6 || i === 0) return (Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI;
  }
  return 0;
}
function clusterIcon(cluster) {
  const found = cluster.getAllChildMarkers().map((m) => m.feature_), counts = new Map();
  const ids = new Set(found.map((f) => f.event));
  found.forEach((f) => counts.set(f.kind, (counts.get(f.kind) || 0) + 1));
  const bars = [...counts].map(([kind, n]) => { const b = el("i", { class: `k-${cssName(kind)}` }); b.style.flexGrow = n; return b; });
  const active = found.some((f) => f.event === state.event);
  const names = [...new Set(found.map((f) => f.label))];
  const said = `${plural(found.length, "mark", "marks")} of ${plural(ids.size, "event", "events")} close together: ${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
  const box = el("div", { class: `cluster${active ? " active" : ""}`, role: "img", "aria-label": said, title: said }, el("b", {}, String(found.length)), el("span", { class: "bars" }, bars));
  const size = TOUCH ? 44 : 34;
  return L.divIcon({ html: box, className: "pin", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}
function refreshMarks() {
  const map = drawn.map, keep = (layer, on) => { if (on) { if (!map.hasLayer(layer)) map.addLayer(layer); } else if (map.hasLayer(layer)) map.removeLayer(layer); };
  const wanted = drawn.points.filter((p) => shown(p.f)).map((p) => p.marker);
  drawn.cluster.clearLayers();
  drawn.cluster.addLayers(wanted);
  const rung = new Set(drawn.points.filter((p) => shown(p.f)).map((p) => p.circle));
  drawn.points.forEach((p) => p.ring && keep(p.ring, rung.has(p.circle)));
  const filled = new Set();  // one ground is filled once, however many claims are of it: how dark it is says nothing
  drawn.areas.forEach((a) => {
    const ground = `${groundOf(a.f)},${a.f.kind}`, fill = shown(a.f) && !filled.has(ground);
    if (fill) filled.add(ground);
    keep(a.edge, shown(a.f));
    keep(a.layer, fill);
    if (shown(a.f)) a.edge.bringToBack();
    if (fill) a.layer.bringToBack();
  });
  drawn.lines.forEach((l) => [...l.layers, ...l.ends].forEach((x) => keep(x, shown(l.f))));
  relabel();
}
function relabel() {
  const map = drawn.map;
  if (!map || !map.getPane("names")) map.createPane("names").style.zIndex = 590;
  const rank = (f) => data.certainties.indexOf(f.certainty), points = [], areas = [];
  drawn.points.forEach(({ f, marker }) => {
    if (!shown(f)) return;
    const parent = drawn.cluster.getVisibleParent(marker);
    if (!parent) return;
    // A cluster of one place bears its name; "near" it and in it are told apart in the list.
    const inside = parent === marker ? [f] : parent.getAllChildMarkers().map((m) => m.feature_), one = (key) => new Set(inside.map((x) => x[key])).size === 1;
    points.push({ at: parent.getLatLng(), text: numbered(inside, one("label") ? f.label : one("place") ? inAll(inside) + (f.called || f.place) : ""), size: parent === marker ? 12 : 18, kind: f.kind, rank: rank(f) - (f.event === state.event ? 10 : 0), active: f.event === state.event });
  });
  drawn.lines.forEach(({ f, points: way }) => {
    if (!shown(f)) return;
    const ends = f.ends || [], active = f.event === state.event;
    const name = (n) => (ends[n] ? (ends[n].match === "approximate" ? "≈\u00a0" : "") + (ends[n].called || ends[n].place) : "");
    points.push({ at: way[0], text: numbered([f], name(0)), kind: f.kind, rank: rank(f) - (active ? 10 : 0), active }, { at: way[way.length - 1], text: name(1), kind: f.kind, rank: rank(f) - (active ? 10 : 0), active });
  });
  const small = (layer) => (m) => { const b = layer.getBounds(), a = m.latLngToLayerPoint(b.getNorthWest()), c = m.latLngToLayerPoint(b.getSouthEast()); return Math.min(c.x - a.x, c.y - a.y) < 44; };
  const piled = new Map();
  drawn.areas.forEach(({ f }) => shown(f) && piled.set(groundOf(f), (piled.get(groundOf(f)) || 0) + 1));
  drawn.areas.forEach(({ f, at, layer }) => shown(f) && !areas.some((a) => a.text === f.label && a.at.equals(at)) && areas.push({ at, text: f.label, f, more: piled.get(groundOf(f)), kind: f.kind, small: small(layer) }));
  areas.forEach((a) => { if (state.numbers) a.text = numbered(stacked(a.f), a.text); else if (a.more > 1) a.text += ` (${a.more})`; });
  placeLabels(map, { points, areas });
}
// What a cluster's name begins with, where none of its marks is at the place itself: "near / toward Pokrovsk".
function inAll(features) {
  const all = [...new Set(features.map((f) => relationOf(f).trim()))];
  return all.every(Boolean) ? `${all.sort().join(" / ")} ` : "";
}
// On paper a mark's name begins with the numbers that its events have in the list beside it.
function numbered(features, text) {
  if (!state.numbers) return text;
  const all = [...new Set(features.map((f) => state.numbers.get(f.event)))].filter(Boolean).sort((a, b) => a - b);
  return `${all.slice(0, MOST_NUMBERS).join(", ")}${all.length > MOST_NUMBERS ? " …" : ""} ${text}`.trim();
}
const MOST_NUMBERS = 8;
function hover(id, on) { document.querySelectorAll(`[data-event="${CSS.escape(id)}"]`).forEach((n) => n.classList.toggle("hover", on)); }
let lit = null;  // the event whose marks are raised: only these and the next one's are drawn anew
function highlight(id) {
  const changed = (f) => f.event === id || f.event === lit, points = drawn.points.filter((p) => changed(p.f));
  points.forEach(({ f, marker }) => marker.setIcon(pointIcon(f, f.event === id)));
  drawn.cluster.refreshClusters(points.map((p) => p.marker));
  [...drawn.areas.map((a) => [a.f, a.edge]), ...drawn.lines.map((l) => [l.f, l.line])].filter(([f]) => changed(f)).forEach(([f, layer]) => { const node = layer.getElement(); if (node) node.classList.toggle("active", f.event === id); });
  lit = id;
}
function boundsOf(features) {
  const one = (f) => {
    const g = f.geometry, bounds = L.latLngBounds([]);
    if (g.type === "Point") return L.latLng(pointOf(f)).toBounds(Math.max((f.precision_km || 1) * 2000, 4000));
    if (g.type.endsWith("LineString")) linePoints(g).forEach((p) => bounds.extend(p));
    else rings(g).flat(2).forEach(([x, y]) => bounds.extend([y, lonOf(x)]));
    return bounds;
  };
  // Beside other marks a country as wide as Russia counts by its label: its outline would show the whole world.
  const each = features.map((f) => [f, one(f)]);
  const wide = ([f, b]) => f.geometry.type.endsWith("Polygon") && b.getEast() - b.getWest() > 60 && labelOf(f);
  const others = each.some((e) => !wide(e)), bounds = L.latLngBounds([]);
  each.forEach((e) => bounds.extend(others && wide(e) ? labelOf(e[0]) : e[1]));
  return bounds;
}
function ghosts(rejected) {
  drawn.ghosts.clearLayers();
  (rejected || []).forEach((r) => {
    drawn.ghosts.addLayer(L.circleMarker([r.lat, lonOf(r.lon)], { radius: 7, className: "ghost", interactive: false }));
    drawn.ghosts.addLayer(L.tooltip({ permanent: true, direction: "right", className: "ghost-name", offset: [8, 0] }).setLatLng([r.lat, lonOf(r.lon)]).setContent(el("span", {}, words(`${r.name}, ${r.where}: not chosen`))));
  });
}
