//! Checks that the links, images, anchors and citations of texts lead somewhere.

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Span};
use crate::base::html::is_of_theme;
use crate::base::id::{Id, Kind, Slug};
use crate::base::limits;
use crate::base::nearest::nearest;
use crate::base::path::{OutPath, SitePath};
use crate::base::text::{joined, joined_or};
use crate::model::entities::{Brief, LinkTarget, Text};
use crate::model::lexicon::FileTarget;
use crate::model::links::Target;
use crate::model::resolve::Resolved;
use crate::model::web::{WebLinkRole, web_links};
use crate::parse::Document;
use crate::parse::config::HtmlPolicy;
use crate::parse::markdown::{Mark, MarkKind};

use super::addresses::{Addresses, Anchors};
use super::suggest::{self, path_between};
use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Warnings(dead_addresses),
    Check::Errors(links),
    Check::Document(theme_ids),
    Check::Document(taken_ids),
    Check::Document(removed_html),
    Check::Errors(citations),
    Check::Brief(citations_in_brief),
    Check::Brief(uncited),
];

/// Reports web addresses that `check --online` found dead.
fn dead_addresses(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let dead = &context.options.dead_links;
    if dead.is_empty() {
        return;
    }
    for link in web_links(context.documents, context.options.edition) {
        let Some(why) = dead.get(&link.url) else { continue };
        let help = match link.role {
            WebLinkRole::Text => "find out where the page went, or take the link out",
            WebLinkRole::Source => {
                "find out where it went; else write `state: dead`, and `archived: \
                {url: …, date: …}` where a web archive has it"
            }
            WebLinkRole::ArchivedSource => {
                "find out where it went; else write `state: dead`: readers are led to the \
                archived copy"
            }
            WebLinkRole::Copy => {
                "the copy is gone: find another one, or make one while the page is still there"
            }
        };
        let message = format!("`{}` leads nowhere: {why}", link.url);
        findings.push(Finding::new(Code::LinkDead, link.span, message).path(link.path).help(help));
    }
}

/// Reports links, images and anchors that lead nowhere.
fn links(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    let mut addresses = Addresses::of(context);
    for text in site.texts().filter(|text| !leads_to_pages(context, text)) {
        let Some(body) = &text.document.body else { continue };
        for ((mark, target), link) in body.marks.iter().zip(&text.resolved.targets).zip(&text.links)
        {
            if matches!(mark.kind, MarkKind::Html { .. }) && site.config.html == HtmlPolicy::Escape
            {
                continue;
            }
            let found = match link {
                LinkTarget::Nothing => broken(context, &mut addresses, text, mark, target),
                LinkTarget::Entity(..) | LinkTarget::Anchor(_) if is_image(mark) => {
                    Some(image_of_page(text, mark))
                }
                LinkTarget::Path(path, anchor) => {
                    path_finding(context, &mut addresses, text, mark, path, anchor.as_deref())
                }
                LinkTarget::Entity(entity, Some(anchor)) => {
                    let anchors = addresses.of_entity(*entity);
                    anchor_finding(&mut addresses, text, mark, &anchors, anchor)
                }
                LinkTarget::Anchor(anchor) => {
                    anchor_finding(&mut addresses, text, mark, &Anchors::Of(&text.document), anchor)
                }
                LinkTarget::Entity(_, None)
                | LinkTarget::Quote(_)
                | LinkTarget::Citation(_)
                | LinkTarget::Elsewhere => None,
            };
            findings.extend(found);
        }
    }
}

/// Whether all links of a text are certainly correct. A quick check, which most texts pass.
fn leads_to_pages(context: &Context<'_>, text: &Text) -> bool {
    let Some(body) = &text.document.body else { return true };
    body.marks.iter().zip(&text.links).all(|(mark, link)| match link {
        LinkTarget::Entity(_, None) => !is_image(mark),
        LinkTarget::Path(path, None) => !is_image(mark) && context.outputs.contains(path),
        LinkTarget::Quote(_) | LinkTarget::Citation(_) | LinkTarget::Elsewhere => true,
        LinkTarget::Entity(_, Some(_))
        | LinkTarget::Path(_, Some(_))
        | LinkTarget::Anchor(_)
        | LinkTarget::Nothing => false,
    })
}

