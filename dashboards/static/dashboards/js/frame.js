// The frame: menus close on Escape or a click elsewhere; filters apply on change; a mark when the network is gone.
// On a phone the rooms are one row that scrolls: the one that is open is in sight.
function roomInSight() {
  const nav = document.querySelector(".nav");
  const here = nav?.querySelector("[aria-current]");
  if (here) nav.scrollLeft += Math.max(0, here.getBoundingClientRect().right + 24 - nav.getBoundingClientRect().right);
}
roomInSight();

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
  else if (event.target.matches("[data-window]")) chooseWindow(event.target);
});

// A window applies at once; one's own span opens the fields for it.
function chooseWindow(select) {
  const span = select.form.querySelector("[data-span]");
  const own = select.value === "custom";
  span.hidden = span.disabled = !own;
  if (!own) return select.form.requestSubmit();
  select.form.querySelector("[data-filter-menu]").open = true;
  span.querySelector("input").focus();
}

// What is at its default stays out of the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filter-form]")) return;
  const fields = [...event.target.elements].filter((field) => field.name && !field.disabled);
  const idle = fields.filter((field) => !field.value || (field.name === "window" && (field.value === "custom" || field.value === "24h")));
  const left = fields.length - idle.length;
  for (const field of idle) if (left || field.name !== "window") field.disabled = true;
  setTimeout(() => { for (const field of idle) field.disabled = false; });
});
addEventListener("pageshow", () => {
  for (const select of document.querySelectorAll("[data-window]")) {
    const span = select.form.querySelector("[data-span]");
    span.hidden = span.disabled = select.value !== "custom"; // the browser may have restored the field
  }
});

// A table wider than the screen is moved by keys too: one that has nothing to be focused in it can be focused itself.
function tablesInReach() {
  for (const box of document.querySelectorAll(".table-wrap:not([role])")) {
    if (box.scrollWidth <= box.clientWidth || box.querySelector("a[href], button, input, select, textarea, summary")) continue;
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", (box.closest("section")?.querySelector("h2") ?? document.querySelector("h1"))?.textContent.trim() ?? "");
  }
}
tablesInReach();
addEventListener("resize", tablesInReach);
document.addEventListener("htmx:afterSettle", tablesInReach);

// A part of the page that could not be loaded: what happened, what to do, an id to quote.
function failed(event) {
  const place = document.getElementById("failed");
  if (!place) return;
  const id = /class="copyable">([\w-]+)</.exec(event.detail.xhr?.responseText ?? "")?.[1] ?? "";
  place.querySelector("[data-id]").textContent = id;
  place.querySelector("[data-id]").hidden = !id;
  place.hidden = false;
}
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:afterOnLoad", (event) => {
  const place = document.getElementById("failed");
  if (place && event.detail.successful) place.hidden = true;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-failed]")) document.getElementById("failed").hidden = true;
});

function network() {
  const mark = document.getElementById("offline");
  if (mark) mark.hidden = navigator.onLine;
}
addEventListener("online", network);
addEventListener("offline", network);
network();
