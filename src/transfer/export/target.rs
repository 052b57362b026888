//! The folder that is exported to. The new one grows beside it and takes its
//! place when it is whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ExportError;
use crate::transfer::layout::{SUMS, sha256};

/// A folder that is being written.
#[derive(Debug)]
pub struct Target {
    folder: PathBuf,
    growing: PathBuf,
    /// The sum of each file.
    sums: BTreeMap<String, String>,
    finished: bool,
}

/// A file that is written line by line.
pub struct Lines {
    path: String,
    place: PathBuf,
    writer: BufWriter<File>,
    hasher: Sha256,
}

impl Target {
    /// Looks at `folder`, and begins the one that will take its place.
    pub fn open(folder: &Path) -> Result<Self, ExportError> {
        let folder = std::path::absolute(folder).map_err(ExportError::io(folder))?;
        check(&folder)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let begun = format!(".{name}.growing-");
        remove_leftovers(&folder, &begun);
        let growing = folder.with_file_name(format!("{begun}{}", std::process::id()));
        let _ = fs::remove_dir_all(&growing);
        fs::create_dir_all(&growing).map_err(ExportError::io(&growing))?;
        Ok(Self { folder, growing, sums: BTreeMap::new(), finished: false })
    }

    /// Writes one file.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let place = self.place(path)?;
        fs::write(&place, bytes).map_err(ExportError::io(&place))?;
        self.sums.insert(path.to_owned(), sha256(bytes));
        Ok(())
    }

    /// Begins a file of lines; [`Target::close`] ends it.
    pub fn lines(&self, path: &str) -> Result<Lines, ExportError> {
        let place = self.place(path)?;
        let file = File::create(&place).map_err(ExportError::io(&place))?;
        let (writer, hasher) = (BufWriter::new(file), Sha256::new());
        Ok(Lines { path: path.to_owned(), place, writer, hasher })
    }

    pub fn close(&mut self, mut lines: Lines) -> Result<(), ExportError> {
        lines.writer.flush().map_err(ExportError::io(&lines.place))?;
        let sum = lines.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.sums.insert(lines.path, sum);
        Ok(())
    }

    fn place(&self, path: &str) -> Result<PathBuf, ExportError> {
        let place = self.growing.join(path);
        if let Some(above) = place.parent() {
            fs::create_dir_all(above).map_err(ExportError::io(above))?;
        }
        Ok(place)
    }

    /// Writes the sums and puts the new folder into the old one's place.
    pub fn finish(mut self) -> Result<(), ExportError> {
        let lines: String =
            self.sums.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect();
        let place = self.place(SUMS)?;
        let written = File::create(&place)
            .and_then(|mut file| file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()));
        written.map_err(ExportError::io(&place))?;
        let failed = ExportError::io(&self.folder);
        if self.folder.exists() {
            let name = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let old = self.folder.with_file_name(format!(".{name}.old-{}", std::process::id()));
            fs::rename(&self.folder, &old).map_err(&failed)?;
            if let Err(error) = fs::rename(&self.growing, &self.folder) {
                // What was there before comes back.
                let _ = fs::rename(&old, &self.folder);
                return Err(failed(error));
            }
            fs::remove_dir_all(&old).map_err(ExportError::io(&old))?;
        } else {
            fs::rename(&self.growing, &self.folder).map_err(&failed)?;
        }
        self.finished = true;
        Ok(())
    }
}

/// Removes what exports to the same folder began that were broken off.
fn remove_leftovers(folder: &Path, begun: &str) {
    let beside = folder.parent().map(fs::read_dir).and_then(Result::ok);
    for entry in beside.into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(begun).and_then(|rest| rest.parse::<u32>().ok());
        let is_over = |id: u32| !Path::new("/proc").join(id.to_string()).exists();
        if process.is_some_and(is_over) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.finished {
            // Half an export is of use to nobody; a second error says less than the first.
            let _ = fs::remove_dir_all(&self.growing);
        }
    }
}

impl Lines {
    /// Adds a value as one line of JSON.
    pub fn add(&mut self, value: &impl serde::Serialize) -> Result<(), ExportError> {
        let failed = ExportError::io(&self.place);
        let mut line = serde_json::to_vec(value).map_err(|error| failed(error.into()))?;
        line.push(b'\n');
        self.hasher.update(&line);
        self.writer.write_all(&line).map_err(failed)
    }
}

/// A folder that may be replaced: none, an empty one, or an unchanged export.
fn check(folder: &Path) -> Result<(), ExportError> {
    let failed = ExportError::io(folder);
    let not_empty = || ExportError::NotEmpty { path: folder.to_owned() };
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(not_empty());
    }
    if folder.read_dir().map_err(&failed)?.next().is_none() {
        return Ok(());
    }
    let sums = fs::read_to_string(folder.join(SUMS)).map_err(|_| not_empty())?;
    let mut sums: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, path)| (path, sum))
        .collect();
    let mut changed = Vec::new();
    for path in files(folder).map_err(&failed)? {
        let expected = sums.remove(path.as_str());
        if path != SUMS && expected != Some(sum_of(&folder.join(&path)).map_err(&failed)?.as_str())
        {
            changed.push(path);
        }
    }
    changed.extend(sums.into_keys().map(str::to_owned));
    if changed.is_empty() {
        Ok(())
    } else {
        Err(ExportError::Changed { path: folder.to_owned(), files: changed })
    }
}

/// All files below `root`, as paths within it, sorted.
fn files(root: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in root.join(&folder).read_dir()? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let inner = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.file_type()?.is_dir() {
                folders.push(inner);
            } else {
                files.push(inner);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn sum_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = [0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
