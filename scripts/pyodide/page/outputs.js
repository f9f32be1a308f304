// Shows what a cell puts out: text, errors, figures, tables.

const MOST = 100_000; // characters of text that one output shows

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// The outputs of before go. A figure keeps its place, its number and its caption until another one takes the picture's place.
export function clear(place) {
  for (const part of [...place.children]) if (!part.querySelector("figcaption")) part.remove();
}

function text(place, content, kind) {
  const last = place.lastElementChild;
  const pre = last?.classList.contains(`run-${kind}`) ? last.querySelector("pre") : null;
  if (pre) pre.append(content);
  else place.append(element("div", { className: `output stream run-${kind}` }, element("div", { className: "highlight" }, element("pre", { textContent: content }))));
  const shown = pre ?? place.lastElementChild.querySelector("pre");
  if (shown.textContent.length > MOST) shown.textContent = `${shown.textContent.slice(0, MOST)}\n… and more, which is not shown.`;
}

function picture(place, source, label) {
  const standing = place.querySelector("figure:has(figcaption) img");
  const image = element("img", { src: source, alt: standing?.alt ?? `A figure that ${label} has drawn.` });
  if (standing) standing.replaceWith(image);
  else place.append(element("div", { className: "output" }, image));
}

export function show(place, output, label) {
  if (output.clear) clear(place);
  else if (output.error !== undefined) text(place, output.error, "error");
  else if (output.stream) text(place, output.text, output.stream);
  else if (output.mime === "image/svg+xml") picture(place, `data:image/svg+xml,${encodeURIComponent(output.text)}`, label);
  else if (output.mime.startsWith("image/")) picture(place, `data:${output.mime};base64,${output.text}`, label);
  else if (output.mime === "text/html") {
    const part = element("div", { className: "output text_html" });
    place.append(part);
    part.append(document.createRange().createContextualFragment(output.text)); // scripts in it run
  } else text(place, `${output.text}\n`, "value");
}
