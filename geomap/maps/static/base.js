// The base map: unpacked land, water, borders and, chosen anew for each view, the names.
const base = { east: false, least: 0, most: 0, ready: false, towns: [], labels: { countries: [], divisions: [], seas: [] } };

// Longitudes are unwrapped: if the marks lie closer together across the antimeridian, the map is cut in the Atlantic.
function chooseCut(lons) {
  if (!lons.length) return;
  const span = (xs) => Math.max(...xs) - Math.min(...xs);
  base.east = span(lons.map((x) => (x < -30 ? x + 360 : x))) < span(lons) - 1;
  [base.least, base.most] = [Math.min(...lons), Math.max(...lons)];
}
function lonOf(x) { return base.east && x < -30 ? x + 360 : x; }

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
function ringPoints(flat, scale, shift) {
  const points = new Array(flat.length / 2);
  let x = 0, y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i]; y += flat[i + 1];
    points[i / 2] = [y / scale, x / scale + shift];
  }
  return points;
}
function colors() {
  const css = getComputedStyle(document.documentElement), get = (name) => css.getPropertyValue(name).trim();
  return { land: get("--land"), water: get("--water"), border: get("--border"), division: get("--division"), river: get("--river"), disputed: get("--disputed") };
}
// Marks farther east or west than this see the land on the other side of the antimeridian.
const NEAR_CUT = 120;
// A ring's edge as lines, without the stretches along the antimeridian, where an outline is only cut and has no border.
const onCut = (lon) => Math.abs(Math.abs(((lon % 360) + 540) % 360 - 180) - 180) < 0.011;
function edges(ring) {
  const lines = [];
  let line = [];
  ring.forEach((p, i) => {
    if (i && onCut(p[1]) && onCut(ring[i - 1][1])) { if (line.length > 1) lines.push(line); line = []; }
    line.push(p);
  });
  if (line.length > 1) lines.push(line);
  return lines;
}
async function drawBase(map) {
  const [world, near] = await Promise.all(["geomap-world", "geomap-near"].map((id) => unpack($(id).textContent.trim())));
  const c = colors(), shifts = base.east ? [0, 360] : [0, ...(base.most > NEAR_CUT ? [360] : []), ...(base.least < -NEAR_CUT ? [-360] : [])];
  const pane = (name, z) => { const p = map.createPane(name); p.style.zIndex = z; p.style.pointerEvents = "none"; return L.canvas({ pane: name, padding: 0.4 }); };
  const far = pane("world", 200), close = pane("near", 210), fine = pane("divisions", 215), lines = pane("lines", 220);
  const group = L.layerGroup().addTo(map);
  const parts = { land: [], water: [], border: [], division: [], river: [], disputed: [] };
  const add = (part, layer) => { parts[part].push(layer); group.addLayer(layer); };
  const fill = (part, rings, renderer) => add(part, L.polygon(rings, { renderer, interactive: false, fill: true, fillOpacity: 1, fillColor: c[part], stroke: false, smoothFactor: 0.6 }));
  const path = (part, points, renderer, weight, dash) => add(part, L.polyline(points, { renderer, interactive: false, color: c[part], weight, dashArray: dash, smoothFactor: 0.6 }));
  for (const shift of shifts) {
    const points = (flat) => ringPoints(flat, world.scale, shift);
    world.countries.forEach((rings) => { if (rings.length) { const shape = rings.map(points); fill("land", shape, far); path("border", shape.flatMap(edges), far, 0.8); } });
    near.boxes.forEach(([w, s, e, n]) => fill("water", [[[s, w + shift], [s, e + shift], [n, e + shift], [n, w + shift]]], close));
    near.divisions.forEach((rings) => fill("land", rings.map(points), close));
    [...near.lakes, ...world.lakes].forEach((rings) => fill("water", rings.map(points), close));
    [...near.rivers, ...world.rivers].forEach((line) => path("river", points(line), lines, 0.9));
    near.divisionLines.forEach((line) => path("division", points(line), fine, 0.8));
    near.borders.forEach((line) => path("border", points(line), lines, 1.3));
    world.disputed.forEach((line) => path("disputed", points(line), lines, 1.2, "5 4"));
  }
  base.towns = near.towns;
  base.labels = { ...world.labels, divisions: near.labels };
  base.recolor = () => {
    const now = colors();
    for (const [part, layers] of Object.entries(parts)) layers.forEach((l) => l.setStyle(l instanceof L.Polygon ? { fillColor: now[part], color: now.border } : { color: now[part] }));
  };
  const far_off = () => { map.getPane("divisions").style.display = map.getZoom() < 5 ? "none" : ""; };  // finer than the view
  map.on("zoomend", far_off);
  far_off();
  base.ready = true;
}

