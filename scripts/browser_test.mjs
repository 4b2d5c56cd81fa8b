// The preview of `briefgen watch` in a real browser: what is saved shows, what is wrong is said, and nothing is waited
// for but what happens: a report of the program, or a state of the page.
//
// usage: node browser_test.mjs BRIEFGEN CHROMIUM
// exit status: 3 where the browser itself fell over, and nothing is known of briefgen
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { chromium } from "playwright-core";

const [briefgen, executablePath] = process.argv.slice(2);
const TALKS = "content/briefs/2023-06-18-talks.md";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "briefgen-browser-"));

function write(file, text) {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}
const brief = (title, text, actors = "[qin-gang]") =>
  `---\ntitle: ${title}\ndate: 2023-06-18\nsources: []\nactors: ${actors}\n---\n${text}\n`;
const actors = (name) => `qin-gang: {name: ${name}}\nwang-yi: {name: Wang Yi}\n`;
const LONG = Array.from({ length: 80 }, (_, n) => `Paragraph ${n}.`).join("\n\n");

/** The files of the output with the times of their last change. */
function times() {
  const found = new Map();
  const look = (at) => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
      const place = path.join(at, entry.name);
      if (entry.name === ".briefgen") continue;
      if (entry.isDirectory()) look(place);
      else found.set(path.relative(path.join(folder, "public"), place), fs.statSync(place, { bigint: true }).mtimeNs);
    }
  };
  look(path.join(folder, "public"));
  return found;
}
const changed = (before, after) => [...after].filter(([file, time]) => before.get(file) !== time).map(([file]) => file).sort();

/** A watching program: its address, its reports one by one, its end. */
class Watch {
  static async start(port = "0", more = []) {
    const watch = new Watch();
    const words = ["watch", "--site", folder, "--format", "json", "--port", port, ...more];
    watch.process = spawn(briefgen, words, { stdio: ["ignore", "pipe", "pipe"] });
    const [first] = await once(readline.createInterface(watch.process.stderr), "line");
    watch.address = first.replace("serving ", "").replace(/\/$/, "");
    watch.reports = watch.read();
    await watch.report();
    return watch;
  }
  /** Reports are JSON over several lines; each ends with a line that is a closing brace alone. */
  async *read() {
    let text = "";
    for await (const line of readline.createInterface(this.process.stdout)) {
      text += `${line}\n`;
      let report;
      try { report = JSON.parse(text); } catch { continue; }
      text = "";
      yield report;
    }
  }
  async report() {
    const { value, done } = await this.reports.next();
    assert(!done, "the program ended");
    return value;
  }
  async until(isRight) {
    for (;;) {
      const report = await this.report();
      if (isRight(report)) return report;
    }
  }
  async end() {
    this.process.kill("SIGTERM");
    await once(this.process, "exit");
  }
}

const shows = (page, words) => page.waitForFunction((words) => document.body?.innerText.includes(words), words);
const overlay = (page) => page.waitForFunction(() => document.querySelector("briefgen-findings")?.shadowRoot.textContent);

async function saving_a_brief_changes_the_open_page_where_its_reader_was(page, watch) {
  await page.goto(`${watch.address}/briefs/talks/`);
  await shows(page, "First words.");
  await page.evaluate(() => scrollTo(0, 700));
  await page.waitForFunction(() => scrollY === 700);
  write(TALKS, brief("Talks", `Second words.\n\n${LONG}`));
  await shows(page, "Second words.");
  await page.waitForFunction(() => scrollY === 700);
  assert(!fs.readFileSync(path.join(folder, "public/briefs/talks/index.html"), "utf8").includes("page.js"));
}

async function renaming_an_official_changes_the_pages_that_name_them_and_no_others(page, watch) {
  await watch.until((report) => report.summary.written > 0);
  const before = times();
  write("content/actors.yaml", actors("Minister Qin"));
  await shows(page, "Minister Qin");
  await watch.until((report) => report.summary.written > 0);
  const files = changed(before, times());
  const pages = ["actors/qin-gang/index.html", "actors/index.html", "briefs/talks/index.html", "index.html", "officials/index.html"];
  for (const file of pages) assert(files.includes(file), `${file} names them and was not written: ${files}`);
  const others = files.filter((file) => !fs.readFileSync(path.join(folder, "public", file), "utf8").includes("Minister Qin"));
  assert.deepEqual(others, [], "written, and does not name them");
  assert(!files.includes("briefs/other/index.html"));
}

