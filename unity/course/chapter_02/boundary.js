// A boundary, its normal w and a point x, for chapter 2: which side, and how far?

const { at, from, middle, view } = plane([-6, 6], [-5, 5.5], ["x₁", "x₂"]);
const dot = (u, v) => u[0] * v[0] + u[1] * v[1];
const plus = (u, v, factor = 1) => [u[0] + factor * v[0], u[1] + factor * v[1]];
const tenth = (value) => rounded(value, 1);
const flat = (column) => column.map(([entry]) => entry);
let [w, x] = [flat(given.w), flat(given.x)], b = given.b[0][0];

// The unit normal, and the foot of the origin on the boundary; where w is 0 there is none.
const normal = () => w.map((each) => each / Math.hypot(...w));
const nearest = () => (Math.hypot(...w) ? normal().map((each) => (-b / Math.hypot(...w)) * each) : [0, 0]);

paint = () => {
  const length = Math.hypot(...w), score = dot(w, x) + b, here = `w = ${pair(w)}, b = ${written(b, 1)}, x = ${pair(x)}. `;
  const scene = view();
  if (!length) return `${here}The score is ${written(score)} everywhere: w is 0, and there is no boundary.`;
  const u = normal(), q = nearest(), along = [-u[1], u[0]], distance = score / length, foot = plus(x, u, -distance);
  const ends = [plus(q, along, 40), plus(q, along, -40)];
  const side = [...ends, plus(ends[1], u, 40), plus(ends[0], u, 40)].map(at);
  draw(scene, "path", { d: `${path(side)}Z`, fill: BLUE, opacity: 0.1 });
  draw(scene, "path", { d: path(ends.map(at)), stroke: INK, "stroke-width": 2.5 });
  draw(scene, "path", { d: path([at(x), at(foot)]), stroke: VERMILION, "stroke-width": 2.5, "stroke-dasharray": "6 5" });
  arrow(scene, at([0, 0]), at(w), BLUE);
  letter(scene, at(plus(w, u, 0.6)), "w");
  letter(scene, at(plus(plus(q, along, 0.7), u, -0.6)), "b");
  letter(scene, at(plus(x, u, distance < 0 ? -0.6 : 0.6)), "x");
  const [px, py] = at(plus(plus(x, u, -distance / 2), along, -0.7));
  draw(scene, "text", { x: px, y: py }, written(distance));
  return (
    `${here}The score is ${written(score)}. Divided by the length of w, ${written(length)}, it is the signed distance: ` +
    `${written(distance)}. The foot of x is ${pair(foot, 2)}.`
  );
};

const free = (name, get, set, colour) => handle(name, {
  at: () => at(get()),
  to: (place) => set(middle(from(place)).map(tenth)),
  by: (right, up) => set(middle(plus(get(), [right, up], 0.1)).map(tenth)),
  said: () => pair(get()),
  shape: disc(colour),
});
free("The tip of w", () => w, (point) => (w = point), BLUE);
free("The point x", () => x, (point) => (x = point), VERMILION);
handle("The bias b", {
  at: () => at(middle(nearest())),
  to: (place) => (b = tenth(-dot(w, from(place)))),
  by: (right, up) => (b = tenth(b + (right + up) / 10)),
  said: () => written(b, 1),
  shape: square(INK),
});
update();
