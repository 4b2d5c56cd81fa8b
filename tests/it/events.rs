//! Events on the pages of whole sites: what later briefs change, what is never said before it is
//! so, and who met whom.

use std::collections::BTreeMap;

use briefgen::base::date::Day;
use briefgen::files::Files;
use briefgen::model::meetings::meetings;
use briefgen::parse::statements::EventStatus;
use briefgen::{Build, Cache, Options, analyse};

use crate::memory::built as built_with;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A site of three officials and these briefs; each is a day, and what its front matter says.
fn site(briefs: &[(&str, &str)]) -> String {
    let mut text = String::from(
        "=== content/actors.yaml\nann: {name: Ann}\nbob: {name: Bob}\ncid: {name: Cid}\n=== content/issues.yaml\ntalks: {title: The talks}\n",
    );
    for (number, (date, fields)) in briefs.iter().enumerate() {
        text += &format!(
            "=== content/briefs/{date}-brief-{number}.md\n---\ntitle: Brief {number}\nsources: []\nissues: [talks]\n{fields}\n---\nText.\n"
        );
    }
    text
}

fn built(text: &str, today: &str) -> (BTreeMap<String, String>, Build) {
    built_with(text, &Options::on(day(today)))
}

fn codes(build: &Build) -> Vec<&'static str> {
    build
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .filter(|code| !code.starts_with("I-"))
        .collect()
}

/// The words of HTML.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a page between two others.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from)
        .unwrap_or_else(|| panic!("no `{from}` in {page}"))
        .1
        .split(to)
        .next()
        .unwrap()
}

/// The status of the site's only event, or of the one with this id.
fn status_of(text: &str, id: &str) -> EventStatus {
    let options = Options::on(day("2026-11-23"));
    let site = analyse(&Files::from_text(text), &options, &mut Cache::default()).site;
    site.events.rows().iter().find(|event| event.id.as_str() == id).unwrap().status
}

/// The pairs of officials with how often they met, and may have.
fn met(text: &str) -> Vec<String> {
    let options = Options::on(day("2026-11-23"));
    let site = analyse(&Files::from_text(text), &options, &mut Cache::default()).site;
    let name = |id| site.actors[id].name.as_str();
    let pairs = meetings(&site);
    let pair = |((one, other), between): (_, briefgen::model::meetings::Meetings)| {
        format!(
            "{}–{}: {} held, {} possible",
            name(one),
            name(other),
            between.held.len(),
            between.possible.len()
        )
    };
    pairs.into_iter().map(pair).collect()
}

#[test]
fn who_stayed_away_did_not_meet() {
    let text = site(&[
        (
            "2023-06-18",
            "events: [{id: ev, title: A meeting, kind: meeting, status: scheduled, who: [ann, bob], issues: [talks]}]",
        ),
        ("2023-06-21", "events: [{id: ev, status: happened, who: [ann, cid]}]"),
        ("2023-06-22", "events: [{id: ev, note: It rained}]"),
    ]);
    assert_eq!(met(&text), ["Ann–Cid: 1 held, 0 possible"]);
    let (pages, build) = built(&text, "2023-07-01");
    assert_eq!(codes(&build), [""; 0]);
    let page = words(&pages["events/ev/index.html"]);
    assert_eq!(between(&page, "Who ", "Issues").trim(), "Ann Cid");
    assert!(between(&page, "How it was told", "Brief 0").contains("Ann, Cid"), "{page}");
    assert!(page.contains("Ann, Bob"), "the history keeps who was expected: {page}");
    assert!(
        !pages.contains_key("actors/bob/timeline/index.html")
            && !pages.contains_key("actors/bob/events.ics")
    );
    assert!(!words(&pages["meetings/index.html"]).contains("Bob"));
    assert!(
        pages["issues/talks/index.html"].contains("events/ev/"),
        "no later brief gave other issues"
    );
}

#[test]
fn the_status_follows_from_the_date_as_of_the_brief_that_gave_it() {
    use EventStatus::{Cancelled, Happened, Happening, Possible, Postponed, Scheduled};
    for (first, second, status) in [
        ("date: 2023-06-24", None, Scheduled),
        ("date: 2023-06-24", Some("note: Nothing new"), Scheduled),
        ("date: 2023-06-24", Some("date: 2023-06-24"), Scheduled),
        ("date: 2023-06-24", Some("date: 2023-06-25"), Happened),
        ("date: 2023-06-24", Some("date: 2023-07"), Scheduled),
        ("date: 2023-06-24", Some("status: cancelled"), Cancelled),
        ("date: 2023-06-24, status: postponed", Some("date: 2023-06-29"), Postponed),
        ("date: 2023-06-18", None, Happened),
        ("date: 2023-05", None, Happened),
        ("date: 2023-06", None, Possible),
        ("date: 2023-06-17/2023-06-19", None, Happening),
        ("date: 2023-06-17/2023-06-18", None, Happened),
        ("title: No date", None, Possible),
        ("title: No date", Some("note: Nothing new"), Possible),
        ("title: No date", Some("date: 2023-06-24"), Happened),
        ("title: No date, status: happened", Some("note: Nothing new"), Happened),
    ] {
        let event = |fields: &str| format!("events: [{{id: ev, {fields}}}]");
        let (first, second) = (event(first), second.map(event));
        let mut briefs = vec![("2023-06-18", first.as_str())];
        briefs.extend(second.as_deref().map(|second| ("2023-06-30", second)));
        assert_eq!(status_of(&site(&briefs), "ev"), status, "{briefs:?}");
    }
}

