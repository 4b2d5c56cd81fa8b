//! Checks quotations against the saved texts of their sources: wording, quotation marks, speakers
//! and locators.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::date::Day;
use crate::base::finding::{Finding, Span};
use crate::base::id::Id;
use crate::base::limits;
use crate::model::entities::{Actor, Credit, Marking, Quote, Speaking, Verification};
use crate::model::evidence::Verdict;
use crate::model::locators::{Misplaced, misplaced};
use crate::model::references::Support;
use crate::model::site::Site;
use crate::parse::statements::{Mode, Words};

use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(wording),
    Check::Warnings(quotation_marks),
    Check::Errors(originals),
    Check::Errors(locators),
    Check::Errors(completeness),
    Check::Errors(speakers),
    Check::Warnings(variants),
];

/// Reports quotations whose words are not in the saved text of their source, or differ there.
fn wording(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let Some(source) = quote.ground.source() else { continue };
        let word_for_word = matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial);
        let title = &site.sources[source].title;
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message)
                .path(format!("quotes[{}].text", quote.index))
        };
        match &*quote.verdict {
            Verdict::Missing { nearest } if word_for_word => {
                let message = format!(
                    "the words of `{}` do not stand in the saved text of `{title}`",
                    quote.id
                );
                let mut help = match nearest {
                    Some(passage) => format!(
                        "line {} of the saved text comes nearest: copy the words from there, or \
                        write `mode: paraphrase`",
                        passage.lines.start()
                    ),
                    None => {
                        "copy the words from the text, or write `mode: paraphrase` where they are \
                        not its own"
                            .into()
                    }
                };
                if quote.ground.is_implied() {
                    help.push_str("; where they are from elsewhere, say so with `source:`");
                }
                findings.push(finding(Code::QuoteMissing, message).help(help));
            }
            Verdict::Joined(_) if word_for_word => {
                let message = match &quote.verification.second {
                    Some(second) => format!(
                        "the words of `{}` come from two quotations; the saved text of `{title}` \
                        gives one to {}",
                        quote.id,
                        name_of(site, second)
                    ),
                    None => format!(
                        "the words of `{}` come from two quotations; the saved text of `{title}` \
                        quotes others between them",
                        quote.id
                    ),
                };
                let help = "write a quotation for each, with its own `speaker`";
                findings.push(finding(Code::QuoteJoined, message).help(help));
            }
            Verdict::Loose { diff, .. } if word_for_word => {
                let message = format!(
                    "`{}` differs from the saved text of `{title}` in case or punctuation",
                    quote.id
                );
                findings.push(
                    finding(Code::QuoteLoose, message)
                        .help(format!("write it as it stands there: {diff}")),
                );
            }
            Verdict::Elided { negation: Some(negation), .. } => {
                let message = format!("what `{}` leaves out holds `{negation}`", quote.id);
                let help = "see whether the words still say what was said, and quote the whole \
                    where they do not";
                findings.push(finding(Code::QuoteNegation, message).help(help));
            }
            _ => {}
        }
    }
}

/// Reports quotations whose words are not quoted in the saved text of their source, or that leave
/// out words which change the meaning.
fn quotation_marks(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let (Some(source), Some(found)) = (quote.source(), quote.verdict.found()) else { continue };
        let title = &site.sources[source].title;
        let line = found.lines.start();
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message)
                .path(format!("quotes[{}].text", quote.index))
        };
        let Verification { marking, cut_off, hides_narration, .. } = &*quote.verification;
        match marking {
            Marking::Narration => {
                let message = format!(
                    "the words of `{}` are the own words of `{title}`, not words that it quotes",
                    quote.id
                );
                let help = format!(
                    "line {line} of the saved text has them outside of quotation marks: quote \
                    what stands between them, or write `mode: paraphrase`"
                );
                findings.push(finding(Code::QuoteNarration, message).help(help));
            }
            Marking::Unmarked => {
                let message = format!(
                    "the saved text of `{title}`, where `{}` stands, has no quotation marks",
                    quote.id
                );
                let help = "where it is a speech or a transcript, say so with the source’s `type` \
                    or `altered: transcript`";
                findings.push(finding(Code::QuoteUnmarked, message).help(help));
            }
            Marking::Quoted => {}
        }
        if let Some(negation) = cut_off {
            let message = format!("`{}` begins or ends right beside `{negation}`", quote.id);
            let help = format!(
                "see line {line} of the saved text: quote the negation, too, where the words say \
                something else without it"
            );
            findings.push(finding(Code::QuoteNegation, message).help(help));
        }
        if *hides_narration {
            let message = format!(
                "the ellipsis of `{}` stands for words of `{title}`, not of the speaker",
                quote.id
            );
            findings.push(finding(Code::QuoteSplit, message).help("write the pieces as a list"));
        }
    }
}

