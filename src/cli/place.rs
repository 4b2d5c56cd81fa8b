//! Files and folders named on the command line: checks that a folder holds a site, reads a saved
//! article, and writes new files into a site.
//!
//! Never overwrites a file. The output of a build is written by [`crate::output`].

#![expect(
    clippy::disallowed_methods,
    reason = "reads files outside of sites, and writes the files of `init` and `new`"
)]

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::base::limits;
use crate::base::path::SitePath;
use crate::base::text::{count, joined};

/// Returns the folder if it holds a site, that is, a folder `content`.
pub(super) fn site(folder: &Path) -> Result<&Path, Failure> {
    if folder.join("content").is_dir() {
        return Ok(folder);
    }
    let shown = folder.display();
    let message = match fs::metadata(folder) {
        Ok(found) if found.is_dir() => {
            format!("`{shown}` holds no site: it has no folder `content`")
        }
        Ok(_) => format!("`{shown}` is a file, and a site is a folder"),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            format!("there is no folder `{shown}`")
        }
        Err(error) => return Err(Failure::system("read", folder, &error)),
    };
    Err(Failure::new(message).help(match site_around(folder) {
        Some(site) => {
            format!("the site around it is `--site {}`", quoted(&site.display().to_string()))
        }
        None => "name a site's folder with `--site DIR`, or make a site with `briefgen init DIR`"
            .to_owned(),
    }))
}

/// Whether something exists at a place that is not a folder.
pub(super) fn is_file(place: &Path) -> bool {
    fs::metadata(place).is_ok_and(|found| !found.is_dir())
}

/// Reads a saved article, which must be a UTF-8 file of at most [`limits::ARTICLE`] bytes with at
/// least one word.
pub(super) fn article(file: &Path) -> Result<String, Failure> {
    let shown = file.display();
    let found = fs::metadata(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(format!("there is no file `{shown}`")),
        _ => Failure::system("read", file, &error),
    })?;
    let help = "save the words of the article as plain text";
    if !found.is_file() {
        return Err(Failure::new(format!("`{shown}` is no file")).help(help));
    }
    let mut bytes = Vec::new();
    let open = File::open(file).map_err(|error| Failure::system("read", file, &error))?;
    // The limit applies to the bytes read, since the file may grow meanwhile.
    open.take(limits::ARTICLE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::system("read", file, &error))?;
    if bytes.len() as u64 > limits::ARTICLE {
        return Err(
            Failure::new(format!("`{shown}` is larger than 1 MiB, and no article is")).help(help)
        );
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(format!("`{shown}` is no text in UTF-8")).help("save it in that encoding")
    })?;
    if text.contains(char::is_alphanumeric) {
        return Ok(text);
    }
    Err(Failure::new(format!("`{shown}` holds no words")).help(help))
}

/// The path of a file within a site; `None` for a file outside of it.
pub(super) fn within_site(file: &Path, site: &Path) -> Option<SitePath> {
    SitePath::within(&site.canonicalize().ok()?, &file.canonicalize().ok()?)
}

/// The site that contains a folder, as a hint for users who work in a folder of their site.
fn site_around(folder: &Path) -> Option<PathBuf> {
    let real = folder.canonicalize().ok()?;
    let is_site =
        |folder: &&Path| folder.join("content").is_dir() && folder.join("site.yaml").is_file();
    real.ancestors().skip(1).find(is_site).map(Path::to_owned)
}

/// Quotes a folder for a shell, if necessary.
pub(super) fn quoted(text: &str) -> String {
    let harmless =
        |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~' | ':' | '\\');
    if text.chars().all(harmless) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The path and the text of a file to write.
pub(super) type NewFile<'a> = (SitePath, &'a str);

