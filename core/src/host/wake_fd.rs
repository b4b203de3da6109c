//! Waking an event loop: a file descriptor that becomes readable.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::Arc,
    task::{Wake, Waker},
};

/// A descriptor for `select`, `poll`, `epoll`, or asyncio's `add_reader`, that its waker makes readable.
///
/// An eventfd on Linux, a pipe elsewhere. Waking never blocks and never enters the host language.
#[derive(Debug)]
pub struct WakeFd {
    reader: OwnedFd,
    /// The other end of a pipe; an eventfd is both ends.
    writer: Option<OwnedFd>,
}

impl WakeFd {
    /// A descriptor that is not readable yet.
    ///
    /// # Errors
    /// When the process has no descriptors left.
    pub fn new() -> io::Result<Arc<Self>> {
        #[cfg(target_os = "linux")]
        return Self::eventfd().map(Arc::new);
        #[cfg(not(target_os = "linux"))]
        return Self::pipe().map(Arc::new);
    }

    #[cfg(target_os = "linux")]
    fn eventfd() -> io::Result<Self> {
        use rustix::event::{EventfdFlags, eventfd};
        Ok(Self { reader: eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?, writer: None })
    }

    // Compiled for the tests of Linux too, which are what runs it most.
    #[cfg(any(test, not(target_os = "linux")))]
    fn pipe() -> io::Result<Self> {
        let (reader, writer) = rustix::pipe::pipe()?;
        for end in [&reader, &writer] {
            rustix::io::ioctl_fionbio(end, true)?;
            rustix::io::fcntl_setfd(end, rustix::io::FdFlags::CLOEXEC)?;
        }
        Ok(Self { reader, writer: Some(writer) })
    }

    /// A waker that makes the descriptor readable.
    #[must_use]
    pub fn waker(self: &Arc<Self>) -> Waker {
        Waker::from(self.clone())
    }

    /// Makes the descriptor unreadable again; to be called before looking for what it announced.
    pub fn drain(&self) {
        let mut buffer = [0; 64];
        while matches!(rustix::io::read(&self.reader, &mut buffer), Ok(64)) {}
    }

    fn writer(&self) -> &OwnedFd {
        self.writer.as_ref().unwrap_or(&self.reader)
    }
}

impl AsFd for WakeFd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }
}

impl Wake for WakeFd {
    fn wake(self: Arc<Self>) {
        // A descriptor that is full is readable already.
        let _ = rustix::io::write(self.writer(), &1_u64.to_ne_bytes());
    }
}

#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::*;

    fn readable(fd: &WakeFd) -> bool {
        poll(&mut [PollFd::new(fd, PollFlags::IN)], Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).unwrap() == 1
    }

    fn both_kinds() -> [Arc<WakeFd>; 2] {
        [WakeFd::new().unwrap(), Arc::new(WakeFd::pipe().unwrap())]
    }

    #[test]
    #[cfg_attr(miri, ignore = "waits by a system call that Miri does not know")]
    fn a_wake_makes_it_readable_until_it_is_drained() {
        for fd in both_kinds() {
            assert!(!readable(&fd));
            fd.waker().wake();
            fd.waker().wake();
            assert!(readable(&fd));
            fd.drain();
            assert!(!readable(&fd));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "waits by a system call that Miri does not know")]
    fn wakes_that_nobody_answers_never_block_and_are_drained_at_once() {
        for fd in both_kinds() {
            // More bytes than a pipe holds.
            for _ in 0..20_000 {
                fd.waker().wake();
            }
            assert!(readable(&fd));
            fd.drain();
            assert!(!readable(&fd));
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "asks the system for flags that Miri does not know")]
    fn a_program_that_is_started_does_not_inherit_it() {
        for fd in both_kinds() {
            for end in [&fd.reader, fd.writer()] {
                assert!(rustix::io::fcntl_getfd(end).unwrap().contains(rustix::io::FdFlags::CLOEXEC));
            }
        }
    }
}
