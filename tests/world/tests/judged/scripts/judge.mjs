// What all judging scripts share: the world comes in as JSON on standard input, each judged call goes out as one line of
// JSON on standard output, and the last line says how many there were.
import { isDeepStrictEqual } from "node:util";
import { readFileSync } from "node:fs";

export const world = JSON.parse(readFileSync(0, "utf8"));

let judged = 0;

function say(verdict) {
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}

/** Something must hold; the message says what does not. */
export function hold(condition, message) {
  if (!condition) throw new Error(message);
}

/** Two values must be equal. */
export function same(actual, expected, what) {
  hold(
    isDeepStrictEqual(actual, expected),
    `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
}

/** Runs one judged call and reports how it went; returns its result, or nothing where it was refused. */
export async function judge(name, call) {
  judged += 1;
  try {
    const result = await call();
    say({ name, ok: true });
    return result;
  } catch (error) {
    const detail = error.pretty?.() ?? error.message ?? String(error);
    say({ name, ok: false, error: detail.slice(0, 2000) });
    return undefined;
  }
}

/** The last words: without them the script has broken off. */
export function done() {
  say({ judged });
}
