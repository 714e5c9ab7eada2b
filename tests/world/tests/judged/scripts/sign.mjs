// GitHub's published examples of deliveries, signed by GitHub's own code.
import { readFileSync } from "node:fs";
import { sign } from "@octokit/webhooks-methods";

import { done, judge, world } from "./judge.mjs";

const file = `${process.env.WORLD_JUDGES}/node_modules/@octokit/webhooks-examples/api.github.com/index.json`;
const examples = JSON.parse(readFileSync(file, "utf8"));

// All published comments are under issues. Under a pull request the issue has one field more.
function underPullRequest(payload) {
  const url = payload.issue.url.replace("/issues/", "/pulls/");
  const html = payload.issue.html_url.replace("/issues/", "/pull/");
  const links = { url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`, merged_at: null };
  return { ...payload, issue: { ...payload.issue, pull_request: links } };
}

for (const event of ["ping", "push", "pull_request", "issue_comment"]) {
  const published = examples.find((one) => one.name === event).examples;
  const more = event === "issue_comment" ? published.map(underPullRequest) : [];
  const payloads = [...published, ...more];
  for (const [index, payload] of payloads.entries()) {
    await judge(`${event} ${index}`, async () => {
      const body = JSON.stringify(payload);
      const delivery = { event, body, signature: await sign(world.secret, body) };
      process.stdout.write(`${JSON.stringify({ delivery })}\n`);
    });
  }
}

done();
