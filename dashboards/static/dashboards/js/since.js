// What changed since the member looked is read anew when the page is seen again after a while.
const AWAY_MS = 300_000;
let left = 0;

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    left = Date.now();
    return;
  }
  const panel = document.getElementById("since");
  if (panel && left && Date.now() - left > AWAY_MS) window.htmx?.trigger(panel, "since:look");
});
