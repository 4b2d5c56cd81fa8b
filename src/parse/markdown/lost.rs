//! Finds links and emphasis that do not work: a page would show their markup as text, or the link
//! would lead nowhere.
//!
//! Prose uses brackets and stars too. In doubt nothing is reported.

use std::ops::Range;

use memchr::memchr_iter;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Located};
use crate::base::limits;
use crate::base::web::{is_harmless, is_on_the_web, parsed};

use super::body::LostLink;
use super::foreign::{ForeignMarkup, is_escaped};

/// The fault of an address; `None` if it is sound.
pub(super) fn of_address(address: &str) -> Option<LostLink> {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    // Nearly all addresses are sound in this simple way.
    if host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        return None;
    }
    if address.trim().is_empty() {
        return Some(LostLink::Empty);
    }
    (!is_harmless(address) || !names_something(address))
        .then(|| LostLink::Address(address.to_owned()))
}

/// Whether a host, a mailbox or a number follows the scheme of an address.
fn names_something(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return true };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let is_host = |host: &str| {
                !host.starts_with('/') && parsed(address).is_some_and(|url| is_on_the_web(&url))
            };
            rest.strip_prefix("//").is_some_and(is_host)
        }
        "mailto" => rest.contains('@') || rest.starts_with('?') || rest.contains("%40"),
        "tel" => rest.contains(|c: char| c.is_ascii_digit()),
        _ => true,
    }
}

/// The finding for a link that the parser recognised but that leads nowhere.
pub(super) fn finding(lost: &Located<LostLink>) -> ForeignMarkup {
    let (message, help) = match &lost.value {
        LostLink::Empty => (
            "the address of this link is empty".to_owned(),
            "write an address between the parentheses".to_owned(),
        ),
        LostLink::WithoutWords => (
            "the link has no words: nobody can see it".to_owned(),
            "write words between the brackets".to_owned(),
        ),
        LostLink::Address(address) => {
            (format!("pages do not link to `{address}`"), help_for(address))
        }
    };
    ForeignMarkup { code: Code::LinkLost, at: lost.at, message, help }
}

fn help_for(address: &str) -> String {
    let scheme = address.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
    if let Some(rest) = address.trim_start().strip_prefix("//") {
        return format!("write `https://{rest}`");
    }
    match scheme.as_str() {
        "file" => "copy the file into the site, and lead to it there",
        "data" => "save it as a file beside the text, and lead to that",
        "http" | "https" => "write the whole address, such as `https://example.org/page`",
        "mailto" => "write the address behind it: `mailto:desk@example.org`",
        "tel" => "write the number behind it: `tel:+4930123456`",
        drive if drive.len() == 1 => "copy the file into the site, and lead to it there",
        _ => {
            "an address begins with `https:`, `http:`, `mailto:` or `tel:`, or is a path in the \
            site"
        }
    }
    .to_owned()
}

/// Finds brackets in a stretch of prose that were meant as links. `masked` is the stretch with
/// everything but prose masked (see `foreign::MASK`), `start` its first byte in `text`.
pub(super) fn links(text: &str, masked: &str, start: usize) -> Vec<ForeignMarkup> {
    let mut found = Vec::new();
    let mut reference_end = 0;
    for close in memchr_iter(b']', masked.as_bytes()) {
        if close < reference_end || is_escaped(text, start + close) {
            continue;
        }
        let Some(brackets) = BracketsAsText::before(text, masked, start, close) else { continue };
        if let Some((lost, end)) = brackets.lost() {
            reference_end = end;
            found.push(lost);
        }
        if found.len() == limits::LOST_LINKS {
            break;
        }
    }
    found
}

/// A pair of brackets that the parser left as text.
struct BracketsAsText<'t> {
    text: &'t str,
    masked: &'t str,
    start: usize,
    /// The opening bracket, or the exclamation mark before it, in `masked`.
    open: usize,
    /// The closing bracket, in `masked`.
    close: usize,
    is_image: bool,
}

