// The panel: list, card of an event, text of a report, and what is not on the map.
function badge(certainty, cue) {
  return el("span", { class: `badge c-${certainty}`, title: CERTAIN_WORDS[certainty] || "" }, certainty, cue ? [": ", el("q", {}, words(cue))] : []);
}
function dateWords(feature) {
  const own = feature.when, other = whenOf(feature), none = el("span", { class: "faint" }, "day not stated");
  if (own) return words(whenWords(own));
  return other ? [none, el("span", { class: "faint" }, " (another claim: ", words(whenWords(other)), ")")] : none;
}

function drawList() {
  const list = $("list"), rows = sorted(shownEvents()), items = [];
  const several = new Set(rows.map(([under]) => under)).size > 1;
  let heading = null;
  rows.forEach(([under, event]) => {
    if (several && under !== heading) items.push(el("li", { class: "group" }, words(under)));
    heading = under;
    items.push(row(event));
  });
  if (!rows.length) items.push(el("li", { class: "nothing" }, nothingWords()));
  list.replaceChildren(...items);
  const none = unread.length && unread.length === reports.size ? `${plural(reports.size, "report", "reports")}, not read: see below.` : `No reported military activity found in ${plural(reports.size, "report", "reports")}.`;
  $("counts").textContent = !events.length ? none : rows.length ? summary(rows.map(([, e]) => e)) + (filtered() ? ` (of ${events.length})` : "") : `0 of ${plural(events.length, "reported event", "reported events")}`;
  $("embed-counts").textContent = $("counts").textContent;
  const lost = [[data.unplaced.length, "name", "names"], [data.problems.length, "problem with the reports", "problems with the reports"]].filter(([n]) => n);
  $("left-out").hidden = !lost.length;
  $("left-out").textContent = lost.length ? `Not on the map: ${lost.map(([n, one, many]) => plural(n, one, many)).join(", ")}` : "";
}
// A row says what one claim says, the one that its mark wears.
function row(event) {
  const f = featureOf(event), { named, others } = placesOf(event, f), plainly = f.certainty === "reported";
  const more = event.claims.length > 1 ? [" · ", plural(event.claims.length, "claim", "claims"), event.differences.length ? el("strong", { class: "differs" }, " that differ") : ""] : [];
  const also = others.length ? el("span", { class: "also" }, ` and ${plural(others.length, "place", "places")} of other claims`) : "";
  const elsewhere = hitElsewhere(event.id, [named, whatWords(f), whoWords(f)]);
  return el("li", { "data-event": event.id, class: state.event === event.id ? "current" : "" },
    el("button", { type: "button", class: "row", on: { click: () => openEvent(event.id), mouseenter: () => hover(event.id, true), mouseleave: () => hover(event.id, false) } },
      markSvg(event.kind, f.certainty, 22), el("span", { class: "what" },
        el("span", { class: "places" }, hitWords(named), also),
        el("span", { class: "short" }, el("span", { class: plainly ? "unseen" : `badge c-${f.certainty}` }, f.certainty), plainly ? el("span", { class: "unseen" }, ": ") : " ", `${data.kinds[event.kind].label}: `, hitWords(whatWords(f))),
        el("span", { class: "meta" }, hitWords(whoWords(f)), " · ", dateWords(f), more), elsewhere ? el("span", { class: "meta elsewhere" }, elsewhere) : null)));
}
function nothingWords() {
  const below = data.passed_over_count ? " What was looked at and passed over is listed below." : "";
  if (!events.length && unread.length === data.reports.length && unread.length) return `Activities in ${[...new Set(unread.map((r) => r.language_name))].join(", ")} are not read yet, so nothing can be said of what ${unread.length === 1 ? "this report says" : "these reports say"}.`;
  if (!events.length) return `No sentence of the reports says that something military happens, happened or will happen at a place that it names.${unread.length ? ` ${plural(unread.length, "report", "reports")} in other languages could not be read.` : ""}${below}`;
  const only = chosenWords();
  const causes = [state.query ? `“${state.query}” stands in no event` : "", only.length ? `only ${only.join(", ")} ${only.length === 1 ? "is" : "are"} shown` : ""].filter(Boolean);
  return `Nothing is left: ${causes.join(", and ")}. Clear brings all back.`;
}
function drawMissing() {
  const box = $("missing"), blocks = [];
  const block = (title, rows, open, count) => rows.length && blocks.push(el("details", { open }, el("summary", {}, `${title} (${count || rows.length})`), el("ul", {}, rows)));
  const where = (r) => { const report = reports.get(r); return report ? report.outlet || report.title || report.source || "" : ""; };
  const quote = (e, report) => e && el("blockquote", {}, el("button", { type: "button", class: "link", on: { click: () => openReport(report, e.start) } }, words(e.text.length > 260 ? [...e.text].slice(0, 260).join("") + " …" : e.text)));
  block("Not on the map", data.unplaced.map((u) => el("li", {}, el("strong", {}, words(u.name)), el("span", { class: "faint" }, words([ALL_KINDS[u.kind], where(u.report)].filter(Boolean).map((x) => `, ${x}`).join(""))), el("p", {}, words(u.reason)), quote(u.evidence, u.report))), true);
  block("Reports not read, or read in part", data.problems.map((p) => el("li", {}, words(p.message))), true);
  block("Not a claim", data.passed_over.map((p) => el("li", {}, el("p", {}, p.kind ? `${ALL_KINDS[p.kind] || p.kind}: ` : "", words(p.reason)), quote(p.evidence, p.report))).concat(data.passed_over_count > data.passed_over.length ? [el("li", { class: "faint" }, `and ${data.passed_over_count - data.passed_over.length} more: geomap explain lists them`)] : []), !events.length, data.passed_over_count);
  block("Reports", data.reports.map((r) => el("li", {}, el("button", { type: "button", class: "link", on: { click: () => openReport(r.id, 0) } }, words(r.title || firstWords(r.pieces.map((p) => p.text).join(" ").trim(), 10))), el("p", { class: "faint" }, r.outlet ? [words(r.outlet), ", "] : "", longDate(r.published) || "date not known", r.read === false ? `, in ${r.language_name}: not read yet` : ""))), false);
  box.replaceChildren(...blocks);
}

