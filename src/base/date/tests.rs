//! Dates by table, and properties of all of them.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn when(text: &str) -> When {
    text.parse().unwrap_or_else(|error: DateError| panic!("{error}: {}", error.help()))
}

#[test]
fn what_is_written_canonically_reads_back_and_prints_for_people() {
    for (text, long, iso) in [
        ("2023", "2023", Some("2023")),
        ("2023-06", "June 2023", Some("2023-06")),
        ("2023-06-18", "18 June 2023", Some("2023-06-18")),
        ("2024-02-29", "29 February 2024", Some("2024-02-29")),
        ("2023-06?", "June 2023 (uncertain)", Some("2023-06")),
        ("2023-06~", "about June 2023", Some("2023-06")),
        ("2023%", "about 2023 (uncertain)", Some("2023")),
        ("0476-09-04", "4 September 476", Some("0476-09-04")),
        ("0000", "0", None),
        ("2023-06-18/2023-06-19", "18–19 June 2023", None),
        ("2023-06-28/2023-07-02", "28 June – 2 July 2023", None),
        ("2022-12-28/2023-01-02", "28 December 2022 – 2 January 2023", None),
        ("2023-05/2023-06", "May–June 2023", None),
        ("2022-05/2023-06", "May 2022 – June 2023", None),
        ("2022/2023", "2022–2023", None),
        ("2022/2023-06", "2022 – June 2023", None),
        ("2023-06/2023-07-02", "June 2023 – 2 July 2023", None),
        ("2022~/2023", "about 2022 – 2023", None),
        ("2022/2023?", "2022 – 2023 (uncertain)", None),
        ("2023-06-18~/2023-06-19", "about 18 June 2023 – 19 June 2023", None),
        ("2023-06-18/2023-06-18", "18 June 2023", None),
        ("2023-06-18/2023-06", "18 June 2023 – June 2023", None),
        ("2023-06/..", "from June 2023", None),
        ("../2023-06", "until June 2023", None),
        ("2023-06~/..", "from about June 2023", None),
    ] {
        let date = when(text);
        assert_eq!((date.to_string().as_str(), date.long().as_str()), (text, long));
        assert_eq!(
            date.view(),
            DateView { text: long.into(), iso: iso.map(String::from) },
            "{text}"
        );
    }
}

#[test]
fn a_sentence_has_the_preposition_that_its_date_takes() {
    for (text, words) in [
        ("2023-06-18", "on 18 June 2023"),
        ("2023-06-18~", "on about 18 June 2023"),
        ("2023-06", "in June 2023"),
        ("2023?", "in 2023 (uncertain)"),
        ("2023-06-18/2023-06-19", "on 18–19 June 2023"),
        ("2023-05/2023-06", "in May–June 2023"),
        ("2023-06/..", "from June 2023"),
        ("../2023-06", "until June 2023"),
    ] {
        assert_eq!(when(text).in_sentence(), words);
    }
}

#[test]
fn what_is_no_date_is_told_what_to_type() {
    let forms = "write `2023`, `2023-06`, `2023-06-18` or a range such as `2023-06-18/2023-06-19`";
    for (text, message, help) in [
        ("2023-02-30", "`2023-02-30` names a day that does not exist", "February 2023 has 28 days"),
        (
            "2024-02-30~",
            "`2024-02-30` names a day that does not exist",
            "February 2024 has 29 days",
        ),
        (
            "2023/2023-06-00",
            "`2023-06-00` names a day that does not exist",
            "June 2023 has 30 days",
        ),
        ("2023-13", "`2023-13` names a month that does not exist", "the month goes from 01 to 12"),
        (
            "2023-00-10",
            "`2023-00-10` names a month that does not exist",
            "the month goes from 01 to 12",
        ),
        (
            "2023-07/2023-06",
            "the range `2023-07/2023-06` ends before it starts",
            "write the earlier date first: `2023-06/2023-07`",
        ),
        (
            "2023/",
            "the range `2023/` leaves one end empty",
            "write `..` for an open end, as in `2023-06/..`",
        ),
        (
            "/2023",
            "the range `/2023` leaves one end empty",
            "write `..` for an open end, as in `2023-06/..`",
        ),
        (
            "../..",
            "the range `../..` has neither start nor end",
            "write the end that is known, as in `2023-06/..` or `../2023-06`",
        ),
        ("", "the date is empty", forms),
        ("soon\n", "`soon ` is not a date in a form that can be read", forms),
    ] {
        let error = text.parse::<When>().unwrap_err();
        assert_eq!((error.to_string().as_str(), error.help().as_str()), (message, help), "{text}");
    }
}

