//! Who works in the data folder.
//!
//! A portal that does everything has the folder to itself; portals that only answer or only work may share it. The
//! lock lies on an empty file in the folder and belongs to the process: however that ends, the lock is gone.

use anyhow::{Context, bail};
use std::fs::{File, TryLockError};
use std::path::Path;

const FILE: &str = "lumbung.lock";

/// Whether others may work in the same folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Nobody else.
    Alone,
    /// Others who share it as well.
    WithOthers,
}

/// The folder is held as long as this lives.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

/// Takes the data folder, which is made when it isn't there.
///
/// Errors: it can't be made or written to, or another portal holds it.
pub fn hold(folder: &Path, share: Share) -> anyhow::Result<Held> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("data_dir: {} can't be made", folder.display()))?;
    let path = folder.join(FILE);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("data_dir: {} can't be written", path.display()))?;
    let outcome = match share {
        Share::Alone => file.try_lock(),
        Share::WithOthers => file.try_lock_shared(),
    };
    match outcome {
        Ok(()) => Ok(Held { _file: file }),
        Err(TryLockError::WouldBlock) => bail!(
            "data_dir: another portal works in {}. Stop it, or give this one a folder of its own with --data-dir or \
             LUMBUNG_DATA_DIR; only portals with --role web or --role worker share a folder",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("data_dir: {} can't be locked", path.display()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_portal_has_a_folder_alone_or_several_share_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        let alone = hold(&folder, Share::Alone).unwrap();
        for share in [Share::Alone, Share::WithOthers] {
            let refused = hold(&folder, share).unwrap_err().to_string();
            assert!(refused.contains(&folder.display().to_string()), "{refused}");
            assert!(refused.contains("--data-dir"), "{refused}");
        }
        drop(alone);
        let _web = hold(&folder, Share::WithOthers).unwrap();
        let _worker = hold(&folder, Share::WithOthers).unwrap();
        assert!(hold(&folder, Share::Alone).is_err());
    }
}
