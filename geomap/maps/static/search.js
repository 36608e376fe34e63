// The search: which events hold the words, and where they stand in a text. Case, accents and points of letters count for nothing.
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const searched = new Map();
function textsOf(id) {
  if (!searched.has(id)) {
    const event = eventById.get(id), places = event.features.flatMap((f) => [f, ...(f.ends || [])]).flatMap((p) => [p.label, p.where && `${p.place}, ${p.where}`, p.written]);
    const claims = claimsOf(event).flatMap((c) => [c.evidence, c.actor, c.attribution, c.outlet, (reports.get(c.report) || {}).title]);
    const texts = [data.kinds[event.kind].label, ...claims, ...places].filter(Boolean);
    searched.set(id, { texts, bare: bare(texts.join("\n")) });
  }
  return searched.get(id);
}
// The events that hold the words, looked for once a query: each mark asks whenever the map moves.
let matching = { query: "", ids: new Set() };
function found(id) {
  if (!state.query) return true;
  if (matching.query !== state.query) {
    const sought = bare(state.query);
    matching = { query: state.query, ids: new Set(events.filter((e) => textsOf(e.id).bare.includes(sought)).map((e) => e.id)) };
  }
  return matching.ids.has(id);
}
// Where the words stand in a text, in code units; null where they don't.
function hitIn(text) {
  const sought = bare(state.query), from = [];
  if (!sought || !text) return null;
  let folded = "", at = 0;
  for (const letter of text) {
    const plain = bare(letter);
    for (let n = 0; n < plain.length; n += 1) from.push([at, at + letter.length]);
    folded += plain;
    at += letter.length;
  }
  const first = folded.indexOf(sought);
  return first < 0 ? null : [from[first][0], from[first + sought.length - 1][1]];
}
// A report's words, or a piece of them, with what was searched for marked.
function hitWords(text, around = (text || "").length) {
  const hit = hitIn(text);
  if (!hit) return words(text);
  const whole = (n) => (/[\uDC00-\uDFFF]/.test(text[n] || "") ? n - 1 : n), start = whole(Math.max(0, hit[0] - around)), end = whole(Math.min(text.length, hit[1] + around));
  return el("bdi", { dir: "auto" }, start ? "… " : "", text.slice(start, hit[0]), el("mark", { class: "hit" }, text.slice(...hit)), text.slice(hit[1], end), end < text.length ? " …" : "");
}
// What a row does not show, though it was searched for.
const AROUND = 45;
function hitElsewhere(id, inRow) {
  if (!state.query || inRow.some(hitIn)) return null;
  const text = textsOf(id).texts.find(hitIn);
  return text ? hitWords(text, AROUND) : null;
}
