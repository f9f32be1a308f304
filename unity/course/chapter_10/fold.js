// A sheet on its way through a hidden layer of two neurons, for chapter 10: every point walks straight from its place in
// the plane, at t = 0, to what the two neurons say of it, at t = 1.

const { at, from, view } = plane([-1.3, 1.7], [-1.3, 1.7], ["x₁ → a₁", "x₂ → a₂"]);
const { W, b, v, c, X, y } = given; // of the hidden layer, of the last neuron, and the examples
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const LASTS = 5000; // milliseconds, from 0 to 1
let { t = 0.6, point = [1, 0] } = given, playing = null;

const hidden = (x) => [0, 1].map((k) => Math.tanh(W[0][k] * x[0] + W[1][k] * x[1] + b[k][0]));
const score = (x) => hidden(x).reduce((sum, a, k) => sum + v[k][0] * a, c[0][0]);
const way = (x) => hidden(x).map((a, k) => (1 - t) * x[k] + t * a);
const twentieth = (value) => within(Math.round(value * 20) / 20, -0.5, 1.5);

// The lines of the sheet, and the places on it that a hand can take.
const steps = (n) => upTo(n).map((k) => -0.5 + (2 * k) / (n - 1));
const lines = steps(11).flatMap((fixed) => [steps(41).map((k) => [fixed, k]), steps(41).map((k) => [k, fixed])]);
const places = steps(41).flatMap((x) => steps(41).map((y) => [x, y]));

paint = () => {
  const scene = view(), thin = [], thick = [];
  for (const line of lines) {
    const there = line.map(way).map(at), isOn = line.map((x) => score(x) > 0);
    for (let k = 1; k < line.length; k++) (isOn[k] && isOn[k - 1] ? thick : thin).push(path([there[k - 1], there[k]]));
  }
  draw(scene, "path", { d: thin.join(""), stroke: BLUE, "stroke-width": 1.2 });
  draw(scene, "path", { d: thick.join(""), stroke: BROWN, "stroke-width": 3 });
  if (t === 1) {
    const [[p], [q]] = v, off = -c[0][0] / (p * p + q * q), ends = [-9, 9].map((far) => [off * p - far * q, off * q + far * p]);
    draw(scene, "path", { d: path(ends.map(at)), stroke: INK, "stroke-width": 2.5 });
  }
  const marks = [[], []]; // rings for the one class, triangles for the other
  X[0].forEach((_, i) => {
    const [px, py] = at(way([X[0][i], X[1][i]]));
    marks[y[i]].push(y[i] ? `M${px} ${py - 5}l5 9h-10Z` : `M${px - 4} ${py}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`);
  });
  draw(scene, "path", { d: marks[0].join(""), fill: "white", stroke: BLUE, "stroke-width": 1.4 });
  draw(scene, "path", { d: marks[1].join(""), fill: BROWN, stroke: INK, "stroke-width": 0.6 });
  const answer = 1 / (1 + Math.exp(-score(point)));
  return (
    `t = ${written(t)}: the point ${pair(point, 2)} of the plane is at ${pair(way(point), 2)}. The hidden layer takes it to ` +
    `${pair(hidden(point), 2)}, and the last neuron gives it the probability ${written(answer, 3)}.`
  );
};

handle("A point of the sheet", {
  at: () => at(way(point)),
  to: (place) => {
    const hand = from(place), off = (x) => Math.hypot(...way(x).map((each, k) => each - hand[k]));
    point = places.reduce((best, x) => (off(x) < off(best) ? x : best)).map(twentieth);
  },
  by: (right, up) => (point = [point[0] + right / 20, point[1] + up / 20].map(twentieth)),
  said: () => pair(point, 2),
  shape: disc(VERMILION),
});
const ofT = slider("t", { min: 0, max: 1, step: 0.01, value: t, said: (value) => written(value) }, (value) => {
  stop();
  t = value;
});

// A button takes t to 1 and can hold it; who asked for no motion gets a step a press.
const button = add(controls, "button", { type: "button", className: "play" });
const set = (value) => {
  ofT.value = t = rounded(Math.min(1, value), 2); // as it is written
  update();
};
function stop() {
  cancelAnimationFrame(playing);
  playing = null;
  button.textContent = STILL.matches ? "Step" : "Play";
}
function play(since, from) {
  playing = requestAnimationFrame((now) => {
    set(from + (now - since) / LASTS);
    if (t < 1) play(since, from);
    else stop();
  });
}
button.addEventListener("click", () => {
  if (playing) return stop();
  const start = t === 1 ? 0 : t;
  if (STILL.matches) return set(t === 1 ? 0 : rounded(t + 0.1, 2));
  button.textContent = "Pause";
  play(performance.now(), start);
});
STILL.addEventListener("change", stop);
stop();
update();
