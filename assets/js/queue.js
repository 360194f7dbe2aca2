// j and k move through the queue, Enter opens.
const rows = [...document.querySelectorAll("table.q[data-keys] tbody tr")];
let at = -1;
const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
if (rows.length) {
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      at = Math.min(rows.length - 1, Math.max(0, at + step));
      for (const row of rows) row.classList.remove("cur");
      rows[at].classList.add("cur");
      rows[at].querySelector("a")?.focus();
    } else if (event.key === "c" && at >= 0) {
      rows[at].querySelector("form[data-claim] button")?.click();
    }
  });
}
