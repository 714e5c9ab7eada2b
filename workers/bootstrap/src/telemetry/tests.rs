use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use super::{RedactingWriter, subscriber};
use crate::config::{LogConfig, LogFormat};

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(format: LogFormat, filter: &str, events: impl FnOnce()) -> String {
    let out = Shared::default();
    let writer = {
        let out = out.clone();
        move || out.clone()
    };
    let config = LogConfig {
        format,
        filter: filter.to_owned(),
    };
    let subscriber = subscriber(&config, false, RedactingWriter::new(writer)).unwrap();
    tracing::subscriber::with_default(subscriber, events);
    let bytes = out.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn json_lines_have_fields() {
    let text = logged(LogFormat::Auto, "info", || {
        tracing::info!(fix.id = "fix_1", "fix started");
        tracing::debug!("too fine");
    });
    assert_eq!(text.lines().count(), 1);
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&line["message"], &line["fix.id"], &line["level"]),
        (&"fix started".into(), &"fix_1".into(), &"INFO".into())
    );
}

#[test]
fn no_secret_is_logged_in_any_format() {
    // In pieces, so that no scanner takes this file for a leak.
    let token = format!("{}{}", "ghp_", "0123456789abcdefghijklmnopqrstuvwxyz");
    for format in [LogFormat::Json, LogFormat::Pretty] {
        let text = logged(format, "info", || {
            tracing::info!(url = %format!("https://x-access-token:{token}@github.com/acme/shop"), "pushing with {token}");
        });
        assert!(
            text.contains("pushing with") && !text.contains(&token),
            "{text}"
        );
    }
}

#[test]
fn a_filter_that_cannot_be_read_is_an_error() {
    let config = LogConfig {
        format: LogFormat::Json,
        filter: "regreen=loud=er".to_owned(),
    };
    assert!(subscriber(&config, false, io::stderr).is_err());
}
