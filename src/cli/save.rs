//! Files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the files, each beside its place first, and moves them there when all are written. An error
/// says at which file; nothing is left of what was begun.
pub(super) fn save(files: &[(PathBuf, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)> {
    let mut begun: Vec<PathBuf> = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    let done = files.iter().try_for_each(|(path, bytes)| {
        let part = part_of(path);
        begun.push(part.clone());
        folders.extend(lacking(path));
        write(&part, bytes).map_err(|error| (path.clone(), error))
    });
    let done = done.and_then(|()| {
        let mut moves = begun.iter().zip(files);
        moves.try_for_each(|(part, (path, _))| fs::rename(part, path).map_err(|error| (path.clone(), error)))
    });
    if done.is_err() {
        for part in begun {
            // What was moved is gone already; what cannot be removed has been told of by the error.
            let _ = fs::remove_file(part);
        }
        for folder in folders {
            // One that holds something stays.
            let _ = fs::remove_dir(folder);
        }
    }
    done
}

/// The folders that have to be made for a file, the innermost first.
fn lacking(path: &Path) -> Vec<PathBuf> {
    let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    above.take_while(|folder| !folder.exists()).map(Path::to_owned).collect()
}

/// A hidden name beside the file's own, on the same disk.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let names = || folder.path().read_dir().unwrap().count();
        save(&[(a.clone(), b"1".to_vec())]).unwrap();
        fs::create_dir_all(b.join("c")).unwrap();
        // A folder cannot be written over, so neither is the file beside it.
        let (at, _) = save(&[(b.join("c"), b"2".to_vec()), (a.clone(), b"2".to_vec())]).unwrap_err();
        assert_eq!((at, a.metadata().unwrap().len(), names()), (b.join("c"), 1, 2));
        assert_eq!(b.read_dir().unwrap().count(), 1);
        // Nor do folders stay that were made for it.
        let new = folder.path().join("d/e/f");
        save(&[(b.join("c"), b"2".to_vec()), (new, b"2".to_vec())]).unwrap_err();
        assert_eq!(names(), 2);
    }
}
