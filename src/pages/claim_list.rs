//! The order of the list of all claims.

use std::ops::Range;

use crate::base::id::{Id, Table};
use crate::model::claims::Claim;
use crate::parse::statements::{ClaimKind, ClaimState};

/// The claims that are not withdrawn, in the order of `/claims/`.
pub(super) struct ClaimList {
    pub(super) order: Vec<Id<Claim>>,
    /// The position of each claim in that order.
    pub(super) places: Vec<Option<usize>>,
    pub(super) groups: Vec<(Group, Range<usize>)>,
}

/// A group in the list: judgments by state, other claims by kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Open,
    BorneOut,
    Failed,
    Withdrawn,
    Expectations,
    Assumptions,
    Facts,
}

impl Group {
    fn of(claim: &Claim) -> Group {
        match (claim.kind, claim.held().state) {
            (ClaimKind::Judgment, ClaimState::Open) => Group::Open,
            (ClaimKind::Judgment, ClaimState::BorneOut) => Group::BorneOut,
            (ClaimKind::Judgment, ClaimState::Failed) => Group::Failed,
            (ClaimKind::Judgment, ClaimState::Withdrawn) => Group::Withdrawn,
            (ClaimKind::Expectation, _) => Group::Expectations,
            (ClaimKind::Assumption, _) => Group::Assumptions,
            (ClaimKind::Fact, _) => Group::Facts,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Group::Open => "Open judgments",
            Group::BorneOut => "Judgments that were borne out",
            Group::Failed => "Judgments that did not come true",
            Group::Withdrawn => "Withdrawn judgments",
            Group::Expectations => "Expectations",
            Group::Assumptions => "Assumptions",
            Group::Facts => "Facts",
        }
    }

    pub(super) fn anchor(self) -> &'static str {
        match self {
            Group::Open => "_open",
            Group::BorneOut => "_borne-out",
            Group::Failed => "_failed",
            Group::Withdrawn => "_withdrawn",
            Group::Expectations => "_expectations",
            Group::Assumptions => "_assumptions",
            Group::Facts => "_facts",
        }
    }
}

impl ClaimList {
    /// Sorts the claims of a site into groups, each with the latest words first.
    pub(super) fn of(claims: &Table<Claim>) -> ClaimList {
        let standing =
            claims.iter().filter_map(|(id, claim)| Some((Group::of(claim), claim.last()?.day, id)));
        let mut sorted: Vec<_> =
            standing.map(|(group, day, id)| (group, std::cmp::Reverse(day), id)).collect();
        sorted.sort_unstable();
        let mut list =
            ClaimList { order: Vec::new(), places: vec![None; claims.len()], groups: Vec::new() };
        for (place, (group, _, id)) in sorted.into_iter().enumerate() {
            match list.groups.last_mut() {
                Some((last, places)) if *last == group => places.end = place + 1,
                _ => list.groups.push((group, place..place + 1)),
            }
            list.places[id.index()] = Some(place);
            list.order.push(id);
        }
        list
    }

    /// Whether the list is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}
