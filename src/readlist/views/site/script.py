"""The scripts of a site: they filter, mark and sort what the page shows without them, too.

A page runs its one script by the hash in its head. Nothing is fetched: from a file no page may, and
from the web none needs to.
"""

_SHARED = r"""
const $ = s => document.querySelector(s), form = $("#find"), q = $("#q"), out = $("#count");
const plain = {"ł":"l","ø":"o","đ":"d","ß":"ss","æ":"ae","œ":"oe","ı":"i","ð":"d","þ":"th"};
const isPlain = t => !/[^\x00-\x7f]/.test(t);
const fold = t => isPlain(t) ? t.toLowerCase() : t.normalize("NFKD").replace(/\p{M}/gu, "")
  .toLowerCase().replace(/[łøđßæœıðþ]/g, c => plain[c]);
const wanted = () => (fold(q.value).match(/"[^"]+"|\S+/g) || [])
  .map(w => w.replace(/"/g, "").trim()).filter(Boolean);
const value = name => form.elements[name] ? form.elements[name].value : "";
let later;
const tell = text => { clearTimeout(later); later = setTimeout(() => { out.value = text; }, 300); };
const remember = () => {
  const p = new URLSearchParams();
  for (const e of form.elements) if (e.name && e.value) p.set(e.name, e.value);
  const said = p.toString();
  try { history.replaceState(null, "", (said ? "?" + said : location.pathname) + location.hash); }
  catch (e) { /* a page in a frame has no address of its own */ }
};
const marked = (roots, words) => {
  if (!window.Highlight || !CSS.highlights) return;
  const ranges = [];
  for (const root of words.length ? roots : []) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && ranges.length < 2000) {
      const node = walk.currentNode;
      let text = fold(node.data);
      if (!words.some(w => text.includes(w))) continue;
      if (node.parentElement.closest(".bib, .near, summary")) continue;
      let from = i => i, to = i => i + 1;
      if (!isPlain(node.data)) {  // a letter may be folded to two, or two units be one letter
        const begins = [], ends = [];
        let place = 0;
        text = "";
        for (const c of node.data) {
          const folded = fold(c);
          text += folded;
          for (let n = 0; n < folded.length; n++) {
            begins.push(place);
            ends.push(place + c.length);
          }
          place += c.length;
        }
        from = i => begins[i];
        to = i => ends[i];
      }
      for (const w of words) {
        for (let i = text.indexOf(w); i >= 0; i = text.indexOf(w, i + w.length)) {
          const r = new Range();
          r.setStart(node, from(i));
          r.setEnd(node, to(i + w.length - 1));
          ranges.push(r);
        }
      }
    }
  }
  CSS.highlights.set("hit", new Highlight(...ranges));
};
const idle = window.requestIdleCallback || setTimeout;
const begin = (update, prepare) => {
  const p = new URLSearchParams(location.search);
  for (const e of form.elements) if (e.name && p.has(e.name)) e.value = p.get(e.name);
  form.hidden = false;
  form.addEventListener("submit", e => e.preventDefault());
  form.addEventListener("input", () => { update(); remember(); });
  addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
    if (e.key === "/" && !typing) { e.preventDefault(); q.focus(); q.select(); }
    else if (e.key === "Escape" && typing) { q.value = ""; e.target.blur(); update(); remember(); }
    else if ((e.key === "j" || e.key === "k") && !typing) {
      const all = [...document.querySelectorAll("li.paper:not([hidden])")]
        .map(p => p.querySelector("a, summary")).filter(Boolean);
      const now = document.activeElement.closest && document.activeElement.closest("li.paper");
      const at = all.findIndex(a => a.closest("li.paper") === now);
      const to = all[e.key === "j" ? at + 1 : Math.max(0, at - 1)];
      if (to) to.focus();
    }
  });
  if ([...form.elements].some(e => e.name && e.value)) update();
  else idle(prepare);
};
"""