// A sentence with its names, numbers, source and cue marked; offsets are the report's, in characters (code points), not UTF-16.
function marked(claim) {
  const s = claim.spans || {}, text = [...(claim.evidence || "")], from = s.evidence ? s.evidence[0] : 0, spans = [];
  const add = (list, cls, title) => (list || []).forEach((x) => x && spans.push({ a: x[0] - from, b: x[1] - from, cls, title }));
  add([s.cue], "cue", "decides the certainty");
  add(s.places, "place", "place"); add(s.quantities, "amount", "how many"); add([s.actor], "actor", "who"); add([s.attribution], "source", "according to");
  const chosen = spans.filter((x) => x.a >= 0 && x.b <= text.length && x.a < x.b).filter((x, i, all) => !all.some((y, j) => j < i && x.a < y.b && y.a < x.b)).sort((x, y) => x.a - y.a);
  const out = [];
  let at = 0;
  chosen.forEach((x) => { out.push(text.slice(at, x.a).join(""), el("mark", { class: x.cls, title: x.title }, text.slice(x.a, x.b).join(""))); at = x.b; });
  out.push(text.slice(at).join(""));
  return el("bdi", { dir: "auto" }, out);
}
function sourceLine(claim) {
  const r = reports.get(claim.report) || {};
  const name = publisherOf(claim) || r.source || "outlet not stated";
  return el("p", { class: "source-line" }, r.url ? safeLink(r.url, name) : words(name), ", ", longDate(claim.published) || "date not known",
    claim.report && r.pieces ? [" · ", el("button", { type: "button", class: "link", on: { click: () => readIn(claim) } }, "Read in the report")] : []);
}
// The facts of a claim, a row each; beside them those of the claims that contradict it, the rows in which they do marked.
function factTable(claims, differences) {
  const several = claims.length > 1, faint = (text) => el("span", { class: "faint" }, text);
  const source = (c) => { const r = reports.get(c.report) || {}, name = words(publisherOf(c) || "outlet not stated"); return r.pieces ? el("button", { type: "button", class: "link", on: { click: () => readIn(c) } }, name) : name; };
  const amounts = (c) => (c.quantities || []).map((q) => el("div", {}, words(quantityWords(q))));
  const says = (c) => (c.attribution ? [words(c.attribution), c.standing ? faint(` (${STANDING_WORDS[c.standing] || c.standing})`) : ""] : "the report’s own voice");
  const line = (label, cell, contradiction) => {
    const cells = claims.map((c) => { const inside = cell(c); return inside && (!Array.isArray(inside) || inside.length) ? el("td", {}, inside) : null; });
    if (!cells.some(Boolean)) return null;
    const differs = several && differences.includes(contradiction) && new Set(cells.map((c) => (c ? c.textContent : ""))).size > 1;
    return el("tr", { class: differs ? "differs" : "" }, el("th", { scope: "row" }, label), cells.map((c) => c || el("td", {}, faint("not stated"))));
  };
  const table = el("table", { class: "facts" }, several ? el("thead", {}, el("tr", {}, el("td", {}), claims.map((c) => el("th", { scope: "col" }, source(c))))) : null, el("tbody", {},
    several ? line("Certainty", (c) => badge(c.certainty, c.cue), "denied") : null,
    several ? line("Where", (c) => (c.places || []).length && words(c.places.join(", "))) : null,
    line("Who", (c) => c.actor && words(c.actor)), line("How many", amounts, "quantities"),
    line("With", (c) => ((c.equipment || []).length ? words(c.equipment.join(", ")) : null)),
    line("Reported to happen", (c) => (c.when ? words(whenWords(c.when)) : faint("day not stated")), "when"),
    line("Reported on", (c) => longDate(c.published) || faint("date of the report not known")),
    line("According to", says), line("Found by", (c) => c.found_by && [words(c.found_by), faint(", and checked against the text")])));
  return several ? el("div", { class: "beside", tabindex: 0, role: "region", "aria-label": "Claims that contradict each other, side by side" }, table) : table;
}
function claimsOf(event) {
  if (event.claims.length) return event.claims;
  const f = event.features[0];
  return [{ evidence: f.evidence, actor: f.actor, quantities: f.quantities, when: f.when, attribution: f.attribution, outlet: f.outlet, certainty: f.certainty, spans: {} }];
}
// So many of an event's other claims stand open in its card, so that "Why here?" is not a hundred sentences away.
const FEW = 8;
// So many that contradict stand beside the claim that its mark wears.
const BESIDE = 3;
// The claim that a mark wears, and how card and paper show it: with what was corrected by hand.
function leadOf(claims, f) { return claims.find((c) => c.id === f.lead) || claims[0]; }
function worn(claim, f) { return { ...claim, ...pick(f, ["actor", "quantities", "when", "attribution", "outlet", "certainty", "evidence"]) }; }
function drawCard(event, chosen) {
  const f = featureOf(event, chosen), claims = claimsOf(event), first = leadOf(claims, f), lead = worn(first, f);
  const others = claims.filter((c) => c !== first), agree = [], also = [], differ = [], { named, others: elsewhere } = placesOf(event, f);
  const alike = (c) => c.certainty === lead.certainty && String([...(c.places || [])].sort()) === String([...(lead.places || [])].sort()) && (c.when || {}).label === (lead.when || {}).label;
  others.forEach((c) => (contradicts(lead, c) ? differ : alike(c) ? agree : also).push(c));
  const beside = differ.slice(0, BESIDE);
  const reprint = (c) => (event.reprints || []).includes(c.id) ? el("p", { class: "faint" }, "The same words as in another report: one source") : null;
  const other = (c) => el("div", { class: "other" }, badge(c.certainty, c.cue), reprint(c), el("blockquote", { class: "quote" }, marked(c)), sourceLine(c), beside.includes(c) ? null : factTable([c], []));
  const children = [
    el("div", { class: "card-top" }, el("button", { type: "button", class: "back", on: { click: closeEvent } }, "‹ All events"),
      el("span", { class: "steps" }, el("button", { type: "button", class: "icon", "aria-label": "Previous event", title: "Previous (k)", on: { click: () => step(-1) } }, "↑"), el("button", { type: "button", class: "icon", "aria-label": "Next event", title: "Next (j)", on: { click: () => step(1) } }, "↓"))),
    el("p", { class: `card-kind k-${cssName(event.kind)}` }, markSvg(event.kind, f.certainty, 18), data.kinds[event.kind].label),
    el("h2", {}, words(named)),
    elsewhere.length ? el("p", { class: "faint" }, "Other claims of it name: ", words(elsewhere.join(", "))) : null,
    el("p", {}, badge(f.certainty, (f.by_hand || []).includes("certainty") ? "" : lead.cue)),
    byHand(f),
    el("blockquote", { class: `quote k-${cssName(event.kind)}` }, marked(lead)),
    sourceLine(lead),
    beside.length ? el("h3", {}, differ.length === 1 ? "Another claim contradicts it" : `${differ.length} other claims contradict it`) : null,
    factTable([lead, ...beside], event.differences),
  ];
  const first_few = (list) => (list.length <= FEW ? list.map(other) : [...list.slice(0, FEW).map(other), el("details", {}, el("summary", {}, `${list.length - FEW} more`), list.slice(FEW).map(other))]);
  if (differ.length) children.push(el("h3", {}, `What the others say (${differ.length})`), ...first_few(differ));
  if (also.length) children.push(el("h3", {}, `Also said (${also.length})`), ...first_few(also));
  if (agree.length) children.push(el("details", { class: "agree" }, el("summary", {}, `${agree.length} more ${agree.length === 1 ? "says" : "say"} the same`), ...agree.map(other)));
  children.push(el("h3", {}, "Why here?"), ...event.features.flatMap((x) => (x.ends || [x]).map((p) => whyHere(p, x, (event.features.length === 1 && !x.ends) || (chosen && x === chosen && !x.ends)))));
  if (event.features.some((x) => x.role === "route")) children.push(el("p", { class: "faint" }, "The route is not reported: the shortest line (geodesic) is drawn."));
  children.push(el("p", { class: "copies" }, copyButton("Copy link to this view", () => location.href), copyButton("Copy citation", () => citation(lead))));
  const view = $("card-view");
  view.replaceChildren(...children.filter(Boolean));
  view.scrollTop = 0;
}
function byHand(f) {
  const changed = f.by_hand || [];
  if (!changed.length) return null;
  return el("p", { class: "by-hand" }, changed.includes("everything") ? "Made by hand: no report of this map says it." : `Changed by hand after the report was read: ${changed.join(", ")}.`);
}
function pick(f, keys) { return Object.fromEntries(keys.filter((k) => f[k] !== undefined).map((k) => [k, f[k]])); }
function contradicts(a, b) {
  const numbers = (c) => (c.quantities || []).filter((q) => q.value !== null && q.qualifier !== "capacity").map((q) => `${q.value}-${q.max}`).sort().join();
  const days = (c) => (c.when && c.when.start ? [c.when.start, c.when.end] : null), [x, y] = [days(a), days(b)];
  return (a.certainty === "denied") !== (b.certainty === "denied") || (numbers(a) && numbers(b) && numbers(a) !== numbers(b)) || Boolean(x && y && (x[1] < y[0] || y[1] < x[0]));
}
const MATCH_WORDS = { exact: "as one of the gazetteer’s spellings", folded: "apart from case, accents or hyphens", approximate: "only approximately: the spelling differs", aside: "to none of the gazetteer: the place beside it tells where it is" };
const RELATION_WORDS = { near: "The report says near it: a ring is drawn, the mark is only its middle.", outside: "The report says outside it: a ring is drawn, the mark is only its middle.", offset: "The report gives a distance and a direction from it: the mark stands there, the ring shows how roughly.", toward: "The report gives it as a direction only.", part: "The report speaks of one part of it, and not how far that reaches: the half on that side is drawn." };
function whyHere(p, feature, open) {
  const area = feature.geometry && /Polygon/.test(feature.geometry.type), where = p.where ? `, ${p.where}` : "";
  const spot = p.lat === undefined || p.lat === null ? "" : area && !feature.ends ? "drawn as an area, no point in it is meant" : p.role === "toward" ? "only the direction is reported, the mark is where it leads" : `${p.lat.toFixed(2)}, ${p.lon.toFixed(2)}, ${p.precision_km === null || p.precision_km === undefined ? "how exactly is not stated" : `known to ${p.precision_km} km`}`;
  const facts = [
    p.written ? el("p", {}, "Written ", el("q", {}, words(p.written)), p.noun ? ", a word for a place named before." : `; matched ${MATCH_WORDS[p.match] || p.match}.`) : null,
    p.relation && RELATION_WORDS[p.relation] ? el("p", {}, area && ["near", "outside"].includes(p.relation) && !p.side ? `The report says ${p.relation} it: the ground around its edge is drawn${p.distance_km ? "" : ", some 10 km wide"}.` : p.relation === "near" && p.side ? `The report says ${p.side} of it, and not how far: the ground on that side is drawn.` : RELATION_WORDS[p.relation]) : null,
    el("p", {}, words(`${p.place}${where}`), spot ? `: ${spot}.` : "."),
    p.gazetteer ? el("p", { class: "faint" }, "Gazetteer: ", words(p.gazetteer.source), p.gazetteer.licence ? ` (${p.gazetteer.licence})` : "", ".") : null,
    (p.reasons || []).length ? el("p", {}, "Weighed: ", words(p.reasons.join("; ")), ".") : null,
  ];
  if ((p.rejected || []).length) {
    facts.push(el("p", { class: "faint" }, "Not chosen (point at one to see it on the map):"));
    facts.push(el("ul", { class: "rejected" }, p.rejected.map((r) => el("li", { tabindex: 0, on: { mouseenter: () => ghosts([r]), mouseleave: () => ghosts([]), focus: () => ghosts([r]), blur: () => ghosts([]) } }, words(r.name), " ", el("span", { class: "faint" }, words(`${r.where}. ${(r.reasons || []).join("; ")}`))))));
  } else if (p.gazetteer && !(feature.by_hand || []).length) facts.push(el("p", { class: "faint" }, "No other place of this name came into question."));
  return el("details", { class: "why", open }, el("summary", {}, p.match === "approximate" ? "≈ " : "", words(p.place || p.written || "place"), p.role ? el("span", { class: "faint" }, ` (${p.role})`) : ""), facts);
}
function citation(claim) {
  const r = reports.get(claim.report) || {};
  return `“${claim.evidence}” ${[publisherOf(claim), longDate(claim.published), r.url].filter(Boolean).join(", ")}${claim.report ? ` [report ${claim.report}, characters ${(claim.spans.evidence || []).join("–")}]` : ""}`;
}
function copyButton(label, text) {
  const button = el("button", { type: "button", class: "soft", on: { click: async () => {
    try { await navigator.clipboard.writeText(text()); button.textContent = "Copied"; } catch {
      const box = el("textarea", { readonly: true, class: "copy-box", rows: 3, "aria-label": label });
      box.value = text();
      button.after(box);  // no clipboard in a sandboxed frame: the text to copy by hand
      box.select();
      box.addEventListener("blur", () => box.remove());
    }
    setTimeout(() => (button.textContent = label), 1600);
  } } }, label);
  return button;
}

