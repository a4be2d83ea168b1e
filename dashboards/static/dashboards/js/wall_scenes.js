// Scenes: one is shown, the next fades in. Space pauses, the arrows step; nothing is kept of what was replaced.
const stage = document.getElementById("stage");
const dots = document.getElementById("dots");
const stay = Number(document.body.dataset.interval) * 1000;
const listeners = [];
let at = 0;
let paused = false;
let timer = 0;

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// A scene whose HTML is as before stays the node that it is.
const drawn = new Map();

export function show(scenes) {
  const names = scenes.map((scene) => scene.name);
  if (names.join() !== [...drawn.keys()].join()) rebuild(names);
  for (const { name, html } of scenes) {
    const known = drawn.get(name);
    if (known.html === html) continue;
    known.html = html;
    known.box.replaceChildren(parse(html));
  }
}

export function clear() {
  drawn.clear();
  stage.replaceChildren();
  dots.replaceChildren();
  clearTimeout(timer);
}

function rebuild(names) {
  clear();
  for (const name of names) {
    const box = document.createElement("section");
    box.className = `scene scene-${name}`;
    drawn.set(name, { box, html: "" });
    stage.append(box);
    dots.append(document.createElement("li"));
  }
  at = Math.min(at, names.length - 1);
  turn(0);
}

function turn(step) {
  const boxes = [...stage.querySelectorAll(".scene")];
  if (!boxes.length) return;
  at = (at + step + boxes.length) % boxes.length;
  boxes.forEach((box, n) => {
    box.classList.toggle("scene-on", n === at);
    box.inert = n !== at;
    dots.children[n].classList.toggle("dot-on", n === at);
  });
  clearTimeout(timer);
  if (!paused) timer = setTimeout(turn, stay, 1);
}

function pause() {
  paused = !paused;
  const button = document.querySelector("[data-do=pause]");
  button.textContent = paused ? button.dataset.go : button.dataset.pause;
  button.setAttribute("aria-pressed", String(paused));
  document.body.classList.toggle("wall-paused", paused);
  for (const listener of listeners) listener(paused);
  turn(0);
}

function say() {
  document.getElementById("said").textContent = stage.querySelector(".scene-on .scene-title")?.textContent ?? "";
}

export function whenPaused(listener) {
  listeners.push(listener);
}

const acts = {
  previous: () => (turn(-1), say()),
  next: () => (turn(1), say()),
  pause,
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
};
const KEYS = { " ": "pause", ArrowLeft: "previous", ArrowRight: "next", PageUp: "previous", PageDown: "next" };

document.addEventListener("click", (event) => acts[event.target.closest("[data-do]")?.dataset.do]?.());
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.closest("button, a")) return; // the key presses what has the focus
  event.preventDefault();
  acts[act]();
});

// The tools are shown while somebody is there.
let gone = 0;
for (const sign of ["pointermove", "pointerdown", "keydown"]) {
  document.addEventListener(sign, () => {
    document.body.classList.add("wall-attended");
    clearTimeout(gone);
    gone = setTimeout(() => document.body.classList.remove("wall-attended"), 5000);
  });
}
