// What the search adds to Sphinx's own: words of the field under all their names, words that are typed wrong or spelled the
// other way, and for each page the sentence and the section in which the words stand. GLOSSARY is written before this.

const MOST = 20; // pages that are shown
const FEW = 5; // with fewer pages, what the course calls it is looked for as well
const LONGEST = 260; // characters of what is shown of a page
// What a page's place is worth beside the words on it: chapters explain, these others mention.
const WORTH = [[/^lectures\//, 12], [/^book\/(references|decisions|coverage|answers|api\/)/, -8]];
Scorer.score = ([page, , , , score]) => score + (WORTH.find(([named]) => named.test(page))?.[1] ?? 0);
Documentation.addTranslations({
  messages: {
    "Search finished, found ${resultCount} page(s) matching the search query.": "Places found: ${resultCount}",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Nothing was found.",
  },
  plural_expr: "n == 1 ? 0 : 1",
  locale: "en",
});

const plain = text => text.toLowerCase().replaceAll("-", " ").replace(/iz(?=e|a|i)/g, "is").replace(/s\b/g, "").trim();
const wordsOf = text => text.toLowerCase().split(/[^\p{Letter}\p{Number}]+/u).filter(Boolean);
const filesOf = stem => [Search._index.terms[stem] ?? [], Search._index.titleterms[stem] ?? []].flat();

// The other ways to spell a word: tumor and tumour, regularize and regularise.
const SPELLINGS = [[/our/, "or"], [/or/, "our"], [/iz/, "is"], [/is/, "iz"], [/yz/, "ys"], [/ys/, "yz"], [/er$/, "re"], [/re$/, "er"]];

// How many letters have to be changed, left out, put in or exchanged with their neighbour; `most` + 1 for more than that.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, row] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + !same);
      const turned = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (turned) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}

const stemmer = new Stemmer();
const isKnown = stem => Object.keys(Search._index.terms).some(term => term.includes(stem));

// The words of the book: each as it is written in a title or in the glossary, with its stem.
function vocabulary() {
  const texts = [...Object.keys(Search._index.alltitles), ...GLOSSARY.entries.flatMap(({ names, others }) => [...names, ...others])];
  const found = new Map(Object.keys(Search._index.terms).map(stem => [stem, stem]));
  for (const word of texts.flatMap(wordsOf)) found.set(stemmer.stemWord(word), word);
  return found;
}

// A word as the book has it: itself, its other spelling, or the nearest one.
function meant(word) {
  const stem = stemmer.stemWord(word);
  const spelled = SPELLINGS.filter(([from]) => from.test(word)).map(([from, to]) => word.replace(from, to));
  const best = [word, ...spelled].reduce((a, b) => (filesOf(stemmer.stemWord(b)).length > filesOf(stemmer.stemWord(a)).length ? b : a));
  if (filesOf(stemmer.stemWord(best)).length || word.length < 4 || /^\d+$/.test(word) || isKnown(stem)) return best;
  const most = word.length < 6 ? 1 : 2;
  let nearest = null;
  for (const [known, written] of vocabulary()) {
    const away = Math.min(distance(word, written, most), distance(stem, known, most));
    const files = filesOf(known).length;
    if (away <= most && (!nearest || away < nearest.away || (away === nearest.away && files > nearest.files))) {
      nearest = { written, away, files };
    }
  }
  return nearest?.written ?? word;
}

// The entries of the glossary that a query names, the longest name first.
function entriesFor(text) {
  const asked = ` ${plain(text)} `;
  const named = GLOSSARY.entries.map(entry => {
    const names = [...entry.names, ...entry.others].map(plain).filter(name => name.length > 2 && asked.includes(` ${name} `));
    const isOwn = entry.names.map(plain).some(name => names.includes(name));
    return { entry, rank: Math.max(0, ...names.map(name => name.length)) + isOwn / 2 };
  });
  return named.filter(({ rank }) => rank).sort((a, b) => b.rank - a.rank).slice(0, 3).map(({ entry }) => entry);
}

function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[content].flat());
  return made;
}

function showEntries(entries, before) {
  for (const { names, says, id, in: places } of entries) {
    const title = element("a", names.join(", "), { href: `${GLOSSARY.page}#${id}` });
    const links = places.flatMap(([words, address], i) => [i ? ", " : " ", element("a", words, { href: address })]);
    before.before(element("p", [element("strong", title), `. ${says}`, ...links], { className: "glossary-hit" }));
  }
}