#[test]
fn of_two_briefs_of_a_day_the_later_id_has_the_last_word() {
    let text = site(&[
        ("2023-06-18", "events: [{id: ev, status: scheduled, date: 2023-06-18, who: [ann]}]"),
        ("2023-06-18", "events: [{id: ev, status: happened, who: [bob]}]"),
    ]);
    assert_eq!(status_of(&text, "ev"), EventStatus::Happened);
    let (pages, _) = built(&text, "2023-06-18");
    let page = words(&pages["events/ev/index.html"]);
    assert!(
        between(&page, "How it was told", "Brief 0").contains("Brief 1 took place"),
        "the latest comes first: {page}"
    );
}

#[test]
fn nothing_took_place_before_its_day() {
    let plan = ("2023-06-17", "events: [{id: ev, date: 2023-06-24, status: scheduled}]");
    for (second, findings) in [
        ("events: [{id: ev, status: happened}]", &["E-EVENT-FUTURE-HAPPENED"][..]),
        ("events: [{id: ev, status: happening}]", &["E-EVENT-FUTURE-HAPPENED"]),
        ("events: [{id: ev, status: happened, date: 2023-06-18}]", &[]),
        ("events: [{id: ev, note: Nothing new}]", &[]),
    ] {
        let (_, build) = built(&site(&[plan, ("2023-06-18", second)]), "2023-06-20");
        assert_eq!(codes(&build), findings, "{second}");
    }
    let held = ("2023-06-17", "events: [{id: ev, status: happened}]");
    let (_, build) =
        built(&site(&[held, ("2023-06-18", "events: [{id: ev, date: 2023-06-24}]")]), "2023-06-20");
    let finding = build
        .findings
        .iter()
        .find(|finding| finding.code.as_str() == "E-EVENT-FUTURE-HAPPENED")
        .unwrap();
    assert_eq!(finding.path, "events[0].date", "the date came after the word that it happened");
}

#[test]
fn only_what_was_said_at_an_event_that_took_place_is_worded_so() {
    let quote = |said: &str| {
        format!(
            "quotes: [{{id: q, speaker: ann, text: We hope so, mode: paraphrase, {said}event: ev, issue: talks}}]"
        )
    };
    for (said, event, at) in [
        ("", "status: possible", false),
        ("", "date: 2023-06-24, status: scheduled", false),
        ("", "date: 2023-06-17, status: cancelled", false),
        ("", "date: 2023-06-17, status: happened", true),
        ("said: 2023-06-17, ", "date: 2023-06-17, status: happened", true),
        ("said: 2023-06-17, ", "date: 2023-06, status: happening", true),
        ("said: 2023-06-16, ", "date: 2023-06-17, status: happened", false),
        ("said: 2023-06-18, ", "date: 2023-06-17, status: happened", false),
    ] {
        let brief = format!("{}\nevents: [{{id: ev, title: A meeting, {event}}}]", quote(said));
        let (pages, _) = built(&site(&[("2023-06-18", &brief)]), "2023-06-18");
        let page = words(&pages["events/ev/index.html"]);
        assert_eq!(
            (page.contains("Said there"), page.contains("Said about it")),
            (at, !at),
            "{said}{event}"
        );
        for path in ["events/ev/index.html", "quotes/index.html", "actors/ann/index.html"] {
            let page = words(&pages[path]);
            assert_eq!(page.contains(", at A meeting"), at, "{path}, {said}{event}: {page}");
            assert_eq!(page.contains(", on A meeting"), !at, "{path}, {said}{event}: {page}");
        }
    }
}

#[test]
fn nothing_is_under_way_for_ever() {
    let text = site(&[(
        "2023-06-18",
        "events: [{id: ev, title: A visit, date: 2023-06-18/2023-06-19, status: happening, who: [ann], issues: [talks]}]",
    )]);
    for (today, worded) in
        [("2023-06-19", "under way"), ("2023-06-20", "was under way; outcome not recorded")]
    {
        let (pages, _) = built(&text, today);
        for path in [
            "events/ev/index.html",
            "events/index.html",
            "actors/ann/index.html",
            "timeline/index.html",
        ] {
            assert!(words(&pages[path]).contains(&format!("A visit {worded}")), "{today} {path}");
        }
        let label = format!("aria-label=\"A visit, 18–19 June 2023: {worded}\"");
        assert!(
            pages["timeline/index.html"].contains(&label),
            "{today}: the drawing says the same"
        );
        let calendar = pages["events.ics"].replace("\r\n ", "").replace("\\;", ";");
        assert!(calendar.contains(&format!("Status: {worded}\\n")), "{today}: {calendar}");
    }
}

