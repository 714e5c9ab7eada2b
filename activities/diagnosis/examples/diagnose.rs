//! Prints one JSON line per log file: `cargo run -p diagnosis --example diagnose -- FILE…`.

use std::{
    fs::File,
    io::{self, Read, Write},
};

use diagnosis::{Analyzer, explain, report_json};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = arguments.first().is_some_and(|first| first == "--text");
    if text {
        arguments.remove(0);
    }
    for path in arguments {
        let mut file = File::open(&path)?;
        let mut analyzer = Analyzer::new(None);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            analyzer.push_bytes(&buffer[..count]);
        }
        let diagnosis = analyzer.finish();
        if text {
            writeln!(out, "{path}\n{}", explain(&diagnosis))?;
        } else {
            writeln!(out, "{}", report_json(&path, &diagnosis))?;
        }
    }
    Ok(())
}
