//! The page that inspector links lead to: state and build log of one deployment.

use super::{
    Vercel, errors,
    errors::Refusal,
    state::{LogKind, ReadyState},
};
use crate::{html::escape, http::Reply};

const SHEET: &str = "body{margin:2rem auto;max-width:1000px;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;background:#fff;color:#111}\
pre{background:#111;color:#eee;padding:1rem;border-radius:6px;overflow-x:auto;font:12.5px/1.5 ui-monospace,monospace}\
.stderr{color:#ff8a8a}.ERROR{color:#c00}.READY{color:#080}code{font:13px ui-monospace,monospace}";

impl Vercel {
    pub(super) fn inspector(&self, id: &str) -> Result<Reply, Refusal> {
        let state = self.state();
        let deployment = state
            .deployment(&format!("dpl_{id}"))
            .ok_or_else(|| errors::not_found("Deployment not found"))?;
        let lines: String = deployment
            .log
            .iter()
            .filter(|event| matches!(event.kind, LogKind::Output(_)))
            .map(|event| {
                format!(
                    "<span class={}>{}</span>\n",
                    event.kind.word(),
                    escape(&event.text)
                )
            })
            .collect();
        let refresh = if deployment.state.finished() {
            ""
        } else {
            "<meta http-equiv=refresh content=2>"
        };
        let word = match deployment.state {
            ReadyState::Ready => "Ready",
            ReadyState::Error => "Failed",
            ReadyState::Canceled => "Canceled",
            ReadyState::Queued => "Queued",
            ReadyState::Building => "Building",
        };
        let commit = &deployment.commit;
        let page = format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8>{refresh}<title>{name}</title><style>{SHEET}</style></head>\
             <body><h1>{name} <span class={}>{word}</span></h1><p>{}/{} · <code>{}</code> · <code>{:.7}</code></p>\
             <pre>{lines}</pre></body></html>",
            deployment.state.word(),
            escape(&commit.owner),
            escape(&commit.repository),
            escape(&commit.branch),
            commit.sha,
            name = escape(&deployment.name),
        );
        Ok(Reply::html(200, page).header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
    }
}
