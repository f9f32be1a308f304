// What is sent to a pixel, for chapter 15: the flipped kernel slides over the errors, and each error stamps the kernel.

const { E, W } = given;
const [h, w] = [W.length, W[0].length], rows = E.length + h - 1, columns = E[0].length + w - 1;
const SIDE = 46, SMALL = 30, TOP = 34, LEFT = 20, RIGHT = 300, BELOW = TOP + (rows + 1) * SIDE + 54;
const error = (r, s) => E[r]?.[s] ?? 0; // outside there are zeros
let { row, column } = given;

// What the window meets at a pixel, [weight, error] by [weight, error]: the weights run backward, the errors forward.
const met = (i, j) => upTo(h).flatMap((a) => upTo(w).map((b) => [W[h - 1 - a][w - 1 - b], error(i - h + 1 + a, j - w + 1 + b)]));
const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
const back = upTo(rows).map((i) => upTo(columns).map((j) => sum(met(i, j).map(([weight, e]) => weight * e))));
// The kernel times one error, pressed on its window.
const stamp = (r, s) => upTo(rows).map((i) => upTo(columns).map((j) => (W[i - r]?.[j - s] ?? 0) * E[r][s]));
const stamps = E.flatMap((line, r) => line.map((_, s) => stamp(r, s)));

const signed = (value) => (value < 0 ? `(${written(value, 0)})` : written(value, 0));
const padded = upTo(rows + h - 1).map((i) => upTo(columns + w - 1).map((j) => error(i - h + 1, j - w + 1)));
const faint = (value) => (value ? "white" : "#eeeeee");
const place = (k) => [LEFT + k * ((SCREEN - 2 * LEFT + 22) / stamps.length), BELOW];

screen(BELOW + rows * SMALL + 10);
draw(ground, "text", { x: LEFT + (SIDE * padded[0].length) / 2, y: 16 }, "the errors, in zeros");
squares(ground, padded, [LEFT, TOP], SIDE, faint);
draw(ground, "text", { x: RIGHT + (SIDE * columns) / 2, y: 16 }, "sent to the pixels");
squares(ground, back, [RIGHT, TOP], SIDE);
stamps.forEach((numbers, k) => {
  squares(ground, numbers, place(k), SMALL, faint);
  letter(ground, [place(k)[0] + (SMALL * columns) / 2, BELOW - 18], `${k ? "+ " : ""}e${"₁₂₃₄"[k]} W`);
});

paint = () => {
  frame(picture, [RIGHT + SIDE * column, TOP + SIDE * row], SIDE);
  stamps.forEach((_, k) => frame(picture, [place(k)[0] + SMALL * column, BELOW + SMALL * row], SMALL));
  met(row, column).forEach(([weight], k) => {
    const [x, y] = [LEFT + SIDE * (column + (k % w)) + 10, TOP + SIDE * (row + Math.floor(k / w)) + 11];
    draw(picture, "text", { x, y, style: `font-size: 14px; fill: ${BLUE}` }, written(weight, 0));
  });
  const products = met(row, column).map(([weight, e]) => `${signed(weight)}\u00a0×\u00a0${signed(e)}`);
  const pressed = stamps.map((numbers) => written(numbers[row][column], 0)), all = written(back[row][column], 0);
  return (
    `Row ${row + 1}, column ${column + 1}: the flipped kernel on the errors gives ${products.join(" + ")} = ${all}. ` +
    `The stamps have ${pressed.join(", ")} there, which add up to ${written(sum(stamps.map((numbers) => numbers[row][column])), 0)}.`
  );
};

const take = (i, j) => {
  row = within(Math.round(i), 0, rows - 1);
  column = within(Math.round(j), 0, columns - 1);
};
handle("The window", {
  at: () => [LEFT + SIDE * (column + w / 2), TOP + SIDE * (row + h / 2)],
  to: ([x, y]) => take((y - TOP) / SIDE - h / 2, (x - LEFT) / SIDE - w / 2),
  by: (right, up) => take(row - up, column + right),
  said: () => `row ${row + 1}, column ${column + 1}`,
  shape: (knob) => frame(knob, [(-w * SIDE) / 2, (-h * SIDE) / 2], w * SIDE, h * SIDE),
});
update();
