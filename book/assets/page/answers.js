// A box for the answers to an exercise: what is typed is read, and compared with what the page has of it. judge.js compares.

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

// A number, or a fraction of two. Throws a RangeError that says what is none.
function number(text) {
  const parts = text.split("/");
  if (parts.length > 2 || !parts.every(part => NUMBER.test(part))) throw new RangeError(`“${text}” is no number. Write 0.5, 1/2 or 2e-3.`);
  return parts.length === 2 ? parts[0] / parts[1] : +text;
}

// What is typed: 3; or (3, 4), 3 4 and 3 × 4; or [[1, 2], [3, 4]] and 1 2; 3 4. Throws a RangeError that says what it is not.
function typed(text, wantsNumber) {
  const plain = text.trim().replaceAll("−", "-").replace(/(\d)\s*[×x]\s*(?=\d)/g, "$1 ");
  if (wantsNumber && /^[+-]?\d+(,\d+)+$/.test(plain)) {
    throw new RangeError("A comma stands between two numbers here. Write 0.5 with a point, and 3072 without anything.");
  }
  const rows = plain.split(/\]\s*,?\s*\[|\)\s*,?\s*\(|;|\n/).map(row => row.replace(/[[\]()]/g, " ").split(/[\s,]+/).filter(Boolean));
  const found = rows.filter(row => row.length).map(row => row.map(number));
  if (!found.length) throw new RangeError("There is no answer yet.");
  if (found.some(row => row.length !== found[0].length)) throw new RangeError("The rows are not equally long.");
  const isTable = found.length > 1 || plain.startsWith("[[");
  return isTable ? found : found[0].length > 1 || /^[[(]/.test(plain) ? found[0] : found[0][0];
}

// What is said of one field: whether it is right, and a sentence.
function said(asked, field) {
  if (!field.value.trim()) return { says: "There is no answer yet." };
  try {
    const answer = field.localName === "select" ? field.value : typed(field.value, !Array.isArray(asked.right));
    return globalThis.verdict(asked, answer);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { says: error.message };
  }
}

// Look at all fields that are not empty, or at every one; say which exercise is done, to whom it may concern.
function check(form, everyOne) {
  const fields = JSON.parse(form.dataset.asked).map(asked => [asked, form.elements[asked.name]]);
  const verdicts = fields.map(([asked, field]) => {
    if (!everyOne && !field.value.trim()) return {};
    const { right, says } = said(asked, field);
    const told = field.closest("p").querySelector("output");
    told.className = right ? "right" : "wrong";
    told.value = right ? `Right. ${says}` : right === false ? `Not yet. ${says}` : says;
    return { right };
  });
  const answers = Object.fromEntries(fields.map(([{ name }, field]) => [name, field.value]));
  const done = verdicts.every(({ right }) => right);
  form.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { answers, done } }));
}

for (const form of document.querySelectorAll("form.answer")) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    check(form, true);
  });
  form.addEventListener("restored", () => check(form, false));
}
