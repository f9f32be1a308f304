// Light, dark, or as the reader's system has it.

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const buttons = document.querySelectorAll(".theme-switch-button");
const MODES = ["auto", "light", "dark"];

function show() {
  const { mode } = root.dataset;
  root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
  for (const button of buttons) button.setAttribute("aria-label", `Colours: ${mode === "auto" ? "as the system" : mode}`);
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    root.dataset.mode = MODES[(MODES.indexOf(root.dataset.mode) + 1) % MODES.length];
    localStorage.setItem("mode", root.dataset.mode);
    show();
  });
}
system.addEventListener("change", show);
show();
