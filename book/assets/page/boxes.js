// What is too wide for its place scrolls in a box of its own, which says on which side there is more, and a keyboard reaches
// every such box.
//
// The browser says when a box has been laid out; only then is it measured, when measuring costs nothing. What a closed fold
// keeps back, or a section far below the window, has not been laid out: to measure it would lay it out.

const SHOWN = { contentVisibilityAuto: true };
const BOXES = ".bd-article :is(pre, .formula, .pst-scrollable-table-container, .text_html)";
const LINES = ".bd-article :is(p, li, dd, dt, td, th, summary, h1, h2, h3)";
const INLINE = "math:not([display])";

// On which sides a box has more than it shows.
function more(box) {
  const left = Math.abs(box.scrollLeft) > 1, right = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft) > 1;
  return [left && "left", right && "right"].filter(Boolean).join(" ");
}

function tell(box, sides) {
  sides ? (box.dataset.more = sides) : delete box.dataset.more;
}

// Each measurement comes before each change: a change between two of them would lay the page out anew.
function fit(targets) {
  const changes = [];
  for (const box of targets) {
    if (!box.checkVisibility(SHOWN)) continue;
    if (box.matches(BOXES)) {
      const scrolls = box.scrollWidth > box.clientWidth && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
      const sides = scrolls ? more(box) : "";
      if (sides !== (box.dataset.more ?? "")) changes.push(() => tell(box, sides));
      if (scrolls !== (box.tabIndex === 0)) changes.push(() => scrolls ? (box.tabIndex = 0) : box.removeAttribute("tabindex"));
    }
    if (box.matches(LINES)) {
      const width = box.clientWidth;
      for (const formula of box.querySelectorAll(INLINE)) {
        if (formula.closest(LINES) !== box) continue;
        const isWide = formula.getBoundingClientRect().width > width + 1 && width > 0;
        const wrapped = formula.parentElement.classList.contains("wide");
        if (isWide !== wrapped) changes.push(() => isWide ? wrap(formula) : formula.parentElement.replaceWith(formula));
      }
    }
  }
  for (const change of changes) change();
}

// A formula within a line that is wider than the line.
function wrap(formula) {
  const box = document.createElement("span");
  box.className = "formula wide";
  formula.replaceWith(box);
  box.append(formula);
  watcher.observe(box);
}

const watcher = new ResizeObserver(entries => fit(entries.map(entry => entry.target)));
const all = () => document.querySelectorAll(`${BOXES}, ${LINES}:has(${INLINE})`);
// What an observer does not tell is measured anew: a box may scroll by its contents' width, which a font or a window changes
// and the box's own size does not. The change is drawn first.
const anew = () => requestAnimationFrame(() => setTimeout(() => fit(all())));
addEventListener("load", () => {
  for (const box of all()) watcher.observe(box);
  anew();
});
addEventListener("resize", anew);
document.fonts.addEventListener("loadingdone", anew);
addEventListener("scroll", ({ target }) => target.matches?.(BOXES) && tell(target, more(target)), true);
addEventListener("toggle", anew, true);  // what a fold has kept back may be too wide
