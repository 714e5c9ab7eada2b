// Vercel's official client does against the fake Vercel what regreen does against Vercel.
import { Vercel } from "@vercel/sdk";
import { GetDeploymentEventsResponse$inboundSchema as Events } from "@vercel/sdk/models/getdeploymenteventsop.js";
import { VercelError } from "@vercel/sdk/models/vercelerror.js";

import { done, hold, judge, same, world } from "./judge.mjs";

hold(globalThis.vercelIsStrict, "the client is not the strict one");

const client = (bearerToken) => new Vercel({ serverURL: world.url, bearerToken });
const vercel = client(world.token);
const teamId = world.team;

/** A call that Vercel refuses with this status and code. */
async function refused(name, status, code, call) {
  await judge(name, async () => {
    try {
      await call();
    } catch (error) {
      hold(error instanceof VercelError, `not one of Vercel's refusals: ${error}`);
      const said = JSON.parse(error.body).error;
      same([error.statusCode, said.code], [status, code], "the refusal");
      hold(typeof said.message === "string" && said.message.length > 0, "no message");
      return;
    }
    throw new Error("it was not refused");
  });
}

// Who am I.
await judge("getAuthUser", async () => {
  const { user } = await vercel.user.getAuthUser();
  same([user.id, user.username], [world.user, "ada"], "the user");
});
await judge("getAuthUser of a team's token", async () => {
  const { user } = await client(world.teamToken).user.getAuthUser();
  same([user.username, user.limited], ["ada", true], "the user");
});
await judge("getAuthToken current", async () => {
  const { token } = await vercel.authentication.getAuthToken({ tokenId: "current" });
  same(token.scopes.map((scope) => scope.type), ["user"], "the scopes");
});
await judge("getAuthToken current of a team's token", async () => {
  const { token } = await client(world.teamToken).authentication.getAuthToken({ tokenId: "current" });
  same(token.scopes.map((scope) => scope.teamId), [teamId], "the scopes");
});
await judge("getTeams in pages", async () => {
  const slugs = [];
  let until;
  do {
    const { teams, pagination } = await vercel.teams.getTeams({ limit: 1, until });
    slugs.push(...teams.map((team) => team.slug));
    until = pagination.next ?? undefined;
  } while (until !== undefined);
  same(slugs, ["free", "umbrella", "acme"], "the teams, newest first");
});
await judge("getTeams of a team's token", async () => {
  const { teams } = await client(world.teamToken).teams.getTeams({});
  same(teams.filter((team) => !team.limited).map((team) => team.id), [teamId], "the teams in full");
});
await judge("getTeam", async () => {
  const team = await vercel.teams.getTeam({ teamId });
  same([team.slug, team.billing.plan], ["acme", "pro"], "the team");
});

// Projects.
await judge("getProjects in pages", async () => {
  const names = [];
  let from;
  do {
    const page = await vercel.projects.getProjects({ teamId, limit: "2", from });
    names.push(...page.projects.map((project) => project.name));
    from = page.pagination.next === null ? undefined : String(page.pagination.next);
  } while (from !== undefined);
  same(names, ["bare", "bucket", "lab", "shop"], "the projects");
});
await judge("getProjects of the personal account", async () => {
  const page = await vercel.projects.getProjects({});
  same(page.projects.map((project) => project.name), ["home"], "the projects");
});
await judge("getProjects by repository", async () => {
  const page = await vercel.projects.getProjects({ teamId, repo: "shop" });
  hold(page.projects.some((project) => project.name === "shop"), "shop is missing");
});
for (const [name, type] of [["shop", "github"], ["lab", "gitlab"], ["bucket", "bitbucket"], ["bare", undefined]]) {
  await judge(`getProject linked to ${type ?? "nothing"}`, async () => {
    const project = await vercel.projects.getProject({ idOrName: name, teamId });
    same([project.name, project.link?.type], [name, type], "the project");
  });
}

