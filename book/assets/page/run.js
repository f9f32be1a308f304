// Where Python lies beside the site, a chapter has a button that fetches it. Nothing of it is loaded before (scripts/pyodide/).

const bar = document.querySelector(".run-bar");
bar?.querySelector("button").addEventListener("click", async ({ currentTarget: button }) => {
  const state = bar.querySelector("output");
  button.disabled = true;
  state.value = "Python is loading.";
  try {
    await import(new URL(bar.dataset.module, document.baseURI));
  } catch (error) {
    state.value = `Python does not run here: ${error.message}`;
    button.disabled = false;
  }
});
