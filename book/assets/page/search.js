// The search field opens over the page; what finds is loaded by the page of results.

const dialog = document.getElementById("pst-search-dialog");
const isApple = /^(Mac|iPhone|iPad)/.test(navigator.platform);

function toggle() {
  if (!dialog) document.querySelector("form.bd-search input")?.focus();
  else if (dialog.open) dialog.close();
  else dialog.showModal();
}

for (const button of document.querySelectorAll(".search-button__button")) button.addEventListener("click", toggle);
dialog?.addEventListener("click", ({ target }) => target === dialog && dialog.close());
addEventListener("keydown", event => {
  if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
  if (isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    toggle();
  }
});
if (isApple) for (const key of document.querySelectorAll(".kbd-shortcut__modifier")) if (key.textContent === "Ctrl") key.textContent = "⌘";
