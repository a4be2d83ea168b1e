// Live updates: one event stream per browser, for the tabs that are visible. Fragments replace their namesakes; what the reader holds open stays open.
import { connect } from "./connect.js";
import { arrive } from "./stream.js";

const box = document.getElementById("live");
const STALE_MS = 60_000;
let heard = Date.now();
let since = box?.dataset.since;
let polling = false;
let ended = false;
let lost = false;
let crowded = ""; // no room for another stream: "many" of this member's own, or "full"

function say(text) {
  if (box.textContent !== text) box.textContent = text;
  box.hidden = !text;
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function keepOpen(before, after) {
  for (const open of before.querySelectorAll("details[open][data-key]")) {
    const twin = after.querySelector(`details[data-key="${CSS.escape(open.dataset.key)}"]`);
    if (twin) twin.replaceWith(open);
  }
}

function keepFocus(before, swap) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const row = focused?.dataset.item;
  const key = row ?? focused?.getAttribute("href") ?? focused?.closest("[data-key]")?.dataset.key;
  swap();
  if (!key || document.contains(focused)) return;
  const now = document.getElementById(before.id);
  const same = row && now?.querySelector(`[data-item="${CSS.escape(row)}"]`);
  const twin = same || (now?.querySelector(`[href="${CSS.escape(key)}"]`) ?? now?.querySelector(`[data-key="${CSS.escape(key)}"] > summary`));
  twin?.focus({ preventScroll: true });
}

function replace(name, html) {
  const before = document.getElementById(name);
  const after = parse(html);
  if (!before || !after) return;
  if (after.querySelector("[data-stream]")) {
    arrive(before, after);
    return;
  }
  keepOpen(before, after);
  const drawn = before.querySelector("[data-chart]");
  const empty = after.querySelector("[data-chart]");
  if (drawn && empty) {
    drawn.setAttribute("aria-label", empty.getAttribute("aria-label"));
    empty.replaceWith(drawn);
  }
  keepFocus(before, () => before.replaceWith(after));
  window.htmx?.process(after);
  if (drawn) document.dispatchEvent(new CustomEvent("chart:update"));
}

function asleep() {
  return document.hidden && !document.documentElement.dataset.notify; // notify.js wants to hear of alerts all the same
}

function update(fragments) {
  since = new Date().toISOString();
  for (const [name, html] of Object.entries(fragments)) replace(name, html);
  document.documentElement.dataset.updated = String(Date.now());
  document.dispatchEvent(new CustomEvent("live:fragments", { detail: Object.keys(fragments) }));
}

function hear(name, data) {
  if (name === "lost" || (name === "end" && data !== "session")) {
    lost = true;
    since = undefined;
  } else {
    heard = Date.now();
    lost = false;
  }
  if (name === "end") crowded = ["many", "full"].includes(data) ? data : "";
  if (name === "mode" || name === "fragments") crowded = "";
  if (name === "mode") {
    polling = data === "polling";
    document.documentElement.dataset.connected = data;
  }
  if (name === "fragments") update(data);
  if (name === "end" && data === "session") {
    ended = true;
    say(box.dataset.signedOut);
  }
  judge();
}

function judge() {
  if (ended) return;
  const silent = Date.now() - heard;
  const stale = silent > STALE_MS;
  document.documentElement.classList.toggle("stale", stale);
  if (crowded) say(box.dataset[crowded]);
  else if (stale) say(box.dataset.stale.replace("{n}", Math.floor(silent / 60_000)));
  else if ((lost || stream.waiting()) && silent > 5000) say(box.dataset.lost);
  else say(polling ? box.dataset.polling : "");
}

const stream = box ? connect(box, hear) : null;

function open() {
  if (!ended && !asleep()) stream.open(since);
}

if (box) {
  open();
  setInterval(judge, 5000);
  document.addEventListener("visibilitychange", () => {
    if (asleep()) stream.close();
    else if (!document.hidden) {
      since = undefined;
      open();
    }
  });
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) since = undefined;
    open();
  });
}