// The report's text, every claim's sentence marked in its kind's colour; a click goes to the mark and back.
function drawReport(id, at) {
  const r = reports.get(id);
  const spans = events.flatMap((e) => e.claims.filter((c) => c.report === id && c.spans && c.spans.evidence).map((c) => ({ a: c.spans.evidence[0], b: c.spans.evidence[1], event: e }))).sort((x, y) => x.a - y.a || x.b - y.b);
  const body = el("div", { class: "report-text", dir: "auto" });
  r.pieces.forEach((piece, n) => {
    if (piece.start > 0 || n > 0) body.append(el("p", { class: "faint gap" }, "[…]"));
    const text = [...piece.text], end = piece.start + text.length, cut = (a, b) => text.slice(a - piece.start, b - piece.start).join("");
    let from = piece.start;
    spans.filter((s) => s.a < end && s.b > piece.start).forEach((s) => {
      if (s.a < from) { if (s.b <= from) { const last = body.lastElementChild; if (last && last.tagName === "MARK") last.also = (last.also || []).concat(s.event); return; } s = { ...s, a: from }; }
      body.append(cut(from, s.a));
      const go = () => { openEvent(s.event.id); };
      body.append(el("mark", { class: `evidence k-${cssName(s.event.kind)}${s.event.id === state.event ? " current" : ""}`, role: "button", tabindex: 0, "data-event": s.event.id, "data-at": s.a, title: `${data.kinds[s.event.kind].label}: show on the map`, on: { click: go, keydown: (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); go(); } } } }, cut(s.a, s.b)));
      from = s.b;
    });
    body.append(cut(from, end));
  });
  if (r.length > r.pieces.reduce((n, p) => Math.max(n, p.start + [...p.text].length), 0)) body.append(el("p", { class: "faint gap" }, "[…]"));
  $("report-view").replaceChildren(
    el("div", { class: "card-top" }, el("button", { type: "button", class: "back", on: { click: closeReport } }, state.event ? "‹ Event" : "‹ All events"),
      el("span", { class: "steps" }, el("button", { type: "button", class: "icon", "aria-label": "Previous marked sentence", title: "Previous (p)", on: { click: () => stepEvidence(-1) } }, "↑"), el("button", { type: "button", class: "icon", "aria-label": "Next marked sentence", title: "Next (n)", on: { click: () => stepEvidence(1) } }, "↓"))),
    el("h2", {}, words(r.title || r.outlet || r.source || "Report")),
    el("p", { class: "source-line" }, r.outlet ? [words(r.outlet), ", "] : "", longDate(r.published) || "date not known", r.url ? [" · ", safeLink(r.url)] : ""),
    el("p", { class: "faint" }, spans.length ? `${plural(spans.length, "sentence", "sentences")} on the map; click one to see its mark.` : r.read === false ? `Written in ${r.language_name}: activities are not read in it yet, so nothing can be said of what this report tells.` : "No sentence of this report is on the map."), body);
  const target = [...body.querySelectorAll("mark")].find((m) => Number(m.dataset.at) >= at) || body.querySelector("mark.current");
  if (target && at > 0) requestAnimationFrame(() => { target.scrollIntoView({ block: "center" }); target.classList.add("flash"); });
}
function stepEvidence(by) {
  const all = [...document.querySelectorAll("#report-view mark.evidence")], now = all.indexOf(document.activeElement);
  if (all.length) { const next = all[(now + by + all.length) % all.length] || all[0]; next.focus(); next.scrollIntoView({ block: "center" }); }
}
