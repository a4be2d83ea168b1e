// Draws every [data-chart] from its json_script with one template made of the CSS tokens; again when theme or data change.
(() => {
  const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };
  const NARROW = 560; // px: a phone

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function resolve(value) {
    if (typeof value === "string") return value.replace(/var\((--[\w-]+)\)/g, (_, name) => token(name));
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
    return value;
  }

  // The names beside the picture, and how wide a text of theirs is.
  function beside(own) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `12px ${token("--font")}`;
    const names = (own.annotations ?? []).filter((one) => one.xref === "paper" && one.x === 1);
    return { names, wide: (text) => pen.measureText(text).width };
  }

  // Room for them, as wide as the widest is, but never more than a third of it.
  function room(own, width) {
    const { names, wide } = beside(own);
    return Math.min(Math.max(width < NARROW ? 48 : 84, ...names.map((one) => wide(one.text) + 10)), width * 0.36);
  }

  function layout(own, width) {
    const ink = token("--ink-3");
    const axis = { color: ink, linecolor: token("--line"), gridcolor: token("--line"), zeroline: false, fixedrange: true, tickfont: { size: 12 } };
    return {
      font: { family: token("--font"), size: 12, color: token("--ink-2") },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 40, r: room(own, width), t: 8, b: 38 },
      showlegend: false,
      dragmode: false,
      hoverlabel: { bgcolor: token("--surface"), bordercolor: token("--line-strong"), font: { family: token("--font"), size: 13, color: token("--ink") } },
      separators: ".,",
      ...own,
      xaxis: { ...axis, type: "date", showgrid: false, ticks: "outside", ticklen: 4, tickcolor: token("--line"), ...own.xaxis },
      yaxis: { ...axis, nticks: 5, tickformat: ",d", ...own.yaxis },
      yaxis2: { overlaying: "y", range: [0, 1], visible: false, fixedrange: true },
    };
  }

  function squeeze(own) {
    if (own.xaxis?.dtick) own.xaxis.dtick *= own.xaxis.type === "category" ? 3 : 2;
    if (!own.margin) return;
    own.margin.r = Math.min(own.margin.r, 96);
    const { names, wide } = beside(own);
    for (const one of names) one.text = cut(one.text, (text) => wide(text) <= own.margin.r - 10);
  }

  // As much of a text as fits.
  function cut(text, fits) {
    let kept = text.length;
    while (kept && !fits(kept < text.length ? `${text.slice(0, kept)}…` : text)) kept -= 1;
    return kept < text.length ? `${text.slice(0, kept).trimEnd()}…` : text;
  }

  function draw(box) {
    const data = document.getElementById(box.dataset.chart);
    if (!data || !window.Plotly) return;
    const own = JSON.parse(data.textContent);
    if (box.clientWidth < NARROW) squeeze(own.layout);
    const config = { ...CONFIG, locale: document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-US" };
    window.Plotly.react(box, resolve(own.data), layout(resolve(own.layout), box.clientWidth), config).then(() => {
      box.dataset.drawn = String(Number(box.dataset.drawn || 0) + 1);
      const button = panelOf(box).querySelector("[data-chart-png]");
      if (button) button.disabled = false;
    });
    follow(box);
  }

  // A day or a source that is clicked leads to its items; the same links stand in the table for the keyboard.
  function follow(box) {
    if (box.dataset.followed) return;
    box.dataset.followed = "1";
    const go = ({ points }) => {
      const href = points[0]?.customdata;
      if (typeof href === "string" && href.startsWith("/")) location.assign(href);
      return false; // a treemap would zoom in
    };
    box.on("plotly_treemapclick", go);
    box.on("plotly_click", go);
  }

  function panelOf(box) {
    return box.parentElement;
  }

  // The picture with its title above and its foot below, on the page's own ground.
  async function picture(box) {
    const [width, height, scale, above, below] = [box.clientWidth, box.clientHeight, 2, 44, 30];
    const svg = await window.Plotly.toImage(box, { format: "svg", width, height });
    const image = new Image();
    image.src = svg;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = (height + above + below) * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = token("--surface");
    pen.fillRect(0, 0, width, height + above + below);
    pen.drawImage(image, 0, above, width, height);
    pen.fillStyle = token("--ink");
    pen.font = `600 16px ${token("--font")}`;
    pen.fillText(panelOf(box).querySelector("h2")?.textContent ?? "", 12, 28, width - 24);
    pen.fillStyle = token("--ink-3");
    pen.font = `12px ${token("--font")}`;
    pen.fillText(panelOf(box).querySelector("[data-chart-foot]")?.textContent ?? "", 12, above + height + 18, width - 24);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-chart-png]");
    if (!button) return;
    const box = button.closest(".chart-foot").parentElement.querySelector("[data-chart]");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await picture(box));
    const title = panelOf(box).querySelector("h2")?.textContent ?? box.dataset.chart;
    link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, "_")}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });

  function drawAll() {
    for (const box of document.querySelectorAll("[data-chart]")) draw(box);
  }

  document.addEventListener("theme:change", drawAll);
  document.addEventListener("chart:update", drawAll);
  document.addEventListener("DOMContentLoaded", drawAll);
})();
