// Percentages over the recorded runs: one line for each component.
const COLOURS = ["--c0", "--c1", "--c2", "--c3", "--c4", "--c5"];

function svg(name, values, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawTrend() {
  const home = byId("trend");
  home.replaceChildren();
  const runs = facts.trend;
  if (runs.length < 2) {
    const told = runs.length ? "One run is recorded; a line needs two." : "No run is recorded yet.";
    home.append(make("p", {}, told));
    return;
  }
  const names = facts.components.map((one) => one.component).filter((name) => runs.some((run) => name in run.values)).slice(0, COLOURS.length);
  const values = runs.flatMap((run) => names.map((name) => run.values[name])).filter((value) => value !== undefined);
  const width = Math.max(320, home.clientWidth), height = 240, left = 40, right = 12, top = 12, bottom = 26;
  // Whole percents around what there is, and never less than two of them.
  let low = Math.floor(Math.min(...values)), high = Math.min(100, Math.ceil(Math.max(...values)));
  if (high - low < 2) low = Math.max(0, high - 2);
  const x = (index) => left + (index * (width - left - right)) / (runs.length - 1);
  const y = (value) => top + ((high - value) * (height - top - bottom)) / (high - low);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Coverage over ${runs.length} recorded runs` });
  const stride = [1, 2, 5, 10, 20, 50].find((size) => (high - low) / size <= 5) || 50;
  for (let mark = Math.ceil(low / stride) * stride; mark <= high; mark += stride) {
    picture.append(svg("line", { class: "grid", x1: left, x2: width - right, y1: y(mark), y2: y(mark) }));
    picture.append(svg("text", { x: left - 6, y: y(mark) + 4, "text-anchor": "end" }, `${mark}%`));
  }
  const date = (seconds) => new Date(seconds * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short" });
  const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
  const sameDay = date(runs[0].when) === date(runs.at(-1).when);
  const short = (seconds) => (sameDay ? `${date(seconds)}, ${clock(seconds)}` : date(seconds));
  picture.append(svg("text", { x: left, y: height - 6 }, short(runs[0].when)));
  picture.append(svg("text", { x: width - right, y: height - 6, "text-anchor": "end" }, short(runs.at(-1).when)));
  names.forEach((name, at) => {
    let path = "", pen = "M";
    runs.forEach((run, index) => {
      if (!(name in run.values)) { pen = "M"; return; }
      path += `${pen}${x(index).toFixed(1)},${y(run.values[name]).toFixed(1)}`;
      pen = "L";
    });
    picture.append(svg("path", { d: path, stroke: `var(${COLOURS[at]})`, "stroke-width": name === "unified" ? 3 : 2 }));
  });
  const cursor = svg("line", { class: "grid", y1: top, y2: height - bottom, visibility: "hidden" });
  picture.append(cursor);
  picture.addEventListener("pointermove", (event) => {
    const box = picture.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width;
    const index = Math.max(0, Math.min(runs.length - 1, Math.round(((at - left) * (runs.length - 1)) / (width - left - right))));
    const run = runs[index];
    cursor.setAttribute("x1", x(index)); cursor.setAttribute("x2", x(index)); cursor.setAttribute("visibility", "visible");
    showTip([`${day(run.when)}`, run.label, ...names.filter((name) => name in run.values).map((name) => `${name} ${percent(run.values[name])}`)].join("\n"), event);
  });
  picture.addEventListener("pointerleave", () => { cursor.setAttribute("visibility", "hidden"); hideTip(); });
  home.append(picture);
  const legend = make("div", { class: "names" });
  names.forEach((name, at) => {
    const mark = make("i", {}); mark.style.background = `var(${COLOURS[at]})`;
    const last = runs.findLast((run) => name in run.values);
    legend.append(make("span", {}, mark, `${name} ${percent(last.values[name])}`));
  });
  home.append(legend);
}

function drawRuns() {
  if (!facts.runs.length && !facts.slowest.length) return;
  byId("runs").hidden = false;
  const head = (...names) => make("thead", {}, make("tr", {}, ...names.map((name, at) => make("th", { scope: "col", class: at ? "number" : "" }, name))));
  const row = (...cells) => make("tr", {}, ...cells.map((cell, at) => make("td", { class: at ? "number" : "" }, cell)));
  byId("run-list").append(make("table", {}, head("Run", "Tests", "Failed", "Seconds"), make("tbody", {}, ...facts.runs.slice(-12).reverse().map((run) => row(day(run.when), `${run.tests}`, `${run.failed}`, run.seconds.toFixed(1))))));
  if (facts.slowest.length) byId("slowest").append(make("table", {}, head("Slowest tests", "Seconds"), make("tbody", {}, ...facts.slowest.map(([name, seconds]) => row(name, seconds.toFixed(2))))));
}
