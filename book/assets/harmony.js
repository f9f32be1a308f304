// What is too wide for its place scrolls in a box of its own, and a keyboard reaches every such box.

const BOXES = ".bd-article :is(pre, mjx-container, .pst-scrollable-table-container, .text_html)";

function fit() {
  for (const formula of document.querySelectorAll(".bd-article mjx-container:not([display=true])")) {
    formula.classList.remove("wide");
    const line = formula.closest("p, li, dd, dt, td, th, summary, h1, h2, h3");
    if (line && formula.getBoundingClientRect().right > line.getBoundingClientRect().right + 1) {
      formula.classList.add("wide");
    }
  }
  for (const box of document.querySelectorAll(BOXES)) {
    if (box.scrollWidth > box.clientWidth && ["auto", "scroll"].includes(getComputedStyle(box).overflowX)) {
      box.tabIndex = 0;
    } else if (box.getAttribute("tabindex") === "0") {
      box.removeAttribute("tabindex");
    }
  }
}

// What the theme leaves unsaid to a screen reader: names for the arrows that unfold a part of the contents, and a role
// of today for the entries of a bibliography.
function say() {
  for (const arrow of document.querySelectorAll(".bd-sidebar-primary summary")) {
    const page = arrow.closest("li")?.querySelector("a");
    arrow.setAttribute("aria-label", `Pages of: ${page?.textContent.trim() ?? "this part"}`);
  }
  for (const option of document.querySelectorAll(".quiz summary")) {
    const text = option.textContent.trim();
    if (/^\\\(.*\\\)\W*$/.test(text)) {
      option.setAttribute("aria-label", text.replaceAll(/\\[()]/g, "")); // mathematics alone is no name
    }
  }
  for (const work of document.querySelectorAll(".citation-list > [role=doc-biblioentry]")) {
    work.setAttribute("role", "listitem");
  }
}

// A fold that opens, a window that turns, and a font that arrives after its formula, change what is too wide.
addEventListener("resize", fit);
addEventListener("toggle", fit, true);
document.fonts.addEventListener("loadingdone", fit);
say(); // before MathJax runs
addEventListener("load", () => {
  fit();
  globalThis.MathJax?.startup?.promise?.then(fit);
});

// Paper is light.
let theme;
addEventListener("beforeprint", () => {
  theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = theme;
});
