// Makes the cells of a chapter editable, and runs them. Loaded when a reader presses the button under the title.

import { Engine } from "./engine.js";
import { clear, show } from "./outputs.js";

const KINDS = ["solution", "starter", "made", "quiz", "recall"];
// Which cells before one are run first, where they have not run yet: what is open, and what belongs to its own kind.
const BEFORE = { solution: ["open", "starter", "solution"], starter: ["open", "starter"], made: ["open", "made"] };

// What a check says of an answer that is right, and of a derivation that holds.
const SOLVED = /^[\w-]+: (right\.|each of \d+ steps follows)/;

const bar = document.querySelector(".run-bar");
const state = bar.querySelector("output");
const say = text => (state.value = text);
const engine = new Engine(say, +bar.dataset.megabytes);
let working = false;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// A button that has nothing to do says so, and keeps the focus: a disabled one would lose it.
const button = (text, act, label = text) => {
  const made = element("button", { type: "button", textContent: text, ariaLabel: label });
  made.addEventListener("click", () => made.ariaDisabled === "true" || act());
  return made;
};

// A cell of the page: its listing, a field over it to type in, and the place of its outputs.
class Cell {
  constructor(part, number) {
    this.part = part;
    this.number = number;
    this.kind = KINDS.find(kind => part.classList.contains(`tag_${kind}`)) ?? "open";
    this.listing = part.querySelector(".cell_input pre");
    this.coloured = this.listing.innerHTML;
    this.source = this.listing.textContent.trimEnd();
    this.ran = false;
  }

  get label() {
    return `cell ${this.number}`;
  }

  open() {
    this.field = element("textarea", { value: this.source, rows: 1, spellcheck: false, autocapitalize: "off", wrap: "off" });
    this.field.setAttribute("aria-label", `Code of ${this.label}`);
    this.field.setAttribute("aria-describedby", "run-keys");
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", event => this.key(event));
    this.again = button("Undo changes", () => this.restore(), `Undo the changes of ${this.label}`);
    this.again.hidden = true;
    const place = this.listing.closest(".highlight");
    place.classList.add("run-code");
    this.listing.setAttribute("aria-hidden", "true");
    this.listing.removeAttribute("tabindex");
    this.listing.after(this.field);
    this.starts = button("Run", () => (this.runs ? halt() : run(this)));
    this.mark(false);
    this.tools = element("div", { className: "run-tools" }, this.starts, this.again, element("span", { textContent: `Cell ${this.number}` }));
    this.listing.closest(".cell_input").append(this.tools);
  }

  // While it runs, the button beside it stops it: the one under the title may be far away.
  mark(runs) {
    this.runs = runs;
    this.starts.textContent = runs ? "Stop" : "Run";
    this.starts.ariaLabel = `${this.starts.textContent} ${this.label}`;
    this.part.classList.toggle("run-now", runs);
  }

  // What is drawn under the field is what gives it its size: coloured as it came, plain once it is changed.
  changed() {
    const isChanged = this.field.value !== this.source;
    if (isChanged) this.listing.textContent = `${this.field.value}\n`;
    else this.listing.innerHTML = this.coloured;
    this.field.classList.toggle("changed", isChanged);
    this.again.hidden = !isChanged;
    this.ran = false;
  }

  restore() {
    this.field.value = this.source;
    this.changed();
    this.field.focus();
  }

