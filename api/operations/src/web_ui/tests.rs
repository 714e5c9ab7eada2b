use super::WebUi;

#[test]
fn a_link_is_safe_whatever_the_id() {
    let ui = WebUi {
        address: "http://127.0.0.1:8233/".to_owned(),
        namespace: "default".to_owned(),
    };
    assert_eq!(
        ui.workflow("fix:vercel:dpl_1/../x?é"),
        "http://127.0.0.1:8233/namespaces/default/workflows/fix%3Avercel%3Adpl_1%2F..%2Fx%3F%C3%A9"
    );
}