fn span(text: &Text, mark: &Mark) -> Span {
    let offset = text.document.body.as_ref().map_or(0, |body| body.offset);
    Span::new(text.document.path.clone(), mark.at.shifted(offset))
}

fn is_image(mark: &Mark) -> bool {
    matches!(mark.kind, MarkKind::Image { .. } | MarkKind::Html { is_image: true, .. })
}

fn noun(mark: &Mark) -> &'static str {
    if is_image(mark) { "image" } else { "link" }
}

/// The target of a mark as it is written, without anchor and query.
fn written(mark: &Mark) -> &str {
    let written = match &mark.kind {
        MarkKind::Link { destination }
        | MarkKind::Image { destination }
        | MarkKind::Html { destination, .. } => destination,
        MarkKind::Wiki { target, .. } => target,
        MarkKind::Citation(_) => return "",
    };
    written.split(['#', '?']).next().unwrap_or(written)
}

/// The finding for an image whose target is a page.
fn image_of_page(text: &Text, mark: &Mark) -> Finding {
    let message = format!("the image leads to `{}`, which is a page", written(mark));
    Finding::new(Code::Link, span(text, mark), message)
        .help("without the `!` it is a link to that page")
}

fn broken(
    context: &Context<'_>,
    addresses: &mut Addresses<'_>,
    text: &Text,
    mark: &Mark,
    target: &Target,
) -> Option<Finding> {
    let span = span(text, mark);
    let finding = match target {
        // The target is dated after the build's day: the link will be correct.
        Target::Later => return None,
        Target::Unknown(written) if context.lexicon.is_named_later(name_in(written)) => {
            return None;
        }
        Target::Unknown(written) => {
            let help = match written
                .strip_prefix("quote:")
                .map(|id| context.lexicon.nearest_quote(id.trim()))
            {
                Some(Some(near)) => format!("did you mean `[[quote:{near}]]`?"),
                Some(None) => {
                    "give a quotation this id under `quotes:` of a brief, or take the brackets out"
                        .to_owned()
                }
                None => help_for(context, addresses, text, mark, written),
            };
            Finding::new(Code::RefUndefined, span, format!("`[[{written}]]` names nothing"))
                .help(help)
        }
        Target::Entity(kind, id, _) => {
            let help = match suggest::id(context, Some(*kind), id.as_str()) {
                Some(near) if near != id.as_str() => {
                    format!("did you mean `[[{}/{near}]]`?", kind.folder())
                }
                _ => format!("register it below `content/{}`, or take the link out", kind.folder()),
            };
            Finding::new(Code::RefUndefined, span, format!("there is no {} `{id}`", kind.word()))
                .help(help)
        }
        Target::SeveralKinds(id, kinds) => {
            let words: Vec<String> =
                kinds.iter().map(|kind| kind.with_article().to_owned()).collect();
            let written: Vec<String> =
                kinds.iter().map(|kind| format!("`[[{}/{id}]]`", kind.folder())).collect();
            let help = format!("write {}", joined_or(&written));
            Finding::new(Code::RefUndefined, span, format!("`{id}` is {}", joined(&words)))
                .help(help)
        }
        Target::SeveralBearers(kind, ids) => {
            let names: Vec<String> =
                ids.iter().map(|id| format!("`[[{}/{id}]]`", kind.folder())).collect();
            let help = format!("write {}", joined_or(&names));
            Finding::new(Code::RefUndefined, span, "several bear this name").help(help)
        }
        Target::Hidden => Finding::new(
            Code::AudienceLeak,
            span,
            "the link leads to something that is not published",
        )
        .help("publish it first, or take the link out"),
        Target::Missing(written) => {
            let file =
                text.document.path.follow(written).filter(|file| context.files.get(file).is_some());
            let what = if file.is_some() { "is not published" } else { "does not exist" };
            let near = addresses.suggest_file(&text.document.path, written);
            let near = near.map(|near| path_between(&text.document.path, near));
            let help = match near.or_else(|| as_folder(addresses, &text.document.path, written)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if file.is_some() => "what readers are to have belongs below `content/` or \
                    `static/`"
                    .to_owned(),
                None => "the path is taken from the folder of this file; one that begins with `/` \
                    from the site's root"
                    .to_owned(),
            };
            Finding::new(
                Code::Link,
                span,
                format!("the {} leads to `{written}`, which {what}", noun(mark)),
            )
            .help(help)
        }
        Target::Outside => {
            let help = match written(mark).ends_with(['.', '/']) {
                true => "an address that begins with `/` is one of the site: `/` is its home page",
                false => "copy the file into the site",
            };
            Finding::new(Code::Path, span, format!("the {} leads out of the site", noun(mark)))
                .help(help)
        }
        _ => return None,
    };
    Some(finding)
}

