//! Finds markup of other tools: shortcodes, formulas, comments.
//!
//! A page would show it as text, including text that it was meant to hide. Only prose is searched,
//! without code, raw HTML and addresses. Prices, comparisons and percentages look similar: in doubt
//! nothing is reported.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr_iter, memchr3_iter, memmem};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::Bytes;
use crate::base::limits;
use crate::base::markdown::is_real_image;
use crate::base::text::shortened;

use super::body::Body;
use super::lost;

/// Markup that pages do not show as it was meant: of another tool, or a link or emphasis that does
/// not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignMarkup {
    /// The code of the finding.
    pub code: Code,
    /// The place in the file. If the text has several of a kind, the first.
    pub at: Bytes,
    /// The message of the finding.
    pub message: String,
    /// The help of the finding.
    pub help: String,
}

/// A kind of markup of other tools. Their order is the order of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Syntax {
    Shortcode,
    Template,
    Comment,
    Embed,
    Formula,
    Highlight,
    Container,
    Callout,
    Attributes,
}

impl Syntax {
    /// The predicate of the message.
    fn what(self) -> &'static str {
        match self {
            Syntax::Shortcode => "is a shortcode",
            Syntax::Template => "is a tag of a template",
            Syntax::Comment => "is a comment of another tool, and readers would see it",
            Syntax::Embed => "embeds nothing",
            Syntax::Formula => "is a formula, which no page draws",
            Syntax::Highlight => "highlights nothing",
            Syntax::Container => "begins no box",
            Syntax::Callout => "begins no box",
            Syntax::Attributes => "gives no attributes",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Syntax::Shortcode => {
                "write Markdown: `![What it shows](file.png)` for an image, `[words](address)` \
                for a link"
            }
            Syntax::Template => "write the text itself: tags are read in templates only",
            Syntax::Comment => {
                "take it out; notes for the desk may stand in the front matter, behind `#`"
            }
            Syntax::Embed => {
                "`[[id]]` links to a page, `[[quote:id]]` shows a quotation, `![What it \
                shows](file.png)` an image"
            }
            Syntax::Formula => {
                "write it in words or signs, such as 10⁻³ or CO₂, or show it as an image"
            }
            Syntax::Highlight => "write `**words**`, or `<mark>words</mark>`",
            Syntax::Container => "write `> [!NOTE]`, and `> ` before each line of the box",
            Syntax::Callout => {
                "the kinds are `NOTE`, `TIP`, `IMPORTANT`, `WARNING` and `CAUTION`, each alone in \
                its line; a title \
                 goes into the next one: `> **Title**`"
            }
            Syntax::Attributes => "take it out; a heading may have `{#id}`",
        }
    }
}

/// Finds markup of other tools, footnotes without definition, and links and emphasis that do not
/// work. Of each [`Syntax`] it returns the first, with a count.
pub fn foreign_markup(body: &Body) -> Vec<ForeignMarkup> {
    let text: &str = &body.text;
    if !body.has_odd_notes
        && body.odd_marks.is_empty()
        && body.lost_links.is_empty()
        && !may_hold_any(text)
    {
        return Vec::new();
    }
    let prose = ProseText::of(body);
    let mut search = MarkSearch { text, found: BTreeMap::new() };
    let mut lacking = Vec::new();
    let mut known = FxHashSet::default();
    for run in &prose.runs {
        let masked = prose.masked(text, run);
        search.braces(&masked, run.start);
        search.formulas(&masked, run.start);
        search.highlights(&masked, run.start);
        for (label, place) in references(&masked) {
            if known.insert(label.to_owned()) && !is_escaped(text, run.start + place.start) {
                lacking.push(lacking_note(label, Bytes::new(place).shifted(run.start)));
            }
        }
    }
    lacking.extend(body.lost_links.iter().map(lost::finding));
    if !body.odd_marks.is_empty() {
        let links = prose
            .runs
            .iter()
            .flat_map(|run| lost::links(text, &prose.masked(text, run), run.start));
        lacking.extend(links.take(limits::LOST_LINKS));
        lacking.extend(lost::emphasis(text, &body.odd_marks));
    }
    search.comments(&prose);
    search.containers(&prose);
    prose.embeds.iter().for_each(|place| search.note(Syntax::Embed, place.clone()));
    prose.quotations.iter().for_each(|place| search.callout(place));
    let mut found: Vec<ForeignMarkup> =
        search.found.into_iter().map(|(syntax, first)| first.finding(syntax, text)).collect();
    found.extend(lacking);
    found.extend(second_notes(&prose.definitions));
    found.sort_by_key(|found| found.at);
    found.iter_mut().for_each(|found| found.at = found.at.shifted(body.offset));
    found
}

