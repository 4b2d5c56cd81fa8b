//! Inserts calls of the meter into a template, so that its work is counted while a page is
//! rendered.
//!
//! Tera has no hooks, so the template is scanned tag by tag and calls are inserted: at the start of
//! each iteration of a loop and of each component, after each output and assignment, and around the
//! values that lists and components are built from. Each call has a recorded place and no line
//! break, so that errors of Tera can be mapped to the original template. A template that the
//! scanner does not understand is refused, even if Tera would accept it.

use std::cmp::Reverse;
use std::ops::Range;

use crate::base::limits;

use super::tokens::{Token, TokenKind, tokens};

/// A template with calls of the meter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Metered {
    /// The template with calls, which Tera compiles.
    pub(super) text: String,
    /// The inserted calls in the order of the text.
    calls: Vec<InsertedCall>,
    /// The template that this template extends.
    pub(super) parent: Option<String>,
    /// The templates that this template includes.
    pub(super) included: Vec<String>,
}

/// Why a template cannot be metered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The byte of the template at which the problem is.
    pub(super) at: usize,
    pub(super) why: String,
    /// Whether Tera may compile the template to report the error: usually there is one, and its
    /// message is better.
    pub(super) may_compile: bool,
}

/// The place of an inserted call.
#[derive(Debug, PartialEq, Eq)]
struct InsertedCall {
    /// The byte of the original template before which the call was inserted.
    at: usize,
    len: usize,
    /// The byte of the original template to which an error in the call is mapped.
    means: usize,
}

impl Metered {
    /// Maps a byte of the metered text to a byte of the original template.
    pub(super) fn place(&self, byte: usize) -> usize {
        let mut before = 0;
        for call in &self.calls {
            let start = call.at + before;
            if byte < start + call.len {
                return if byte < start { byte - before } else { call.means };
            }
            before += call.len;
        }
        byte - before
    }

    /// Maps a range of the metered text to a range of the original template.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let (start, end) = (self.place(range.start), self.place(range.end));
        start..end.max(start)
    }
}

/// Inserts calls of the meter into a template.
pub(super) fn metered(text: &str) -> Result<Metered, Refusal> {
    let mut scanner = Scanner {
        text,
        at: 0,
        open: Vec::new(),
        calls: Vec::new(),
        depth: 0,
        found: Metered::default(),
    };
    scanner.template()?;
    Ok(scanner.finish())
}

/// A tag that is not closed yet.
enum OpenTag {
    /// `if`; `parts` counts it and its `elif`s.
    If { parts: usize },
    /// A loop; `None` after its `else`.
    For { body: Option<MeteredBody> },
    /// The definition of a component.
    Component { body: MeteredBody },
    /// `set` with a body.
    Set { name: String },
    /// `block` or `filter`.
    Plain { end: &'static str },
    /// A call of a component with a body.
    Call,
}

/// A body that starts with a call of `_round`, whose argument is set once the body's length is
/// known.
#[derive(Clone, Copy)]
struct MeteredBody {
    /// The index of the call.
    call: usize,
    /// The byte at which the body starts.
    start: usize,
}

/// A call to insert.
struct Call {
    at: usize,
    means: usize,
    /// Whether the call opens a pair. Of two such calls at one place, the later is the outer.
    opens: bool,
    text: String,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<OpenTag>,
    calls: Vec<Call>,
    /// How many tags are open, where each `elif` counts as a tag.
    depth: usize,
    found: Metered,
}

/// The contents of `{{ … }}` or `{% … %}`.
struct Inner<'t> {
    tokens: Vec<Token<'t>>,
    /// The byte after the closing braces.
    end: usize,
    /// Whether a hyphen before the closing braces removes white space after them.
    trims: bool,
}

impl<'t> Scanner<'t> {
    fn template(&mut self) -> Result<(), Refusal> {
        while let Some(found) = memchr::memchr(b'{', &self.text.as_bytes()[self.at..]) {
            let start = self.at + found;
            match self.text.as_bytes().get(start + 1) {
                Some(b'#') => {
                    let end =
                        self.text[start + 2..].find("#}").ok_or_else(|| self.unclosed(start))?;
                    self.at = start + 2 + end + 2;
                }
                Some(b'{') => self.output(start)?,
                Some(b'%') => self.tag(start)?,
                _ => self.at = start + 1,
            }
        }
        match self.open.is_empty() {
            true => Ok(()),
            false => Err(self.unclosed(self.text.len())),
        }
    }