#[test]
fn other_ways_to_write_a_date_are_recognised_and_refused() {
    for (text, meant) in [
        ("18 June 2023", "2023-06-18"),
        ("2023-6-18", "2023-06-18"),
        ("2023-06-18T10:00", "2023-06-18"),
        ("2023-06-18T10:00:00.000+02:00", "2023-06-18"),
        ("2023-06-18 10:00", "2023-06-18"),
        ("18 June 2023, 10:00", "2023-06-18"),
        ("2024-08-08 22:44:26 -0700", "2024-08-08"),
        ("2024-08-08 22:44:26 +02:00", "2024-08-08"),
        ("2024-08-08 22:44 UTC", "2024-08-08"),
        ("2024-08-08 10:44 p.m. (CEST)", "2024-08-08"),
        ("2024-08-08T22:44:26.5+02:00[Europe/Berlin]", "2024-08-08"),
        ("20240808T224426Z", "2024-08-08"),
        ("2024-08-08T", "2024-08-08"),
        ("2024-08-08Z", "2024-08-08"),
        ("2024-08-08+02:00", "2024-08-08"),
        ("8 Aug 2024 22:44:26 GMT", "2024-08-08"),
        ("2024年8月8日", "2024-08-08"),
        ("2024年8月", "2024-08"),
        ("2024년 8월 8일", "2024-08-08"),
        ("2024-08-08\u{a0}22:44", "2024-08-08"),
        ("18th of June, 2023", "2023-06-18"),
        ("June 18, 2023", "2023-06-18"),
        ("jun 2023", "2023-06"),
        ("Sept. 2023?", "2023-09?"),
        ("20230618", "2023-06-18"),
        ("2023/06/18", "2023-06-18"),
        ("2023/06", "2023-06"),
        ("06/2023", "2023-06"),
        ("18.06.2023", "2023-06-18"),
        ("06/18/2023", "2023-06-18"),
        (" 2023-06-18 ", "2023-06-18"),
        ("~2023", "2023~"),
        ("2023-06?~", "2023-06%"),
        ("June 2023%", "2023-06%"),
    ] {
        let error = text.parse::<When>().unwrap_err();
        assert_eq!(error.help(), format!("write `{meant}`"), "{text}");
    }
}

#[test]
fn no_date_is_guessed_where_two_could_be_meant() {
    let long = format!("2023-06-18 {}", "and so on ".repeat(20));
    for text in [
        "06/07/2023",
        "18/06/23",
        "June",
        "18 June",
        "June or July 2023",
        "2023-06-18/2023-06-19/2023",
        "２０２３",
        "12345",
        "31 June 2023",
        "since 2023",
        "2023-06-18:10",
        "2022–2023",
        "2022..2023",
        "18–19 June 2023",
        "18 June 2023 to 19 June 2023",
        "2023-06-18 10:00 to 2023-06-19 11:00",
        "2023-06-18 10:00 in Geneva",
        "2023-06-18T10:00 2023-06-19",
        "2023-06-18T10:00/2023-06-19T10:00",
        &long,
    ] {
        let error = text.parse::<When>().unwrap_err();
        let guess = error.help();
        assert!(guess.starts_with("write `2023`,"), "{text}: {guess}");
        assert!(error.to_string().chars().count() < 120, "{error}");
    }
}

