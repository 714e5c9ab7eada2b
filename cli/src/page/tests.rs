use super::{Page, dollars};

#[test]
fn values_stand_below_each_other() {
    let mut page = Page::default();
    page.row("name", "one\ntwo\u{1b}[2J");
    page.rows("hooks", ["a".to_owned(), "b".to_owned()]);
    page.rows("nothing", []);
    page.row("empty", "");
    page.line("done");
    insta::assert_snapshot!(page.text(), @r"
    name           one
                   two[2J
    hooks          a
                   b
    empty
    done
    ");
}

#[test]
fn money_is_exact() {
    assert_eq!(dollars(0), "$0.00");
    assert_eq!(dollars(12_500_000), "$12.50");
    assert_eq!(dollars(1), "$0.000001");
    assert_eq!(dollars(1_234_500), "$1.2345");
}
