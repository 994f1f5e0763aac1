/* The table (对照表) at work: filters, sorting, counts, CSV. The view is in the address, so it can be
   sent. Without this script the table is complete. */
(() => {
  "use strict";
  const table = document.querySelector("table.dz-matrix[data-filters]");
  if (!table) return;
  const { make } = window.duizhao;
  const heads = [...table.tHead.rows[0].cells].filter((it) => it.dataset.sort);
  const rows = [...table.querySelectorAll("tbody tr")];
  const body = table.tBodies[0];
  const labels = JSON.parse(table.dataset.filters);
  const params = new URLSearchParams(location.search);
  let sort = params.get("sort") || "";
  let down = params.has("desc");

  /* Each row carries its own aspect, so that rows may move; neighbours merge again when shown. */
  let aspect = null;
  for (const row of rows) {
    aspect = row.querySelector('th[scope="rowgroup"]') || row.insertBefore(aspect.cloneNode(true), row.firstChild);
    body.append(row);
  }
  [...table.tBodies].slice(1).forEach((it) => it.remove());

  const values = (row, name) => JSON.parse(row.dataset[name] || "[]");
  const form = make("form", "dz-filter", "", { ariaLabel: "筛选" });
  for (const [name, label] of Object.entries(labels)) {
    const options = new Map();
    for (const row of rows) for (const [key, words] of values(row, name)) options.set(key, words);
    if (!options.size) continue;
    const select = make("select", "", "", { name, ariaLabel: label });
    select.add(new Option(label + "：全部", ""));
    for (const [key, words] of [...options].sort((a, b) => a[0].localeCompare(b[0], "zh"))) select.add(new Option(words, key));
    select.value = params.get(name) || "";
    if (select.selectedIndex < 0) select.value = "";
    form.append(select);
  }
  const button = (words, onclick) => make("button", "", words, { type: "button", onclick });
  const count = make("span", "", "", { role: "status" });
  form.append(
    button("清除", () => {
      form.reset();
      sort = "";
      down = false;
      show();
    }),
    button("导出 CSV", () => download()),
    count,
  );

  const key = (row) => row.cells[heads.find((it) => it.dataset.sort === sort)?.cellIndex]?.innerText.trim() || "";
  const show = () => {
    const chosen = [...form.querySelectorAll("select")].filter((it) => it.value);
    const shown = rows.filter((row) => {
      row.hidden = !chosen.every((it) => values(row, it.name).some(([value]) => value === it.value));
      return !row.hidden;
    });
    const ordered = sort
      ? [...rows].sort((a, b) => key(a).localeCompare(key(b), "zh", { numeric: true }) * (down ? -1 : 1))
      : rows;
    body.append(...ordered);
    let first = null;
    for (const row of ordered.filter((it) => !it.hidden)) {
      const cell = row.cells[0];
      const same = first && first.textContent === cell.textContent;
      cell.hidden = Boolean(same);
      cell.rowSpan = 1;
      if (same) first.rowSpan += 1;
      else first = cell;
    }
    for (const head of heads) head.ariaSort = head.dataset.sort !== sort ? "none" : down ? "descending" : "ascending";
    count.textContent = `显示 ${shown.length} / ${rows.length}`;
    const query = new URLSearchParams(chosen.map((it) => [it.name, it.value]));
    if (sort) query.set("sort", sort);
    if (down) query.set("desc", "");
    try {
      history.replaceState(null, "", location.pathname + (String(query) && "?" + query) + location.hash);
    } catch {
      /* Some browsers keep the address of a file as it is. */
    }
  };

  for (const head of heads) {
    const it = button(head.textContent, () => {
      down = sort === head.dataset.sort && !down;
      sort = head.dataset.sort;
      show();
    });
    head.replaceChildren(it);
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());

  /* Spreadsheets run what starts like a formula: a quotation mark in front makes it text. */
  const quoted = (text) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
  const download = () => {
    const lines = [...table.rows].filter((row) => !row.hidden).map((row) =>
      [...row.cells].map((cell) => quoted(cell.innerText || cell.textContent.trim()).replace(/\s*\n\s*/g, "；")).join(","),
    );
    const href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    const download = document.querySelector("h1").innerText.replace(/#$/, "").trim() + ".csv";
    const link = make("a", "", "", { href, download });
    link.click();
    URL.revokeObjectURL(href);
  };

  document.querySelector(".dz-filter-place").append(form);
  show();
})();
