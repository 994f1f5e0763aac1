/* Search: every item that holds all typed words is found, nothing else. The index is scripts, so it runs
   from disk: items.js holds all rows. Of a large edition, parts.js finds out which rows to load. */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const make = (tag, props, ...parts) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...parts);
    return element;
  };
  const choice = (ariaLabel, values, name = "") =>
    make("select", { name, ariaLabel }, new Option(ariaLabel + "：全部", ""), ...values.map(([key, words]) => new Option(words, key)));

  const scripts = {};
  const script = (name) =>
    (scripts[name] ??= new Promise((onload, onerror) =>
      document.head.append(make("script", { src: new URL(name, here), onload, onerror })),
    ));
  /* Full-width and half-width, capitals and small letters, are the same. */
  const narrow = (it) => String.fromCharCode(it.charCodeAt() - 0xfee0);
  const fold = (text) => text.replace(/[！-～]/g, narrow).replace(/[A-Z]/g, (it) => it.toLowerCase());

  const items = [];
  let filters;
  Object.assign(window.duizhao, {
    make,
    choice,
    script,
    fold,
    items,
    /* Where rows come from, the best first: here, all of them at once. */
    store: {
      ready: () => script("items.js"),
      find: async (words, chosen, score) => items.map((it, row) => [row, score(it)]).filter(([, it]) => it),
      need: () => {},
      sure: () => true,
    },
    /* What the index calls. */
    filters: (it) => (filters = it),
    rows: (start, places, rows) => {
      for (const [at, id, number, title, text, sound] of rows) {
        const [report, page, kind, style, where, chosen] = places[at];
        const item = { id: `${report}/${id}`, label: kind + number, title, text, sound, style, where, chosen };
        const names = ["/" + item.id, "/" + item.label].map(fold);
        items[start++] = { ...item, names, all: fold(`${title}\n${text}`), href: `${page}#${id}` };
      }
    },
  });
  const { store, count: all } = window.duizhao;

  /* In pinyin, a letter goes on with the syllable or starts the next. */
  const parse = (query) =>
    (fold(query).match(/\S+/g) || []).map((text) => ({
      text,
      sound: /^[a-z]{2,}$/.test(text) && new RegExp("\\b" + [...text].join("([a-z]* )?")),
    }));
  const joined = (words, by) => new RegExp(words.map((it) => it.text.replace(/\W/g, "\\$&")).join(by) || "$^", "g");

  /* Names, then words in the title, then words that stand together as typed; 0 is no hit. */
  const scorer = (words, chosen) => {
    const phrase = joined(words, "\\s*");
    return (item) => {
      if (!chosen.every((it, i) => !it || +it === item.chosen[i])) return 0;
      let total = words[1] && item.all.search(phrase) >= 0 ? 5 : 1;
      for (const { text, sound } of words) {
        const at = item.all.indexOf(text);
        if (item.names.some((it) => it.endsWith("/" + text))) total += 1000;
        else if (at >= 0) total += at < item.title.length ? 10 : 1;
        else if (sound && sound.test(item.sound)) total += 0.5;
        else return 0;
      }
      return total;
    };
  };

  const marked = (tag, text, marks, className) => {
    const parts = [];
    let at = 0;
    for (const { 0: hit, index } of fold(text).matchAll(marks)) {
      parts.push(text.slice(at, index), make("mark", { className }, text.slice(index, (at = index + hit.length))));
    }
    return make(tag, {}, ...parts, text.slice(at));
  };
  const result = (item, marks, query) => {
    const start = Math.max(0, fold(item.text).search(marks) - 18);
    const context = (start ? "……" : "") + item.text.slice(start, start + 90) + (item.text[start + 90] ? "……" : "");
    const href = new URL("../../" + item.href, here);
    href.search = "dz=" + encodeURIComponent(query);
    const label = make("span", { className: "dz-tag dz-" + item.style }, item.label);
    const where = make("small", {}, item.where + " · " + item.id);
    return make("a", { href }, label, marked("b", item.title, marks), where, marked("span", context, marks));
  };

  /* Words, filters, the count for screen readers, results. */
  const box = (host, onclick) => {
    host.classList.add("dz-search");
    host.innerHTML = `<search><input type="search" aria-label="检索问题、原因和措施" placeholder="输入任意字词或编号，空格隔开几个词"></search><div></div><p class="dz-search__count" role="status"></p><ol></ol><button hidden>继续显示</button>`;
    const [head, selects, count, list, next] = host.children;
    const input = head.firstChild;
    if (onclick) head.append(make("button", { onclick }, "关闭"));
    const offer = () => {
      for (const [label, values] of Object.entries(filters)) selects.append(choice(label, values.map((it, i) => [i, it])));
    };
    /* Hundreds of units take longer to list than words to find. */
    script("items.js").then(() => (window.requestIdleCallback || setTimeout)(offer), () => {});
    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      await store.ready();
      const words = parse(input.value);
      const marks = joined(words, "|");
      const chosen = [...selects.children].map((it) => it.value);
      const score = scorer(words, chosen);
      const asked = words[0] || chosen.some((it) => it);
      const found = asked ? await store.find(words, chosen, score) : [];
      const rest = found.sort(([a, one], [b, other]) => other - one || a - b).map(([row]) => row);
      let total = rest.length;
      if (mine !== turn) return;
      list.textContent = "";
      const more = async () => {
        for (let room = 50; room > 0 && rest.length; ) {
          const part = rest.splice(0, 4 + list.children.length);
          /* What is found is seen before more is asked for. */
          if (list.firstChild) await new Promise(requestAnimationFrame);
          await store.need(part);
          if (mine !== turn) return;
          const hits = part.map((it) => [score(items[it]), items[it]]).filter(([it]) => it);
          for (const [, it] of hits.sort(([a], [b]) => b - a)) list.append(make("li", {}, result(it, marks, input.value)));
          room -= hits.length;
          total += hits.length - part.length;
        }
        next.hidden = !rest.length;
        const shown = next.hidden ? "" : `，显示前 ${list.children.length} 条`;
        const most = next.hidden || store.sure(words) ? "" : "至多";
        count.textContent = !asked ? `共 ${all} 条` : total ? `找到${most} ${total} 条${shown}` : "没有找到";
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
  const dialog = make("dialog", { className: "dz-search-dialog", ariaLabel: "检索" });
  let input;
  const onclick = () => {
    if (!dialog.open) dialog.showModal();
    input ??= box(dialog, () => dialog.close());
    input.focus();
    input.select();
  };
  const open = make("button", { className: "dz-search-open", onclick }, "检索", make("kbd", {}, "/"));
  (document.querySelector(".md-header__inner") || document.body).append(open);
  document.body.append(dialog);
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const typing = event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== (command ? "k" : "/") || (typing && !command)) return;
    event.preventDefault();
    onclick();
  });

  /* The words that led here, marked on the page. */
  const words = parse(new URLSearchParams(location.search).get("dz") || "");
  const target = words[0] && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const mark = (node) => {
    if (node.nodeType !== 3) [...node.childNodes].forEach(mark);
    else node.replaceWith(...marked("b", node.data, joined(words, "|"), "dz-hit").childNodes);
  };
  if (target?.matches("h2, h3")) mark(target.nextElementSibling);
  if (target) mark(target);
})();
