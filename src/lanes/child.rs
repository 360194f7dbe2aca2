//! A child process from the parent's side: started with nothing but its task, watched, and always reaped.

use super::fence;
use std::any::Any;
use std::ffi::OsString;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// What a child may use at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChildLimits {
    /// CPU seconds.
    pub cpu_seconds: u64,
    /// Bytes of memory: of the data segment by the kernel, of what is resident by the parent's watch.
    pub memory_bytes: u64,
    /// Bytes of the largest file it may write.
    pub file_bytes: u64,
    /// Time by the clock on the wall.
    pub wall: Duration,
}

/// A task for a child.
#[derive(Debug, Clone)]
pub struct ChildTask {
    /// Arguments of this program, such as `child inspect`.
    pub args: Vec<OsString>,
    /// What it reads on stdin.
    pub input: Vec<u8>,
    /// Its own folder: the only place where it may write.
    pub folder: PathBuf,
    /// Files outside the folder that it may read.
    pub readable: Vec<PathBuf>,
    /// What it may use.
    pub limits: ChildLimits,
}

/// How a child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChildEnd {
    /// By itself.
    Exited {
        /// Its exit code.
        code: i32,
        /// The end of what it wrote on stderr.
        stderr: String,
    },
    /// By a signal that no limit explains: it crashed.
    Signalled {
        /// The signal's number.
        signal: i32,
        /// The end of what it wrote on stderr.
        stderr: String,
    },
    /// It used up its CPU or wall time.
    OverTime,
    /// It asked for more memory than it may have.
    OverMemory,
    /// It wrote a larger file than it may.
    OverFileSize,
}

impl ChildEnd {
    /// Whether it ended by itself with code 0.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Exited { code: 0, .. })
    }
}

const WATCH: Duration = Duration::from_millis(50);
const STDERR_TAIL: usize = 4096;
const SIGABRT: i32 = 6;
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;

/// A running child. Dropping it kills the child.
#[derive(Debug)]
pub struct ChildRun {
    stdout: ChildStdout,
    end: oneshot::Receiver<ChildEnd>,
    // Its drop tells the watch that nobody waits any more.
    _alive: oneshot::Sender<()>,
}

impl AsyncRead for ChildRun {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        std::pin::Pin::new(&mut self.stdout).poll_read(context, buffer)
    }
}

impl ChildRun {
    /// Waits for the end; what is left of stdout is dropped.
    pub async fn finish(mut self) -> ChildEnd {
        let mut sink = tokio::io::sink();
        let _ = tokio::io::copy(&mut self.stdout, &mut sink).await;
        self.end.await.unwrap_or(ChildEnd::Signalled {
            signal: 0,
            stderr: String::new(),
        })
    }

    /// Reads stdout to its end (at most `most` bytes), then waits.
    pub async fn output(mut self, most: u64) -> io::Result<(Vec<u8>, ChildEnd)> {
        let mut bytes = Vec::new();
        (&mut self.stdout)
            .take(most)
            .read_to_end(&mut bytes)
            .await?;
        Ok((bytes, self.finish().await))
    }
}

pub(super) fn start(
    program: &Path,
    task: ChildTask,
    pass: Box<dyn Any + Send>,
) -> io::Result<ChildRun> {
    let limits = task.limits;
    let fence = fence::Fence {
        folder: task.folder.clone(),
        readable: task.readable,
        limits,
        parent: std::process::id(),
    };
    let mut child = Command::new(program)
        .args(&task.args)
        .arg("--fence")
        .arg(fence.encode())
        .env_clear()
        .env("TMPDIR", &task.folder)
        .env("POLARS_MAX_THREADS", "2")
        .env("RAYON_NUM_THREADS", "2")
        .env("POLARS_TEMP_DIR", &task.folder)
        .current_dir(&task.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let missing = || io::Error::other("a pipe of the child is missing");
    let stdin = child.stdin.take().ok_or_else(missing)?;
    let stdout = child.stdout.take().ok_or_else(missing)?;
    let stderr = child.stderr.take().ok_or_else(missing)?;
    let (end_sender, end) = oneshot::channel();
    let (alive, gone) = oneshot::channel();
    let watch = Watch {
        child,
        limits,
        gone,
    };
    tokio::spawn(feed(stdin, task.input));
    tokio::spawn(async move {
        let tail = tokio::spawn(tail(stderr));
        let (status, killed) = watch.until_the_end().await;
        let stderr = tail.await.unwrap_or_default();
        let _ = end_sender.send(killed.unwrap_or_else(|| classify(status, stderr)));
        drop(pass);
    });
    Ok(ChildRun {
        stdout,
        end,
        _alive: alive,
    })
}

async fn feed(mut stdin: ChildStdin, input: Vec<u8>) {
    // A child that ends before reading its task is reported by its end.
    let _ = stdin.write_all(&input).await;
    let _ = stdin.shutdown().await;
}

async fn tail(mut stderr: ChildStderr) -> String {
    let mut kept: Vec<u8> = Vec::new();
    let mut buffer = [0_u8; 1024];
    while let Ok(count) = stderr.read(&mut buffer).await {
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
            break;
        };
        kept.extend_from_slice(read);
        if kept.len() > STDERR_TAIL {
            kept.drain(..kept.len() - STDERR_TAIL);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

struct Watch {
    child: Child,
    limits: ChildLimits,
    gone: oneshot::Receiver<()>,
}

impl Watch {
    async fn until_the_end(mut self) -> (Option<ExitStatus>, Option<ChildEnd>) {
        let deadline = Instant::now() + self.limits.wall;
        loop {
            tokio::select! {
                status = self.child.wait() => return (status.ok(), None),
                () = tokio::time::sleep(WATCH) => {}
                _ = &mut self.gone => return self.kill(None).await,
            }
            if Instant::now() >= deadline {
                return self.kill(Some(ChildEnd::OverTime)).await;
            }
            if resident(self.child.id()).is_some_and(|bytes| bytes > self.limits.memory_bytes) {
                return self.kill(Some(ChildEnd::OverMemory)).await;
            }
        }
    }

    async fn kill(mut self, why: Option<ChildEnd>) -> (Option<ExitStatus>, Option<ChildEnd>) {
        let _ = self.child.start_kill();
        (self.child.wait().await.ok(), why)
    }
}

// Resident bytes that are the process's own: mapped files may be dropped by the kernel and don't count (proc(5)).
fn resident(pid: Option<u32>) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/statm", pid?)).ok()?;
    let mut pages = text
        .split(' ')
        .skip(1)
        .map(|number| number.parse::<u64>().unwrap_or(0));
    let (resident, shared) = (pages.next()?, pages.next()?);
    Some(resident.saturating_sub(shared) * 4096)
}

fn classify(status: Option<ExitStatus>, stderr: String) -> ChildEnd {
    let Some(status) = status else {
        return ChildEnd::Signalled { signal: 0, stderr };
    };
    match (status.code(), status.signal()) {
        (Some(code), _) => ChildEnd::Exited { code, stderr },
        (None, Some(SIGXCPU)) => ChildEnd::OverTime,
        (None, Some(SIGXFSZ)) => ChildEnd::OverFileSize,
        (None, Some(SIGABRT)) if stderr.contains("memory allocation") => ChildEnd::OverMemory,
        (None, signal) => ChildEnd::Signalled {
            signal: signal.unwrap_or(0),
            stderr,
        },
    }
}
