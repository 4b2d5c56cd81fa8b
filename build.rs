#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script reads sources and speaks to cargo on standard output"
)]
//! Prepares the data that the program embeds: an id of its source, by which it recognises its own
//! output, the built-in templates, and the grammars for colouring code.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::error::Error;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use syntect::dumps;
use syntect::parsing::syntax_definition::Pattern;
use syntect::parsing::{Regex, SyntaxSet, SyntaxSetBuilder};

#[path = "src/render/highlight/ascii.rs"]
mod ascii;

use ascii::with_ascii_classes;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-env=BRIEFGEN_BUILD_ID={:016x}", build_id());
    println!("cargo::rustc-env=BRIEFGEN_TEMPLATES={}", templates()?.display());
    println!("cargo::rustc-env=BRIEFGEN_GRAMMARS={}", grammars()?.display());
    Ok(())
}

fn build_id() -> u64 {
    let mut files = vec![PathBuf::from("Cargo.lock"), PathBuf::from("build.rs")];
    for folder in ["src", "templates", "static"] {
        println!("cargo::rerun-if-changed={folder}");
        collect_files(Path::new(folder), &mut files);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    hash(files)
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect_files(&path, files) } else { files.push(path) }
    }
}

/// A hash of the files' paths and contents.
fn hash(mut files: Vec<PathBuf>) -> u64 {
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

/// Writes the names and texts of the built-in templates to a file, as a Rust expression.
fn templates() -> Result<PathBuf, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("templates")? {
        let name = entry?.file_name().into_string().map_err(|name| format!("{name:?}"))?;
        names.extend(name.ends_with(".html").then_some(name));
    }
    names.sort();
    let row = |name: &String| {
        let path = format!("/templates/{name}");
        format!("({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),\n")
    };
    let rows: String = names.iter().map(row).collect();
    let file = out_folder()?.join("templates.rs");
    fs::write(&file, format!("&[\n{rows}]\n"))?;
    Ok(file)
}

fn out_folder() -> Result<PathBuf, Box<dyn Error>> {
    Ok(PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?))
}

/// Writes the grammars to a file, unless a file made from equal sources exists: writing takes a
/// second.
fn grammars() -> Result<PathBuf, Box<dyn Error>> {
    let sources =
        hash(["Cargo.lock", "build.rs", "src/render/highlight/ascii.rs"].map(PathBuf::from).into());
    let folder = out_folder()?;
    let (file, partial) =
        (folder.join(format!("grammars-{sources:016x}")), folder.join("grammars"));
    if !file.exists() {
        dumps::dump_to_uncompressed_file(
            &with_ascii_patterns(two_face::syntax::extra_newlines()),
            &partial,
        )?;
        fs::rename(&partial, &file)?;
    }
    Ok(file)
}

/// Rewrites the patterns of all grammars by [`with_ascii_classes`].
fn with_ascii_patterns(grammars: SyntaxSet) -> SyntaxSet {
    let mut builder = SyntaxSetBuilder::new();
    for grammar in grammars.into_builder().syntaxes() {
        let mut grammar = grammar.clone();
        for pattern in grammar.contexts.values_mut().flat_map(|context| &mut context.patterns) {
            if let Pattern::Match(found) = pattern {
                found.regex = Regex::new(with_ascii_classes(found.regex.regex_str()));
            }
        }
        builder.add(grammar);
    }
    builder.build()
}