/// The path with a slash at its end, if that is the address of a page.
fn as_folder(addresses: &Addresses<'_>, from: &SitePath, written: &str) -> Option<String> {
    let page = OutPath::page(from.follow(written)?.below("content")?)?;
    addresses.has(&page).then(|| format!("{written}/"))
}

/// The help for a wikilink that names nothing.
fn help_for(
    context: &Context<'_>,
    addresses: &mut Addresses<'_>,
    text: &Text,
    mark: &Mark,
    written: &str,
) -> String {
    let (from, name) = (&text.document.path, written.split('#').next().unwrap_or(written).trim());
    let kind = name.split_once('/').and_then(|(folder, _)| Kind::of_folder(folder));
    let id = name_in(written);
    let meant =
        suggest::former_id(context, kind, id).or_else(|| suggest::id_of_file(context, kind, id));
    if let Some(near) = meant {
        return format!("did you mean `[[{near}]]`?");
    }
    let Some(file) = addresses.suggest_file(from, &format!("/{name}")) else {
        return match context.lexicon.nearest(None, name) {
            Some(near) => {
                format!("did you mean `[[{near}]]`? `\\[[` writes brackets that are no link")
            }
            None => "register it, or write `\\[[` for brackets that are no link".to_owned(),
        };
    };
    let path = path_between(from, file);
    let embeds = text.document.body.as_ref().is_some_and(|body| {
        let written = body.text.get(mark.at.start as usize..);
        written.is_some_and(|written| written.starts_with('!'))
    });
    match context.lexicon.file(file) {
        Some(FileTarget::Entity(_, id)) => format!("did you mean `[[{id}]]`?"),
        _ if embeds => {
            format!("did you mean `![]({path})`, with what it shows between the brackets?")
        }
        _ => format!("did you mean `[{}]({path})`?", file.stem()),
    }
}

/// The name in a wikilink, without the folder of its kind and without an anchor.
fn name_in(written: &str) -> &str {
    let name = written.split('#').next().unwrap_or(written).trim();
    match name.split_once('/') {
        Some((folder, id)) if Kind::of_folder(folder).is_some() => id,
        _ => name,
    }
}

