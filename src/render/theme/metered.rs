//! A template with calls of the meter in it: what it does while a page is made is counted where it
//! does it.
//!
//! Tera has no hook for that. So the text is read as Tera reads it, tag by tag, and calls are put
//! in: at the start of each round of a loop and of each component, behind what is written and set,
//! and around what a list or a component is made from. No call holds a line break, and each has its
//! place, so that Tera's findings lead to the text as it was written. What cannot be followed here
//! is refused, whatever Tera would make of it.

use std::cmp::Reverse;
use std::ops::Range;

use crate::base::limits;

use super::tokens::{Token, TokenKind, tokens};

/// A template with its meter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Metered {
    /// The text for Tera.
    pub(super) text: String,
    /// Where calls stand in it: the byte of the template, and the length of the call.
    calls: Vec<Placed>,
    /// The template that it extends.
    pub(super) parent: Option<String>,
    /// The templates that it includes.
    pub(super) included: Vec<String>,
}

/// Why a template is refused, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) at: usize,
    pub(super) why: String,
    /// Whether Tera may try it: what cannot be followed is as a rule a mistake, which it tells
    /// better.
    pub(super) may_try: bool,
}

/// A call that was put in.
#[derive(Debug, PartialEq, Eq)]
struct Placed {
    /// The byte of the template before which it stands.
    at: usize,
    len: usize,
    /// The byte of the template that a message about the call leads to.
    means: usize,
}

impl Metered {
    /// The place in the template of a place in the text with calls: what it means, for what stands
    /// in a call.
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

    /// The place in the template of a range of the text with calls.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let (start, end) = (self.place(range.start), self.place(range.end));
        start..end.max(start)
    }
}

/// Puts the meter into a template.
pub(super) fn metered(text: &str) -> Result<Metered, Refusal> {
    let mut writer = Scanner {
        text,
        at: 0,
        open: Vec::new(),
        calls: Vec::new(),
        depth: 0,
        found: Metered::default(),
    };
    writer.template()?;
    Ok(writer.finish())
}

/// A tag that is open.
enum Tag {
    /// `if` with its `elif`s.
    If { parts: usize },
    /// A loop: the number of the call at its start, and where its body begins; `None` once `else`
    /// has come.
    For { body: Option<(usize, usize)> },
    /// A component's definition, in the same way.
    Component { body: (usize, usize) },
    /// `set` with a body.
    Set { name: String },
    /// `block` and `filter`.
    Plain { end: &'static str },
    /// A call of a component with a body.
    Call,
}

/// A call to be put in.
struct Call {
    at: usize,
    means: usize,
    /// It opens what another one closes: of two at one place the later is the outer.
    opens: bool,
    text: String,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Tag>,
    calls: Vec<Call>,
    /// How many tags are open, each `elif` counted.
    depth: usize,
    found: Metered,
}

/// A tag, or what is written between braces: its tokens, its end, and whether white space behind it
/// goes.
struct Inner<'t> {
    tokens: Vec<Token<'t>>,
    end: usize,
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
                Some(b'{') => self.written(start)?,
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

    /// The tokens from behind `{{` or `{%` on.
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

