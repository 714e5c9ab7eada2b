// GitHub's official client does against the fake GitHub what regreen does against GitHub, and a little more. The client
// does not look at bodies; GitHub's own description does, at that of every answer, refusals too.
import { Octokit } from "@octokit/rest";

import { done, hold, judge, same, world } from "./judge.mjs";
import { problemsOfAnswer } from "./schema.mjs";

let problems = [];

function client(auth) {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const octokit = new Octokit({ auth, baseUrl: world.api, log: quiet });
  const look = (options, answer) => {
    const path = new URL(answer.url).pathname.replace(new URL(world.api).pathname, "");
    problems.push(...problemsOfAnswer(options.method, path, answer.status, answer.data));
  };
  octokit.hook.after("request", (response, options) => look(options, response));
  octokit.hook.error("request", (error, options) => {
    if (error.response) look(options, error.response);
    throw error;
  });
  return octokit;
}

const octokit = client(world.token);
const here = { owner: "acme", repo: "shop" };

/** A judged call, whose answers must also be as GitHub describes them. */
async function asked(name, call) {
  problems = [];
  return judge(name, async () => {
    const result = await call();
    hold(problems.length === 0, problems.slice(0, 8).join("; "));
    return result;
  });
}

/** A call that GitHub refuses with this status and these words. */
async function refused(name, status, words, call) {
  await asked(name, async () => {
    try {
      await call();
    } catch (error) {
      same(error.status, status, "the status");
      const said = JSON.stringify(error.response.data);
      hold(said.includes(words), `it says ${said}`);
      return;
    }
    throw new Error("it was not refused");
  });
}

// Who am I, and where.
await asked("users.getAuthenticated", async () => {
  const { data, headers } = await octokit.rest.users.getAuthenticated();
  same([data.login, headers["x-oauth-scopes"]], ["acme", "repo"], "the user and the scopes");
});
await asked("users.getAuthenticated with a fine-grained token", async () => {
  const { headers } = await client(world.fineGrained).rest.users.getAuthenticated();
  same(headers["x-oauth-scopes"], undefined, "the scopes");
});
await asked("users.getByUsername", async () => {
  same((await octokit.rest.users.getByUsername({ username: "ada" })).data.login, "ada", "the user");
});
await asked("rateLimit.get", async () => {
  hold((await octokit.rest.rateLimit.get()).data.resources.core.limit > 0, "no limit");
});
await asked("repos.get", async () => {
  const { data } = await octokit.rest.repos.get(here);
  same([data.full_name, data.default_branch, data.permissions.admin], ["acme/shop", "main", true], "the repository");
});
await asked("repos.listForAuthenticatedUser", async () => {
  const { data } = await octokit.rest.repos.listForAuthenticatedUser();
  same(data.map((one) => one.full_name), ["acme/shop"], "the repositories");
});
const permissions = { acme: "admin", ada: "write", bob: "read", eve: "none" };
for (const [username, permission] of Object.entries(permissions)) {
  await asked(`repos.getCollaboratorPermissionLevel of ${username}`, async () => {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...here, username });
    same([data.permission, data.role_name, data.user.login], [permission, permission, username], "the permission");
  });
}

// Git.
const tip = await asked("git.getRef", async () => {
  const { data } = await octokit.rest.git.getRef({ ...here, ref: "heads/topic" });
  same([data.ref, data.object.type], ["refs/heads/topic", "commit"], "the ref");
  return data.object.sha;
});
await asked("git.createRef", async () => {
  const { data } = await octokit.rest.git.createRef({ ...here, ref: "refs/heads/copy", sha: tip });
  same(data.object.sha, tip, "the tip");
});
await asked("git.updateRef", async () => {
  const sha = world.root;
  const { data } = await octokit.rest.git.updateRef({ ...here, ref: "heads/copy", sha, force: true });
  same(data.object.sha, sha, "the tip");
});
await asked("git.deleteRef", async () => {
  await octokit.rest.git.deleteRef({ ...here, ref: "heads/copy" });
});
await asked("repos.getBranch", async () => {
  same((await octokit.rest.repos.getBranch({ ...here, branch: "topic" })).data.commit.sha, tip, "the tip");
});
await asked("repos.listBranches", async () => {
  const { data } = await octokit.rest.repos.listBranches(here);
  hold(data.some((branch) => branch.name === "topic"), "topic is missing");
});
await asked("repos.getCommit", async () => {
  const { data } = await octokit.rest.repos.getCommit({ ...here, ref: "topic" });
  same([data.sha, data.files[0].status, data.author.login], [tip, "modified", "ada"], "the commit");
});
await asked("repos.listCommits", async () => {
  same((await octokit.rest.repos.listCommits({ ...here, sha: "topic" })).data.length, 2, "the commits");
});
await asked("repos.compareCommitsWithBasehead", async () => {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...here, basehead: "main...topic" });
  same([data.status, data.ahead_by, data.files.length], ["ahead", 1, 1], "the comparison");
});