fn path_finding(
    context: &Context<'_>,
    addresses: &mut Addresses<'_>,
    text: &Text,
    mark: &Mark,
    path: &OutPath,
    anchor: Option<&str>,
) -> Option<Finding> {
    if !addresses.has(path) {
        let is_of_a_day = context.options.edition.as_of.is_some() || context.lexicon.has_later();
        if is_of_a_day && context.outputs.may_have_on_another_day(path) {
            return None;
        }
        let message = format!(
            "the {} leads to `{}`, which the site does not have",
            noun(mark),
            written(mark)
        );
        let help = match addresses.suggest_link(&text.document.path, written(mark), path) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "an address that begins with `/` is one of this site's pages or files: check it"
                    .to_owned()
            }
        };
        return Some(Finding::new(Code::Link, span(text, mark), message).help(help));
    }
    if is_image(mark) && path.as_str().ends_with(".html") {
        return Some(image_of_page(text, mark));
    }
    let anchor = anchor?;
    let anchors = addresses.anchors(path);
    anchor_finding(addresses, text, mark, &anchors, anchor)
}

/// The finding for an anchor that does not exist. `#top` exists on every page. Anchors that begin
/// with `_` belong to the theme, unless GitHub would give this id to a heading.
fn anchor_finding<'a>(
    addresses: &mut Addresses<'a>,
    text: &Text,
    mark: &Mark,
    anchors: &Anchors<'a>,
    anchor: &str,
) -> Option<Finding> {
    let is_of_theme = is_of_theme(anchor) && !addresses.is_anchor_of_github(anchors, anchor);
    if is_of_theme || anchor == "top" {
        return None;
    }
    let (known, has_body, place) = match anchors {
        Anchors::Unknown => return None,
        Anchors::Of(document) => {
            (Some(addresses.ids_in(document)), document.body.is_some(), document.path.as_str())
        }
        Anchors::None => (None, false, written(mark)),
    };
    if known.is_some_and(|known| known.contains(anchor)) {
        return None;
    }
    let near = known.and_then(|known| known.nearest(anchor)).map(str::to_owned);
    let meant = addresses.suggest_heading(anchors, anchor);
    let help = match near {
        _ if meant.is_some() => {
            format!("the anchor of that heading is `#{}`", meant.unwrap_or_default())
        }
        Some(near) => format!("did you mean `#{near}`?"),
        None if !has_body => {
            "that page has no text of its own, and so no headings: link to it as a whole".to_owned()
        }
        None => "anchors are made of headings: lower case, words joined by hyphens".to_owned(),
    };
    let message = format!("there is no anchor `#{anchor}` in `{place}`");
    Some(Finding::new(Code::Link, span(text, mark), message).help(help))
}

/// Reports ids that begin with `_`, because they may equal ids of the theme. Raw HTML that is shown
/// as text has no ids.
fn theme_ids(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    let escapes = context.site.config.html == HtmlPolicy::Escape;
    let Some(body) = &document.body else { return };
    for (id, _) in body.theme_ids.iter().filter(|(_, is_html)| !is_html || !escapes) {
        let span = Span::new(document.path.clone(), id.at.shifted(body.offset));
        let message =
            format!("the id `{}` begins with `_`, as only those of the theme do", id.value);
        let help = match id.value.trim_start_matches('_') {
            "" => "give it another one".to_owned(),
            own => format!("write `{own}`"),
        };
        findings.push(Finding::new(Code::Id, span, message).help(help));
    }
}

/// Reports headings whose written id is taken.
fn taken_ids(_: &Context<'_>, document: &Document, _: &Resolved, findings: &mut Vec<Finding>) {
    let Some(body) = &document.body else { return };
    for (id, own) in &body.taken_ids {
        let span = Span::new(document.path.clone(), id.at.shifted(body.offset));
        let message =
            format!("the text has the id `{}` already: this heading has `{own}`", id.value);
        let finding = Finding::new(Code::HeadingId, span, message);
        findings.push(finding.help("give one of them another id"));
    }
}

