// Checks the pages of HTML in a folder, as someone who reads them would have them: valid HTML (html-validate), no faults of
// accessibility in light, in the dark and on paper (axe, in Chromium), nothing fetched from anywhere, no error of a script.
//
//     node check.mjs FOLDER [--browser CHROMIUM] [--each N]
//
// The validator reads all pages; the browser opens N of each kind (3 unless told), longest first: a fault of one kind of page
// shows in its longest. Prints one line for each check, the faults under it; exits 1 when there is one, 2 when a check could
// not be made.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createRequire } from "node:module";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "string" }, each: { type: "string", default: "3" } },
});
const folder = positionals[0];
const browserPath = values.browser ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
if (!folder || !browserPath) {
  console.error(folder ? "no Chromium: name one with --browser" : "usage: node check.mjs FOLDER [--browser CHROMIUM] [--each N]");
  process.exit(2);
}

const pages = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".html"))
  .sort()
  .map((name) => ({ name, path: join(folder, name), kind: kindOf(name) }));
if (pages.length === 0) {
  console.error(`no pages in ${folder}`);
  process.exit(2);
}

/** A page of an almanac is called by what it is of, and all others there are records; one by itself is a kind of its own. */
function kindOf(name) {
  if (!name.includes("/")) return name;
  const file = name.split("/").at(-1);
  const known = ["index", "contents", "timeline", "person", "place", "faction"].find((kind) => file.startsWith(kind));
  return `${name.split("/")[0]}: ${known ?? "record"}`;
}

let faults = 0;
function report(what, count, found) {
  console.log(`${found.length === 0 ? "ok  " : "FAIL"}  ${what}: ${count}${found.length === 0 ? "" : `, ${found.length} faults`}`);
  found.slice(0, 20).forEach((line) => console.log(`      ${line}`));
  if (found.length > 20) console.log(`      and ${found.length - 20} more`);
  faults += found.length;
}

// --- valid HTML ---

const loader = new FileSystemConfigLoader({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
});
const validator = new HtmlValidate(loader);
const invalid = [];
for (const page of pages) {
  const { results } = await validator.validateString(readFileSync(page.path, "utf8"), page.path);
  for (const message of results.flatMap((result) => result.messages)) {
    invalid.push(`${page.name}:${message.line}:${message.column}: ${message.message} (${message.ruleId})`);
  }
}
report("html-validate", `${pages.length} pages`, invalid);

// --- in the browser ---

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const each = Number(values.each);
const kinds = Map.groupBy ? Map.groupBy(pages, (page) => page.kind) : grouped(pages);
function grouped(list) {
  const map = new Map();
  for (const page of list) map.set(page.kind, [...(map.get(page.kind) ?? []), page]);
  return map;
}
const opened = [...kinds.values()].flatMap((list) =>
  list.sort((a, b) => statSync(b.path).size - statSync(a.path).size).slice(0, each),
);

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const fetched = [];
const errors = [];
const unprintable = [];
const barriers = { light: [], dark: [], paper: [] };
// What is there is the same in the dark and on paper; how well it can be seen is not.
const looks = {
  light: { media: { media: "screen", colorScheme: "light" }, rules: undefined },
  dark: { media: { media: "screen", colorScheme: "dark" }, rules: ["color-contrast"] },
  paper: { media: { media: "print", colorScheme: "light" }, rules: ["color-contrast"] },
};
try {
  const context = await browser.newContext({ offline: true });
  const tab = await context.newPage();
  let name = "";
  tab.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) fetched.push(`${name}: ${request.url()}`);
  });
  tab.on("pageerror", (error) => errors.push(`${name}: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error") errors.push(`${name}: ${message.text()}`);
  });
  for (const page of opened) {
    name = page.name;
    await tab.goto(pathToFileURL(page.path).href, { waitUntil: "load" });
    if (!(await hasPrintRules(tab, page))) unprintable.push(`${name}: no rules for paper`);
    await tab.evaluate(axe);
    for (const [look, { media, rules }] of Object.entries(looks)) {
      await tab.emulateMedia(media);
      const { violations } = await tab.evaluate(
        (runOnly) => window.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) }),
        rules,
      );
      for (const fault of violations) {
        barriers[look].push(`${name}: ${fault.help} (${fault.id}, ${fault.nodes.length} places: ${fault.nodes[0].target})`);
      }
    }
  }
} finally {
  await browser.close();
}

/** Whether the page has rules for paper, in itself or in a file beside it. */
async function hasPrintRules(tab, page) {
  const sheets = await tab.evaluate(() => ({
    own: [...document.querySelectorAll("style")].map((style) => style.textContent),
    files: [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")),
  }));
  const files = sheets.files.map((file) => readFileSync(join(page.path, "..", file), "utf8"));
  return [...sheets.own, ...files].some((text) => /@media\s+print\s*\{/.test(text));
}

const count = `${opened.length} of ${pages.length} pages, ${kinds.size} kinds`;
for (const [look, found] of Object.entries(barriers)) report(`axe, ${look}`, count, found);
report("nothing fetched", count, fetched);
report("no errors of scripts", count, errors);
report("rules for paper", count, unprintable);
process.exit(faults > 0 ? 1 : 0);
