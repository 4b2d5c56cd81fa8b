//! Calendars: RFC 5545, by way of `icalendar`.

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::base::date::Day;
use crate::pages::data::{CalendarEvent, CalendarStatus, CalendarView};

/// A calendar as text.
pub fn ics(view: &CalendarView) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//briefgen//briefgen//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(&view.title);
    for item in &view.events {
        calendar.push(event(item));
    }
    calendar.to_string()
}

fn event(item: &CalendarEvent) -> Event {
    let mut event = Event::new();
    event.uid(&item.uid);
    // The moment at which this was written down: the day of the brief, so that the same site gives the same bytes.
    event.append_property(Property::new("DTSTAMP", format!("{}T000000Z", digits(item.told))));
    event.append_property(date("DTSTART", item.from));
    // The end is the day after the last.
    event.append_property(date("DTEND", item.to.succ()));
    event.append_property(Property::new("SEQUENCE", item.sequence.to_string()));
    event.summary(&item.title);
    event.description(&item.description);
    event.status(match item.status {
        CalendarStatus::Confirmed => EventStatus::Confirmed,
        CalendarStatus::Tentative => EventStatus::Tentative,
        CalendarStatus::Cancelled => EventStatus::Cancelled,
    });
    if !item.exact {
        // Nobody is busy for a whole month because something is to happen in it.
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    }
    if let Some(place) = &item.place {
        event.location(place);
    }
    if let Some(url) = &item.url {
        event.url(url);
    }
    event.done()
}

fn date(name: &str, day: Day) -> Property {
    Property::new(name, digits(day)).add_parameter("VALUE", "DATE").done()
}

/// `20230618`.
fn digits(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_written_with_its_days_and_its_status() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let item = CalendarEvent {
            uid: "urn:x".to_owned(),
            title: "Talks, in two parts; at last".to_owned(),
            description: "Status: possible\nQin Gang".to_owned(),
            place: Some("Beijing".to_owned()),
            from: day("2023-06-18"),
            to: day("2023-06-19"),
            exact: false,
            told: day("2023-06-17"),
            sequence: 1,
            url: None,
            status: CalendarStatus::Tentative,
        };
        let text = ics(&CalendarView { title: "The desk".to_owned(), events: vec![item] });
        for line in [
            "DTSTART;VALUE=DATE:20230618",
            "DTEND;VALUE=DATE:20230620",
            "DTSTAMP:20230617T000000Z",
            "STATUS:TENTATIVE",
            "SEQUENCE:1",
            "TRANSP:TRANSPARENT",
            "UID:urn:x",
            "SUMMARY:Talks\\, in two parts\\; at last",
            "DESCRIPTION:Status: possible\\nQin Gang",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
    }
}
