//! Where the configuration lies: beside the first path asked for, or in a folder above it.

use std::path::{Component, Path, PathBuf};

/// The names it may have.
const NAMES: [&str; 2] = ["hegui.yaml", "hegui.yml"];

/// The configuration that holds for what is asked for, as it is best shown from here.
pub(in crate::cli) fn find(paths: &[String]) -> Option<PathBuf> {
    let start = start(paths.first().map_or(".", String::as_str)).canonicalize().ok()?;
    let found = start
        .ancestors()
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|file| file.is_file())?;
    let here = Path::new(".").canonicalize().ok()?;
    Some(from(&here, &found))
}

/// The folder to begin in: what is asked for, or the nearest folder above it that is there.
fn start(path: &str) -> PathBuf {
    let path = if path == "-" { Path::new(".") } else { Path::new(path) };
    let mut folders = path.ancestors().filter(|folder| folder.is_dir());
    folders.next().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// A file seen from a folder: by a short way where there is one, so that nothing shows where on a machine the
/// records lie.
fn from(here: &Path, file: &Path) -> PathBuf {
    if let Ok(below) = file.strip_prefix(here) {
        return below.to_owned();
    }
    let folder = file.parent().unwrap_or(file);
    match (here.strip_prefix(folder), file.file_name()) {
        (Ok(down), Some(name)) => {
            let up: PathBuf = down.components().map(|_| Component::ParentDir).collect();
            up.join(name)
        }
        _ => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_shown_by_the_shortest_way() {
        let seen = |here: &str, file: &str| from(Path::new(here), Path::new(file)).display().to_string();
        assert_eq!(seen("/a/b", "/a/b/hegui.yaml"), "hegui.yaml");
        assert_eq!(seen("/a/b", "/a/b/c/hegui.yaml"), "c/hegui.yaml");
        assert_eq!(seen("/a/b/c", "/a/hegui.yaml"), "../../hegui.yaml");
        assert_eq!(seen("/a/b", "/x/hegui.yaml"), "/x/hegui.yaml");
    }
}
