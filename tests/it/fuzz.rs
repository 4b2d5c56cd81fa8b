//! The inputs that fuzzing keeps, and each file of the example site, through what `scripts/fuzz`
//! calls with others.
#![expect(clippy::disallowed_methods, reason = "reads what is kept")]

#[path = "../../fuzz/src/lib.rs"]
#[allow(missing_docs, unreachable_pub, reason = "it is a crate of its own, too")]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

use targets::{TARGETS, shown};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn what_is_kept_for_each_target_holds() {
    for (name, target) in TARGETS {
        let kept = files(&format!("fuzz/seeds/{name}"));
        assert!(!kept.is_empty(), "{name}");
        for file in kept {
            println!("{}", file.display());
            target(&fs::read(file).unwrap());
        }
    }
}

/// For whoever mends what fuzzing found: `FUZZ_INPUT=fuzz/artifacts/sites/crash-… cargo test --test
/// fuzz -- --ignored`.
#[test]
#[ignore = "needs an input"]
fn one_input_holds() {
    let file = PathBuf::from(std::env::var_os("FUZZ_INPUT").unwrap());
    let name = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let input = fs::read(&file).unwrap();
    if name == "sites" {
        println!("{}", shown(&input));
    }
    target(&input);
}

#[test]
fn each_target_can_be_run() {
    for (name, _) in TARGETS {
        let text = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(text.contains(&format!("briefgen_fuzz::{name}(data)")), "{name}");
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn each_document_of_the_example_holds() {
    for file in files("content")
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "md" || end == "yaml"))
    {
        let text = fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        println!("{path}");
        targets::front_matter(format!("{path}\n{text}").as_bytes());
        if let Some((_, body)) =
            text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"))
        {
            targets::markdown(body.as_bytes());
        }
    }
}

/// Bytes that look drawn, and are the same in each run.
fn drawn(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let length = 40 + next() % 400;
    (0..length).map(|_| next().to_le_bytes()[4]).collect()
}

#[test]
fn sites_of_any_pieces_hold() {
    let from = std::env::var("FUZZ_FROM").ok().and_then(|number| number.parse().ok()).unwrap_or(0);
    for number in from..from + 100 {
        println!("{number}");
        targets::sites(&drawn(number));
    }
}