    fn unclosed(&self, at: usize) -> Refusal {
        refusal(at, "this is not closed")
    }

    /// Reads the contents of the braces at byte `start`.
    fn inner(&mut self, start: usize, end: &str) -> Result<Inner<'t>, Refusal> {
        let mut from = start + 2;
        from += usize::from(self.text.as_bytes().get(from) == Some(&b'-'));
        let (tokens, stop) = tokens(self.text, from, end)
            .map_err(|at| refusal(at, "briefgen cannot follow this"))?;
        let trims = self.text.as_bytes()[stop] == b'-';
        let end = stop + end.len() + usize::from(trims);
        self.at = end;
        Ok(Inner { tokens, end, trims })
    }

    /// `{{ … }}`: counts the value that is written.
    fn output(&mut self, start: usize) -> Result<(), Refusal> {
        let inner = self.inner(start, "}}")?;
        let Some(whole) = range_of(&inner.tokens) else { return Ok(()) };
        if is_path(&inner.tokens) {
            // A filter around a missing variable would hide its name from Tera's message.
            let path = &self.text[whole];
            self.behind(&inner, &format!("_text(v={path})"));
        } else {
            self.expression(&inner.tokens)?;
            self.around(whole, "_shown");
        }
        Ok(())
    }

    fn tag(&mut self, start: usize) -> Result<(), Refusal> {
        let inner = self.inner(start, "%}")?;
        let trims_before = self.text[start + 2..].starts_with('-');
        let tokens = &inner.tokens;
        let Some(first) = tokens.first() else { return Err(refusal(start, "an empty tag")) };
        let rest = &tokens[1..];
        match first.text {
            "raw" => self.raw(&inner)?,
            "for" => {
                let target = rest
                    .iter()
                    .position(|token| token.text == "in")
                    .ok_or_else(|| unclear(first))?;
                self.expression(&rest[target + 1..])?;
                if let Some(target) = range_of(&rest[target + 1..]) {
                    self.around(target, "_sized");
                }
                let body = self.metered_body(&inner);
                self.enter(OpenTag::For { body: Some(body) }, start)?;
            }
            "component" => {
                let body = self.metered_body(&inner);
                self.enter(OpenTag::Component { body }, start)?;
            }
            "if" => {
                self.expression(rest)?;
                self.enter(OpenTag::If { parts: 1 }, start)?;
            }
            "elif" => {
                self.expression(rest)?;
                match self.open.last_mut() {
                    Some(OpenTag::If { parts }) => *parts += 1,
                    _ => return Err(unclear(first)),
                }
                self.increase_depth(start)?;
            }
            "else" => match self.open.last_mut() {
                Some(OpenTag::For { body }) => {
                    let body = body.take();
                    self.end_body(body, start);
                }
                Some(OpenTag::If { .. }) => {}
                _ => return Err(unclear(first)),
            },
            "set" | "set_global" => self.set(&inner, start)?,
            "block" => self.enter(OpenTag::Plain { end: "endblock" }, start)?,
            "filter" => {
                self.expression(rest)?;
                self.enter(OpenTag::Plain { end: "endfilter" }, start)?;
            }
            "include" => {
                let name = rest.first().and_then(Token::string).ok_or_else(|| unclear(first))?;
                self.found.included.push(name);
                self.start_capture(start, trims_before);
                self.end_capture(&inner);
            }
            "extends" => self.found.parent = rest.first().and_then(Token::string),
            "break" | "continue" => {}
            "<" => {
                self.expression(tokens)?;
                self.start_capture(start, trims_before);
                self.enter(OpenTag::Call, start)?;
            }
            "</" => {
                self.leave(first, |tag| matches!(tag, OpenTag::Call))?;
                self.end_capture(&inner);
            }
            "endfor" => match self.leave(first, |tag| matches!(tag, OpenTag::For { .. }))? {
                OpenTag::For { body } => self.end_body(body, start),
                _ => return Err(unclear(first)),
            },
            "endcomponent" => {
                match self.leave(first, |tag| matches!(tag, OpenTag::Component { .. }))? {
                    OpenTag::Component { body } => self.end_body(Some(body), start),
                    _ => return Err(unclear(first)),
                }
            }
            "endset" => match self.leave(first, |tag| matches!(tag, OpenTag::Set { .. }))? {
                OpenTag::Set { name } => self.behind(&inner, &format!("_kept(v={name})")),
                _ => return Err(unclear(first)),
            },
            "endif" => drop(self.leave(first, |tag| matches!(tag, OpenTag::If { .. }))?),
            end @ ("endblock" | "endfilter") => {
                self.leave(first, |tag| matches!(tag, OpenTag::Plain { end: own } if *own == end))?;
            }
            _ => return Err(unclear(first)),
        }
        Ok(())
    }

    /// `{% raw %}`: skips the text up to `{% endraw %}`.
    fn raw(&mut self, inner: &Inner<'_>) -> Result<(), Refusal> {
        let mut from = inner.end;
        while let Some(found) = self.text[from..].find("{%") {
            let start = from + found;
            from = start + 2;
            let tag = &self.text[from..];
            let tag = tag.strip_prefix('-').unwrap_or(tag).trim_ascii_start();
            if let Some(rest) = tag.strip_prefix("endraw") {
                let rest = rest.trim_ascii_start();
                let rest = rest.strip_prefix('-').unwrap_or(rest);
                if rest.starts_with("%}") {
                    self.at = self.text.len() - rest.len() + 2;
                    return Ok(());
                }
            }
        }
        Err(self.unclosed(inner.end))
    }

    fn set(&mut self, inner: &Inner<'_>, start: usize) -> Result<(), Refusal> {
        let [_, name, rest @ ..] = &inner.tokens[..] else {
            return Err(refusal(start, "nothing is set"));
        };
        if rest.first().is_some_and(|token| token.text == "=") {
            self.expression(&rest[1..])?;
            // Assigning a variable to another one copies nothing.
            if !is_path(&rest[1..]) {
                self.behind(inner, &format!("_kept(v={})", name.text));
            }
            return Ok(());
        }
        self.expression(rest)?;
        self.enter(OpenTag::Set { name: name.text.to_owned() }, start)
    }

    fn enter(&mut self, tag: OpenTag, start: usize) -> Result<(), Refusal> {
        self.open.push(tag);
        self.increase_depth(start)
    }

    fn increase_depth(&mut self, start: usize) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > limits::TEMPLATE_DEPTH {
            let most = limits::TEMPLATE_DEPTH;
            let why = format!("more than {most} tags are open here, each `elif` counted");
            return Err(Refusal { may_compile: false, ..refusal(start, &why) });
        }
        Ok(())
    }

    /// Closes the innermost open tag, which must fit the end tag.
    fn leave(
        &mut self,
        end: &Token<'_>,
        fits: impl Fn(&OpenTag) -> bool,
    ) -> Result<OpenTag, Refusal> {
        let tag = self.open.pop().filter(fits).ok_or_else(|| unclear(end))?;
        self.depth -= if let OpenTag::If { parts } = tag { parts } else { 1 };
        Ok(tag)
    }

    /// Inserts the call at the start of a body, which follows a tag.
    fn metered_body(&mut self, tag: &Inner<'_>) -> MeteredBody {
        let call = self.calls.len();
        self.behind(tag, "_round(n=0)");
        MeteredBody { call, start: tag.end }
    }

    /// Sets the argument of a body's call to the length of the body, which bounds the text that
    /// each iteration writes in addition to values.
    fn end_body(&mut self, body: Option<MeteredBody>, end: usize) {
        if let Some(MeteredBody { call, start }) = body {
            let text = &mut self.calls[call].text;
            *text = text.replace("n=0", &format!("n={}", end - start));
        }
    }

    /// Inserts a call after a tag. If the tag removes the white space after it, so does the call.
    fn behind(&mut self, inner: &Inner<'_>, call: &str) {
        let end = if inner.trims { "-}}" } else { "}}" };
        let means = inner.tokens.first().map_or(inner.end, |token| token.at.start);
        self.calls.push(Call {
            at: inner.end,
            means,
            opens: false,
            text: format!("{{{{ {call} {end}"),
        });
    }

    /// Puts a filter around the output of an include or a component, which counts the output before
    /// it is written.
    fn start_capture(&mut self, start: usize, trims: bool) {
        let begin = if trims { "{%-" } else { "{%" };
        self.open(start, format!("{begin} filter _shown %}}"));
    }

    fn end_capture(&mut self, inner: &Inner<'_>) {
        let end = if inner.trims { "-%}" } else { "%}" };
        let (at, text) = (inner.end, format!("{{% endfilter {end}"));
        self.calls.push(Call { at, means: at, opens: false, text });
    }

    /// Applies a filter to the expression in a range.
    fn around(&mut self, range: Range<usize>, filter: &str) {
        self.open(range.start, "(".to_owned());
        self.calls.push(Call {
            at: range.end,
            means: range.start,
            opens: false,
            text: format!(")|{filter} "),
        });
    }

    fn open(&mut self, at: usize, text: String) {
        self.calls.push(Call { at, means: at, opens: true, text });
    }

    /// A call behind a value. It ends with a space, as a word may follow at once: `range(end=3)if`.
    fn close(&mut self, at: usize, call: &str) {
        self.calls.push(Call { at, means: at, opens: false, text: format!("{call} ") });
    }

    /// Inserts the calls into the text.
    fn finish(mut self) -> Metered {
        let mut calls: Vec<(usize, Call)> = self.calls.drain(..).enumerate().collect();
        let order = |(number, call): &(usize, Call)| match call.opens {
            false => (call.at, false, *number, Reverse(0)),
            true => (call.at, true, 0, Reverse(*number)),
        };
        calls.sort_by_key(order);
        let mut text = String::with_capacity(self.text.len() * 2);
        let mut written = 0;
        for (_, call) in calls {
            text.push_str(&self.text[written..call.at]);
            text.push_str(&call.text);
            written = call.at;
            let Call { at, means, text: call, .. } = call;
            self.found.calls.push(InsertedCall { at, len: call.len(), means });
        }
        text.push_str(&self.text[written..]);
        Metered { text, ..self.found }
    }
}

