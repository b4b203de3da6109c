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
    #[cfg(not(target_os = "linux"))]
    writer: OwnedFd,
}

impl WakeFd {
    /// A descriptor that is not readable yet.
    ///
    /// # Errors
    /// When the process has no descriptors left.
    #[cfg(target_os = "linux")]
    pub fn new() -> io::Result<Arc<Self>> {
        use rustix::event::{EventfdFlags, eventfd};
        Ok(Arc::new(Self { reader: eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)? }))
    }

    /// A descriptor that is not readable yet.
    ///
    /// # Errors
    /// When the process has no descriptors left.
    #[cfg(not(target_os = "linux"))]
    pub fn new() -> io::Result<Arc<Self>> {
        let (reader, writer) = rustix::pipe::pipe()?;
        rustix::io::ioctl_fionbio(&reader, true)?;
        rustix::io::ioctl_fionbio(&writer, true)?;
        rustix::io::fcntl_setfd(&reader, rustix::io::FdFlags::CLOEXEC)?;
        rustix::io::fcntl_setfd(&writer, rustix::io::FdFlags::CLOEXEC)?;
        Ok(Arc::new(Self { reader, writer }))
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
        #[cfg(target_os = "linux")]
        return &self.reader;
        #[cfg(not(target_os = "linux"))]
        return &self.writer;
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

    #[test]
    #[cfg_attr(miri, ignore = "waits by a system call that Miri does not know")]
    fn a_wake_makes_it_readable_until_it_is_drained() {
        let fd = WakeFd::new().unwrap();
        assert!(!readable(&fd));
        fd.waker().wake();
        fd.waker().wake();
        assert!(readable(&fd));
        fd.drain();
        assert!(!readable(&fd));
    }
}
