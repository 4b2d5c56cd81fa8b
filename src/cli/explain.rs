//! `briefgen explain`: prints the document of a finding's code.
//!
//! The documents are Markdown and embedded in the program. Fences and the syntax of headings and
//! links are removed line by line, without parsing the Markdown: the text only has to be readable.

use super::ExitStatus;
use super::args::ExplainArgs;
use super::failure::Failure;
use super::screen::Screen;
use crate::base::code::Code;
use crate::base::markdown::without_links;
use crate::base::nearest::nearest;

/// Explains a code, or lists all codes.
pub(super) fn run(args: &ExplainArgs, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    match &args.code {
        None => screen.say(&list())?,
        Some(code) => screen.say(&explanation(find_code(code)?))?,
    }
    Ok(ExitStatus::Passed)
}

/// Finds a code by its name. The letter for the severity may be missing: `date` means `E-DATE`.
fn find_code(text: &str) -> Result<Code, Failure> {
    let codes = || Code::ALL.iter().map(|code| code.as_str());
    let without_letter =
        || codes().find(|code| code[2..].eq_ignore_ascii_case(text)).and_then(Code::find);
    Code::find(text.trim()).or_else(without_letter).ok_or_else(|| {
        let help = match nearest(text, codes()) {
            Some(code) => format!("did you mean `{code}`? `briefgen explain` lists all codes"),
            None => "`briefgen explain` lists all codes".to_owned(),
        };
        Failure::new(format!("there is no code `{text}`")).help(help)
    })
}

/// All codes, one per line: `E-DATE  error  An impossible date`.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let (severity, summary) = (code.severity().word(), code.summary());
        format!("{:width$}  {severity:7}  {summary}\n", code.as_str())
    };
    Code::ALL.iter().map(line).collect()
}

fn explanation(code: Code) -> String {
    let document = code.document();
    let body = document.split_once("\n---\n").map_or(document, |(_, body)| body);
    format!("{code} ({}): {}\n\n{}", code.severity().word(), code.summary(), plain_text(body))
}

/// Markdown as plain text: headings are underlined, code is indented.
fn plain_text(markdown: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in markdown.trim().lines() {
        let mark = fence_of(line);
        match (fence, mark) {
            (Some(open), Some(mark)) if mark.len() >= open.len() && line.trim() == mark => {
                fence = None
            }
            (Some(_), _) if line.is_empty() => lines.push(String::new()),
            (Some(_), _) => lines.push(format!("    {line}")),
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => lines.extend(prose(line)),
        }
    }
    // A removed fence leaves two blank lines next to each other.
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The backticks or tildes at the start of a line that opens or closes a block of code.
fn fence_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.find(|c| c != mark).unwrap_or(line.len());
    (length >= 3).then(|| &line[..length])
}

/// A line outside code. A heading becomes two lines.
fn prose(line: &str) -> Vec<String> {
    let heading = line.trim_start_matches('#');
    match (line.len() - heading.len(), heading.strip_prefix(' ')) {
        (1..=6, Some(heading)) => {
            let heading = without_links(heading.trim());
            let rule = "-".repeat(heading.chars().count());
            vec![heading, rule]
        }
        _ => vec![without_links(line)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_reads_without_a_browser() {
        let markdown = "\nAn id that [names](../x.md) nothing, or `[[x|y]]`.\n\n## \
            Example\n\n```yaml\nactors: [qin]\n\nb: `c`\n```\n\n\
                        ````text\n```\ninner\n```\n````\n\nSee [[format|the format]] and [this].\n";
        insta::assert_snapshot!(plain_text(markdown), @r#"
        An id that names nothing, or `[[x|y]]`.

        Example
        -------

            actors: [qin]

            b: `c`

            ```
            inner
            ```

        See the format and [this].
        "#);
    }

    #[test]
    fn every_code_is_listed_and_explained() {
        let list = list();
        for code in Code::ALL {
            assert!(list.lines().any(|line| line.starts_with(code.as_str())), "{code}");
            let text = explanation(*code);
            assert!(text.starts_with(&format!("{code} ({})", code.severity().word())), "{text}");
            assert!(!text.contains(&format!("title: {code}")) && text.ends_with('\n'), "{text}");
        }
    }

    #[test]
    fn a_code_is_found_as_people_write_it() {
        for text in ["E-DATE", "e-date", "date", "Date"] {
            assert_eq!(find_code(text), Ok(Code::Date), "{text}");
        }
    }

    #[test]
    fn an_unknown_code_gets_the_nearest_one() {
        let failure = find_code("E-REF-UNDEFIND").unwrap_err();
        assert_eq!(failure.message, "there is no code `E-REF-UNDEFIND`");
        assert!(failure.help.starts_with("did you mean `E-REF-UNDEFINED`?"), "{}", failure.help);
        assert_eq!(find_code("weather").unwrap_err().help, "`briefgen explain` lists all codes");
        assert!(find_code("é").is_err());
    }
}