    /// `{{ … }}`: what is written counts.
    fn written(&mut self, start: usize) -> Result<(), Refusal> {
        let inner = self.inner(start, "}}")?;
        let Some(whole) = whole(&inner.tokens) else { return Ok(()) };
        if is_path(&inner.tokens) {
            // Tera's message names a variable that is missing only where nothing is done with it.
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
                if let Some(target) = whole(&rest[target + 1..]) {
                    self.around(target, "_sized");
                }
                let call = self.calls.len();
                self.behind(&inner, "_round(n=0)");
                self.enter(Tag::For { body: Some((call, inner.end)) }, start)?;
            }
            "component" => {
                let call = self.calls.len();
                self.behind(&inner, "_round(n=0)");
                self.enter(Tag::Component { body: (call, inner.end) }, start)?;
            }
            "if" => {
                self.expression(rest)?;
                self.enter(Tag::If { parts: 1 }, start)?;
            }
            "elif" => {
                self.expression(rest)?;
                match self.open.last_mut() {
                    Some(Tag::If { parts }) => *parts += 1,
                    _ => return Err(unclear(first)),
                }
                self.deeper(start)?;
            }
            "else" => match self.open.last_mut() {
                Some(Tag::For { body }) => {
                    let body = body.take();
                    self.weigh(body, start);
                }
                Some(Tag::If { .. }) => {}
                _ => return Err(unclear(first)),
            },
            "set" | "set_global" => self.set(&inner, start)?,
            "block" => self.enter(Tag::Plain { end: "endblock" }, start)?,
            "filter" => {
                self.expression(rest)?;
                self.enter(Tag::Plain { end: "endfilter" }, start)?;
            }
            "include" => {
                let name = rest.first().and_then(Token::string).ok_or_else(|| unclear(first))?;
                self.found.included.push(name);
                self.capture(start, trims_before);
                self.end_of_capture(&inner);
            }
            "extends" => self.found.parent = rest.first().and_then(Token::string),
            "break" | "continue" => {}
            "<" => {
                self.expression(tokens)?;
                self.capture(start, trims_before);
                self.enter(Tag::Call, start)?;
            }
            "</" => {
                self.leave(first, |tag| matches!(tag, Tag::Call))?;
                self.end_of_capture(&inner);
            }
            "endfor" => match self.leave(first, |tag| matches!(tag, Tag::For { .. }))? {
                Tag::For { body } => self.weigh(body, start),
                _ => return Err(unclear(first)),
            },
            "endcomponent" => {
                match self.leave(first, |tag| matches!(tag, Tag::Component { .. }))? {
                    Tag::Component { body } => self.weigh(Some(body), start),
                    _ => return Err(unclear(first)),
                }
            }
            "endset" => match self.leave(first, |tag| matches!(tag, Tag::Set { .. }))? {
                Tag::Set { name } => self.behind(&inner, &format!("_kept(v={name})")),
                _ => return Err(unclear(first)),
            },
            "endif" => drop(self.leave(first, |tag| matches!(tag, Tag::If { .. }))?),
            end @ ("endblock" | "endfilter") => {
                self.leave(first, |tag| matches!(tag, Tag::Plain { end: own } if *own == end))?;
            }
            _ => return Err(unclear(first)),
        }
        Ok(())
    }

    /// `{% raw %}`: all is text up to its end.
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
            // What stands there already is only named once more.
            if !is_path(&rest[1..]) {
                self.behind(inner, &format!("_kept(v={})", name.text));
            }
            return Ok(());
        }
        self.expression(rest)?;
        self.enter(Tag::Set { name: name.text.to_owned() }, start)
    }

    fn enter(&mut self, tag: Tag, start: usize) -> Result<(), Refusal> {
        self.open.push(tag);
        self.deeper(start)
    }

    fn deeper(&mut self, start: usize) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > limits::TEMPLATE_DEPTH {
            let most = limits::TEMPLATE_DEPTH;
            let why = format!("more than {most} tags are open here, each `elif` counted");
            return Err(Refusal { may_try: false, ..refusal(start, &why) });
        }
        Ok(())
    }

    fn leave(&mut self, end: &Token<'_>, fits: impl Fn(&Tag) -> bool) -> Result<Tag, Refusal> {
        let tag = self.open.pop().filter(fits).ok_or_else(|| unclear(end))?;
        self.depth -= if let Tag::If { parts } = tag { parts } else { 1 };
        Ok(tag)
    }

    /// Gives the call at the start of a body its length: so much is written in each round at most,
    /// but for values.
    fn weigh(&mut self, body: Option<(usize, usize)>, end: usize) {
        if let Some((call, start)) = body {
            let text = &mut self.calls[call].text;
            *text = text.replace("n=0", &format!("n={}", end - start));
        }
    }

    /// A call behind a tag. White space that goes behind the tag still does.
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

    /// What a tag gives, an include or a component, is counted as a whole, before it is written.
    fn capture(&mut self, start: usize, trims: bool) {
        let begin = if trims { "{%-" } else { "{%" };
        self.open(start, format!("{begin} filter _shown %}}"));
    }

    fn end_of_capture(&mut self, inner: &Inner<'_>) {
        let end = if inner.trims { "-%}" } else { "%}" };
        self.close(inner.end, format!("{{% endfilter {end}"));
    }

    fn around(&mut self, range: Range<usize>, filter: &str) {
        self.open(range.start, "(".to_owned());
        self.calls.push(Call {
            at: range.end,
            means: range.start,
            opens: false,
            text: format!(")|{filter}"),
        });
    }

    fn open(&mut self, at: usize, text: String) {
        self.calls.push(Call { at, means: at, opens: true, text });
    }

    fn close(&mut self, at: usize, text: String) {
        self.calls.push(Call { at, means: at, opens: false, text });
    }

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
            self.found.calls.push(Placed { at: call.at, len: call.text.len(), means: call.means });
        }
        text.push_str(&self.text[written..]);
        Metered { text, ..self.found }
    }
}

fn refusal(at: usize, why: &str) -> Refusal {
    Refusal { at, why: why.to_owned(), may_try: true }
}

fn unclear(token: &Token<'_>) -> Refusal {
    refusal(token.at.start, "briefgen cannot follow this")
}

