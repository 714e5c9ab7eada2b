use domain::ErrorType;

use super::traced;
use crate::analyzer::tests::diagnose;

fn files(log: &str) -> Vec<String> {
    diagnose(log).affected_files
}

#[test]
fn frames_of_all_languages() {
    for text in [
        "\tfrom app/cart.x:12:in 'total'",
        "app/cart.x:12:in `total'",
        "\tapp/cart.x:12 +0x42",
        "#0 app/cart.x(12): total()",
        "   at Shop.Cart.Total() in app/cart.x:line 12",
        "    (shop 0.1.0) app/cart.x:12: Shop.Cart.total/1",
        "             at app/cart.x:12:5",
    ] {
        assert_eq!(traced(text), Some("app/cart.x"), "{text}");
    }
    for text in [
        "    (elixir 1.18.3) lib/code.ex:12: Code.eval/1",
        "goroutine 1 [running]:",
        "Tasks: TOP => environment",
    ] {
        assert_eq!(traced(text), None, "{text}");
    }
}

#[test]
fn the_first_frame_of_the_project_below_counts() {
    let log = "panic: no rules\n\ngoroutine 1 [running]:\nruntime.main()\n\t/usr/local/go/src/runtime/proc.go:283 +0x28b\n\
               main.load()\n\t/app/rules/load.go:12 +0x1f\nmain.main()\n\t/app/main.go:37 +0x1f3";
    assert_eq!(files(log), ["rules/load.go"]);
}

#[test]
fn a_library_is_not_to_blame_for_settings_it_refuses() {
    let log = "Traceback (most recent call last):\n  File \"/app/manage.py\", line 3, in <module>\n    main()\n\
               \u{20}\u{20}File \"/app/core/config.py\", line 21, in <module>\n    settings = Settings()\n\
               \u{20}\u{20}File \"/usr/lib/python3/site-packages/pydantic/main.py\", line 253, in __init__\n    validate()\n\
               pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings";
    assert_eq!(files(log), ["core/config.py"]);
}

#[test]
fn who_asked_for_a_missing_module_is_the_file() {
    let found = diagnose(
        "Error: Cannot find module 'cors'\nRequire stack:\n- /opt/render/project/src/api/server.js\n- /opt/render/project/src/index.js",
    );
    assert_eq!(found.affected_files, ["api/server.js"]);
    assert_eq!(found.error_type, ErrorType::Dependency);
}

#[test]
fn a_package_that_lacks_its_own_file_is_no_fault_of_the_project() {
    let found = diagnose(
        "Error: Cannot find module '../server/require-hook'\nRequire stack:\n- /work/node_modules/.bin/next",
    );
    assert!(found.affected_files.is_empty());
    assert_eq!(found.error_type, ErrorType::Dependency);
    let own = diagnose("Error: Cannot find module './routes'\nRequire stack:\n- /work/server.js");
    assert_eq!(own.affected_files, ["server.js"]);
    assert_eq!(own.error_type, ErrorType::Runtime);
}
