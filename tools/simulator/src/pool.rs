//! The threads that compute answers. All are started before the server listens: a machine that has no more threads to give
//! makes requests wait, not the server end.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, available_parallelism};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Threads with one queue.
#[derive(Clone, Debug)]
pub struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    /// Starts a thread for each core, two at least; fails only if there is not one.
    pub fn start() -> io::Result<Self> {
        let (jobs, queue) = channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let wanted = available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
        let mut started = Ok(());
        let mut threads = 0;
        for _ in 0..wanted {
            let queue = Arc::clone(&queue);
            match Builder::new().name("answers".to_owned()).spawn(move || work(&queue)) {
                Ok(_) => threads += 1,
                Err(error) => started = Err(error),
            }
        }
        if threads == 0 {
            started?;
        }
        Ok(Self { jobs })
    }

    /// Runs a job; `None` if it panicked.
    pub async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody waits any more for the answer to a request that was cancelled in the queue.
            if !done.is_closed() {
                let _ = done.send(job());
            }
        });
        self.jobs.send(job).ok()?;
        result.await.ok()
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A job that panics has printed its message; the thread goes on with the next.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_panics_ends_alone() {
        let pool = Pool::start().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for _ in 0..20 {
                assert_eq!(pool.run(|| -> u8 { panic!("a panic of this test, on purpose") }).await, None);
            }
            assert_eq!(pool.run(|| 7).await, Some(7));
        });
    }
}
