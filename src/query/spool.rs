//! The output of a child, taken at the child's speed and given at the client's.
//!
//! A slow reader must not hold a place among the few children, so what the child writes is kept in a
//! file until it is read.

use std::io;
use std::path::Path;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, try_unfold};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

use crate::lanes::ChildRun;

/// Bytes of one piece of a body.
const PIECE: usize = 64 * 1024;

/// How far the writing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// So many bytes can be read, more may come.
    Going(u64),
    /// So many bytes are all.
    Done(u64),
    /// The child broke off: what can be read is not the whole.
    Broken,
}

/// Everything that `child` still writes, as a stream. Dropping the stream kills the child.
///
/// `keep` lives as long as the stream. The stream ends with an error when the child does not end well,
/// so that a cut answer can't be taken for a whole one.
pub(super) async fn spool<K: Send + 'static>(
    child: ChildRun,
    folder: &Path,
    keep: K,
) -> io::Result<BoxStream<'static, io::Result<Bytes>>> {
    let path = folder.join("answer");
    let writer = File::create(&path).await?;
    let reader = File::open(&path).await?;
    let (sender, state) = watch::channel(State::Going(0));
    let pump = AbortOnDropHandle::new(tokio::spawn(async move {
        let end = match pump(child, writer, &sender).await {
            Ok(bytes) => State::Done(bytes),
            Err(error) => {
                tracing::warn!(%error, "a heavy query broke off");
                State::Broken
            }
        };
        let _ = sender.send(end);
    }));
    let reading = Reading {
        state,
        reader,
        given: 0,
        _pump: pump,
        _keep: keep,
    };
    Ok(try_unfold(reading, Reading::next).boxed())
}

async fn pump(
    mut child: ChildRun,
    mut writer: File,
    state: &watch::Sender<State>,
) -> io::Result<u64> {
    let mut written = 0;
    let mut buffer = vec![0; PIECE];
    loop {
        let count = child.read(&mut buffer).await?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
            break;
        };
        writer.write_all(read).await?;
        writer.flush().await?;
        written += count as u64;
        let _ = state.send(State::Going(written));
    }
    let end = child.finish().await;
    if end.is_success() {
        Ok(written)
    } else {
        Err(io::Error::other(format!("{end:?}")))
    }
}

struct Reading<K> {
    state: watch::Receiver<State>,
    reader: File,
    given: u64,
    _pump: AbortOnDropHandle<()>,
    _keep: K,
}

impl<K: Send> Reading<K> {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        loop {
            let state = *self.state.borrow_and_update();
            let (available, all) = match state {
                State::Going(bytes) => (bytes, false),
                State::Done(bytes) => (bytes, true),
                State::Broken => return Err(io::Error::other("the answer broke off")),
            };
            if self.given < available {
                let most = usize::try_from(available - self.given).unwrap_or(PIECE);
                let mut piece = vec![0; most.min(PIECE)];
                let count = self.reader.read(&mut piece).await?;
                piece.truncate(count);
                self.given += count as u64;
                return Ok(Some((Bytes::from(piece), self)));
            }
            if all {
                return Ok(None);
            }
            if self.state.changed().await.is_err() {
                return Err(io::Error::other("the answer broke off"));
            }
        }
    }
}
