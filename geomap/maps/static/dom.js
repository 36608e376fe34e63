// The only ways in which text and pictures get into the page: textContent and elements made here.
const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes || {})) {
    if (k === "class") node.className = v;
    else if (k === "on") for (const [type, f] of Object.entries(v)) node.addEventListener(type, f);
    else if (v === true) node.setAttribute(k, "");
    else if (v !== false && v !== null && v !== undefined) node.setAttribute(k, v);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}
function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attributes || {})) node.setAttribute(k, v);
  node.append(...children);
  return node;
}
// A report's own words: isolated, so that right-to-left text and overrides in it turn nothing around.
function words(text, cls) { return el("bdi", { dir: "auto", class: cls || "" }, text); }
function safeLink(address, text) {
  let url = null;
  try { url = new URL(address); } catch { /* no address */ }
  if (!url || !/^https?:$/.test(url.protocol)) return words(text || address);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, words(text || address));
}

const SHAPES = {
  triangle: "M12 3.2 21.6 20H2.4Z", square: "M4 4H20V20H4Z", diamond: "M12 2 22 12 12 22 2 12Z", bar: "M2 8.5H22V15.5H2Z",
  pentagon: "M12 2.5 21.8 9.6 18 21H6L2.2 9.6Z", arrow: "M12 2 20 21 12 16.5 4 21Z",
  cross: "M8.5 3H15.5V8.5H21V15.5H15.5V21H8.5V15.5H3V8.5H8.5Z",
  // Of no kind yet: a new one may take them.
  shield: "M4 3.5H20V12C20 17 16.5 20 12 22 7.5 20 4 17 4 12Z", hexagon: "M7 3.5H17L22 12 17 20.5H7L2 12Z", star: "M12 2 15 9 22 9.5 16.5 14 18.5 21 12 17 5.5 21 7.5 14 2 9.5 9 9Z",
};
// Certainty: filled with a ring, filled, half filled, hollow dashed, hollow dotted, hollow and struck through.
function markSvg(kind, certainty, size) {
  const shape = SHAPES[(data.kinds[kind] || {}).shape] || SHAPES.square;
  const root = svg("svg", { viewBox: "-3 -3 30 30", width: size, height: size, class: `mark k-${cssName(kind)} c-${certainty}`, "aria-hidden": "true", focusable: "false" });
  if (certainty === "confirmed") root.append(svg("circle", { cx: 12, cy: 12, r: 13.6, class: "ring" }));
  root.append(svg("path", { d: shape, class: "halo" }));
  if (certainty === "claimed") {
    const clip = `half-${cssName(kind)}-${(markSvg.n = (markSvg.n || 0) + 1)}`;
    root.append(svg("clipPath", { id: clip }, svg("rect", { x: -3, y: 12, width: 30, height: 15 })));
    root.append(svg("path", { d: shape, class: "body hollow" }), svg("path", { d: shape, class: "fill", "clip-path": `url(#${clip})` }));
  } else root.append(svg("path", { d: shape, class: "body" }));
  if (certainty === "denied") root.append(svg("path", { d: "M1 23 23 1", class: "strike" }));
  return root;
}
function cssName(text) { return String(text).replace(/[^a-z_]/g, ""); }
function dashes(certainty) { return { possible: "9 6", planned: "1 6", denied: "2 4 9 4" }[certainty] || null; }