#[test]
fn a_day_is_read_in_one_form_only() {
    assert_eq!(day("2023-06-18"), Day::new(2023, 6, 18).unwrap());
    for text in [
        "2023-06",
        "2023-06-18?",
        "2023-06-18/2023-06-18",
        "2023-06-18T00:00",
        "+002023-06-18",
        "-2023-06-18",
        "20230618",
        "2023-W24-7",
        "2023-06-18[UTC]",
        "2023-06-+8",
        " 2023-06-18",
    ] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
    let error = "2023-06".parse::<Day>().unwrap_err();
    assert_eq!(error.to_string(), "`2023-06` is not one exact day");
    assert_eq!(error.help(), "write one day, from `2023-06-01` to `2023-06-30`");
}

#[test]
fn days_are_counted_across_months_and_stop_at_the_ends_of_the_calendar() {
    assert_eq!(day("2024-02-28").succ(), day("2024-02-29"));
    assert_eq!(day("2023-01-01").pred(), day("2022-12-31"));
    assert_eq!(day("9999-12-31").succ(), day("9999-12-31"));
    assert_eq!(day("0000-01-01").pred(), day("0000-01-01"));
    assert_eq!(day("2023-06-18").days_until(day("2024-06-18")), 366);
    assert_eq!(day("2023-06-18").days_until(day("2023-06-17")), -1);
    assert_eq!(day("0000-01-01").days_until(day("9999-12-31")), 3_652_424);
    assert_eq!(
        (Day::new(2023, 2, 29), Day::new(-1, 1, 1), Day::new(2023, 13, 1)),
        (None, None, None)
    );
    assert_eq!(
        (day("2023-06-18").year(), day("2023-06-18").month(), day("2023-06-18").day()),
        (2023, 6, 18)
    );
}

#[test]
fn a_date_overlaps_a_day_as_surely_as_it_is_known() {
    use Overlap::{Always, Maybe, Never};
    for (text, on, expected) in [
        ("2023-06-18", "2023-06-18", Always),
        ("2023-06-18", "2023-06-19", Never),
        ("2023-06", "2023-06-01", Maybe),
        ("2023-06", "2023-06-30", Maybe),
        ("2023-06", "2023-07-01", Never),
        ("2023", "2023-12-31", Maybe),
        ("2023", "2022-12-31", Never),
        ("2023-06-18/2023-06-19", "2023-06-17", Never),
        ("2023-06-18/2023-06-19", "2023-06-18", Always),
        ("2023-06-18/2023-06-19", "2023-06-19", Always),
        ("2023-06-18/2023-06-19", "2023-06-20", Never),
        ("2023-06-18/2023-07", "2023-07-01", Always),
        ("2023-06-18/2023-07", "2023-07-02", Maybe),
        ("2023-06-18/2023-07", "2023-07-31", Maybe),
        ("2023-06-18/2023-07", "2023-08-01", Never),
        ("2023-06-18/2023-06", "2023-06-18", Always),
        ("2023-06-18/2023-06", "2023-06-19", Maybe),
        ("2021/2023", "2021-06-01", Maybe),
        ("2021/2023", "2022-06-01", Always),
        ("2023-06/..", "2023-05-31", Never),
        ("2023-06/..", "2023-06-15", Maybe),
        ("2023-06/..", "2023-07-01", Always),
        ("../2023-06", "0000-01-01", Always),
        ("../2023-06", "2023-06-15", Maybe),
        ("../2023-06", "2023-07-01", Never),
        ("2023-06-18~", "2023-06-18", Maybe),
        ("2023-06-18~", "2023-06-25", Maybe),
        ("2023-06-18~", "2023-06-26", Never),
        ("2023-06?", "2023-05-01", Maybe),
        ("2023-06?", "2023-07-31", Maybe),
        ("2023-06?", "2023-04-30", Never),
        ("2023%", "2024-12-31", Maybe),
        ("2023%", "2025-01-01", Never),
        ("2023-06-18?/2023-07-18", "2023-06-24", Maybe),
        ("2023-06-18?/2023-07-18", "2023-06-25", Always),
    ] {
        assert_eq!(when(text).overlaps(day(on)), expected, "{text} on {on}");
    }
}

