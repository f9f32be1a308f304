// What is said of an answer that is typed: what `unity.grading.check` says of the same answer in a notebook. Both are tried
// with the cases of tests/grading/typed.json.

const SINGLE = 1e-5; // to what numbers of 32 bits agree, after some arithmetic
const MOST_WHOLE = 1000;
const NAMED = [
  [1 / Math.log(2), "as logarithms to base 2 are: the natural one is asked"],
  [1 / Math.log(10), "as logarithms to base 10 are: the natural one is asked"],
  [Math.log(2), "so a logarithm is taken to another base"],
  [Math.PI, "that is pi"],
  [2 * Math.PI, "that is 2 pi"],
  [180 / Math.PI, "as degrees are: radians are asked"],
  [Math.PI / 180, "as radians are: degrees are asked"],
];

// Numbers in rows, as NumPy has them: what they are, and in which shape.
const table = value => ({ numbers: [value].flat(2), shape: shapeOf(value) });
const shapeOf = value => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);
const same = (one, other) => one.length === other.length && one.every((size, axis) => size === other[axis]);
const largest = numbers => Math.max(0, ...numbers.map(Math.abs));
const dot = (one, other) => one.reduce((sum, x, i) => sum + x * other[i], 0);
const less = (given, expected) => given.map((x, i) => x - expected[i]);
const close = (given, expected, tolerance) =>
  largest(less(given, expected)) <= tolerance * (largest(expected) || 1);
const agrees = (given, expected, tolerance) =>
  typeof expected === "string"
    ? given === expected
    : same(given.shape, expected.shape) && close(given.numbers, expected.numbers, tolerance);

function transposed({ numbers, shape }) {
  if (shape.length < 2) return { numbers, shape };
  const [rows, columns] = shape;
  return { numbers: numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]), shape: [columns, rows] };
}

function flipped({ numbers, shape }, axis) {
  const [rows, columns] = shape.length < 2 ? [1, shape[0]] : shape;
  const turnsRows = shape.length > 1 && axis === 0;
  return numbers.map((_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return turnsRows ? numbers[(rows - 1 - row) * columns + column] : numbers[row * columns + columns - 1 - column];
  });
}

// Numbers and shapes as Python writes them.
const trimmed = text => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const scientific = (x, digits) => x.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
function general(x, digits) {
  const power = x === 0 ? 0 : +x.toExponential(digits - 1).split("e")[1];
  if (power >= -4 && power < digits) return trimmed(x.toFixed(digits - 1 - power));
  const [mantissa, exponent] = scientific(x, digits - 1).split("e");
  return `${trimmed(mantissa)}e${exponent}`;
}
const tuple = shape => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);
const rounded = x => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

function ofShapes(given, expected, tolerance) {
  const said = `Shape ${tuple(given.shape)}, expected ${tuple(expected.shape)}`;
  const turned = transposed(given);
  const fits = same(turned.shape, expected.shape);
  if (fits && close(turned.numbers, expected.numbers, tolerance)) return `${said}: the numbers are right, transpose them.`;
  const isAsLong = given.numbers.length === expected.numbers.length;
  if (isAsLong && close(given.numbers, expected.numbers, tolerance)) return `${said}: the numbers are right.`;
  return fits ? `${said}: transpose?` : `${said}.`;
}

function ofSigns({ numbers: given }, { numbers: expected }, tolerance) {
  if (close(given.map(x => -x), expected, tolerance)) return "The sign is the wrong way round.";
  const bare = numbers => numbers.map(Math.abs);
  if (given.length > 1 && close(bare(given), bare(expected), tolerance)) return "The magnitudes are right, some signs are wrong.";
}

