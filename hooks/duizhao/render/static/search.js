/* Search of an edition's items: a plain scan of items.js for the typed words. Every item that holds
   all of them is found, and nothing else; no dictionary, worker or server, so it runs from disk. */
(() => {
  "use strict";
  const here = document.currentScript.src;
  const root = new URL("../../", here);
  const most = 200;
  let items = null;
  let waiting = [];

  /* Full-width and half-width, capitals and small letters, are the same; length stays. */
  const fold = (text) =>
    text
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/\u3000/g, " ")
      .toLowerCase();

  const kinds = { p: "problem", c: "cause", m: "measure" };
  const api = (window.duizhao = { items: [], load: (run) => load(run) });

  window.duizhaoItems = (rows) => {
    api.items = items = rows.map(([id, label, place, title, text, href]) => ({
      id, label, place, title, text,
      kind: kinds[id.split("/").pop()[0]],
      address: new URL(href, root).href,
      idFolded: fold(id), titleFolded: fold(title), textFolded: fold(text), labelFolded: fold(label),
    }));
    waiting.splice(0).forEach((run) => run());
  };

  const load = (run) => {
    if (items) return run();
    waiting.push(run);
    if (waiting.length > 1) return;
    const script = document.createElement("script");
    script.src = new URL("items.js", here);
    document.head.append(script);
  };

  const score = (item, words, phrase) => {
    let total = 0;
    for (const word of words) {
      const isId = item.idFolded === word || item.idFolded.endsWith("/" + word);
      const inTitle = item.titleFolded.includes(word);
      if (isId || item.labelFolded === word) total += 100;
      else if (inTitle) total += 10;
      else if (item.textFolded.includes(word)) total += 1;
      else return 0;
    }
    if (item.titleFolded.includes(phrase)) total += 40;
    else if (item.textFolded.includes(phrase)) total += 20;
    return total;
  };

  const find = (query) => {
    const phrase = fold(query).trim();
    const words = phrase.split(/\s+/).filter(Boolean);
    if (!words.length) return { words, hits: [] };
    const hits = items
      .map((item, order) => ({ item, order, score: score(item, words, phrase) }))
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score || a.order - b.order);
    return { words, hits };
  };

  /* The ranges of `text` that hold one of the words, joined where they touch. */
  const ranges = (text, words) => {
    const folded = fold(text);
    const found = [];
    for (const word of words)
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length))
        found.push([i, i + word.length]);
    found.sort((a, b) => a[0] - b[0]);
    return found.reduce((all, range) => {
      const last = all[all.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
      else all.push(range);
      return all;
    }, []);
  };

  const marked = (element, text, words) => {
    let end = 0;
    for (const [from, to] of ranges(text, words)) {
      element.append(text.slice(end, from));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      element.append(mark);
      end = to;
    }
    element.append(text.slice(end));
    return element;
  };

  const context = (text, words) => {
    const first = ranges(text, words)[0];
    const start = first ? Math.max(0, first[0] - 18) : 0;
    const end = Math.min(text.length, start + 90);
    return (start ? "……" : "") + text.slice(start, end) + (end < text.length ? "……" : "");
  };

  const result = ({ item }, words) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    const address = new URL(item.address);
    address.search = "?dz=" + encodeURIComponent(words.join(" "));
    link.href = address;
    const title = document.createElement("b");
    marked(title, item.title, words);
    const label = document.createElement("span");
    label.className = "dz-tag dz-" + item.kind;
    label.textContent = item.label;
    const where = document.createElement("small");
    where.textContent = item.place + " · " + item.id;
    const words_ = marked(document.createElement("span"), context(item.text, words), words);
    link.append(label, title, where, words_);
    row.append(link);
    return row;
  };

  /* The box: an input, the count for screen readers, the results. Arrow keys walk through them. */
  const box = (host, onClose) => {
    host.classList.add("dz-search");
    const head = document.createElement("div");
    head.className = "dz-search__head";
    const input = document.createElement("input");
    input.type = "search";
    input.setAttribute("aria-label", "检索问题、原因和措施");
    input.placeholder = "输入任意字词或编号，空格隔开几个词";
    head.append(input);
    if (onClose) {
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "关闭";
      close.addEventListener("click", onClose);
      head.append(close);
    }
    const count = document.createElement("p");
    count.className = "dz-search__count";
    count.setAttribute("role", "status");
    const list = document.createElement("ol");
    host.append(head, count, list);

    const show = () => {
      const { words, hits } = find(input.value);
      list.replaceChildren(...hits.slice(0, most).map((hit) => result(hit, words)));
      if (!words.length) count.textContent = `共 ${items.length} 条，可检索任意字词`;
      else if (!hits.length) count.textContent = "没有找到";
      else count.textContent = `找到 ${hits.length} 条` + (hits.length > most ? `，显示前 ${most} 条` : "");
    };
    input.addEventListener("input", () => load(show));
    host.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (step && at >= 0) {
        event.preventDefault();
        stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
      } else if (event.key === "Enter" && document.activeElement === input && stops[1]) {
        stops[1].click();
      }
    });
    load(show);
    return input;
  };

  const dialog = () => {
    const element = document.createElement("dialog");
    element.className = "dz-search-dialog";
    element.setAttribute("aria-label", "检索");
    document.body.append(element);
    const input = box(element, () => element.close());
    return () => {
      if (!element.open) element.showModal();
      input.focus();
      input.select();
    };
  };

  /* The words that led here, marked on the page. */
  const markWords = () => {
    const words = fold(new URLSearchParams(location.search).get("dz") || "").split(/\s+/).filter(Boolean);
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!words.length || !target) return;
    const areas = target.matches("h2, h3") ? [target, target.nextElementSibling] : [target];
    for (const area of areas.filter(Boolean)) {
      const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      for (const node of nodes) {
        if (!ranges(node.data, words).length) continue;
        const span = document.createElement("span");
        marked(span, node.data, words).querySelectorAll("mark").forEach((it) => (it.className = "dz-hit"));
        node.replaceWith(...span.childNodes);
      }
    }
  };

  const start = () => {
    markWords();
    const page = document.querySelector("[data-dz-search]");
    if (page) box(page).focus();
    let open = null;
    const show = () => (open || (open = dialog()))();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dz-search-open";
    button.innerHTML = "检索<kbd>/</kbd>";
    button.addEventListener("click", show);
    const place = document.querySelector(".md-header__inner") || document.body;
    place.append(button);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!slash && !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) return;
      event.preventDefault();
      show();
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