#[test]
fn a_meeting_counts_once_and_only_where_it_is_settled() {
    let whole = |status: &str| {
        format!("{{id: whole, kind: summit, status: {status}, who: [ann, bob, cid]}}")
    };
    let part = |status: &str| {
        format!("{{id: part, kind: meeting, part_of: whole, status: {status}, who: [ann, bob]}}")
    };
    for (whole_is, part_is, ann_bob) in [
        ("happened", "happened", Some("1 held, 0 possible")),
        ("happened", "possible", Some("1 held, 1 possible")),
        ("happened", "cancelled", Some("1 held, 0 possible")),
        ("possible", "possible", Some("0 held, 1 possible")),
        ("possible", "cancelled", Some("0 held, 1 possible")),
        ("cancelled", "scheduled", None),
        ("cancelled", "possible", None),
        ("cancelled", "happened", Some("1 held, 0 possible")),
    ] {
        let text =
            site(&[("2023-06-18", &format!("events: [{}, {}]", whole(whole_is), part(part_is)))]);
        let met = met(&text);
        let between = met.iter().find_map(|pair| pair.strip_prefix("Ann–Bob: "));
        assert_eq!(between, ann_bob, "{whole_is} with a part that is {part_is}");
    }
}

/// A site of officials of two countries, one of none, an organization, and one event with these
/// participants.
fn delegations(kind: &str, who: &str) -> String {
    let actors = "=== content/actors.yaml\nann: {name: Ann, country: US}\nbob: {name: Bob, country: CN}\ncid: {name: Cid, country: US}\ndan: {name: Dan, country: CN}\neve: {name: Eve}\nusa: {name: United States, kind: state, country: US}\n";
    let event = format!(
        "events: [{{id: ev, title: The talks, kind: {kind}, date: 2023-06-17, who: [{who}]}}]"
    );
    format!(
        "{actors}=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n{event}\n---\nText.\n"
    )
}

#[test]
fn two_of_one_side_have_not_met_each_other() {
    for (kind, who, pairs) in [
        // Without sides everybody met everybody, except on a visit, where those of one country
        // travel together.
        ("meeting", "ann, bob, cid", "Ann–Bob Ann–Cid Bob–Cid"),
        ("call", "ann, cid", "Ann–Cid"),
        ("visit", "ann, bob, cid", "Ann–Bob Bob–Cid"),
        ("visit", "ann, cid, eve", "Ann–Eve Cid–Eve"),
        ("visit", "ann, bob, cid, usa", "Ann–Bob Bob–Cid"),
        ("incident", "ann, bob", ""),
        // Sides are any words, and go before countries.
        (
            "meeting",
            "{actor: ann, side: guests}, {actor: bob, side: hosts}, {actor: cid, side: Guests}",
            "Ann–Bob Bob–Cid",
        ),
        (
            "visit",
            "{actor: ann, side: old}, {actor: bob, side: old}, {actor: cid, side: new}",
            "Ann–Cid Bob–Cid",
        ),
        (
            "meeting",
            "{actor: ann, side: 美国}, {actor: cid, side: 美国}, {actor: dan, side: 中国}",
            "Ann–Dan Cid–Dan",
        ),
        ("meeting", "{actor: ann, side: ДЕЛЕГАЦИЯ}, {actor: bob, side: делегация}", ""),
        ("meeting", "{actor: ann, side: usa}, {actor: cid, side: United States}", ""),
        ("meeting", "{actor: ann, side: a}, {actor: bob, side: a}, eve", "Ann–Eve Bob–Eve"),
        ("visit", "{actor: ann, side: us}, {actor: bob, side: cn}, cid", "Ann–Bob Bob–Cid"),
        ("meeting", "{actor: ann, side: ''}, {actor: bob, side: ''}", "Ann–Bob"),
        // Whoever did not come met nobody; who came in their place did.
        ("summit", "ann, {actor: bob, attendance: declined}, cid", "Ann–Cid"),
        (
            "summit",
            "ann, {actor: bob, attendance: invited}, {actor: cid, attendance: attended}",
            "Ann–Cid",
        ),
        ("summit", "ann, {actor: bob, attendance: represented}, {actor: dan, for: bob}", "Ann–Dan"),
        ("summit", "ann, bob, {actor: dan, for: bob}", "Ann–Dan"),
        (
            "summit",
            "ann, {actor: bob, attendance: attended}, {actor: dan, for: bob}",
            "Ann–Bob Ann–Dan Bob–Dan",
        ),
        ("summit", "ann, {actor: dan, for: bob}", "Ann–Dan"),
        ("summit", "ann, {actor: bob, for: bob}", "Ann–Bob"),
        ("summit", "ann, {actor: bob, for: usa, attendance: declined}", ""),
        // The host and the chair are there; an interpreter lends a tongue.
        (
            "meeting",
            "{actor: ann, role: chair}, {actor: bob, role: host}, {actor: eve, role: interpreter}",
            "Ann–Bob",
        ),
        ("meeting", "{actor: ann, role: speaker}, {actor: bob, role: member}", "Ann–Bob"),
    ] {
        let found: Vec<String> = met(&delegations(kind, who))
            .iter()
            .map(|pair| pair.split(':').next().unwrap().to_owned())
            .collect();
        assert_eq!(found.join(" "), pairs, "{kind}: {who}");
    }
}

