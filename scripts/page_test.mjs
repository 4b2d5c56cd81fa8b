// Every page of a built site in a real browser, on a phone and on a desk, in light and in dark: it does not scroll
// sideways, axe finds nothing that shuts readers out, and every table has a caption and scoped headers.
//
// usage: node page_test.mjs CHROMIUM SITE [WIDTH...]    where SITE is a folder built with --portable
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, site, ...widths] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function pages(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === ".briefgen" ? [] : pages(place);
    return entry.name.endsWith(".html") ? [place] : [];
  });
}

/** What is wrong with the page, in a line each. */
async function look(page) {
  const wrong = await page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.querySelectorAll("body *")].find((one) =>
        one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".table-wrap, pre, svg"));
      found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}, ${wide?.outerHTML.slice(0, 120)}`);
    }
    for (const table of document.querySelectorAll("main table")) {
      if (!table.caption) found.push("a table without a caption");
      if ([...table.querySelectorAll("th")].some((cell) => !cell.scope)) found.push("a header cell without a scope");
    }
    for (const svg of document.querySelectorAll("main svg")) {
      if (!svg.querySelector(":scope > title") || !svg.querySelector(":scope > desc")) found.push("a drawing without words");
    }
    return found;
  });
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const lines = violations.map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
  return wrong.concat(lines).map((line) => line.replaceAll("\n", " "));
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
// A page that leads on is gone before it can be looked at; the page for lost addresses has addresses of a host.
const isLookedAt = (file) => path.basename(file) !== "404.html" && !fs.readFileSync(file, "utf8").includes('http-equiv="refresh"');
const all = pages(site).filter(isLookedAt).sort();

/** What is wrong with any of the pages at this width, in the order of the pages. */
async function lookAtAll([width, colorScheme]) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const wrong = [];
  for (const file of all) {
    await page.goto(pathToFileURL(file).href);
    const lines = await look(page);
    wrong.push(...lines.map((line) => `${path.relative(site, file)} at ${width} px, ${colorScheme}: ${line}`));
  }
  await context.close();
  return wrong;
}

const views = widths.length > 0 ? widths.map((width) => [Number(width), "light"]) : [[360, "light"], [1280, "dark"]];
const wrong = (await Promise.all(views.map(lookAtAll))).flat();
wrong.forEach((line) => console.error(line));
await browser.close();
console.log(`${all.length} pages at ${views.length} widths: ${wrong.length} wrong`);
process.exitCode = wrong.length > 0 ? 1 : 0;