function ofFactors({ numbers: given }, { numbers: expected }, tolerance) {
  const square = dot(expected, expected);
  const ratio = square > 0 ? dot(expected, given) / square : 0;
  if (!ratio || !Number.isFinite(ratio) || !close(given.map(x => x / ratio), expected, tolerance)) return;
  const nearly = x => Math.abs(ratio - x) <= 10 * Math.max(tolerance, 1e-12) * Math.abs(x);
  const [each, should] = expected.length > 1 ? ["All are", "what they should be"] : ["It is", "what it should be"];
  for (const [factor, why] of NAMED) {
    if (nearly(factor)) return `${each} ${general(ratio, 4)} times ${should}, ${why}.`;
  }
  const power = rounded(Math.log10(Math.abs(ratio)));
  if (power && nearly(10 ** power)) {
    const size = (10 ** Math.abs(power)).toLocaleString("en");
    return `${each} off by a power of ten: ${power > 0 ? size : `1/${size}`} times ${should}.`;
  }
  const isWhole = x => Math.abs(rounded(x)) > 1 && Math.abs(rounded(x)) <= MOST_WHOLE;
  if (isWhole(ratio) && nearly(rounded(ratio))) return `${each} ${rounded(ratio)} times ${should}.`;
  const part = rounded(1 / ratio);
  if (isWhole(1 / ratio) && nearly(1 / part)) return `${each} ${part < 0 ? "-" : ""}1/${Math.abs(part)} of ${should}.`;
  if (expected.filter(x => x !== 0).length > 1) return `All are ${general(ratio, 4)} times ${should}.`;
}

function ofOrder(given, expected, tolerance) {
  if (given.numbers.length < 2) return;
  const [rows, columns] = given.shape;
  if (rows === columns && close(transposed(given).numbers, expected.numbers, tolerance)) return "These are the right numbers, transposed.";
  for (const axis of given.shape.keys()) {
    if (close(flipped(given, axis), expected.numbers, tolerance)) return `These are the right numbers, with axis ${axis} the other way round.`;
  }
  const sorted = ({ numbers }) => [...numbers].sort((a, b) => a - b);
  if (close(sorted(given), sorted(expected), tolerance)) return "These are the right numbers in another order.";
}

function ofOffset({ numbers: given }, { numbers: expected }, tolerance) {
  const first = given[0] - expected[0];
  if (given.length < 2 || !close(given.map(x => x - first), expected, tolerance)) return;
  return `All are ${general(Math.abs(first), 4)} too ${first > 0 ? "large" : "small"}.`;
}

function ofPrecision({ numbers: given }, { numbers: expected }, tolerance) {
  if (tolerance >= SINGLE / 2 || !close(given, expected, SINGLE)) return;
  const off = largest(less(given, expected)) / (largest(expected) || 1);
  const said = `They differ by ${scientific(off, 1)} relative to the largest, ${scientific(tolerance, 0)} is allowed`;
  return `The numbers are nearly right. ${said}. Is something computed with float32, or rounded?`;
}

function ofNumbers(given, expected, tolerance) {
  if (!same(given.shape, expected.shape)) return ofShapes(given, expected, tolerance);
  for (const looks of [ofSigns, ofFactors, ofOrder, ofOffset, ofPrecision]) {
    const said = looks(given, expected, tolerance);
    if (said) return said;
  }
  const off = less(given.numbers, expected.numbers).map(Math.abs);
  const by = largest(off), most = by >= 100 && by < 1e6 ? String(rounded(by)) : general(by, 3);
  if (!given.shape.length) return `The number differs by ${most}.`;
  if (off.length === 1) return `The shape ${tuple(given.shape)} is right, the number differs by ${most}.`;
  const wrong = off.filter(x => x > tolerance * (largest(expected.numbers) || 1)).length;
  const which = wrong === off.length ? "the numbers differ" : `${wrong} of the ${off.length} numbers differ`;
  return `The shape ${tuple(given.shape)} is right, ${which} by up to ${most}.`;
}

// Of an answer to what is asked: whether it is right, and what is said.
globalThis.verdict = ({ right, mistakes, tolerance }, answer) => {
  const read = value => (typeof value === "string" ? value : table(value));
  const [given, expected] = [read(answer), read(right)];
  if (agrees(given, expected, tolerance)) return { right: true, says: "So it is." };
  const known = mistakes.find(([wrong]) => agrees(given, read(wrong), tolerance));
  if (known) return { right: false, says: known[1] };
  const isWord = typeof right === "string";
  return { right: false, says: isWord ? `It is '${answer}', and that is not right.` : ofNumbers(given, expected, tolerance) };
};