ONE_PAGE = (
    '"use strict"; (() => {'
    + _SHARED
    + r"""
const all = [...document.querySelectorAll("li.paper")], places = all.map(e => e.parentElement);
const sections = [...document.querySelectorAll("main section")], flat = $("#flat");
const said = e => [...e.children].filter(c => !c.matches(".bib, .near"))
  .map(c => (c.matches("details") ? c.lastElementChild : c).textContent).join(" ");
let texts, order = "";
const fits = (e, c) => (!c.tag || e.dataset.t.includes("|" + c.tag + "|") ||
    e.dataset.t.includes("|" + c.tag + "/")) && (!c.year || e.dataset.y === c.year) &&
  (!c.venue || e.dataset.v === c.venue) &&
  (!c.status || (c.status === "new" ? "n" in e.dataset : e.dataset.s === c.status));
const keys = {year: e => -(e.dataset.y || 0), added: e => e.dataset.a,
  title: e => fold(e.querySelector(".title").textContent)};
const sorted = by => {
  if (by === order) return;
  order = by;
  if (!by) all.forEach((e, i) => places[i].append(e));
  else {
    const pairs = all.map((e, i) => [keys[by](e), i, e]);
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
    if (by === "added") pairs.reverse();
    flat.append(...pairs.map(p => p[2]));
  }
};
const prepare = () => { texts = texts || all.map(e => fold(said(e))); };
begin(() => {
  prepare();
  const words = wanted(), c = {};
  for (const name of ["tag", "year", "venue", "status"]) c[name] = value(name);
  const shown = [];
  all.forEach((e, i) => {
    const ok = words.every(w => texts[i].includes(w)) && fits(e, c);
    if (e.hidden === ok) e.hidden = !ok;
    if (ok) shown.push(e);
  });
  sorted(value("sort"));
  for (const s of sections) s.hidden = Boolean(order) || !s.querySelector("li.paper:not([hidden])");
  marked(shown.slice(0, 60), words);
  tell(shown.length === all.length ? "" : shown.length.toLocaleString("en") + " of " +
    all.length.toLocaleString("en") + " shown");
}, prepare);
})();
"""
)
"""Filters, marks and sorts the papers of a page that holds all of them."""

INDEX = (
    '"use strict"; (() => {'
    + _SHARED
    + r"""
const hits = $("#hits"), rest = $("#rest"), MOST = 200;
let data, titles, people, texts;
const make = (name, kind, text) => {
  const e = document.createElement(name);
  e.className = kind;
  e.textContent = text;
  return e;
};
const prepare = () => {
  if (data) return;
  data = JSON.parse($("#data").textContent);
  titles = data.papers.map(p => fold(p[0]));
  people = data.papers.map(p => fold(p[1]));
  texts = data.papers.map((p, i) =>
    [titles[i], people[i], fold([p[3], ...p[4], p[9]].join(" "))].join(" "));
};
begin(() => {
  prepare();
  const words = wanted(), tag = value("tag"), year = value("year"), venue = value("venue");
  const status = value("status"), by = value("sort"), found = [];
  const asked = words.length || tag || year || venue || status || by;
  data.papers.forEach((p, i) => {
    if (!words.every(w => texts[i].includes(w))) return;
    if (tag && !p[4].some(t => t === tag || t.startsWith(tag + "/"))) return;
    if ((year && String(p[2]) !== year) || (venue && p[3] !== venue)) return;
    if (status && (status === "new" ? !p[8] : p[5] !== status)) return;
    const worth = w => titles[i].includes(w) ? 3 : people[i].includes(w) ? 2 : 1;
    const score = words.reduce((n, w) => n + worth(w), 0);
    found.push([by === "title" ? titles[i] : by === "year" ? -(p[2] || 0) : -score, i]);
  });
  found.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
  rest.hidden = Boolean(asked);
  const items = (asked ? found.slice(0, MOST) : []).map(([, i]) => {
    const p = data.papers[i], li = make("li", "paper", ""), top = make("div", "title", "");
    const a = make("a", "", p[0]);
    a.href = data.pages[p[6]] + "#" + encodeURIComponent(p[7]);
    top.append(a);
    li.append(top, make("div", "facts", [p[1], p[3], p[2]].filter(Boolean).join(" · ")));
    return li;
  });
  hits.replaceChildren(...items);
  marked(items.slice(0, 60), words);
  const more = found.length > MOST ? ", the first " + MOST + " shown" : "";
  const counts = [found.length, data.papers.length].map(n => n.toLocaleString("en"));
  tell(asked ? counts.join(" of ") + more : "");
}, prepare);
})();
"""
)
"""Searches the data that the index of a site of many pages holds, and leads to the pages."""