/// Reports originals of translations that are not in the saved text of their source, or differ
/// there.
fn originals(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows().iter().filter(|quote| !quote.originals.is_empty()) {
        for (n, (words, fields)) in quote.originals.iter().zip(quote.fields.originals()).enumerate()
        {
            let Some(source) = words.source else { continue };
            let title = &site.sources[source].title;
            let finding = |code, message: String| {
                let span = Span::new(quote.span.file.clone(), fields.at);
                Finding::new(code, span, message).path(original_path(quote, n, "text"))
            };
            match &*words.verdict {
                Verdict::Missing { nearest } => {
                    let message = format!(
                        "the original of `{}` does not stand in the saved text of `{title}`",
                        quote.id
                    );
                    let copy = "copy the words from the text, or name another source: `original: \
                        {source: …}`";
                    let help = match nearest {
                        Some(passage) => {
                            format!("line {} there comes nearest: {copy}", passage.lines.start())
                        }
                        None => copy.to_owned(),
                    };
                    findings.push(finding(Code::QuoteMissing, message).help(help));
                }
                Verdict::Joined(_) => {
                    let message = format!(
                        "the original of `{}` comes from two quotations in the saved text of \
                        `{title}`",
                        quote.id
                    );
                    findings.push(
                        finding(Code::QuoteJoined, message).help("write the words of one of them"),
                    );
                }
                Verdict::Loose { diff, .. } => {
                    let message = format!(
                        "the original of `{}` differs from the saved text of `{title}` in case or \
                        punctuation",
                        quote.id
                    );
                    findings.push(
                        finding(Code::QuoteLoose, message)
                            .help(format!("write it as it stands there: {diff}")),
                    );
                }
                Verdict::Elided { negation: Some(negation), .. } => {
                    let message = format!(
                        "what the original of `{}` leaves out holds `{negation}`",
                        quote.id
                    );
                    let help = "see whether the words still say what was said, and quote the \
                        whole where they do not";
                    findings.push(finding(Code::QuoteNegation, message).help(help));
                }
                _ => {}
            }
        }
    }
}

/// The path of a key of an original. A single original may be written without a list.
fn original_path(quote: &Quote, number: usize, key: &str) -> String {
    match quote.originals.len() {
        1 => format!("quotes[{}].original.{key}", quote.index),
        _ => format!("quotes[{}].original[{number}].{key}", quote.index),
    }
}

/// Reports quotations and originals whose `loc` names other lines of the saved text than those that
/// have their words.
fn locators(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        for Misplaced { loc, source, original, found } in misplaced(site, quote) {
            let path = match original {
                Some(number) => original_path(quote, number, "loc"),
                None => format!("quotes[{}].loc", quote.index),
            };
            let (first, last) = (*found.lines.start(), *found.lines.end());
            let (place, written) = match first == last {
                true => (format!("line {first}"), first.to_string()),
                false => (format!("lines {first}–{last}"), format!("{first}-{last}")),
            };
            let message = format!(
                "`{}` is said to stand at `{}`; these words stand in {place}",
                quote.id, loc.value
            );
            let title = &site.sources[source].title;
            let help = format!(
                "write `loc: '{written}'`, the line of the saved text of `{title}`, or leave \
                `loc` out; a page is `p. 4`"
            );
            let span = Span::new(quote.span.file.clone(), loc.at);
            findings.push(Finding::new(Code::QuoteLoc, span, message).path(path).help(help));
        }
    }
}

/// The name of a speaker, or the words of the saved text for a speaker who is not registered.
fn name_of<'s>(site: &'s Site, speaking: &'s Speaking) -> &'s str {
    match speaking {
        Speaking::Actor(id) => &site.actors[*id].name,
        Speaking::Unknown(words) => words,
    }
}

