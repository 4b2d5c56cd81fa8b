//! Writes calendars (RFC 5545) with `icalendar`.

use std::borrow::Cow;

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::base::date::Day;
use crate::base::limits::CALENDAR_TEXT;
use crate::base::text::is_stray;
use crate::pages::views::exports::{CalendarEvent, CalendarStatus, CalendarView};

/// A calendar as the text of an `.ics` file.
pub fn ics(view: &CalendarView) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//briefgen//briefgen//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    let title = plain(&view.title);
    // `NAME` is from RFC 7986, and the library only escapes properties of RFC 5545.
    calendar.append_property(Property::new("NAME", escaped(&title)));
    calendar.append_property(Property::new("X-WR-CALNAME", title));
    for item in &view.events {
        calendar.push(event(item));
    }
    calendar.to_string().into_bytes()
}

fn event(item: &CalendarEvent) -> Event {
    let mut event = Event::new();
    event.uid(&item.uid);
    // The time at which the event was recorded is the day of the brief, not the time of the build:
    // building a site twice must give the same bytes.
    event.append_property(Property::new("DTSTAMP", format!("{}T000000Z", digits(item.told))));
    event.append_property(date("DTSTART", item.from));
    // In a calendar the end is the first day after the event.
    event.append_property(date("DTEND", item.to.succ()));
    event.append_property(Property::new("SEQUENCE", item.sequence.to_string()));
    event.summary(&plain(&item.title));
    event.description(&plain(&item.description));
    event.status(match item.status {
        CalendarStatus::Confirmed => EventStatus::Confirmed,
        CalendarStatus::Tentative => EventStatus::Tentative,
        CalendarStatus::Cancelled => EventStatus::Cancelled,
    });
    if !item.exact {
        // An event some time within a month does not make the whole month busy.
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    }
    if let Some(place) = &item.place {
        event.location(&plain(place));
    }
    if let Some(url) = &item.url {
        event.url(url);
    }
    event.done()
}

/// A text without control characters, with `\n` line ends and at most [`CALENDAR_TEXT`] characters.
fn plain(text: &str) -> Cow<'_, str> {
    let is_long = text.len() > CALENDAR_TEXT && text.chars().nth(CALENDAR_TEXT).is_some();
    if !is_long && !text.contains(is_stray) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut kept: String = text.chars().filter(|c| !is_stray(*c)).take(CALENDAR_TEXT).collect();
    if is_long {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Escapes a value of the type TEXT (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
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

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn event(title: &str, description: &str, place: &str) -> CalendarEvent {
        CalendarEvent {
            uid: "urn:x".to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            place: Some(place.to_owned()),
            from: day("2023-06-18"),
            to: day("2023-06-19"),
            exact: false,
            told: day("2023-06-17"),
            sequence: 1,
            url: None,
            status: CalendarStatus::Tentative,
        }
    }

    fn ics_text(view: &CalendarView) -> String {
        String::from_utf8(ics(view)).unwrap()
    }

    /// The values of a property, unfolded and unescaped.
    fn values(text: &str, name: &str) -> Vec<String> {
        let unfolded = text.replace("\r\n ", "");
        let lines = unfolded.split("\r\n").filter_map(|line| line.split_once(':'));
        lines
            .filter(|(own, _)| own.split(';').next() == Some(name))
            .map(|(_, value)| unescaped(value))
            .collect()
    }

    fn unescaped(value: &str) -> String {
        let mut text = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.extend(chars.next().map(|next| if next == 'n' { '\n' } else { next })),
                ',' | ';' => panic!("a bare `{c}` in {value}"),
                c => text.push(c),
            }
        }
        text
    }

    #[test]
    fn every_text_is_read_back_as_it_was_written() {
        for (text, read) in [
            ("News, views; more", "News, views; more"),
            ("Desk, Europe", "Desk, Europe"),
            (
                "Desk\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x",
                "Desk\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x",
            ),
            ("two\r\nlines\rthree", "two\nlines\nthree"),
            ("C:\\new\\, \\;", "C:\\new\\, \\;"),
            ("a:b;c=\"d\"", "a:b;c=\"d\""),
            ("Rat für Auswärtiges, 外交部; «слово»", "Rat für Auswärtiges, 外交部; «слово»"),
            ("tab\tand\u{1}\u{7f}\u{85}controls", "tab\tandcontrols"),
            ("", ""),
        ] {
            let view =
                CalendarView { title: text.to_owned(), events: vec![event(text, text, text)] };
            let written = ics_text(&view);
            for name in ["NAME", "X-WR-CALNAME", "SUMMARY", "DESCRIPTION", "LOCATION"] {
                assert_eq!(values(&written, name), [read], "{name}: {written}");
            }
            assert_eq!(written.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "{written}");
            assert!(
                written.replace("\r\n", "").chars().all(|c| c == '\t' || !c.is_control()),
                "{written}"
            );
        }
    }

    #[test]
    fn a_name_is_escaped_as_the_library_escapes() {
        let view = CalendarView { title: "a\\b, c; d\ne: \"f\"".to_owned(), events: Vec::new() };
        let written = ics_text(&view);
        let line = |name: &str| {
            written.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned()
        };
        assert_eq!(line("NAME:"), line("X-WR-CALNAME:"));
        assert!(written.contains("\r\nNAME:a\\\\b\\, c\\; d\\ne: \"f\"\r\n"), "{written}");
    }

    #[test]
    fn a_long_text_is_cut_at_a_bound() {
        for (length, kept) in [
            (CALENDAR_TEXT - 1, CALENDAR_TEXT - 1),
            (CALENDAR_TEXT, CALENDAR_TEXT),
            (CALENDAR_TEXT + 1, CALENDAR_TEXT),
            (900_000, CALENDAR_TEXT),
        ] {
            let text = "é".repeat(length);
            let end = if length > CALENDAR_TEXT { "…" } else { "" };
            let expected = "é".repeat(kept) + end;
            let written = ics_text(&CalendarView {
                title: text.clone(),
                events: vec![event(&text, &text, &text)],
            });
            for name in ["NAME", "SUMMARY", "DESCRIPTION", "LOCATION"] {
                assert_eq!(values(&written, name), [expected.as_str()], "{name}, {length}");
            }
        }
    }

    #[test]
    fn an_event_is_written_with_its_days_and_its_status() {
        let item = event("Talks, in two parts; at last", "Status: possible\nQin Gang", "Beijing");
        let text = ics_text(&CalendarView { title: "The desk".to_owned(), events: vec![item] });
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
