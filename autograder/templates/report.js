"use strict";
// The heat map: a column for each student, the best on the left, a row for each hidden test.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const canvas = document.getElementById("grid"), told = document.getElementById("told");
  const rows = data.tests.length, columns = data.students.length;
  if (!canvas || !rows || !columns) return;
  const code = (row, column) => data.grid[column].charCodeAt(row) - 97;
  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    const named = name => style.getPropertyValue(name).trim();
    return [named("--pass"), named("--fail"), named("--open"), named("--paper"), named("--line")];
  };
  let width = 1, height = 1;
  const draw = () => {
    const scale = window.devicePixelRatio || 1, room = canvas.parentElement.clientWidth;
    width = Math.max(1, Math.min(22, room / columns));
    height = 14;
    canvas.width = Math.round(width * columns * scale);
    canvas.height = Math.round(height * rows * scale);
    canvas.style.width = width * columns + "px";
    canvas.style.height = height * rows + "px";
    const [pass, fail, open, paper, line] = colours(), brush = canvas.getContext("2d");
    brush.scale(scale, scale);
    brush.fillStyle = paper;
    brush.fillRect(0, 0, width * columns, height * rows);
    const gap = width > 4 ? 1 : 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const found = code(row, column);
        brush.globalAlpha = found === 0 ? 0.75 : 1;
        brush.fillStyle = found === 0 ? pass : found === 3 || found === 2 ? line : found < 6 ? fail : open;
        brush.fillRect(column * width, row * height, Math.ceil(width) - gap, height - 1);
      }
      if (row && data.tests[row][0] !== data.tests[row - 1][0]) {
        brush.globalAlpha = 1;
        brush.fillStyle = paper;
        brush.fillRect(0, row * height - 2, width * columns, 3);
      }
    }
  };
  const say = event => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / width);
    const row = Math.floor((event.clientY - box.top) / height);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    const [exercise, title] = data.tests[row];
    told.textContent = `${data.students[column]} · ${exercise} · ${title} ${data.words[code(row, column)]}`;
  };
  canvas.addEventListener("pointermove", say);
  canvas.addEventListener("pointerdown", say);
  new ResizeObserver(draw).observe(canvas.parentElement);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("beforeprint", draw);
})();