impl<'t> BracketsAsText<'t> {
    /// The brackets that close at `close`. `None` if they are escaped or touch a word.
    fn before(
        text: &'t str,
        masked: &'t str,
        start: usize,
        close: usize,
    ) -> Option<BracketsAsText<'t>> {
        let from = masked.floor_char_boundary(close.saturating_sub(limits::LOST_MARKUP));
        let bracket = from
            + masked[from..close]
                .rfind(['[', ']'])
                .filter(|at| masked[from + at..].starts_with('['))?;
        let touches = |at: usize| {
            masked[..at].ends_with(|c: char| c.is_alphanumeric() || c == ']' || c == ')')
        };
        let is_image = masked[..bracket].ends_with('!') && !touches(bracket - 1);
        let open = bracket - usize::from(is_image);
        let is_prose = is_escaped(text, start + open) || is_escaped(text, start + bracket);
        (!is_prose && !touches(open)).then_some(BracketsAsText {
            text,
            masked,
            start,
            open,
            close,
            is_image,
        })
    }

    /// The text behind a range of `masked`.
    fn written(&self, part: Range<usize>) -> &'t str {
        &self.text[self.start + part.start..self.start + part.end]
    }

    fn inside(&self) -> &'t str {
        self.written(self.open + 1 + usize::from(self.is_image)..self.close)
    }

    /// The first `sign` behind an opening bracket, in the same line.
    fn closing(&self, open: usize, sign: char) -> Option<usize> {
        let end =
            self.masked.ceil_char_boundary((open + limits::LOST_MARKUP).min(self.masked.len()));
        let line = self.masked[open + 1..end].split('\n').next()?;
        line.find(sign).map(|at| open + 1 + at)
    }

    /// The finding, and where to look for the next link.
    fn lost(&self) -> Option<(ForeignMarkup, usize)> {
        let behind = self.close + 1;
        let after = &self.masked[behind..];
        if after.starts_with('(') {
            let end = self.closing(behind, ')')?;
            return Some((self.with_odd_address(behind + 1..end)?, end));
        }
        if after.starts_with('[') {
            let end = self.closing(behind, ']')?;
            return Some((self.undefined(self.written(behind + 1..end), end)?, end + 1));
        }
        if after.starts_with(" (") {
            let end = self.closing(behind + 1, ')')?;
            return Some((
                self.apart_from_address(self.written(behind + 2..end).trim(), end)?,
                end,
            ));
        }
        self.is_image.then(|| Some((self.undefined(self.inside(), self.close)?, behind))).flatten()
    }

    fn told(&self, end: usize, message: String, help: String) -> ForeignMarkup {
        let at = Bytes::new(self.start + self.open..self.start + end + 1);
        ForeignMarkup { code: Code::LinkLost, at, message, help }
    }

    fn kind(&self) -> &'static str {
        if self.is_image { "image" } else { "link" }
    }

    /// `[words](my file.md)`: an address that Markdown does not allow.
    fn with_odd_address(&self, part: Range<usize>) -> Option<ForeignMarkup> {
        let written = self.written(part.clone()).trim();
        let path =
            written.find([' ', '\t']).and_then(|_| written.split(" \"").next()).unwrap_or(written);
        if path.is_empty() || !(self.is_image || looks_like_address(path)) {
            return None;
        }
        let message = match path.contains(char::is_whitespace) {
            true => format!("this is no {}: its address `{path}` has a space in it", self.kind()),
            false => format!("this is no {}: its address `{path}` cannot be read", self.kind()),
        };
        let help = format!("write the address in angle brackets: `(<{path}>)`");
        Some(self.told(part.end, message, help))
    }

    /// `[words][label]`, `![label]`: the label has no definition.
    fn undefined(&self, label: &str, end: usize) -> Option<ForeignMarkup> {
        let words = self.inside();
        let label = if label.trim().is_empty() { words } else { label };
        let has_letter = |text: &str| text.contains(char::is_alphabetic);
        let is_label = has_letter(label)
            || (has_letter(words) && label.contains(|c: char| c.is_ascii_digit()));
        if !is_label
            || !has_letter(words)
            || label.starts_with(['^', '@', '['])
            || words.starts_with(['^', '@'])
        {
            return None;
        }
        let message = format!("this is no {}: nothing says where `[{label}]` leads", self.kind());
        let form = if self.is_image { "![" } else { "[" };
        let help = format!(
            "write `{form}{words}](address)`, or `[{label}]: address` in a line of its own"
        );
        Some(self.told(end, message, help))
    }

    /// `[words] (address)`: a space breaks the link.
    fn apart_from_address(&self, address: &str, end: usize) -> Option<ForeignMarkup> {
        let is_address = !address.contains(char::is_whitespace) && looks_like_address(address);
        if !is_address || !self.inside().contains(char::is_alphabetic) {
            return None;
        }
        let form = if self.is_image { "![" } else { "[" };
        let message = format!("this is no {}: a space stands between its brackets", self.kind());
        Some(self.told(end, message, format!("write `{form}{}]({address})`", self.inside())))
    }
}