// Deployments.
for (const [state, id] of Object.entries(world.deployments)) {
  await judge(`getDeployment that is ${state}`, async () => {
    const deployment = await vercel.deployments.getDeployment({ idOrUrl: id, teamId, withGitRepoInfo: "true" });
    same([deployment.id, deployment.readyState], [id, state], "the deployment");
    same(deployment.meta?.githubCommitRef, deployment.gitSource?.ref, "the branch, told twice");
    hold(deployment.plan === "pro", "the client takes it for the view that strangers have");
    if (state === "ERROR") same(deployment.errorCode, "BUILD_UTILS_SPAWN_1", "the error");
  });
}
for (const [name, host] of Object.entries(world.hosts)) {
  await judge(`getDeployment by the host name of the ${name}`, async () => {
    const deployment = await vercel.deployments.getDeployment({ idOrUrl: host, teamId });
    same(deployment.id, world.deployments.ERROR, "the deployment");
  });
}
const listed = (filter) => vercel.deployments.getDeployments({ teamId, projectId: world.project, ...filter });
const states = (page) => page.deployments.map((deployment) => deployment.readyState ?? deployment.state);
await judge("getDeployments in pages", async () => {
  const ids = [];
  let until;
  do {
    const page = await listed({ limit: 2, until });
    ids.push(...page.deployments.map((deployment) => deployment.uid));
    until = page.pagination.next ?? undefined;
  } while (until !== undefined);
  same(ids, world.newestFirst, "the deployments");
});
for (const [name, filter, expected] of [
  ["state", { state: "ERROR,CANCELED" }, ["CANCELED", "ERROR", "ERROR"]],
  ["branch", { branch: "red" }, ["ERROR", "READY"]],
  ["commit", { sha: world.sha }, ["ERROR"]],
  ["target", { target: "production" }, ["READY"]],
  ["name", { app: "shop", limit: 1 }, ["QUEUED"]],
  ["time", { since: world.newest }, []],
]) {
  await judge(`getDeployments by ${name}`, async () => same(states(await listed(filter)), expected, "the deployments"));
}

// Build logs.
const id = world.deployments.ERROR;
const events = (more) => vercel.deployments.getDeploymentEvents({ idOrUrl: id, teamId, limit: -1, ...more });
const textOf = (event) => event.text ?? event.payload?.text ?? "";
const typesOf = (all) => new Set(all.map((event) => event.type));
await judge("getDeploymentEvents, flat", async () => {
  const all = await events({});
  hold(all.some((event) => textOf(event).includes("TS2322") && event.type === "stderr"), "the error is not in it");
  for (const type of ["command", "stdout", "stderr", "deployment-state"]) hold(typesOf(all).has(type), `no ${type}`);
});
await judge("getDeploymentEvents backward", async () => {
  const [last, before] = await events({ direction: "backward", limit: 2 });
  hold(last.created >= before.created, "not backward");
});
await judge("getDeploymentEvents until a time", async () => {
  const [, , third] = await events({});
  const early = await events({ until: third.created });
  hold(early.length >= 3 && early.every((event) => event.created <= third.created), "later ones came");
});
await judge("getDeploymentEvents, nested", async () => {
  const all = await vercel.deployments.getDeploymentEvents({ idOrUrl: world.nested, teamId, limit: -1 });
  hold(all.every((event) => typeof event.payload === "object"), "not nested");
  hold(all.some((event) => textOf(event).includes("TS2322")), "the error is not in it");
});
// The client reads streams as one document, and so cannot read more than one line: its schema judges each.
for (const [shape, one] of [["flat", id], ["nested", world.nested]]) {
  await judge(`events as lines, ${shape}`, async () => {
    const query = `teamId=${teamId}&direction=forward&follow=&format=lines`;
    const answer = await fetch(`${world.url}/v3/now/deployments/${one}/events?${query}`, {
      headers: { authorization: `Bearer ${world.token}` },
    });
    same(answer.headers.get("content-type"), "application/stream+json", "the content type");
    const lines = (await answer.text()).trim().split("\n").map((line) => JSON.parse(line));
    const told = lines.filter((line) => Object.keys(line).length > 0);
    hold(told.length < lines.length, "no line keeps the connection alive");
    Events.parse(told);
  });
}

