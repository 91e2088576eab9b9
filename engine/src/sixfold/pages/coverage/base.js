// What every part of the page uses: the facts, elements, numbers, the tip.
const facts = JSON.parse(document.getElementById("facts").textContent);
const byId = (id) => document.getElementById(id);
const files = new Map(facts.files.map((file) => [file.path, file]));

function make(name, values = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(values)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const share = (covered, total) => (total ? (100 * covered) / total : 100);
const percent = (value) => `${value.toFixed(2)}%`;
const day = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

// The steps of the scale, from the least covered on.
const STEPS = [50, 70, 80, 90, 97];
const step = (value) => { const at = STEPS.findIndex((limit) => value < limit); return at < 0 ? STEPS.length : at; };

function lines(ranges) {
  const found = [];
  for (const part of ranges ? ranges.split(",") : []) {
    const [first, last] = part.split("-").map(Number);
    for (let line = first; line <= (last || first); line += 1) found.push(line);
  }
  return found;
}

const tip = byId("tip");
function showTip(text, event) {
  tip.textContent = text;
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.min(event.clientX + 14, innerWidth - box.width - 8);
  const below = event.clientY + 18 + box.height < innerHeight;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${below ? event.clientY + 16 : event.clientY - box.height - 12}px`;
}
const hideTip = () => { tip.hidden = true; };
addEventListener("scroll", hideTip, { passive: true });

const opened = (path, line) => `#${encodeURIComponent(path)}${line ? `:${line}` : ""}`;