/// Whether a text contains the beginning of any [`Syntax`]. Most texts do not, so that they need
/// not be parsed again.
fn may_hold_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied();
    let in_braces_or_money = memchr3_iter(b'{', b'$', b'=', bytes).any(|at| match bytes[at] {
        b'{' => matches!(next(at), Some(b'{' | b'%' | b'#' | b':')),
        b'=' => next(at) == Some(b'='),
        _ => true,
    });
    let is_behind_bracket =
        |at: usize| at.checked_sub(1).is_some_and(|before| bytes[before] == b'[');
    in_braces_or_money
        || memchr3_iter(b'%', b'!', b':', bytes).any(|at| match bytes[at] {
            b'%' => next(at) == Some(b'%'),
            b'!' => bytes[at + 1..].starts_with(b"[[") || is_behind_bracket(at),
            _ => bytes[at + 1..].starts_with(b"::"),
        })
}

/// The first markup of a kind, and how many there are.
struct First {
    at: Range<usize>,
    count: usize,
}

impl First {
    fn finding(self, syntax: Syntax, text: &str) -> ForeignMarkup {
        let written = in_one_line(&text[self.at.clone()]);
        let more = match self.count {
            1 => String::new(),
            count => format!(" ({count} of them in this text)"),
        };
        let message = format!("`{written}` {}{more}", syntax.what());
        ForeignMarkup {
            code: Code::Foreign,
            at: Bytes::new(self.at),
            message,
            help: syntax.help().to_owned(),
        }
    }
}

/// Shortens markup to one line for a message: `{{< figure … >}}`.
fn in_one_line(written: &str) -> String {
    const LENGTH: usize = 40;
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    shortened(&line, LENGTH).into_owned()
}

fn lacking_note(label: &str, at: Bytes) -> ForeignMarkup {
    let message = format!("the footnote `[^{label}]` has no definition");
    let help = format!(
        "write it below the text, `[^{label}]: …`, or `\\[^{label}]` for the brackets themselves"
    );
    ForeignMarkup { code: Code::Foreign, at, message, help }
}

/// The findings for footnotes that are defined a second time.
fn second_notes(definitions: &[(String, Range<usize>)]) -> impl Iterator<Item = ForeignMarkup> {
    let mut known = FxHashSet::default();
    definitions.iter().filter(move |(label, _)| !known.insert(label.to_lowercase())).map(
        |(label, at)| ForeignMarkup {
            code: Code::Foreign,
            at: Bytes::new(at.clone()),
            message: format!(
                "the footnote `[^{label}]` is defined a second time: only the first is shown"
            ),
            help: "give one of them another label, or put both together".to_owned(),
        },
    )
}

/// The places of prose in a body, and of some constructs that are searched apart from it.
#[derive(Default)]
struct ProseText {
    /// Inline text of paragraphs, headings, table cells and list items.
    runs: Vec<Range<usize>>,
    /// The parts of `runs` that are not prose, sorted: code, raw HTML, addresses, images.
    masks: Vec<Range<usize>>,
    /// Blocks of code and of raw HTML.
    blocks: Vec<Range<usize>>,
    /// `![[…]]` without a word that touches the exclamation mark.
    embeds: Vec<Range<usize>>,
    /// Block quotations, except alerts.
    quotations: Vec<Range<usize>>,
    /// The labels of footnote definitions, with the place of the label.
    definitions: Vec<(String, Range<usize>)>,
}

