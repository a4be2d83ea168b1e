// Alerts as notifications of this browser while a page of ours is open. The page fetches them itself when the live stream says
// that alerts changed; no push service. Permission is asked for by a button press only (page 接收时间与通知).
const KEY = "tingchao-notify";
const EVERY_MS = 60_000;
const take = document.querySelector('meta[name="notify-take"]')?.content;
const supported = "Notification" in window && window.isSecureContext;
let busy = false;

function wanted() {
  return supported && localStorage.getItem(KEY) === "on" && Notification.permission === "granted";
}

function show({ title, body, link, tag, hold }) {
  const shown = new Notification(title, { body, tag, requireInteraction: hold });
  shown.addEventListener("click", () => {
    window.focus();
    location.assign(link);
    shown.close();
  });
}

async function fetchNew() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (busy || !wanted() || !take || !token) return;
  busy = true;
  try {
    const answer = await fetch(take, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok && !answer.redirected) (await answer.json()).notifications.forEach(show);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error; // the network is away: next time
  } finally {
    busy = false;
  }
}

function say(form, text) {
  const place = form.querySelector("[data-notify-error]");
  place.textContent = text;
  place.hidden = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-notify-form]");
  if (!form) return;
  if (form.elements.on.value === "0") {
    localStorage.removeItem(KEY);
    return;
  }
  event.preventDefault();
  if (!supported) return say(form, form.dataset.missing);
  if ((await Notification.requestPermission()) !== "granted") return say(form, form.dataset.denied);
  localStorage.setItem(KEY, "on");
  form.submit();
});

if (wanted()) {
  document.documentElement.dataset.notify = "on"; // the live stream stays open in the background
  fetchNew();
  setInterval(fetchNew, EVERY_MS);
  // in a busy hour something arrives every second: only a word about alerts is a reason to ask
  document.addEventListener("live:fragments", ({ detail }) => detail.includes("nav-alerts") && fetchNew());
}
