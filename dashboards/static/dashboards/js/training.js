// A running training: the clock counts down; in the tagging exercise keys choose, Enter saves and goes to the next item.
const begun = performance.now();
let over = false;

function tick() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    const left = Math.max(0, Math.ceil(Number(clock.dataset.seconds) - (performance.now() - begun) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left === 0 && !over) end();
  }
}

function end() {
  over = true;
  for (const part of document.querySelectorAll(".training-bar [data-left]")) part.hidden = true;
  for (const part of document.querySelectorAll(".training-bar [data-over]")) part.hidden = false;
  if (document.querySelector("[data-reload]")) location.reload();
}

function choose(box) {
  box.checked = box.type === "radio" || !box.checked;
  settle(box);
}

// "Not about working people" and areas exclude each other.
function settle(box) {
  if (!box.checked || box.type !== "checkbox") return;
  for (const other of box.form.querySelectorAll("input[type=checkbox]")) {
    if (other !== box && (box.name === "unrelated" || other.name === "unrelated")) other.checked = false;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-keys]")) settle(event.target);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-keys]");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target.type !== "submit") {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const box = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!box) return;
  event.preventDefault();
  choose(box);
});

// After saving, the next item that is not tagged yet.
document.addEventListener("htmx:afterSwap", () => {
  const saved = document.querySelector(".training-tag[data-saved]");
  if (!saved) return;
  saved.removeAttribute("data-saved");
  let next = saved.nextElementSibling;
  while (next?.matches(".done")) next = next.nextElementSibling;
  (next ?? saved).querySelector("form")?.focus();
});

tick();
setInterval(tick, 1000);
