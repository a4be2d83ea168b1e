// A person is here: who reads, scrolls and types without opening another page is not signed out for being idle. One word to
// the server every five minutes at most, and only after a key, a pointer or a wheel was used; nothing about what was done.
const EVERY_MS = 300_000;
const active = document.querySelector('meta[name="presence"]')?.content;
let told = Date.now();

async function tell(event) {
  if (!event.isTrusted || !active || Date.now() - told < EVERY_MS) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  told = Date.now();
  try {
    await fetch(active, { method: "POST", headers: { "X-CSRFToken": token } });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // the network is away: next time
  }
}

for (const name of ["pointerdown", "keydown", "wheel"]) addEventListener(name, tell, { passive: true });
