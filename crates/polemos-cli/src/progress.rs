//! How far it is: a bar with the time left on a terminal, a plain line now and then in a log.

use crate::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use polemos::almanac::voice::figures;
use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Time between two lines in a log.
const EVERY: Duration = Duration::from_secs(10);

/// Progress of one piece of work.
pub struct Progress {
    what: String,
    total: u64,
    started: Instant,
    bar: Option<ProgressBar>,
    last_line: Mutex<Instant>,
}

impl Progress {
    /// Work of `total` steps.
    pub fn new(what: impl Into<String>, total: u64) -> Self {
        let what = what.into();
        let bar = stderr().is_terminal().then(|| bar(&what, total));
        let now = Instant::now();
        Self { what, total, started: now, bar, last_line: Mutex::new(now) }
    }

    /// So many steps are done.
    pub fn reached(&self, done: u64) {
        if let Some(bar) = &self.bar {
            return bar.set_position(done);
        }
        let Ok(mut last) = self.last_line.lock() else { return };
        if last.elapsed() >= EVERY && done < self.total {
            *last = Instant::now();
            let left = self.left(done).map(|left| format!(", {} left", seconds(left))).unwrap_or_default();
            output::remark(&format!("{}: {} of {}{left}", self.what, figures(done), figures(self.total)));
        }
    }

    /// All steps.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The work is over; a bar is taken away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn left(&self, done: u64) -> Option<f64> {
        let spent = self.started.elapsed().as_secs_f64();
        (done > 0).then(|| spent / done as f64 * self.total.saturating_sub(done) as f64)
    }
}

fn bar(what: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("█▌░"));
    }
    bar.set_message(what.to_owned());
    bar
}

/// A time as people say it.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 0.0995 => format!("{:.1} ms", s * 1000.0),
        s if s < 59.5 => format!("{s:.1} s"),
        s if s < 3570.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}
