/* 年度选择和往年归档的提示，由 duizhao publish 写出。各年度的页面只引用它，换掉它不改动任何一年。 */
(() => {
  const data = /*DATA*/[];

  const script = document.currentScript;
  const root = new URL(".", script.src).href;
  const [name, ...rest] = decodeURI(location.href.slice(root.length)).split(/[?#]/)[0].split("/");
  const page = rest.join("/").replace(/(^|\/)$/, "$1index.html");
  const here = data.find((it) => it.name === name);
  if (!here || !location.href.startsWith(root)) return;

  const make = (tag, props, ...children) => {
    const it = Object.assign(document.createElement(tag), props);
    it.append(...children);
    return it;
  };
  const words = (it) => it.year + "年度" + (it.current ? "" : `（第${it.number}次发布）`);
  const link = (it, text = words(it)) => {
    const same = it.pages.includes(page.replace(".html", ""));
    const href = encodeURI(root + it.name + "/" + (same ? page : "index.html"));
    return make("a", { href, ariaCurrent: it === here ? "page" : null }, text);
  };
  const note = (...children) =>
    script.before(make("aside", { className: "dz-archived", ariaLabel: "归档提示" }, ...children));

  const links = data.filter((it) => it.current || it === here).map((it) => link(it));
  links.push(make("a", { href: root + "index.html" }, "全部年度…"));
  const label = make("summary", { title: "选择年度" }, here.year + "年度");
  const menu = make("details", { className: "dz-years" }, label, make("div", {}, ...links));
  const close = (event) => event.key !== "Escape" && menu.contains(event.target) || (menu.open = false);
  for (const it of ["click", "keydown"]) addEventListener(it, close);
  (document.querySelector(".md-header__inner") ?? document.body).append(menu);

  const now = data.find((it) => it.current && it.year === here.year);
  if (!here.current && now)
    note(`这是${here.year}年度第${here.number}次发布的内容，后来有勘误；现行的是`, link(now, `第${now.number}次发布`), "。");
  else if (here.year !== data[0].year)
    note(`这是往年归档：${here.year}年度，${here.date}发布。最新一年是`, link(data[0]), "。");

  /* 浏览器可能还存着勘误以前的页面：连同它用到的文件都重新取一遍。 */
  if (script.dataset.sources !== here.sources && location.protocol !== "file:") {
    const files = [location.href, ...performance.getEntriesByType("resource").map((it) => it.name)];
    const renew = async (it) => (await fetch(it, { cache: "reload" })).blob();
    const onclick = () => Promise.allSettled(files.map(renew)).then(() => location.reload());
    note("浏览器里存着这一页以前的内容。", make("button", { onclick }, "换成现在的"));
  }

  const style = new CSSStyleSheet();
  style.replaceSync(`
    .dz-years { position: relative; margin: 0 .4rem; font-size: .7rem; }
    .dz-years summary { cursor: pointer; padding: .1rem .6rem; border: 1px solid #ffffff80; border-radius: .2rem; white-space: nowrap; }
    .dz-years div { position: absolute; right: 0; z-index: 9; padding: .3rem 0; color: var(--dz-ink); background: var(--dz-sheet); border: 1px solid var(--dz-rule); box-shadow: 0 .2rem .8rem #0004; }
    .dz-years a { display: block; padding: .2rem .9rem; white-space: nowrap; }
    .dz-years a:hover { background: var(--dz-mark); }
    .dz-years [aria-current] { font-weight: 600; }
    .dz-archived { padding: .4rem 1rem; font-size: .7rem; text-align: center; color: var(--dz-warn); background: var(--dz-warn-bg); border-bottom: 1px solid; }
    .dz-archived :is(a, button) { color: inherit; font: inherit; text-decoration: underline; cursor: pointer; }
    @media print { .dz-years, .dz-archived { display: none; } }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
})();
