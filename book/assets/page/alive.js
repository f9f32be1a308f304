// A number of three letters, and its derivatives. The number is a sum of triples: an error, a weight and an input each. A
// derivative is what is left of the triples when a letter is left out: so it is computed.

const LETTERS = ["E", "W", "X"];
const minus = text => text.replace("-", "−");
const written = x => minus(String(+x.toPrecision(4)));

// The places of error, weight and input in each triple, row by row.
function triples({ E, W, X, slides }) {
  const found = [];
  if (slides) {
    E.forEach((errors, r) => errors.forEach((_, c) => W.forEach((weights, a) => weights.forEach((_, b) => {
      found.push([r * errors.length + c, a * weights.length + b, (r + a) * X[0].length + c + b]);
    }))));
  } else {
    E.forEach((_, k) => X.forEach((_, j) => found.push([k, j * W[0].length + k, j])));
  }
  return found;
}

// The number, and for each letter its derivative by each entry.
function computed(threes, values) {
  const derivatives = values.map(entries => entries.map(() => 0));
  let number = 0;
  for (const places of threes) {
    const [e, w, x] = places.map((place, letter) => values[letter][place]);
    number += e * w * x;
    [w * x, e * x, e * w].forEach((rest, letter) => (derivatives[letter][places[letter]] += rest));
  }
  return { number, derivatives };
}

function start(figure) {
  const kinds = JSON.parse(figure.dataset.kinds);
  const number = figure.querySelector(".number output");
  const parts = LETTERS.map(letter => figure.querySelector(`.letter.${letter}`));
  let threes = triples(Object.values(kinds)[0]);

  function show() {
    const values = parts.map(part => [...part.querySelectorAll("input")].map(input => +input.value));
    const found = computed(threes, values);
    number.value = written(found.number);
    parts.forEach((part, letter) => part.querySelectorAll("output").forEach((output, place) => {
      output.value = written(found.derivatives[letter][place]);
    }));
  }

  // A grid for each letter, and one for its derivative.
  function choose(name) {
    const kind = kinds[name];
    threes = triples(kind);
    LETTERS.forEach((letter, at) => {
      const entries = kind[letter].flat();
      const [inputs, outputs] = parts[at].querySelectorAll(".grid");
      for (const grid of [inputs, outputs]) grid.style.setProperty("--columns", kind[letter][0].length);
      inputs.replaceChildren(...entries.map((value, place) => entry(letter, value, place)));
      outputs.replaceChildren(...entries.map(() => document.createElement("output")));
    });
    for (const button of figure.querySelectorAll(".kinds button")) button.setAttribute("aria-pressed", button.textContent === name);
    show();
  }

  function entry(letter, value, place) {
    const input = document.createElement("input");
    Object.assign(input, { type: "number", step: 0.5, value });
    input.setAttribute("aria-label", `${letter}, entry ${place + 1}`);
    return input;
  }

  figure.addEventListener("input", show);
  for (const button of figure.querySelectorAll(".kinds button")) button.addEventListener("click", () => choose(button.textContent));
  drag(figure);
}

// Half a unit for every twelve pixels that a hand moves an entry sideways.
function drag(figure) {
  figure.addEventListener("pointerdown", ({ target, clientX, pointerId }) => {
    if (target.localName !== "input") return;
    const [from, value] = [clientX, +target.value];
    const move = event => {
      const steps = Math.round((event.clientX - from) / 12);
      if (!steps && +target.value === value) return;
      target.setPointerCapture(pointerId);
      target.value = value + steps * target.step;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    };
    target.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) {
      target.addEventListener(end, () => target.removeEventListener("pointermove", move), { once: true });
    }
  });
}

for (const figure of document.querySelectorAll("figure.alive")) start(figure);
