// How a page hears of changes: through the browser's shared stream (live-worker.js), or, where there is none, one of its own.
const PING_MS = 50_000;

// `hear(name, data)` gets mode, beat, fragments, end, lost. Gives `open(since)`, `close()` and `waiting()` (not connected yet).
export function connect(box, hear) {
  return box.dataset.worker && "SharedWorker" in window ? shared(box, hear) : alone(box, hear);
}

function shared(box, hear) {
  const address = new URL(box.dataset.live, location.href);
  const worker = new SharedWorker(box.dataset.worker, { name: box.dataset.share });
  const view = address.search.slice(1);
  let joined = false;
  let answered = false;
  worker.port.addEventListener("message", ({ data }) => {
    answered = true;
    if (joined) hear(data.name, data.data);
  });
  worker.port.start();
  setInterval(() => joined && worker.port.postMessage({ do: "ping" }), PING_MS);
  return {
    open(since) {
      if (joined) return;
      joined = true;
      worker.port.postMessage({ do: "join", view, since, live: address.pathname, language: box.dataset.language });
    },
    close() {
      joined = false;
      worker.port.postMessage({ do: "leave" });
    },
    waiting: () => joined && !answered,
  };
}

function alone(box, hear) {
  let source = null;
  let again = 0; // a page that is left must not connect anew by itself
  const stop = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const open = (since) => {
    if (source) return;
    const address = new URL(box.dataset.live, location.href);
    if (since) address.searchParams.set("since", since);
    source = new EventSource(address);
    for (const name of ["mode", "beat", "fragments"]) {
      source.addEventListener(name, (event) => hear(name, JSON.parse(event.data)));
    }
    source.addEventListener("end", (event) => {
      const why = JSON.parse(event.data);
      stop();
      hear("end", why);
      if (why !== "session") again = setTimeout(open, why === "server" ? 3000 : 60_000); // many, full: come again when others have left
    });
    source.addEventListener("error", () => {
      hear("lost");
      if (source?.readyState === EventSource.CLOSED) {
        stop();
        again = setTimeout(open, 5000);
      }
    });
  };
  return { open, close: stop, waiting: () => source !== null && source.readyState !== EventSource.OPEN };
}
