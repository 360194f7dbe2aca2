// While a file is checked: how long it has taken, and the result as soon as it is there.
const waiting = document.querySelector("[data-wait]");
if (waiting) {
  const bar = waiting.querySelector("progress");
  const text = waiting.querySelector("[role=status]");
  const running = waiting.querySelector("[data-words]").dataset.words;
  const look = async () => {
    const answer = await fetch(waiting.dataset.wait, { headers: { accept: "application/json" } }).catch(() => null);
    const state = answer?.ok ? await answer.json() : null;
    if (state && !state.is_busy) return location.reload();
    if (state && state.seconds !== null) {
      bar.value = state.seconds;
      if (text.textContent !== running) text.textContent = running;
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
}