// The entry of the glossary to which a result leads.
const anchored = text => text.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, "-");
const entryOf = ([page, , anchor]) =>
  GLOSSARY.page.startsWith(`${page}.`) &&
  GLOSSARY.entries.find(({ names }) => names.some(name => `#term-${anchored(name)}` === anchor.toLowerCase()));

// The query as it is meant, its pages, and what the course itself calls what is asked.
Search.query = typed => {
  const corrected = wordsOf(typed).map(word => (stopwords.includes(word) ? word : meant(word)));
  const query = corrected.join(" ");
  const entries = entriesFor(query);
  const [, terms, excluded, highlighted, objects] = Search._parseQuery(query);
  const ask = (text, words) => Search._performSearch(text, words, excluded, highlighted, objects);
  let results = ask(query, terms);
  for (const name of entries.flatMap(({ names, others }) => [...names, ...others])) {
    if (results.length >= FEW) break;
    const also = Search._parseQuery(name);
    const pages = new Set(results.map(([page]) => page));
    results = [...ask(name, also[1]).filter(([page]) => !pages.has(page)), ...results];
    for (const word of also[1]) terms.add(word);
  }
  if (query !== wordsOf(typed).join(" ")) {
    const told = element("p", ["Shown is what is found for ", element("strong", query), "."], { className: "search-meant" });
    Search.status.before(told);
  }
  showEntries(entries, Search.status);
  results = results.filter(result => !entries.includes(entryOf(result))).sort((a, b) => a[4] - b[4]);
  for (const result of results) {
    const entry = entryOf(result);
    if (entry) result[1] += `: ${entry.names[0]}`;
  }
  results = results.slice(-MOST); // the best come last
  if (!results.length) {
    const letters = element("a", "the page of letters", { href: "book/notation.html" });
    Search.status.after(element("p", ["What a letter of a formula means stands on ", letters, "."]));
  }
  _displayNextItem(results, results.length, terms, highlighted);
};

// The sentence of a page that has most of the words, behind the name of its section.
Search.makeSearchSummary = (html, terms, anchor) => {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector(".bd-article");
  const named = anchor && main?.querySelector(anchor);
  const part = (named?.localName === "dt" ? named.nextElementSibling : named) || main;
  const nothing = document.createDocumentFragment(); // words of code, say
  if (!part) return nothing;
  const unread = ".headerlink, script, style, nav, form, pre, .equation-card, .eqno, .progress-box, .exercise-place, .sr-only";
  for (const each of part.querySelectorAll(unread)) each.remove();
  for (const relation of part.querySelectorAll("mo")) {
    if (/^[=<>≤≥≈≠∈→]$/.test(relation.textContent)) relation.textContent = ` ${relation.textContent} `;
  }
  const stems = [...terms];
  const count = text => {
    const words = wordsOf(text).map(word => stemmer.stemWord(word));
    return stems.filter(stem => words.some(word => word.startsWith(stem))).length;
  };
  let best = { hits: -1 }; // what no paragraph has a word of is told by its first
  for (const paragraph of part.querySelectorAll("p, li, dd, figcaption, td")) {
    if (paragraph.querySelector("p, li")) continue;
    const text = paragraph.textContent.replace(/\s+/g, " ").trim();
    const hits = count(text);
    if (text && hits > best.hits) best = { hits, text, section: paragraph.closest("section[id]") };
  }
  if (best.hits < 0) return nothing;
  const sentences = best.text.split(/(?<=[.?!:])\s+/);
  const at = sentences.reduce((a, _, b) => (count(sentences[b]) > count(sentences[a]) ? b : a), 0);
  let shown = sentences.slice(at).join(" ");
  if (shown.length > LONGEST) shown = `${shown.slice(0, LONGEST).replace(/\s+\S*$/, "")} …`;
  else if (!/[.?!)]$/.test(shown)) shown += " …"; // a displayed formula goes on
  const summary = element("p", shown, { className: "context" });
  const title = best.section?.querySelector("h1, h2, h3, h4")?.textContent.trim();
  if (title && best.section.querySelector("h2, h3, h4") && !best.section.querySelector("h1")) {
    const link = element("a", title, { className: "in-section" });
    summary.prepend(link, " ");
    // The entry of the page, with its address, comes around this when it is put in.
    setTimeout(() => (link.href = `${summary.closest("li").querySelector("a").href.split("#")[0]}#${best.section.id}`));
  }
  return summary;
};
