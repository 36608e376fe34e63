// On paper: the map with numbered marks and its legend, then the events with their numbers, quotes and sources.
const paper = { view: null };
function printedItem(event, number) {
  const f = featureOf(event), claims = claimsOf(event), lead = leadOf(claims, f);
  const one = (c) => [el("blockquote", { class: "quote" }, marked(c)), el("p", { class: "source-line" }, words(whoWords(c)), " · ", words(whenWords(c.when)), " · ", words([c.outlet || "outlet not stated", longDate(c.published) || "date not known"].join(", ")))];
  return el("li", { class: "printed" }, el("p", {}, el("b", {}, `${number}. `), markSvg(event.kind, f.certainty, 16), ` ${data.kinds[event.kind].label}: `, el("strong", {}, words(placesOf(event, f).named)), " ", badge(f.certainty, lead.cue)),
    ...one(worn(lead, f)), ...claims.filter((c) => c !== lead).flatMap((c) => [el("p", {}, badge(c.certainty, c.cue)), ...one(c)]));
}
function toPaper() {
  if (paper.view) return;
  paper.view = { center: map.getCenter(), zoom: map.getZoom(), legend: $("legend").dataset.open };
  const list = inOrder();
  state.numbers = new Map(list.map((e, n) => [e.id, n + 1]));
  const only = chosenWords().concat(state.query ? [`“${state.query}”`] : []);
  const left = data.unplaced.map((u) => el("li", {}, el("strong", {}, words(u.name)), ": ", words(u.reason))).concat(data.problems.map((p) => el("li", {}, words(p.message))));
  $("paper").replaceChildren(...(only.length ? [el("li", { class: "printed" }, el("b", {}, "Filtered: "), words(only.join(", ")))] : []), ...list.map((e, n) => printedItem(e, n + 1)), ...(left.length ? [el("li", { class: "printed" }, el("b", {}, "Not on the map"), el("ul", {}, left))] : []));
  document.body.dataset.paper = "true";
  $("legend").dataset.open = "true";
  map.invalidateSize({ animate: false });
  fitAll(false);
  relabel();
}
function fromPaper() {
  if (!paper.view) return;
  const { center, zoom, legend } = paper.view;
  paper.view = state.numbers = null;
  $("paper").replaceChildren();
  delete document.body.dataset.paper;
  $("legend").dataset.open = legend;
  map.invalidateSize({ animate: false });
  map.setView(center, zoom, { animate: false });
  relabel();
}
// A browser that prints at once takes the base map before it is laid out anew: the key lays it out first.
addEventListener("keydown", (e) => { if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key === "p") { e.preventDefault(); toPaper(); setTimeout(() => print(), LAID_OUT); } });
const LAID_OUT = 400;
addEventListener("beforeprint", toPaper);
addEventListener("afterprint", fromPaper);
