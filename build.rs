#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script reads sources and speaks to cargo on standard output"
)]
//! Gives each build of the program an id made of its source, so that output of another build is
//! never taken for its own; lists the built-in templates; and makes the grammars that it colours
//! code by.

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
        gather(Path::new(folder), &mut files);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    hash(files)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
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

/// The file with the names and the texts of the built-in templates, as an expression of Rust.
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

/// The file with the grammars. Making it takes a second, so that one of the same making is taken
/// again.
fn grammars() -> Result<PathBuf, Box<dyn Error>> {
    let made_of =
        hash(["Cargo.lock", "build.rs", "src/render/highlight/ascii.rs"].map(PathBuf::from).into());
    let folder = out_folder()?;
    let (file, partial) =
        (folder.join(format!("grammars-{made_of:016x}")), folder.join("grammars"));
    if !file.exists() {
        dumps::dump_to_uncompressed_file(
            &spelled_out(two_face::syntax::extra_newlines()),
            &partial,
        )?;
        fs::rename(&partial, &file)?;
    }
    Ok(file)
}

/// The grammars with the classes in their patterns spelled out.
fn spelled_out(grammars: SyntaxSet) -> SyntaxSet {
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