#[test]
fn a_date_is_before_another_only_where_no_unknown_part_could_change_it() {
    for (earlier, later, expected) in [
        ("2023-06-18", "2023-06-19", true),
        ("2023-06-18", "2023-06-18", false),
        ("2023-05", "2023-06-01", true),
        ("2023-06", "2023-06-18", false),
        ("2023-06-18", "2023-06", false),
        ("2022", "2023/..", true),
        ("2022/..", "2023", false),
        ("../2022", "2023", true),
        ("2022", "../2023", false),
        ("2023-06-18", "2023-06-25~", false),
        ("2023-06-18", "2023-06-26~", true),
    ] {
        assert_eq!(
            when(earlier).certainly_before(&when(later)),
            expected,
            "{earlier} before {later}"
        );
    }
}

#[test]
fn a_list_is_sorted_by_first_day_then_last_day_then_spelling() {
    let sorted = [
        "../2022",
        "0000",
        "2022",
        "2023-01-01",
        "2023-01-01/2023-02",
        "2023",
        "2023~",
        "2023/..",
        "2023-01-02",
    ];
    let mut dates: Vec<When> = sorted.iter().rev().map(|text| when(text)).collect();
    dates.sort();
    assert_eq!(dates.iter().map(When::to_string).collect::<Vec<_>>(), sorted);
}

#[test]
fn a_tenure_covers_a_day_as_surely_as_its_ends_are_known() {
    use Overlap::{Always, Maybe, Never};
    for (from, to, on, expected) in [
        ("2022-12-30", "2023-07-25", "2022-12-29", Never),
        ("2022-12-30", "2023-07-25", "2022-12-30", Always),
        ("2022-12-30", "2023-07-25", "2023-06-18", Always),
        ("2022-12-30", "2023-07-25", "2023-07-25", Always),
        ("2022-12-30", "2023-07-25", "2023-07-26", Never),
        ("2023-07-25", "", "2023-07-25", Always),
        ("2023-07-25", "", "9999-12-31", Always),
        ("2023-06", "", "2023-05-31", Never),
        ("2023-06", "", "2023-06-01", Maybe),
        ("2023-06", "", "2023-06-29", Maybe),
        ("2023-06", "", "2023-06-30", Always),
        ("2023-06", "2024", "2023-12-31", Always),
        ("2023-06", "2024", "2024-01-02", Maybe),
        ("2023-06", "2024", "2025-01-01", Never),
        ("2022/2023", "", "2023-06-18", Maybe),
        ("2022-12-30", "unknown", "2022-12-29", Never),
        ("2022-12-30", "unknown", "2022-12-30", Always),
        ("2022-12-30", "unknown", "2022-12-31", Maybe),
        ("2022-12", "unknown", "2022-12-31", Maybe),
        ("", "2023-07-25", "0001-01-01", Maybe),
        ("", "2023-07-25", "2023-07-24", Maybe),
        ("", "2023-07-25", "2023-07-25", Always),
        ("", "2023-07-25", "2023-07-26", Never),
        ("", "2023-07", "2023-07-01", Maybe),
        ("", "unknown", "2023-06-18", Maybe),
        ("", "", "2023-06-18", Always),
        ("2023-07-25", "2022-12-30", "2023-01-01", Never),
        ("2023-07-25", "2022-12-30", "2023-07-25", Never),
    ] {
        let start = (!from.is_empty()).then(|| when(from));
        let end = match to {
            "" => End::Open,
            "unknown" => End::Unknown,
            date => End::On(when(date)),
        };
        assert_eq!(held(start.as_ref(), &end, day(on)), expected, "{from} to {to} on {on}");
    }
}

fn point() -> impl Strategy<Value = String> {
    let part = "(20[0-2][0-9]|0000|9999)(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?";
    proptest::string::string_regex(part).unwrap()
}

