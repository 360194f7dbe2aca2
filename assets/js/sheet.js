// The number of a row opens a menu: the table's header or data begin or end here, leave it out, keep it.
const table = document.querySelector("table[data-rows]");
const layout = document.getElementById("susun");
if (table && layout) {
  const [rowWord, ...words] = table.dataset.rowWords.split("|");
  const fields = ["header_first", "header_last", "body_first", "body_last"];
  const numbers = [...table.querySelectorAll("tbody th.gut > span:first-child")].map((span) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rowno";
    button.tabIndex = -1;
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `${rowWord} ${span.textContent}`);
    button.textContent = span.textContent;
    span.replaceWith(button);
    return button;
  });
  if (numbers.length) numbers[0].tabIndex = 0;
  let open = null;

  const close = (back) => {
    if (!open) return;
    open.menu.remove();
    open.button.setAttribute("aria-expanded", "false");
    if (back) open.button.focus();
    open = null;
  };
  const send = (choice, row) => {
    const field = fields[choice];
    if (field) {
      layout.elements[field].value = row;
      const [first, last] = field.startsWith("header") ? fields.slice(0, 2) : fields.slice(2);
      const from = layout.elements[first];
      const to = layout.elements[last];
      if (!from.value || (field === last && Number(from.value) > Number(row))) from.value = row;
      if (field === first && to.value && Number(to.value) < Number(row)) to.value = row;
      if (field.startsWith("header")) layout.elements.tanpa_kepala.checked = false;
    } else {
      const extra = document.createElement("input");
      extra.type = "hidden";
      extra.name = choice === 4 ? "abaikan_baris" : "pakai_baris";
      extra.value = row;
      layout.append(extra);
    }
    layout.requestSubmit();
  };
  const show = (button) => {
    close(false);
    const menu = document.createElement("div");
    menu.className = "rowmenu";
    menu.setAttribute("role", "menu");
    words.forEach((text, choice) => {
      const item = document.createElement("button");
      item.type = "button";
      item.tabIndex = -1;
      item.setAttribute("role", "menuitem");
      item.textContent = text;
      item.addEventListener("click", () => send(choice, button.textContent.trim()));
      menu.append(item);
    });
    button.after(menu);
    button.setAttribute("aria-expanded", "true");
    open = { menu, button };
    menu.firstElementChild.focus();
    menu.scrollIntoView({ block: "nearest" });
  };
  const move = (list, from, step) => {
    const next = list[list.indexOf(from) + step];
    if (!next) return;
    if (list === numbers) {
      from.tabIndex = -1;
      next.tabIndex = 0;
    }
    next.focus();
  };

  table.addEventListener("click", (event) => {
    const button = event.target.closest(".rowno");
    if (!button) return;
    if (open?.button === button) close(true);
    else show(button);
  });
  table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(false);
    else if (step && open) move([...open.menu.children], document.activeElement, step);
    else if (step && event.target.matches(".rowno")) move(numbers, event.target, step);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (open && !event.target.closest("th.gut")) close(false);
  });
}

// A finding's link to a column opens that column.
const openColumn = () => {
  const column = location.hash.startsWith("#ubah-") && document.getElementById(location.hash.slice(1));
  const details = column && column.querySelector("details");
  if (details) details.open = true;
};
addEventListener("hashchange", openColumn);
openColumn();
