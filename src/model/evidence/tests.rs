//! The table of results, by example; and what must hold of any text.

use proptest::prelude::*;

use super::*;

/// What a verdict is, in short: its name, and what it found out.
fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Exact(_) => "exact".to_owned(),
        Verdict::Typographic(_) => "typographic".to_owned(),
        Verdict::Split(_) => "split".to_owned(),
        Verdict::Joined(_) => "joined".to_owned(),
        Verdict::Elided { negation: None, .. } => "elided".to_owned(),
        Verdict::Elided { negation: Some(words), .. } => format!("elided: {words}"),
        Verdict::Loose { diff, .. } => format!("loose: {diff}"),
        Verdict::Missing { .. } => "missing".to_owned(),
        Verdict::Unchecked => "unchecked".to_owned(),
    }
}

fn saved(text: &str) -> SavedText {
    SavedText::new(text, &[])
}

fn whole(quote: &str, text: &str) -> Verdict {
    verify(&Words::Whole(quote.to_owned()), &saved(text))
}

fn list(pieces: &[&str], text: &str) -> Verdict {
    verify(&Words::Split(pieces.iter().map(|piece| (*piece).to_owned()).collect()), &saved(text))
}

fn assert_all(table: &[(&str, &str, &str)]) {
    for (quote, text, expected) in table {
        assert_eq!(told(&whole(quote, text)), *expected, "“{quote}” in “{text}”");
    }
}

#[test]
fn the_same_characters_are_exact() {
    assert_all(&[
        ("the harbour stays open", "She said the harbour stays open.", "exact"),
        (" the harbour stays open\n", "She said the harbour stays open.", "exact"),
        ("opens\nand closes", "It opens\nand closes.", "exact"),
        ("it’s “ours”", "He said it’s “ours”.", "exact"),
        ("e\u{301}tat", "un e\u{301}tat", "exact"),
        ("港口将继续开放", "部长说港口将继续开放。", "exact"),
        ("继续开", "部长说港口将继续开放。", "exact"),
        ("WTO规则", "加入WTO规则", "exact"),
        // The reporter's own ellipsis and brackets.
        ("we talk … and talk", "“we talk … and talk”", "exact"),
        ("we [ministers] talk", "“we [ministers] talk”", "exact"),
        ("the [...] port", "of the [...] port", "exact"),
    ]);
}

#[test]
fn typography_is_folded() {
    assert_all(&[
        ("it's \"ours\"", "He said it’s “ours”.", "typographic"),
        ("it’s “ours”", "He said it's \"ours\".", "typographic"),
        ("it’s ‘ours’", "He said it’s “ours”.", "typographic"),
        ("it’s «ours»", "He said it’s „ours“.", "typographic"),
        ("我们「开放」", "他说我们“开放”港口", "typographic"),
        ("long-term plan", "a long\u{2011}term plan", "typographic"),
        ("the plan - all of it", "the plan — all of it", "typographic"),
        ("5 -- 6", "5 – 6", "typographic"),
        ("10 000 ships", "some 10\u{202f}000\u{a0}ships", "typographic"),
        ("we wait...", "“we wait…”", "typographic"),
        ("we wait … and see", "we wait ... and see", "typographic"),
        ("harbour master", "the har\u{ad}bour master", "typographic"),
        ("état de droit", "l'e\u{301}tat de droit", "typographic"),
        ("opens and closes", "It opens\r\n  and closes.", "typographic"),
        ("opens\nand closes", "It opens and closes.", "typographic"),
        ("港口开放", "港口\n开放", "typographic"),
        ("Ångström", "the A\u{30a}ngstro\u{308}m", "typographic"),
        ("in its first conflict", "in its ﬁrst conﬂict", "typographic"),
        ("2024年开放", "２０２４年开放", "typographic"),
        ("We will negotiate", "We will nego-\ntiate", "typographic"),
        ("a cost-saving plan", "a cost-\nsaving plan", "typographic"),
        ("a cost-saving plan, negotiated", "a cost-saving plan, nego-\ntiated", "typographic"),
        ("We resign", "We re-sign, nego-\ntiate", "loose: resign → re-sign"),
        ("We re-sign", "We resign, nego-\ntiate", "loose: re-sign → resign"),
    ]);
}