#[test]
fn pages_and_calendars_say_who_came_and_for_whom() {
    let who = "{actor: ann, side: usa, role: chair}, {actor: cid, side: USA, attendance: declined}, {actor: bob, side: China, role: host}, {actor: dan, side: china, for: Fay Ott}, {actor: eve, attendance: invited}";
    let (pages, build) = built(&delegations("meeting", who), "2023-07-01");
    assert_eq!(codes(&build), ["W-STUB"], "whoever is named by `for` gets a page");
    assert!(pages.contains_key("actors/fay-ott/index.html"));
    let page = words(&pages["events/ev/index.html"]);
    let box_of_who = between(&page, "Who ", "How it was told");
    let told = "United States Ann chair Cid declined China Bob host Dan in place of Fay Ott Others Eve invited";
    assert_eq!(box_of_who.trim(), told);
    let line = "United States: Ann (chair), Cid (declined); China: Bob (host), Dan (in place of Fay Ott); others: Eve (invited)";
    assert!(
        words(&pages["briefs/talks/index.html"]).contains(line),
        "{}",
        words(&pages["briefs/talks/index.html"])
    );
    assert!(page.contains(line), "the history has it, too: {page}");
    let calendar = pages["events.ics"].replace("\r\n ", "").replace('\\', "");
    assert!(calendar.contains(line), "{calendar}");
    for (actor, told) in [
        ("cid", "took place declined"),
        ("eve", "took place invited"),
        ("ann", "took placemeeting"),
    ] {
        for page in ["index.html", "timeline/index.html"] {
            let page = words(&pages[&format!("actors/{actor}/{page}")]);
            assert!(page.contains(told), "{actor}: {page}");
        }
    }
    let (pages, _) = built(&delegations("meeting", "ann, bob"), "2023-07-01");
    assert!(words(&pages["briefs/talks/index.html"]).contains("Ann, Bob"), "{pages:?}");
    let who = "{actor: bob, attendance: represented}, {actor: dan, for: bob}";
    let (pages, _) = built(&delegations("meeting", who), "2023-07-01");
    let page = words(&pages["events/ev/index.html"]);
    assert_eq!(
        between(&page, "Who ", "How it").trim(),
        "Dan in place of Bob Bob represented by Dan"
    );
}

#[test]
fn who_is_described_in_words_that_are_known() {
    for (who, expected) in [
        ("{actor: ann, role: guest}", "E-TYPE events[0].who[0].role"),
        ("{actor: ann, attendance: came}", "E-TYPE events[0].who[0].attendance"),
        ("{actor: ann, for: nobody-known}", "E-REF-UNDEFINED events[0].who[0].for"),
        ("{actor: ann, sides: us}", "E-KEY-UNKNOWN events[0].who[0].sides"),
        ("{actor: ann, side: [us]}", "E-TYPE events[0].who[0].side"),
    ] {
        let (_, build) = built(&delegations("meeting", who), "2023-07-01");
        let errors =
            build.findings.iter().filter(|finding| finding.code.as_str().starts_with("E-"));
        let errors: Vec<String> =
            errors.map(|finding| format!("{} {}", finding.code.as_str(), finding.path)).collect();
        assert_eq!(errors, [expected], "{who}");
    }
}

#[test]
fn a_part_shares_what_becomes_of_its_whole() {
    use EventStatus::{Cancelled, Happened, Postponed, Scheduled};
    let first = "events: [{id: whole, kind: visit, date: 2023-07-01, status: scheduled}, {id: middle, part_of: whole, date: 2023-07-01}, {id: part, title: Dinner, kind: meeting, part_of: middle, date: 2023-07-01, status: scheduled, who: [ann, bob]}]";
    for (second, third, status) in [
        ("{id: whole, note: Nothing new}", "", Scheduled),
        ("{id: whole, status: cancelled}", "", Cancelled),
        ("{id: middle, status: cancelled}", "", Cancelled),
        ("{id: whole, status: postponed}", "", Postponed),
        ("{id: whole, status: cancelled}", "{id: part, note: A note}", Cancelled),
        ("{id: whole, status: cancelled}", "{id: part, status: scheduled}", Scheduled),
        ("{id: whole, status: cancelled}", "{id: whole, status: scheduled}", Scheduled),
        (
            "{id: part, status: happened, date: 2023-06-19}",
            "{id: whole, status: cancelled}",
            Happened,
        ),
    ] {
        let (second, third) = (format!("events: [{second}]"), format!("events: [{third}]"));
        let text = site(&[("2023-06-18", first), ("2023-06-19", &second), ("2023-06-20", &third)]);
        assert_eq!(status_of(&text, "part"), status, "{second} {third}");
        if status == Cancelled {
            let (pages, _) = built(&text, "2023-06-21");
            assert!(
                words(&pages["events/part/index.html"]).contains("Dinner cancelled"),
                "{second} {third}"
            );
            assert!(pages["events.ics"].contains("STATUS:CANCELLED"));
            assert!(!pages.contains_key("meetings/index.html"), "{second} {third}");
        }
    }
}

