//! The pages of a place.

use crate::base::id::Id;
use crate::model::entities::Place;

use super::cards::{Cards, country_name, paged};
use super::views::PlaceView;
use super::{Page, View};

/// The pages of one place.
pub(super) fn pages(cards: &Cards<'_>, id: Id<Place>) -> Vec<Page> {
    let site = cards.site;
    let place = &site.places[id];
    let briefs = &site.relations.places[id.index()];
    let contains: Vec<_> =
        site.places.iter().filter(|(_, other)| other.within == Some(id)).map(|(other, _)| cards.place(other)).collect();
    paged(briefs, &place.page, site)
        .into_iter()
        .map(|(path, briefs, paging)| {
            let mut head = cards.head(&path, &place.name, "places");
            head.crumbs = vec![cards.section("Places", "places")];
            let text = place.text.as_ref().filter(|_| paging.number == 1);
            let prose = text.and_then(|text| cards.prose(text, &path, site.day, Vec::new()));
            let view = PlaceView {
                id: place.id.to_string(),
                name: place.name.clone(),
                country: place.country.clone(),
                country_name: country_name(place.country.as_ref()),
                within: place.within.map(|within| cards.place(within)),
                contains: contains.clone(),
                briefs: cards.rows(briefs),
                paging,
                stub: place.origin.is_stub(),
            };
            let mut page = cards.html("place.html", path, head, View::Place(view), prose);
            page.from = Some(place.origin.span().file.clone());
            page
        })
        .collect()
}
