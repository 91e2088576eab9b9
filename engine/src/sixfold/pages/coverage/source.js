// One file's lines: what ran, what did not, which branches were not taken.
let texts = null;
const source = (path) => { texts ||= JSON.parse(byId("sources").textContent); return texts[path]; };
let stops = [], current = -1;

function kinds(file) {
  const found = new Map();
  for (const line of lines(file.ran)) found.set(line, ["ran", "", ""]);
  for (const line of lines(file.missed)) found.set(line, ["missed", "✗", "not covered"]);
  for (const [line, [taken, all]] of Object.entries(file.branches)) {
    if (found.get(+line)?.[0] !== "missed") found.set(+line, ["partial", "◐", `${taken} of ${all} branches taken`]);
  }
  return found;
}

function showSource(path, line) {
  const file = files.get(path), text = source(path);
  byId("overview").hidden = true;
  byId("source").hidden = false;
  byId("source-title").textContent = path;
  byId("source-share").textContent = `${percent(share(file.covered, file.total))} · ${file.total - file.covered} of ${file.total} not covered`;
  const loss = facts.losses[path] || { lost: [], fresh: [], branches: [] };
  const lost = new Set([...loss.lost, ...loss.fresh, ...loss.branches]);
  const known = kinds(file);
  const rows = (text === undefined ? [] : text.replace(/\n$/, "").split("\n")).map((content, index) => {
    const number = index + 1, [kind, mark, told] = known.get(number) || ["", "", ""];
    return make("tr", { id: `L${number}`, class: `${kind}${lost.has(number) ? " lost" : ""}`, title: told || null },
      make("td", { class: "n" }, make("a", { href: opened(path, number) }, `${number}`)),
      make("td", { class: "m" }, mark), make("td", {}, content));
  });
  const body = byId("code").tBodies[0];
  body.replaceChildren(...rows);
  if (!rows.length) body.append(make("tr", {}, make("td", {}, text === undefined ? "The text of this file is not in the report." : "This file is empty.")));
  // A run of neighbouring lines is one place.
  const marked = [...known].filter(([, [kind]]) => kind !== "ran").map(([number]) => number).sort((a, b) => a - b);
  stops = marked.filter((number, index) => number !== marked[index - 1] + 1);
  current = line ? stops.findIndex((number) => number >= line) : -1;
  byId("previous").disabled = byId("next").disabled = !stops.length;
  scrollTo(0, 0);
  if (line) go(line); else if (stops.length) jump(1);
}

function go(line) {
  byId("code").querySelector(".here")?.classList.remove("here");
  const row = byId(`L${line}`);
  row?.classList.add("here");
  row?.scrollIntoView({ block: "center" });
}

function jump(by) {
  if (!stops.length) return;
  current = (current + by + stops.length) % stops.length;
  go(stops[current]);
}

byId("previous").addEventListener("click", () => jump(-1));
byId("next").addEventListener("click", () => jump(1));
addEventListener("keydown", (event) => {
  if (byId("source").hidden || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") jump(1);
  if (event.key === "p") jump(-1);
  if (event.key === "Escape") location.hash = "";
});
