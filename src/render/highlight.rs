//! Highlights code: wraps the tokens of a programming language in `<span>`s, whose classes the
//! stylesheet gives colours.
//!
//! The only user of `syntect`. This module must not know Markdown or pages. Its grammars come from
//! `two-face` and are simplified by the build script.

#[cfg(test)]
mod ascii;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use syntect::dumps;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::base::limits;
use crate::base::listing::{CodeBudget, is_plain};
use crate::base::memo::Fingerprint;

/// Highlights code of all known languages. Reads the grammars when they are first needed.
///
/// Highlighted code is cached: one listing takes as long as ten pages of prose, and in `watch`
/// every edit of a page or a template renders its listings again.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
    cache: Mutex<HighlightCache>,
}

/// Highlighted code by the hash of language and code; `None` for code that stays plain.
#[derive(Debug, Default)]
struct HighlightCache {
    listings: FxHashMap<Fingerprint, Option<Arc<str>>>,
    /// The length of all listings.
    bytes: usize,
}

impl HighlightCache {
    /// Adds a listing. Empties the cache first if it would become too large.
    fn insert(&mut self, key: Fingerprint, html: &Option<Arc<str>>) {
        self.bytes += html.as_ref().map_or(0, |html| html.len());
        if self.bytes > limits::CODE_REMEMBERED {
            *self = HighlightCache::default();
        }
        self.listings.insert(key, html.clone());
    }
}

impl Highlighter {
    /// The code as HTML, with its tokens in spans with classes such as `hl-keyword`.
    ///
    /// `None` if the language is unknown or plain text, or if highlighting the code would take too
    /// long.
    pub fn highlight(&self, code: &str, language: &str) -> Option<Arc<str>> {
        if is_plain(language) || !CodeBudget::default().spend(code) {
            return None;
        }
        let key = Fingerprint::of(&(language, code));
        // The map is valid even after a panic of another thread.
        let cache = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(html) = cache().listings.get(&key) {
            return html.clone();
        }
        let html = self.highlight_uncached(code, language).map(Arc::from);
        cache().insert(key, &html);
        html
    }

    /// Highlights one listing of each language in these texts, unless code was highlighted before.
    ///
    /// The first listing of a language takes as long as a hundred pages, since its grammar is
    /// compiled. Here this happens on all threads while few other tasks are ready to run.
    pub fn prepare(&self, texts: &[&str]) {
        let cache = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if !cache().listings.is_empty() {
            return;
        }
        let listings: FxHashMap<&str, &str> =
            texts.par_iter().flat_map_iter(|text| listings(text)).collect();
        listings.par_iter().for_each(|(language, code)| drop(self.highlight(code, language)));
    }

    fn highlight_uncached(&self, code: &str, language: &str) -> Option<String> {
        let syntaxes = self.syntaxes.get_or_init(grammars);
        let syntax = syntaxes.find_syntax_by_token(language)?;
        if syntax.name == syntaxes.find_syntax_plain_text().name {
            return None;
        }
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
        for line in LinesWithEndings::from(code) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }
}

fn grammars() -> SyntaxSet {
    dumps::from_uncompressed_data(include_bytes!(env!("BRIEFGEN_GRAMMARS")))
        .expect("the grammars that the build made")
}

