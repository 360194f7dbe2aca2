//! The fence that a child puts around itself before it looks at its task: niceness, resource limits (setrlimit(2)),
//! a file-system fence (landlock(7)), and a filter that refuses sockets and other programs (seccomp(2)). It also ties
//! its life to that of the thread that started it, since only the parent's watch ends a child that waits for ever.

use super::ChildLimits;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr,
};
use rustix::process::{Resource, Rlimit, Signal, nice, set_parent_process_death_signal, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a child may touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The only folder in which it may write.
    pub folder: PathBuf,
    /// Files outside the folder that it may read.
    pub readable: Vec<PathBuf>,
    /// What it may use.
    pub limits: ChildLimits,
    /// The process that started it.
    pub parent: u32,
}

/// The fence could not be put up; the child must not go on.
#[derive(Debug, thiserror::Error)]
#[error("the fence could not be put up: {0}")]
pub struct FenceError(String);

/// What a program of this kind needs to read of the system.
const SYSTEM: [&str; 8] = [
    "/usr",
    "/lib",
    "/lib64",
    "/proc/self",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
];

impl Fence {
    /// The form in which the parent hands it over.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the form that the parent hands over.
    pub fn decode(text: &str) -> Result<Self, FenceError> {
        serde_json::from_str(text).map_err(|error| FenceError(error.to_string()))
    }

    /// Shuts this process in; call it before any thread is started. There is no way back.
    ///
    /// Errors: [`FenceError`] when the limits or the filter can't be set. A kernel without landlock gives
    /// less protection; the limits and the filter hold all the same.
    pub fn enter(&self) -> Result<(), FenceError> {
        // Being nicer can't fail; being less nice would need a right.
        let _ = nice(10);
        self.end_with_parent()?;
        self.limit()?;
        self.restrict_files()?;
        refuse_sockets()
    }

    fn end_with_parent(&self) -> Result<(), FenceError> {
        set_parent_process_death_signal(Some(Signal::KILL))
            .map_err(|error| FenceError(format!("parent's death: {error}")))?;
        // One that died before that line has sent no signal.
        if std::os::unix::process::parent_id() == self.parent {
            Ok(())
        } else {
            Err(FenceError("the parent is gone".to_owned()))
        }
    }

    fn limit(&self) -> Result<(), FenceError> {
        let limits = self.limits;
        for (resource, value) in [
            (Resource::Data, limits.memory_bytes),
            (Resource::Cpu, limits.cpu_seconds),
            (Resource::Fsize, limits.file_bytes),
            (Resource::Nofile, 128),
            (Resource::Core, 0),
        ] {
            // The soft limit of CPU time comes a second before the hard one, so that its signal tells why.
            let hard = if resource == Resource::Cpu {
                value.saturating_add(1)
            } else {
                value
            };
            setrlimit(
                resource,
                Rlimit {
                    current: Some(value),
                    maximum: Some(hard),
                },
            )
            .map_err(|error| FenceError(format!("{resource:?}: {error}")))?;
        }
        Ok(())
    }

    fn restrict_files(&self) -> Result<(), FenceError> {
        let abi = ABI::V5;
        let wrong = |error: &dyn std::fmt::Display| FenceError(error.to_string());
        let ruleset = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(abi))
            .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(abi)))
            .and_then(Ruleset::create)
            .map_err(|error| wrong(&error))?;
        let own = PathFd::new(&self.folder).map_err(|error| wrong(&error))?;
        let mut ruleset = ruleset
            .add_rule(PathBeneath::new(own, AccessFs::from_all(abi)))
            .map_err(|error| wrong(&error))?;
        let read = AccessFs::from_read(abi) & !AccessFs::Execute;
        let system = SYSTEM.iter().map(Path::new);
        for path in system.chain(self.readable.iter().map(PathBuf::as_path)) {
            let Ok(place) = PathFd::new(path) else {
                continue;
            };
            ruleset = ruleset
                .add_rule(PathBeneath::new(place, read))
                .map_err(|error| wrong(&error))?;
        }
        ruleset.restrict_self().map_err(|error| wrong(&error))?;
        Ok(())
    }
}

fn refuse_sockets() -> Result<(), FenceError> {
    let refused = [
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_keyctl,
        libc::SYS_bpf,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_setns,
    ];
    let wrong = |error: &dyn std::fmt::Display| FenceError(error.to_string());
    let arch = std::env::consts::ARCH
        .try_into()
        .map_err(|error| wrong(&error))?;
    let filter = SeccompFilter::new(
        refused
            .into_iter()
            .map(|number| (number, Vec::new()))
            .collect(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::EPERM.unsigned_abs()),
        arch,
    )
    .map_err(|error| wrong(&error))?;
    let program: BpfProgram = filter
        .try_into()
        .map_err(|error: seccompiler::BackendError| wrong(&error))?;
    seccompiler::apply_filter(&program).map_err(|error| wrong(&error))
}