  key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      run(this);
      return;
    }
    const before = this.field.value.slice(0, this.field.selectionStart).split("\n").at(-1);
    const indent = before.match(/^ */)[0] + (/:\s*(#.*)?$/.test(before) ? "    " : "");
    if (indent && document.execCommand("insertText", false, `\n${indent}`)) event.preventDefault();
  }

  // The place of its outputs, made where the page has none.
  get outputs() {
    let place = this.part.querySelector(":scope > .cell_output, :scope > details > .cell_output");
    if (!place) {
      place = element("div", { className: "cell_output docutils container" });
      this.tools.closest(".cell_input").after(place);
    }
    place.role = "group";
    place.ariaLabel = `Output of ${this.label}`;
    return place;
  }

  // The exercise counts as done, as if its reader had said so (book/assets/page/progress.js keeps it).
  solved() {
    const done = this.part.closest("section").querySelector(".exercise-place input");
    if (!done || done.checked) return;
    done.checked = true;
    done.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async run() {
    const outputs = this.outputs;
    clear(outputs);
    this.mark(true);
    try {
      let said = "";
      const passed = await engine.run(this.field.value, output => {
        if (output.mime === "text/plain") said = output.text;
        show(outputs, output, this.label);
      });
      this.ran = passed;
      if (passed && this.kind === "starter" && SOLVED.test(said)) this.solved();
      return passed;
    } finally {
      this.mark(false);
    }
  }
}

const cells = [...document.querySelectorAll(".bd-article div.cell")].filter(part => part.querySelector(".cell_input pre")).map((part, i) => new Cell(part, i + 1));
const asked = cells.filter(({ kind }) => kind !== "quiz" && kind !== "recall");

// A cell, and before it those it may rest on that have not run since Python started.
function withWhatItNeeds(cell) {
  const kinds = BEFORE[cell.kind] ?? ["open"];
  return [...asked.filter(each => each.number < cell.number && !each.ran && kinds.includes(each.kind)), cell];
}

async function runAll(list) {
  if (working) return say("Python is still running: wait, or press Stop.");
  if (everything.ariaDisabled === "true") return say("Python is still loading.");
  work(true);
  try {
    for (const cell of list) {
      say(`Running ${cell.label}${list.length > 1 ? `: ${list.indexOf(cell) + 1} of ${list.length}` : ""}.`);
      if (!(await cell.run())) return say(`An error in ${cell.label}: its output says which.`);
    }
    say(list.length > 1 ? `${list.length} cells have run, ${list.at(-1).label} last.` : `${list[0].label[0].toUpperCase()}${list[0].label.slice(1)} has run.`);
  } catch (error) {
    if (error.message !== "stopped") fail(error);
  } finally {
    work(false);
  }
}

const run = cell => runAll(withWhatItNeeds(cell));

function work(isWorking) {
  working = isWorking;
  stop.ariaDisabled = !isWorking;
  bar.classList.toggle("run-works", isWorking);
}

async function begin() {
  for (const cell of cells) cell.ran = false;
  work(false);
  everything.ariaDisabled = anew.ariaDisabled = true;
  try {
    await engine.start();
    say("Python is ready. What you change stays on this page until you leave it.");
    everything.ariaDisabled = anew.ariaDisabled = false;
  } catch (error) {
    if (error.message !== "stopped") fail(error);
  }
}

function fail(error) {
  const colab = document.querySelector('a[href*="colab.research.google.com"]:not([href*="#"])')?.href;
  state.replaceChildren(`Python does not run here: ${error.message} `, ...(colab ? [element("a", { href: colab, textContent: "Run the chapter on Colab" })] : []));
}

const everything = button("Run all cells", () => runAll(asked.filter(({ kind }) => kind === "open")));
async function halt() {
  say("Stopping.");
  if (engine.stop()) {
    await begin();
    say("Stopped. Python had to start anew: run the cells again.");
  }
}

const stop = button("Stop", halt);
const anew = button("Restart", async () => {
  engine.end();
  await begin();
}, "Restart Python");

const style = element("link", { rel: "stylesheet", href: new URL("cells.css", import.meta.url) });
const styled = new Promise(resolve => (style.onload = style.onerror = resolve));
document.head.append(style);
await styled;
bar.querySelector("button").replaceWith(everything, stop, anew);
bar.append(element("p", { id: "run-keys", textContent: "Shift+Enter runs a cell, and before it those that it needs. Tab leaves its field." }));
for (const cell of asked) cell.open();
for (const place of document.querySelectorAll(".exercise-place > span")) {
  if (place.closest("section").querySelector(".tag_starter")) place.prepend("Write it in the cell above and run it; or elsewhere. ");
}
addEventListener("beforeunload", event => cells.some(({ field }) => field?.classList.contains("changed")) && event.preventDefault());
everything.focus();
await begin();