/// Whether a text in parentheses is an address rather than a remark.
fn looks_like_address(text: &str) -> bool {
    let begins = ["/", "./", "../", "#", "www.", "mailto:", "tel:"]
        .iter()
        .any(|head| text.starts_with(head));
    let has_ending = text.rsplit_once('.').is_some_and(|(name, ending)| {
        let is_known = [
            "md", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "docx", "xlsx",
            "csv",
        ];
        !name.is_empty()
            && is_known
                .contains(&ending.split('#').next().unwrap_or(ending).to_lowercase().as_str())
    });
    begins || has_ending || text.contains("://")
}

/// Finds emphasis that CommonMark takes for text, because one side of a mark is punctuation and the
/// other side a letter. This is common in languages without spaces. The finding is about the first
/// and counts them all.
pub(super) fn emphasis(text: &str, odd_marks: &[u32]) -> Option<ForeignMarkup> {
    let mut first: Option<(Range<usize>, String)> = None;
    let mut count = 0;
    let mut next = 0;
    for at in odd_marks.iter().map(|at| *at as usize) {
        if at < next {
            continue;
        }
        let Some(marked) = Marked::at(text, at) else { continue };
        next = marked.at.end;
        if let Some(help) = marked.help() {
            count += 1;
            first.get_or_insert((marked.at, help));
        }
    }
    let (at, help) = first?;
    let more = if count > 1 { format!(" ({count} of them in this text)") } else { String::new() };
    let message = format!(
        "`{}` emphasises nothing: a letter stands beside its mark{more}",
        &text[at.clone()]
    );
    Some(ForeignMarkup { code: Code::Emphasis, at: Bytes::new(at), message, help })
}

/// Words between two marks of emphasis.
struct Marked<'t> {
    text: &'t str,
    at: Range<usize>,
    mark: &'t str,
    inside: &'t str,
}