#[test]
fn what_was_withdrawn_is_no_evidence() {
    let told = "status: withdrawn\nreason: The source was wrong.\nsources: [{id: wire, title: The wire}]\nevents: [{id: ev, title: A meeting, kind: meeting, date: 2023-06-17, status: happened, who: [ann, bob], issues: [talks]}]\nquotes: [{id: q, speaker: ann, text: We met, mode: paraphrase, event: ev, issue: talks}]\nclaims: [{id: c, text: They met.}]";
    let text = site(&[("2023-06-18", told), ("2023-06-19", "events: []")]).replacen(
        "sources: []\n",
        "",
        1,
    );
    let (pages, build) = built(&text, "2023-07-01");
    assert!(!codes(&build).iter().any(|code| code.starts_with("E-")), "{:?}", build.findings);
    assert_eq!(met(&text), [""; 0]);
    for path in [
        "events/index.html",
        "timeline/index.html",
        "meetings/index.html",
        "quotes/index.html",
        "events.ics",
    ] {
        assert!(!pages.contains_key(path), "{path}");
    }
    for path in
        ["actors/ann/index.html", "actors/bob/index.html", "issues/talks/index.html", "index.html"]
    {
        let page = &pages[path];
        assert!(!page.contains("events/ev/") && !words(page).contains("We met"), "{path}");
    }
    let brief = words(&pages["briefs/brief-0/index.html"]);
    for kept in ["Withdrawn. The source was wrong.", "A meeting took place", "We met", "They met."]
    {
        assert!(brief.contains(kept), "the brief itself stays as it was: {kept} in {brief}");
    }
    let event = words(&pages["events/ev/index.html"]);
    assert!(
        event.contains("No brief stands by this event any more")
            && !event.contains("A meeting took place"),
        "{event}"
    );
    // Where another brief tells of it, that one counts.
    let (pages, _) = built(
        &text.replace("events: []", "events: [{id: ev, status: possible, date: 2023-08}]"),
        "2023-07-01",
    );
    assert!(
        words(&pages["events/ev/index.html"]).contains("Ev possible"),
        "nothing is left of the withdrawn brief"
    );
}

#[test]
fn two_dates_or_places_are_a_conflict_where_they_are_told_of_the_same() {
    let places = "=== content/places.yaml\nbeijing: {name: Beijing}\nguest: {name: Guest House, in: beijing}\nhall: {name: Hall, in: guest}\ngeneva: {name: Geneva}\n";
    for (first, second, third, dates, places_told) in [
        ("status: happened, place: beijing", "place: guest", "", 0, 0),
        ("status: happened, place: hall", "place: beijing", "", 0, 0),
        ("status: happened, place: guest", "place: geneva", "", 0, 1),
        (
            "status: happened, place: beijing, date: 2023-06-10",
            "place: geneva, date: 2023-06-11",
            "",
            1,
            1,
        ),
        ("status: happened, date: 2023-06", "date: 2023-06-11", "", 0, 0),
        (
            "status: scheduled, place: beijing, date: 2023-06-20",
            "status: happened, place: geneva, date: 2023-06-19",
            "",
            0,
            0,
        ),
        ("status: scheduled, date: 2023-06-20", "date: 2023-06-22", "", 1, 0),
        (
            "status: scheduled, date: 2023-06-20",
            "status: postponed",
            "status: scheduled, date: 2023-06-22",
            0,
            0,
        ),
        ("status: scheduled, date: 2023-06-20", "status: postponed, date: 2023-06-22", "", 0, 0),
        ("date: 2023-06-10, place: beijing", "note: Nothing new", "date: 2023-06-12", 1, 0),
    ] {
        let event = |fields: &str| format!("events: [{{id: ev, title: A visit, {fields}}}]");
        let (first, second) = (event(first), event(second));
        let third = if third.is_empty() { "events: []".to_owned() } else { event(third) };
        let text = site(&[("2023-06-18", &first), ("2023-06-19", &second), ("2023-06-20", &third)]);
        let (pages, build) = built(&(text + places), "2023-06-20");
        let found = codes(&build).iter().filter(|code| **code == "W-DATE-CONFLICT").count();
        assert_eq!(found, dates + places_told, "{first} {second} {third}: {:?}", build.findings);
        let page = words(&pages["events/ev/index.html"]);
        let told = (
            page.matches("Two dates are told.").count(),
            page.matches("Two places are told.").count(),
        );
        assert_eq!(told, (dates, places_told), "{first} {second} {third}: {page}");
    }
}

