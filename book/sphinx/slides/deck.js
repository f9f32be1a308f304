// One slide at a time, and with ?notes what is said to it. Arrows, Page Up and Down, Space, Home, End; S for the notes.

const slides = [...document.querySelectorAll("section")];
const notes = [...document.querySelectorAll("aside")];
const desk = new URLSearchParams(location.search).has("notes");
let at = 0;
let other = opener;

// The two windows follow each other: who moves tells the other one.
function go(place, told = false) {
  at = Math.max(0, Math.min(slides.length - 1, place));
  slides.forEach((slide, i) => {
    slide.classList.toggle("now", i === at);
    slide.classList.toggle("next", i === at + 1);
    slide.inert = i !== at;
    notes[i].classList.toggle("now", i === at);
  });
  history.replaceState(null, "", `#${at + 1}`);
  if (!told && other) other.postMessage({ slide: at }, "*");
}

function scale() {
  const wide = desk ? innerWidth * 0.6 : innerWidth;
  const size = desk ? wide / 1280 : Math.min(wide / 1280, innerHeight / 720);
  const style = document.body.style;
  style.setProperty("--scale", size);
  style.setProperty("--left", desk ? "0px" : `${(wide - 1280 * size) / 2}px`);
  style.setProperty("--top", desk ? "0px" : `${(innerHeight - 720 * size) / 2}px`);
}

// Formulas that are wider or higher than their place become smaller, and stay whole: the lines of a derivation all alike.
function fit(place) {
  const lines = [...place.querySelectorAll(".whole")];
  const high = lines.reduce((sum, line) => sum + line.offsetHeight, 0), wide = Math.max(...lines.map((line) => line.offsetWidth));
  const room = Math.min((1136 - 220) / wide, (place.clientHeight - 40 * lines.length) / high, 1);
  lines.forEach((line) => line.style.setProperty("--size", `${58 * room}px`));
}

function openNotes() {
  other = open(`${location.pathname}?notes#${at + 1}`, "notes", "width=1200,height=760");
}

const moves = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
// A slider has the arrows as long as a hand is on it, an option and a button have Space: the rest turns slides.
const keeps = (element, key) =>
  element.matches("input, [role=slider]") ? !/^Page|^Escape|^s$/i.test(key) : element.closest("summary, button") && / |Enter/.test(key);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || keeps(event.target, event.key)) return;
  if (event.key === "Escape") event.target.blur();
  else if (event.key in moves) go(at + moves[event.key]);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(slides.length - 1);
  else if (event.key.toLowerCase() === "s") openNotes();
  else return;
  event.preventDefault();
});
addEventListener("message", (event) => {
  if (event.source !== other && event.source !== opener) return;
  other = event.source;
  go(event.data.slide, true);
});
addEventListener("hashchange", () => go(+location.hash.slice(1) - 1));
addEventListener("resize", scale);
document.getElementById("back").onclick = () => go(at - 1);
document.getElementById("on").onclick = () => go(at + 1);
document.getElementById("notes").onclick = openNotes;

document.body.classList.add("playing");
document.body.classList.toggle("desk", desk);
scale();
go(+location.hash.slice(1) - 1 || 0, true);
document.fonts.ready.then(() => {
  document.querySelectorAll(".shown:has(.whole)").forEach(fit);
  document.body.dataset.ready = "";
});
