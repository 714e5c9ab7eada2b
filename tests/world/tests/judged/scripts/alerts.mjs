// Alerts as a channel sent them, before the library that Standard Webhooks gives to receivers.
import { Webhook } from "standardwebhooks";

import { done, judge, same, world } from "./judge.mjs";

const receiver = new Webhook(world.secret);

function refused(body, headers) {
  try {
    receiver.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}

for (const { headers, body } of world.alerts) {
  await judge(headers["webhook-id"], async () => {
    same(receiver.verify(body, headers), JSON.parse(body), "what was verified");
  });
  await judge(`${headers["webhook-id"]}, changed on its way`, async () => {
    same(refused(body.replace("fix_1", "fix_2"), headers), true, "another body is refused");
    const older = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 3600) };
    same(refused(body, older), true, "an old time is refused");
    same(refused(body, { ...headers, "webhook-id": "msg_other" }), true, "another id is refused");
  });
}

done();
