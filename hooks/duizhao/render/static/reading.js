/* Comforts of reading; every page is complete without them.
   Lights a chain of the flow picture, shows an item when a link to it is pointed at, walks from item
   to item by keys, copies an item's address and citation. */
(() => {
  "use strict";
  const { make } = window.duizhao;

  /* The flow picture: what lies on a way through the node stays, the rest fades. */
  const ways = (element) => (element.dataset.ways || "").split(" ");
  for (const picture of document.querySelectorAll(".dz-flow svg")) {
    const parts = [...picture.querySelectorAll("[data-ways]")];
    let tapped = null;
    const light = (node) => {
      const lit = node && new Set(ways(node));
      picture.classList.toggle("dz-lit", Boolean(node));
      for (const it of parts)
        it.classList.toggle("dz-on", it === node || Boolean(lit && ways(it).some((way) => lit.has(way))));
    };
    for (const node of picture.querySelectorAll(".dz-node")) {
      node.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && light(node));
      node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && light(null));
      node.addEventListener("focus", () => light(node));
      node.addEventListener("blur", () => light((tapped = null)));
      /* A finger cannot hover: the first tap lights, the second follows the link. */
      node.addEventListener("click", (event) => {
        if (event.pointerType !== "touch" || tapped === node) return;
        event.preventDefault();
        light((tapped = node));
      });
    }
  }

  /* Pointing at a link to an item shows the item; its words come from the search index. */
  let preview = null;
  let timer = 0;
  const hide = () => {
    clearTimeout(timer);
    preview?.remove();
    preview = null;
  };
  const show = (link) => {
    const item = window.duizhao.items.find((it) => it.id === link.dataset.item);
    if (!item) return;
    hide();
    preview = make("div", "dz-preview");
    preview.append(make("b", "", item.label + " " + item.title), item.text);
    document.body.append(preview);
    const box = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - preview.offsetWidth - 8;
    preview.style.left = Math.max(8, Math.min(box.left, room)) + "px";
    const below = box.bottom + 6 + preview.offsetHeight < innerHeight;
    preview.style.top = scrollY + (below ? box.bottom + 6 : box.top - 6 - preview.offsetHeight) + "px";
  };
  if (matchMedia("(hover: hover)").matches)
    for (const link of document.querySelectorAll("a[data-item]")) {
      link.addEventListener("mouseenter", () => {
        timer = setTimeout(() => window.duizhao.load(() => show(link), link.dataset.item), 350);
      });
      link.addEventListener("mouseleave", hide);
    }
  addEventListener("scroll", hide, { passive: true });

  /* Items of the page: their headings. j and k walk through them, n to the next that needs somebody. */
  const items = [...document.querySelectorAll(":is(h2, h3)[id]")].filter((it) => /^[pcm]\d+$/.test(it.id));
  const go = (step) => {
    const at = items.indexOf(document.activeElement);
    const tops = items.map((it) => it.getBoundingClientRect().top);
    const near = step > 0 ? tops.findIndex((top) => top > 120) : tops.findLastIndex((top) => top < 60);
    const heading = items[at < 0 ? near : at + step];
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") hide();
    if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]") || !items.length) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "n") {
      const current = items.findLast((it) => it.getBoundingClientRect().top < 200) || items[0];
      const link = current.nextElementSibling?.querySelector(".dz-next");
      (link || document.querySelector(".dz-next"))?.click();
    }
  });

  /* A citation: year, number and title, with the address. */
  const style = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  const said = make("p", "", "", { role: "status", style });
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      /* Pages from disk or plain HTTP have no clipboard of their own. */
      const area = make("textarea", "", text);
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  for (const heading of items) {
    const words = heading.nextElementSibling?.dataset.cite;
    if (!words) continue;
    const button = make("button", "dz-cite", "引用");
    button.onclick = async () => {
      await copy(words + "　" + location.href.split(/[?#]/)[0] + "#" + heading.id);
      button.textContent = said.textContent = "已复制";
      setTimeout(() => (button.textContent = "引用"), 1500);
    };
    heading.append(button);
  }
  if (items.length) document.body.append(said);
})();
