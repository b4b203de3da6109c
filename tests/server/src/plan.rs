//! In what pieces a body goes out: pure, without a socket or a clock.

use std::{ops::Range, time::Duration};

/// No piece is longer than this, so that long bodies are never held in memory as a whole.
const LONGEST_PIECE: u64 = 64 * 1024;

/// When the bytes of a body go out, and how that ends. All positions are bytes of the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedule {
    splits: Vec<u64>,
    pauses: Vec<(u64, Duration)>,
    one_byte: bool,
    pause: Duration,
    ending: Ending,
}

/// How a body ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    #[default]
    Whole,
    /// Short, but framed as if it were whole.
    Clean(u64),
    Cut(u64),
    Reset(u64),
    Hang(u64),
}

/// One write: part of a chunk, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The bytes that go out.
    pub(crate) bytes: Range<u64>,
    /// How many bytes the chunk around them promises; more than `bytes` where the body breaks off.
    pub(crate) promised: u64,
    /// The wait in front of it.
    pub(crate) pause: Duration,
}

impl Schedule {
    pub(crate) fn new(
        mut splits: Vec<u64>,
        mut pauses: Vec<(u64, Duration)>,
        one_byte: bool,
        pause: Duration,
        ending: Ending,
    ) -> Self {
        pauses.sort_by_key(|(at, _)| *at);
        splits.extend(pauses.iter().map(|(at, _)| *at));
        splits.sort_unstable();
        Self { splits, pauses, one_byte, pause, ending }
    }

    pub(crate) fn ending(&self) -> Ending {
        self.ending
    }

    /// The length the framing promises for a body of `total` bytes.
    pub(crate) fn promised(&self, total: u64) -> u64 {
        match self.ending {
            Ending::Clean(at) => at.min(total),
            _ => total,
        }
    }

    /// The pieces of a body of `total` bytes, in order.
    pub(crate) fn pieces(&self, total: u64) -> impl Iterator<Item = Piece> + '_ {
        let (promised, stop) = (self.promised(total), self.stop(total));
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= stop {
                return None;
            }
            let start = at;
            at = self.next_boundary(start).min(promised);
            let usual = if start == 0 { Duration::ZERO } else { self.pause };
            Some(Piece { bytes: start..at.min(stop), promised: at - start, pause: usual + self.pause_at(start) })
        })
    }

    /// The wait between the last byte and whatever ends the body.
    pub(crate) fn last_pause(&self, total: u64) -> Duration {
        self.pause_at(self.stop(total))
    }

    /// True when the head must go out before the first byte of the body.
    pub(crate) fn starts_with_pause(&self) -> bool {
        !self.pause_at(0).is_zero()
    }

    fn stop(&self, total: u64) -> u64 {
        match self.ending {
            Ending::Whole => total,
            Ending::Clean(at) | Ending::Cut(at) | Ending::Reset(at) | Ending::Hang(at) => at.min(total),
        }
    }

    fn next_boundary(&self, at: u64) -> u64 {
        if self.one_byte {
            return at + 1;
        }
        let index = self.splits.partition_point(|split| *split <= at);
        let split = self.splits.get(index).copied().unwrap_or(u64::MAX);
        split.min(at + LONGEST_PIECE)
    }

    fn pause_at(&self, at: u64) -> Duration {
        let first = self.pauses.partition_point(|(position, _)| *position < at);
        let here = self.pauses[first..].iter().take_while(|(position, _)| *position == at);
        here.map(|(_, pause)| *pause).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn ranges(schedule: &Schedule, total: u64) -> Vec<(Range<u64>, u64)> {
        schedule.pieces(total).map(|piece| (piece.bytes, piece.promised)).collect()
    }

    fn plain(ending: Ending) -> Schedule {
        Schedule::new(vec![], vec![], false, Duration::ZERO, ending)
    }

    #[test]
    fn a_plain_body_is_one_piece() {
        assert_eq!(ranges(&plain(Ending::Whole), 10), [(0..10, 10)]);
        assert_eq!(ranges(&plain(Ending::Whole), 0), []);
    }

    #[test]
    fn a_long_body_is_cut_into_bounded_pieces() {
        assert_eq!(ranges(&plain(Ending::Whole), LONGEST_PIECE + 1).len(), 2);
    }

    #[test]
    fn splits_may_be_unsorted_repeated_and_beyond_the_end() {
        let schedule = Schedule::new(vec![7, 3, 3, 99], vec![], false, Duration::ZERO, Ending::Whole);
        assert_eq!(ranges(&schedule, 10), [(0..3, 3), (3..7, 4), (7..10, 3)]);
    }

    #[test]
    fn a_cut_leaves_a_chunk_that_promised_more() {
        assert_eq!(ranges(&plain(Ending::Cut(4)), 10), [(0..4, 10)]);
    }

    #[test]
    fn a_clean_end_promises_only_what_it_sends() {
        assert_eq!(ranges(&plain(Ending::Clean(4)), 10), [(0..4, 4)]);
        assert_eq!(plain(Ending::Clean(4)).promised(10), 4);
    }

    #[test]
    fn silence_after_zero_bytes_sends_nothing_of_the_body() {
        assert_eq!(ranges(&plain(Ending::Hang(0)), 10), []);
    }

    #[test]
    fn pauses_add_up_in_front_of_their_byte() {
        let pauses = vec![(5, MS * 3), (0, MS), (5, MS * 4), (10, MS * 9)];
        let schedule = Schedule::new(vec![2], pauses, false, MS * 100, Ending::Whole);
        let waits: Vec<_> = schedule.pieces(10).map(|piece| (piece.bytes.start, piece.pause)).collect();
        assert_eq!(waits, [(0, MS), (2, MS * 100), (5, MS * 107)]);
        assert_eq!(schedule.last_pause(10), MS * 9);
        assert!(schedule.starts_with_pause());
    }

    #[test]
    fn byte_by_byte_makes_every_byte_a_piece() {
        let schedule = Schedule::new(vec![], vec![], true, Duration::ZERO, Ending::Whole);
        assert_eq!(ranges(&schedule, 3), [(0..1, 1), (1..2, 1), (2..3, 1)]);
    }
}
