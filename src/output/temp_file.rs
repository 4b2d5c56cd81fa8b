//! Temporary files, which take the places of others.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A temporary file. Dropping it removes the file, unless it was renamed.
pub(super) struct TempFile(pub(super) PathBuf);

impl TempFile {
    pub(super) fn rename(&mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.0, to)?;
        self.0 = PathBuf::new();
        Ok(())
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // If this fails, opening the output the next time empties the folder.
            let _ = fs::remove_file(&self.0);
        }
    }
}
