// What every figure that is dragged shares: drawing, a plane, handles, sliders, a line of words. A scene follows in the
// same script. It draws all anew at each change: `paint` draws, and returns the words that say what is seen.

const SCREEN = 480; // units across: on a phone 0.7 pixels each, so letters of 15 stay above 10
const [INK, MUTED, BLUE, BROWN, GREEN, VERMILION] = ["#222222", "#767676", "#0072B2", "#7A4500", "#009E73", "#D55E00"];
const STYLE = `
  text { font-family: var(--harmony-text, system-ui, sans-serif); font-size: 15px }
  text { fill: ${INK}; text-anchor: middle; dominant-baseline: central }
  .letter { font-family: var(--harmony-text, "STIX Two Math", "Cambria Math", serif); font-size: 19px; font-style: italic }
  [role=slider] { cursor: grab; outline: none !important }
  [role=slider] > .reach { fill: transparent }
  [role=slider]:focus-visible > .reach { stroke: ${VERMILION}; stroke-width: 3 }`;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function draw(parent, kind, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function add(parent, kind, properties = {}) {
  const element = Object.assign(document.createElement(kind), properties);
  parent.append(element);
  return element;
}

const upTo = (n) => [...Array(n).keys()];
const within = (value, low, high) => Math.min(high, Math.max(low, value));
const rounded = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits || 0; // and no minus at 0
const written = (value, digits = 2) => rounded(value, digits).toFixed(digits).replace("-", "−");
const pair = ([x, y], digits = 1) => `(${written(x, digits)}, ${written(y, digits)})`;

const svg = draw(figure, "svg", { style: "display: block; width: 100%; max-width: 36rem; margin: auto; background: white" });
draw(svg, "style", {}, STYLE);
const ground = draw(svg, "g", { "aria-hidden": "true" }); // what stays
const picture = draw(svg, "g", { "aria-hidden": "true" }); // what `paint` draws
const controls = add(figure, "div");
const words = add(figure, "output");
const how = figure.querySelector("small"); // of no use where no script runs
figure.append(how);
how.hidden = false;
const knobs = [];
let paint;

function update() {
  picture.replaceChildren();
  words.textContent = paint();
  for (const place of knobs) place();
}

// How tall the picture is.
function screen(height) {
  svg.setAttribute("viewBox", `0 0 ${SCREEN} ${height}`);
}

// Axes with numbers, as long in both directions: `at` says where a point is drawn, `from` which point is drawn there, `middle`
// which point of the plane is nearest, and `view` cuts off what lies outside of it.
function plane([left, right], [low, high], names) {
  const unit = (SCREEN - 68) / (right - left), [x0, y0, x1, y1] = [56, 10, SCREEN - 12, 10 + unit * (high - low)];
  screen(y1 + 48);
  const at = ([x, y]) => [x0 + unit * (x - left), y1 - unit * (y - low)];
  const from = ([x, y]) => [left + (x - x0) / unit, low + (y1 - y) / unit];
  const step = right - left > 8 ? 2 : right - left > 3 ? 1 : 0.5;
  const ticks = (first, last) => upTo(1 + Math.floor(last / step) - Math.ceil(first / step)).map((k) => (k + Math.ceil(first / step)) * step);
  const number = (value) => written(value, step < 1 ? 1 : 0);
  for (const value of ticks(left, right)) draw(ground, "text", { x: at([value, 0])[0], y: y1 + 16 }, number(value));
  for (const value of ticks(low, high)) draw(ground, "text", { x: x0 - 8, y: at([0, value])[1], style: "text-anchor: end" }, number(value));
  for (const ends of [[[left, 0], [right, 0]], [[0, low], [0, high]]]) {
    draw(ground, "path", { d: path(ends.map(at)), stroke: MUTED, opacity: 0.4 });
  }
  draw(ground, "path", { d: `M${x0} ${y0}V${y1}H${x1}`, fill: "none", stroke: MUTED });
  letter(ground, [(x0 + x1) / 2, y1 + 36], names[0]);
  letter(draw(ground, "g", { transform: `translate(10 ${(y0 + y1) / 2}) rotate(-90)` }), [0, 0], names[1]);
  return {
    at,
    from,
    middle: ([x, y]) => [within(x, left, right), within(y, low, high)],
    view: () => draw(draw(picture, "svg", { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }), "g", { transform: `translate(${-x0} ${-y0})` }),
  };
}

// Numbers in squares, row by row from a corner on; `fill` says the colour of a number's square.
function squares(parent, numbers, [x, y], side, fill = () => "white") {
  numbers.forEach((row, i) => row.forEach((value, j) => {
    draw(parent, "rect", { x: x + j * side, y: y + i * side, width: side, height: side, stroke: MUTED, fill: fill(value) });
    draw(parent, "text", { x: x + (j + 0.5) * side, y: y + (i + 0.5) * side }, written(value, 0));
  }));
}

const frame = (parent, [x, y], width, height = width) =>
  draw(parent, "rect", { x, y, width, height, fill: "transparent", stroke: BLUE, "stroke-width": 4 });

// A letter of the mathematics.
const letter = (parent, [x, y], name) => draw(parent, "text", { x, y, class: "letter" }, name);

const path = (points) => `M${points.map((point) => point.map((each) => each.toFixed(2)).join(" ")).join("L")}`;

function arrow(parent, from, to, stroke) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (turn) => [to[0] - 13 * Math.cos(angle + turn), to[1] - 13 * Math.sin(angle + turn)];
  const end = [to[0] - 9 * Math.cos(angle), to[1] - 9 * Math.sin(angle)];
  draw(parent, "path", { d: path([from, end]), stroke, "stroke-width": 3 });
  draw(parent, "path", { d: `${path([to, wing(0.4), wing(-0.4)])}Z`, fill: stroke });
}

