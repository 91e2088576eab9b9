// The treemap: area is how many lines and branches, colour is how many of them are covered.
// A folder narrower than SMALL is one tile: frames within frames would hide what is in it.
const GAP = 2, HEAD = 17, SMALL = 40;

// Folders as a tree; a folder whose only content is another folder is one with it.
function tree(chosen) {
  const root = { name: "", path: "", folders: new Map(), files: [], covered: 0, total: 0 };
  for (const file of chosen) {
    let at = root;
    const parts = file.path.split("/");
    parts.forEach((part, index) => {
      at.covered += file.covered;
      at.total += file.total;
      if (index === parts.length - 1) { at.files.push(file); return; }
      if (!at.folders.has(part)) at.folders.set(part, { name: part, path: parts.slice(0, index + 1).join("/"), folders: new Map(), files: [], covered: 0, total: 0 });
      at = at.folders.get(part);
    });
  }
  return root;
}

function joined(folder) {
  let at = folder, name = folder.name;
  while (at.files.length === 0 && at.folders.size === 1) {
    at = [...at.folders.values()][0];
    name += `/${at.name}`;
  }
  return { ...at, name };
}

// Squarified: rows are filled while that makes their rectangles less oblong.
function squarify(items, box) {
  const found = [];
  let rest = items.filter((item) => item.total > 0).sort((a, b) => b.total - a.total);
  let { x, y, width, height } = box;
  let left = rest.reduce((sum, item) => sum + item.total, 0);
  const worst = (row, sum, side, scale) => Math.max(...row.map((item) => {
    const along = (item.total * scale * side) / (sum * scale), across = (sum * scale) / side;
    return Math.max(along / across, across / along);
  }));
  while (rest.length && width > 0.5 && height > 0.5) {
    const side = Math.min(width, height), scale = (width * height) / left;
    let row = [], sum = 0;
    for (const item of rest) {
      if (row.length && worst([...row, item], sum + item.total, side, scale) > worst(row, sum, side, scale)) break;
      row.push(item);
      sum += item.total;
    }
    const across = (sum * scale) / side;
    let at = 0;
    for (const item of row) {
      const along = (item.total / sum) * side;
      found.push([item, width >= height ? { x, y: y + at, width: across, height: along } : { x: x + at, y, width: along, height: across }]);
      at += along;
    }
    if (width >= height) { x += across; width -= across; } else { y += across; height -= across; }
    left -= sum;
    rest = rest.slice(row.length);
  }
  return found;
}

function place(element, box) {
  element.style.cssText = `left:${box.x}px;top:${box.y}px;width:${Math.max(0, box.width - GAP)}px;height:${Math.max(0, box.height - GAP)}px`;
}

function describe(item, name) {
  return `${name}\n${percent(share(item.covered, item.total))} of ${item.total} lines and branches, ${item.total - item.covered} not covered`;
}

function drawFile(file, box, home) {
  const value = share(file.covered, file.total), lost = file.path in facts.losses;
  const element = make("div", {
    class: `file s${step(value)}${lost ? " lost" : ""}`,
    onclick: (event) => { event.stopPropagation(); location.hash = opened(file.path); },
    onpointermove: (event) => { event.stopPropagation(); showTip(describe(file, file.path) + (lost ? "\nlost coverage since the baseline" : ""), event); },
  });
  place(element, box);
  if (box.width > 54 && box.height > 20) {
    element.classList.add("named");
    element.append(make("span", {}, file.path.split("/").at(-1)));
    if (box.height > 36) element.append(make("span", {}, `${value.toFixed(0)}%`));
  }
  home.append(element);
}

function drawFolder(folder, box, home, zoom) {
  const small = Math.min(box.width, box.height) < SMALL;
  const element = make("div", {
    class: small ? `file s${step(share(folder.covered, folder.total))}` : "folder",
    onclick: (event) => { event.stopPropagation(); zoom(folder.path); },
    onpointermove: (event) => { event.stopPropagation(); showTip(describe(folder, `${folder.path}/`), event); },
  });
  place(element, box);
  if (small) {
    if (box.width > 54 && box.height > 20) {
      element.classList.add("named");
      element.append(make("span", {}, `${folder.name} ${share(folder.covered, folder.total).toFixed(0)}%`));
    }
    home.append(element);
    return;
  }
  const roomy = box.width > 60 && box.height > 46;
  if (roomy) element.append(make("b", {}, `${folder.name} ${percent(share(folder.covered, folder.total))}`));
  const top = roomy ? HEAD : 1;
  fill(folder, { x: 2, y: top, width: box.width - GAP - 4, height: box.height - GAP - top - 2 }, element, zoom);
  home.append(element);
}

function fill(folder, box, home, zoom) {
  const items = [...[...folder.folders.values()].map(joined), ...folder.files];
  for (const [item, where] of squarify(items, box)) {
    if (item.folders) drawFolder(item, where, home, zoom);
    else drawFile(item, where, home);
  }
}

function drawTreemap(chosen, path, zoom) {
  const home = byId("treemap");
  home.replaceChildren();
  let folder = tree(chosen);
  for (const part of path ? path.split("/") : []) folder = folder.folders.get(part) || folder;
  folder = joined(folder);
  fill(folder, { x: 0, y: 0, width: home.clientWidth + GAP, height: home.clientHeight + GAP }, home, zoom);
  const crumbs = byId("crumbs");
  crumbs.replaceChildren(make("button", { onclick: () => zoom("") }, "all"));
  const parts = path ? path.split("/") : [];
  parts.forEach((part, index) => crumbs.append(make("span", {}, "/"), make("button", { onclick: () => zoom(parts.slice(0, index + 1).join("/")) }, part)));
}

function drawLegend() {
  const names = ["below 50%", "50 to 70%", "70 to 80%", "80 to 90%", "90 to 97%", "97% and more"];
  byId("legend").append(...names.map((name, at) => make("span", {}, make("i", { class: `s${at}` }), name)));
}
byId("treemap").addEventListener("pointerleave", hideTip);
