use domain::Spend;

use super::{AgentDriver, AgentTask, OpenCode};

const STREAM: &str = r#"{"type":"step_start","timestamp":1,"sessionID":"ses_1","part":{"type":"step-start"}}
{"type":"tool_use","timestamp":1,"sessionID":"ses_1","part":{"type":"tool","tool":"read","state":{"status":"completed","input":{"filePath":"/work/src/index.ts"},"output":"…","title":"src/index.ts"}}}
{"type":"tool_use","timestamp":1,"sessionID":"ses_1","part":{"type":"tool","tool":"edit","state":{"status":"completed","input":{"filePath":"/work/src/index.ts","oldString":"a","newString":"b"},"title":"src/index.ts"}}}
{"type":"tool_use","timestamp":1,"sessionID":"ses_1","part":{"type":"tool","tool":"bash","state":{"status":"error","input":{"command":"npm run build\nexit 1"},"error":"denied"}}}
not json at all
{"type":"step_finish","part":{"reason":"tool-calls","tokens":{"total":1340,"input":200,"output":40,"reasoning":10,"cache":{"write":5,"read":1100}},"cost":0.00153}}
{"type":"text","part":{"type":"text","text":"Looking."}}
{"type":"text","part":{"type":"text","text":"Changed the declared type.\nDone."}}
{"type":"step_finish","part":{"reason":"stop","tokens":{"input":10,"output":1,"cache":{}}}}
{"type":"error","error":{"name":"APIError","data":{"message":"Rate limited","statusCode":429,"isRetryable":false}}}
{"type":"error","error":{"name":"UnknownError"}}
{"type":"step_finish","part":"garbage"}
{"type":7}
"#;

#[test]
fn a_stream_is_read() {
    let report = OpenCode::new("/bin/opencode".into()).interpret(STREAM.as_bytes());
    assert_eq!(report.text, "Changed the declared type.\nDone.");
    assert_eq!(
        report.tool_calls,
        [
            "read src/index.ts",
            "edit src/index.ts",
            "bash npm run build exit 1 (failed)"
        ]
    );
    assert_eq!(report.written, ["/work/src/index.ts"]);
    assert_eq!(
        report.spend,
        Spend {
            model_calls: 3,
            input_tokens: 1315,
            output_tokens: 51,
            cost_micros: 0
        }
    );
    assert_eq!(report.errors.len(), 2);
    assert_eq!(
        (report.errors[0].status, report.errors[0].transient),
        (Some(429), true)
    );
    assert_eq!(
        (
            report.errors[1].message.as_str(),
            report.errors[1].transient
        ),
        ("UnknownError", false)
    );
}

#[test]
fn lines_become_progress() {
    let driver = OpenCode::new("/bin/opencode".into());
    let told: Vec<String> = STREAM
        .lines()
        .filter_map(|line| driver.progress(line))
        .collect();
    assert_eq!(
        told,
        [
            "read src/index.ts",
            "edit src/index.ts",
            "bash npm run build exit 1 (failed)",
            "Looking.",
            "Changed the declared type.",
            "Rate limited",
            "UnknownError"
        ]
    );
}

#[test]
fn it_is_started_with_everything_switched_off() {
    let task = AgentTask {
        prompt: "fix \"it\"",
        directory: "/work/apps/web",
        model_url: "http://127.0.0.1:1/v1",
        model: "vendor/model",
        token: "t",
    };
    let job = OpenCode::new("/somewhere/opencode".into()).prepare(&task);
    assert_eq!(job.stdin, b"fix \"it\"");
    assert!(!job.command.iter().any(|word| word.contains("fix \"it\"")));
    let shown = format!(
        "{}\n{}\n{:?}\n{:?}",
        job.command.join(" "),
        job.environment
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect::<String>(),
        job.program,
        job.configuration
    );
    insta::assert_snapshot!(shown);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = OpenCode::new("/x".into()).interpret(&bytes);
    }
}