fn refusal(at: usize, why: &str) -> Refusal {
    Refusal { at, why: why.to_owned(), may_compile: true }
}

/// The refusal of a token that the scanner does not understand.
fn unclear(token: &Token<'_>) -> Refusal {
    refusal(token.at.start, "briefgen cannot follow this")
}

/// The range from the first to the last token; `None` if there are no tokens.
fn range_of(tokens: &[Token<'_>]) -> Option<Range<usize>> {
    Some(tokens.first()?.at.start..tokens.last()?.at.end)
}

/// Whether tokens form a path: `page` or `page.title`.
fn is_path(tokens: &[Token<'_>]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(n, token)| match n % 2 {
            0 => token.kind == TokenKind::Name && !token.is_keyword(),
            _ => token.text == ".",
        })
}

/// For a slice of a path that a path goes on behind, as in `page.items[1:][0].title`: the range of
/// the sliced path, and the end of the whole. Tera accepts no filter in between.
fn path_with_slice(
    tokens: &[Token<'_>],
    ends: &[usize],
    bracket: usize,
) -> Option<(Range<usize>, usize)> {
    let end = end_of_value(tokens, ends, bracket)?;
    let goes_on = |token: &Token<'_>| matches!(token.text, "." | "?." | "?[");
    if !tokens[ends[bracket] + 1..=end].iter().any(goes_on) {
        return None;
    }
    let mut first = bracket.checked_sub(1)?;
    while first >= 2 && tokens[first - 1].text == "." {
        first -= 2;
    }
    let path = &tokens[first..bracket];
    let is_whole = first == 0 || tokens[first - 1].text != "?.";
    Some((range_of(path).filter(|_| is_whole && is_path(path))?, tokens[end].at.end))
}

/// The role of an open bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// Groups an expression, or holds the arguments of a filter or a test.
    Round,
    /// Holds the arguments of a function.
    Function,
    /// Follows a value. With a colon in it, the index copies a part of the value.
    Index {
        is_slice: bool,
    },
    List,
    /// A list comprehension. Its target, the list after `in`, ends at `if` or at the bracket.
    Comprehension {
        is_in_target: bool,
    },
    Map,
    Component,
    /// The value of an attribute of a component.
    Attribute,
}