impl ProseText {
    fn of(body: &Body) -> ProseText {
        let mut reader = ProseReader { text: &body.text, ..ProseReader::default() };
        for (event, range) in body.text.events() {
            reader.handle(&event, range);
        }
        reader.end_run();
        reader.prose.masks.sort_unstable_by_key(|mask| (mask.start, mask.end));
        reader.prose
    }

    /// The text of a run, with every byte that is not prose replaced by [`MASK`].
    fn masked(&self, text: &str, run: &Range<usize>) -> String {
        let mut bytes = text.as_bytes()[run.clone()].to_vec();
        let first = self.masks.partition_point(|mask| mask.start < run.start);
        for mask in self.masks[first..].iter().take_while(|mask| mask.start < run.end) {
            bytes[mask.start - run.start..mask.end.min(run.end) - run.start].fill(MASK);
        }
        // Masks begin and end between two characters, so this is valid UTF-8.
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn is_block(&self, at: usize) -> bool {
        let after = self.blocks.partition_point(|block| block.start <= at);
        after.checked_sub(1).is_some_and(|last| at < self.blocks[last].end)
    }
}

/// Replaces each byte that is not prose. No text contains this control character.
const MASK: u8 = 0x1A;

/// Collects [`ProseText`] from the events of the Markdown parser.
#[derive(Default)]
struct ProseReader<'t> {
    text: &'t str,
    prose: ProseText,
    run: Option<Range<usize>>,
    /// How many blocks of code and of raw HTML are open.
    apart: usize,
    /// The links around the current event: the end of each link, and the end of its text so far.
    links: Vec<(usize, usize)>,
}

impl ProseReader<'_> {
    fn handle(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.end_run();
                self.prose.blocks.push(range);
                self.apart += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.apart -= 1,
            _ if self.apart > 0 => {}
            Event::Start(Tag::Link { link_type, .. }) => self.link(*link_type, range),
            Event::Start(Tag::Image { link_type, .. }) => self.image(*link_type, range),
            Event::End(TagEnd::Link) => {
                if let Some((end, read)) = self.links.pop() {
                    self.prose.masks.push(read..end);
                    self.go_on(range);
                }
            }
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                self.prose.masks.push(range.clone());
                self.go_on(range);
            }
            Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Image) => {
                self.go_on(range)
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                self.extend(&range)
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                self.end_run();
                if kind.is_none() {
                    self.prose.quotations.push(range);
                }
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.end_run();
                let line =
                    self.text[range.clone()].find(':').map_or(range.end, |at| range.start + at + 1);
                self.prose.definitions.push((label.to_string(), range.start..line));
            }
            _ => self.end_run(),
        }
    }

    fn extend(&mut self, range: &Range<usize>) {
        let run = self.run.get_or_insert_with(|| range.clone());
        *run = run.start.min(range.start)..run.end.max(range.end);
    }

    /// Adds a piece of inline text to the run, and to the link around it.
    fn go_on(&mut self, range: Range<usize>) {
        self.extend(&range);
        if let Some((end, read)) = self.links.last_mut() {
            *read = range.end.clamp(*read, *end);
        }
    }

    fn end_run(&mut self) {
        self.prose.runs.extend(self.run.take());
        self.links.clear();
    }

    /// Begins a link. Its text is prose, its address is not.
    fn link(&mut self, link_type: LinkType, range: Range<usize>) {
        let has_words = matches!(
            link_type,
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
        );
        self.extend(&range);
        if has_words {
            self.links.push((range.end, range.start + 1));
        } else {
            self.prose.masks.push(range.clone());
            self.links.push((range.end, range.end));
        }
    }

    fn image(&mut self, link_type: LinkType, range: Range<usize>) {
        let touches_word = self.text[..range.start].ends_with(|c: char| c.is_alphanumeric());
        let is_wikilink = matches!(link_type, LinkType::WikiLink { .. });
        if is_wikilink && !touches_word && !is_escaped(self.text, range.start) {
            self.prose.embeds.push(range.clone());
        }
        if is_wikilink || is_real_image(link_type) {
            self.prose.masks.push(range.clone());
        }
        self.go_on(range);
    }
}

