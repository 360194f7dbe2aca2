// A page of work that the browser kept as it was, such as one reached by going back, may be out of date.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.body.classList.contains("work")) location.reload();
});