/// Writes new files below a folder. If one of them exists, no file is written.
///
/// Returns the places of the files as [`shown`] to users.
pub(super) fn write_new(folder: &Path, files: &[NewFile<'_>]) -> Result<Vec<PathBuf>, Failure> {
    let taken = |file: &&NewFile<'_>| fs::symlink_metadata(file.0.real(folder)).is_ok();
    let taken: Vec<String> = files
        .iter()
        .filter(taken)
        .map(|(path, _)| format!("`{}`", shown(folder, path).display()))
        .collect();
    if !taken.is_empty() {
        return Err(already_there(&taken));
    }
    files.iter().map(|(path, text)| write_file(folder, path, text)).collect()
}

fn write_file(folder: &Path, path: &SitePath, text: &str) -> Result<PathBuf, Failure> {
    let real = path.real(folder);
    if let Some(parent) = real.parent() {
        fs::create_dir_all(parent)
            .map_err(|error| Failure::system("make the folder", parent, &error))?;
    }
    let shown = shown(folder, path);
    let mut file = File::create_new(&real).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => already_there(&[format!("`{}`", shown.display())]),
        _ => Failure::system("write", &shown, &error),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::system("write", &shown, &error))?;
    Ok(shown)
}

fn already_there(files: &[String]) -> Failure {
    const NAMED: usize = 3;
    let mut named = files.iter().take(NAMED).cloned().collect::<Vec<_>>();
    if files.len() > NAMED {
        named.push(count(files.len() - NAMED, "other file", "other files"));
    }
    let verb = if files.len() == 1 { "exists" } else { "exist" };
    let them = if files.len() == 1 { "it" } else { "them" };
    Failure::new(format!("{} already {verb}; nothing was written", joined(&named))).help(format!(
        "move {them} elsewhere first: briefgen writes over no file that it did not make"
    ))
}

/// A file's place as it is printed: `path` below `folder` as the user wrote it, except that `.` is
/// left out.
fn shown(folder: &Path, path: &SitePath) -> PathBuf {
    path.real(if folder == Path::new(".") { Path::new("") } else { folder })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::parse(text).unwrap()
    }

    #[test]
    fn no_file_is_written_if_one_exists() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.md"), "mine").unwrap();
        let failure =
            write_new(folder.path(), &[(path("a.md"), "a"), (path("b.md"), "b")]).unwrap_err();
        assert!(
            failure.message.ends_with("b.md` already exists; nothing was written"),
            "{}",
            failure.message
        );
        assert!(!folder.path().join("a.md").exists());
        assert_eq!(fs::read_to_string(folder.path().join("b.md")).unwrap(), "mine");
    }

    #[test]
    fn new_files_get_their_folders() {
        let folder = tempfile::tempdir().unwrap();
        let written =
            write_new(folder.path(), &[(path("content/issues/taiwan.md"), "text")]).unwrap();
        assert_eq!(fs::read_to_string(&written[0]).unwrap(), "text");
    }

    #[test]
    fn many_files_in_the_way_are_counted() {
        let files: Vec<String> = ["`a`", "`b`", "`c`", "`d`", "`e`"].map(str::to_owned).to_vec();
        let failure = already_there(&files);
        assert_eq!(
            failure.message,
            "`a`, `b`, `c` and 2 other files already exist; nothing was written"
        );
    }

    #[test]
    fn a_folder_without_content_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert!(
            site(root).unwrap_err().message.ends_with("holds no site: it has no folder `content`")
        );
        assert!(site(&root.join("nowhere")).unwrap_err().message.starts_with("there is no folder"));
        fs::create_dir_all(root.join("content/briefs")).unwrap();
        assert!(site(root).is_ok());
        let within = site(&root.join("content/briefs")).unwrap_err();
        assert!(within.help.contains("briefgen init"), "{}", within.help);
        fs::write(root.join("site.yaml"), "").unwrap();
        let within = site(&root.join("content/briefs")).unwrap_err();
        assert!(within.help.starts_with("the site around it is `--site "), "{}", within.help);
    }

    #[test]
    fn a_folder_can_be_pasted_into_a_shell() {
        for (folder, typed) in [("desk", "desk"), ("my desk", "'my desk'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(quoted(folder), typed);
        }
    }
}
