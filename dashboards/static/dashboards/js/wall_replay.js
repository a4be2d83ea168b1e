// A week that was, an hour a tick. The moment follows the time that has passed, so that a slow answer costs no minute.
import { whenPaused } from "./wall_scenes.js";

const HOUR = 3_600_000;
const { from, to, tick } = document.body.dataset;
let begun = performance.now();
let halted = 0;

export const replaying = Boolean(from);
export const tickMs = Number(tick);

export function hour() {
  const passed = (halted || performance.now()) - begun;
  const at = Math.min(Date.parse(from) + Math.floor(passed / tickMs) * HOUR, Date.parse(to));
  return { at: new Date(at).toISOString(), over: at === Date.parse(to) };
}

if (replaying) {
  whenPaused((paused) => {
    if (paused) halted = performance.now();
    else {
      begun += performance.now() - halted;
      halted = 0;
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-do=again]")) return;
    begun = performance.now();
    if (halted) halted = begun;
  });
}