fn any_when() -> impl Strategy<Value = When> {
    prop_oneof![
        point(),
        (point(), point()).prop_map(|(a, b)| format!("{a}/{b}")),
        point().prop_map(|a| format!("{a}/..")),
        point().prop_map(|b| format!("../{b}")),
    ]
    .prop_filter_map("reversed", |text| text.parse().ok())
}

fn any_day() -> impl Strategy<Value = Day> {
    (-20i32..11_000).prop_map(|n| Day::new(2000, 1, 1).unwrap().plus(n))
}

/// Every choice of a start and an end, compared one by one.
fn covers_by_trying_all(start: Bounds, end: Bounds, on: Day) -> Overlap {
    let days = |b: Bounds| {
        std::iter::successors(Some(b.earliest), move |d| (*d < b.latest).then(|| d.succ()))
    };
    let tries: Vec<bool> = days(start)
        .flat_map(|s| days(end).filter(move |e| s <= *e).map(move |e| s <= on && on <= e))
        .collect();
    match (tries.contains(&true), tries.contains(&false)) {
        (true, false) => Overlap::Always,
        (true, true) => Overlap::Maybe,
        (false, _) => Overlap::Never,
    }
}

proptest! {
    #[test]
    fn parsing_never_panics(text in ".*") {
        if let Err(error) = text.parse::<When>() {
            prop_assert!(!error.to_string().is_empty() && !error.help().is_empty());
        }
        let _ = text.parse::<Day>();
    }

    #[test]
    fn near_dates_never_panic_and_every_suggestion_can_be_read(text in "[0-9]{0,4}[-/.: \
        T]?(June|may)?[-0-9?~%/. –:T]{0,12}") {
        if let Err(error) = text.parse::<When>()
            && let Some(meant) = error.meant()
        {
            prop_assert_eq!(meant.to_string().parse(), Ok(meant));
        }
    }

    #[test]
    fn a_date_reads_back_as_it_prints(date in any_when()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
    }

    #[test]
    fn a_day_reads_back_as_it_prints(day in any_day()) {
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        prop_assert_eq!(When::from(day).is_exact_day(), Some(day));
        prop_assert_eq!(day.succ().pred(), day);
    }

    #[test]
    fn overlaps_agrees_with_the_first_and_the_last_day(date in any_when(), on in any_day()) {
        let within = date.earliest().is_none_or(|first| first <= on)
            && date.latest().is_none_or(|last| on <= last);
        let doubted = date.to_string().contains(['?', '~', '%']);
        match date.overlaps(on) {
            Overlap::Never => prop_assert!(!within),
            Overlap::Maybe => prop_assert!(within || doubted),
            Overlap::Always => prop_assert!(within),
        }
    }

    #[test]
    fn before_agrees_with_overlaps_and_goes_one_way(
        a in any_when(),
        b in any_when(),
        on in any_day(),
    ) {
        prop_assert!(!(a.certainly_before(&b) && b.certainly_before(&a)));
        let exact = When::from(on);
        let apart = a.certainly_before(&exact) || exact.certainly_before(&a);
        prop_assert_eq!(apart, a.overlaps(on) == Overlap::Never);
    }

    #[test]
    fn the_order_is_total_and_agrees_with_equality(a in any_when(), b in any_when()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
    }

    #[test]
    fn what_is_covered_is_what_every_choice_of_ends_covers(
        a in 0..9i32,
        b in 0..9i32,
        c in 0..9i32,
        d in 0..9i32,
        on in -1..10i32,
    ) {
        let nth = |n: i32| Day::new(2023, 6, 10).unwrap().plus(n);
        let bounds = |x: i32, y: i32| Bounds { earliest: nth(x.min(y)), latest: nth(x.max(y)) };
        let (start, end) = (bounds(a, b), bounds(c, d));
        prop_assert_eq!(covers(start, end, nth(on)), covers_by_trying_all(start, end, nth(on)));
    }
}
