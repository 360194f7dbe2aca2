// What was typed into a form marked with data-keep stays in this window while one looks at another page beside it, and
// is forgotten once it is sent.
const isKept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `keep:${form.dataset.keep}`;
  const fields = () => [...form.elements].filter(isKept);
  const save = () => {
    const chosen = fields().filter((field) => field.type !== "radio" || field.checked);
    sessionStorage.setItem(key, JSON.stringify(chosen.map((field) => [field.name, field.value])));
  };
  const restore = () => {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(key) ?? "[]")) {
      const own = fields().filter((field) => field.name === name);
      for (const field of own) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }
  };
  // What the page brings back from a refused form is newer than what was kept.
  if ("typed" in form.dataset) save();
  else restore();
  form.addEventListener("input", save);
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
