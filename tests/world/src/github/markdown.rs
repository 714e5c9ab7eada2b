//! Markdown as a pull request shows it: rendered, with nothing active in it.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

use crate::html::escape;

/// The only HTML that passes; GitHub users fold long texts with it.
const ALLOWED: [&str; 5] = ["details", "summary", "br", "sub", "sup"];

/// Renders Markdown to HTML. Raw HTML is shown as text but for folding tags; comments vanish; links are web links only.
pub(super) fn render(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(raw) => Event::Html(allowed(&raw).into()),
        Event::InlineHtml(raw) => Event::InlineHtml(allowed(&raw).into()),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: safe(dest_url),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: safe(dest_url),
            title,
            id,
        }),
        other => other,
    });
    let mut page = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut page, events);
    page
}

fn safe(url: CowStr<'_>) -> CowStr<'_> {
    if ["http://", "https://", "mailto:", "#"]
        .iter()
        .any(|start| url.starts_with(start))
    {
        url
    } else {
        CowStr::Borrowed("#")
    }
}

fn allowed(raw: &str) -> String {
    let trimmed = raw.trim();
    if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
        return String::new();
    }
    ALLOWED.iter().fold(escape(raw), |html, tag| {
        let html = html.replace(&format!("&lt;{tag}&gt;"), &format!("<{tag}>"));
        html.replace(&format!("&lt;/{tag}&gt;"), &format!("</{tag}>"))
    })
}