/// Reports everything that the sanitizer removes from the raw HTML of a text, in one finding.
fn removed_html(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    /// How many elements and attributes the message names.
    const SHOWN: usize = 6;
    let body = document.body.as_ref().filter(|_| context.site.config.html == HtmlPolicy::Sanitise);
    let Some((body, first)) = body.and_then(|body| Some((body, body.removed_html.first()?))) else {
        return;
    };
    let mut names: Vec<String> =
        body.removed_html.iter().take(SHOWN).map(|what| format!("`{}`", what.value)).collect();
    if body.removed_html.len() > SHOWN {
        names.push(format!("{} more", body.removed_html.len() - SHOWN));
    }
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} taken out of the HTML in this text", joined(&names));
    let span = Span::new(document.path.clone(), first.at.shifted(body.offset));
    let help = "write it in Markdown, or set `markdown: {html: allow}` in `site.yaml` if all who \
        write are trusted";
    findings.push(Finding::new(Code::HtmlTaken, span, message).help(help));
}

/// Reports undefined citations in the texts of the registry and of plain pages.
fn citations(context: &Context<'_>, findings: &mut Vec<Finding>) {
    context.site.texts_besides_briefs().for_each(|text| citations_in(context, text, findings));
}

/// Reports undefined citations in a brief.
fn citations_in_brief(context: &Context<'_>, brief: Id<Brief>, findings: &mut Vec<Finding>) {
    citations_in(context, context.site.text(brief), findings);
}

fn citations_in(context: &Context<'_>, text: &Text, findings: &mut Vec<Finding>) {
    let Some(body) = &text.document.body else { return };
    let is_brief = text.document.brief().is_some();
    for target in &text.resolved.targets {
        let Target::Citation(items) = target else { continue };
        for cited in items.iter().filter_map(|item| item.as_ref().err()) {
            let span = Span::new(text.document.path.clone(), cited.at.shifted(body.offset));
            let listed = text
                .resolved
                .sources()
                .iter()
                .filter_map(|source| source.local.as_ref())
                .map(Slug::as_str);
            let near =
                nearest(&cited.source, listed.take(limits::WORDS_COMPARED)).map(str::to_owned);
            let near = near.or_else(|| suggest::id(context, Some(Kind::Source), &cited.source));
            let help = match near {
                Some(near) if near != cited.source => format!("did you mean `@{near}`?"),
                _ if is_brief => format!("add `{}` to the brief's `sources`", cited.source),
                _ => "only briefs have sources of their own: register this one in \
                    `content/sources.yaml`"
                    .to_owned(),
            };
            let whose = if is_brief { "the sources" } else { "the registered sources" };
            let message = format!("`@{}` is not among {whose}", cited.source);
            findings.push(Finding::new(Code::CiteUndefined, span, message).help(help));
        }
    }
}

/// Reports listed sources that a brief does not cite, if it cites others.
fn uncited(context: &Context<'_>, id: Id<Brief>, findings: &mut Vec<Finding>) {
    let brief = &context.site.briefs[id];
    let links = &context.site.text(id).links;
    let cited: FxHashSet<usize> = links
        .iter()
        .filter_map(|link| match link {
            LinkTarget::Citation(items) => Some(items.iter().map(|(number, _)| *number)),
            _ => None,
        })
        .flatten()
        .collect();
    if cited.is_empty() {
        return;
    }
    // A source of a statement counts as cited.
    let stated = brief.references.supporting_sources();
    let row = |number: usize| brief.sources.get(number).copied().flatten();
    // A source that is listed twice may be cited by either number.
    let used: FxHashSet<_> =
        cited.iter().chain(&stated).filter_map(|number| row(*number)).collect();
    for (number, source) in brief.references.sources.iter().enumerate() {
        let Some(id) = row(number).filter(|id| !used.contains(id)) else { continue };
        let span = Span::new(brief.file.clone(), source.at);
        let message =
            format!("the text cites sources, but not `{}`", context.site.sources[id].title);
        let help = "cite it, or take it off the list";
        findings.push(
            Finding::new(Code::SourceUncited, span, message)
                .path(format!("sources[{number}]"))
                .help(help),
        );
    }
}
