
"use strict";
// Everything is in the page already; this hides, folds and sorts. Without it the page is read from top to bottom.
(() => {
  const at = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = at("filter");
  const list = at("list");
  const fields = ["q", "union", "state", "severity", "area", "sort"];

  // A link into a folded part opens it.
  const reveal = () => {
    const target = /^#[\w-]+$/.test(location.hash) && at(location.hash.slice(1));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
      part.hidden = part.id === "filter" ? part.hidden : false;
    }
    target.scrollIntoView();
  };

  // Paper has nothing to unfold.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });

  // Tables sort by the heading pressed: by the number a cell bears, else by its text.
  const key = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.k ?? cell.textContent.trim();
    const number = text === "" || text === "—" ? -1 : Number(text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang));
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
        rows.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }

  if (!form || !list) {
    reveal();
    addEventListener("hashchange", reveal);
    return;
  }

  const unions = [...list.children].map((node) => ({
    node,
    name: (node.querySelector("h3").textContent + " " + node.querySelector(".who").textContent).toLowerCase(),
    entries: all("[data-a]", node),
  }));
  const texts = new Map();
  const text = (entry) => {
    if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
    return texts.get(entry);
  };
  const wanted = () => Object.fromEntries(fields.map((id) => [id, at(id).value.trim()]));

  const filter = () => {
    const want = wanted();
    const words = want.q.toLowerCase().split(/\s+/).filter(Boolean);
    const union = want.union.toLowerCase();
    const narrows = words.length > 0 || want.state || want.severity || want.area;
    let shownUnions = 0;
    let shownEntries = 0;
    for (const { node, name, entries } of unions) {
      let shown = 0;
      const named = !union || name.includes(union);
      for (const entry of named ? entries : []) {
        // What is lacking bears no state of its own: there are many of it.
        const { s = "insufficient", v, a } = entry.dataset;
        const fits =
          (!want.state || s === want.state) &&
          (!want.severity || (v === want.severity && s === "fail")) &&
          (!want.area || a.split(" ").includes(want.area)) &&
          words.every((word) => name.includes(word) || text(entry).includes(word));
        entry.hidden = !fits;
        shown += fits;
        const fold = fits && narrows && entry.closest("details.lacking");
        if (fold) fold.open = true;
      }
      for (const part of all(".list, .lacking, .lacking ul, h4", node)) {
        const inside = part.tagName === "H4" ? part.nextElementSibling : part;
        part.hidden = all("[data-a]", inside).every((entry) => entry.hidden);
      }
      node.hidden = !named || (shown === 0 && Boolean(narrows));
      shownUnions += !node.hidden;
      shownEntries += node.hidden ? 0 : shown;
    }
    const output = at("shown");
    output.textContent = output.dataset.text.replace("{u}", shownUnions).replace("{f}", shownEntries);
  };

  const orders = {
    "": (node) => Number(node.dataset.g),
    records: (node) => Number(node.dataset.n),
    name: (node) => node.querySelector("h3").textContent,
    compliance: (node) => Number(node.dataset.c),
    coverage: (node) => Number(node.dataset.v),
  };
  let sorted = "";
  const sort = () => {
    const by = at("sort").value;
    if (by === sorted) return;
    sorted = by;
    const keyed = unions.map(({ node }) => [orders[by](node), Number(node.dataset.g), node]);
    keyed.sort((a, b) => compare(a[0], b[0]) || a[1] - b[1]);
    list.append(...keyed.map(([, , node]) => node));
  };

  // What is asked for stands in the address, so that it can be kept and passed on.
  const note = () => {
    const asked = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value));
    try {
      history.replaceState(null, "", "#" + (asked.size ? asked : "unions"));
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!fields.some((id) => asked.has(id))) return false;
    for (const id of fields) {
      const value = asked.get(id) ?? "";
      const option = all(`#${id} option`).find((one) => one.dataset.key === value);
      at(id).value = id === "area" && option ? option.value : value;
    }
    return true;
  };

  const fold = (open) => {
    for (const part of all("details", list)) part.open = open;
  };
  let timer = 0;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      filter();
      sort();
      note();
    }, 120);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", changed);
  at("unfold").addEventListener("click", () => fold(true));
  at("fold").addEventListener("click", () => fold(false));
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      at("q").focus();
    }
  });
  const follow = () => {
    const isAsked = read();
    filter();
    sort();
    if (isAsked) at("unions").scrollIntoView();
    else reveal();
  };
  addEventListener("hashchange", follow);

  form.hidden = false;
  follow();
})();