/// Where tokens stand.
fn whole(tokens: &[Token<'_>]) -> Option<Range<usize>> {
    Some(tokens.first()?.at.start..tokens.last()?.at.end)
}

/// Whether tokens are a name, or names with points between.
fn is_path(tokens: &[Token<'_>]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(n, token)| match n % 2 {
            0 => token.kind == TokenKind::Name && !token.is_word_of_tera(),
            _ => token.text == ".",
        })
}

/// What a bracket is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// Around a part, or around the arguments of a filter or a test.
    Round,
    /// Around the arguments of a function.
    Function,
    /// Behind a value; with a colon in it a part of the value is copied.
    Index { is_slice: bool },
    /// A list.
    List,
    /// A list that is made from another: what it is made from ends at `if` or at the bracket.
    Comprehension { is_in_target: bool },
    /// A map.
    Map,
    /// A component.
    Component,
    /// An attribute of a component.
    Attribute,
}

impl Scanner<'_> {
    /// Puts calls into an expression, or several with something between.
    fn expression(&mut self, tokens: &[Token<'_>]) -> Result<(), Refusal> {
        let ends = ends_of_brackets(tokens)?;
        let mut open: Vec<(Bracket, usize)> = Vec::new();
        for (n, token) in tokens.iter().enumerate() {
            let before = n.checked_sub(1).map(|n| &tokens[n]);
            let follows_value = before.is_some_and(Token::ends_value);
            match token.text {
                "(" => {
                    let name = before.filter(|before| {
                        before.kind == TokenKind::Name && !before.is_word_of_tera()
                    });
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
                ")" | "]" | "}" => self.closing(&mut open, tokens, n)?,
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
                        self.close(before.at.end, ")|_each".to_owned());
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
                        self.close(before.at.end, "|_weighed".to_owned());
                    }
                }
                "..." => {
                    let end = end_of_item(tokens, &ends, n + 1);
                    if let Some(range) = whole(&tokens[n + 1..end]) {
                        self.around(range, "_sized");
                    }
                }
                "==" | "!=" | "<=" | ">=" | "<" | ">" | "~" | "in" => {
                    if let Some(end) = end_of_value(tokens, &ends, n + 1) {
                        self.close(tokens[end].at.end, "|_weighed".to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn closing(
        &mut self,
        open: &mut Vec<(Bracket, usize)>,
        tokens: &[Token<'_>],
        n: usize,
    ) -> Result<(), Refusal> {
        let token = &tokens[n];
        let (bracket, start) = open.pop().ok_or_else(|| unclear(token))?;
        match bracket {
            Bracket::Function | Bracket::Index { is_slice: true } => {
                self.close(token.at.end, "|_sized".to_owned());
            }
            Bracket::Comprehension { is_in_target: true } => {
                self.close(token.at.start, ")|_each".to_owned())
            }
            Bracket::Attribute if tokens[start + 1].text != "..." => {
                if let Some(range) = whole(&tokens[start + 1..n]) {
                    self.around(range, "_kept");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// `for` in a list: each item counts, and the list that they are made from.
    fn comprehension(
        &mut self,
        open: &mut [(Bracket, usize)],
        tokens: &[Token<'_>],
        n: usize,
    ) -> Result<(), Refusal> {
        let Some((bracket @ Bracket::List, start)) = open.last_mut() else {
            return Err(unclear(&tokens[n]));
        };
        let item = whole(&tokens[*start + 1..n]).ok_or_else(|| unclear(&tokens[n]))?;
        *bracket = Bracket::Comprehension { is_in_target: true };
        let names = tokens[n + 1..].iter().take(4).position(|token| token.text == "in");
        let target =
            names.and_then(|names| tokens.get(n + names + 2)).ok_or_else(|| unclear(&tokens[n]))?;
        self.around(item, "_kept");
        self.open(target.at.start, "(".to_owned());
        Ok(())
    }
}

/// Whether an `in` stands between the names and the list of a comprehension.
fn is_in_of_comprehension(open: Option<&(Bracket, usize)>, tokens: &[Token<'_>], n: usize) -> bool {
    let of_names = |back: usize| n.checked_sub(back).is_some_and(|at| tokens[at].text == "for");
    matches!(open, Some((Bracket::Comprehension { is_in_target: true }, _)))
        && (of_names(2) || of_names(4))
}

/// What counts the value that goes into a filter: as a whole, where the filter writes all that is
/// in it.
fn meter_before(filter: &str) -> &'static str {
    match filter {
        "str" | "join" | "sort" | "group_by" => "_weighed",
        "unique" => "_squared",
        "indent" => "_indented",
        _ => "_sized",
    }
}

/// The number of the token that closes each bracket.
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

/// The last token of the value that begins at one.
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

/// The token behind an item of a list or map, which a comma or the bracket's end closes.
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
