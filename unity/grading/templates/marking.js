"use strict";
// The rubric adds up; keys do what the last line of the page says (n and p are the pages'), unless something is being typed.
const form = document.querySelector("form");
const boxes = [...form.querySelectorAll("input[type=checkbox]")];
const most = Number(form.points.dataset.most);
const sum = () => {
  const total = boxes.filter((box) => box.checked).reduce((points, box) => points + Number(box.dataset.points), 0);
  form.points.value = String(Math.min(Math.max(total, 0), most));
};
boxes.forEach((box) => box.addEventListener("change", sum));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return form.requestSubmit();
  if (event.key === "Escape") return document.activeElement.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input:not([type=checkbox])")) return undefined;
  const box = boxes[Number(event.key) - 1];
  const act = { c: () => form.comment.focus(), m: () => form.points.focus() }[event.key];
  if (box) box.click();
  else if (act) { event.preventDefault(); act(); }
  return undefined;
});
