//! Work spread over threads, its results handed on in order and never far ahead of the slowest.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// How many results may wait for an earlier one, for each thread.
const AHEAD: usize = 16;

/// Does `count` pieces of work on `jobs` threads and calls `then` with each result, in order. Each
/// thread makes its own tools, for an engine cannot move between threads. An error of `then` ends the
/// work early and is returned.
pub(super) fn each_in_order<T, R: Send>(
    jobs: usize,
    count: usize,
    make: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, usize) -> R + Sync,
    mut then: impl FnMut(usize, R) -> io::Result<()>,
) -> io::Result<()> {
    let jobs = jobs.clamp(1, count.max(1));
    if jobs == 1 {
        let mut tools = make();
        return (0..count).try_for_each(|at| then(at, work(&mut tools, at)));
    }
    let (next, window) = (AtomicUsize::new(0), Window::new(jobs * AHEAD));
    thread::scope(|scope| {
        let (send, receive) = sync_channel(jobs * AHEAD);
        for _ in 0..jobs {
            let send = send.clone();
            let (next, window, make, work) = (&next, &window, &make, &work);
            scope.spawn(move || {
                let mut tools = make();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count || !window.wait_for(at) || send.send((at, work(&mut tools, at))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        while let Ok((at, result)) = receive.recv() {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&due) {
                if let Err(error) = then(due, result) {
                    window.close();
                    return Err(error);
                }
                due += 1;
                window.advance(due);
            }
        }
        Ok(())
    })
}

/// The results of `count` pieces of work, in order.
pub(super) fn in_order<T, R: Send>(
    jobs: usize,
    count: usize,
    make: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, usize) -> R + Sync,
) -> Vec<R> {
    let mut results = Vec::with_capacity(count);
    let collected = each_in_order(jobs, count, make, work, |_, result| {
        results.push(result);
        Ok(())
    });
    debug_assert!(collected.is_ok(), "collecting cannot fail");
    results
}

/// How far work may run ahead of what was handed on.
struct Window {
    /// How many were handed on; nothing once nobody listens.
    done: Mutex<Option<usize>>,
    moved: Condvar,
    ahead: usize,
}

impl Window {
    fn new(ahead: usize) -> Self {
        Self { done: Mutex::new(Some(0)), moved: Condvar::new(), ahead }
    }

    /// Waits until `at` is near enough; false when the work is over.
    fn wait_for(&self, at: usize) -> bool {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match *done {
                None => return false,
                Some(done) if at < done + self.ahead => return true,
                Some(_) => done = self.moved.wait(done).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn advance(&self, to: usize) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
        self.moved.notify_all();
    }

    fn close(&self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        for jobs in [1, 2, 5] {
            let squares = in_order(jobs, 500, || 0_usize, |_, at| at * at);
            assert!(squares.iter().enumerate().all(|(at, square)| *square == at * at), "{jobs}");
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let mut seen = 0;
        let ended = each_in_order(
            3,
            10_000,
            || (),
            |(), at| at,
            |at, _| {
                seen += 1;
                if at == 40 { Err(io::Error::other("enough")) } else { Ok(()) }
            },
        );
        assert!(ended.is_err());
        assert_eq!(seen, 41);
    }
}
