//! `briefgen explain`: the document of a code, as text for a terminal.
//!
//! The documents are Markdown, embedded with the codes. What a terminal does not need of it
//! (fences, the marks of headings and links) is taken out line by line; what remains is meant to be
//! read, not parsed.

use super::Verdict;
use super::args::ExplainArgs;
use super::failure::Failure;
use super::screen::Screen;
use crate::base::code::Code;
use crate::base::nearest::nearest;

/// Explains one code, or lists them all.
pub(super) fn run(args: &ExplainArgs, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    match &args.code {
        None => screen.say(&list())?,
        Some(code) => screen.say(&explanation(find(code)?))?,
    }
    Ok(Verdict::Passed)
}

fn find(text: &str) -> Result<Code, Failure> {
    let codes = || Code::ALL.iter().map(|code| code.as_str());
    // Whoever leaves the letter out means the code with that letter: it is how people talk of them.
    let spoken = || codes().find(|code| code[2..].eq_ignore_ascii_case(text)).and_then(Code::find);
    Code::find(text.trim()).or_else(spoken).ok_or_else(|| {
        let help = match nearest(text, codes()) {
            Some(code) => format!("did you mean `{code}`? `briefgen explain` lists all codes"),
            None => "`briefgen explain` lists all codes".to_owned(),
        };
        Failure::new(format!("there is no code `{text}`")).help(help)
    })
}

/// A line for each code: `E-DATE  error  An impossible date`.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let line =
            format!("{:width$}  {:7}  {}", code.as_str(), code.severity().word(), headline(*code));
        line.trim_end().to_owned() + "\n"
    };
    Code::ALL.iter().map(line).collect()
}

fn explanation(code: Code) -> String {
    let headline = headline(code);
    let colon = if headline.is_empty() { "" } else { ": " };
    let (_, body) = split(code.document());
    let body = plain(body);
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("{code} ({}){colon}{headline}\n{gap}{body}", code.severity().word())
}

/// What a code is about, in a line: the document's `summary`, its title without the code, or its
/// first line.
fn headline(code: Code) -> String {
    let (front, body) = split(code.document());
    let title = value(front, "title").map(|title| {
        let title = title.strip_prefix(code.as_str()).unwrap_or(title);
        title.trim_start_matches([':', ' ', '–', '—', '-'])
    });
    let first = || {
        body.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', '`']))
    };
    let found = value(front, "summary").or(title.filter(|title| !title.is_empty())).or_else(first);
    inline(found.unwrap_or_default())
}

/// The front matter and the rest of a document.
fn split(document: &str) -> (&str, &str) {
    let inside = document.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    inside.unwrap_or(("", document))
}

/// The value of a key that stands in one line.
fn value<'a>(front: &'a str, key: &str) -> Option<&'a str> {
    let of_key = |line: &'a str| line.strip_prefix(key)?.strip_prefix(':');
    let text = front.lines().find_map(of_key)?.trim().trim_matches(['"', '\'']);
    (!text.is_empty() && !text.starts_with(['>', '|'])).then_some(text)
}

/// Markdown as it reads best without a browser: headings underlined, code indented.
fn plain(markdown: &str) -> String {
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
    // A blank line on either side of a fence that is gone: one is enough.
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The backquotes or tildes at the head of a line that opens or closes a block of code.
fn fence_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.find(|c| c != mark).unwrap_or(line.len());
    (length >= 3).then(|| &line[..length])
}

/// A line outside code; headings become two.
fn prose(line: &str) -> Vec<String> {
    let heading = line.trim_start_matches('#');
    match (line.len() - heading.len(), heading.strip_prefix(' ')) {
        (1..=6, Some(heading)) => {
            let heading = inline(heading.trim());
            let rule = "-".repeat(heading.chars().count());
            vec![heading, rule]
        }
        _ => vec![inline(line)],
    }
}

/// A line with its links as their text: `[text](url)`, `[[id]]` and `[[id|text]]`.
///
/// Code between backquotes stays as it is, brackets and all.
fn inline(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            text.push('`');
        }
        if index % 2 == 1 { text.push_str(part) } else { text.push_str(&without_links(part)) }
    }
    text
}

fn without_links(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('[') {
        text.push_str(&rest[..at]);
        let (shown, after) = link(&rest[at..]).unwrap_or(("[", &rest[at + 1..]));
        text.push_str(shown);
        rest = after;
    }
    text + rest
}

/// The text of the link that a text begins with, and what follows the link.
fn link(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_prefix("[[") {
        let (link, after) = inside.split_once("]]")?;
        return Some((link.split_once('|').map_or(link, |(_, shown)| shown), after));
    }
    let (shown, after) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = after.split_once(')')?;
    Some((shown, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_reads_without_a_browser() {
        let markdown = "\nAn id that [names](../x.md) nothing, or `[[x|y]]`.\n\n## \
            Example\n\n```yaml\nactors: [qin]\n\nb: `c`\n```\n\n\
                        ````text\n```\ninner\n```\n````\n\nSee [[format|the format]] and [this].\n";
        insta::assert_snapshot!(plain(markdown), @r#"
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
            assert_eq!(find(text), Ok(Code::Date), "{text}");
        }
    }

    #[test]
    fn an_unknown_code_gets_the_nearest_one() {
        let failure = find("E-REF-UNDEFIND").unwrap_err();
        assert_eq!(failure.message, "there is no code `E-REF-UNDEFIND`");
        assert!(failure.help.starts_with("did you mean `E-REF-UNDEFINED`?"), "{}", failure.help);
        assert_eq!(find("weather").unwrap_err().help, "`briefgen explain` lists all codes");
        assert!(find("é").is_err());
    }

    #[test]
    fn values_of_front_matter_are_read_in_a_line() {
        let front = "title: \"A: b\"\nsummary: >-\n  folded\norder: 3";
        assert_eq!(value(front, "title"), Some("A: b"));
        assert_eq!(value(front, "summary"), None);
        assert_eq!(value(front, "order"), Some("3"));
        assert_eq!(value(front, "missing"), None);
    }
}