// Pull requests.
const number = await asked("pulls.create", async () => {
  const body = { title: "Fix the build", head: "topic", base: "main", body: "It is red.", draft: true };
  const { data, status } = await octokit.rest.pulls.create({ ...here, ...body });
  same([status, data.draft, data.head.ref, data.head.sha], [201, true, "topic", tip], "the pull request");
  return data.number;
});
await refused("pulls.create again", 422, "A pull request already exists for acme:topic.", () =>
  octokit.rest.pulls.create({ ...here, title: "Again", head: "topic", base: "main" }));
await refused("pulls.create of no branch", 422, "invalid", () =>
  octokit.rest.pulls.create({ ...here, title: "None", head: "nope", base: "main" }));
await refused("pulls.create of no commits", 422, "No commits between main and main", () =>
  octokit.rest.pulls.create({ ...here, title: "None", head: "main", base: "main" }));
await asked("pulls.list by head", async () => {
  const { data } = await octokit.rest.pulls.list({ ...here, state: "open", head: "acme:topic", base: "main" });
  same(data.map((pull) => pull.number), [number], "the pull requests");
  same((await octokit.rest.pulls.list({ ...here, head: "acme:nope" })).data, [], "of no branch");
});
await asked("pulls.get", async () => {
  const { data } = await octokit.rest.pulls.get({ ...here, pull_number: number });
  same([data.mergeable, data.mergeable_state, data.merged], [true, "draft", false], "the pull request");
});
await asked("pulls.update", async () => {
  const { data } = await octokit.rest.pulls.update({ ...here, pull_number: number, title: "Mend the build" });
  same(data.title, "Mend the build", "the title");
});
await asked("pulls.listFiles", async () => {
  const { data } = await octokit.rest.pulls.listFiles({ ...here, pull_number: number });
  same(data.map((one) => one.filename), ["a.txt"], "the files");
});
await asked("pulls.listCommits", async () => {
  same((await octokit.rest.pulls.listCommits({ ...here, pull_number: number })).data.length, 1, "the commits");
});
await asked("repos.listPullRequestsAssociatedWithCommit", async () => {
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: tip });
  same(data.map((pull) => pull.number), [number], "the pull requests");
});