/// A pair for each pair of briefs would be a million findings, and take a minute.
#[test]
fn a_thousand_accounts_of_one_event_are_compared_one_by_one() {
    let events: Vec<(String, String)> = (0..1000)
        .map(|n| {
            let fields =
                ["date: 2023-06-10, place: beijing", "date: 2023-06-12, place: geneva"][n % 2];
            (
                format!("2023-06-{}", 18 + n % 10),
                format!("events: [{{id: ev, title: A visit, status: happened, {fields}}}]"),
            )
        })
        .collect();
    let events: Vec<(&str, &str)> =
        events.iter().map(|(date, event)| (date.as_str(), event.as_str())).collect();
    let places = "=== content/places.yaml\nbeijing: {name: Beijing}\ngeneva: {name: Geneva}\n";
    let (_, build) = built(&(site(&events) + places), "2023-07-01");
    let found = codes(&build).iter().filter(|code| **code == "W-DATE-CONFLICT").count();
    assert!((500..2000).contains(&found), "{found}");
}

#[test]
fn a_plan_that_came_out_otherwise_is_history() {
    let text = site(&[
        ("2023-06-18", "events: [{id: ev, date: 2023-06-20, place: Beijing, status: scheduled}]"),
        ("2023-06-21", "events: [{id: ev, date: 2023-06-21, place: Geneva, status: happened}]"),
    ]);
    let (pages, build) = built(&text, "2023-06-22");
    assert_eq!(codes(&build), [""; 0]);
    let page = words(&pages["events/ev/index.html"]);
    let (now, history) = page.split_once("How it was told").unwrap();
    assert!(now.contains("took place 21 June 2023Geneva") && !now.contains("Beijing"), "{now}");
    assert!(history.contains("Brief 1 took place 21 June 2023, Geneva"), "{history}");
    assert!(history.contains("Brief 0 scheduled 20 June 2023, Beijing"), "{history}");
}

/// The marks of a timeline, each with its status, place and width; and where the line of the
/// build's day is.
fn drawn(page: &str) -> (Vec<(String, u32, u32)>, u32) {
    let number = |tag: &str, name: &str| -> u32 {
        between(tag, &format!(" {name}=\""), "\"").parse().unwrap()
    };
    let marks = page.split("<rect ").skip(1).map(|rect| {
        (
            between(rect, "status-", "\"").to_owned(),
            number(&format!(" {rect}"), "x"),
            number(rect, "width"),
        )
    });
    (marks.collect(), number(page.split("class=\"today\"").nth(1).unwrap(), "x1"))
}

#[test]
fn the_timeline_draws_ranges_and_the_day_of_the_build() {
    let text = site(&[(
        "2023-06-01",
        "events: [{id: a, date: 2023-06-10, status: happened}, {id: b, date: 2023-07, status: possible}, {id: c, date: 2023-09-18, status: scheduled}]",
    )]);
    let on = |today: &str| {
        let options = Options::on(day("2026-11-23")).built_as_of(day(today));
        let (pages, _) = built_with(&text, &options);
        let page = pages["timeline/index.html"].clone();
        let (marks, line) = drawn(&page);
        let caption = words(between(&page, "<figcaption>", "</figcaption>"));
        (marks, line, caption)
    };
    // From 10 June to 18 September there are 100 days, on 662 pixels.
    let (marks, line, caption) = on("2023-07-30");
    let mark = |status: &str, x, width| (status.to_owned(), x, width);
    assert_eq!(
        marks,
        [
            mark("happened", 24, 10),
            mark("possible", 24 + 21 * 662 / 100, 199 + 9),
            mark("scheduled", 686, 10)
        ]
    );
    assert_eq!(line, 24 + 50 * 662 / 100);
    assert!(
        caption.starts_with("The dashed line is the day of this edition, 30 July 2023."),
        "{caption}"
    );
    // A day a little before the first event, or after the last, is on the scale.
    let (marks, line, _) = on("2023-06-05");
    assert!(line == 24 && marks[0].1 > 24, "{line} {marks:?}");
    let (marks, line, _) = on("2023-09-30");
    assert!(line == 686 && marks[2].1 < 686, "{line} {marks:?}");
    // One far beyond is drawn apart, on its own side.
    let (marks, line, caption) = on("2024-06-05");
    assert!(line == 696 && marks[0].1 == 24 && marks[2].1 < 626, "{line} {marks:?}");
    assert!(
        caption.starts_with("The line at the right is the day of this edition, 5 June 2024"),
        "{caption}"
    );
    let early = text
        .replace("2023-06-01-brief", "2023-01-01-brief")
        .replace("status: happened", "status: scheduled");
    let options = Options::on(day("2026-11-23")).built_as_of(day("2023-02-01"));
    let page = built_with(&early, &options).0["timeline/index.html"].clone();
    let (marks, line) = drawn(&page);
    assert!(line == 24 && marks[0].1 == 94 && marks[2].1 == 686, "{line} {marks:?}");
    assert!(
        words(&page).contains("The line at the left is the day of this edition, 1 February 2023")
    );
}

/// The items of “What changed” on a page.
fn changes(page: &str) -> Vec<String> {
    let Some((_, section)) = page.split_once("<h2>What changed</h2>") else { return Vec::new() };
    let list = section.split("</section>").next().unwrap();
    list.split("<li>").skip(1).map(words).collect()
}

