// A walk downhill over the contours of a bowl, for chapter 5: from where you start it, in steps as long as you say.
//
// J = w^T H w / 2, whose gradient is H w; L is the largest curvature, and the step size c / L.

const { at, from, middle, view } = plane([-3, 3], [-3, 3], ["b", "w"]);
const [[p, q], [, r]] = given.H, { L, steps } = given;
const gradient = ([b, w]) => [p * b + q * w, q * b + r * w];
const cost = (place) => (place[0] * gradient(place)[0] + place[1] * gradient(place)[1]) / 2;
const tenth = (value) => rounded(value, 1);
// Seven contours, their costs squares apart, so that those of a bowl are evenly spaced.
const highest = Math.max(cost([3, 3]), cost([3, -3])), levels = upTo(7).map((k) => highest * ((k + 1) / 8) ** 2);
let start = given.start, c = given.c;

// The ellipse of one cost: round it by the angle, as far out as the cost is reached.
const contour = (level) => upTo(241).map((k) => {
  const round = [Math.cos((k * Math.PI) / 120), Math.sin((k * Math.PI) / 120)];
  return round.map((each) => each * Math.sqrt(level / cost(round)));
});

paint = () => {
  const scene = view(), walk = [start];
  for (let t = 0; t < steps; t++) walk.push(walk[t].map((each, k) => each - (c / L) * gradient(walk[t])[k]));
  for (const level of levels) draw(scene, "path", { d: path(contour(level).map(at)), fill: "none", stroke: MUTED });
  draw(scene, "path", { d: path(walk.map(at)), fill: "none", stroke: BLUE, "stroke-width": 2 });
  for (const place of walk) draw(scene, "circle", { cx: at(place)[0], cy: at(place)[1], r: 4, fill: BLUE });
  draw(scene, "path", { d: `M${at([0, 0])}m-8 0h16m-8 -8v16`, stroke: INK, "stroke-width": 3 });
  const end = walk[steps], ends = Math.hypot(...end) > 99 ? "more than 99 away" : `at ${pair(end, 2)}`;
  const [first, last] = [cost(start), cost(end)].map((each) => (each > 9999 ? "above 9999" : written(each, 3)));
  return `From (b, w) = ${pair(start)} with α = ${written(c)}/L = ${written(c / L, 3)}: after ${steps} steps ${ends}, and the cost has gone from ${first} to ${last}.`;
};

slider("c = α L", { min: 0.05, max: 2.2, step: 0.05, value: c, said: (value) => written(value) }, (value) => (c = value));
handle("The start", {
  at: () => at(start),
  to: (place) => (start = middle(from(place)).map(tenth)),
  by: (right, up) => (start = middle([start[0] + right / 10, start[1] + up / 10]).map(tenth)),
  said: () => pair(start),
  shape: disc(BLUE),
});
update();
