// A page's Python: starts the worker, gives it one cell after the other, and stops what takes too long.

export class Engine {
  #worker; #answer; #show; #queue = Promise.resolve();

  // `told` gets a sentence for each stage of the start, in which `megabytes` are loaded.
  constructor(told, megabytes) {
    this.told = told;
    this.megabytes = megabytes;
    // Without the two headers that let a page share memory, which GitHub Pages does not send, no cell can be interrupted.
    this.mark = globalThis.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
  }

  get interrupts() {
    return this.mark !== null;
  }

  // Resolves when cells can run. Rejects with an Error that says why they cannot.
  start() {
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", event => this.#hear({ failed: event.message ?? "the worker did not load" }));
    return this.#ask({ interrupt: this.mark, megabytes: this.megabytes });
  }

  #ask(message) {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#worker.postMessage(message);
    });
  }

  #hear({ stage, output, ready, ran, failed }) {
    if (stage) this.told(stage);
    else if (output) this.#show?.(output);
    else if (failed === undefined) this.#answer?.resolve(ready ?? ran);
    else this.#answer?.reject(new Error(failed));
  }

  // Run a cell when those before it have run; `show` gets each output. Resolves to whether it passed.
  run(source, show) {
    const turn = this.#queue.then(() => {
      this.#show = show;
      if (this.mark) this.mark[0] = 0;
      return this.#ask({ source });
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  // Interrupt the cell that runs. Where that cannot be, Python ends, and all that it knew with it: returns whether it did.
  stop() {
    if (this.mark) {
      this.mark[0] = 2;
      return false;
    }
    this.end();
    return true;
  }

  end() {
    this.#worker.terminate();
    this.#answer?.reject(new Error("stopped"));
  }
}
