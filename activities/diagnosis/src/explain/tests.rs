use super::{explain, report_json};
use crate::Analyzer;

const LOG: &str = "\
12:00:01.000 Running \"npm run build\"
12:00:01.100 > web@1.0.0 build
12:00:01.100 > next build
12:00:02.000    ▲ Next.js 15.1.0
12:00:09.000  ✓ Compiled successfully
12:00:12.000 Failed to compile.
12:00:12.000 
12:00:12.000 ./app/orders/page.tsx:44:35
12:00:12.000 Type error: Argument of type 'Decimal' is not assignable to parameter of type 'string'.
12:00:12.000 
12:00:12.000   42 |   return (
12:00:12.000 > 44 |     format(order.price)
12:00:12.100 Error: Command \"npm run build\" exited with 1
";

fn diagnosis() -> domain::Diagnosis {
    let mut analyzer = Analyzer::new(Some("github:acme/web"));
    analyzer.push_bytes(LOG.as_bytes());
    analyzer.finish()
}

#[test]
fn people_read_it() {
    insta::assert_snapshot!(explain(&diagnosis()));
}

#[test]
fn scripts_read_it() {
    insta::assert_json_snapshot!(report_json("logs/1.log", &diagnosis()));
}

#[test]
fn a_log_without_a_cause_says_so() {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(b"Cloning\nDone\n");
    insta::assert_snapshot!(explain(&analyzer.finish()));
}
