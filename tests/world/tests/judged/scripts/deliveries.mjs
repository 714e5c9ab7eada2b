// What the fake GitHub delivered, before GitHub's own receiver and GitHub's own description.
import { Webhooks } from "@octokit/webhooks";

import { done, hold, judge, same, world } from "./judge.mjs";
import { problemsOfDelivery } from "./schema.mjs";

const webhooks = new Webhooks({ secret: world.secret });
let seen = [];
webhooks.onAny(({ id, name, payload }) => seen.push([id, name, payload.action ?? null]));

for (const { id, event, action, signature, body } of world.deliveries) {
  await judge(`${event} ${action ?? ""}`.trim(), async () => {
    seen = [];
    await webhooks.verifyAndReceive({ id, name: event, signature, payload: body });
    same(seen, [[id, event, action]], "what was received");
    const problems = problemsOfDelivery(event, action, JSON.parse(body));
    hold(problems.length === 0, problems.slice(0, 8).join("; "));
  });
  await judge(`${event} ${action ?? ""}, changed on its way`, async () => {
    const payload = body.replace("acme", "evil");
    const verified = await webhooks.verify(payload, signature);
    same(verified, false, "the signature of another body");
  });
}

done();
