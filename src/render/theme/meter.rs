//! Limits the work that a site's own templates may do for one page.
//!
//! The meter registers functions and filters with Tera that count work. `metered.rs` inserts calls
//! of them into the templates.
#![expect(
    clippy::disallowed_methods,
    reason = "these functions give templates no data: they count, and return their argument"
)]

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use rustc_hash::FxHashMap;
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::base::limits;

/// The start of the message about a template that does too much work.
pub(super) const TOO_MUCH: &str = "this takes more work than";

/// Counts the work for the page that each thread renders. The unit is a byte that is written,
/// stored or read.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    pages: Arc<Mutex<FxHashMap<ThreadId, u64>>>,
    most: u64,
}

/// The cost of one iteration of a loop, in bytes.
const ROUND: u64 = 64;

/// The cost of a value in addition to its text, in bytes.
const VALUE: u64 = 16;

impl Meter {
    /// A meter that allows each page up to `most` bytes of work.
    pub(super) fn new(most: u64) -> Meter {
        Meter { pages: Arc::default(), most }
    }

    /// Starts counting for a page on this thread.
    pub(super) fn begin(&self) {
        self.pages().insert(thread::current().id(), 0);
    }

    /// Ends counting on this thread. Returns the work that the page took.
    pub(super) fn end(&self) -> u64 {
        self.pages().remove(&thread::current().id()).unwrap_or_default()
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, FxHashMap<ThreadId, u64>> {
        // The map is valid even after a panic of another thread.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds work.
    ///
    /// # Errors
    /// The page has done more work than the meter allows.
    fn count(&self, work: u64) -> TeraResult<()> {
        let mut pages = self.pages();
        let done = pages.entry(thread::current().id()).or_default();
        if work > self.most - *done {
            return Err(too_much());
        }
        *done += work;
        Ok(())
    }

    /// Counts a value with everything in it.
    fn weigh(&self, value: &Value) -> TeraResult<()> {
        let mut left = self.most;
        subtract_weight(value, 0, &mut left)?;
        self.count(self.most - left)
    }

    /// Registers the functions and filters that metered templates call, and replaces the filters of
    /// Tera whose result can be much longer than their input.
    pub(super) fn register(&self, tera: &mut Tera) {
        let nothing = || Value::safe_string("");
        let meter = self.clone();
        tera.register_function("_round", move |args: Kwargs, _: &State| {
            meter.count(ROUND + args.must_get::<u64>("n")?)?;
            Ok(nothing())
        });
        let meter = self.clone();
        tera.register_function("_text", move |args: Kwargs, _: &State| {
            meter.weigh(args.must_get::<&Value>("v")?)?;
            Ok(nothing())
        });
        let meter = self.clone();
        tera.register_function("_kept", move |args: Kwargs, _: &State| {
            meter.weigh(args.must_get::<&Value>("v")?)?;
            Ok(nothing())
        });
        let meter = self.clone();
        tera.register_function("_slice", move |args: Kwargs, _: &State| {
            meter.count(VALUE + size(args.must_get::<&Value>("v")?))?;
            Ok(true)
        });
        self.filter(tera, "_shown", |meter, value| meter.weigh(value));
        self.filter(tera, "_kept", |meter, value| meter.weigh(value));
        self.filter(tera, "_weighed", |meter, value| meter.weigh(value));
        self.filter(tera, "_sized", |meter, value| meter.count(VALUE + size(value)));
        self.filter(tera, "_each", |meter, value| {
            meter.count(ROUND.saturating_mul(1 + items(value)))
        });
        self.filter(tera, "_squared", |meter, value| {
            meter.count(size(value).saturating_mul(size(value)) / VALUE)
        });
        self.filter(tera, "_indented", |meter, value| {
            // Tera indents by at most 1,000 characters.
            let lines = value
                .as_str()
                .map_or(0, |text| memchr::memchr_iter(b'\n', text.as_bytes()).count());
            meter.count(size(value).saturating_add(lines as u64 * 1_000))
        });
        let meter = self.clone();
        tera.register_filter("replace", move |text: StringInput, args: Kwargs, state: &State| {
            replace(&meter, &text, &args, state)
        });
        let meter = self.clone();
        tera.register_filter("join", move |list: &[Value], args: Kwargs, state: &State| {
            join(&meter, list, &args, state)
        });
    }

    fn filter(
        &self,
        tera: &mut Tera,
        name: &'static str,
        count: fn(&Meter, &Value) -> TeraResult<()>,
    ) {
        let meter = self.clone();
        tera.register_filter(name, move |value: Value, _: Kwargs, _: &State| {
            count(&meter, &value)?;
            TeraResult::Ok(value)
        });
    }
}

fn too_much() -> Error {
    Error::message(format!("{TOO_MUCH} one page may"))
}

/// The length of a text or of bytes, or the cost of the items of a list or map without their
/// contents.
fn size(value: &Value) -> u64 {
    let of_one = if value.as_array().is_some() || value.as_map().is_some() { VALUE } else { 1 };
    items(value).saturating_mul(of_one)
}

/// How many rounds a loop makes through a value, or more: a letter may take several bytes.
fn items(value: &Value) -> u64 {
    let list = value.as_array().map(<[Value]>::len);
    let map = || value.as_map().map(|map| map.len());
    let text = || value.as_str().map(str::len);
    let bytes = || value.as_bytes().map(<[u8]>::len);
    list.or_else(map).or_else(text).or_else(bytes).unwrap_or_default() as u64
}

/// Subtracts the cost of a value with everything in it from `left`.
///
/// # Errors
/// Nothing is left, or the value is nested too deeply.
fn subtract_weight(value: &Value, depth: usize, left: &mut u64) -> TeraResult<()> {
    if depth > limits::VALUE_DEPTH {
        let most = limits::VALUE_DEPTH;
        return Err(Error::message(format!(
            "lists and maps stand in one another here more than {most} deep"
        )));
    }
    let own = VALUE + value.as_str().map_or(0, |text| text.len() as u64);
    let own = own + value.as_bytes().map_or(0, |bytes| bytes.len() as u64);
    *left = left.checked_sub(own).ok_or_else(too_much)?;
    for item in value.as_array().unwrap_or_default() {
        subtract_weight(item, depth + 1, left)?;
    }
    for (key, item) in value.as_map().into_iter().flatten() {
        let key = key.as_str().map_or(0, |key| key.len() as u64);
        *left = left.checked_sub(key).ok_or_else(too_much)?;
        subtract_weight(item, depth + 1, left)?;
    }
    Ok(())
}

/// Tera's filter `replace`, which counts the length of its result before creating it: each
/// character may be replaced by a long text.
fn replace(meter: &Meter, text: &StringInput, args: &Kwargs, state: &State) -> TeraResult<Value> {
    let from = args.must_get::<&str>("from")?;
    let to = args.must_get::<StringInput>("to")?;
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = match is_safe {
        true => (text.rendered(state)?, to.rendered(state)?),
        false => (text.as_str().into(), to.as_str().into()),
    };
    let places = match from.is_empty() {
        true => text.len() + 1,
        false => text.matches(from).count(),
    };
    meter.count(
        (text.len() as u64).saturating_add((places as u64).saturating_mul(to.len() as u64)),
    )?;
    let replaced = text.replace(from, &to);
    Ok(if is_safe { Value::safe_string(&replaced) } else { Value::from(replaced) })
}

/// Tera's filter `join`, which counts the length of its result before creating it: the separator
/// may be long.
fn join(meter: &Meter, list: &[Value], args: &Kwargs, state: &State) -> TeraResult<Value> {
    let between = args.get::<StringInput>("sep")?;
    let is_safe = state.autoescaping_enabled()
        && (list.iter().any(|item| item.is_string() && item.is_safe())
            || between.as_ref().is_some_and(StringInput::is_safe));
    let between = match &between {
        Some(between) if is_safe => between.rendered(state)?,
        Some(between) => between.as_str().into(),
        None => "".into(),
    };
    meter.count((list.len() as u64).saturating_mul(VALUE + between.len() as u64))?;
    let item = |item: &Value| match is_safe {
        true if item.is_undefined() => Ok(String::new()),
        true => state.escape_if_needed(item),
        false => Ok(item.to_string()),
    };
    let joined = list.iter().map(item).collect::<TeraResult<Vec<_>>>()?.join(&between);
    Ok(if is_safe { Value::safe_string(&joined) } else { Value::from(joined) })
}

/// A page that is being written, with a limit on its length.
pub(super) struct PageOutput {
    pub(super) bytes: Vec<u8>,
    pub(super) most: usize,
}

impl PageOutput {
    /// Whether an error means that the page exceeds its limit.
    pub(super) fn is_full(error: &Error) -> bool {
        matches!(error.kind(), tera::ErrorKind::Io(io::ErrorKind::FileTooLarge))
    }
}

impl io::Write for PageOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.most - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
