// A figure opens large: by a tap or a click on it, or by the button that it gets when it comes into sight.

const PICTURES = ".bd-article :is(.cell_output, figure.slider, figure.drawing) img";
const SMALLEST = 160; // pixels: what is narrower is an icon and no figure

const dialog = document.createElement("dialog");
dialog.className = "enlarged";
dialog.innerHTML = '<button class="close" type="button">Close</button><div class="picture" tabindex="0"></div>';
const box = dialog.lastElementChild;

function enlarge(picture, button) {
  const large = new Image();
  Object.assign(large, { src: picture.currentSrc || picture.src, alt: picture.alt });
  large.style.filter = getComputedStyle(picture).filter; // as it looks on the page, light or dark
  large.style.setProperty("--own", `${picture.width}px`);
  dialog.setAttribute("aria-label", "The figure, enlarged");
  box.replaceChildren(large);
  button.focus({ preventScroll: true }); // where the focus returns to
  dialog.showModal();
}

dialog.firstElementChild.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", ({ target }) => (target === dialog || target === box) && dialog.close());

function offer(picture) {
  if (!dialog.isConnected) document.body.append(dialog);
  const button = document.createElement("button");
  button.className = "enlarge";
  button.type = "button";
  button.setAttribute("aria-label", "Enlarge the figure");
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => enlarge(picture, button));
  picture.addEventListener("click", () => enlarge(picture, button));
  picture.after(button);
}

const watcher = new IntersectionObserver(entries => {
  for (const { target: picture, isIntersecting, boundingClientRect } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(picture);
    if (boundingClientRect.width >= SMALLEST && !picture.closest("a")) offer(picture);
  }
});
for (const picture of document.querySelectorAll(PICTURES)) watcher.observe(picture);
