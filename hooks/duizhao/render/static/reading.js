/* Comforts of reading; every page is complete without them.
   Lights a chain of the flow picture, shows an item when a link to it is pointed at, walks from item
   to item by keys, copies an item's address and citation. */
(() => {
  "use strict";
  const { make, items, store } = window.duizhao;

  /* The flow picture: what lies on a way through the node stays, the rest fades. */
  for (const picture of document.querySelectorAll(".dz-flow svg")) {
    const parts = [...picture.querySelectorAll("[data-ways]")];
    const ways = (it) => it.dataset.ways.split(" ");
    let tapped = null;
    const light = (node) => {
      const lit = new Set(node && ways(node));
      picture.classList.toggle("dz-lit", !!node);
      for (const it of parts) it.classList.toggle("dz-on", it === node || ways(it).some((way) => lit.has(way)));
    };
    const nodeOf = (event) => event.target.closest(".dz-node");
    picture.onpointerover = picture.onpointerleave = (event) => event.pointerType === "mouse" && light(nodeOf(event));
    /* On the picture itself they would make a stop for the keyboard of it. */
    picture.parentNode.addEventListener("focusin", (event) => light(nodeOf(event)));
    picture.parentNode.addEventListener("focusout", () => light((tapped = null)));
    /* A finger cannot hover: the first tap lights, the second follows the link. */
    picture.onclick = (event) => {
      const node = nodeOf(event);
      if (event.pointerType !== "touch" || tapped === node) return;
      event.preventDefault();
      light((tapped = node));
    };
  }

  /* Pointing at a link to an item shows the item; its words come from the search index. */
  let pointed = null;
  let preview;
  let timer;
  const show = () => {
    const item = items.find((it) => it?.id === pointed?.dataset.item);
    if (!item) return;
    preview = make("div", { className: "dz-preview" }, make("b", {}, `${item.label} ${item.title}`), item.text);
    document.body.append(preview);
    const { left, top, bottom } = pointed.getBoundingClientRect();
    const room = document.documentElement.clientWidth - preview.offsetWidth - 8;
    const below = bottom + preview.offsetHeight < innerHeight;
    preview.style.left = Math.max(8, Math.min(left, room)) + "px";
    preview.style.top = scrollY + (below ? bottom : top - preview.offsetHeight) + "px";
  };
  const point = (link) => {
    clearTimeout(timer);
    preview?.remove();
    pointed = link;
    if (link) timer = setTimeout(() => store.ready(link.dataset.item).then(show, () => {}), 350);
  };
  document.addEventListener("pointerover", ({ pointerType, target }) => {
    const link = pointerType === "mouse" && target.closest("a[data-item]");
    if (link !== pointed && !target.closest(".dz-preview")) point(link);
  });
  addEventListener("scroll", () => point(null), { passive: true });

  /* Items of the page: their headings. j and k walk through them, n to the next that needs somebody. */
  const heads = [...document.querySelectorAll(":is(h2, h3)[id]")].filter((it) => /^[pcm]\d+$/.test(it.id));
  const top = (it) => it.getBoundingClientRect().top;
  const go = (step) => {
    const at = heads.indexOf(document.activeElement);
    const near = step > 0 ? heads.find((it) => top(it) > 120) : heads.findLast((it) => top(it) < 60);
    const head = at < 0 ? near : heads[at + step];
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    head.scrollIntoView();
  };
  const keys = {
    Escape: () => point(null),
    j: () => go(1),
    k: () => go(-1),
    n: () => {
      const current = heads.findLast((it) => top(it) < 200);
      (current?.nextElementSibling.querySelector(".dz-next") || document.querySelector(".dz-next"))?.click();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) keys[event.key]?.();
  });

  /* A citation is year, number and title, with the address; the mark beside it has the address alone. */
  const said = make("p", { className: "dz-said", role: "status" });
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      /* Pages from disk or plain HTTP have no clipboard of their own. */
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  for (const head of heads) {
    const words = head.nextElementSibling?.dataset.cite;
    if (!words) continue;
    const address = () => `${location.href.split(/[?#]/)[0]}#${head.id}`;
    const onclick = async () => {
      await copy(`${words}　${address()}`);
      button.textContent = said.textContent = "已复制";
      setTimeout(() => (button.textContent = "引用"), 1500);
    };
    const button = make("button", { className: "dz-cite", onclick }, "引用");
    head.append(button);
    head.querySelector(".headerlink").onclick = async () => {
      await copy(address());
      said.textContent = "已复制链接";
    };
  }
  if (heads[0]) document.body.append(said);
})();
