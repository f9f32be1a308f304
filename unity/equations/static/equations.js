// A letter that a reader points at is marked wherever the page has it, and an equation opens its card.

const PREFIX = "l-", FORMULA = "math, mjx-container";
const nameOf = element => [...element.classList].find(each => each.startsWith(PREFIX));

// The letter in which a place of the page lies: in a formula, or beside its name in a card.
function letterAt(place) {
  const term = place.closest?.(".equation-card dt");
  if (!place.closest?.(FORMULA)) return term && lettersIn(term).map(nameOf)[0];
  for (let each = place; each; each = each.parentElement) {
    if (nameOf(each)) return nameOf(each);
  }
}

const lettersIn = box => [...box.querySelectorAll(`[class*="${PREFIX}"]`)].filter(nameOf);

function light(name) {
  for (const each of [...document.getElementsByClassName("lit")]) each.classList.remove("lit");
  if (name) for (const each of document.getElementsByClassName(name)) each.classList.add("lit");
}

for (const event of ["pointerover", "focusin"]) {
  addEventListener(event, ({ target }) => light(letterAt(target)));
}
addEventListener("focusout", () => light());
addEventListener("keydown", ({ key }) => key === "Escape" && light());

// While a card is open, the keyboard stops at each letter: once in the formula, once in the card.
addEventListener("toggle", ({ target }) => {
  if (!target.matches?.(".equation-card")) return;
  const shown = target.parentElement.querySelector(FORMULA), names = new Set();
  const first = shown ? lettersIn(shown).filter(each => !names.has(nameOf(each)) && names.add(nameOf(each))) : [];
  for (const each of [...first, ...target.querySelectorAll(".equation-letters dt")]) {
    target.open ? each.setAttribute("tabindex", 0) : each.removeAttribute("tabindex");
  }
}, true);

// The formula itself is a handle, too, for a hand that does not select text.
addEventListener("click", ({ target }) => {
  const card = target.closest(FORMULA)?.closest(".equation")?.querySelector(".equation-card");
  if (card && !card.contains(target) && getSelection().isCollapsed) card.open = !card.open;
});
