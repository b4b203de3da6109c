//! Handles: what C holds in place of our objects, so that a handle that is freed, wrong or made up is found out.
//!
//! A handle is the address of a slot, plus the slot's generation in the bits that its alignment leaves free. Slots are never given
//! back to the allocator: looking at a stale handle touches no freed memory. A slot that is freed waits until many others were
//! freed after it, and comes back with another generation.
//!
//! Nothing here locks: a fork in the middle of anything leaves all of it usable for the child.

use std::{
    any::TypeId,
    hash::{Hash, Hasher},
    ptr,
    sync::{
        Arc,
        atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering},
    },
};

mod queue;

use self::queue::Queue;

/// What a handle's address holds besides the slot, and how many slots the first chunk has; each one after it has twice as many.
const GENERATIONS: usize = 32;
const FIRST: usize = if cfg!(miri) { 64 } else { 512 };
const CHUNKS: usize = 24;
/// How many others must be freed after a slot before it is used again.
const REST: usize = if cfg!(miri) { 48 } else { 448 };

/// A slot holds a generation in its lowest five bits; whether it is lent; and in all others what type its object has, 0 for a
/// slot that is free.
const LENT: u64 = GENERATIONS as u64;
const TYPE: u64 = !(2 * LENT - 1);

/// The place of one object.
#[repr(align(32))]
struct Slot {
    state: AtomicU64,
    object: AtomicPtr<()>,
    /// The one behind it, while it is free.
    next: AtomicU64,
}

impl Slot {
    fn new() -> Self {
        Self { state: AtomicU64::new(0), object: AtomicPtr::new(ptr::null_mut()), next: AtomicU64::new(u64::MAX) }
    }
}

static SLAB: Slab = Slab::new();

/// All slots of the process.
struct Slab {
    chunks: [AtomicPtr<Slot>; CHUNKS],
    /// How many slots have ever been in use. The first is never: the queue begins with it.
    used: AtomicUsize,
    free: Queue,
}

/// A handle for a new object; `object` is what its type wants to find again.
pub(crate) fn give<T: 'static>(object: *mut T) -> *mut T {
    SLAB.insert(object, type_of::<T>())
}

/// The object behind a handle; `None` if the handle is none of this type, or not any more.
pub(crate) fn find<T: 'static>(handle: *const T) -> Option<*mut T> {
    let slot = SLAB.slot_at(handle.addr())?;
    let expected = type_of::<T>() | generation_of(handle.addr());
    (slot.state.load(Ordering::Acquire) & !LENT == expected).then(|| slot.object.load(Ordering::Relaxed).cast())
}

/// Takes a handle back and gives its object; `None` if it is none of this type, not any more, or belongs to another object.
pub(crate) fn take<T: 'static>(handle: *const T) -> Option<*mut T> {
    SLAB.remove(handle.addr(), type_of::<T>()).map(<*mut ()>::cast)
}

/// How many handles there are.
pub(crate) fn count() -> usize {
    // The first slot is the queue's.
    let used = SLAB.used.load(Ordering::Relaxed).saturating_sub(1);
    used.saturating_sub(SLAB.free.len())
}

/// An object that is one's own and is shown to C by a borrowed handle, which C cannot free and which ends with this.
#[derive(Debug)]
pub(crate) struct Lent<T: 'static> {
    object: Arc<T>,
    handle: AtomicPtr<T>,
}

impl<T: 'static> Lent<T> {
    pub(crate) fn new(object: Arc<T>) -> Self {
        let handle = SLAB.insert(Arc::as_ptr(&object).cast_mut(), type_of::<T>() | LENT);
        Self { object, handle: AtomicPtr::new(handle) }
    }

    /// The borrowed handle.
    pub(crate) fn as_ptr(&self) -> *const T {
        self.handle.load(Ordering::Relaxed)
    }

    pub(crate) fn object(&self) -> &Arc<T> {
        &self.object
    }
}

impl<T: 'static> Drop for Lent<T> {
    fn drop(&mut self) {
        SLAB.remove(self.as_ptr().addr(), type_of::<T>() | LENT);
    }
}

impl Slab {
    const fn new() -> Self {
        Self {
            chunks: [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS],
            used: AtomicUsize::new(1),
            free: Queue::new(),
        }
    }

