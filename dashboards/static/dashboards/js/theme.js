// The ☾ button: light or dark, remembered in a cookie so that the server renders it and nothing flashes.
const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

function dark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function announce() {
  document.dispatchEvent(new CustomEvent("theme:change"));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = dark() ? "light" : "dark";
  document.cookie = `tingchao_theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
  announce();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);

// Paper is white: what is dark on the screen is printed light, its charts too.
let onScreen = null;
addEventListener("beforeprint", () => {
  if (!dark()) return;
  onScreen = root.dataset.theme ?? "";
  root.dataset.theme = "light";
  announce();
});
addEventListener("afterprint", () => {
  if (onScreen === null) return;
  if (onScreen) root.dataset.theme = onScreen;
  else delete root.dataset.theme;
  onScreen = null;
  announce();
});