/// Reports quotations without a speaker or a source, and translations without an original.
fn completeness(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let fields = &quote.fields;
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message).path(format!("quotes[{}]", quote.index))
        };
        if fields.speakers.is_empty() {
            let message = format!("`{}` does not say who is quoted", quote.id);
            findings.push(
                finding(Code::QuoteNoSpeaker, message).help("add `speaker:` with an id or a name"),
            );
        }
        let brief = &site.briefs[quote.brief];
        let support =
            brief.references.quotes.get(quote.index).map(|references| &references.support);
        if support == Some(&Support::Unsaid) {
            let message = format!("`{}` does not say where it stands", quote.id);
            let help = match brief.sources.len() {
                0 => {
                    "list a source in the brief's `sources`, or write `source: none` for what the \
                    desk was told itself"
                }
                _ => "the brief lists several sources: say which with `source:`",
            };
            findings.push(finding(Code::QuoteNoSource, message).help(help));
        }
        if matches!(fields.mode, Mode::Translated { .. }) && fields.originals().is_empty() {
            let message =
                format!("`{}` is a translation without the words that were said", quote.id);
            findings.push(
                finding(Code::QuoteNoOriginal, message)
                    .help("add `original: {lang: …, text: …}` where it is known"),
            );
        }
    }
}

/// Reports quotations that the saved text of their source attributes to somebody else, or whose
/// speaker it does not name nearby.
fn speakers(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for quote in site.quotes.rows() {
        let Some(found) = quote.verdict.found() else { continue };
        let speakers: Vec<&str> = quote.speaker_ids().map(|id| &*site.actors[id].name).collect();
        let speakers = speakers.join(" or ");
        let finding = |code, message: String| {
            Finding::new(code, quote.span.clone(), message)
                .path(format!("quotes[{}].speaker", quote.index))
        };
        match &quote.verification.credit {
            Credit::Fits => {}
            Credit::Unknown => {
                let message =
                    format!("the saved text does not name {speakers} near `{}`", quote.id);
                let help = format!(
                    "see line {} there: make sure that they are the speaker",
                    found.lines.start()
                );
                findings.push(finding(Code::SpeakerFar, message).help(help));
            }
            Credit::Other { by, is_stated, line } => {
                let by = name_of(site, by);
                let (code, gives) = match is_stated {
                    true => (Code::QuoteSpeaker, "gives"),
                    false => (Code::QuoteSpeakerLikely, "seems to give"),
                };
                let message = format!(
                    "the saved text {gives} the words of `{}` to {by}, not to {speakers}",
                    quote.id
                );
                let help = format!("see line {line} there, and write who it is in `speaker`");
                findings.push(finding(code, message).help(help));
            }
        }
    }
}

/// Reports quotations that two sources give in different words: same speaker, same day, and mostly
/// the same words.
fn variants(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let mut said: BTreeMap<(Id<Actor>, Day), Vec<Id<Quote>>> = BTreeMap::new();
    for (id, quote) in site.quotes.iter() {
        let word_for_word = matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial);
        for speaker in quote.speaker_ids().filter(|_| word_for_word) {
            said.entry((speaker, quote.day)).or_default().push(id);
        }
    }
    for quotes in said.values().filter(|quotes| quotes.len() <= limits::QUOTE_VARIANTS) {
        let words: Vec<Vec<String>> = quotes.iter().map(|id| words_of(&site.quotes[*id])).collect();
        for (n, id) in quotes.iter().enumerate() {
            let later = (n + 1..quotes.len()).find(|m| {
                let other = &site.quotes[quotes[*m]];
                other.ground.source() != site.quotes[*id].ground.source()
                    && are_variants(&words[n], &words[*m])
            });
            let Some(other) = later.map(|m| &site.quotes[quotes[m]]) else { continue };
            let quote = &site.quotes[*id];
            let message = format!(
                "`{}` and `{}` seem to be the same words, told differently",
                quote.id, other.id
            );
            findings.push(
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

/// Whether most words of the shorter quotation are in the longer one, in the same order, without
/// being a part of it.
fn are_variants(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || contains(long, short) {
        return false;
    }
    common_in_order(short, long) * 10 >= short.len() * 7
}

fn contains(long: &[String], short: &[String]) -> bool {
    let line = |words: &[String]| format!(" {} ", words.join(" "));
    memchr::memmem::find(line(long).as_bytes(), line(short).as_bytes()).is_some()
}

/// The length of the longest common subsequence.
fn common_in_order(a: &[String], b: &[String]) -> usize {
    let (a, b) =
        (&a[..a.len().min(limits::VARIANT_WORDS)], &b[..b.len().min(limits::VARIANT_WORDS)]);
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
