// Live updates: one event stream per visible page. Fragments replace their namesakes; what the reader holds open stays open.
import { arrive } from "./stream.js";

const box = document.getElementById("live");
const STALE_MS = 60_000;
let source = null;
let heard = Date.now();
let since = box?.dataset.since;
let polling = false;
let ended = false;
let lost = false;

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
  const key = focused?.getAttribute("href") ?? focused?.closest("[data-key]")?.dataset.key;
  swap();
  if (!key || document.contains(focused)) return;
  const now = document.getElementById(before.id);
  const twin = now?.querySelector(`[href="${CSS.escape(key)}"]`) ?? now?.querySelector(`[data-key="${CSS.escape(key)}"] > summary`);
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

function stop() {
  source?.close();
  source = null;
}

function asleep() {
  return document.hidden && !document.documentElement.dataset.notify; // notify.js wants to hear of alerts all the same
}

function open() {
  if (source || ended || asleep()) return;
  const address = new URL(box.dataset.live, location.href);
  if (since) address.searchParams.set("since", since);
  source = new EventSource(address);
  const listen = (name, act) =>
    source.addEventListener(name, (event) => {
      heard = Date.now();
      lost = false;
      act(JSON.parse(event.data));
      judge();
    });
  listen("mode", (mode) => { polling = mode === "polling"; });
  listen("beat", () => {});
  listen("fragments", (fragments) => {
    since = new Date().toISOString();
    for (const [name, html] of Object.entries(fragments)) replace(name, html);
    document.documentElement.dataset.updated = String(Date.now());
    document.dispatchEvent(new CustomEvent("live:fragments"));
  });
  listen("end", (why) => {
    stop();
    if (why === "session") {
      ended = true;
      say(box.dataset.signedOut);
    } else {
      lost = true;
      since = undefined;
      setTimeout(open, 3000);
    }
  });
  source.addEventListener("error", () => {
    lost = true;
    since = undefined;
    if (source?.readyState === EventSource.CLOSED) {
      stop();
      setTimeout(open, 5000);
    }
    judge();
  });
}

function judge() {
  if (ended) return;
  const silent = Date.now() - heard;
  const stale = silent > STALE_MS;
  document.documentElement.classList.toggle("stale", stale);
  if (stale) say(box.dataset.stale.replace("{n}", Math.floor(silent / 60_000)));
  else if ((lost || (source && source.readyState !== EventSource.OPEN)) && silent > 5000) say(box.dataset.lost);
  else say(polling ? box.dataset.polling : "");
}

if (box) {
  open();
  setInterval(judge, 5000);
  document.addEventListener("visibilitychange", () => {
    if (asleep()) stop();
    else if (!document.hidden) {
      since = undefined;
      open();
    }
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", open);
}
