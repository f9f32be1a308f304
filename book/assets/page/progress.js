// Where a reader stands: which exercises are done, and what was typed. It is kept in this browser, and nowhere else; a
// reader can save it to a file, and read such a file on another machine.

const KEY = "harmony-progress", VERSION = 1;

// What is kept: exercise -> {done, answers}. Throws a SyntaxError or a RangeError that says why a text holds no such thing.
function read(text) {
  const { version, exercises } = JSON.parse(text) ?? {};
  if (version !== VERSION) throw new RangeError(`It has the version ${version}, expected ${VERSION}.`);
  const isKept = each => typeof each?.done === "boolean" && Object.values(each.answers ?? {}).every(answer => typeof answer === "string");
  if (typeof exercises !== "object" || !Object.values(exercises ?? [null]).every(isKept)) throw new RangeError("It holds no exercises.");
  return new Map(Object.entries(exercises));
}

const written = () => JSON.stringify({ version: VERSION, exercises: Object.fromEntries(kept) }, null, 1);

function stored() {
  try {
    return read(localStorage.getItem(KEY));
  } catch {
    return new Map(); // nothing, or something of another version: what is done next takes its place
  }
}

let kept = stored();

function keep(exercise, found) {
  kept.set(exercise, found);
  save();
}

function save() {
  try {
    localStorage.setItem(KEY, written());
  } catch {
    for (const box of boxes) box.querySelector("output").value = "This browser keeps nothing: save your progress to a file.";
  }
  show();
}

const boxes = document.querySelectorAll(".progress-box");
const forms = document.querySelectorAll("form.answer");
const places = document.querySelectorAll(".exercise-place");

// How many of the exercises that an element names, separated by blanks, are done.
function count(names) {
  const all = names.split(" ");
  return [all.filter(name => kept.get(name)?.done).length, all.length];
}

function show() {
  for (const place of places) {
    const isDone = Boolean(kept.get(place.dataset.exercise)?.done);
    place.querySelector("input").checked = isDone;
  }
  for (const shown of document.querySelectorAll("[data-done-of]")) {
    const [done, all] = count(shown.dataset.doneOf);
    if (shown.localName === "progress") Object.assign(shown, { value: done, max: all });
    else shown.textContent = shown.dataset.says ? (done ? shown.dataset.says.replace("{}", done) : "") : done;
  }
}

// What was typed comes back into its boxes, and is looked at again.
function restore() {
  for (const form of forms) {
    const answers = kept.get(form.dataset.exercise)?.answers ?? {};
    for (const [name, value] of Object.entries(answers)) if (form.elements[name]) form.elements[name].value = value;
    if (Object.values(answers).some(Boolean)) form.dispatchEvent(new Event("restored"));
  }
  show();
}

for (const form of forms) {
  form.addEventListener("answered", ({ detail }) => keep(form.dataset.exercise, detail));
}
for (const place of places) {
  place.addEventListener("change", ({ target }) => keep(place.dataset.exercise, { done: target.checked }));
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written()], { type: "application/json" }));
  link.download = "harmony-progress.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

// What a file has is added to what is kept: done stays done.
async function load(file) {
  for (const [exercise, found] of read(await file.text())) {
    const own = kept.get(exercise);
    kept.set(exercise, own?.done && !found.done ? own : found);
  }
  save();
  restore();
}

for (const box of boxes) {
  const told = box.querySelector("output");
  box.querySelector(".save").addEventListener("click", download);
  box.querySelector(".load").addEventListener("click", () => box.querySelector("[type=file]").click());
  box.querySelector("[type=file]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    try {
      await load(file);
      told.value = `${file.name} is read.`;
    } catch (error) {
      told.value = `${file.name} is no saved progress. ${error instanceof RangeError ? error.message : ""}`;
    }
    target.value = "";
  });
  box.querySelector(".forget").addEventListener("click", () => {
    kept = new Map();
    save();
    for (const form of forms) {
      form.reset();
      for (const verdict of form.querySelectorAll("output")) verdict.value = "";
    }
    told.value = "Forgotten.";
  });
}

addEventListener("storage", ({ key }) => {
  if (key !== KEY) return;
  kept = stored();
  show();
});
restore();
