/* Search: every item that holds all typed words is found, nothing else. The index is scripts, so it runs
   from disk. items.js holds all rows; of a large edition rows/*.js do, found by keys/*.js (postings.py). */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const { index } = duizhao;
  const make = (tag, className = "", textContent = "", more) =>
    Object.assign(document.createElement(tag), { className, textContent }, more);

  /* `load` runs what waits for the items, or for the one with `id`; the index calls the others. */
  const keys = [];
  const rows = [];
  window.duizhao = {
    make,
    items: [],
    filters: (it) => (index.filters = it),
    keys: (bucket, postings) => (keys[bucket] = postings),
    rows: (start, places, some) => {
      for (const [at, id, number, title, text, sound] of some) {
        const [report, page, kind, style, where, chosen] = places[at];
        const item = { id: `${report}/${id}`, label: kind + number, title, text, sound, style, where, chosen };
        duizhao.items.push((rows[start++] = { ...item, all: `${title}\n${text}`, href: `${page}#${id}` }));
      }
    },
    load: (run, id) => ready(id).then(run, () => {}),
  };
  const scripts = {};
  const script = (name) =>
    (scripts[name] ??= new Promise((onload, onerror) =>
      document.head.append(make("script", "", "", { src: new URL(name, here), onload, onerror })),
    ));
  const need = (some) => Promise.all(some.map((it) => rows[it] || script(`rows/${Math.floor(it / index.size)}.js`)));
  const ready = async (id) =>
    index.buckets ? id && need([...(await posting("=" + fold(id))).keys()]) : script("items.js");

  /* Rows that have a key, each with 1 if its title has it. */
  const posting = async (key) => {
    let bucket = 0;
    for (const it of key) bucket = (bucket * 31 + it.codePointAt()) % 65521;
    bucket %= index.buckets;
    await script(`keys/${bucket}.js`);
    let row = 0;
    return new Map(keys[bucket][key]?.map((it) => [(row += it >> 1), it & 1]));
  };
  const meet = async (all, join) =>
    (await Promise.all(all)).sort((a, b) => a.size - b.size).reduce((a, b) => {
      for (const [row, it] of a) b.has(row) ? a.set(row, join(it, b.get(row))) : a.delete(row);
      return a;
    });
  /* Few rows have the first pairs of a long word and not the word. */
  const pairs = (text, mark = "") => {
    const some = [...text.matchAll(/(?=(..))./gu)].slice(0, 4).map((it) => mark + it[1]);
    return meet((some[0] ? some : [text]).map(posting), Math.min);
  };
  const having = async ({ text, sound }) => {
    const names = /\d/.test(text) ? posting("=" + text) : [];
    const found = await Promise.all([sound ? pairs(text, "@") : [], pairs(text), names]);
    return new Map(found.flatMap((it) => [...it]));
  };
  /* Numbers of all rows that may be hits, the best first. */
  const candidates = async (words, chosen, score) => {
    const filters = () => chosen.flatMap((it, i) => (it < 0 ? [] : posting(`#${i}:${it}`)));
    const found = index.buckets
      ? await meet([...words.map(having), ...filters()], (a, b) => a + b)
      : rows.map((it, row) => [row, score(it)]).filter((it) => it[1]);
    return [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([row]) => row);
  };

  /* Full-width and half-width, capitals and small letters, are the same. */
  const shift = (by) => (it) => String.fromCharCode(it.charCodeAt() + by);
  const fold = (text) => text.replace(/[！-～]/g, shift(-0xfee0)).replace(/[A-Z]/g, (it) => it.toLowerCase());
  const wide = shift(0xfee0);
  const parse = (query) =>
    (fold(query).match(/\S+/g) || []).map((text) => {
      const source = text.replace(/[!-~]/g, (it) => `[${it.replace(/\W/, "\\$&")}${wide(it)}]`);
      /* In pinyin, a letter goes on with the syllable or starts the next. */
      const sound = /^[a-z]{2,}$/.test(text) && new RegExp("\\b" + [...text].join("([a-z]* )?"));
      return { text, source, sound, any: new RegExp(source, "i"), name: new RegExp(`(^|/)${source}$`, "im") };
    });
  const joined = (words, by) => new RegExp(`(${words.map((it) => it.source).join(by) || "$^"})`, "i");

  /* Names, then words in the title, then words that stand together as typed; 0 is no hit. */
  const scorer = (words, chosen) => {
    const phrase = joined(words, "\\s*");
    return (item) => {
      if (!chosen.every((it, i) => it < 0 || it === item.chosen[i])) return 0;
      let total = words[1] && phrase.test(item.all) ? 5 : 1;
      for (const { any, name, sound } of words) {
        const at = item.all.search(any);
        if (name.test(item.id + "\n" + item.label)) total += 1000;
        else if (at >= 0) total += at < item.title.length ? 10 : 1;
        else if (sound && sound.test(item.sound)) total += 0.5;
        else return 0;
      }
      return total;
    };
  };

  const marked = (tag, text, marks, className) => {
    const element = make(tag);
    element.append(...text.split(marks).map((part, i) => (i % 2 ? make("mark", className, part) : part)));
    return element;
  };
  const result = (item, marks, query) => {
    const start = Math.max(0, item.text.search(marks) - 18);
    const context = (start ? "……" : "") + item.text.slice(start, start + 90) + (item.text[start + 90] ? "……" : "");
    const link = make("a", "", "", { href: new URL("../../" + item.href, here) });
    link.search = "dz=" + encodeURIComponent(query);
    link.append(
      make("span", "dz-tag dz-" + item.style, item.label),
      marked("b", item.title, marks),
      make("small", "", item.where + " · " + item.id),
      marked("span", context, marks),
    );
    return link;
  };

  /* Words, filters, the count for screen readers, results. */
  const box = (host, onclick) => {
    host.classList.add("dz-search");
    host.innerHTML = `<search><input type="search" aria-label="检索问题、原因和措施" placeholder="输入任意字词或编号，空格隔开几个词"></search><div></div><p class="dz-search__count" role="status"></p><ol></ol><button hidden>继续显示</button>`;
    const [head, filters, count, list, next] = host.children;
    const input = head.firstChild;
    if (onclick) head.append(make("button", "", "关闭", { onclick }));
    const choices = () => {
      for (const [ariaLabel, values] of Object.entries(index.filters)) {
        const options = [ariaLabel + "：全部", ...values].map((it, i) => new Option(it, i - 1));
        filters.appendChild(make("select", "", "", { ariaLabel })).append(...options);
      }
    };
    /* Hundreds of units take longer to list than words to find. */
    script("items.js").then(() => (window.requestIdleCallback || setTimeout)(choices), () => {});
    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      await ready();
      const words = parse(input.value);
      const marks = joined(words, "|");
      const chosen = [...filters.children].map((it) => +it.value);
      const score = scorer(words, chosen);
      const asked = words[0] || Math.max(...chosen) >= 0;
      const rest = asked ? await candidates(words, chosen, score) : [];
      const sure = !index.buckets || words.every((it) => !it.text[2] && !it.sound);
      let total = rest.length;
      if (mine !== turn) return;
      list.textContent = "";
      const more = async () => {
        for (let room = 50; room > 0 && rest.length; ) {
          const part = rest.splice(0, 4 + list.children.length);
          /* What is found is seen before more is asked for. */
          if (list.firstChild) await new Promise(requestAnimationFrame);
          await need(part);
          if (mine !== turn) return;
          const hits = part.map((it) => [score(rows[it]), rows[it]]).filter(([it]) => it);
          for (const [, it] of hits.sort(([a], [b]) => b - a))
            list.appendChild(make("li")).append(result(it, marks, input.value));
          room -= hits.length;
          total += hits.length - part.length;
        }
        next.hidden = !rest.length;
        const shown = next.hidden ? "" : `，显示前 ${list.children.length} 条`;
        const said = total ? `找到${sure || next.hidden ? "" : "至多"} ${total} 条${shown}` : "没有找到";
        count.textContent = asked ? said : `共 ${index.count} 条`;
      };
      await more();
      next.onclick = async () => {
        const at = list.children.length;
        await more();
        list.children[at]?.firstChild.focus();
      };
    };
    const update = () => show().catch(() => (count.textContent = "索引没有载入，请刷新页面再试"));
    host.oninput = update;
    host.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...host.querySelectorAll("a, ol + :not([hidden])")];
      const at = stops.indexOf(document.activeElement);
      if (step && at >= 0) {
        event.preventDefault();
        stops[at + step]?.focus();
      } else if (event.key === "Enter" && !at) stops[1]?.click();
    };
    update();
    return input;
  };

  const page = document.querySelector("[data-dz-search]");
  if (page) box(page).focus();
  const dialog = make("dialog", "dz-search-dialog", "", { ariaLabel: "检索" });
  document.body.append(dialog);
  let input;
  const onclick = () => {
    if (!dialog.open) dialog.showModal();
    input ??= box(dialog, () => dialog.close());
    input.focus();
    input.select();
  };
  const button = make("button", "dz-search-open", "", { onclick, innerHTML: "检索<kbd>/</kbd>" });
  (document.querySelector(".md-header__inner") || document.body).append(button);
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const typing = event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== (command ? "k" : "/") || (typing && !command)) return;
    event.preventDefault();
    onclick();
  });

  /* The words that led here, marked on the page. */
  const words = parse(new URLSearchParams(location.search).get("dz") || "");
  const marks = joined(words, "|");
  const target = words[0] && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const mark = (node) => {
    if (node.nodeType === 3) node.replaceWith(...marked("b", node.data, marks, "dz-hit").childNodes);
    else [...node.childNodes].forEach(mark);
  };
  if (target?.matches("h2, h3")) mark(target.nextElementSibling);
  if (target) mark(target);
})();
