// Makes one page of the pages of the site: contents in front, solutions and answers behind, nothing folded.
async ({ title, parts }) => {
  const make = (tag, attributes = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inside);
    return element;
  };
  const key = (page) => page.split("/").at(-1).replace(/[^\w]+/g, "-");
  const included = new Set(parts.flatMap((part) => part.pages));
  const link = (target, ...inside) => make("a", { href: `#${target}` }, ...inside);
  // The number of the page on which something stands: known when the book has been printed once.
  const pageOf = (target) => {
    const number = make("span", { className: "page" });
    number.dataset.pageOf = target;
    return number;
  };

  // What is for a hand, or for a program.
  const NOT_PRINTED = "script, .headerlink, .equation-card, .sr-only, form.answer, .exercise-place, .progress-box, button.play";

  // A page of the site ---------------------------------------------------------------------------------------------

  async function read(page) {
    const address = new URL(`/${page}.html`, location.href);
    const parsed = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const article = document.importNode(parsed.querySelector("article.bd-article"), true);
    for (const still of article.querySelectorAll("figure.drag > noscript")) {
      still.parentElement.replaceWith(make("figure", {}, ...still.childNodes));
    }
    article.querySelectorAll(NOT_PRINTED).forEach((element) => element.remove());
    article.querySelectorAll("[id]").forEach((element) => (element.id = `${key(page)}--${element.id}`));
    article.id = key(page);
    for (const image of article.querySelectorAll("img")) {
      image.src = new URL(image.getAttribute("src"), address).href;
      image.removeAttribute("loading");
    }
    for (const anchor of article.querySelectorAll("a[href]")) follow(anchor, new URL(anchor.getAttribute("href"), address));
    return article;
  }

  // A link within the book leads to its place there; one to a page that is not in it is plain text.
  function follow(anchor, url) {
    if (url.origin !== location.origin) return;
    const page = url.pathname.slice(1).replace(/\.html$/, "");
    if (included.has(page)) anchor.href = `#${key(page)}${url.hash ? `--${url.hash.slice(1)}` : ""}`;
    else anchor.replaceWith(...anchor.childNodes);
  }

  // Sliders: some of their frames beside each other -----------------------------------------------------------------

  async function unroll(slider, address) {
    const packed = await fetch(new URL(slider.dataset.frames, address));
    const frames = await new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).json();
    const count = Math.min(4, frames.length);
    const chosen = Array.from({ length: count }, (_, i) => frames[Math.round((i * (frames.length - 1)) / Math.max(1, count - 1))]);
    const pictures = chosen.map(([words, svg]) =>
      make("figure", {},
        make("img", { alt: words, src: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) }),
        make("figcaption", {}, ...lowered(words.match(/ Here (.*)\.$/)[1]))),
    );
    slider.replaceWith(make("div", { className: "frames" }, ...pictures));
  }

  // w_2 as the page writes it beside the slider.
  const lowered = (words) => words.split(/_(\w+)/).map((piece, i) => (i % 2 ? make("sub", {}, piece) : piece));

  // What is folded on the site ----------------------------------------------------------------------------------------

  // An option is a letter in the text, and what it is answered with stands at the end.
  function ask(quiz, number, end) {
    const options = [...quiz.querySelectorAll("details")];
    const target = `answer-${number}`.replace(".", "-");
    const answers = options.map((option) => make("li", {}, ...option.querySelector("p").childNodes));
    end.append(make("section", { id: target, className: "answer" }, make("h4", {}, `Question ${number}`), list(answers)));
    const choices = list(options.map((option) => make("li", {}, ...option.querySelector("summary").childNodes)));
    options.forEach((option) => option.remove());
    quiz.querySelector("p").prepend(make("span", { className: "label" }, `Question ${number}. `));
    quiz.append(choices, see("Answer", target));
  }

  const list = (items) => {
    const made = make("ol", {}, ...items);
    made.type = "a";
    return made;
  };
  const see = (word, target) => make("p", { className: "see" }, link(target, `${word} on page `, pageOf(target)));

  // Hints and solutions move behind the chapters: what an exercise asks is left, and where to look.
  function gather(exercise, end) {
    const words = exercise.querySelector("h3").textContent;
    const target = exercise.id.replace(/^.*--/, `${exercise.closest("article").id}-end-`);
    const entry = make("section", { id: target, className: "solution" }, make("h4", {}, words.replace(/ \(.*/, "")));
    for (const fold of exercise.querySelectorAll(":scope > details, :scope > .tag_solution")) {
      const name = named(fold.querySelector("summary"));
      if (name.startsWith("The letters")) continue;
      for (const inner of fold.querySelectorAll("details")) {
        const place = make("div");
        inner.before(place);
        place.append(...opened(inner));
      }
      entry.append(...(fold.matches("details") ? opened(fold) : [fold]));
    }
    if (entry.children.length > 1) {
      exercise.append(see("Solution", target));
      end.append(entry);
    }
  }

  // A fold of code says its name twice, for when it is shut and when it is open.
  const named = (summary) => (summary.querySelector("p, span") ?? summary).textContent.trim();

  function opened(fold) {
    const summary = fold.querySelector(":scope > summary");
    const name = named(summary);
    summary.remove();
    fold.remove();
    const head = name === "Solution" ? [] : [make("p", { className: "label" }, `${name}.`)];
    return [...head, ...fold.childNodes];
  }

  // The book ------------------------------------------------------------------------------------------------------------

  const body = make("main", { className: "bd-main bd-content" });
  const contents = make("nav", { className: "contents" }, make("h1", { id: "contents" }, "Contents"));
  const solutions = make("article", { className: "bd-article", id: "solutions" }, make("h1", {}, "Solutions and answers"));
  const line = (target, words, kind) =>
    contents.append(make("p", { className: kind }, link(target, make("span", {}, words), make("i"), pageOf(target))));

  for (const part of parts) {
    contents.append(make("p", { className: "part" }, part.title));
    for (const page of part.pages) {
      const article = await read(page);
      const words = article.querySelector("h1").textContent;
      line(article.id, words, "chapter");
      body.append(article);
      if (!page.startsWith("lectures/")) continue;
      for (const section of article.querySelectorAll(":scope > section > section")) {
        line(section.id, section.querySelector("h2").textContent, "section");
      }
      const end = make("section", {}, make("h2", {}, words));
      const number = words.match(/^\d+/)[0];
      article.querySelectorAll(":is(.tag_made, .tag_quiz, .tag_recall) details.above-input").forEach((fold) => fold.remove());
      [...article.querySelectorAll(".quiz")].forEach((quiz, i) => ask(quiz, `${number}.${i + 1}`, end));
      article.querySelectorAll("section > section > section").forEach((exercise) => gather(exercise, end));
      for (const slider of article.querySelectorAll("figure.slider")) await unroll(slider, new URL(`/${page}.html`, location.href));
      solutions.append(end);
    }
  }
  body.append(solutions);
  line("solutions", "Solutions and answers", "chapter");
  for (const fold of body.querySelectorAll("details")) {
    const summary = fold.querySelector("summary");
    summary.remove();
    fold.replaceWith(make("div", { className: "unfolded" }, make("p", { className: "label" }, named(summary)), ...fold.childNodes));
  }
  const cover = ["neuron", "dense", "convolution"].map((name) => make("img", { src: `/_images/${name}.svg`, alt: "" }));
  const licence = "Text: CC BY 4.0. Code: BSD-3-Clause. Every displayed equation is executed, and every lecture is run.";
  document.body.append(
    make("header", { className: "cover" }, make("p", { className: "book" }, title), make("p", {}, ...cover), make("p", {}, licence)),
    contents,
    body,
  );
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode()));
};