// What can be taken hold of. `at` says where it is drawn, `to` takes it where a hand is, both in units of the picture;
// `by` takes it some steps to the right and up, `said` says its place in words.
function handle(name, { at, to, by, said, shape }) {
  const knob = draw(svg, "g", { tabindex: 0, role: "slider", "aria-label": name, "aria-valuemin": 0, "aria-valuemax": SCREEN });
  draw(knob, "circle", { class: "reach", r: 24 });
  shape(knob);
  const move = ({ clientX, clientY }) => {
    const point = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    to([point.x, point.y]);
    update();
  };
  knob.addEventListener("pointerdown", (event) => {
    knob.setPointerCapture(event.pointerId);
    knob.focus();
    event.preventDefault();
  });
  // A finger that takes hold of it does not scroll the page; Chromium does not heed touch-action within a drawing.
  knob.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  knob.addEventListener("pointermove", (event) => knob.hasPointerCapture(event.pointerId) && move(event));
  knob.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    by(...KEYS[event.key].map((steps) => steps * (event.shiftKey ? 10 : 1)));
    update();
  });
  knobs.push(() => {
    const [x, y] = at();
    knob.setAttribute("transform", `translate(${x} ${y})`);
    knob.setAttribute("aria-valuetext", said());
    knob.setAttribute("aria-valuenow", Math.round(x));
  });
}

const disc = (fill) => (knob) => draw(knob, "circle", { r: 9, fill, stroke: "white", "stroke-width": 2 });
const square = (fill) => (knob) => draw(knob, "rect", { x: -8, y: -8, width: 16, height: 16, fill, stroke: "white", "stroke-width": 2 });

// A number between two ends; `said` says it in words.
function slider(name, { min, max, step, value, said }, take) {
  const label = add(controls, "label");
  add(label, "span", { textContent: name });
  const input = add(label, "input", { type: "range", min, max, step, value });
  const output = add(label, "output");
  input.addEventListener("input", () => {
    take(+input.value);
    update();
  });
  knobs.push(() => {
    output.value = said(+input.value);
    input.setAttribute("aria-valuetext", output.value);
  });
  return input;
}