#[test]
fn brackets_are_stripped_on_both_sides() {
    assert_all(&[
        ("[W]e open the port", "We open the port", "typographic"),
        ("We open the port", "“[W]e open the port”", "typographic"),
        ("the [port] opens", "“[the] port opens”", "typographic"),
        ("the [port] … at night", "the port opens once more at night", "elided"),
        ("the harbour [of ours] opens", "the harbour opens", "typographic"),
        ("They can meet", "They [the ministers] can meet", "typographic"),
        ("[t]he harbour opens", "The harbour opens", "typographic"),
        ("The harbour opens", "“[t]he harbour opens”", "typographic"),
        ("the harbour [not] opens", "the harbour opens", "missing"),
        ("We open the port", "We open […] the port", "loose: open → open […]"),
        ("We will give [the arms] to them", "We will give these to them", "elided"),
        ("[T]hey met", "I met", "missing"),
    ]);
}

#[test]
fn words_and_case_count() {
    assert_all(&[
        ("the harbour closes", "the harbour opens", "missing"),
        ("The harbour opens", "the harbour opens", "loose: The → the"),
        ("The harbour opens.", "“the harbour opens.”", "loose: The → the"),
        ("the harbour opens.", "the harbour opens, at last", "loose: opens. → opens,"),
        ("US harbours", "the U.S. harbours", "loose: US → U.S."),
        ("we open, we close", "we open; We close", "loose: open, → open;; we → We"),
        ("it opens — now", "it opens now", "loose: opens - → opens"),
        ("a b c d e f", "A B C D E F", "loose: a → A; b → B; c → C; d → D; 2 more"),
        (
            "We Open … At Night",
            "We open the port at night",
            "loose: Open → open; At → at; Night → night",
        ),
        (
            "We Open … At Night",
            "We open, not at night",
            "loose: Open → open; At → at; Night → night; … → , not",
        ),
    ]);
}

#[test]
fn no_word_and_no_number_is_cut() {
    assert_all(&[
        ("we can", "we can’t", "missing"),
        ("we can", "we can't", "missing"),
        ("we can", "we cannot", "missing"),
        ("we can", "“we can’", "exact"),
        ("5 ships", "1.5 ships", "missing"),
        ("harbour", "harbours", "missing"),
        ("port", "airport", "missing"),
        ("cafe", "cafe\u{301}", "missing"),
        ("har", "har\u{ad}bour", "missing"),
        ("can", "can can't", "exact"),
        ("open", "reopen, open", "exact"),
        ("a a", "ba a a", "exact"),
    ]);
}

#[test]
fn an_ellipsis_stands_for_a_few_words_of_one_paragraph() {
    let within = format!("we open {} the port", "x".repeat(300));
    let beyond = format!("we open {} the port", "x".repeat(301));
    let text = "We open the port in spring and close it in autumn.";
    assert_all(&[
        ("We open … and close it", text, "elided"),
        ("We open ... and close it", text, "elided"),
        ("We open […] and close it", text, "elided"),
        ("We open [...] and close it", text, "elided"),
        ("We open (…) and close it", text, "elided"),
        ("We open . . . and close it", text, "elided"),
        ("We open…in spring…in autumn", text, "elided"),
        ("… in spring", text, "elided"),
        ("in autumn...", text, "elided"),
        ("and close it … We open", text, "missing"),
        ("We open … and clos", text, "missing"),
        ("we open … the port", &within, "elided"),
        ("we open … the port", &beyond, "missing"),
        ("We open … close it", "We open it.\nWe close it.", "missing"),
        ("We open … close it", "We open it\nand then\nclose it.\n\nThe end.", "elided"),
        ("We open … close it", "We open it.\n\nWe close it.", "missing"),
        ("我们……开放", "我们将在春天开放港口", "elided"),
        // A later beginning is tried where the first leads nowhere.
        ("we … go", &format!("we {} and we may go", "wait ".repeat(80)), "elided"),
    ]);
}

#[test]
fn an_ellipsis_that_swallows_a_negation_is_told() {
    assert_all(&[
        ("We will … open the port", "We will not open the port", "elided: not"),
        ("We … want it", "We don’t want it", "elided: don’t"),
        ("We … open", "We cannot, for now, open", "elided: cannot, for now,"),
        ("We open … the port", "We open without delay the port", "elided: without delay"),
        ("Wir öffnen … den Hafen", "Wir öffnen heute nicht den Hafen", "elided: heute nicht"),
        ("il … ouvert", "il n’est pas ouvert", "elided: n’est pas"),
        ("我们……开放", "我们不会开放港口", "elided: 不会"),
        ("我们……开放", "我们未来将开放港口", "elided"),
        ("We will … open the port", "We will note and open the port", "elided"),
        ("We will … close", "We will open and now close", "elided"),
        ("a … b … c", "a not b never c", "elided: not … never"),
    ]);
}