async function broken_front_matter_is_shown_over_the_page_until_it_is_mended(page) {
  await page.goto(page.url());
  await shows(page, "Second words.");
  write(TALKS, brief("[Talks", "Broken."));
  const found = await (await overlay(page)).jsonValue();
  assert(found.includes(`${TALKS}:3:`), found);
  assert(found.includes("E-YAML"), found);
  assert((await page.textContent("main")).includes("Second words."), "the last good page stays");
  write(TALKS, brief("Talks", `Third words.\n\n${LONG}`));
  await shows(page, "Third words.");
  await page.waitForFunction(() => !document.querySelector("briefgen-findings"));
}

async function a_stylesheet_is_swapped_without_a_reload(page) {
  await page.evaluate(() => { window.mark = "still here"; });
  write("static/briefgen.css", "main { color: rgb(1, 2, 3); }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).color === "rgb(1, 2, 3)");
  assert.equal(await page.evaluate(() => window.mark), "still here");
}

async function a_stylesheet_that_another_imports_is_renewed_and_a_script_reloads_the_page(page, watch) {
  const files = {
    "imported.css": "p { color: rgb(4, 4, 4); }\n",
    "outer.css": "@import 'imported.css';\n",
    "run.js": "window.ran = 1;\n",
    "plain.html": "<link rel=stylesheet href=outer.css><p>Plain.</p><script src=run.js></script>\n",
  };
  for (const [name, text] of Object.entries(files)) write(`static/${name}`, text);
  const output = (name) => path.join(folder, "public", name);
  const isThere = (name, text) => fs.existsSync(output(name)) && fs.readFileSync(output(name), "utf8") === text;
  await watch.until(() => Object.entries(files).every(([name, text]) => isThere(name, text)));
  // Browsers are told of one build before the next begins: after this one nothing is left to be told of those files.
  write("static/next.txt", "Next.\n");
  await watch.until(() => isThere("next.txt", "Next.\n"));
  const before = page.url();
  await page.goto(`${watch.address}/plain.html`);
  const isColour = (colour) => page.waitForFunction((colour) => getComputedStyle(document.querySelector("p")).color === colour, colour);
  await isColour("rgb(4, 4, 4)");
  await page.evaluate(() => { window.mark = "still here"; });
  for (const n of [5, 6]) {
    write("static/imported.css", `p { color: rgb(${n}, ${n}, ${n}); }\n`);
    await isColour(`rgb(${n}, ${n}, ${n})`);
  }
  assert.equal(await page.evaluate(() => window.mark), "still here");
  write("static/run.js", "window.ran = 2;\n");
  await page.waitForFunction(() => window.ran === 2);
  await page.goto(before);
}

async function an_address_that_leads_nowhere_has_the_style_of_the_site(page, watch) {
  const before = page.url();
  await page.goto(`${watch.address}/a/b/c/`);
  await shows(page, "Page not found");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).color === "rgb(1, 2, 3)");
  assert.equal(await page.evaluate(() => new URL(document.querySelector("a[href*=briefs]").href).pathname), "/briefs/");
  await page.goto(before);
}

async function what_cannot_be_written_is_shown_over_the_page_until_it_can(page) {
  const foreign = path.join(folder, "public/blocked/index.html");
  fs.mkdirSync(path.dirname(foreign), { recursive: true });
  fs.writeFileSync(foreign, "of somebody else");
  write("content/blocked.md", "---\ntitle: Blocked\n---\nText.\n");
  const shown = await (await overlay(page)).jsonValue();
  assert(shown.includes("not written") && shown.includes("blocked/index.html"), shown);
  fs.rmSync(foreign);
  await page.waitForFunction(() => !document.querySelector("briefgen-findings"));
  fs.rmSync(path.join(folder, "content/blocked.md"));
}

async function eight_pages_at_once_are_all_kept_up_to_date(page, watch) {
  const pages = [];
  for (let n = 0; n < 8; n += 1) {
    const other = await page.context().newPage();
    await other.goto(`${watch.address}/briefs/talks/`);
    pages.push(other);
  }
  write(TALKS, brief("Talks", `In all of them.\n\n${LONG}`));
  await Promise.all(pages.map((other) => shows(other, "In all of them.")));
  write(TALKS, brief("Talks", `Third words.\n\n${LONG}`));
  await Promise.all(pages.map((other) => shows(other, "Third words.")));
  await Promise.all(pages.map((other) => other.close()));
}

async function five_hundred_files_at_once_are_one_rebuild(page, watch) {
  const reports = [];
  const all = watch.until((report) => { reports.push(report); return report.summary.pages > 500; });
  for (let n = 0; n < 500; n += 1) write(`elsewhere/2023-07-01-brief-${n}.md`, brief(`Brief ${n}`, "Text."));
  fs.renameSync(path.join(folder, "elsewhere"), path.join(folder, "content/briefs/more"));
  await all;
  const rebuilds = reports.filter((report) => report.summary.pages > 10 && report.summary.written > 400);
  assert.equal(rebuilds.length, 1, `${rebuilds.length} rebuilds`);
}

