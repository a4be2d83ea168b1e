// Draws every [data-chart] from its json_script with one template made of the CSS tokens; again when theme or data change.
(() => {
  const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };

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

  function layout(own, narrow) {
    const ink = token("--ink-3");
    const axis = { color: ink, linecolor: token("--line"), gridcolor: token("--line"), zeroline: false, fixedrange: true, tickfont: { size: 12 } };
    return {
      font: { family: token("--font"), size: 12, color: token("--ink-2") },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 40, r: narrow ? 56 : 84, t: 8, b: 38 },
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

  function draw(box) {
    const data = document.getElementById(box.dataset.chart);
    if (!data || !window.Plotly) return;
    const own = JSON.parse(data.textContent);
    const narrow = box.clientWidth < 560;
    if (narrow && own.layout.xaxis) own.layout.xaxis.dtick *= 2;
    const config = { ...CONFIG, locale: document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-US" };
    window.Plotly.react(box, resolve(own.data), layout(resolve(own.layout), narrow), config).then(() => {
      box.dataset.drawn = String(Number(box.dataset.drawn || 0) + 1);
    });
  }

  function drawAll() {
    for (const box of document.querySelectorAll("[data-chart]")) draw(box);
  }

  document.addEventListener("theme:change", drawAll);
  document.addEventListener("chart:update", drawAll);
  document.addEventListener("DOMContentLoaded", drawAll);
})();