impl<'t> Marked<'t> {
    /// The words whose opening mark begins at `at`.
    fn at(text: &'t str, at: usize) -> Option<Marked<'t>> {
        let sign = text[at..].chars().next().filter(|sign| matches!(sign, '*' | '_' | '~'))?;
        let rest = &text[at..];
        let length = rest.len() - rest.trim_start_matches(sign).len();
        let is_whole = !text[..at].ends_with(sign) && (length == 2 || (length == 1 && sign == '*'));
        let mark = is_whole.then(|| &rest[..length])?;
        let reach = rest.floor_char_boundary(limits::LOST_MARKUP.min(rest.len()));
        let close = length + rest[length..reach].find(mark)?;
        let inside = &rest[length..close];
        let is_sound = !inside.starts_with(char::is_whitespace)
            && !inside.ends_with(char::is_whitespace)
            && inside.contains(char::is_alphabetic)
            && !inside.contains("\n\n")
            && !rest[close + length..].starts_with(sign);
        is_sound.then_some(Marked { text, at: at..at + close + length, mark, inside })
    }

    /// The help, if a neighbouring character is the only reason why the marks are text.
    fn help(&self) -> Option<String> {
        let before = self.text[..self.at.start].chars().next_back();
        let after = self.text[self.at.end..].chars().next();
        let (first, last) = (self.inside.chars().next()?, self.inside.chars().next_back()?);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let fails = |inner: char, outer: Option<char>| {
            let is_wide = outer.is_some_and(|c| !c.is_ascii()) || !inner.is_ascii();
            is_word(outer) && is_wide && (is_punctuation(inner) || self.mark == "__")
        };
        let (opens_not, closes_not) = (fails(first, before), fails(last, after));
        if !opens_not && !closes_not {
            return None;
        }
        let (mark, inside) = (self.mark, self.inside);
        if mark == "__" && !is_punctuation(first) && !is_punctuation(last) {
            return Some(format!("write `**{inside}**`"));
        }
        let within = inside.trim_end_matches(is_end_of_sentence);
        if closes_not
            && !opens_not
            && within.len() < inside.len()
            && !within.ends_with(is_punctuation)
        {
            return Some(format!("write `{mark}{within}{mark}{}`", &inside[within.len()..]));
        }
        let quoted =
            inside.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)).filter(|words| {
                is_pair(first, last)
                    && !words.contains([first, last])
                    && !words.starts_with(is_punctuation)
                    && !words.ends_with(is_punctuation)
            });
        Some(match (quoted, mark) {
            (Some(words), _) => format!("write `{first}{mark}{words}{mark}{last}`"),
            (None, "*") => format!("write `<em>{inside}</em>`"),
            (None, "~~") => format!("write `<del>{inside}</del>`"),
            (None, _) => format!("write `<strong>{inside}</strong>`"),
        })
    }
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

fn is_end_of_sentence(c: char) -> bool {
    matches!(
        c,
        '。' | '，'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '…'
            | '．'
            | '.'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
    )
}

