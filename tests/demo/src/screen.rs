//! What people see: lines of progress, and the story of each fix at its end.

use std::io::Write as _;

use console::{Style, Term};
use domain::FixView;
use report::details;

/// Lines of a diff that are shown.
const DIFF_LINES: usize = 60;

/// The terminal. With `--json` everything goes to standard error, so that standard output stays pure.
pub(crate) struct Screen {
    term: Term,
    json: bool,
}

impl Screen {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            term: if json { Term::stderr() } else { Term::stdout() },
            json,
        }
    }

    /// A line of progress.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        // A closed terminal is no reason to stop.
        let _closed = self.term.write_line(text.as_ref());
    }

    /// A line about one project.
    pub(crate) fn of(&self, project: &str, text: impl AsRef<str>) {
        let name = Style::new()
            .for_stderr()
            .cyan()
            .apply_to(format!("{project:>18}"));
        for line in text.as_ref().lines() {
            self.line(format!("{name}  {line}"));
        }
    }

    /// A headline.
    pub(crate) fn headline(&self, text: &str) {
        self.line("");
        self.line(Style::new().bold().apply_to(text).to_string());
    }

    /// The error that ended the demo.
    pub(crate) fn fail(&self, error: &anyhow::Error) -> std::process::ExitCode {
        let mut stderr = std::io::stderr();
        let _closed = writeln!(stderr, "demo: {error:#}");
        std::process::ExitCode::from(2)
    }

    /// The one JSON object, on standard output.
    pub(crate) fn json(&self, report: &impl serde::Serialize) -> anyhow::Result<()> {
        if self.json {
            let mut stdout = std::io::stdout();
            writeln!(stdout, "{}", serde_json::to_string(report)?)?;
        }
        Ok(())
    }

    /// The story of a fix: diagnosis, proof, diff, links.
    pub(crate) fn story(
        &self,
        project: &str,
        view: &FixView,
        diff: Option<&str>,
        links: &[(String, String)],
    ) {
        let standing = details::standing(view.status, view.reason);
        self.headline(&format!("{project}: {standing}"));
        self.line(format!("  {}", view.detail));
        if let Some(diagnosis) = &view.diagnosis {
            self.line(format!(
                "  diagnosis     {} (confidence {:.2})",
                diagnosis.error_type, diagnosis.confidence
            ));
            self.line(format!("                {}", diagnosis.primary_line));
            self.line(format!("                {}", diagnosis.fingerprint));
        }
        for attempt in &view.attempts {
            let fixer = attempt
                .patch
                .as_ref()
                .map_or("no patch", |patch| patch.fixer.as_str());
            self.line(format!(
                "  attempt {:<5} {} — {}",
                attempt.number, fixer, attempt.detail
            ));
        }
        self.proof(view);
        if let Some(diff) = diff {
            self.line("  diff");
            for line in diff.lines().take(DIFF_LINES) {
                self.line(format!("    {}", coloured(line)));
            }
            if diff.lines().count() > DIFF_LINES {
                self.line(format!(
                    "    … {} more lines",
                    diff.lines().count() - DIFF_LINES
                ));
            }
        }
        if view.spend.model_calls > 0 {
            self.line(format!(
                "  model         {} calls, {} tokens, {}",
                view.spend.model_calls,
                view.spend.tokens(),
                details::dollars(view.spend.cost_micros)
            ));
        }
        for (name, link) in links {
            self.line(format!("  {name:<13} {link}"));
        }
    }

    fn proof(&self, view: &FixView) {
        let Some(proof) = view
            .shown_attempt()
            .and_then(|attempt| attempt.proof.as_ref())
        else {
            return;
        };
        let verdict = if proof.holds() {
            "red before for the same reason, green after"
        } else {
            "not proved"
        };
        self.line(format!("  proof         {verdict}"));
        for (name, runs) in [("before", &proof.base), ("after", &proof.fix)] {
            for run in runs {
                self.line(format!("    {name:<11} {}", details::ran(run)));
            }
        }
    }
}

fn coloured(line: &str) -> String {
    let style = match line.chars().next() {
        Some('+') => Style::new().green(),
        Some('-') => Style::new().red(),
        Some('@') => Style::new().cyan(),
        _ => Style::new(),
    };
    style.apply_to(line).to_string()
}
