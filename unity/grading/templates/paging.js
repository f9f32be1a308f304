"use strict";
// The keys n and p lead to the next and the previous page, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input:not([type=checkbox])")) return;
  const way = { n: "next", p: "prev" }[event.key];
  if (way) document.querySelector(`[rel=${way}]`)?.click();
});
