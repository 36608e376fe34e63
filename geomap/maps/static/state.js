// The island and what follows from it alone: events, filters, order, words. Nothing here touches the page.
const data = JSON.parse(document.getElementById("geomap-data").textContent);
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const CERTAIN_WORDS = {
  confirmed: "confirmed by evidence that the report names", reported: "reported without a hedge; also a force that tells of its own exercise or flight", claimed: "claimed by one side or an unnamed source",
  possible: "hedged: may, could, probably", planned: "announced or expected", denied: "said not to have happened",
};
const STANDING_WORDS = { party: "an official or military source", neutral: "a neutral source", media: "a news outlet", analyst: "an institute or analyst", unnamed: "an unnamed source" };
const ALL_KINDS = data.all_kinds;
const reports = new Map(data.reports.map((r) => [r.id, r]));

function relationOf(place) {
  const side = place.side || "";
  if (place.role === "toward") return "toward ";
  if (["offset", "near"].includes(place.relation) && place.distance_km) return `${+place.distance_km.toPrecision(place.distance_km < 100 ? 2 : 3)} km ${side ? `${side} of` : "from"} `;
  if (place.relation === "part") return `${side}ern `;
  return place.relation === "near" ? (side ? `${side} of ` : "near ") : place.relation === "outside" ? "outside " : "";
}

function gather() {
  const events = new Map();
  data.features.forEach((f, n) => {
    f.n = n;
    f.label = (f.match === "approximate" ? "≈\u00a0" : "") + relationOf(f) + (f.called || f.place || "unnamed place");
    if (f.match === "aside") f.label = `${f.written} (${f.label})`;
    if (!events.has(f.event)) {
      const known = data.events[f.event] || {};
      events.set(f.event, { id: f.event, kind: f.kind, features: [], claims: known.claims || [], differences: known.differences || [], reprints: known.reprints || [] });
    }
    events.get(f.event).features.push(f);
  });
  return [...events.values()].sort((a, b) => order(a).localeCompare(order(b)) || a.id.localeCompare(b.id));
}
// An event is sorted by the claim that its mark wears, or else by the first of its claims that gives a day.
function whenOf(feature) {
  if (feature.when && feature.when.start) return feature.when;
  const said = ((data.events[feature.event] || {}).claims || []).map((c) => c.when).find((w) => w && w.start);
  return said || feature.when;
}
function order(event) { const w = whenOf(event.features[0]); return (w && w.start) || "9999"; }
const events = gather();
const eventById = new Map(events.map((e) => [e.id, e]));

// Of each filter the values that alone are shown; none chosen: all of them.
const state = { numbers: null, event: null, feature: null, view: "list", report: null, only: { kind: new Set(), certainty: new Set() }, query: "", sort: "day", theme: "auto" };

function passes(feature, field) { return !state.only[field].size || state.only[field].has(feature[field]); }
function shown(feature) { return passes(feature, "kind") && passes(feature, "certainty") && found(feature.event); }
// The mark of an event that the list and its card speak of: the chosen one, or else the first that no filter hides.
function featureOf(event, chosen) { return chosen || event.features.find(shown) || event.features[0]; }
function shownEvents() { return events.filter((e) => e.features.some(shown)); }
function filtered() { return state.only.kind.size + state.only.certainty.size > 0 || state.query !== ""; }
// Counts beside a filter's values follow the other filter and the search, so that a number says what a click would give.
function countsOf(field) {
  const other = field === "kind" ? "certainty" : "kind", counts = new Map();
  events.filter((e) => found(e.id)).forEach((e) => {
    const values = new Set(e.features.filter((f) => passes(f, other)).map((f) => f[field]));
    values.forEach((v) => counts.set(v, (counts.get(v) || 0) + 1));
  });
  return counts;
}
function present(field) {
  const there = new Set(data.features.map((f) => f[field]));
  return (field === "kind" ? Object.keys(data.kinds) : data.certainties).filter((v) => there.has(v));
}