fn is_pair(open: char, close: char) -> bool {
    const PAIRS: [(char, char); 14] = [
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
        ('«', '»'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('〈', '〉'),
        ('（', '）'),
        ('【', '】'),
        ('(', ')'),
        ('"', '"'),
        ('\'', '\''),
        ('[', ']'),
    ];
    PAIRS.contains(&(open, close))
}

#[cfg(test)]
mod tests {
    use super::super::foreign::foreign_markup;
    use super::super::read_body;
    use crate::base::markdown::Flavour;

    /// What is found in a text: the place, the message and the help.
    fn found(text: &str) -> Vec<String> {
        let body = read_body(&text.into(), 0, Flavour::default());
        let shown = |it: super::ForeignMarkup| {
            format!("{} {} | {}", &text[it.at.range()], it.message, it.help)
        };
        foreign_markup(&body).into_iter().map(shown).collect()
    }

    #[test]
    fn a_link_that_is_lost_is_found_at_its_place() {
        let schemes = "an address begins with `https:`, `http:`, `mailto:` or `tel:`, or is a \
            path in the site";
        let file = "copy the file into the site, and lead to it there";
        for (written, expected) in [
            ("[ftp](ftp://e.org/x)", format!("pages do not link to `ftp://e.org/x` | {schemes}")),
            ("<ftp://e.org/x>", format!("pages do not link to `ftp://e.org/x` | {schemes}")),
            (
                "[x](JavaScript:alert)",
                format!(
                    "pages do not link to `JavaScript:alert` | \
                {schemes}"
                ),
            ),
            (
                "[rel](//e.org/x)",
                "pages do not link to `//e.org/x` | write \
                `https://e.org/x`"
                    .to_owned(),
            ),
            (
                "[x](file:///home/a.md)",
                format!(
                    "pages do not link to `file:///home/a.md` | \
                {file}"
                ),
            ),
            ("[x](C:/a.md)", format!("pages do not link to `C:/a.md` | {file}")),
            (
                "![x](data:image/png;base64,AA)",
                "pages do not link to `data:image/png;base64,AA` | \
                save it as a file beside the text, and lead to that"
                    .to_owned(),
            ),
            (
                "[x](mailto:)",
                "pages do not link to `mailto:` | write the address behind it: \
                `mailto:desk@example.org`"
                    .to_owned(),
            ),
            (
                "[x](mailto:anna)",
                "pages do not link to `mailto:anna` | write the address behind \
                it: `mailto:desk@example.org`"
                    .to_owned(),
            ),
            (
                "[x](tel:)",
                "pages do not link to `tel:` | write the number behind it: \
                `tel:+4930123456`"
                    .to_owned(),
            ),
            (
                "[x](https://)",
                "pages do not link to `https://` | write the whole address, such as \
                `https://example.org/page`"
                    .to_owned(),
            ),
            (
                "[x](http:///a)",
                "pages do not link to `http:///a` | write the whole address, such \
                as `https://example.org/page`"
                    .to_owned(),
            ),
            (
                "[x]()",
                "the address of this link is empty | write an address between the \
                parentheses"
                    .to_owned(),
            ),
            (
                "![x](<>)",
                "the address of this link is empty | write an address between the \
                parentheses"
                    .to_owned(),
            ),
            (
                "[](b.md)",
                "the link has no words: nobody can see it | write words between the \
                brackets"
                    .to_owned(),
            ),
            (
                "[see][nowhere]",
                "this is no link: nothing says where `[nowhere]` leads | write \
                `[see](address)`, or `[nowhere]: address` in a line of its own"
                    .to_owned(),
            ),
            (
                "[Quelle][1]",
                "this is no link: nothing says where `[1]` leads | write \
                `[Quelle](address)`, or `[1]: address` in a line of its own"
                    .to_owned(),
            ),
            (
                "[see][]",
                "this is no link: nothing says where `[see]` leads | write \
                `[see](address)`, or `[see]: address` in a line of its own"
                    .to_owned(),
            ),
            (
                "![i][nopic]",
                "this is no image: nothing says where `[nopic]` leads | write \
                `![i](address)`, or `[nopic]: address` in a line of its own"
                    .to_owned(),
            ),
            (
                "![карта]",
                "this is no image: nothing says where `[карта]` leads | write \
                `![карта](address)`, or `[карта]: address` in a line of its own"
                    .to_owned(),
            ),
            (
                "![map](my map.png)",
                "this is no image: its address `my map.png` has a space in it \
                | write the address in angle brackets: `(<my map.png>)`"
                    .to_owned(),
            ),
            (
                "![图](我的 地图.png \"标题\")",
                "this is no image: its address `我的 地图.png` has a space in \
                it | write the address in angle brackets: `(<我的 地图.png>)`"
                    .to_owned(),
            ),
            (
                "[x](my file.md#a)",
                "this is no link: its address `my file.md#a` has a space in it \
                | write the address in angle brackets: `(<my file.md#a>)`"
                    .to_owned(),
            ),
            (
                "[Reuters] (https://e.org/x)",
                "this is no link: a space stands between its brackets \
                | write `[Reuters](https://e.org/x)`"
                    .to_owned(),
            ),
            (
                "[see] (../other.md)",
                "this is no link: a space stands between its brackets | write \
                `[see](../other.md)`"
                    .to_owned(),
            ),
        ] {
            let text = format!("He said: {written} and more.");
            assert_eq!(found(&text), [format!("{written} {expected}")]);
        }
        assert_eq!(found("[a](ftp://b) [c](ftp://d) [e]()").len(), 3, "a finding each");
    }

    #[test]
    fn what_is_a_link_or_prose_is_no_lost_link() {
        for text in [
            "[a](b.md) [c](https://e.org) [d](mailto:a@e.org) [e](tel:+49301) [f](#g) [h](?i) \
            ![j](k.png) ![](l.png)",
            "[a](mailto:?subject=b) [c](<d e.md>) [f](g%20h.md) [i](j(k).md \"l m\") [[m]] \
            [n](http://[::1]/)",
            "[a][b] [c][] [d] ![e]\n\n[b]: x.md\n[c]: y.md\n[d]: z.md\n[e]: f.png",
            "“[…] [the] president [sic]”, [He][…] said",
            "a[i][j] and x[0][1], [1][2], word.[3][4]",
            "[Xi Jinping] (born 1953), [习近平](生于1953年) and [he](was in Rome in 1953/54)",
            "[1] (https://e.org/x)",
            "Agreed![sic] Really![1]",
            "`[a](ftp://b)` `[c][d]` \\[e][f] \\![g] [h\\](i j.md)",
            "    [a][b]\n\n```\n[a](b c.md)\n```",
            "<a href=x>[a]</a> [@a][@b] [[quote:a]]",
            "![a ftp://b](c.png) - [ ] d - [x] e",
            "[![a](b.png)](c.md)",
        ] {
            let found: Vec<_> =
                found(text).into_iter().filter(|it| !it.contains("embeds nothing")).collect();
            assert_eq!(found, [""; 0], "{text}");
        }
    }

    #[test]
    fn emphasis_that_marks_nothing_is_found_with_what_to_write() {
        for (text, written, help) in [
            ("**没有结果。**双方", "**没有结果。**", "write `**没有结果**。`"),
            ("*没有结果。*双方", "*没有结果。*", "write `*没有结果*。`"),
            ("他说**“没有结果”**表示", "**“没有结果”**", "write `“**没有结果**”`"),
            ("これは**「結果」**です", "**「結果」**", "write `「**結果**」`"),
            ("これは**重要！**です", "**重要！**", "write `**重要**！`"),
            (
                "**결과(result)**는 없다",
                "**결과(result)**",
                "write `<strong>결과(result)</strong>`",
            ),
            (
                "**《结果》和《报告》**都",
                "**《结果》和《报告》**",
                "write `<strong>《结果》和《报告》</strong>`",
            ),
            ("这是 __重点__内容", "__重点__", "write `**重点**`"),
            ("~~删除。~~双方", "~~删除。~~", "write `~~删除~~。`"),
            ("Er sagte **„Nein“**und", "**„Nein“**", "write `„**Nein**“`"),
        ] {
            let message = format!(
                "{written} `{written}` emphasises nothing: a letter stands beside its mark | {help}"
            );
            assert_eq!(found(text), [message], "{text}");
        }
        assert!(found("**没有。**双\n\n**没有。**双")[0].contains("(2 of them in this text)"));
    }

    #[test]
    fn emphasis_that_closes_and_marks_that_are_none_are_no_fault() {
        for text in [
            "**没有结果**。双方",
            "**没有结果。** 双方",
            "**没有结果。**",
            "**没有结果。**\n双方",
            "**没有结果。**，双方",
            "“**没有结果**”双方",
            "双方**同意**了",
            "**결과**는 없다",
            "`**没有结果。**双方`",
            "    **没有结果。**双方",
            "\\*\\*没有结果。\\*\\*双方",
            "2 ** 3 and 4**2**, x**(2)**y, 5*（3+2）*4",
            "f*(x)*dx",
            "snake_case_name and __init__.py, __file__ 文件_名称_v2",
            "price* and rate* apply; * a",
            "~5 and ~~6",
            "价格*（含税）",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn hostile_marks_are_read_at_once() {
        for piece in [
            "[",
            "]",
            "[a] (",
            "[a](b c",
            "![",
            "**没。**双",
            "*“a”*b ",
            "__a__b",
            "[a][",
            "~~。~~双",
        ] {
            foreign_markup(&read_body(
                &piece.repeat(30_000).as_str().into(),
                0,
                Flavour::default(),
            ));
        }
    }
}
