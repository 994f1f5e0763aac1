/* Search: every item that holds all the typed words is found, and nothing else. No dictionary, worker
   or server: the index is scripts, so it runs from disk. items.js holds all rows; of a large edition
   it only counts them, keys/*.js say which rows have what (see postings.py), rows/*.js hold them. */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const most = 50; // results at a time
  const make = (tag, className = "", textContent = "", more) =>
    Object.assign(document.createElement(tag), { className, textContent }, more);

  /* What the scripts of the index call, and `load`: run when the items, or the one with `id`, are there. */
  let index;
  const keys = [];
  const rows = [];
  const api = (window.duizhao = {
    items: [],
    index: (it) => (index = it),
    keys: (bucket, postings) => (keys[bucket] = postings),
    rows: (start, places, some) => {
      for (const [at, id, number, title, text, sound] of some) {
        const [report, page, kind, style, where, chosen] = places[at];
        const item = { id: `${report}/${id}`, label: kind + number, title, text, href: `${page}#${id}` };
        api.items.push((rows[start++] = { ...item, all: `${title}\n${text}`, sound, style, where, chosen }));
      }
    },
    load: (run, id) => ready(id).then(run, () => {}),
  });
  const scripts = {};
  const script = (name) =>
    (scripts[name] ??= new Promise((onload, onerror) =>
      document.head.append(make("script", "", "", { src: new URL(name, here), onload, onerror })),
    ));
  const need = (some) => Promise.all(some.map((it) => rows[it] || script(`rows/${Math.floor(it / index.size)}.js`)));
  const ready = async (id) => {
    await script("items.js");
    if (id && index.buckets) await need([...(await posting("=" + fold(id))).keys()]);
  };

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
    (await Promise.all(all)).reduce(
      (a, b) => new Map([...a].filter(([row]) => b.has(row)).map(([row, it]) => [row, join(it, b.get(row))])),
    );
  /* Four pairs of a long word leave few rows that are not hits. */
  const pairs = (text, mark = "") => {
    const all = [...text.matchAll(/(?=(..))./gu)].map((it) => mark + it[1]);
    const some = all.filter((_, i) => i % Math.ceil(all.length / 4) === 0);
    return meet((all[0] ? some : [text]).map(posting), Math.min);
  };
  const having = async ({ text, sound }) =>
    new Map([...(sound ? await pairs(text, "@") : []), ...(await pairs(text)), ...(await posting("=" + text))]);
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
  const either = (it) => `[${it.replace(/\W/, "\\$&")}${shift(0xfee0)(it)}]`;
  const parse = (query) =>
    (fold(query).match(/\S+/g) || []).map((text) => {
      const source = text.replace(/[!-~]/g, either);
      /* In pinyin, a letter goes on with the syllable or starts the next. */
      const sound = /^[a-z]{2,}$/.test(text) && new RegExp("\\b" + [...text].join("([a-z]* )?"));
      return { text, source, sound, any: new RegExp(source, "i"), name: new RegExp(`(^|/)${source}$`, "im") };
    });
  const joined = (words, by) => new RegExp(`(${words.map((it) => it.source).join(by)})`, "i");

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

  const marked = (tag, text, words, className) => {
    const parts = words[0] ? text.split(joined(words, "|")) : [text];
    const element = make(tag);
    element.append(...parts.map((part, i) => (i % 2 ? make("mark", className, part) : part)));
    return element;
  };
  const result = (item, words) => {
    const start = Math.max(0, item.text.search(joined(words, "|")) - 18);
    const context = (start ? "……" : "") + item.text.slice(start, start + 90) + (item.text[start + 90] ? "……" : "");
    const link = make("a", "", "", { href: new URL("../../" + item.href, here) });
    link.search = "dz=" + encodeURIComponent(words.map((it) => it.text).join(" "));
    link.append(
      make("span", "dz-tag dz-" + item.style, item.label),
      marked("b", item.title, words),
      make("small", "", item.where + " · " + item.id),
      marked("span", context, words),
    );
    const row = make("li");
    row.append(link);
    return row;
  };

  /* The box: words, filters, the count for screen readers, results. Arrow keys walk through them. */
  const box = (host, onclick) => {
    host.classList.add("dz-search");
    host.innerHTML = `<div class="dz-search__head"><input type="search" aria-label="检索问题、原因和措施" placeholder="输入任意字词或编号，空格隔开几个词"></div><div class="dz-search__filters"></div><p class="dz-search__count" role="status"></p><ol></ol><button hidden>继续显示</button>`;
    const [head, filters, count, list, next] = host.children;
    const input = head.firstChild;
    if (onclick) head.append(make("button", "", "关闭", { onclick }));
    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      await ready();
      if (!filters.firstChild)
        for (const [ariaLabel, values] of Object.entries(index.filters)) {
          const select = make("select", "", "", { ariaLabel });
          select.append(...[ariaLabel + "：全部", ...values].map((it, i) => new Option(it, i - 1)));
          filters.append(select);
        }
      const words = parse(input.value);
      const chosen = [...filters.children].map((it) => +it.value);
      const score = scorer(words, chosen);
      const asked = words[0] || chosen.some((it) => it >= 0);
      const rest = asked ? await candidates(words, chosen, score) : [];
      /* Of a large edition, pairs tell all about words of two characters, but not of longer ones. */
      const sure = !index.buckets || words.every((it) => !it.text[2] && !it.sound);
      let total = rest.length;
      if (mine !== turn) return;
      list.textContent = "";
      const more = async () => {
        for (let room = most; room > 0 && rest.length; ) {
          const part = rest.splice(0, 12);
          await need(part);
          if (mine !== turn) return;
          const hits = part.map((it) => [score(rows[it]), rows[it]]).filter(([it]) => it);
          list.append(...hits.sort(([a], [b]) => b - a).map(([, it]) => result(it, words)));
          room -= hits.length;
          total += hits.length - part.length;
        }
        next.hidden = !rest.length;
        const shown = next.hidden ? "" : `，显示前 ${list.children.length} 条`;
        if (!asked) count.textContent = `共 ${index.count} 条，可检索任意字词`;
        else count.textContent = total ? `找到${sure || next.hidden ? "" : "至多"} ${total} 条${shown}` : "没有找到";
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

  const dialog = () => {
    const element = make("dialog", "dz-search-dialog", "", { ariaLabel: "检索" });
    document.body.append(element);
    const input = box(element, () => element.close());
    return () => {
      if (!element.open) element.showModal();
      input.focus();
      input.select();
    };
  };

  /* The words that led here, marked on the page. */
  const words = parse(new URLSearchParams(location.search).get("dz") || "");
  const target = words[0] && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const mark = (node) => {
    if (node.nodeType === 3) node.replaceWith(...marked("b", node.data, words, "dz-hit").childNodes);
    else [...node.childNodes].forEach(mark);
  };
  if (target?.matches("h2, h3")) mark(target.nextElementSibling);
  if (target) mark(target);

  const page = document.querySelector("[data-dz-search]");
  if (page) box(page).focus();
  let open;
  const onclick = () => (open ??= dialog())();
  const button = make("button", "dz-search-open", "", { onclick, innerHTML: "检索<kbd>/</kbd>" });
  (document.querySelector(".md-header__inner") || document.body).append(button);
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const typing = event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== (command ? "k" : "/") || (typing && !command)) return;
    event.preventDefault();
    onclick();
  });
})();
