// GitHub's own description of its REST API and webhooks, as the judge of whole bodies: which fields there must be, and
// of which type.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const file = `${process.env.WORLD_JUDGES}/node_modules/@octokit/openapi/generated/api.github.com.json`;
const description = JSON.parse(readFileSync(file, "utf8"));
describeNull(description);

const ajv = new Ajv({ strict: false, logger: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(description, "github");

/** OpenAPI says "nullable" where JSON Schema has null as a type or as a value. */
function describeNull(node) {
  if (typeof node !== "object" || node === null) return;
  for (const child of Object.values(node)) describeNull(child);
  if (node.nullable !== true) return;
  delete node.nullable;
  const { title, description: text, ...rest } = node;
  for (const key of Object.keys(rest)) delete node[key];
  node.anyOf = [rest, { type: "null" }];
}

const escaped = (parts) => parts.map((part) =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");

function problemsOf(parts, body) {
  const validate = ajv.compile({ $ref: `github#/${escaped(parts)}` });
  if (validate(body)) return [];
  return validate.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
}

/** The path of the description that a request's path is an instance of. */
function template(path) {
  const segments = path.split("/");
  const literal = (one) => one.split("/").filter((part) => !part.startsWith("{")).length;
  return Object.keys(description.paths)
    .filter((one) => {
      const parts = one.split("/");
      return parts.length === segments.length &&
        parts.every((part, at) => part.startsWith("{") || part === segments[at]);
    })
    .sort((one, other) => literal(other) - literal(one))[0];
}

/** What is wrong with an answer of the REST API; `path` is without the base. */
export function problemsOfAnswer(method, path, status, body) {
  const found = template(path);
  const responses = description.paths[found]?.[method.toLowerCase()]?.responses;
  if (!responses) return [`GitHub has no ${method} ${path}`];
  // Every call may be refused for its token, whether it is described or not.
  if (status === 401) return problemsOf(["components", "schemas", "basic-error"], body);
  let parts = ["paths", found, method.toLowerCase(), "responses", String(status)];
  let response = responses[status];
  if (!response) return [`${method} ${found} never answers with status ${status}`];
  if (response.$ref) {
    parts = response.$ref.slice(2).split("/");
    response = parts.reduce((node, part) => node[part], description);
  }
  if (!response.content?.["application/json"]) {
    return body ? [`${method} ${found} has no body with status ${status}`] : [];
  }
  return problemsOf([...parts, "content", "application/json", "schema"], body);
}

/** What is wrong with the payload of a delivery. */
export function problemsOfDelivery(event, action, body) {
  const name = [event, action].filter(Boolean).join("-").replaceAll("_", "-");
  const found = description["x-webhooks"][name];
  if (!found) return [`GitHub has no event ${name}`];
  return problemsOf(["x-webhooks", name, "post", "requestBody", "content", "application/json", "schema"], body);
}
