// The buttons over a page. A click opens a menu, and a click elsewhere or Escape closes it.

function set(button, open) {
  button.setAttribute("aria-expanded", open);
  button.nextElementSibling.classList.toggle("show", open);
}

const openButtons = () => document.querySelectorAll(".dropdown-toggle[aria-expanded=true]");

addEventListener("click", ({ target }) => {
  const clicked = target.closest(".dropdown-toggle");
  const opens = clicked?.getAttribute("aria-expanded") === "false";
  for (const button of openButtons()) set(button, false);
  if (opens) set(clicked, true);
});

addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const button of openButtons()) {
    set(button, false);
    button.focus();
  }
});

globalThis.toggleFullScreen = () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
};
