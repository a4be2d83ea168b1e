// The search page: a changed option searches at once, with the words as they stand; an empty field stays out of the address.
for (const form of document.querySelectorAll("form.search-box")) {
  form.addEventListener("change", (event) => {
    const { from, to, q } = form.elements;
    if (event.target.name === "window") from.value = to.value = "";
    if (event.target.matches("[data-submit]") && (q.value.trim() || location.search)) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && !field.value && !field.disabled);
    for (const field of empty) field.disabled = true;
    setTimeout(() => empty.forEach((field) => (field.disabled = false)));
  });
}

// Enter on words that were searched already goes to the first result; Enter there opens it.
document.getElementById("search-q")?.addEventListener("keydown", (event) => {
  const first = document.querySelector(".search-results .item-title[href]");
  if (event.key !== "Enter" || event.isComposing || !first || event.target.value !== event.target.defaultValue) return;
  event.preventDefault();
  first.focus();
});

// Counts that came later bring their chart along.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.querySelector?.("[data-chart]") || event.target.matches?.(".search-figures")) document.dispatchEvent(new CustomEvent("chart:update"));
});
