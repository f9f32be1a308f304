"use strict";
// A click on a column's head sorts the rows by it, empty cells last; what is typed leaves the rows that hold each word of it.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const key = (row, i) => row.cells[i].dataset.sort ?? row.cells[i].textContent.trim();
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, i) => head.querySelector("button").addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending" ? 1 : -1;
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
    const compare = (a, b) => {
      const [x, y] = [key(a, i), key(b, i)];
      if (x === "" || y === "") return (x === "") - (y === "");
      const [n, m] = [Number(x), Number(y)];
      return up * (Number.isNaN(n) || Number.isNaN(m) ? x.localeCompare(y) : n - m);
    };
    body.append(...[...body.rows].sort(compare));
  }));
}
const search = document.querySelector("input[type=search]");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const rows = [...document.querySelectorAll("table.sortable tbody tr")].map((row) => [row, plain(row.textContent)]);
search?.addEventListener("input", () => {
  const words = plain(search.value).split(/\s+/);
  for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
  document.querySelector("output").value = `${rows.filter(([row]) => !row.hidden).length} of ${rows.length}`;
});
