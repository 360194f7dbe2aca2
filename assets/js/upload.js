// The upload shows its progress, survives a broken connection, accepts dropped files, and waits on its own for the
// inspection. Without this script the form sends the files itself.
import { Refusal, Sending, forget, mark } from "./resumable.js";

const number = (value, options) => value.toLocaleString(document.documentElement.lang, options);
const percent = (part, whole) => number(whole ? Math.floor((100 * part) / whole) / 100 : 1, { style: "percent" });
function size(bytes) {
  for (const [unit, name] of [[2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "KB"]]) {
    if (bytes >= unit) return `${number(bytes / unit, { maximumFractionDigits: bytes >= 10 * unit ? 0 : 1 })} ${name}`;
  }
  return `${bytes} B`;
}

/** The line of one file: name, size, bar, per cent, state, and a button that cancels it. */
class Row {
  constructor(form, file, cancel) {
    this.words = form.dataset;
    this.file = file;
    this.line = form.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    const name = this.part("name");
    name.textContent = file.name;
    this.bar = this.line.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.part("cancel").addEventListener("click", cancel);
    this.part("size").textContent = size(file.size);
    form.querySelector("[data-rows]").append(this.line);
  }

  part(name) {
    return this.line.querySelector(`[data-${name}]`);
  }

  show(state, bytes) {
    this.part("state").textContent = this.words[state];
    if (bytes === undefined) return;
    this.bar.value = this.file.size ? (100 * bytes) / this.file.size : 100;
    this.part("percent").textContent = percent(bytes, this.file.size);
  }

  refuse(text) {
    this.part("state").textContent = text;
    this.line.classList.add("bad");
  }
}

class Form {
  constructor(form) {
    Object.assign(this, { form, words: form.dataset, isBusy: false });
    this.input = form.querySelector("input[type=file]");
    this.status = form.querySelector("[data-status]");
    this.button = form.querySelector("button:not([type=button])");
    this.csrf = form.elements.csrf.value;
    this.known = [...document.querySelectorAll("[data-open] li")].map((line) => ({ ...line.dataset }));
    form.addEventListener("submit", (event) => this.submit(event));
    this.acceptDrops();
    this.showOpen();
  }

  acceptDrops() {
    const drop = this.form.querySelector(".drop");
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length && !this.isBusy) {
          this.input.files = event.dataTransfer.files;
          this.input.dispatchEvent(new Event("change"));
        }
      });
    }
    this.input.addEventListener("change", () => {
      this.status.textContent = [...this.input.files].map((file) => file.name).join(", ");
    });
  }

  // Uploads that broke off; only this script can go on with them.
  showOpen() {
    const section = document.querySelector("[data-open]");
    if (!section) return;
    section.hidden = false;
    for (const button of section.querySelectorAll("button")) {
      button.addEventListener("click", async () => {
        const line = button.closest("li");
        await forget(line.dataset.id, this.csrf);
        this.known = this.known.filter((one) => one.id !== line.dataset.id);
        line.remove();
        section.hidden = !section.querySelector("li");
      });
    }
  }

  submit(event) {
    if (!this.input.files.length) return;
    event.preventDefault();
    if (!this.isBusy) this.sendAll([...this.input.files]);
  }

  async sendAll(files) {
    this.setBusy(true);
    this.form.querySelector("[data-rows]").replaceChildren();
    const rows = files.map((file) => this.begin(file));
    const arrived = [];
    let isRefused = false;
    // One after the other: a thin line is not shared, and what has arrived is whole.
    for (const { row, sending } of rows) {
      if (sending.cancelled) continue;
      try {
        row.show("sending");
        arrived.push(await sending.run());
        row.show("sent", sending.file.size);
        row.part("cancel").hidden = true;
      } catch (failure) {
        if (sending.cancelled) continue;
        if (!(failure instanceof Refusal)) throw failure;
        isRefused = true;
        row.refuse(failure.status === 401 || failure.status === 403 ? this.words.signIn : failure.message || this.words.failed);
      }
      this.remember(sending);
    }
    if (isRefused || !arrived.length) this.setBusy(false);
    else this.finish(arrived);
  }

  begin(file) {
    const known = this.known.find(
      (one) => one.name === file.name && one.size === String(file.size) && one.mark === mark(file),
    );
    const sending = new Sending(file, {
      csrf: this.csrf,
      piece: Number(this.words.piece),
      id: known?.id,
      tell: (state, bytes) => row.show(state, bytes),
    });
    const row = new Row(this.form, file, () => {
      sending.cancel();
      row.line.remove();
    });
    return { row, sending };
  }

  // So that the button pressed again goes on.
  remember({ file, id }) {
    this.known = this.known.filter((one) => one.id !== id);
    if (id) this.known.push({ id, name: file.name, size: String(file.size), mark: mark(file) });
  }

  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.button.disabled = isBusy;
    this.input.disabled = isBusy;
    this.status.textContent = "";
  }

  // The form goes off with the names of the uploads in place of their bytes.
  finish(ids) {
    for (const id of ids) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "unggahan", value: id });
      this.form.append(field);
    }
    this.form.submit();
  }
}

const form = document.querySelector("form[data-upload]");
if (form) new Form(form);
const waiting = document.querySelector("[data-refresh]");
if (waiting) setTimeout(() => window.location.reload(), Number(waiting.dataset.refresh));
