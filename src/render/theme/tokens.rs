//! Splits Tera's tags into tokens, precisely enough to find where expressions start and end.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An identifier or a keyword.
    Name,
    /// A string literal with its quotation marks.
    Text,
    Number,
    /// Punctuation.
    Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    pub(super) at: Range<usize>,
}

impl Token<'_> {
    /// The value of a string literal; `None` for other tokens.
    pub(super) fn string(&self) -> Option<String> {
        (self.kind == TokenKind::Text).then(|| self.text[1..self.text.len() - 1].replace('\\', ""))
    }

    /// Whether the token is a keyword of Tera.
    pub(super) fn is_keyword(&self) -> bool {
        matches!(self.text, "and" | "or" | "not" | "in" | "is" | "if" | "else" | "for")
    }

    /// Whether a value can end with this token.
    pub(super) fn ends_value(&self) -> bool {
        match self.kind {
            TokenKind::Name => !self.is_keyword(),
            TokenKind::Text | TokenKind::Number => true,
            TokenKind::Sign => matches!(self.text, ")" | "]" | "}"),
        }
    }
}

const LONG_SIGNS: [&str; 10] = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];

/// The tokens from byte `from` up to `end` (`}}` or `%}`), and the byte at which `end`, or the
/// hyphen before it, stands.
///
/// # Errors
/// The byte at which no token starts, or at which the text ends.
pub(super) fn tokens<'t>(
    text: &'t str,
    from: usize,
    end: &str,
) -> Result<(Vec<Token<'t>>, usize), usize> {
    let mut tokens = Vec::new();
    let mut at = from;
    loop {
        let rest = &text[at..];
        let Some(first) = rest.bytes().next() else { return Err(at) };
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if rest.starts_with(end) || (first == b'-' && rest[1..].starts_with(end)) {
            return Ok((tokens, at));
        }
        let (kind, len) = token(rest).ok_or(at)?;
        tokens.push(Token { kind, text: &rest[..len], at: at..at + len });
        at += len;
    }
}

/// The kind and the length of the token at the start of a text, which must not be empty.
fn token(rest: &str) -> Option<(TokenKind, usize)> {
    let bytes = rest.as_bytes();
    let while_it = |is: &dyn Fn(&u8) -> bool| bytes.iter().take_while(|byte| is(byte)).count();
    match bytes[0] {
        quote @ (b'"' | b'\'' | b'`') => Some((TokenKind::Text, end_of_text(bytes, quote)?)),
        b'0'..=b'9' => Some((TokenKind::Number, end_of_number(bytes))),
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
            Some((TokenKind::Name, while_it(&|byte| byte.is_ascii_alphanumeric() || *byte == b'_')))
        }
        first => {
            let long = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let is_sign = first.is_ascii_punctuation();
            is_sign.then(|| (TokenKind::Sign, long.map_or(1, |sign| sign.len())))
        }
    }
}

fn end_of_text(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The length of digits that may have a point after or between them.
fn end_of_number(bytes: &[u8]) -> usize {
    let digits =
        |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    if bytes.get(whole) == Some(&b'.') { whole + 1 + digits(whole + 1) } else { whole }
}
