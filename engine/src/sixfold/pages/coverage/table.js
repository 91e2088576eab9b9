// The table of files: sorted, filtered, and never more rows than one can read at first.
const SHOWN = 30;
const sorting = { key: "missed", down: true };
let everything = false;

const KEYS = {
  path: (file) => file.path,
  percent: (file) => share(file.covered, file.total),
  missed: (file) => file.total - file.covered,
  total: (file) => file.total,
};

function compared(one, other) {
  const [a, b] = [KEYS[sorting.key](one), KEYS[sorting.key](other)];
  const order = a < b ? -1 : a > b ? 1 : one.path < other.path ? -1 : 1;
  return sorting.down && a !== b ? -order : order;
}

function fileRow(file) {
  const value = share(file.covered, file.total), meter = make("i", {});
  meter.style.width = `${value}%`;
  const cell = make("div", { class: "share" }, percent(value), make("div", { class: "meter" }, meter));
  cell.style.setProperty("--fill", `var(--s${step(value)})`);
  return make("tr", {},
    make("td", {}, make("a", { href: opened(file.path) }, file.path), file.path in facts.losses ? make("span", { class: "tag" }, "lost") : null),
    make("td", {}, cell),
    make("td", { class: "number" }, `${file.total - file.covered}`),
    make("td", { class: "number" }, `${file.total}`));
}

function drawTable(chosen) {
  const sorted = [...chosen].sort(compared);
  const shown = everything ? sorted : sorted.slice(0, SHOWN);
  byId("files").tBodies[0].replaceChildren(...shown.map(fileRow));
  for (const button of byId("files").querySelectorAll("th button")) {
    const head = button.closest("th");
    if (button.dataset.key === sorting.key) head.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  const more = byId("more");
  more.replaceChildren(`${shown.length} of ${sorted.length} files`);
  if (shown.length < sorted.length) more.append(" · ", make("button", { onclick: () => { everything = true; draw(); } }, "show all"));
}

for (const button of byId("files").querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const key = button.dataset.key;
    sorting.down = sorting.key === key ? !sorting.down : key === "missed" || key === "total";
    sorting.key = key;
    draw();
  });
}
