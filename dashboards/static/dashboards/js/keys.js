// Single keys: j k o a c in lists, letters and numbers that change a label, / to search, ? for help. Can be switched off for a
// member (WCAG 2.1.4). They never act while something is typed or put together in an input method.
const root = document.documentElement;
const off = () => root.dataset.memberKeys === "off";

function show() {
  for (const box of document.querySelectorAll("[data-keys-toggle]")) box.checked = !off();
  root.toggleAttribute("data-keys-off", off());
}

function typing(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

// j and k: the next and the previous row; from a list that has the focus itself, its first one.
function move(step) {
  const rows = [...document.querySelectorAll("[data-item][tabindex]")];
  const focused = document.activeElement;
  const at = rows.indexOf(focused?.closest("[data-item]"));
  const start = rows.find((row) => focused !== document.body && focused?.contains(row) && !focused.matches("main")) ?? rows[0];
  const next = at < 0 ? start : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
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

// o opens a row, a acknowledges its alert, c opens its labels to be corrected.
function act(row, key) {
  const whole = row.closest("li, tr") ?? row;
  if (key === "o") return click(row.matches("a") ? row : row.querySelector("a.now-text, a.item-title, a.clamp, a"));
  if (key === "a") return click(whole.querySelector("[data-acknowledge], form[action$='/acknowledge/'] button"));
  if (key !== "c") return false;
  const panel = row.querySelector("details.correct");
  if (!panel) return false;
  panel.open = true;
  panel.querySelector("summary").focus();
  return true;
}

function click(target) {
  target?.click();
  return Boolean(target);
}

function search() {
  const box = document.querySelector("[data-search-box]");
  const address = document.querySelector('meta[name="search"]')?.content;
  if (box) {
    box.focus();
    box.select?.();
  } else if (address) location.assign(`${address}#search-box`);
  return Boolean(box || address);
}

// The help names what works on this page: of the fixed keys those that find something, and every key that a button shows.
function help() {
  const dialog = document.getElementById("keys-help");
  if (!dialog) return false;
  for (const line of dialog.querySelectorAll("[data-needs]")) line.hidden = !document.querySelector(line.dataset.needs);
  const list = dialog.querySelector("[data-keys-more]");
  const buttons = [...document.querySelectorAll("[data-press]")].filter((one) => one.offsetParent && !one.closest("[data-item]"));
  const more = new Map(buttons.map((one) => [one.dataset.press, (one.labels?.[0] ?? one).textContent.replace(/\s+/g, " ").trim()]));
  list.replaceChildren(...[...more].flatMap(([key, words]) => pair(key, words)));
  const before = document.activeElement;
  dialog.addEventListener("close", () => before?.isConnected && before.focus(), { once: true }); // also after the focus was out of the page
  dialog.showModal();
  return true;
}

function pair(key, words) {
  const [term, text] = [document.createElement("dt"), document.createElement("dd")];
  const cap = document.createElement("kbd");
  cap.textContent = key.toUpperCase();
  term.append(cap);
  text.textContent = words.replace(new RegExp(`^${key} ?`, "i"), "");
  return [term, text];
}

function pressNext(panel) {
  if (panel.querySelector(".htmx-request")) return;
  const [key, ...rest] = queues.get(panel) ?? [];
  queues.set(panel, rest);
  if (key) press(panel, key);
}

document.addEventListener("keydown", (event) => {
  if (off() || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.repeat || typing(event.target) || document.querySelector("dialog[open]")) return;
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
  if ((row && pressInRow(row, key)) || press(page, key) || (row && act(row, key))) event.preventDefault();
  else if ((key === "/" && search()) || (key === "?" && help())) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) help();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-toggle]")) {
    root.dataset.memberKeys = event.target.checked ? "on" : "off";
    show();
    remember();
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

// The choice is the member's, in every browser.
async function remember() {
  const address = document.querySelector('meta[name="keys"]')?.content;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!address || !token) return;
  try {
    const body = new URLSearchParams({ on: off() ? "0" : "1" });
    await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // the network is away: it holds for this page
  }
}

// An alert that is acknowledged in place: its row says so with the next update, which the server sends at once.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-acknowledge]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!button || !token) return;
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.acknowledge, { method: "POST", headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" } });
    if (answer.ok) button.textContent = button.dataset.done;
    else location.assign(button.dataset.alert);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    button.disabled = false; // the network is away: the page says so, the button can be pressed again
  }
});

if (location.hash === "#search-box") search();
show();