async function the_browser_follows_a_renamed_page(page, watch) {
  await page.goto(`${watch.address}/briefs/talks/`);
  await shows(page, "Third words.");
  fs.renameSync(path.join(folder, TALKS), path.join(folder, "content/briefs/2023-06-18-meeting.md"));
  await page.waitForURL("**/briefs/meeting/");
  await shows(page, "Third words.");
}

async function after_a_restart_the_page_catches_up(page, watch) {
  const port = new URL(watch.address).port;
  const other = await page.context().newPage();
  await other.goto(`${watch.address}/about/`);
  await shows(other, "Us.");
  await watch.end();
  write("static/briefgen.css", "main { color: rgb(7, 7, 7); }\n");
  write("content/briefs/2023-06-18-meeting.md", brief("Talks", "Changed meanwhile."));
  const next = await Watch.start(port);
  await shows(page, "Changed meanwhile.");
  // A page that is as it was renews itself for the style.
  await other.waitForFunction(() => getComputedStyle(document.querySelector("main")).color === "rgb(7, 7, 7)");
  await other.close();
  await next.end();
  return Watch.start(port, ["--follow"]);
}

async function with_follow_the_browser_goes_where_the_writer_is(page, watch) {
  await page.goto(`${watch.address}/briefs/meeting/`);
  await shows(page, "Changed meanwhile.");
  write("content/briefs/2023-06-18-other.md", brief("Other", "Here now.", "[wang-yi]"));
  await page.waitForURL("**/briefs/other/");
  await shows(page, "Here now.");
}

write(TALKS, brief("Talks", `First words.\n\n${LONG}`));
write("content/briefs/2023-06-18-other.md", brief("Other", "Of somebody else.", "[wang-yi]"));
write("content/actors.yaml", actors("Qin Gang"));
write("content/about.md", "---\ntitle: About\n---\nUs.\n");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let watch = await Watch.start();
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error));
  const step = async (name, run) => {
    await run();
    console.log(`  ${name.name.replaceAll("_", " ")}`);
  };
  await step(saving_a_brief_changes_the_open_page_where_its_reader_was, () =>
    saving_a_brief_changes_the_open_page_where_its_reader_was(page, watch));
  await step(renaming_an_official_changes_the_pages_that_name_them_and_no_others, () =>
    renaming_an_official_changes_the_pages_that_name_them_and_no_others(page, watch));
  await step(broken_front_matter_is_shown_over_the_page_until_it_is_mended, () =>
    broken_front_matter_is_shown_over_the_page_until_it_is_mended(page));
  await step(a_stylesheet_is_swapped_without_a_reload, () => a_stylesheet_is_swapped_without_a_reload(page));
  await step(a_stylesheet_that_another_imports_is_renewed_and_a_script_reloads_the_page, () =>
    a_stylesheet_that_another_imports_is_renewed_and_a_script_reloads_the_page(page, watch));
  await step(an_address_that_leads_nowhere_has_the_style_of_the_site, () =>
    an_address_that_leads_nowhere_has_the_style_of_the_site(page, watch));
  await step(what_cannot_be_written_is_shown_over_the_page_until_it_can, () =>
    what_cannot_be_written_is_shown_over_the_page_until_it_can(page));
  await step(eight_pages_at_once_are_all_kept_up_to_date, () => eight_pages_at_once_are_all_kept_up_to_date(page, watch));
  await step(five_hundred_files_at_once_are_one_rebuild, () => five_hundred_files_at_once_are_one_rebuild(page, watch));
  await step(the_browser_follows_a_renamed_page, () => the_browser_follows_a_renamed_page(page, watch));
  await step(after_a_restart_the_page_catches_up, async () => {
    watch = await after_a_restart_the_page_catches_up(page, watch);
  });
  await step(with_follow_the_browser_goes_where_the_writer_is, () =>
    with_follow_the_browser_goes_where_the_writer_is(page, watch));
  assert.deepEqual(wrong, [], "mistakes of scripts");
} catch (error) {
  if (!/Page crashed|Target crashed/.test(error.message)) throw error;
  // The process of a page died: a mistake of the browser, whatever it was shown.
  console.error(error.stack);
  process.exitCode = 3;
} finally {
  await watch.end();
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
if (!process.exitCode) console.log("browser: all as it should be");