#[test]
fn a_list_is_split_by_the_reporters_narration_only() {
    let text = "“The port stays open,” the mayor said on Monday. “It is not for sale, and we are \
        proud of it.”";
    let cases: [(&[&str], &str, &str); 13] = [
        (&["The port stays open", "It is not for sale"], text, "split"),
        (&["The port stays open,", "It is not for sale, and we are proud of it."], text, "split"),
        (&["It is not for sale", "The port stays open"], text, "missing"),
        (&["The port stays open", "we are proud of it"], text, "missing"),
        (&["It is", "for sale"], text, "missing"),
        (&["It is not", "for sale"], text, "split"),
        (&["The port stays open"], text, "exact"),
        (&["The port stays open", "It is … proud of it"], text, "elided: not for sale, and we are"),
        (&["the port stays open", "it is not for sale"], text, "loose: the → The; it → It"),
        (&["We stay", "and wait"], "\"We stay,\" he said, \"and wait.\"", "split"),
        (&["We stay", "and wait"], "‘We stay,’ he said, ‘and wait.’ It’s so.", "split"),
        (&["我们留下", "等待"], "「我们留下，」他说，「等待。」", "split"),
        (&["We stay", "and wait"], "“We stay.”\n“Go,” she said.\n“and wait”", "missing"),
    ];
    for (pieces, text, expected) in cases {
        assert_eq!(told(&list(pieces, text)), expected, "{pieces:?}");
    }
}

#[test]
fn nothing_is_checked_without_a_text_and_nothing_found_without_words() {
    for empty in ["", " \n\t\n", "\u{ad}", "\u{feff}"] {
        assert_eq!(whole("words", empty), Verdict::Unchecked, "{empty:?}");
    }
    let furniture = SavedText::new("menu\nfooter\n", &[(1, 1), (2, 9)]);
    assert!(furniture.is_empty());
    assert_eq!(verify(&Words::Whole("menu".into()), &furniture), Verdict::Unchecked);
    for none in ["", " ", "…", "...", "!", "“”", "[…]"] {
        assert_eq!(
            whole(none, "Words! … “” ... […]"),
            Verdict::Missing { nearest: None },
            "{none:?}"
        );
    }
    assert_eq!(list(&[], "words"), Verdict::Missing { nearest: None });
    assert_eq!(list(&["", " "], "words"), Verdict::Missing { nearest: None });
}

#[test]
fn ignored_lines_are_no_evidence() {
    let text = SavedText::new(
        "We open\nADVERTISEMENT here\nthe port.\nRelated: we close",
        &[(4, 4), (2, 2)],
    );
    assert_eq!(text.content_lines().collect::<Vec<_>>(), [1, 3]);
    for (quote, expected) in [
        ("We open", "exact"),
        ("the port", "exact"),
        ("ADVERTISEMENT here", "missing"),
        ("We open the port", "typographic"),
        ("we open", "loose: we → We"),
        ("we close", "missing"),
    ] {
        assert_eq!(told(&verify(&Words::Whole(quote.into()), &text)), expected, "{quote}");
    }
}

#[test]
fn a_passage_has_its_lines_and_its_words() {
    let text = "Heading\n\n“We open,”  she said.\n“And close.” So it was.";
    let cases = [
        (vec!["We open"], 3..=3, "We open", true),
        (vec!["she said"], 3..=3, "she said", false),
        (vec!["open, “And"], 3..=4, "", false),
        (vec!["We open", "And close"], 3..=4, "We open,”  she said.\n“And close", true),
        (vec!["she said. “And close"], 3..=4, "she said.\n“And close", false),
    ];
    for (pieces, lines, passage, is_in_quotation_marks) in cases {
        match list(&pieces, text).found() {
            Some(found) => {
                let expected = (lines, passage.to_owned(), is_in_quotation_marks);
                let found =
                    (found.lines.clone(), found.passage.clone(), found.is_in_quotation_marks);
                assert_eq!(found, expected, "{pieces:?}");
            }
            None => assert_eq!(passage, "", "{pieces:?}"),
        }
    }
}

#[test]
fn lost_words_have_a_nearest_passage() {
    let text =
        "The mayor spoke.\n“We will open the old port in spring,” she said. Nobody objected.";
    let Verdict::Missing { nearest: Some(near) } =
        whole("We will close the old port in spring", text)
    else {
        panic!("nothing is near")
    };
    assert_eq!((near.passage.as_str(), near.lines), ("We will open the old port in spring", 2..=2));
    let furniture =
        SavedText::new("We will open\nADVERTISEMENT\nthe old port in spring", &[(2, 2)]);
    let Verdict::Missing { nearest: Some(near) } =
        verify(&Words::Whole("the old ports in spring".into()), &furniture)
    else {
        panic!("nothing is near")
    };
    assert_eq!((near.passage.as_str(), near.lines), ("the old port in spring", 3..=3));
    for far in ["Taxes are going up again this year", "Autumn"] {
        assert_eq!(whole(far, text), Verdict::Missing { nearest: None }, "{far}");
    }
}

