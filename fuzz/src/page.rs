//! What must hold of a page of the built-in theme, whatever stands in a site: browsers read it as
//! it was meant, and nothing in it runs, loads or restyles anything that the theme does not.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that have no end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that run, load or restyle something.
const ACTIVE: [&str; 11] = [
    "applet", "base", "embed", "form", "frame", "iframe", "math", "object", "script", "style",
    "template",
];

/// Attributes that hold addresses.
const ADDRESSES: [&str; 10] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "ping",
    "poster",
    "src",
    "xlink:href",
];

/// Reads a page, or a part of one, and panics where it is not sound.
pub fn is_sound(html: &str) {
    let reader = Tokenizer::new(
        Reader::default(),
        TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
    );
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = reader.feed(&input);
    reader.end();
    let seen = reader.sink.0.into_inner();
    assert!(seen.open.is_empty(), "open at the end: {:?}\n{html}", seen.open);
    assert!(seen.wrong.is_empty(), "{}\n{html}", seen.wrong.join("; "));
}

/// What has been read of a page.
#[derive(Default)]
struct Reader(RefCell<Read>);

#[derive(Default)]
struct Read {
    open: Vec<String>,
    ids: BTreeSet<String>,
    wrong: Vec<String>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut read = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => read.start(&tag, line),
            Token::TagToken(tag) => {
                let last = read.open.pop();
                if last.as_deref() != Some(&*tag.name) {
                    read.wrong.push(format!("line {line}: </{}> ends {last:?}", tag.name));
                }
            }
            Token::ParseError(error) => read.wrong.push(format!("line {line}: {error}")),
            Token::NullCharacterToken => read.wrong.push(format!("line {line}: U+0000")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Read {
    fn start(&mut self, tag: &Tag, line: u64) {
        let mut wrong =
            |what: String| self.wrong.push(format!("line {line}: <{}>: {what}", tag.name));
        if ACTIVE.contains(&&*tag.name) {
            wrong("is active".to_owned());
        }
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            if name.starts_with("on") || matches!(name, "srcdoc" | "style") {
                wrong(format!("{name}={value:?}"));
            }
            if ADDRESSES.contains(&name) && runs(value) {
                wrong(format!("{name}={value:?}"));
            }
            // Others may stand twice in raw HTML.
            if name == "id" && !self.ids.insert(value.to_owned()) && value.starts_with('_') {
                wrong(format!("another id {value:?}"));
            }
        }
        if !tag.self_closing && !VOID.contains(&&*tag.name) {
            self.open.push(tag.name.to_string());
        }
    }
}

/// Whether an address runs something where it is opened, as browsers read it.
fn runs(address: &str) -> bool {
    let read: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = read.split(':').next().unwrap_or_default().to_ascii_lowercase();
    read.contains(':') && matches!(scheme.as_str(), "javascript" | "vbscript" | "data")
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn a_page_that_is_not_sound_is_told() {
        is_sound(
            "<!doctype html><p class=\"a\">b<br><a href=\"c.html#d\" id=\"e\">f &amp; g</a></p>",
        );
        for html in [
            "<p>",
            "</p>",
            "<p><b></p></b>",
            "<p id=a id=b></p>",
            "<p id=_a></p><p id=_a></p>",
            "<script>x</script>",
            "<p onclick=\"x\"></p>",
            "<a href=\" java\nscript:x\"></a>",
            "<a href=\"a\"b=\"c\"></a>",
            "a & b &#0;",
        ] {
            let told = std::panic::catch_unwind(|| is_sound(html));
            assert!(told.is_err(), "{html}");
        }
    }
}