#[test]
fn what_changed_is_the_status_then_and_now() {
    let (event, nothing) = (
        |fields: &str| format!("events: [{{id: ev, title: Talks, {fields}}}]"),
        "events: []".to_owned(),
    );
    let first = "who: [ann], issues: [talks], date: 2023-06-24";
    for (briefs, changed) in [
        ([event(first), event("status: cancelled"), nothing.clone()], ""),
        (
            [event(first), nothing.clone(), event("status: cancelled")],
            "20 June 2023 Talks: cancelled, before that scheduled",
        ),
        ([event(first), nothing.clone(), event("note: Nothing new")], ""),
        ([nothing.clone(), nothing.clone(), event(first)], "20 June 2023 Talks: scheduled"),
        ([nothing.clone(), event(first), event("status: scheduled")], ""),
        (
            [
                event(&format!("{first}, status: possible")),
                nothing.clone(),
                event("status: scheduled"),
            ],
            "20 June 2023 Talks: scheduled, before that possible",
        ),
    ] {
        let [one, two, three] = briefs.each_ref().map(|fields| format!("actors: [ann]\n{fields}"));
        let text = site(&[("2023-06-18", &one), ("2023-06-19", &two), ("2023-06-20", &three)]);
        let (pages, _) = built(&text, "2023-06-20");
        let expected: Vec<&str> =
            Some(changed).filter(|changed| !changed.is_empty()).into_iter().collect();
        for path in ["issues/talks/index.html", "actors/ann/index.html"] {
            assert_eq!(changes(&pages[path]), expected, "{path}: {briefs:?}");
        }
    }
    // Two briefs of the last day: the second is only a note, and the change keeps its day.
    let text = site(&[
        ("2023-06-18", &event(&format!("{first}, status: possible"))),
        ("2023-06-25", &event("status: happened")),
        ("2023-06-25", &event("note: It rained")),
    ]);
    let (pages, _) = built(&text, "2023-07-01");
    assert_eq!(
        changes(&pages["issues/talks/index.html"]),
        ["25 June 2023 Talks: took place, before that possible"]
    );
}

#[test]
fn what_changed_has_stances_quotations_and_offices() {
    let text = site(&[
        ("2023-06-18", "actors: [ann]"),
        ("2023-06-20", "actors: [ann]\nstances: [{actor: ann, issue: talks, stance: supports}]\nquotes: [{id: q, speaker: ann, text: Yes, mode: paraphrase, issue: talks}]"),
    ])
    .replace("ann: {name: Ann}", "ann: {name: Ann, offices: [{office: Envoy, from: 2023-06-19}, {office: Judge, from: 2020, to: 2023-06-18}]}");
    let (pages, _) = built(&text, "2023-06-20");
    let new = ["20 June 2023 Ann on The talks: supports", "20 June 2023 Quotation of Ann"];
    assert_eq!(changes(&pages["issues/talks/index.html"]), new);
    let mut of_ann = new.to_vec();
    of_ann.push("19 June 2023 Took office as Envoy");
    assert_eq!(changes(&pages["actors/ann/index.html"]), of_ann, "the other office ended before");
}

/// For each event of a calendar its title, its first day, the day after its last, and its status.
fn calendar(ics: &str) -> Vec<String> {
    let ics = ics.replace("\r\n ", "");
    let value = |event: &str, name: &str| {
        let line = event.lines().find(|line| line.split([';', ':']).next() == Some(name)).unwrap();
        line.split_once(':').unwrap().1.to_owned()
    };
    let event = |event: &str| {
        ["SUMMARY", "DTSTART", "DTEND", "STATUS"].map(|name| value(event, name)).join(" ")
    };
    ics.split("BEGIN:VEVENT").skip(1).map(event).collect()
}

#[test]
fn calendars_have_the_status_of_each_event_and_never_none() {
    let text = site(&[(
        "2023-06-18",
        "events:\n  - {id: a, title: A, date: 2023-06-17, status: happened, who: [ann]}\n  - {id: b, title: B, date: 2023-06-18/2023-06-19, status: happening}\n  - {id: c, title: C, date: 2023-09, status: scheduled}\n  - {id: d, title: D, date: 2024, status: possible}\n  - {id: e, title: E, date: 2023-12-31~, status: postponed}\n  - {id: f, title: F, date: 2023-02, status: cancelled}\n  - {id: g, title: G, status: possible, who: [bob], issues: [talks]}\n  - {id: h, title: H, date: 2023-07/.., status: possible, who: [bob]}",
    )]);
    let (pages, _) = built(&text, "2023-06-18");
    assert_eq!(
        calendar(&pages["events.ics"]),
        [
            "F 20230201 20230301 CANCELLED",
            "A 20230617 20230618 CONFIRMED",
            "B 20230618 20230620 CONFIRMED",
            "C 20230901 20231001 CONFIRMED",
            "E 20231231 20240101 TENTATIVE",
            "D 20240101 20250101 TENTATIVE",
        ]
    );
    let whole = pages["events.ics"].replace("\r\n ", "");
    assert!(
        whole.contains("Status: scheduled\\nDate: September 2023\\; the day is not known"),
        "{whole}"
    );
    assert_eq!(whole.matches("TRANSP:TRANSPARENT").count(), 4);
    assert_eq!(calendar(&pages["actors/ann/events.ics"]), ["A 20230617 20230618 CONFIRMED"]);
    // Bob and the issue have events, and none with days: no file, and no link to one.
    for folder in ["actors/bob", "issues/talks"] {
        assert!(!pages.contains_key(&format!("{folder}/events.ics")), "{folder}");
        assert!(
            !pages[&format!("{folder}/timeline/index.html")].contains("events.ics"),
            "{folder}"
        );
    }
    assert!(
        pages["actors/ann/timeline/index.html"].contains("events.ics")
            && pages["timeline/index.html"].contains("events.ics")
    );
}

