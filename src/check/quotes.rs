//! Quotations: whether they stand in their source, who said them, where they come from.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::date::Day;
use crate::base::finding::Finding;
use crate::base::id::Id;
use crate::model::entities::Actor;
use crate::model::evidence::{Verdict, speaker_is_near};
use crate::model::references::Support;
use crate::model::statements::Quote;
use crate::parse::statements::{Mode, Words};

use super::Context;

/// Quotations that are not in the saved text of their source, or not quite so.
pub(super) fn verified(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let Some(source) = quote.source else { continue };
        let word_for_word = matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial);
        let title = &site.sources[source].title;
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message).path(format!("quotes[{}].text", quote.index))
        };
        match &*quote.verdict {
            Verdict::Missing { nearest } if word_for_word => {
                let message = format!("the words of `{}` do not stand in the saved text of `{title}`", quote.id);
                let help = match nearest {
                    Some(passage) => format!(
                        "line {} of the saved text comes nearest: copy the words from there, or write `mode: paraphrase`",
                        passage.lines.start()
                    ),
                    None => {
                        "copy the words from the text, or write `mode: paraphrase` where they are not its own".into()
                    }
                };
                to.push(finding(Code::QuoteMissing, message).help(help));
            }
            Verdict::Loose { diff, .. } if word_for_word => {
                let message = format!("`{}` differs from the saved text of `{title}` in case or punctuation", quote.id);
                to.push(finding(Code::QuoteLoose, message).help(format!("write it as it stands there: {diff}")));
            }
            Verdict::Elided { negation: Some(negation), .. } => {
                let message = format!("what `{}` leaves out holds `{negation}`", quote.id);
                let help = "see whether the words still say what was said, and quote the whole where they do not";
                to.push(finding(Code::QuoteNegation, message).help(help));
            }
            _ => {}
        }
    }
}

/// Quotations without a speaker or without a source, and translations without the words that were said.
pub(super) fn complete(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let fields = &quote.fields;
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message).path(format!("quotes[{}]", quote.index))
        };
        if fields.speakers.is_empty() {
            let message = format!("`{}` does not say who is quoted", quote.id);
            to.push(finding(Code::QuoteNoSpeaker, message).help("add `speaker:` with an id or a name"));
        }
        let brief = &site.briefs[quote.brief].text.resolved;
        let support = brief.references.quotes.get(quote.index).map(|references| &references.support);
        if support == Some(&Support::Unsaid) {
            let message = format!("`{}` does not say where it stands", quote.id);
            let help = match brief.sources.len() {
                0 => "list a source in the brief's `sources`",
                _ => "the brief lists several sources: say which with `source:`",
            };
            to.push(finding(Code::QuoteNoSource, message).help(help));
        }
        if fields.mode == (Mode::Translated { original: None }) {
            let message = format!("`{}` is a translation without the words that were said", quote.id);
            to.push(
                finding(Code::QuoteNoOriginal, message).help("add `original: {lang: …, text: …}` where it is known"),
            );
        }
    }
}

/// Quotations none of whose speakers is named in the paragraph of the quotation or beside it.
pub(super) fn speakers_near(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let Some(source) = quote.source.filter(|_| !quote.speakers.is_empty()) else { continue };
        let Some(text) = &site.texts[source.index()] else { continue };
        let Some(found) = quote.verdict.found() else { continue };
        let mut speakers = quote.speaker_ids().map(|id| &site.actors[id]);
        // Nobody is named where the source names nobody.
        if speakers.any(|actor| actor.anonymous || speaker_is_near(&names(actor), found, text)) {
            continue;
        }
        let speakers: Vec<&str> = quote.speaker_ids().map(|id| &*site.actors[id].name).collect();
        let message = format!("the saved text does not name {} near `{}`", speakers.join(" or "), quote.id);
        let help = format!("see line {} there: make sure that they are the speaker", found.lines.start());
        to.push(
            Finding::new(Code::SpeakerFar, quote.span.clone(), message)
                .path(format!("quotes[{}].speaker", quote.index))
                .help(help),
        );
    }
}

/// What a text may call somebody: any of their names, or a part of the main one, the family name above all. Initials
/// and particles, as in “Robert F. van Dyck”, name nobody.
fn names(actor: &Actor) -> Vec<String> {
    let is_name =
        |part: &&str| !part.ends_with('.') && part.chars().nth(1).is_some() && !part.starts_with(char::is_lowercase);
    let parts = actor.name.split_whitespace().filter(is_name).chain([actor.family_name()]).map(str::to_owned);
    let all = std::iter::once(actor.name.clone()).chain(actor.aliases.iter().cloned());
    all.chain(actor.names.iter().map(|(_, name)| name.clone())).chain(actor.short.clone()).chain(parts).collect()
}

/// The same words of the same speaker on the same day, told differently by another source.
pub(super) fn variants(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    let mut said: BTreeMap<(Id<Actor>, Day), Vec<Id<Quote>>> = BTreeMap::new();
    for (id, quote) in site.quotes.iter() {
        let word_for_word = matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial);
        for speaker in quote.speaker_ids().filter(|_| word_for_word) {
            said.entry((speaker, quote.day)).or_default().push(id);
        }
    }
    /// A day on which somebody is quoted more often than this is not compared pair by pair.
    const MOST: usize = 60;
    for quotes in said.values().filter(|quotes| quotes.len() <= MOST) {
        let words: Vec<Vec<String>> = quotes.iter().map(|id| words_of(&site.quotes[*id])).collect();
        for (n, id) in quotes.iter().enumerate() {
            let later = (n + 1..quotes.len()).find(|m| {
                let other = &site.quotes[quotes[*m]];
                other.source != site.quotes[*id].source && are_variants(&words[n], &words[*m])
            });
            let Some(other) = later.map(|m| &site.quotes[quotes[m]]) else { continue };
            let quote = &site.quotes[*id];
            let message = format!("`{}` and `{}` seem to be the same words, told differently", quote.id, other.id);
            to.push(
                Finding::new(Code::QuoteVariant, quote.span.clone(), message)
                    .path(format!("quotes[{}].text", quote.index))
                    .help("find out which source has it right, and keep that one")
                    .also(other.span.clone(), "the other quotation"),
            );
        }
    }
}

fn words_of(quote: &Quote) -> Vec<String> {
    let text = match &quote.fields.text {
        Words::Whole(text) => text.clone(),
        Words::Split(pieces) => pieces.join(" "),
    };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether most words of the shorter one stand in the other in the same order, and yet the two are not the same.
fn are_variants(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || contains(long, short) {
        return false;
    }
    common_in_order(short, long) * 10 >= short.len() * 7
}

fn contains(long: &[String], short: &[String]) -> bool {
    long.windows(short.len()).any(|part| part == short)
}

/// The length of the longest common subsequence.
fn common_in_order(a: &[String], b: &[String]) -> usize {
    /// No quotation worth comparing is longer.
    const LONGEST: usize = 400;
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let mut row = vec![0_usize; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (n, other) in b.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if word == other { diagonal + 1 } else { above.max(row[n]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_share_most_words_and_are_not_the_same() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (a, b, variant) in [
            ("we shall not give way on this", "we shall never give way on this", true),
            ("we shall not give way on this", "we shall not give way", false),
            ("we shall not give way", "they met in the morning hall", false),
            ("yes we do", "no we do", false),
        ] {
            assert_eq!(are_variants(&words(a), &words(b)), variant, "{a} / {b}");
        }
    }
}
