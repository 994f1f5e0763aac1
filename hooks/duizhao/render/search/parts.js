/* Search in a large edition, joined to search.js: keys/*.js say which rows may hold what (postings.py),
   and of rows/*.js only those are loaded that come first. */
(() => {
  "use strict";
  const { script, fold, items, size, buckets, store } = window.duizhao;
  const keys = [];
  window.duizhao.keys = (bucket, postings) => (keys[bucket] = postings);

  /* Rows that have a key, each with 1 if its title has it. */
  const posting = async (key) => {
    let bucket = 0;
    for (const it of key) bucket = (bucket * 31 + it.codePointAt()) % 65521;
    bucket %= buckets;
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
  const need = (some) => Promise.all(some.map((it) => items[it] || script(`rows/${Math.floor(it / size)}.js`)));

  Object.assign(store, {
    ready: async (id) => id && need([...(await posting("=" + fold(id))).keys()]),
    find: async (words, chosen) => {
      const filters = chosen.flatMap((it, i) => (it ? posting(`#${i}:${it}`) : []));
      return [...(await meet([...words.map(having), ...filters], (a, b) => a + b))];
    },
    need,
    sure: (words) => words.every((it) => !it.text[2] && !it.sound),
  });
})();
