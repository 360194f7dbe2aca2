// Sends a file in pieces that the portal keeps (tus 1.0). When the connection breaks it waits, and goes on after what
// has arrived.

const ADDRESS = "/api/v1/uploads";
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;
const SILENCE_MS = 30_000;
const BEGINNINGS = 3;

/** Nothing that waiting could mend; `status` and `detail` are the portal's. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

class Cancelled extends Error {}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const detail = (request) => {
  try {
    return JSON.parse(request.responseText).detail;
  } catch {
    return "";
  }
};

/** What the portal is told to know a file again by, beside its name and size. */
export const mark = (file) => String(file.lastModified);

/** One file on its way. `tell(state, bytes)` hears of `sending` and `waiting`, and of what has arrived. */
export class Sending {
  constructor(file, { csrf, piece, id, tell }) {
    Object.assign(this, { file, csrf, piece, id, tell, cancelled: false, beginnings: 0, offset: null });
  }

  /** Resolves with the upload's id when every byte has arrived. */
  async run() {
    let wait = FIRST_WAIT_MS;
    for (;;) {
      try {
        if (await this.step()) return this.id;
        wait = FIRST_WAIT_MS;
      } catch (failure) {
        if (this.cancelled || failure instanceof Refusal) throw failure;
        await this.file.slice(0, 1).arrayBuffer().catch(() => {
          throw new Refusal(0, "");
        });
        this.offset = null;
        this.tell("waiting");
        await this.pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    }
  }

  async step() {
    if (!this.id) await this.begin();
    else if (this.offset === null) await this.look();
    else if (this.offset < this.file.size) await this.append();
    return this.id && this.offset === this.file.size;
  }

  async begin() {
    this.beginnings += 1;
    const request = await this.ask("POST", ADDRESS, {
      "Upload-Length": this.file.size,
      "Upload-Metadata": `filename ${base64(this.file.name)},mark ${base64(mark(this.file))}`,
    });
    this.id = request.getResponseHeader("Location").split("/").pop();
    this.offset = 0;
  }

  async look() {
    const request = await this.ask("HEAD", `${ADDRESS}/${this.id}`, {});
    if (request) this.stand(request);
  }

  async append() {
    const { offset } = this;
    const body = this.file.slice(offset, offset + this.piece);
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    const progress = (bytes) => this.tell("sending", offset + bytes);
    const request = await this.ask("PATCH", `${ADDRESS}/${this.id}`, headers, body, progress);
    if (request) this.stand(request);
  }

  stand(request) {
    this.offset = Number(request.getResponseHeader("Upload-Offset"));
    this.tell("sending", this.offset);
  }

  // The answer, or nothing when there is another step to take first.
  async ask(method, address, headers, body, progress) {
    const request = await this.send(method, address, headers, body, progress);
    const { status } = request;
    if (status >= 200 && status < 300) return request;
    if ([408, 423, 425, 429].includes(status) || status >= 500) throw new Error(`${status}`);
    if (method !== "POST" && status === 409) {
      this.offset = null;
      return null;
    }
    // It has expired meanwhile, or belongs to somebody else who used this browser.
    if (method !== "POST" && [404, 410].includes(status) && this.beginnings < BEGINNINGS) {
      this.id = null;
      return null;
    }
    throw new Refusal(status, detail(request));
  }

  send(method, address, headers, body, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let silence;
      const stir = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), SILENCE_MS);
      };
      request.open(method, `${address}?lang=${document.documentElement.lang}`);
      const all = { ...headers, "Tus-Resumable": "1.0.0", "X-CSRF-Token": this.csrf };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", (event) => {
        stir();
        progress?.(event.loaded);
      });
      request.addEventListener("load", () => resolve(request));
      for (const end of ["error", "abort"]) {
        request.addEventListener(end, () => reject(this.cancelled ? new Cancelled() : new Error(end)));
      }
      request.addEventListener("loadend", () => clearTimeout(silence));
      this.request = request;
      stir();
      request.send(body);
    });
  }

  // Until the time is over, the network is back, or the file is cancelled.
  pause(milliseconds) {
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        window.removeEventListener("online", over);
        if (this.cancelled) reject(new Cancelled());
        else resolve();
      };
      const timer = setTimeout(over, milliseconds);
      window.addEventListener("online", over);
      this.stopWaiting = over;
    });
  }

  /** Gives the file up, here and in the portal. */
  cancel() {
    this.cancelled = true;
    this.request?.abort();
    this.stopWaiting?.();
    if (this.id) forget(this.id, this.csrf);
  }
}

/** Cancels an upload; what can't be told now expires in the portal. */
export function forget(id, csrf) {
  const headers = { "Tus-Resumable": "1.0.0", "X-CSRF-Token": csrf };
  return fetch(`${ADDRESS}/${id}`, { method: "DELETE", headers }).catch(() => null);
}