/// The markup of other tools that was found in a text.
struct MarkSearch<'t> {
    text: &'t str,
    found: BTreeMap<Syntax, First>,
}

impl MarkSearch<'_> {
    /// Counts markup, and remembers the first of each kind.
    fn note(&mut self, syntax: Syntax, at: Range<usize>) {
        let first = self.found.entry(syntax).or_insert_with(|| First { at: at.clone(), count: 0 });
        first.count += 1;
        if at.start < first.at.start {
            first.at = at;
        }
    }

    /// Searches for braces: shortcodes, tags of templates and lists of attributes.
    fn braces(&mut self, run: &str, offset: usize) {
        let mut next = 0;
        for at in memchr_iter(b'{', run.as_bytes()) {
            if at < next || is_escaped(self.text, offset + at) {
                continue;
            }
            let second = self.text.as_bytes().get(offset + at + 1).copied();
            let third = self.text.as_bytes().get(offset + at + 2).copied();
            let (syntax, close) = match (second, third) {
                (Some(b'{'), Some(b'<' | b'%')) => (Syntax::Shortcode, "}}"),
                (Some(b'{'), _) => (Syntax::Template, "}}"),
                (Some(b'%'), _) => (Syntax::Template, "%}"),
                (Some(b'#'), Some(b' ' | b'-')) => (Syntax::Template, "#}"),
                (Some(b':'), Some(b' ' | b'.' | b'#' | b':' | b'/' | b'a'..=b'z')) => {
                    (Syntax::Attributes, "}")
                }
                _ => continue,
            };
            // The run may end between two braces, because the parser takes the second brace for the
            // attributes of a heading.
            let Some(length) = run.get(at + 2..).and_then(|rest| within(rest, close)) else {
                continue;
            };
            let inside = &run[at + 2..at + 2 + length];
            if inside.trim().is_empty() || (syntax == Syntax::Attributes && inside.contains('\n')) {
                continue;
            }
            next = at + 2 + length + close.len();
            self.note(syntax, offset + at..offset + next);
        }
    }

    /// Searches for `$…$` and `$$…$$` around a formula. A sum of money does not look like a
    /// formula.
    fn formulas(&mut self, run: &str, offset: usize) {
        let mut next = 0;
        for at in memchr_iter(b'$', run.as_bytes()) {
            if at < next || is_escaped(self.text, offset + at) {
                continue;
            }
            let sign = if run[at..].starts_with("$$") { "$$" } else { "$" };
            let inner = at + sign.len();
            let Some(length) = within(&run[inner..], sign) else { continue };
            let (inside, end) = (&run[inner..inner + length], inner + length + sign.len());
            let is_tight = sign == "$$" || is_tight(inside);
            let touches = |c: char| c.is_ascii_alphanumeric();
            let touches_word = run[..at].ends_with(touches) || run[end..].starts_with(touches);
            if is_tight && !touches_word && inside.contains(['\\', '^', '_', '{']) {
                next = end;
                self.note(Syntax::Formula, offset + at..offset + end);
            }
        }
    }

    /// Searches for `==…==` around words. A comparison has spaces around the signs, or words that
    /// touch both sides of them.
    fn highlights(&mut self, run: &str, offset: usize) {
        let mut next = 0;
        for at in memmem::find_iter(run.as_bytes(), "==") {
            if at < next || is_escaped(self.text, offset + at) || !is_pair(run, at, '=') {
                continue;
            }
            let Some(length) = within(&run[at + 2..], "==") else { continue };
            let (inside, close) = (&run[at + 2..at + 2 + length], at + 2 + length);
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '!' | '<' | '>');
            let touches_word =
                run[..at].ends_with(is_word) || run[close + 2..].starts_with(is_word);
            if is_pair(run, close, '=') && is_tight(inside) && !touches_word {
                next = close + 2;
                self.note(Syntax::Highlight, offset + at..offset + next);
            }
        }
    }

    /// Searches for `%%…%%`, which may span several paragraphs. Percent signs behind a number open
    /// no comment.
    fn comments(&mut self, prose: &ProseText) {
        let text = self.text;
        let mut open: Option<usize> = None;
        for run in &prose.runs {
            if memmem::find(&text.as_bytes()[run.clone()], b"%%").is_none() {
                continue;
            }
            let masked = prose.masked(text, run);
            for at in
                memmem::find_iter(masked.as_bytes(), "%%").filter(|at| is_pair(&masked, *at, '%'))
            {
                let place = run.start + at;
                let follows_number = masked[..at].ends_with(|c: char| c.is_alphanumeric());
                match open {
                    Some(start) => {
                        open = None;
                        self.note(Syntax::Comment, start..place + 2);
                    }
                    None if !follows_number && !is_escaped(text, place) => open = Some(place),
                    None => {}
                }
            }
        }
    }

    /// Searches for lines such as `:::note`. `:::audience` is briefgen's own, and `:::` closes a
    /// box.
    fn containers(&mut self, prose: &ProseText) {
        let text = self.text;
        let mut last = 0;
        for at in memmem::find_iter(text.as_bytes(), ":::") {
            if at < last {
                continue;
            }
            let line = last + text[last..at].rfind('\n').map_or(0, |newline| newline + 1);
            let begins = text[line..at].chars().all(|c| matches!(c, ' ' | '>'));
            let rest = text[at..].lines().next().unwrap_or_default();
            last = at + rest.len();
            let name = rest.trim_start_matches(':').trim_start();
            let is_own = name == "audience" || name.starts_with("audience ");
            if begins
                && !is_own
                && name.starts_with(|c: char| c.is_alphanumeric() || c == '{')
                && !prose.is_block(at)
            {
                self.note(Syntax::Container, at..at + rest.trim_end().len());
            }
        }
    }

    /// Recognises `> [!x] Title` at the beginning of a block quotation that is no alert.
    fn callout(&mut self, quotation: &Range<usize>) {
        let written = &self.text[quotation.clone()];
        let begin = written.trim_start_matches(['>', ' ']);
        let Some(inside) = begin.strip_prefix("[!") else { return };
        let length =
            inside.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(0);
        let is_link = |rest: &str| rest.starts_with(['(', '[', ':']);
        if length > 0 && inside[length..].strip_prefix(']').is_some_and(|rest| !is_link(rest)) {
            let at = quotation.start + written.len() - begin.len();
            self.note(Syntax::Callout, at..at + "[!".len() + length + "]".len());
        }
    }
}

