// The rows of equations are text until a reader opens their fold: unity.equations.rows says why.

const folds = [...document.querySelectorAll("details.equation-rows")];

function fill(fold) {
  const text = fold.querySelector("noscript");
  if (!text) return;
  const rows = document.createElement("div");
  rows.innerHTML = text.textContent;
  text.replaceWith(rows);
}

function open(fold) {
  fill(fold);
  fold.open = true;
}

addEventListener("toggle", ({ target }) => target.open && folds.includes(target) && fill(target), true);

// Who comes from an equation's number is led to its row.
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const has = fold => (fold.querySelector("noscript")?.textContent ?? fold.innerHTML).includes(`id="${name}"`);
  const fold = name.startsWith("row-") && folds.find(has);
  if (!fold) return;
  show("", "");
  open(fold);
  location.replace(location.hash);  // now the row is there, and is the target
}

// Only the equations of one page, or of one state; with neither, all folds are closed.
function show(page, state) {
  [choices.page.value, choices.state.value] = [page, state];
  let shown = 0;
  for (const [i, fold] of folds.entries()) {
    const asked = (page || state) && (!page || page === String(i));
    if (asked) fill(fold);
    const rows = [...fold.querySelectorAll("tbody tr")];
    for (const row of rows) row.hidden = Boolean(asked && state && !row.classList.contains(state));
    const seen = asked ? rows.filter(row => !row.hidden).length : 0;
    fold.hidden = Boolean((page || state) && !seen);
    fold.open = seen > 0;
    shown += seen;
  }
  told.textContent = page || state ? `${shown} equation${shown === 1 ? "" : "s"}` : "";
}

const choices = {}, told = document.createElement("output");

function choice(name, options) {
  const label = document.createElement("label"), select = document.createElement("select");
  for (const [value, text] of options) select.add(new Option(text, value));
  select.addEventListener("change", () => show(choices.page.value, choices.state.value));
  label.append(`${name} `, select);
  return [label, select];
}

if (folds.length) {
  const form = document.createElement("form"), titles = folds.map(fold => fold.querySelector("summary").firstChild.data.trim());
  const states = new Set(folds.flatMap(fold => fold.querySelector("small").textContent.match(/[a-z]+/g) ?? []));
  const [pages, page] = choice("Page", [["", "all, folded"], ...titles.map((title, i) => [i, title])]);
  const [kinds, state] = choice("State", [["", "any"], ...[...states].map(each => [each, each])]);
  Object.assign(choices, { page, state });
  form.className = "equation-choices";
  form.append(pages, kinds, told);
  folds[0].before(form);
  follow();
  addEventListener("hashchange", follow);
  // Paper shows all.
  addEventListener("beforeprint", () => folds.forEach(open));
}
