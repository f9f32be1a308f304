// A button plays the frames of a figure, from where its sliders are to the end. Who asked for no motion gets a step a press.

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const STANDS = 800; // milliseconds, for each frame

const slidersOf = figure => [...figure.querySelectorAll("input")];
const isAtEnd = figure => slidersOf(figure).every(({ value, max }) => value === max);

// The next frame: sliders turn as the digits of a number do, and after the end comes the beginning.
function advance(figure) {
  for (const slider of slidersOf(figure).reverse()) {
    const isLast = slider.value === slider.max;
    slider.value = isLast ? slider.min : +slider.value + 1;
    if (!isLast) break;
  }
  figure.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
}

for (const button of document.querySelectorAll("figure.slider > .play")) {
  const figure = button.parentElement;
  let timer = null;

  function set(plays) {
    clearInterval(timer);
    timer = plays ? setInterval(tick, STANDS) : null;
    button.textContent = plays ? "Pause" : STILL.matches ? "Step" : "Play";
    for (const output of figure.querySelectorAll("output")) output.setAttribute("aria-live", plays ? "off" : "polite");
  }

  function tick() {
    if (figure.hasAttribute("aria-busy")) return; // the frame before is still on its way
    advance(figure);
    if (isAtEnd(figure)) set(false);
  }

  button.addEventListener("click", () => {
    if (timer) return set(false);
    if (!STILL.matches) set(true);
    tick();
  });
  for (const touch of ["pointerdown", "keydown"]) {
    figure.addEventListener(touch, ({ target }) => timer && target.matches("input") && set(false));
  }
  STILL.addEventListener("change", () => set(false));
  set(false);
}