// Building again.
await judge("createDeployment of an earlier one", async () => {
  const again = await vercel.deployments.createDeployment({
    forceNew: "1",
    teamId,
    requestBody: { name: "shop", deploymentId: id, meta: { regreenRedeploy: "key" } },
  });
  same([again.readyState, again.meta?.regreenRedeploy], ["QUEUED", "key"], "the deployment");
  hold(again.id !== id, "it is the same deployment");
  const stopped = await vercel.deployments.cancelDeployment({ id: again.id, teamId });
  same(stopped.readyState, "CANCELED", "after it was cancelled");
});

// Webhooks.
const hook = { url: "https://regreen.example/webhooks/vercel/1", events: ["deployment.error", "deployment.canceled"] };
const made = await judge("createWebhook", async () => {
  const made = await vercel.webhooks.createWebhook({ teamId, requestBody: { ...hook, projectIds: [world.project] } });
  hold(made.secret.length >= 16, "no secret");
  same([made.url, made.ownerId, made.projectIds], [hook.url, teamId, [world.project]], "the webhook");
  return made;
});
await judge("getWebhook", async () => {
  const shown = await vercel.webhooks.getWebhook({ id: made?.id ?? "", teamId });
  same([shown.id, shown.events], [made.id, hook.events], "the webhook");
});
await judge("a secret is shown once", async () => {
  const answer = await fetch(`${world.url}/v1/webhooks/${made?.id}?teamId=${teamId}`, {
    headers: { authorization: `Bearer ${world.token}` },
  });
  same((await answer.json()).secret, undefined, "the secret");
});
await judge("getWebhooks", async () => {
  const all = await vercel.webhooks.getWebhooks({ teamId });
  same(all.map((one) => one.id), [made?.id], "the webhooks");
  same(await vercel.webhooks.getWebhooks({ teamId, projectId: "prj_other" }), [], "of another project");
});
await judge("deleteWebhook", async () => {
  await vercel.webhooks.deleteWebhook({ id: made?.id ?? "", teamId });
  same(await vercel.webhooks.getWebhooks({ teamId }), [], "the webhooks");
});
await judge("twenty webhooks", async () => {
  for (let count = 0; count < 20; count += 1) {
    await vercel.webhooks.createWebhook({ teamId, requestBody: hook });
  }
});
const limit = (team) => vercel.webhooks.createWebhook({ teamId: team, requestBody: hook });
await refused("the twenty-first webhook", 400, "webhooks_limit_reached", () => limit(teamId));
await refused("a webhook on a free plan", 403, "forbidden", () => limit(world.freeTeam));
await refused("a webhook of the personal account", 403, "forbidden", () => limit(undefined));

// What is refused.
const stranger = client("vcp_unknown");
await refused("an unknown token", 403, "forbidden", () => stranger.user.getAuthUser());
await refused("an unknown token's projects", 403, "forbidden", () => stranger.projects.getProjects({ teamId }));
await refused("a team's token elsewhere", 403, "forbidden", () =>
  client(world.teamToken).projects.getProjects({ teamId: world.secondTeam }));
await refused("a team of others", 403, "forbidden", () => vercel.projects.getProjects({ teamId: "team_other" }));
await refused("an unknown project", 404, "not_found", () => vercel.projects.getProject({ idOrName: "nope", teamId }));
await refused("an unknown deployment", 404, "not_found", () =>
  vercel.deployments.getDeployment({ idOrUrl: "dpl_nope", teamId }));
await refused("the events of an unknown deployment", 404, "not_found", () =>
  vercel.deployments.getDeploymentEvents({ idOrUrl: "dpl_nope", teamId }));
await refused("too long a page", 400, "bad_request", () => listed({ limit: 101 }));
await refused("an unknown webhook", 404, "not_found", () =>
  vercel.webhooks.getWebhook({ id: "account_hook_nope", teamId }));
await refused("a deployment that cannot be cancelled", 400, "bad_request", () =>
  vercel.deployments.cancelDeployment({ id, teamId }));

done();
