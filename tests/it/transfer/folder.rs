//! A folder of the format, written by a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder that is gone when the test ends.
pub struct Folder {
    path: PathBuf,
    _room: TempDir,
}

/// An article's file, whole, with more lines of front matter.
pub fn article(title: &str, more: &str) -> String {
    format!(
        "+++\nkind = \"article\"\ntitle = \"{title}\"\nsapo = \"Điều cần biết.\"\n\
         status = \"published\"\npublished_at = 2026-02-01T08:00:00+07:00\n\
         organisation = \"so\"\ntopics = [\"dao-tao-nghe\"]\n{more}+++\nNội dung của {title}.\n"
    )
}

impl Folder {
    /// A name in a new folder; nothing is there yet.
    pub fn absent() -> Self {
        let room = TempDir::new().expect("a temporary folder");
        Self { path: room.path().join("folder"), _room: room }
    }

    /// Organisations `thanh-pho` and `so`, two topics, two places.
    pub fn basic() -> Self {
        let folder = Self::absent();
        folder.write(
            "organisations.toml",
            "[[organisation]]\nslug = \"so\"\nname_vi = \"Sở\"\nname_en = \"Office\"\n\
             kind = \"lead\"\nparent = \"thanh-pho\"\n\n[[organisation]]\nslug = \"thanh-pho\"\n\
             name_vi = \"Thành phố\"\nname_en = \"City\"\nkind = \"city\"\n",
        );
        folder.write(
            "taxonomies/topic.toml",
            "[[term]]\nslug = \"chinh-sach-giam-ngheo\"\nvi = \"Chính sách\"\nen = \"Policy\"\n\
             position = 1\n\n[[term]]\nslug = \"dao-tao-nghe\"\nvi = \"Nghề\"\nen = \"Trades\"\n\
             position = 2\n",
        );
        folder.write(
            "places/communes.csv",
            "code,name,full_name,slug,old_districts_all\n\
             00004,Ba Đình,Phường Ba Đình,phuong-ba-dinh,Quận Ba Đình\n\
             09619,Ba Vì,Xã Ba Vì,xa-ba-vi,\n",
        );
        folder.write(
            "places/districts.csv",
            "code,name,type,full_name,slug,communes_2022\n\
             001,Ba Đình,quận,Quận Ba Đình,ba-dinh,14\n",
        );
        folder
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path.join(path);
        fs::create_dir_all(file.parent().expect("it is in the folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path.join(path)).expect("a file");
    }

    /// Changes a part of a file that must be there.
    pub fn change(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to));
    }

    /// All files with their bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.path).expect("inside");
                    files.insert(name.display().to_string(), fs::read(&path).expect("a file"));
                }
            }
        }
        files
    }

    /// Fails with the first difference between two folders.
    pub fn assert_same(&self, other: &Folder) {
        let (ours, theirs) = (self.files(), other.files());
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (path, bytes) in ours {
            let other = &theirs[&path];
            assert!(
                bytes == *other,
                "{path} differs:\n{}\n{}",
                String::from_utf8_lossy(&bytes),
                String::from_utf8_lossy(other)
            );
        }
    }
}