/// The labels of footnote references that the parser left as text.
fn references(run: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    memmem::find_iter(run.as_bytes(), "[^").filter_map(|at| {
        let label = &run[at + 2..];
        let is_end = |c: char| c.is_whitespace() || matches!(c, ']' | '[') || c == char::from(MASK);
        let length = label.find(is_end)?;
        (length > 0 && label[length..].starts_with(']'))
            .then(|| (&label[..length], at..at + length + 3))
    })
}

/// The distance to a sign, if it is at most [`limits::LOST_MARKUP`] bytes.
fn within(text: &str, sign: &str) -> Option<usize> {
    let window = &text.as_bytes()[..text.len().min(limits::LOST_MARKUP)];
    memmem::find(window, sign.as_bytes())
}

/// Whether a text between two signs touches both of them.
fn is_tight(inside: &str) -> bool {
    !inside.is_empty()
        && !inside.starts_with(char::is_whitespace)
        && !inside.ends_with(char::is_whitespace)
}

/// Whether exactly two of a sign stand at `at`.
fn is_pair(text: &str, at: usize, sign: char) -> bool {
    !text[..at].ends_with(sign) && !text[at + 2..].starts_with(sign)
}

/// Whether a backslash escapes the character at `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use crate::base::markdown::Flavour;
    use proptest::prelude::*;

    use super::super::read_body;
    use super::*;
    use crate::base::markdown::tests::any_markdown;

    fn found(text: &str) -> Vec<String> {
        foreign_markup(&read_body(&text.into(), 0, Flavour::default()))
            .into_iter()
            .map(|found| found.message)
            .collect()
    }

    #[test]
    fn braces_that_a_heading_ends_with_are_its_own() {
        for text in [
            "## Talks {{ draft }",
            "Put stat{{ draft }\n---",
            "# Talks {{#talks}",
            "Talks {%.a}\n===",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn markup_of_other_tools_is_found() {
        for (text, expected) in [
            ("{{< figure src=\"x.png\" >}}", "`{{< figure src=\"x.png\" >}}` is a shortcode"),
            ("{{<figure src=\"x.png\">}}", "`{{<figure src=\"x.png\">}}` is a shortcode"),
            ("a {{% notice %}} b", "`{{% notice %}}` is a shortcode"),
            ("- {{< ref \"a.md\" >}}", "`{{< ref \"a.md\" >}}` is a shortcode"),
            ("## {{< icon >}} Talks", "`{{< icon >}}` is a shortcode"),
            ("[a]({{< ref \"a.md\" >}})", "`{{< ref \"a.md\" >}}` is a shortcode"),
            ("|a|\n|-|\n|{{< x >}}|", "`{{< x >}}` is a shortcode"),
            ("{{< a >}} {{< b >}}", "`{{< a >}}` is a shortcode (2 of them in this text)"),
            ("It is {{ page.date }}.", "`{{ page.date }}` is a tag of a template"),
            ("{{cite web|url=x}}", "`{{cite web|url=x}}` is a tag of a template"),
            ("{% include a.html %}", "`{% include a.html %}` is a tag of a template"),
            ("{%- if a -%}", "`{%- if a -%}` is a tag of a template"),
            ("a {# not yet #} b", "`{# not yet #}` is a tag of a template"),
            ("a %%not yet%% b", "`%%not yet%%` is a comment"),
            ("%%\nnot yet\n\nnor this\n%%", "`%% not yet nor this %%` is a comment"),
            ("![[map.png]]", "`![[map.png]]` embeds nothing"),
            ("See ![[talks#one|two]].", "`![[talks#one|two]]` embeds nothing"),
            ("(![[talks]])", "`![[talks]]` embeds nothing"),
            ("Of $x^2$ and", "`$x^2$` is a formula"),
            ("Of $x_1 + y$, too", "`$x_1 + y$` is a formula"),
            ("二氧化碳$CO_2$的", "`$CO_2$` is a formula"),
            ("$$\n\\frac{a}{b}\n$$", "`$$ \\frac{a}{b} $$` is a formula"),
            ("Costs of $5, and $x_1$", "`$x_1$` is a formula"),
            ("a ==very== b", "`==very==` highlights nothing"),
            ("==two words==.", "`==two words==` highlights nothing"),
            ("这是==重点==内容", "`==重点==` highlights nothing"),
            (":::note\nText.\n:::", "`:::note` begins no box"),
            ("::: warning\nText.\n\n:::", "`::: warning` begins no box"),
            ("Text.\n\n:::{.box}\nText.\n:::", "`:::{.box}` begins no box"),
            ("::::tip Title", "`::::tip Title` begins no box"),
            ("> [!NOTE] Title\n> Text.", "`[!NOTE]` begins no box"),
            ("> [!quote]\n> Text.", "`[!quote]` begins no box"),
            ("> [!note]- Title\n> Text.", "`[!note]` begins no box"),
            ("- > [!info] Title", "`[!info]` begins no box"),
            ("A text.\n{: .lead}", "`{: .lead}` gives no attributes"),
            ("A text.{:.lead}", "`{:.lead}` gives no attributes"),
            ("* a\n{:toc}", "`{:toc}` gives no attributes"),
            ("{::comment}x", "`{::comment}` gives no attributes"),
            ("A text.[^1]", "the footnote `[^1]` has no definition"),
            ("A text.[^note]\n\n[^other]: x", "the footnote `[^note]` has no definition"),
            ("Of[^1].\n\n[^1]: one\n\n[^1]: two", "the footnote `[^1]` is defined a second time"),
            ("*a {{< x >}}* b", "`{{< x >}}` is a shortcode"),
            ("[a ==b== c](d.md)", "`==b==` highlights nothing"),
        ] {
            let found = found(text);
            assert_eq!(found.len(), 1, "{text:?}: {found:?}");
            assert!(found[0].starts_with(expected), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn prose_code_and_markup_of_ones_own_are_left_alone() {
        for text in [
            "Costs of $5 and $7.",
            "From $5_000 to $7_000, US$5 and A$7; $ 5 and 7 $.",
            "$5^ and $6, {$7} and $8",
            "Set $HOME/my_dir and $PATH, or $A_B:$C_D.",
            "\\$x_1\\$ is none",
            "`$x^2$`, `{{ a }}`, `{% b %}`, ``==c==``, `%%d%%`, `[^1]`, `![[e]]`, `{: .f}`",
            "```\n{{< a >}} $x^2$ ==b==\n:::note\n> [!x] y\n[^1]\n```",
            "    {{< indented >}}\n    :::note",
            "if a == b and c == d",
            "if a==b and c==d",
            "a === b === c",
            "a ==b, and no more",
            "A heading\n=========\n\ntext == more",
            "100%% and 50%% of it",
            "%%",
            "%%% a %%%",
            "[a](https://example.org/?a==b&c==d) and [b](x_$y_1$.md)",
            "<https://example.org/{{a}}/$x_1$/==b==/%%20%%>",
            "<b title=\"{{ a }}\">b</b> <!-- {{< hidden >}} %%no%% -->",
            "<div>\n{{ a }} $x^2$\n:::note\n</div>",
            "Look![[talks]] and see: [[talks]]!",
            "![A map ==of== it](map.png \"$x^2$\")",
            "[[talks|==x==]]",
            ":::audience internal\nText.\n:::",
            "::: audience internal\nText.\n:::",
            ":::\n",
            "a ::: b\n\nC:::d",
            "std:::note",
            "> [!NOTE]\n> Text.",
            "> [!TIP]\n> Text.",
            "> Text.\n> [!NOTE] x",
            "> [!a](b.md)",
            "> [!] text",
            "[!x] is no quotation",
            "A set {a: b}, {}, { }, {{}}, {:)} and {%}",
            "{{ one brace } and {{ no end",
            "## Talks {#talks .a}",
            "{#talks}",
            "A text.[^1]\n\n[^1]: A note.",
            "A text.[^A]\n\n[^a]: A note.",
            "\\[^1] and [^ 1] and [^]",
            "\\{{ a }} \\==b== \\%%c%%",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn hostile_input_is_read_at_once() {
        for text in [
            "{{", "{{< ", "$", "$x_", "==", "==a ", "%%", ":::a\n", "> [!x", "[^", "[^a", "{:a",
            "![[a]] ",
        ] {
            found(&text.repeat(50_000));
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_and_every_place_is_inside(text in any_markdown(), more in "[{}$=%:!\\[\\]^ >a`\\n]{0,40}") {
            let text = format!("{text}{more}");
            for found in foreign_markup(&read_body(&text.as_str().into(), 0, Flavour::default())) {
                prop_assert!(text.get(found.at.range()).is_some_and(|written| !written.is_empty()));
            }
        }
    }
}
