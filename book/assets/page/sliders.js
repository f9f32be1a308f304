// A slider chooses between the frames of its figure. They are one compressed file, fetched when a hand comes near.

const frames = new WeakMap();

async function load(figure) {
  const response = await fetch(figure.dataset.frames);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const text = await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).text();
  return JSON.parse(text).map(([alt, svg]) => ({ alt, src: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) }));
}

function framesOf(figure) {
  if (!frames.has(figure)) frames.set(figure, load(figure));
  return frames.get(figure);
}

// The positions of the sliders are the digits of one number, which is the frame to show.
async function show(figure) {
  let number = 0;
  for (const slider of figure.querySelectorAll("input")) {
    const text = slider.dataset.values.split("|")[slider.value];
    number = number * (+slider.max + 1) + +slider.value;
    slider.parentElement.querySelector("output").value = text;
    slider.setAttribute("aria-valuetext", text);
  }
  figure.dataset.frame = number;
  figure.setAttribute("aria-busy", "true");
  try {
    const stored = (await framesOf(figure))[number];
    if (+figure.dataset.frame === number) Object.assign(figure.querySelector("img"), stored);
  } catch (error) {
    frames.delete(figure); // another touch tries again
    figure.querySelector("output").value = "not loaded";
  } finally {
    if (+figure.dataset.frame === number) figure.removeAttribute("aria-busy");
  }
}

for (const figure of document.querySelectorAll("figure.slider[data-frames]")) {
  for (const touch of ["pointerover", "focusin"]) {
    figure.addEventListener(touch, () => framesOf(figure).catch(() => frames.delete(figure)), { once: true });
  }
  figure.addEventListener("input", () => show(figure));
}
