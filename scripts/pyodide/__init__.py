"""Python beside the built site, so that a reader runs and changes a chapter's code on its page: `make pyodide`.

One idea a module. `core` installs Pyodide's core, as npm's lock pins it; `pins` reads in the core's own lock which packages
the cells need, and the hash of each; `fetch` gets them from one address; `wheels` packs the library, and what neither has;
`overlay` puts together what the site gets: a folder, and the chapters' pages with a button; `trial` tries it in Chromium,
before the site has any of it. What a page then loads stands in `page/`.
"""
