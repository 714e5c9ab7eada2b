// Copies package.json and package-lock.json into a folder, keeping of the OpenCode builds only the one that
// this machine runs: npm would fetch every build that fits the processor family, 185 MB each.
// Usage: node select-packages.mjs OPENCODE_PACKAGE TARGET_FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [wanted, target] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const manifest = read("package.json");
const lock = read("package-lock.json");

// Required instead of optional, so that a failed download is an error.
for (const root of [manifest, lock.packages[""]]) {
  root.dependencies[wanted] = root.optionalDependencies[wanted];
  if (!root.dependencies[wanted]) {
    console.error(`${wanted} is not in tests/setup/package.json`);
    process.exit(1);
  }
  delete root.optionalDependencies;
}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!entry.optional) continue;
  if (path === `node_modules/${wanted}`) delete entry.optional;
  else delete lock.packages[path];
}

for (const [name, content] of [["package.json", manifest], ["package-lock.json", lock]]) {
  writeFileSync(join(target, name), `${JSON.stringify(content, null, 2)}\n`);
}
