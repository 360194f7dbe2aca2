//! A workbook as the archive it is: read within limits, written anew with what was not touched copied raw.

use super::Error;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::rc::Rc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Entries of an archive at most.
const MOST_ENTRIES: usize = 10_000;
/// Bytes of a part that is edited as a whole (styles, comments, relations).
const MOST_PART: u64 = 64 << 20;

/// An archive to read from.
pub(super) struct Source {
    archive: ZipArchive<BufReader<File>>,
    left: Rc<Cell<u64>>,
}

/// The archive that is written.
pub(super) struct Target {
    out: ZipWriter<BufWriter<File>>,
    written: BTreeSet<String>,
}

/// Bytes that an archive unpacks to, by what its directory says of each part.
///
/// The sum that the archive itself offers is missing for programs that write as a stream and tell sizes afterwards.
pub fn unpacked_size<R: Read + Seek>(archive: &mut ZipArchive<R>) -> u128 {
    (0..archive.len())
        .map(|index| {
            let entry = archive.by_index_raw(index);
            entry.map_or(u128::MAX, |entry| u128::from(entry.size()))
        })
        .fold(0, u128::saturating_add)
}

impl Source {
    /// Opens an archive that unpacks to `most` bytes at most.
    ///
    /// Errors: [`Error::TooLarge`] by what its directory says; one that lies is caught while it is read.
    pub(super) fn open(path: &Path, most: u64) -> Result<Self, Error> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
        let unpacked = unpacked_size(&mut archive);
        if unpacked > u128::from(most) || archive.len() > MOST_ENTRIES {
            return Err(Error::TooLarge);
        }
        Ok(Self {
            archive,
            // The large parts are gone through twice.
            left: Rc::new(Cell::new(most.saturating_mul(2))),
        })
    }

    /// The name under which a part is stored; programs differ in case.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        if self.archive.index_for_name(name).is_some() {
            return Some(name.to_owned());
        }
        self.names()
            .into_iter()
            .find(|stored| stored.eq_ignore_ascii_case(name))
    }

    /// The place of the part with this name, if it is the first.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.archive
            .index_for_name(name)
            .filter(|index| *index == 0)
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names();
        names.flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// A part as a stream of bytes that counts against the limit.
    pub(super) fn stream(&mut self, name: &str) -> Result<impl BufRead + '_, Error> {
        let entry = self.archive.by_name(name)?;
        if entry.encrypted() {
            return Err(Error::Encrypted);
        }
        Ok(BufReader::with_capacity(
            64 << 10,
            Counted {
                inner: entry,
                left: self.left.clone(),
            },
        ))
    }

    /// A part as text; `None` when there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(name) = self.find(name) else {
            return Ok(None);
        };
        let mut text = String::new();
        let mut stream = self.stream(&name)?.take(MOST_PART + 1);
        stream.read_to_string(&mut text)?;
        if text.len() as u64 > MOST_PART {
            return Err(Error::TooLarge);
        }
        Ok(Some(text))
    }
}

// Bytes that are unpacked, whatever the directory says.
struct Counted<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left.set(left.ok_or_else(|| {
            std::io::Error::new(std::io::ErrorKind::FileTooLarge, "unpacks to too much")
        })?);
        Ok(count)
    }
}

impl Target {
    /// An empty archive in a new file.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            out: ZipWriter::new(BufWriter::new(File::create(path)?)),
            written: BTreeSet::new(),
        })
    }

    /// Begins a part; what is written to the answer becomes its content.
    pub(super) fn begin(&mut self, name: &str) -> Result<&mut (impl Write + use<>), Error> {
        // The same input is the same output: no time of day goes into the archive. Sizes stay in 32 bits, since
        // LibreOffice takes no sheet from an archive whose local headers have the 64-bit form.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        self.out.start_file(name, options)?;
        self.written.insert(name.to_owned());
        Ok(&mut self.out)
    }

    /// Writes a whole part.
    pub(super) fn put(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.begin(name)?.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Writes a whole part without compressing it.
    pub(super) fn put_stored(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default());
        self.out.start_file(name, options)?;
        self.written.insert(name.to_owned());
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Copies one part raw.
    pub(super) fn copy(&mut self, source: &mut Source, index: usize) -> Result<(), Error> {
        let entry = source.archive.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        if self.written.insert(name) {
            self.out.raw_copy_file(entry)?;
        }
        Ok(())
    }

    /// Copies every part raw that was not written, and ends the archive.
    pub(super) fn finish(mut self, mut source: Source) -> Result<(), Error> {
        for index in 0..source.archive.len() {
            self.copy(&mut source, index)?;
        }
        self.close()
    }

    /// Ends the archive.
    pub(super) fn close(self) -> Result<(), Error> {
        let mut file = self.out.finish()?;
        file.flush()?;
        Ok(())
    }
}
