//! What a site's own templates may do for one page: a count, and the functions by which they are
//! counted.
//!
//! `metered.rs` puts calls of the functions into the templates.
#![expect(
    clippy::disallowed_methods,
    reason = "these functions look nothing up: they count, and hand on what they get"
)]

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use rustc_hash::FxHashMap;
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::base::limits;

/// What is said of a template that does too much, before the rest.
pub(super) const TOO_MUCH: &str = "this takes more work than";

/// The work that is done, in bytes that are written, kept or looked at, for the page that each
/// thread makes.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    pages: Arc<Mutex<FxHashMap<ThreadId, u64>>>,
    most: u64,
}

/// What a round of a loop counts, in bytes.
const ROUND: u64 = 64;

/// What a value counts beside its text, in bytes.
const VALUE: u64 = 16;

impl Meter {
    /// A meter that lets each page take so much.
    pub(super) fn new(most: u64) -> Meter {
        Meter { pages: Arc::default(), most }
    }

    /// Begins a page.
    pub(super) fn begin(&self) {
        self.pages().insert(thread::current().id(), 0);
    }

    /// The work that the page took.
    pub(super) fn end(&self) -> u64 {
        self.pages().remove(&thread::current().id()).unwrap_or_default()
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, FxHashMap<ThreadId, u64>> {
        // A panic elsewhere leaves the map whole.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, work: u64) -> TeraResult<()> {
        let mut pages = self.pages();
        let done = pages.entry(thread::current().id()).or_default();
        if work > self.most - *done {
            return Err(too_much());
        }
        *done += work;
        Ok(())
    }

    /// Counts a value and all that is in it.
    fn weigh(&self, value: &Value) -> TeraResult<()> {
        let mut left = self.most;
        weigh(value, 0, &mut left)?;
        self.count(self.most - left)
    }

    /// Gives Tera the functions that the calls in templates name, and those of its filters anew
    /// that can make much of little.
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
        self.filter(tera, "_shown", |meter, value| meter.weigh(value));
        self.filter(tera, "_kept", |meter, value| meter.weigh(value));
        self.filter(tera, "_weighed", |meter, value| meter.weigh(value));
        self.filter(tera, "_sized", |meter, value| meter.count(VALUE + size(value)));
        self.filter(tera, "_each", |meter, value| {
            meter.count(ROUND.saturating_mul(1 + size(value)))
        });
        self.filter(tera, "_squared", |meter, value| {
            meter.count(size(value).saturating_mul(size(value)) / VALUE)
        });
        self.filter(tera, "_indented", |meter, value| {
            // Tera indents by a thousand at most.
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

/// The bytes of a text, or of the items of a list without what is in them.
fn size(value: &Value) -> u64 {
    let many = |len: usize| VALUE.saturating_mul(len as u64);
    if let Some(text) = value.as_str() {
        text.len() as u64
    } else if let Some(list) = value.as_array() {
        many(list.len())
    } else if let Some(map) = value.as_map() {
        many(map.len())
    } else {
        value.as_bytes().map_or(0, |bytes| bytes.len() as u64)
    }
}

/// Takes a value and all that is in it from what is left.
fn weigh(value: &Value, depth: usize, left: &mut u64) -> TeraResult<()> {
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
        weigh(item, depth + 1, left)?;
    }
    for (key, item) in value.as_map().into_iter().flatten() {
        let key = key.as_str().map_or(0, |key| key.len() as u64);
        *left = left.checked_sub(key).ok_or_else(too_much)?;
        weigh(item, depth + 1, left)?;
    }
    Ok(())
}

/// Tera's `replace`, counted before anything is written: each letter may become a text.
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

/// Tera's `join`, counted before anything is written: what stands between may be long.
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

/// A page while it is written, which may not grow without end.
pub(super) struct PageOutput {
    pub(super) bytes: Vec<u8>,
    pub(super) most: usize,
}

impl PageOutput {
    /// Whether the next that was to be written had no room.
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
