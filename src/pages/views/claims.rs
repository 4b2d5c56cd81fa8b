//! What templates see of claims: one by one, and the record of the desk.

use serde::Serialize;

use crate::base::path::Url;

use crate::pages::shared::Shared;

use super::basics::{BriefCard, Link, Paging};
use super::statements::{AddresseeView, LegendView, PageView, SinceView, SourceRef};

/// A claim: on the page of a brief as that brief tells it, elsewhere as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// Its own address.
    pub url: Url,
    /// The claim.
    pub text: String,
    /// `fact`, `judgment`, `assumption` or `expectation`.
    pub kind: &'static str,
    /// Who makes it; `None` for the desk, or where that is not said.
    pub by: Option<AddresseeView>,
    /// What it rests on.
    pub sources: Vec<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in them, likewise.
    pub loc: Option<String>,
    /// From 1 (confirmed) to 6 (cannot be judged), where the site shows grades.
    pub credibility: Option<u32>,
    /// How likely, in the words of the site's vocabulary, where the site shows grades.
    pub likelihood: Option<String>,
    /// How sure the desk is, likewise.
    pub confidence: Option<String>,
    /// The claims that it rests on.
    pub basis: Vec<BasisView>,
    /// Who disputes it.
    pub disputed_by: Vec<Link>,
    /// What would change it.
    pub changes_if: Option<String>,
    /// `open`, `borne-out`, `failed` or `withdrawn`.
    pub state: &'static str,
    /// Anything else.
    pub note: Option<String>,
    /// Whether all or part of what it rests on was retracted.
    pub retracted: bool,
    /// Its keys that are to be confirmed: of a draft only.
    pub unconfirmed: Vec<String>,
    /// The brief that has it; of several the last.
    pub brief: Link,
    /// On the page of a brief the one that made the claim, where that is an earlier one.
    pub first: Option<Shared<BriefCard>>,
    /// On the page of a brief what became known since.
    pub since: Option<SinceView>,
    /// On the page of claims what the briefs said of it, the latest first, where several did.
    pub history: Vec<ClaimWordView>,
    /// How many briefs between the first and those before it the history leaves out.
    pub left_out: usize,
}

/// A claim that another one rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BasisView {
    /// The claim.
    pub title: String,
    /// Its own address.
    pub url: Url,
    /// What became of it: `open`, `borne-out`, `failed` or `withdrawn`.
    pub state: &'static str,
}

/// What one brief said of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimWordView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The place on its page.
    pub url: Url,
    /// `open`, `borne-out`, `failed` or `withdrawn`, where it says so.
    pub state: Option<&'static str>,
    /// How likely, where it says so and the site shows grades.
    pub likelihood: Option<String>,
    /// How sure the desk is, likewise.
    pub confidence: Option<String>,
    /// The claim, where it puts it into other words than the last one.
    pub text: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// What that rests on.
    pub sources: Vec<SourceRef>,
    /// Whether it is what the desk was told itself.
    pub told: bool,
    /// Where in them.
    pub loc: Option<String>,
}

/// All claims: `page` in `claims.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimsView {
    /// The heading.
    pub title: String,
    /// The groups on all pages, where there are several.
    pub contents: Vec<ClaimGroupLink>,
    /// How often each word of likelihood came true; empty where too few judgments are settled,
    /// where the site shows no grades, and on all pages but the first.
    pub record: Vec<RecordRow>,
    /// How many judgments of the desk are settled.
    pub settled: usize,
    /// The groups that this page has claims of.
    pub groups: Vec<ClaimGroup>,
    /// What the words of likelihood and confidence mean.
    pub legend: Vec<LegendView>,
    /// Where the list stands.
    pub paging: Paging,
}

impl PageView for ClaimsView {}

/// A group of claims, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimGroupLink {
    /// Its heading.
    pub title: &'static str,
    /// Where it begins.
    pub url: Url,
    /// How many claims it has.
    pub count: usize,
}

/// Claims of one sort, or of one state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ClaimGroup {
    /// The anchor of its heading.
    pub anchor: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Those of its claims that stand on this page.
    pub claims: Vec<ClaimView>,
}

/// How often a word of likelihood came true.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RecordRow {
    /// The word; `None` for judgments that had none.
    pub word: Option<String>,
    /// How many settled judgments had it.
    pub number: usize,
    /// How many of them were borne out.
    pub borne_out: usize,
    /// How many that is in a hundred: `67 %`.
    pub share: String,
    /// What the vocabulary has it mean: `55–80 %`.
    pub meaning: Option<String>,
}