    fn insert<T>(&self, object: *mut T, kind: u64) -> *mut T {
        let rested = if self.free.len() > REST { self.free.pop(|index| &self.slot(index).next) } else { None };
        let index = rested.unwrap_or_else(|| self.used.fetch_add(1, Ordering::Relaxed));
        let slot = self.slot(index);
        let generation = slot.state.load(Ordering::Relaxed);
        slot.object.store(object.cast(), Ordering::Relaxed);
        slot.state.store(kind | generation, Ordering::Release);
        ptr::from_ref(slot).map_addr(|address| address | low_bits(generation)).cast_mut().cast()
    }

    fn remove(&self, address: usize, kind: u64) -> Option<*mut ()> {
        let slot = self.slot_at(address)?;
        let generation = generation_of(address);
        let (held, free) = (kind | generation, (generation + 1) % LENT);
        // Of several threads that free one handle, one finds it.
        slot.state.compare_exchange(held, free, Ordering::AcqRel, Ordering::Relaxed).ok()?;
        let object = slot.object.swap(ptr::null_mut(), Ordering::Relaxed);
        self.free.push(self.index_of(slot)?, |index| &self.slot(index).next);
        Some(object)
    }

    fn slot(&self, index: usize) -> &'static Slot {
        let number = (index / FIRST + 1).ilog2() as usize;
        let offset = index - start_of(number);
        loop {
            if let Some(slot) = self.chunks().nth(number).and_then(|chunk| chunk.slot(offset)) {
                return slot;
            }
            self.grow();
        }
    }

    /// The slot that a handle names, whatever C made of it.
    fn slot_at(&self, address: usize) -> Option<&'static Slot> {
        self.chunks().find_map(|chunk| chunk.slot(chunk.offset_of(address)?))
    }

    fn index_of(&self, slot: &Slot) -> Option<usize> {
        let address = ptr::from_ref(slot).addr();
        let mut chunks = self.chunks().enumerate();
        chunks.find_map(|(number, chunk)| Some(start_of(number) + chunk.offset_of(address)?))
    }

    /// All chunks that there are.
    fn chunks(&self) -> impl Iterator<Item = Chunk> {
        let starts = self.chunks.iter().map(|chunk| chunk.load(Ordering::Acquire));
        starts
            .take_while(|start| !start.is_null())
            .enumerate()
            .map(|(number, start)| Chunk { start, len: FIRST << number })
    }

    #[cold]
    fn grow(&self) {
        let number = self.chunks().count();
        let fresh: Box<[Slot]> = (0..FIRST << number).map(|_| Slot::new()).collect();
        let len = fresh.len();
        let start = Box::into_raw(fresh).cast::<Slot>();
        let place = &self.chunks[number];
        if place.compare_exchange(ptr::null_mut(), start, Ordering::AcqRel, Ordering::Acquire).is_err() {
            // SAFETY: this is the box of above; another thread was faster, and nobody has seen it.
            drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(start, len)) });
        }
    }
}

/// The index of a chunk's first slot.
fn start_of(number: usize) -> usize {
    FIRST * ((1 << number) - 1)
}

/// Slots that were made at once; only `Slab::chunks` makes one, of what `Slab::grow` left for ever.
#[derive(Clone, Copy)]
struct Chunk {
    start: *const Slot,
    len: usize,
}

impl Chunk {
    fn slot(self, offset: usize) -> Option<&'static Slot> {
        // SAFETY: the offset is inside of the chunk, which is never freed, and changed by its atomics alone.
        (offset < self.len).then(|| unsafe { &*self.start.add(offset) })
    }

    fn offset_of(self, address: usize) -> Option<usize> {
        let offset = address.checked_sub(self.start.addr())? / size_of::<Slot>();
        (offset < self.len).then_some(offset)
    }
}

fn generation_of(address: usize) -> u64 {
    (address % GENERATIONS) as u64
}

fn low_bits(state: u64) -> usize {
    usize::try_from(state % LENT).unwrap_or_default()
}

/// What the slots of this type's objects are marked with.
fn type_of<T: 'static>() -> u64 {
    let mut taken = Taken(0);
    TypeId::of::<T>().hash(&mut taken);
    // Never that of a free slot.
    (taken.0 & TYPE) | 1 << 63
}

/// A hasher that takes the number which a type's id is already.
struct Taken(u64);

