// The contents of the course and of the page: beside the page where there is room, else in a dialog over it.

const ROOM = matchMedia("(min-width: 992px)");

// A sidebar's nodes and looks move into its dialog, and back.
function move(from, to) {
  to.append(...from.childNodes);
  to.classList.add(...from.classList);
  from.removeAttribute("class");
}

for (const name of ["primary", "secondary"]) {
  const sidebar = document.getElementById(`pst-${name}-sidebar`);
  const dialog = document.getElementById(`pst-${name}-sidebar-modal`);
  if (!sidebar || !dialog) continue;
  for (const button of document.querySelectorAll(`.${name}-toggle`)) {
    button.addEventListener("click", () => {
      if (name === "primary" && ROOM.matches) {
        sidebar.classList.toggle("pst-sidebar-hidden");
      } else {
        move(sidebar, dialog);
        dialog.showModal();
      }
    });
  }
  dialog.addEventListener("close", () => move(dialog, sidebar));
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("a")) dialog.close();
  });
}

// The page's place in the contents of the course is brought into sight, once the browser says that it is not.
const here = document.querySelector(".bd-docs-nav a.current");
if (here) {
  new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top, height } }], observer) => {
    observer.disconnect();
    if (!isIntersecting && height) document.getElementById("pst-primary-sidebar").scrollTop += top - innerHeight / 3;
  }).observe(here);
}
