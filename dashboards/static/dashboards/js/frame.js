// The frame: menus close on Escape or a click elsewhere; filters apply on change; a mark when the network is gone.
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
});

function network() {
  const mark = document.getElementById("offline");
  if (mark) mark.hidden = navigator.onLine;
}
addEventListener("online", network);
addEventListener("offline", network);
network();
