// The worker in which a page's Python lives: the page stays alive while a cell computes.

import { loadPyodide } from "./pyodide.mjs";

const here = new URL(".", import.meta.url).href;
const LIBRARY = "harmony-in-complexity";
let run;

// Python, its packages, and the shell that runs cells. Where the page shares memory, a mark in it interrupts a cell.
async function start({ interrupt }) {
  postMessage({ stage: "Python is loading." });
  const python = await loadPyodide({ indexURL: here, lockFileURL: `${here}pyodide-lock.json`, packageBaseUrl: here });
  if (interrupt) python.setInterruptBuffer(interrupt);
  const { packages } = await (await fetch(`${here}pyodide-lock.json`)).json();
  const all = Object.keys(packages).length;
  const problems = [];
  const count = () => postMessage({ stage: `Python is loading: package ${Object.keys(python.loadedPackages).length} of ${all}.` });
  await python.loadPackage(LIBRARY, { messageCallback: count, errorCallback: problem => problems.push(problem) });
  const missing = Object.keys(packages).filter(name => !(name in python.loadedPackages));
  if (missing.length) throw new Error([`${missing.join(", ")} did not load.`, ...problems].join(" "));
  postMessage({ stage: "Python is starting." });
  const response = await fetch(`${here}kernel.py`);
  if (!response.ok) throw new Error(`kernel.py: ${response.status}`);
  python.FS.writeFile("kernel.py", await response.text());
  run = python.pyimport("kernel").start(output => postMessage({ output: JSON.parse(output) }));
}

addEventListener("message", async ({ data }) => {
  try {
    if ("source" in data) postMessage({ ran: run(data.source) });
    else {
      await start(data);
      postMessage({ ready: true });
    }
  } catch (error) {
    postMessage({ failed: String(error.message ?? error) });
  }
});
