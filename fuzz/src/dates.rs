//! Dates, as they are typed.

use briefgen::base::date::{Day, End, Overlap, When, held, lasted};

/// Reads a text as a date, and each of its lines as one of two dates that are compared.
pub fn dates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let whens: Vec<When> = text.lines().take(8).filter_map(read).collect();
    text.parse::<Day>().map_or_else(|error| drop((error.to_string(), error.help())), holds_of_day);
    whens.iter().for_each(holds_of_one);
    for (n, one) in whens.iter().enumerate() {
        whens[n..].iter().for_each(|other| holds_of_two(one, other));
    }
}

fn read(text: &str) -> Option<When> {
    match text.parse::<When>() {
        Ok(when) => Some(when),
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.help().is_empty(), "{text:?}");
            None
        }
    }
}

fn holds_of_day(day: Day) {
    assert_eq!(day.to_string().parse(), Ok(day), "a day is read as it is printed");
    assert!(day <= day.succ() && day.pred() <= day, "{day}");
    assert!((0..=1).contains(&day.days_until(day.succ())), "{day}");
    assert!(!day.long().is_empty() && !day.view().text.is_empty());
}

fn holds_of_one(when: &When) {
    assert_eq!(when.to_string().parse(), Ok(*when), "a date is read as it is printed");
    let (first, last) = (when.earliest_possible(), when.latest_possible());
    assert!(first <= last, "{when}");
    assert!(when.earliest().is_none_or(|day| first <= day), "{when}");
    assert!(when.latest().is_none_or(|day| day <= last), "{when}");
    if let (Some(first), Some(last)) = (when.earliest(), when.latest()) {
        assert!(first <= last, "{when}");
    }
    assert!(when.is_exact_day().is_none_or(|day| when.overlaps(day) == Overlap::Always), "{when}");
    for day in [first, last, when.earliest().unwrap_or(first), when.latest().unwrap_or(last)] {
        assert_ne!(when.overlaps(day), Overlap::Never, "{when} on {day}");
    }
    for day in [first.pred(), last.succ()].into_iter().filter(|day| *day < first || last < *day) {
        assert_eq!(when.overlaps(day), Overlap::Never, "{when} on {day}");
    }
    assert!(!when.certainly_before(when), "{when}");
    for text in [when.long(), when.in_sentence(), when.view().text] {
        assert!(!text.trim().is_empty() && text.trim() == text, "{when}: {text:?}");
    }
    assert!(when.iso().is_none_or(|iso| when.to_string().starts_with(&iso)), "{when}");
}

fn holds_of_two(one: &When, other: &When) {
    assert_eq!(one.cmp(other), other.cmp(one).reverse(), "{one}, {other}");
    assert_eq!(one == other, one.cmp(other).is_eq(), "{one}, {other}");
    assert!(!(one.certainly_before(other) && other.certainly_before(one)), "{one}, {other}");
    if one.certainly_before(other) {
        assert_eq!(one.overlaps(other.earliest_possible()), Overlap::Never, "{one}, {other}");
    }
    let end = End::On(*other);
    for day in [one.earliest_possible(), one.latest_possible(), other.earliest_possible()] {
        let is_over = lasted(&end, day) == Overlap::Never;
        assert!(
            !is_over || held(Some(one), &end, day) == Overlap::Never,
            "from {one} to {other}, on {day}"
        );
    }
}
