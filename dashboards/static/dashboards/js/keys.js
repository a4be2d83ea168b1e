// One key changes a label: in the focused row of a list, on an item's page, in a blind check. Can be switched off (WCAG 2.1.4).
const STORE = "tingchao_keys";
const off = () => localStorage.getItem(STORE) === "off";

function show() {
  for (const box of document.querySelectorAll("[data-keys-toggle]")) box.checked = !off();
  document.documentElement.toggleAttribute("data-keys-off", off());
}

function typing(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

// j and k: the next and the previous row of the list.
function move(step) {
  const rows = [...document.querySelectorAll("[data-item][tabindex]")];
  const at = rows.indexOf(document.activeElement?.closest("[data-item]"));
  const next = at < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(scope, key) {
  const found = scope?.querySelector(`[data-press="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found.matches("input")) choose(found);
  else found.click();
  if (found.matches("summary")) found.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus();
  return true;
}

function choose(box) {
  box.checked = box.type === "radio" || !box.checked;
  settle(box);
}

// "Not about working people" and areas exclude each other.
function settle(box) {
  if (!box.checked || box.type !== "checkbox" || !box.form?.matches("[data-keyed]")) return;
  for (const other of box.form.querySelectorAll("input[type=checkbox]")) {
    if (other !== box && (box.name === "unrelated" || other.name === "unrelated")) other.checked = false;
  }
}

// Keys that came before a row's buttons were there, or while a change of it was under way: pressed one after the other.
const queues = new WeakMap();

function pressInRow(row, key) {
  const tick = key === "x" && row.querySelector("input[data-tick]");
  if (tick) {
    tick.click();
    return true;
  }
  const panel = row.querySelector("details.correct");
  if (!panel || !/^[qwe0-9]$/.test(key)) return false;
  panel.open = true;
  const ready = panel.querySelector("[data-press]") && !panel.querySelector(".htmx-request");
  if (ready) return press(panel, key);
  queues.set(panel, [...(queues.get(panel) ?? []), key]);
  return true;
}

function pressNext(panel) {
  if (panel.querySelector(".htmx-request")) return;
  const [key, ...rest] = queues.get(panel) ?? [];
  queues.set(panel, rest);
  if (key) press(panel, key);
}

document.addEventListener("keydown", (event) => {
  if (off() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if ((key === "j" || key === "k") && document.querySelector("[data-item][tabindex]")) {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
    return;
  }
  const page = document.querySelector("[data-keyed-page]");
  if (page && key === "enter" && page.matches("[data-enter]") && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    page.requestSubmit();
    return;
  }
  const row = event.target.closest("[data-item]");
  if ((row && pressInRow(row, key)) || press(page, key)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-toggle]")) {
    localStorage.setItem(STORE, event.target.checked ? "on" : "off");
    show();
  } else if (event.target.matches("input")) settle(event.target);
});

// After a change the row keeps the focus, so that the next key goes to it too.
document.addEventListener("htmx:afterSettle", (event) => {
  show();
  const panel = event.target.closest?.("details.correct");
  if (panel) pressNext(panel);
  const row = event.target.closest?.("[data-item]");
  if (row && (document.activeElement === document.body || document.activeElement === null)) row.focus();
});

show();