/// The language and the code of each block between lines of three backticks. This does not follow
/// all rules of Markdown, but suffices to find the languages in use.
fn listings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let fences = memchr::memmem::find_iter(text.as_bytes(), "\n```");
    fences.filter_map(|at| {
        let (language, code) = text[at + 4..].split_once('\n')?;
        let code = &code[..code.find("\n```")? + 1];
        (!language.is_empty()).then_some((language.trim(), code))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_others_stay_plain() {
        let highlighter = Highlighter::default();
        for language in ["rust", "RS", "toml", "yaml", "python", "html", "bash", "c#", "c++"] {
            let html = highlighter.highlight("a = \"<b>\"\n", language).unwrap_or_default();
            assert!(html.contains("class=\"hl-") && !html.contains("<b>"), "{language}: {html}");
        }
        for language in ["", "txt", "plain text", "no-such-language", "\"><script>"] {
            assert_eq!(highlighter.highlight("a = 1\n", language), None, "{language}");
        }
    }

    #[test]
    fn the_spans_hold_the_code_and_are_all_closed() {
        let code = "fn main() {\n    let s = \"unclosed & <b>\n/* also";
        let html = Highlighter::default().highlight(code, "rust").unwrap();
        assert_eq!(html.matches("<span ").count(), html.matches("</span>").count());
        let text: String = html
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect();
        assert_eq!(
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&"),
            code
        );
    }

    #[test]
    fn simplified_grammars_highlight_like_the_original_grammars() {
        let listings = [
            (
                "rust",
                "fn fläche(a: &[Maß<u8>]) -> u64 \
                { a.iter().map(|m| m.größe as u64 * 0x1F).sum() } // Fläche – m²",
            ),
            (
                "python",
                "class Área(Base):\n    def größe(self, *, días=3):\n        return \
                f\"{self.días:>3} días\" # año\n",
            ),
            (
                "bash",
                "for año in 2021 2022; do\n  echo \"$año: ${días[0]}\" | sort -k2 <<-FIN\n x\n \
                FIN\ndone\n",
            ),
            (
                "sql",
                "SELECT größe, COUNT(*) AS días FROM straße WHERE name = 'Müller' -- \
                Straße\nGROUP BY größe;\n",
            ),
            (
                "javascript",
                "const größe = async ({días = 3}) => `${días} días`; // año\nclass Maß \
                { #x = /\\d+/gi }\n",
            ),
            (
                "typescript",
                "interface Maß<T> { größe?: number; días: T[] }\nexport type X = keyof \
                Maß<string>;\n",
            ),
            (
                "java",
                "@Entity public class Maß { private final int größe = 0x1F; /** @see Área */ }\n",
            ),
            (
                "c",
                "#include <stdio.h>\nint main(void) \
                { printf(\"%d\\n\", 3 << 2); /* größe */ return 0; }\n",
            ),
            (
                "go",
                "package main\nfunc größe(días map[string]int) (n int) \
                { for k := range días { n += len(k) }; return }\n",
            ),
            ("r", "größe <- function(días = 3) { x %in% c(1, NA) } # año\n"),
            (
                "html",
                "<p class=\"größe\" data-x='1'>Straße &amp; días</p><script>let x = 1;</script>\n",
            ),
            ("css", "@media print { .größe > a:hover { color: #fa0; width: calc(1px + 2em) } }\n"),
            ("json", "{\"größe\": [1, -2.5e3, true, null, \"d\\u00eda\"]}\n"),
            ("yaml", "größe: &a\n  - día: 2024-01-31\n  - <<: *a\n    x: |\n      Straße\n"),
            ("toml", "[größe]\n\"día\" = 2024-01-31T00:00:00Z\nx = [0x1F, \"\"\"a\"\"\"]\n"),
            ("latex", "\\section{Größe} % año\n\\begin{equation} x_{1}^2 \\end{equation}\n"),
            ("diff", "--- a/größe\n+++ b/größe\n@@ -1,2 +1,2 @@\n-a\n+b\n"),
            ("ruby", "class Maß\n  def größe(días: 3) = \"#{días} días\" =~ /\\d+/i\nend # año\n"),
            (
                "php",
                "<?php function größe(int $días = 3): ?string { return \"{$días} días\"; } // \
                año\n",
            ),
            ("markdown", "# Größe\n\n*días* [año](https://a.example) `x`\n\n1. Straße\n"),
        ];
        let original = Highlighter::default();
        original.syntaxes.set(two_face::syntax::extra_newlines()).unwrap();
        let simplified = Highlighter::default();
        for (language, code) in listings {
            let html = simplified.highlight(code, language);
            assert!(html.is_some(), "{language}");
            assert_eq!(html, original.highlight(code, language), "{language}");
        }
    }

    #[test]
    fn prepare_highlights_one_listing_of_each_language() {
        let text = "Words.\n\n```rust\nfn a() {}\n```\n\n``` \
            json\n{}\n\n[]\n```\n\n```\nplain\n```\n```open\n";
        let listed: Vec<_> = listings(text).collect();
        assert_eq!(listed, [("rust", "fn a() {}\n"), ("json", "{}\n\n[]\n"), ("open", "")][..2]);
        let highlighter = Highlighter::default();
        highlighter.prepare(&[text, "no listing"]);
        assert_eq!(highlighter.cache.lock().unwrap().listings.len(), 2);
        highlighter.prepare(&["\n```sql\nselect 1;\n```\n"]);
        assert_eq!(
            highlighter.cache.lock().unwrap().listings.len(),
            2,
            "later listings are highlighted when they are rendered"
        );
    }

    #[test]
    fn long_code_and_long_lines_stay_plain() {
        let highlighter = Highlighter::default();
        assert_eq!(highlighter.highlight(&"x\n".repeat(limits::CODE), "rust"), None);
        assert_eq!(highlighter.highlight(&"(".repeat(limits::CODE_LINE + 1), "rust"), None);
    }
}
