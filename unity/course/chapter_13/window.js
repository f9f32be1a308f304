// A window over three channels, for chapter 13: at each place it makes one number out of all that it sees.

const { X, W } = given, names = ["red", "green", "blue"], size = W[0].length, places = X[0].length - size + 1;
const SIDE = 24, APART = 164, TOP = 28, BELOW = TOP + X[0].length * SIDE + 14, MAP = BELOW + size * SIDE + 66;
const corner = (channel) => [6 + APART * channel, TOP];
const tint = (channel) => (value) => `rgb(${[0, 1, 2].map((k) => (k === channel ? 255 : 255 - 8 * value))})`;
let { row = 1, column = 1 } = given;

// What one channel adds to the number of a place, and the number.
const share = (channel, i, j) =>
  upTo(size).reduce((sum, a) => sum + upTo(size).reduce((all, b) => all + W[channel][a][b] * X[channel][i + a][j + b], 0), 0);
const shares = (i, j) => X.map((_, channel) => share(channel, i, j));
const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
const map = upTo(places).map((i) => upTo(places).map((j) => total(shares(i, j))));
const most = Math.max(...map.flat().map(Math.abs));

screen(MAP + places * 32 + 8);
X.forEach((numbers, channel) => {
  const [x, y] = corner(channel), middle = x + (X[0].length * SIDE) / 2;
  draw(ground, "text", { x: middle, y: 14 }, names[channel]);
  squares(ground, numbers, [x, y], SIDE, tint(channel));
  squares(ground, W[channel], [middle - (size * SIDE) / 2, BELOW], SIDE);
  draw(ground, "text", { x: x + 16, y: BELOW + 36 }, "×");
});

paint = () => {
  const added = shares(row, column), said = added.map((each) => written(each, 0));
  added.forEach((each, channel) => draw(picture, "text", { x: corner(channel)[0] + 72, y: BELOW + size * SIDE + 18 }, said[channel]));
  draw(picture, "text", { x: 130, y: MAP + 64 }, `${said.map((each) => (each[0] === "−" ? `(${each})` : each)).join(" + ")} = ${written(total(added), 0)}`);
  squares(picture, map, [290, MAP], 32, (value) => (value < 0 ? VERMILION : BLUE) + Math.round((90 * Math.abs(value)) / most).toString(16).padStart(2, "0"));
  frame(picture, [290 + 32 * column, MAP + 32 * row], 32);
  draw(picture, "text", { x: 290 + 16 * places, y: MAP - 16 }, "the map");
  return (
    `Row ${row + 1}, column ${column + 1}: the window meets ${3 * size * size} numbers with as many weights. Red adds ${said[0]}, green ` +
    `${said[1]}, blue ${said[2]}: the map gets ${written(total(added), 0)}.`
  );
};

const take = (i, j) => {
  row = within(Math.round(i), 0, places - 1);
  column = within(Math.round(j), 0, places - 1);
};
handle("The window", {
  at: () => [6 + SIDE * (column + size / 2), TOP + SIDE * (row + size / 2)],
  to: ([x, y]) => take((y - TOP) / SIDE - size / 2, ((x - 6) % APART) / SIDE - size / 2),
  by: (right, up) => take(row - up, column + right),
  said: () => `row ${row + 1}, column ${column + 1}`,
  shape: (knob) => names.forEach((_, k) => frame(knob, [APART * k - (size * SIDE) / 2, (-size * SIDE) / 2], size * SIDE)),
});
update();
