// Renders the price list to dist/index.html; fails when a dependency is missing.
import { mkdir, writeFile } from "node:fs/promises";
import ms from "ms";
import kleur from "kleur";

const terms = ["14 days", "30 days", "60 days"].map((term) => ({ term, milliseconds: ms(term) }));
const rows = terms.map(({ term, milliseconds }) => `<tr><td>${term}</td><td>${milliseconds}</td></tr>`);

await mkdir("dist", { recursive: true });
await writeFile("dist/index.html", `<!doctype html><title>Invoice terms</title><table>${rows.join("")}</table>\n`);
console.log(kleur.green(`wrote dist/index.html with ${rows.length} terms`));
