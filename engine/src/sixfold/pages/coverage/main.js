// The overview, and what of it is shown: a component, a folder, a filter, one file.
const shown = { folder: "" };

function card(one) {
  const delta = one.baseline === null ? null : one.percent - one.baseline;
  const told = delta === null ? "no baseline" : Math.abs(delta) < 0.005 ? "as the baseline" : "";
  const meter = make("i", {});
  meter.style.width = `${one.percent}%`;
  return make("article", { class: `card${one.component === "unified" ? " unified" : ""}${one.good ? "" : " bad"}` },
    make("h3", {}, one.component),
    make("div", { class: "percent" }, percent(one.percent)),
    make("div", { class: "meter" }, meter),
    make("p", {}, told || make("span", { class: `delta ${delta > 0 ? "up" : "down"}` }, `${delta > 0 ? "▲" : "▼"} ${Math.abs(delta).toFixed(2)}`), told ? null : ` from ${percent(one.baseline)}`),
    make("p", {}, `${one.covered} of ${one.total} lines and branches`));
}

function drawGate() {
  byId("gate-verdict").textContent = facts.good ? "passed" : "failed";
  byId("gate-verdict").className = facts.good ? "up" : "down";
  // Signs that every font has.
  const plain = (line) => line.replace("❌", "✗").replace("✅", "✓").replace("⚠️", "⚠");
  const kind = (line) => (line.startsWith("❌") ? "bad" : line.startsWith("✅") ? "good" : line.startsWith("⚠") ? "warn" : "");
  byId("gate-lines").append(...facts.lines.map((line) => {
    const match = /^(\s+)(\S.*?):(\d+)(.*)$/.exec(line);
    if (!match || !files.has(match[2])) return make("p", { class: kind(line) }, plain(line));
    return make("p", {}, match[1], make("a", { href: opened(match[2], match[3]) }, `${match[2]}:${match[3]}`), match[4]);
  }));
}

function chosen() {
  const component = byId("component").value, words = byId("filter").value.toLowerCase(), lost = byId("only-lost").checked;
  return facts.files.filter((file) =>
    (!component || file.components.includes(component)) && file.path.toLowerCase().includes(words) &&
    (!lost || file.path in facts.losses) && (!shown.folder || file.path.startsWith(`${shown.folder}/`)));
}

function draw() {
  const found = chosen();
  drawTreemap(found, shown.folder, (path) => { shown.folder = path; hideTip(); draw(); });
  drawTable(found);
}

function route() {
  hideTip();
  const hash = location.hash.slice(1), at = hash.lastIndexOf(":");
  const path = decodeURIComponent(at < 0 ? hash : hash.slice(0, at));
  if (files.has(path)) { showSource(path, at < 0 ? 0 : Number(hash.slice(at + 1))); return; }
  const was = byId("overview").hidden;
  byId("overview").hidden = false;
  byId("source").hidden = true;
  if (was) { draw(); drawTrend(); }
}

byId("project").textContent = facts.project;
byId("made").textContent = `${day(facts.made)} · ${facts.baseline ? `baseline: ${facts.baseline}` : "no baseline"}`;
byId("components").append(...facts.components.map(card));
const names = [...new Set(facts.files.flatMap((file) => file.components))];
byId("component").append(make("option", { value: "" }, "all"), ...names.map((name) => make("option", { value: name }, name)));
for (const id of ["component", "filter", "only-lost"]) byId(id).addEventListener("input", draw);
drawGate();
drawLegend();
drawRuns();
drawTrend();
draw();
route();
addEventListener("hashchange", route);
let drawn = innerWidth;
addEventListener("resize", () => { if (innerWidth !== drawn && !byId("overview").hidden) { drawn = innerWidth; draw(); drawTrend(); } });
