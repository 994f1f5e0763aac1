/* The table (对照表) at work: filters, sorting, counts, CSV. The view is in the address, so it can be
   sent. Without this script the table is complete. */
(() => {
  "use strict";
  const table = document.querySelector("table[data-filters]");
  if (!table) return;
  const { make, choice } = window.duizhao;
  const heads = [...table.tHead.rows[0].cells].filter((it) => it.dataset.sort);
  const [body, ...others] = table.tBodies;
  const rows = [...table.querySelectorAll("tbody tr")];
  const params = new URLSearchParams(location.search);
  let sort = params.get("sort");
  let down = params.has("desc");

  /* Each row carries its own aspect, so that rows may move; neighbours merge again when shown. */
  let aspect;
  for (const row of rows) {
    aspect = row.querySelector('th[scope="rowgroup"]') || row.insertBefore(aspect.cloneNode(true), row.firstChild);
    body.append(row);
  }
  for (const it of others) it.remove();

  const values = (row, name) => JSON.parse(row.dataset[name] || "[]");
  const order = (a, b) => a.localeCompare(b, "zh", { numeric: true });
  const form = make("form", { className: "dz-filter", ariaLabel: "筛选" });
  for (const [name, label] of Object.entries(JSON.parse(table.dataset.filters))) {
    const options = new Map(rows.flatMap((row) => values(row, name)));
    if (!options.size) continue;
    const select = choice(label, [...options].sort(([a], [b]) => order(a, b)), name);
    if (options.has(params.get(name))) select.value = params.get(name);
    form.append(select);
  }
  const selects = [...form.children];
  const button = (words, onclick) => make("button", { type: "button", onclick }, words);
  const count = make("span", { role: "status" });

  const show = () => {
    const chosen = selects.filter((it) => it.value);
    const column = heads.find((it) => it.dataset.sort === sort)?.cellIndex;
    const text = (row) => row.cells[column].textContent.trim();
    const ordered = column ? [...rows].sort((a, b) => order(text(a), text(b)) * (down ? -1 : 1)) : rows;
    let shown = 0;
    let first;
    for (const row of ordered) {
      row.hidden = !chosen.every((it) => values(row, it.name).some(([value]) => value === it.value));
      body.append(row);
      if (row.hidden) continue;
      shown++;
      const cell = row.cells[0];
      cell.rowSpan = 1;
      cell.hidden = first?.textContent === cell.textContent;
      if (cell.hidden) first.rowSpan++;
      else first = cell;
    }
    for (const it of heads) it.ariaSort = it.cellIndex !== column ? "none" : down ? "descending" : "ascending";
    count.textContent = `显示 ${shown} / ${rows.length}`;
    const query = new URLSearchParams(chosen.map((it) => [it.name, it.value]));
    if (sort) query.set("sort", sort);
    if (down) query.set("desc", "");
    try {
      history.replaceState(null, "", location.pathname + (`${query}` && "?" + query) + location.hash);
    } catch {
      /* Some browsers keep the address of a file as it is. */
    }
  };

  for (const head of heads) {
    const onclick = () => {
      down = sort === head.dataset.sort && !down;
      sort = head.dataset.sort;
      show();
    };
    head.replaceChildren(button(head.textContent, onclick));
  }
  const clear = () => {
    form.reset();
    sort = null;
    down = false;
    show();
  };
  /* Spreadsheets run what starts like a formula: a quotation mark in front makes it text. */
  const quoted = (text) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
  const write = (cell) => quoted((cell.innerText || cell.textContent.trim()).replace(/\s*\n\s*/g, "；"));
  const save = () => {
    const lines = [...table.rows].filter((it) => !it.hidden).map((it) => [...it.cells].map(write).join() + "\r\n");
    const href = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv" }));
    const download = document.querySelector("h1").innerText.replace(/#$/, "").trim() + ".csv";
    make("a", { href, download }).click();
    URL.revokeObjectURL(href);
  };
  form.append(button("清除", clear), button("导出 CSV", save), count);
  form.oninput = show;
  form.onsubmit = (event) => event.preventDefault();
  document.querySelector(".dz-filter-place").append(form);
  show();
})();
