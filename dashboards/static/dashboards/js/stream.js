// The newest list never jumps: while the reader is further down (or reading), arrivals wait behind a button "12 条新 ↑"; in a list
// that stands within a page (data-hold) they always do.
let waiting = null;

function reading(list) {
  const scrolls = list.scrollHeight > list.clientHeight + 4;
  const down = scrolls ? list.scrollTop > 8 : list.getBoundingClientRect().top < 0;
  return down || list.matches(":focus-within") || list.querySelector("details[open]") !== null;
}

function ids(list) {
  return new Set([...list.querySelectorAll("[data-item]")].map((row) => row.dataset.item));
}

export function arrive(before, after) {
  const list = before.querySelector("[data-stream]");
  const next = after.querySelector("[data-stream]");
  const known = ids(list);
  const fresh = [...ids(next)].filter((id) => !known.has(id));
  if (fresh.length && known.size && ("hold" in before.dataset || reading(list))) {
    waiting = after;
    announce(before, fresh.length);
    return;
  }
  if (!fresh.length && (reading(list) || next.textContent === list.textContent)) return; // nothing to show: leave it alone
  apply(before, after, new Set(fresh));
}

function announce(panel, n) {
  const button = panel.querySelector("[data-arrivals-button]");
  button.textContent = `● ${panel.dataset.arrivals.replace("{n}", n)} ↑`;
  button.hidden = false;
}

function apply(panel, after, fresh) {
  waiting = null;
  const list = panel.querySelector("[data-stream]");
  const rows = [...after.querySelector("[data-stream]").children];
  for (const row of rows) {
    if (fresh.has(row.dataset.item) && list.querySelector("[data-item]")) row.classList.add("arrived");
  }
  list.replaceChildren(...rows);
  const more = panel.querySelector(".panel-more");
  const moreNow = after.querySelector(".panel-more");
  if (more && moreNow) more.href = moreNow.href;
  const pagerNow = after.querySelector(".pager");
  if (pagerNow) (panel.querySelector(".pager") ?? panel.appendChild(document.createElement("nav"))).replaceWith(pagerNow);
  panel.querySelector("[data-arrivals-button]").hidden = true;
  window.htmx?.process(list);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-arrivals-button]");
  if (!button || !waiting) return;
  const panel = button.closest("section");
  const list = panel.querySelector("[data-stream]");
  const known = ids(list);
  apply(panel, waiting, new Set([...ids(waiting)].filter((id) => !known.has(id))));
  list.scrollTop = 0;
  if (list.getBoundingClientRect().top < 0) panel.scrollIntoView();
  list.focus({ preventScroll: true });
  list.blur();
});