// Names on the map: those of the marks first, then areas, countries, towns and seas, each only where it has room.
const LEAST_PEOPLE = [5e6, 5e6, 4e6, 2e6, 9e5, 4e5, 1.2e5, 4e4, 1e4, 2e3];
function placeLabels(map, marks) {
  const pane = map.getPane("names") || map.createPane("names");
  pane.style.pointerEvents = "none";
  const size = map.getSize(), zoom = map.getZoom(), taken = [], nodes = [];
  const measure = (placeLabels.ctx = placeLabels.ctx || document.createElement("canvas").getContext("2d"));
  const free = (b) => b[0] >= -4 && b[1] >= -2 && b[2] <= size.x + 4 && b[3] <= size.y + 2 && !taken.some((t) => b[0] < t[2] && t[0] < b[2] && b[1] < t[3] && t[1] < b[3]);
  const written = new Map();  // the same name twice around one point is one name
  const box = map.getContainer().getBoundingClientRect();
  document.querySelectorAll("#legend, #zoom, #embed-counts:not([hidden]), .leaflet-control-scale, .leaflet-control-attribution").forEach((n) => { const r = n.getBoundingClientRect(); if (r.width) taken.push([r.left - box.left - 2, r.top - box.top - 2, r.right - box.left + 2, r.bottom - box.top + 2]); });
  const put = (text, at, cls, px, offsets) => {
    if ((written.get(text) || []).some((p) => p.distanceTo(at) < 70)) return true;
    measure.font = `${cls.includes("bold") ? 600 : 400} ${px}px system-ui, sans-serif`;
    const spread = cls.includes("spaced") ? text.length * 1.6 : 0, w = measure.measureText(text).width + spread + 4, h = px * 1.25;
    for (const [dx, dy] of offsets) {
      const x = at.x + (dx > 0 ? dx : dx < 0 ? dx - w : -w / 2), y = at.y + (dy > 0 ? dy : dy < 0 ? dy - h : -h / 2), box = [x, y, x + w, y + h];
      if (!free(box)) continue;
      taken.push(box);
      const p = map.containerPointToLayerPoint([x + 2, y]);
      const node = el("span", { class: `name ${cls}`, dir: "auto" }, text);
      node.style.transform = `translate(${p.x}px,${p.y}px)`;
      node.style.fontSize = `${px}px`;
      nodes.push(node);
      written.set(text, (written.get(text) || []).concat(at));
      return true;
    }
    return false;
  };
  const at = (lat, lon) => map.latLngToContainerPoint([lat, lonOf(lon)]);
  const around = (r) => [[r, 0], [-r, 0], [0, r], [0, -r], [r - 2, r - 3], [2 - r, r - 3], [r - 2, 3 - r], [2 - r, 3 - r]], middle = [[0, 0], [0, 14], [0, -14]];
  marks.points.forEach((m) => { const p = map.latLngToContainerPoint(m.at); const r = m.size || 11; taken.push([p.x - r, p.y - r, p.x + r, p.y + r]); });
  [...marks.points].sort((a, b) => a.rank - b.rank).forEach((m) => m.text && put(m.text, map.latLngToContainerPoint(m.at), `bold mark-name k-${cssName(m.kind)}${m.active ? " active" : ""}`, 13, around((m.size || 11) + 3)));
  marks.areas.forEach((m) => put(m.text, map.latLngToContainerPoint(m.at), `bold area-name k-${cssName(m.kind)}`, 13, m.small(map) ? around(14) : middle));
  const bounds = map.getBounds().pad(0.1), inside = (lat, lon) => bounds.contains([lat, lonOf(lon)]);
  const pixels = (degrees) => (degrees * 256 * 2 ** zoom) / 360;
  base.labels.countries.filter((c) => inside(c[1], c[2]) && pixels(c[3]) > 46 && pixels(c[3]) < 2600).sort((a, b) => b[3] - a[3])
    .forEach((c) => put(c[0], at(c[1], c[2]), "country spaced", Math.min(16, 10.5 + pixels(c[3]) / 220), middle));
  const least = LEAST_PEOPLE[Math.max(0, Math.min(9, Math.floor(zoom)))];
  const known = new Set(marks.points.map((m) => (m.text || "").replace(/^(≈\u00a0|near |toward |outside )+/, "")));
  let towns = 0;
  for (const [name, lat, lon, people] of base.towns) {
    if (people < least && zoom < 10) break;
    if (towns > 70) break;
    if (known.has(name) || !inside(lat, lon)) continue;
    const p = at(lat, lon);
    const dot = [p.x - 2, p.y - 2, p.x + 2, p.y + 2];
    if (!free(dot)) continue;
    if (put(name, p, "town", people > 1e6 ? 12 : 11, [[5, 0], [-5, 0], [0, 5], [0, -5]])) {
      taken.push(dot);
      towns += 1;
      const q = map.containerPointToLayerPoint([p.x - 1.5, p.y - 1.5]), spot = el("span", { class: "spot" });
      spot.style.transform = `translate(${q.x}px,${q.y}px)`;
      nodes.push(spot);
    }
  }
  if (zoom >= 5) base.labels.divisions.forEach(([name, lat, lon]) => inside(lat, lon) && put(name, at(lat, lon), "division spaced", 10.5, middle));
  base.labels.seas.filter((s) => inside(s[1], s[2]) && pixels(s[3]) > 40).forEach((s) => put(s[0], at(s[1], s[2]), "sea", 11, middle));
  pane.replaceChildren(...nodes);
}
