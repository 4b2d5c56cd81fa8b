//! The pages of a place.

use std::ops::Range;

use crate::base::id::Id;
use crate::base::path::OutPath;
use crate::model::entities::Place;

use super::PLACES;
use super::cards::{Cards, briefs_in, country_name, items_in, paged_together};
use super::planned::{Html, Planned};
use super::statements::event_card;
use super::views::{Paging, PlaceView};

/// The pages of a place.
pub(super) fn place_pages<'s>(cards: &'s Cards<'_>, id: Id<Place>) -> Vec<Planned<'s>> {
    let place = &cards.site.places[id];
    let briefs = cards.site.relations.places[id.index()].len();
    let planned = |(path, part, paging)| {
        Planned::page(path, move |path| place_html(cards, id, path, part, paging))
            .of_entry(place.origin.span())
    };
    let others = [
        cards.site.statements.events_of_place[id.index()].len(),
        cards.site.relations.within[id.index()].len(),
    ];
    paged_together(briefs, &others, &place.page, cards.site).map(planned).collect()
}

fn place_html(
    cards: &Cards<'_>,
    id: Id<Place>,
    path: &OutPath,
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let site = cards.site;
    let place = &site.places[id];
    let briefs = &site.relations.places[id.index()];
    let contains =
        items_in(&site.relations.within[id.index()], &part).iter().map(|other| cards.place(*other));
    let head = cards.head_in_list(path, &place.name, &PLACES);
    let text = place.text.as_ref().filter(|_| paging.number == 1);
    let (prose, cited) = cards.prose(text, path);
    let events = items_in(&site.statements.events_of_place[id.index()], &part).iter();
    let view = PlaceView {
        id: place.id.to_string(),
        name: place.name.clone(),
        country: place.country.clone(),
        country_name: country_name(place.country.as_ref()),
        within: place.within.map(|within| cards.place(within)),
        contains: contains.collect(),
        events: events.map(|event| event_card(site, *event)).collect(),
        briefs: briefs_in(cards, briefs, &part),
        paging,
        stub: place.origin.is_stub(),
    };
    Html { cited, ..cards.html("place.html", path, head, view, prose) }
}
