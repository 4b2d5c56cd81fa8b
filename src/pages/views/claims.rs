//! Views of claims, and of the record of the desk's judgments.

use serde::Serialize;

use crate::base::path::Url;

use crate::pages::shared::Shared;

use super::basics::{BriefCard, Link, Paging};
use super::statements::{AddresseeView, LegendView, PageView, SinceView, SourceRef};

/// A claim: on the page of a brief as the brief reports it, elsewhere as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// The address of the claim.
    pub url: Url,
    /// The claim.
    pub text: String,
    /// `fact`, `judgment`, `assumption` or `expectation`.
    pub kind: &'static str,
    /// The author; `None` for the desk, or if none is given.
    pub by: Option<AddresseeView>,
    /// The sources of the evidence.
    pub sources: Vec<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The places in the sources.
    pub loc: Option<String>,
    /// From 1 (confirmed) to 6 (cannot be judged), if the site shows grades.
    pub credibility: Option<u32>,
    /// The likelihood in a word of the site's vocabulary, if the site shows grades.
    pub likelihood: Option<String>,
    /// The confidence of the desk in a word of the site's vocabulary, if the site shows grades.
    pub confidence: Option<String>,
    /// The claims that support it.
    pub basis: Vec<BasisView>,
    /// The actors who dispute it.
    pub disputed_by: Vec<Link>,
    /// Facts that would change it.
    pub changes_if: Option<String>,
    /// `open`, `borne-out`, `failed` or `withdrawn`.
    pub state: &'static str,
    /// A remark.
    pub note: Option<String>,
    /// Whether any of its evidence was retracted.
    pub retracted: bool,
    /// The keys that a person must still confirm. Only in drafts.
    pub unconfirmed: Vec<String>,
    /// The last brief on the claim.
    pub brief: Link,
    /// On the page of a brief: the first brief on the claim, if it is an earlier one.
    pub first: Option<Shared<BriefCard>>,
    /// On the page of a brief: the changes since the brief.
    pub since: Option<SinceView>,
    /// On the page of claims: the words of the briefs, the latest first, if there are several.
    pub history: Vec<ClaimWordView>,
    /// The number of briefs that are left out of the history after the first one.
    pub left_out: usize,
}

/// A claim that supports another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BasisView {
    /// The claim.
    pub title: String,
    /// The address of the claim.
    pub url: Url,
    /// The state: `open`, `borne-out`, `failed` or `withdrawn`.
    pub state: &'static str,
}

/// The word of a brief on a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimWordView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The address of the claim on the page of the brief.
    pub url: Url,
    /// `open`, `borne-out`, `failed` or `withdrawn`, if the brief gives a state.
    pub state: Option<&'static str>,
    /// The likelihood, if the brief gives it and the site shows grades.
    pub likelihood: Option<String>,
    /// The confidence of the desk, if the brief gives it and the site shows grades.
    pub confidence: Option<String>,
    /// The text of the claim, if it differs from the previous one.
    pub text: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The sources of the word.
    pub sources: Vec<SourceRef>,
    /// Whether the desk was told it itself.
    pub told: bool,
    /// The places in the sources.
    pub loc: Option<String>,
}

/// All claims: `page` in `claims.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimsView {
    /// The heading.
    pub title: String,
    /// The groups on all pages, if there are several.
    pub contents: Vec<ClaimGroupLink>,
    /// How often each word of likelihood came true. Empty if too few judgments are settled or the
    /// site shows no grades, and on later pages.
    pub record: Vec<RecordRow>,
    /// The number of the desk's settled judgments.
    pub settled: usize,
    /// The groups with claims on this page.
    pub groups: Vec<ClaimGroup>,
    /// The meaning of the words of likelihood and confidence.
    pub legend: Vec<LegendView>,
    /// The position in the list.
    pub paging: Paging,
}

impl PageView for ClaimsView {}

/// A link to a group of claims.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimGroupLink {
    /// Its heading.
    pub title: &'static str,
    /// The address of its beginning.
    pub url: Url,
    /// The number of its claims.
    pub count: usize,
}

/// A group of claims by kind or state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimGroup {
    /// The anchor of its heading.
    pub anchor: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The claims of the group on this page.
    pub claims: Vec<ClaimView>,
}

/// How often a word of likelihood came true.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RecordRow {
    /// The word; `None` for judgments without a likelihood.
    pub word: Option<String>,
    /// The number of settled judgments with this word.
    pub number: usize,
    /// The number of judgments that were borne out.
    pub borne_out: usize,
    /// The share of these in percent: `67 %`.
    pub share: String,
    /// The meaning of the word in the vocabulary: `55–80 %`.
    pub meaning: Option<String>,
}
