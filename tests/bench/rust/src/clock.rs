//! What the process has used.

use std::fs;

use rustix::{
    process::{Resource, getrlimit, setrlimit},
    time::{ClockId, Timespec, clock_gettime},
};

/// CPU time and time, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Used {
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

impl Used {
    pub(crate) fn now() -> Self {
        Self { cpu: seconds(ClockId::ProcessCPUTime), wall: seconds(ClockId::Monotonic) }
    }

    pub(crate) fn since(self) -> Self {
        let now = Self::now();
        Self { cpu: now.cpu - self.cpu, wall: now.wall - self.wall }
    }
}

/// Nanoseconds of the clock that all processes of the machine share.
pub(crate) fn nanoseconds() -> i64 {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::Monotonic);
    tv_sec * 1_000_000_000 + tv_nsec
}

/// The memory that the process has, in bytes.
pub(crate) fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a file of the system");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line of that file");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
}

/// Lets the process have as many files open as the system allows.
pub(crate) fn allow_files() {
    let mut files = getrlimit(Resource::Nofile);
    files.current = files.maximum;
    setrlimit(Resource::Nofile, files).expect("a limit up to the highest");
}

#[expect(clippy::cast_precision_loss, reason = "fractions of a microsecond do not matter")]
fn seconds(clock: ClockId) -> f64 {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(clock);
    tv_sec as f64 + tv_nsec as f64 / 1e9
}