// What is said on them.
const issue = { ...here, issue_number: number };
await asked("issues.addLabels", async () => {
  const { data } = await octokit.rest.issues.addLabels({ ...issue, labels: ["regreen", "build"] });
  same(data.map((label) => label.name), ["build", "regreen"], "the labels");
  same((await octokit.rest.issues.listLabelsOnIssue(issue)).data.length, 2, "listed");
});
await asked("issues.removeLabel", async () => {
  same((await octokit.rest.issues.removeLabel({ ...issue, name: "build" })).data.length, 1, "what is left");
});
const comment = await asked("issues.createComment", async () => {
  const { data, status } = await octokit.rest.issues.createComment({ ...issue, body: "It was red." });
  same([status, data.body, data.user.login], [201, "It was red.", "acme"], "the comment");
  return data.id;
});
await asked("issues.updateComment", async () => {
  const { data } = await octokit.rest.issues.updateComment({ ...here, comment_id: comment, body: "It is green." });
  same(data.body, "It is green.", "the comment");
});
await asked("issues.getComment", async () => {
  same((await octokit.rest.issues.getComment({ ...here, comment_id: comment })).data.id, comment, "the comment");
});
await asked("issues.listComments since", async () => {
  same((await octokit.rest.issues.listComments({ ...issue, since: "2999-01-01T00:00:00Z" })).data, [], "later");
  same((await octokit.rest.issues.listComments({ ...issue, since: "2020-01-01T00:00:00Z" })).data.length, 1, "so far");
  same((await octokit.rest.issues.listCommentsForRepo(here)).data.length, 1, "of the repository");
});
await asked("pages by Link headers", async () => {
  for (let count = 1; count < 7; count += 1) {
    await octokit.rest.issues.createComment({ ...issue, body: `note ${count}` });
  }
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...issue, per_page: 3 });
  same(all.map((one) => one.body).slice(1), [1, 2, 3, 4, 5, 6].map((count) => `note ${count}`), "the comments");
});
const react = (content) => octokit.rest.reactions.createForIssueComment({ ...here, comment_id: comment, content });
await asked("reactions.createForIssueComment", async () => {
  const [first, again] = [await react("eyes"), await react("eyes")];
  same([first.status, again.status, first.data.id], [201, 200, again.data.id], "the reactions");
});
await refused("reactions.createForIssueComment of no kind", 422, "content", () => react("shrug"));
await asked("reactions.listForIssueComment", async () => {
  const { data } = await octokit.rest.reactions.listForIssueComment({ ...here, comment_id: comment });
  same(data.map((one) => [one.content, one.user.login]), [["eyes", "acme"]], "the reactions");
});
await asked("reactions.deleteForIssueComment", async () => {
  const [{ id }] = (await octokit.rest.reactions.listForIssueComment({ ...here, comment_id: comment })).data;
  await octokit.rest.reactions.deleteForIssueComment({ ...here, comment_id: comment, reaction_id: id });
});
await asked("issues.deleteComment", async () => {
  await octokit.rest.issues.deleteComment({ ...here, comment_id: comment });
});
await refused("issues.createComment of nothing", 422, "blank", () =>
  octokit.rest.issues.createComment({ ...issue, body: " " }));

// Commit statuses.
await asked("repos.createCommitStatus", async () => {
  const status = { state: "pending", context: "regreen", description: "looking", target_url: "https://x.example/1" };
  const { data } = await octokit.rest.repos.createCommitStatus({ ...here, sha: tip, ...status });
  same([data.state, data.context, data.creator.login], ["pending", "regreen", "acme"], "the status");
  await octokit.rest.repos.createCommitStatus({ ...here, sha: tip, state: "success", context: "regreen" });
});
await asked("repos.listCommitStatusesForRef", async () => {
  const { data } = await octokit.rest.repos.listCommitStatusesForRef({ ...here, ref: tip });
  same(data.map((status) => status.state), ["success", "pending"], "the statuses, newest first");
});
await asked("repos.getCombinedStatusForRef", async () => {
  const { data } = await octokit.rest.repos.getCombinedStatusForRef({ ...here, ref: "topic" });
  same([data.state, data.total_count, data.sha], ["success", 1, tip], "the status");
});

// Webhooks.
const config = { url: world.receiver, content_type: "json", secret: "s3cr3t" };
const hook = await asked("repos.createWebhook", async () => {
  const { data, status } = await octokit.rest.repos.createWebhook({ ...here, config, events: ["pull_request"] });
  same([status, data.config.secret, data.events], [201, "********", ["pull_request"]], "the webhook");
  return data.id;
});
const one = { ...here, hook_id: hook };
await refused("repos.createWebhook again", 422, "Hook already exists on this repository", () =>
  octokit.rest.repos.createWebhook({ ...here, config, events: ["push"] }));
await refused("repos.createWebhook for no event", 422, "Validation Failed", () =>
  octokit.rest.repos.createWebhook({ ...here, config: { url: "https://x.example" }, events: ["nope"] }));