#[test]
fn a_speaker_is_near_within_a_paragraph() {
    let text = saved(
        "Mayor Ann Lee came.\nIt rained.\n“We open.”\nIt stopped.\nBOB ROE left. Lee’s car too.",
    );
    let found = whole("We open", "“\n\n”We open").found().cloned();
    let Some(mut found) = found else { panic!("not found") };
    for (line, name, expected) in [
        (3, "Ann Lee", false),
        (2, "Ann Lee", true),
        (1, "Ann Lee", true),
        (3, "Bob Roe", false),
        (4, "Bob Roe", true),
        (5, "Lee", true),
        (1, "An", false),
        (9, "Ann Lee", false),
        (4, "It", true),
        (1, "Ca", false),
        (5, "Bob", true),
        (5, "Oo", false),
    ] {
        found.lines = line..=line;
        assert_eq!(
            speaker_is_near(&["nobody".into(), name.into()], &found, &text),
            expected,
            "{name} near line {line}"
        );
    }
    assert!(!speaker_is_near(&[String::new()], &found, &text), "an empty name is no name");
}

#[test]
fn a_line_without_end_is_read_near_a_quotation_only() {
    let words = "We will not yield to anybody here.";
    for (bytes, expected) in [(limits::PARAGRAPH - 100, true), (limits::PARAGRAPH + 100, false)] {
        let text = saved(&format!("Ann Lee said. {} “{words}”", "word ".repeat(bytes / 5)));
        let verdict = verify(&Words::Whole(words.to_owned()), &text);
        let found = verdict.found().expect("it stands there");
        assert_eq!(speaker_is_near(&["Ann Lee".to_owned()], found, &text), expected, "{bytes}");
    }
}

#[test]
fn a_text_is_prepared_once_for_all_quotations() {
    let text = saved("He said “the harbour stays [still] open to all”.");
    for writing in [
        Writing::Folded,
        Writing::Unbracketed,
        Writing::Bracketless,
        Writing::Unhyphenated,
        Writing::Letters,
    ] {
        assert!(std::ptr::eq(text.layer(writing), text.layer(writing)), "{writing:?}");
        assert_eq!(text.layer(writing).key, Layer::new(text.text(), writing).key, "{writing:?}");
    }
    let words = || text.word_hashes(|folded| vec![(0..folded.len(), 0)]);
    assert!(std::ptr::eq(words(), words()));
}

#[test]
fn a_text_fragment_shows_the_passage() {
    for (passage, expected) in [
        ("We open, and - we close & go", "We%20open%2C%20and%20%2D%20we%20close%20%26%20go"),
        ("it’s 5%", "it%E2%80%99s%205%25"),
        ("a b c d e f g h i j k l m", "a%20b%20c%20d%20e,i%20j%20k%20l%20m"),
        ("a b c\nd e", "a%20b%20c,d%20e"),
        ("开放", "%E5%BC%80%E6%94%BE"),
    ] {
        assert_eq!(text_fragment(passage), format!(":~:text={expected}"), "{passage}");
    }
}

#[test]
fn near_copies_share_runs_of_five_words() {
    for (a, b, share) in [
        ("a b c d e f", "x y a b c d e f z", 1.0),
        ("A, b c; d\ne f!", "a b c d e f", 1.0),
        ("a b c d e f", "a b c d e x y z", 0.5),
        ("a b c d e", "f g h i j", 0.0),
        ("a b c d", "a b c d", 0.0),
        ("a b c\n\nd e", "a b c d e", 1.0),
        ("我们将开放港口", "我们将开放", 1.0),
    ] {
        assert_eq!(shares_of_five_word_runs(&saved(a), &saved(b)), share, "{a} / {b}");
        assert_eq!(shares_of_five_word_runs(&saved(b), &saved(a)), share, "{b} / {a}");
    }
}

