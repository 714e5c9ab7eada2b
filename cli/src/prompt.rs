//! Questions to the person at the terminal. Secrets come from a hidden prompt or from standard input, never from an
//! argument: other users see arguments, and shells keep them.

use std::io::{self, IsTerminal, Read};

use console::Term;
use secrecy::SecretString;

use crate::failure::Failure;

/// More than any token has.
const LONGEST: u64 = 8 * 1024;

/// Whether somebody can be asked.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A secret: asked for without echo where a person sits, else the whole of standard input.
pub(crate) fn secret(question: &str, from_stdin: bool) -> Result<SecretString, Failure> {
    let text = if is_interactive() && !from_stdin {
        let term = Term::stderr();
        term.write_str(question)?;
        term.read_secure_line()?
    } else {
        let mut text = String::new();
        let read = io::stdin()
            .lock()
            .take(LONGEST + 1)
            .read_to_string(&mut text);
        read.map_err(|_| missing())?;
        text
    };
    let secret = SecretString::from(text.trim());
    if text.trim().is_empty() || text.len() as u64 > LONGEST {
        return Err(missing());
    }
    Ok(secret)
}

/// One of several, by its number.
pub(crate) fn choice(question: &str, answers: &[String]) -> Result<usize, Failure> {
    let term = Term::stderr();
    for (place, answer) in answers.iter().enumerate() {
        term.write_line(&format!("  {}  {answer}", place + 1))?;
    }
    loop {
        term.write_str(&format!("{question} [1-{}]: ", answers.len()))?;
        let line = term.read_line()?;
        if line.is_empty() {
            return Err(Failure::usage("nothing_chosen", "nothing was chosen"));
        }
        match line.trim().parse::<usize>() {
            Ok(number) if (1..=answers.len()).contains(&number) => return Ok(number - 1),
            _ => term.write_line("a number of the list, please")?,
        }
    }
}

fn missing() -> Failure {
    Failure::usage(
        "token_missing",
        "no token or secret came: paste it at the prompt, or give it on standard input, such as `regreen connection add vercel < token.txt`",
    )
}