await asked("repos.listWebhooks", async () => {
  same((await octokit.rest.repos.listWebhooks(here)).data.map((known) => known.id), [hook], "the webhooks");
});
await asked("repos.getWebhook", async () => {
  same((await octokit.rest.repos.getWebhook(one)).data.config.url, world.receiver, "where to");
});
await asked("repos.updateWebhook", async () => {
  const { data } = await octokit.rest.repos.updateWebhook({ ...one, add_events: ["issue_comment"] });
  same(data.events, ["pull_request", "issue_comment"], "the events");
});
await asked("repos.updateWebhookConfigForRepo", async () => {
  const { data } = await octokit.rest.repos.updateWebhookConfigForRepo({ ...one, secret: "another" });
  same([data.url, data.content_type], [world.receiver, "json"], "what was not named");
  same((await octokit.rest.repos.getWebhookConfigForRepo(one)).data.secret, "********", "the secret");
});
await asked("repos.pingWebhook and its deliveries", async () => {
  await octokit.rest.repos.pingWebhook(one);
  const { data } = await octokit.rest.repos.listWebhookDeliveries(one);
  same(data.map((delivery) => delivery.event), ["ping", "ping"], "the deliveries");
  await octokit.rest.repos.redeliverWebhookDelivery({ ...one, delivery_id: data[0].id });
});
await asked("repos.deleteWebhook", async () => {
  await octokit.rest.repos.deleteWebhook(one);
  same((await octokit.rest.repos.listWebhooks(here)).data, [], "the webhooks");
});
for (const [whose, token] of [["a writer", world.writer], ["nobody", undefined]]) {
  await refused(`repos.listWebhooks by ${whose}`, 404, "Not Found", () => client(token).rest.repos.listWebhooks(here));
}

// The end of a pull request.
await refused("pulls.merge of a draft", 405, "draft", () =>
  octokit.rest.pulls.merge({ ...here, pull_number: number }));
await asked("pulls.update to closed and open", async () => {
  for (const state of ["closed", "open"]) {
    const { data } = await octokit.rest.pulls.update({ ...here, pull_number: number, state });
    same(data.state, state, "the state");
  }
});
const ready = await asked("pulls.create, ready", async () => {
  const body = { title: "Another", head: "other", base: "main" };
  return (await octokit.rest.pulls.create({ ...here, ...body })).data;
});
await refused("pulls.merge of another commit", 409, "Head branch was modified", () =>
  octokit.rest.pulls.merge({ ...here, pull_number: ready.number, sha: tip }));
await asked("pulls.checkIfMerged before", async () => {
  const answer = octokit.rest.pulls.checkIfMerged({ ...here, pull_number: ready.number });
  const status = await answer.then((response) => response.status, (error) => error.status);
  problems = [];
  same(status, 404, "the status");
});
await asked("pulls.merge", async () => {
  const { data } = await octokit.rest.pulls.merge({ ...here, pull_number: ready.number, sha: ready.head.sha });
  same(data.merged, true, "merged");
  await octokit.rest.pulls.checkIfMerged({ ...here, pull_number: ready.number });
  const after = (await octokit.rest.pulls.get({ ...here, pull_number: ready.number })).data;
  same([after.state, after.merged, after.merge_commit_sha], ["closed", true, data.sha], "the pull request");
});

// What is refused.
await refused("an unknown token", 401, "Bad credentials", () => client("ghp_unknown").rest.repos.get(here));
await refused("no token", 401, "Requires authentication", () => client(undefined).rest.users.getAuthenticated());
await refused("an unknown repository", 404, "Not Found", () => octokit.rest.repos.get({ owner: "acme", repo: "nope" }));
await refused("a repository of others", 404, "Not Found", () => client(world.stranger).rest.repos.get(here));
await refused("an unknown ref", 404, "Not Found", () => octokit.rest.git.getRef({ ...here, ref: "heads/nope" }));
await refused("an unknown pull request", 404, "Not Found", () =>
  octokit.rest.pulls.get({ ...here, pull_number: 99 }));
await refused("an unknown comment", 404, "Not Found", () =>
  octokit.rest.issues.getComment({ ...here, comment_id: 99 }));
await refused("an unknown webhook", 404, "Not Found", () => octokit.rest.repos.getWebhook({ ...here, hook_id: 99 }));

done();
