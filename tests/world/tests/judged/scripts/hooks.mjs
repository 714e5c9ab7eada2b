// Finds the judges' packages, which lie outside of this folder, and makes Vercel's client strict: as published it puts
// zero values where a response lacks a text or a number, and so would accept a fake that says next to nothing.
import { pathToFileURL } from "node:url";

const scripts = new URL(".", import.meta.url).href;
const judges = pathToFileURL(`${process.env.WORLD_JUDGES}/judge.mjs`).href;

export async function resolve(specifier, context, next) {
  const bare = !/^([./]|node:|file:)/.test(specifier);
  const ours = context.parentURL?.startsWith(scripts);
  return next(specifier, bare && ours ? { ...context, parentURL: judges } : context);
}

// The exports of the client's own file, without its leniency. Null stays allowed where a field may be missing.
const STRICT = `
  import * as z from "zod/v3";
  export const string = () => z.string();
  export const boolean = () => z.boolean();
  export const number = () => z.number();
  export const date = () => z.union([z.string(), z.number()]).transform((x) => new Date(x)).pipe(z.date());
  export const literal = (value) => z.literal(value);
  export const optional = (type) => z.union([z.null().transform(() => undefined), type]).optional();
  export const nullable = (type) => z.union([z.null(), type]);
  globalThis.vercelIsStrict = true;
`;

export async function load(url, context, next) {
  if (url.endsWith("/@vercel/sdk/esm/types/primitives.js")) {
    return { format: "module", source: STRICT, shortCircuit: true };
  }
  return next(url, context);
}
