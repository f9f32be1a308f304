// A button at each listing copies its code, without prompts and outputs. It is made when the listing comes into sight.

const LISTINGS = ".bd-article .highlight";
const LEFT_OUT = ".gp, .go";

async function copy(listing, button) {
  const code = listing.querySelector("pre").cloneNode(true);
  for (const part of code.querySelectorAll(LEFT_OUT)) part.remove();
  await navigator.clipboard.writeText(code.textContent.trimEnd());
  button.classList.add("success");
  button.setAttribute("aria-label", "Copied");
}

const watcher = new IntersectionObserver(entries => {
  for (const { target: listing, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(listing);
    const button = document.createElement("button");
    button.className = "copybtn";
    button.type = "button";
    button.setAttribute("aria-label", "Copy");
    button.addEventListener("click", () => copy(listing, button));
    listing.append(button);
  }
});
for (const listing of document.querySelectorAll(LISTINGS)) watcher.observe(listing);