impl Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 ^= u64::from_ne_bytes(word);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 ^= number;
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, thread};

    use super::*;

    /// Handles never look at what they stand for.
    fn object<T>(number: usize) -> *mut T {
        ptr::without_provenance_mut(number)
    }

    #[test]
    fn an_object_is_found_by_its_own_type_until_its_handle_is_taken() {
        let handle = give(object::<u8>(0x1001));
        assert_eq!(find(handle), Some(object(0x1001)));
        assert_eq!(find(handle.cast::<bool>()), None, "another type");
        assert_eq!(take(handle.cast::<bool>()), None, "another type");
        assert_eq!(take(handle), Some(object(0x1001)));
        assert_eq!((find(handle), take(handle)), (None, None));
    }

    #[test]
    fn what_is_no_handle_at_all_is_found_out() {
        let handle = give(object::<u32>(0x1002));
        let around =
            [-1_isize, 1, 7, 32, 1 << 40].map(|offset| handle.map_addr(|address| address.wrapping_add_signed(offset)));
        for wrong in around.into_iter().chain([object(1), object(usize::MAX), object(0)]) {
            assert_eq!((find(wrong), take(wrong)), (None, None), "{wrong:?}");
        }
        assert_eq!(take(handle), Some(object(0x1002)));
    }

    #[test]
    fn a_stale_handle_stays_stale_for_long() {
        let stale = give(object::<u64>(0x1003));
        take(stale).unwrap();
        for round in 0..REST + 20 {
            let fresh = give(object::<u64>(0x2000 + round));
            assert_eq!(find(stale), None, "round {round}");
            assert_ne!(fresh, stale);
            take(fresh).unwrap();
        }
    }

    #[test]
    fn a_slot_that_is_used_again_has_another_handle() {
        static OWN: Slab = Slab::new();
        let mut seen = HashSet::new();
        for round in 0..REST * 3 {
            let handle = OWN.insert(object::<u8>(round), type_of::<u8>());
            assert!(seen.insert(handle), "round {round}");
            OWN.remove(handle.addr(), type_of::<u8>()).unwrap();
        }
        assert_eq!(OWN.used.load(Ordering::Relaxed), REST + 2, "and slots are used again");
    }

    #[test]
    fn a_lent_handle_cannot_be_taken_and_ends_with_its_owner() {
        let lent = Lent::new(Arc::new(7_i16));
        let handle = lent.as_ptr();
        assert_eq!(find(handle).map(<*mut i16>::cast_const), Some(Arc::as_ptr(lent.object())));
        assert_eq!(take(handle), None);
        assert!(find(handle).is_some());
        drop(lent);
        assert_eq!(find(handle), None);
    }

    #[test]
    fn more_handles_than_one_chunk_holds_are_all_found() {
        static OWN: Slab = Slab::new();
        let handles: Vec<_> = (0..FIRST * 4).map(|number| OWN.insert(object::<u8>(number), type_of::<u8>())).collect();
        for (number, handle) in handles.iter().enumerate().rev() {
            assert_eq!(OWN.remove(handle.addr(), type_of::<u8>()), Some(object(number)));
        }
        assert_eq!(OWN.chunks().count(), 3);
    }

    #[test]
    fn threads_never_get_one_slot_twice() {
        let rounds = if cfg!(miri) { 60 } else { 20_000 };
        let work = |thread: usize| {
            let mut held = Vec::new();
            for round in 0..rounds {
                let number = thread << 32 | round << 1 | 1;
                held.push((give(object::<i32>(number)), number));
                if round % 3 > 0 {
                    let (handle, number) = held.swap_remove(round * 7 % held.len());
                    assert_eq!(take(handle), Some(object(number)));
                    assert_eq!(take(handle), None);
                }
            }
            for (handle, number) in held {
                assert_eq!(find(handle), Some(object(number)));
                assert_eq!(take(handle), Some(object(number)));
            }
        };
        thread::scope(|scope| (1..5).for_each(|thread| drop(scope.spawn(move || work(thread)))));
    }

    #[test]
    fn of_threads_that_free_one_handle_one_finds_it() {
        for _ in 0..if cfg!(miri) { 5 } else { 200 } {
            let handle = give(object::<i64>(0x1005)).addr();
            let found: usize = thread::scope(|scope| {
                let free = || scope.spawn(move || usize::from(take(object::<i64>(handle)).is_some()));
                [free(), free(), free()].map(|thread| thread.join().unwrap()).iter().sum()
            });
            assert_eq!(found, 1);
        }
    }
}