function plural(n, one, many) { return `${n.toLocaleString("en")} ${n === 1 ? one : many}`; }
function longDate(iso) {
  if (!iso) return "";
  const [y, m, d] = iso.split("-").map(Number);
  return [d, m && MONTHS[m - 1], y].filter(Boolean).join(" ");
}
function period(list) {
  // What is planned years ahead is no time that the reports speak of as theirs.
  const past = list.filter((e) => e.features[0].certainty !== "planned"), days = (past.length ? past : list).flatMap((e) => { const w = whenOf(e.features[0]); return w && w.start && w.end ? [w.start, w.end] : []; }).sort();
  if (!days.length) return "";
  const [a, b] = [days[0], days[days.length - 1]];
  if (a === b) return longDate(a);
  const [ya, ma, da] = a.split("-").map(Number), [yb, mb] = b.split("-").map(Number);
  const from = ya !== yb ? longDate(a) : ma !== mb ? `${da} ${MONTHS[ma - 1]}` : String(da);
  return `${from} to ${longDate(b)}`;
}
function summary(list) {
  const places = new Set(list.flatMap((e) => e.features.filter(shown).flatMap((f) => (f.ends || [f]).map((p) => (p.gazetteer || {}).id || p.place))));
  const from = new Set(list.flatMap((e) => e.claims.map((c) => c.report)));
  const parts = [`${plural(list.length, "reported event", "reported events")} at ${plural(places.size, "place", "places")}`];
  parts.push(from.size && from.size < reports.size ? `from ${from.size} of ${plural(reports.size, "report", "reports")}` : `from ${plural(from.size || reports.size, "report", "reports")}`);
  const span = period(list);
  if (span) parts.push(span);
  return parts.join(", ");
}
function whenWords(when) { return (when && when.label) || "day not stated"; }
// Who published a claim: its outlet, or else its report's title; nothing where neither is known.
function publisherOf(claim) { const r = reports.get(claim.report) || {}; return claim.outlet || r.outlet || r.title || ""; }
function firstWords(text, n) { const w = (text || "").split(/\s+/); return w.length > n ? w.slice(0, n).join(" ") + " …" : w.join(" "); }
function whatWords(feature) {
  const amount = (feature.quantities || []).filter((q) => q.qualifier !== "capacity").map((q) => q.text), actor = feature.actor || "";
  if (amount.length && actor && amount.every((q) => actor.includes(q))) return firstWords(actor, 10);
  const counted = amount.join(" ").split(/\s+/);
  if (amount.length && actor.split(/\s+/).every((w) => w === "and" || counted.includes(w))) return firstWords(amount.join(", "), 10);
  if (amount.length && (amount.join(", ").includes(actor) || !actor)) return firstWords(amount.join(", "), 10);
  if (actor) return firstWords(amount.length ? `${actor}: ${amount.join(", ")}` : actor, 10);
  return firstWords(amount.join(", ") || feature.evidence, 10);
}
function whoWords(feature) { return feature.attribution ? `according to ${feature.attribution}` : feature.outlet || "in the report’s own voice"; }
function quantityWords(q) {
  const end = q.qualifier === "capacity" ? " (capacity, not a load)" : q.together ? " (at all places together)" : "";
  return q.text + end;
}
// The places that the claim of a mark names, and those that only other claims of its event name.
function placesOf(event, feature) {
  const by = (f) => (f.ends || [f]).flatMap((p) => p.named_by || []), names = (list) => [...new Set(list.map((f) => f.label))];
  const alone = event.claims.length < 2, mine = event.features.filter((f) => alone || f === feature || !by(f).length || by(f).includes(feature.lead)), others = event.features.filter((f) => !mine.includes(f));
  return { named: names(mine).join(", "), others: names(others).filter((n) => !names(mine).includes(n)) };
}
const unread = data.reports.filter((r) => r.read === false);
