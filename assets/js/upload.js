// The upload shows its progress, accepts dropped files, and waits on its own for the inspection.
const form = document.querySelector("form[data-upload]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-status]");
  const drop = form.querySelector(".drop");
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change"));
      }
    });
  }
  input.addEventListener("change", () => {
    status.textContent = [...input.files].map((file) => file.name).join(", ");
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length || !window.XMLHttpRequest) return;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.max = 100;
    status.replaceChildren(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (progress) => {
      if (progress.lengthComputable) bar.value = (100 * progress.loaded) / progress.total;
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.status < 400) window.location.assign(request.responseURL);
      else {
        document.documentElement.innerHTML = request.responseText;
      }
    });
    request.addEventListener("error", () => {
      status.textContent = form.dataset.failed;
    });
    request.send(new FormData(form));
  });
}
const waiting = document.querySelector("[data-refresh]");
if (waiting) setTimeout(() => window.location.reload(), Number(waiting.dataset.refresh));
