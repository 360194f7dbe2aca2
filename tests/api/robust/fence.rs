//! What a child process may not do, and how it ends when it uses too much.

use lumbung::config::Settings;
use lumbung::lanes::{ChildEnd, ChildLimits, ChildTask, LaneSettings, Lanes};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A folder with the child's own folder in it and files beside that.
struct Ground {
    folder: TempDir,
    lanes: Lanes,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("own")).unwrap();
        for name in ["own/mine.csv", "given.csv", "other.csv"] {
            std::fs::write(folder.path().join(name), "a;b\n1;2\n").unwrap();
        }
        let mut lanes = LaneSettings::from_settings(&Settings::default());
        lanes.program = Some(env!("CARGO_BIN_EXE_lumbung").into());
        Self {
            folder,
            lanes: Lanes::new(lanes),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How a child ends that tries this; it may read `given.csv`.
    async fn attempt(&self, attempt: &Value, limits: ChildLimits) -> ChildEnd {
        let task = ChildTask {
            args: vec!["child".into(), "probe".into()],
            input: serde_json::to_vec(attempt).unwrap(),
            folder: self.path("own"),
            readable: vec![self.path("given.csv")],
            limits,
        };
        self.lanes.child(task).await.unwrap().finish().await
    }

    async fn succeeds(&self, attempt: Value) {
        let end = self.attempt(&attempt, limits()).await;
        assert!(end.is_success(), "{attempt}: {end:?}");
    }

    async fn refused(&self, attempt: Value) {
        let end = self.attempt(&attempt, limits()).await;
        let ChildEnd::Exited { code: 1, stderr } = &end else {
            panic!("{attempt}: {end:?}");
        };
        let is_refusal =
            stderr.contains("Permission denied") || stderr.contains("Operation not permitted");
        assert!(is_refusal, "{attempt}: {stderr}");
    }
}

fn limits() -> ChildLimits {
    ChildLimits {
        cpu_seconds: 10,
        memory_bytes: 256 << 20,
        file_bytes: 1 << 20,
        wall: Duration::from_secs(20),
    }
}

fn read(path: impl AsRef<Path>) -> Value {
    json!({ "try": "read", "path": path.as_ref() })
}

fn write(path: impl AsRef<Path>) -> Value {
    json!({ "try": "write", "path": path.as_ref() })
}

#[tokio::test]
async fn no_socket_is_opened() {
    let ground = Ground::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    ground
        .refused(json!({ "try": "connect", "address": address }))
        .await;
    ground.refused(json!({ "try": "listen" })).await;
    ground.refused(json!({ "try": "datagram" })).await;
    let nobody = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(nobody.is_err());
}

#[tokio::test]
async fn only_its_own_and_given_files_are_read() {
    let ground = Ground::new();
    ground.succeeds(read(ground.path("own/mine.csv"))).await;
    ground.succeeds(read(ground.path("given.csv"))).await;
    ground.refused(read(ground.path("other.csv"))).await;
    ground.refused(read(ground.path("own/../other.csv"))).await;
    ground.refused(read("/etc/passwd")).await;
    let parent = format!("/proc/{}/environ", std::process::id());
    ground.refused(read(parent)).await;
}

#[tokio::test]
async fn a_link_in_its_folder_leads_nowhere() {
    let ground = Ground::new();
    let link = ground.path("own/link.csv");
    std::os::unix::fs::symlink(ground.path("other.csv"), &link).unwrap();
    ground.refused(read(&link)).await;
    ground.refused(write(&link)).await;
}

#[tokio::test]
async fn only_its_own_folder_is_written() {
    let ground = Ground::new();
    ground.succeeds(write(ground.path("own/new.csv"))).await;
    ground.refused(write(ground.path("new.csv"))).await;
    ground.refused(write(ground.path("given.csv"))).await;
    ground.refused(write("/tmp/lumbung-fence-test")).await;
    assert!(!ground.path("new.csv").exists());
    let given = std::fs::read_to_string(ground.path("given.csv")).unwrap();
    assert_eq!(given, "a;b\n1;2\n");
}

#[tokio::test]
async fn no_other_program_is_run() {
    let ground = Ground::new();
    for program in ["/bin/true", env!("CARGO_BIN_EXE_lumbung")] {
        ground
            .refused(json!({ "try": "run", "program": program }))
            .await;
    }
}

#[tokio::test]
async fn a_child_that_spins_ends_with_its_cpu_time() {
    let few = ChildLimits {
        cpu_seconds: 1,
        ..limits()
    };
    let end = Ground::new().attempt(&json!({ "try": "spin" }), few).await;
    assert_eq!(end, ChildEnd::OverTime);
}

#[tokio::test]
async fn a_child_that_waits_for_ever_ends_by_the_clock_on_the_wall() {
    let short = ChildLimits {
        wall: Duration::from_millis(400),
        ..limits()
    };
    let started = Instant::now();
    let end = Ground::new()
        .attempt(&json!({ "try": "sleep" }), short)
        .await;
    assert_eq!(end, ChildEnd::OverTime);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_child_that_takes_too_much_memory_ends() {
    let attempt = json!({ "try": "allocate", "bytes": 1_u64 << 30 });
    let end = Ground::new().attempt(&attempt, limits()).await;
    assert_eq!(end, ChildEnd::OverMemory);
}

#[tokio::test]
async fn a_child_that_writes_a_larger_file_than_it_may_ends() {
    let ground = Ground::new();
    let none = ChildLimits {
        file_bytes: 0,
        ..limits()
    };
    let end = ground
        .attempt(&write(ground.path("own/new.csv")), none)
        .await;
    assert_eq!(end, ChildEnd::OverFileSize);
}

#[tokio::test]
async fn a_crash_is_told_from_a_limit() {
    let end = Ground::new()
        .attempt(&json!({ "try": "crash" }), limits())
        .await;
    assert!(
        matches!(end, ChildEnd::Signalled { signal: 6, .. }),
        "{end:?}"
    );
}

#[tokio::test]
async fn a_child_ends_when_nobody_waits_for_it() {
    let ground = Ground::new();
    let task = ChildTask {
        args: vec!["child".into(), "probe".into()],
        input: serde_json::to_vec(&json!({ "try": "sleep" })).unwrap(),
        folder: ground.path("own"),
        readable: Vec::new(),
        limits: limits(),
    };
    let run = ground.lanes.child(task).await.unwrap();
    assert_eq!(children().len(), 1);
    drop(run);
    for _ in 0..100 {
        if children().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", children());
}

// Processes that this one has started: each test runs in a process of its own.
fn children() -> Vec<u32> {
    super::node::children_of(std::process::id())
}
