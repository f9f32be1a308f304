// The worker in which a page's Python lives: the page stays alive while a cell computes.

import { loadPyodide } from "./pyodide.mjs";

const here = new URL(".", import.meta.url).href;
const LIBRARY = "harmony-in-complexity";
let run;

// Says how much has come, in steps that a screen reader can follow.
function count(megabytes) {
  let bytes = 0, told = 0;
  const watcher = new PerformanceObserver(list => {
    for (const { encodedBodySize } of list.getEntries()) bytes += encodedBodySize;
    if (bytes / 1e6 < told + 4) return;
    told = bytes / 1e6;
    postMessage({ stage: `Python is loading: ${Math.round(told)} of ${Math.round(megabytes)} MB.` });
  });
  watcher.observe({ type: "resource", buffered: true });
  return () => watcher.disconnect();
}

// Python, its packages, and the shell that runs cells. Where the page shares memory, a mark in it interrupts a cell.
async function start({ interrupt, megabytes }) {
  postMessage({ stage: "Python is loading." });
  const counted = count(megabytes);
  const python = await loadPyodide({ indexURL: here, lockFileURL: `${here}pyodide-lock.json`, packageBaseUrl: here });
  if (interrupt) python.setInterruptBuffer(interrupt);
  const { packages } = await (await fetch(`${here}pyodide-lock.json`)).json();
  const problems = [];
  await python.loadPackage(LIBRARY, { messageCallback: () => {}, errorCallback: problem => problems.push(problem) });
  counted();
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
