// The wall asks for its state again and again; what fails says so and mends itself. A screen's secret stands behind # and
// goes in a header only.
import { heard, moment, unheard } from "./wall_clock.js";
import { hour, replaying, tickMs } from "./wall_replay.js";
import { clear, show } from "./wall_scenes.js";

const POLL_MS = 5000;
const CLOSED_MS = 60_000;
const PATIENCE_MS = 8000;
const { state, build, screen } = document.body.dataset;
const secret = screen === undefined ? "" : location.hash.slice(1);
let tag = "";
let last = "";

async function ask() {
  const headers = { Accept: "application/json" };
  if (secret || screen !== undefined) headers["X-Wall-Token"] = secret;
  if (tag) headers["If-None-Match"] = tag;
  const address = new URL(state, location.href);
  const { at, over } = replaying ? hour() : {};
  if (at && at === last) return tickMs / 2;
  if (at) address.searchParams.set("at", at);
  const response = await fetch(address, { headers, cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.status === 304) {
    heard(response, null);
    return POLL_MS;
  }
  if ([401, 403].includes(response.status)) return close("closed");
  if (response.status === 429) return close("guessed");
  if (!response.ok) {
    unheard("failing");
    return POLL_MS;
  }
  const found = await response.json();
  if (found.build !== build) return renew(found.build);
  tag = response.headers.get("ETag") ?? "";
  last = at ?? "";
  show(found.scenes);
  heard(response, found);
  if (replaying) moment(found.moment, over);
  return replaying ? Math.max(100, tickMs / 2) : POLL_MS;
}

// No longer welcome: what was shown goes at once.
function close(why) {
  tag = "";
  clear();
  unheard(why);
  return CLOSED_MS;
}

// The server was upgraded: scripts and styles of before do not fit. Once per version, lest a proxy's cache keeps us reloading.
function renew(version) {
  const key = "tingchao-wall-build";
  if (sessionStorage.getItem(key) === version) {
    unheard("failing");
    return CLOSED_MS;
  }
  sessionStorage.setItem(key, version);
  location.reload();
  return CLOSED_MS;
}

async function loop() {
  let wait = POLL_MS;
  try {
    wait = await ask();
  } catch {
    unheard("lost");
    wait = 3000;
  }
  setTimeout(loop, wait);
}

loop();