#[test]
fn links_to_the_lists_that_are_made_of_statements_lead_somewhere() {
    let brief = "actors: [ann]\nevents: [{id: ev, date: 2023-06-17, kind: meeting, status: happened, who: [ann, bob], issues: [talks]}]\nquotes: [{id: q, speaker: ann, text: Hm, mode: paraphrase}]\nstances: [{actor: ann, issue: talks, stance: supports}]";
    let links = "/events/ /timeline/ /meetings/ /quotes/ /quotes/speaker/ann/ /quotes/year/2023/ /stances/ /events.ics /issues/talks/timeline/ /issues/talks/feed.xml /actors/ann/events.ics /sources.json /briefs/2023/";
    let page = |links: &str| {
        let links: Vec<String> = links.split(' ').map(|link| format!("[x]({link})")).collect();
        format!("=== content/about.md\n---\ntitle: About\n---\n{}\n", links.join(" "))
    };
    let text = site(&[("2023-06-18", brief)]).replacen(
        "sources: []",
        "sources: [https://example.org/a]",
        1,
    );
    let (_, build) = built(&(text.clone() + &page(links)), "2023-07-01");
    assert!(!codes(&build).contains(&"E-LINK"), "{:?}", build.findings);
    for missing in [
        "/quotes/speaker/cid/",
        "/actors/cid/events.ics",
        "/briefs/page/2/",
        "/actors/cid/feed.xml",
        "/event/",
    ] {
        let (_, build) = built(&(text.clone() + &page(missing)), "2023-07-01");
        assert!(codes(&build).contains(&"E-LINK"), "{missing}");
    }
    // As of an earlier day there are none of them yet, which is nobody's mistake.
    let options = Options::on(day("2026-11-23")).built_as_of(day("2023-06-01"));
    let (_, build) = built_with(
        &(text.clone()
            + &page("/events/ /quotes/speaker/ann/ /briefs/2023/ /issues/talks/timeline/")),
        &options,
    );
    assert!(!codes(&build).contains(&"E-LINK"), "{:?}", build.findings);
    // A page of the site's own at one of these paths would be lost.
    let own = "=== content/meetings.md\n---\ntitle: Meetings\n---\nOurs.\n";
    let (_, build) = built(&(text + own), "2023-07-01");
    assert!(codes(&build).contains(&"E-DUPLICATE"), "{:?}", build.findings);
    let (_, build) = built(&(site(&[("2023-06-18", "actors: [ann]")]) + own), "2023-07-01");
    assert!(!codes(&build).contains(&"E-DUPLICATE"), "{:?}", build.findings);
}

#[test]
fn a_circle_of_events_or_claims_is_reported_once_where_it_closes() {
    let circles = |fields: &str| -> Vec<String> {
        let (_, build) = built(&site(&[("2023-06-18", fields)]), "2023-07-01");
        let found =
            build.findings.iter().filter(|finding| finding.message.contains("leads in a circle"));
        found.map(|finding| finding.path.clone()).collect()
    };
    let event =
        |id: &str, whole: &str| format!("  - {{id: {id}, status: happened, part_of: {whole}}}\n");
    for (events, expected) in [
        (vec![event("a", "a")], vec!["events[0].part_of"]),
        (vec![event("b", "a"), event("a", "b")], vec!["events[1].part_of"]),
        (vec![event("a", "b"), event("b", "c"), event("c", "b")], vec!["events[1].part_of"]),
        (vec![event("a", "b"), event("b", "c"), event("c", "d")], vec![]),
    ] {
        assert_eq!(circles(&format!("events:\n{}", events.concat())), expected, "{events:?}");
    }
    let claim = |id: &str, basis: &str| {
        format!("  - {{id: {id}, kind: judgment, text: So, basis: [{basis}]}}\n")
    };
    for (claims, expected) in [
        (vec![claim("a", "a")], vec!["claims[0].basis[0]"]),
        (vec![claim("a", "b"), claim("b", "a")], vec!["claims[1].basis[0]"]),
        (vec![claim("a", "b, c"), claim("b", "c"), claim("c", "")], vec![]),
        (vec![claim("a", "b, c"), claim("b", ""), claim("c", "b, a")], vec!["claims[2].basis[1]"]),
    ] {
        assert_eq!(circles(&format!("claims:\n{}", claims.concat())), expected, "{claims:?}");
    }
}