/// Texts that would take hours if anything were read again for each place in them.
#[test]
fn hostile_texts_take_no_longer_than_others() {
    let n = 1 << 18;
    let ellipses = "a … ".repeat(4000);
    for (text, quote, expected) in [
        ("a".repeat(n), "a".repeat(n / 8), "missing"),
        ("a ".repeat(n), format!("{}b", "a ".repeat(n / 8)), "missing"),
        ("a ".repeat(n), format!("{ellipses} b"), "missing"),
        ("a ".repeat(n), ellipses.clone(), "elided"),
        ("a\u{a0}".repeat(n), "a ".repeat(n / 8), "typographic"),
        ("“a” b ".repeat(n / 8), format!("{ellipses} c"), "missing"),
        ("\"".repeat(n) + "x", "a \"".repeat(100), "missing"),
        ("e".to_owned() + &"\u{301}".repeat(n), "e".to_owned(), "missing"),
        ("\n".repeat(n) + "x", "a".to_owned(), "missing"),
        ("[".repeat(n) + "x", "a".to_owned(), "missing"),
    ] {
        let name = format!(
            "{} in {}",
            quote.chars().take(8).collect::<String>(),
            text.chars().take(8).collect::<String>()
        );
        assert_eq!(told(&whole(&quote, &text)).split(':').next(), Some(expected), "{name}");
    }
    let pieces: Vec<String> = vec!["a".to_owned(); 3000];
    let verdict = verify(
        &Words::Split([pieces, vec!["c".to_owned()]].concat()),
        &saved(&"“a” b ".repeat(n / 8)),
    );
    assert_eq!(told(&verdict), "missing");
}

/// Texts of all that folding looks at.
fn texts() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "we",
        "can",
        "can't",
        "don’t",
        "not",
        "U.S.",
        "1.5",
        "开放",
        "港口",
        "e\u{301}",
        "état",
        "har\u{ad}bour",
        "[…]",
        "…",
        "...",
        ".",
        ",",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        "»",
        "—",
        "-",
        "[",
        "]",
        "(",
        ")",
        "İ",
        "ß",
        "각",
        "\u{1112}\u{1161}\u{11ab}",
        "\u{212b}",
        "\u{301}",
        "\u{feff}",
        "ไม่",
    ]);
    let space = prop::sample::select(vec!["", " ", "  ", "\n", "\n\n", "\u{a0}", "\r\n"]);
    prop::collection::vec((word, space), 0..40)
        .prop_map(|words| words.iter().map(|(a, b)| format!("{a}{b}")).collect())
}

proptest! {
    #[test]
    fn any_words_of_a_text_are_exact(text in "\\PC{0,60}|(\\PC|\n){0,60}", mixed in texts(), a in 0usize..200, b in 0usize..200) {
        for text in [text, mixed] {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (from, to) = (places[a % places.len()], places[b % places.len()]);
            let (from, to) = (from.min(to), from.max(to));
            let part = &text[from..to];
            let start = from + (part.len() - part.trim_start().len());
            let end = from + part.trim_end().len();
            let cuts_no_word = chars::is_break(&text, start.min(end)) && chars::is_break(&text, end);
            if start < end && cuts_no_word && chars::has_words(&text[start..end]) {
                let verdict = whole(part, &text);
                prop_assert!(matches!(verdict, Verdict::Exact(_)), "{:?} of {:?}: \
                    {:?}", part, text, verdict);
            }
        }
    }

    #[test]
    fn any_verdict_is_made_without_panic_and_twice_the_same(
        text in texts(), quote in texts(), pieces in prop::collection::vec(texts(), 0..4), ignore in (0usize..9, 0usize..9)
    ) {
        for words in [Words::Whole(quote), Words::Split(pieces)] {
            let text = || SavedText::new(&text, &[ignore, (2, 2)]);
            let verdict = verify(&words, &text());
            prop_assert_eq!(&verdict, &verify(&words, &text()));
            if let Some(found) = verdict.found() {
                let lines: Vec<usize> = text().content_lines().collect();
                prop_assert!(lines.contains(found.lines.start()) && lines.contains(found.lines.end()), "{:?}", verdict);
                text_fragment(&found.passage);
                speaker_is_near(&["we".to_owned()], found, &text());
            }
        }
    }

    #[test]
    fn folded_words_are_found_where_they_stand(text in texts()) {
        let saved = saved(&text);
        for writing in [Writing::Folded, Writing::Unbracketed, Writing::Bracketless, Writing::Unhyphenated, Writing::Letters] {
            let layer = Layer::new(saved.text(), writing);
            for (at, c) in layer.key.char_indices() {
                let raw = layer.raw(saved.text(), &(at..at + c.len_utf8()));
                let again = fold(&text[raw], writing);
                // Alone, an apostrophe is a quotation mark; either may bear an accent.
                let is_mark = c == '\'' && again.starts_with('"');
                prop_assert!(c == ' ' || again.contains(c) || is_mark, "{:?} {:?}", c, again);
            }
        }
    }
}
