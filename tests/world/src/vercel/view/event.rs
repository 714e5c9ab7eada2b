//! Build log events in their two shapes.

use serde_json::{Value, json};

use super::build_id;
use crate::vercel::state::{Deployment, EventShape, LogEvent, LogKind};

pub(in crate::vercel) fn event(deployment: &Deployment, event: &LogEvent) -> Value {
    let id = format!("{}{:06}", event.created, event.serial);
    let mut info = json!({"type": "build", "name": build_id(deployment), "entrypoint": "."});
    if let LogKind::State(state) = event.kind {
        info["readyState"] = json!(state.word());
    }
    match deployment.events.0 {
        EventShape::Flat => {
            let mut view = json!({
                "created": event.created, "date": event.created, "deploymentId": deployment.id, "id": id, "info": info,
                "serial": id, "text": event.text, "type": event.kind.word(),
            });
            if let Some(level) = event.level {
                view["level"] = json!(level);
            }
            view
        }
        EventShape::Nested => json!({
            "type": event.kind.word(), "created": event.created,
            "payload": {
                "deploymentId": deployment.id, "info": info, "text": event.text, "id": id, "date": event.created, "serial": id,
                "created": event.created,
            },
        }),
    }
}
