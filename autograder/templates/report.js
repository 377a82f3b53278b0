"use strict";
// The heat map: a column for each student, the best on the left, a row for each hidden test.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const canvas = document.getElementById("grid"), told = document.getElementById("told");
  const rows = data.tests.length, columns = data.students.length;
  if (!canvas || !rows || !columns) return;
  const HEIGHT = 14, LABELS = 130, ROOMY = 560, PALE = 0.45;
  const NONE = 2;  // drawn as what is not there: no result is stored
  const code = (row, column) => data.grid[column] ? data.grid[column].charCodeAt(row) - 97 : NONE;
  const word = (row, column) => data.grid[column] ? data.words[code(row, column)] : "has no result";
  const named = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const begins = row => !row || data.tests[row][0] !== data.tests[row - 1][0];
  let width = 1, left = 0;
  // One pixel a cell. Stretched, and with more students than pixels averaged: none hides another.
  const cells = paper => {
    const image = document.createElement("canvas"), brush = image.getContext("2d");
    const [pass, fail, open, line] = ["--pass", "--fail", "--open", "--line"].map(named);
    [image.width, image.height] = [columns, rows];
    brush.fillStyle = paper;
    brush.fillRect(0, 0, columns, rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const found = code(row, column);
        brush.globalAlpha = found === 0 ? PALE : 1;  // told apart without colours, too
        brush.fillStyle = found === 0 ? pass : found === 3 || found === 2 ? line : found < 6 ? fail : open;
        brush.fillRect(column, row, 1, 1);
      }
    }
    return image;
  };
  const draw = () => {
    const scale = window.devicePixelRatio || 1, room = canvas.parentElement.clientWidth;
    left = room > ROOMY ? LABELS : 0;
    width = Math.max(0.1, Math.min(22, (room - left) / columns));
    const across = left + width * columns, down = HEIGHT * rows;
    canvas.width = Math.round(across * scale);
    canvas.height = Math.round(down * scale);
    canvas.style.width = across + "px";
    canvas.style.height = down + "px";
    const brush = canvas.getContext("2d"), paper = named("--paper"), dim = named("--dim");
    brush.scale(scale, scale);
    brush.fillStyle = paper;
    brush.fillRect(0, 0, across, down);
    brush.imageSmoothingEnabled = width * scale < 1;
    brush.imageSmoothingQuality = "high";
    const image = cells(paper);
    for (let row = 0; row < rows; row++) {
      brush.drawImage(image, 0, row, columns, 1, left, row * HEIGHT, width * columns, HEIGHT - 1);
      if (row && begins(row)) {
        brush.fillStyle = paper;
        brush.fillRect(0, row * HEIGHT - 2, across, 3);
      }
      if (left && begins(row)) {
        brush.fillStyle = dim;
        brush.font = "11px system-ui, sans-serif";
        brush.fillText(data.tests[row][0], 0, row * HEIGHT + 11, left - 8);
      }
    }
    brush.fillStyle = paper;
    for (let column = 1; width > 4 && column < columns; column++)
      brush.fillRect(left + column * width - 1, 0, 1, down);
  };
  const say = event => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - left) / width);
    const row = Math.floor((event.clientY - box.top) / HEIGHT);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    const [exercise, title] = data.tests[row];
    told.textContent = `${data.students[column]} · ${exercise} · ${title} ${word(row, column)}`;
  };
  canvas.addEventListener("pointermove", say);
  canvas.addEventListener("pointerdown", say);
  new ResizeObserver(draw).observe(canvas.parentElement);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("beforeprint", draw);
})();

// The table of students: found by a part of their name, sorted by either column.
(() => {
  const table = document.getElementById("class"), find = document.getElementById("find");
  if (!table) return;
  const body = table.tBodies[0], lines = [...body.rows];
  const names = lines.map(line => line.cells[0].textContent.toLowerCase());
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    lines.forEach((line, number) => { line.hidden = !names[number].includes(wanted); });
  });
  const order = new Intl.Collator(undefined, {numeric: true});
  table.tHead.addEventListener("click", event => {
    const head = event.target.closest("th");
    if (!head || !head.hasAttribute("aria-sort")) return;
    const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, at = head.cellIndex;
    for (const other of table.tHead.rows[0].cells)
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const keys = new Map(lines.map(line => [line, line.cells[at].textContent]));
    body.append(...[...lines].sort((a, b) => sign * order.compare(keys.get(a), keys.get(b))));
  });
})();