impl Scanner<'_> {
    /// Inserts calls into one or more expressions.
    fn expression(&mut self, tokens: &[Token<'_>]) -> Result<(), Refusal> {
        let ends = ends_of_brackets(tokens)?;
        let mut open: Vec<(Bracket, usize)> = Vec::new();
        for (n, token) in tokens.iter().enumerate() {
            let before = n.checked_sub(1).map(|n| &tokens[n]);
            let follows_value = before.is_some_and(Token::ends_value);
            match token.text {
                "(" => {
                    let name = before
                        .filter(|before| before.kind == TokenKind::Name && !before.is_keyword());
                    let ahead = n.checked_sub(2).map_or("", |n| tokens[n].text);
                    let of_function = name.is_some() && !matches!(ahead, "|" | "is" | "not");
                    open.push((if of_function { Bracket::Function } else { Bracket::Round }, n));
                }
                "[" | "?[" => {
                    let bracket = if follows_value {
                        Bracket::Index { is_slice: false }
                    } else {
                        Bracket::List
                    };
                    open.push((bracket, n));
                }
                "{" => {
                    let in_component =
                        open.last().is_some_and(|(bracket, _)| *bracket == Bracket::Component);
                    open.push((if in_component { Bracket::Attribute } else { Bracket::Map }, n));
                }
                ")" | "]" | "}" => self.closing(&mut open, tokens, &ends, n)?,
                ":" => {
                    if let Some((Bracket::Index { is_slice }, _)) = open.last_mut() {
                        *is_slice = true;
                    }
                }
                "<" if !follows_value => open.push((Bracket::Component, n)),
                ">" if open.last().is_some_and(|(bracket, _)| *bracket == Bracket::Component) => {
                    open.pop();
                }
                "for" if token.kind == TokenKind::Name => {
                    self.comprehension(&mut open, tokens, n)?
                }
                "if" => {
                    if let Some((Bracket::Comprehension { is_in_target }, _)) = open.last_mut()
                        && *is_in_target
                        && let Some(before) = before
                    {
                        *is_in_target = false;
                        self.close(before.at.end, ")|_each");
                    }
                }
                "in" if is_in_of_comprehension(open.last(), tokens, n) => {}
                "|" => {
                    if let Some(filter) = tokens.get(n + 1) {
                        self.open(filter.at.start, format!("{}|", meter_before(filter.text)));
                    }
                }
                "is" => {
                    let test = tokens[n + 1..]
                        .iter()
                        .find(|token| token.text != "not")
                        .map_or("", |token| token.text);
                    if matches!(test, "containing" | "starting_with" | "ending_with")
                        && let Some(before) = before
                    {
                        self.close(before.at.end, "|_weighed");
                    }
                }
                "..." => {
                    let end = end_of_item(tokens, &ends, n + 1);
                    if let Some(range) = range_of(&tokens[n + 1..end]) {
                        self.around(range, "_sized");
                    }
                }
                "==" | "!=" | "<=" | ">=" | "<" | ">" | "~" | "in" => {
                    if let Some(end) = end_of_value(tokens, &ends, n + 1) {
                        self.close(tokens[end].at.end, "|_weighed");
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Handles the closing bracket at token `n`.
    fn closing(
        &mut self,
        open: &mut Vec<(Bracket, usize)>,
        tokens: &[Token<'_>],
        ends: &[usize],
        n: usize,
    ) -> Result<(), Refusal> {
        let token = &tokens[n];
        let (bracket, start) = open.pop().ok_or_else(|| unclear(token))?;
        match bracket {
            Bracket::Function => self.close(token.at.end, "|_sized"),
            Bracket::Index { is_slice: true } => match path_with_slice(tokens, ends, start) {
                Some((sliced, end)) => {
                    let path = &self.text[sliced.clone()];
                    self.open(sliced.start, "(".to_owned());
                    self.close(end, &format!(" if _slice(v={path}) else 0)"));
                }
                None => self.close(token.at.end, "|_sized"),
            },
            Bracket::Comprehension { is_in_target: true } => self.close(token.at.start, ")|_each"),
            Bracket::Attribute if tokens[start + 1].text != "..." => {
                if let Some(range) = range_of(&tokens[start + 1..n]) {
                    self.around(range, "_kept");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Handles the `for` of a list comprehension at token `n`: counts each item and the target.
    fn comprehension(
        &mut self,
        open: &mut [(Bracket, usize)],
        tokens: &[Token<'_>],
        n: usize,
    ) -> Result<(), Refusal> {
        let Some((bracket @ Bracket::List, start)) = open.last_mut() else {
            return Err(unclear(&tokens[n]));
        };
        let item = range_of(&tokens[*start + 1..n]).ok_or_else(|| unclear(&tokens[n]))?;
        *bracket = Bracket::Comprehension { is_in_target: true };
        let names = tokens[n + 1..].iter().take(4).position(|token| token.text == "in");
        let target =
            names.and_then(|names| tokens.get(n + names + 2)).ok_or_else(|| unclear(&tokens[n]))?;
        self.around(item, "_kept");
        self.open(target.at.start, "(".to_owned());
        Ok(())
    }
}

/// Whether the `in` at token `n` belongs to a list comprehension, and is not an operator.
fn is_in_of_comprehension(open: Option<&(Bracket, usize)>, tokens: &[Token<'_>], n: usize) -> bool {
    let of_names = |back: usize| n.checked_sub(back).is_some_and(|at| tokens[at].text == "for");
    matches!(open, Some((Bracket::Comprehension { is_in_target: true }, _)))
        && (of_names(2) || of_names(4))
}

/// The filter that counts the input of a filter of Tera: with everything in it, if that filter
/// reads everything.
fn meter_before(filter: &str) -> &'static str {
    match filter {
        "str" | "join" | "sort" | "group_by" => "_weighed",
        "unique" => "_squared",
        "indent" => "_indented",
        _ => "_sized",
    }
}

/// For each token that opens a bracket, the index of the token that closes it; 0 for other tokens.
fn ends_of_brackets(tokens: &[Token<'_>]) -> Result<Vec<usize>, Refusal> {
    let mut ends = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "?[" | "{" => open.push(n),
            ")" | "]" | "}" => {
                let start: usize = open.pop().ok_or_else(|| unclear(token))?;
                ends[start] = n;
            }
            _ => {}
        }
    }
    match open.last() {
        Some(start) => Err(unclear(&tokens[*start])),
        None => Ok(ends),
    }
}

/// The last token of the value that starts at token `start`.
fn end_of_value(tokens: &[Token<'_>], ends: &[usize], start: usize) -> Option<usize> {
    let signs =
        tokens.get(start..)?.iter().take_while(|token| matches!(token.text, "-" | "not")).count();
    let mut at = start + signs;
    if tokens.get(at)?.text == "<" {
        let end = tokens[at..].iter().position(|token| token.text == ">")?;
        return Some(at + end);
    }
    at = ends[at].max(at);
    while let Some(token) = tokens.get(at + 1) {
        match token.text {
            "." | "?." => at += 2,
            "(" | "[" | "?[" => at = ends[at + 1],
            _ => break,
        }
    }
    (at < tokens.len()).then_some(at)
}

/// The token after the item of a list or map that starts at token `start`: a comma or the closing
/// bracket.
fn end_of_item(tokens: &[Token<'_>], ends: &[usize], start: usize) -> usize {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        if matches!(token.text, "," | "]" | "}" | ")") {
            break;
        }
        at = ends[at].max(at) + 1;
    }
    at.min(tokens.len())
}
