//! Where a command prints: standard output for what was asked for, standard error for everything
//! about it.
//!
//! A reader that goes away (`briefgen check | head`) is no mishap: the rest is dropped, and the
//! exit status stays what it would have been.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Two streams, and what can be shown on them.
pub(super) struct Screen<'a> {
    out: Patient<'a>,
    err: Patient<'a>,
    look: Look,
    animated: bool,
}

/// How a report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Characters only.
    Plain,
    /// With colours.
    Coloured,
}

impl<'a> Screen<'a> {
    /// The streams of this process.
    pub(super) fn of_process() -> Screen<'static> {
        let err = anstream::stderr();
        // Where colours are not wanted (`NO_COLOR`) or not possible (no terminal), the stream knows
        // it.
        let look = if err.current_choice() == anstream::ColorChoice::Never {
            Look::Plain
        } else {
            Look::Coloured
        };
        Screen {
            out: Patient::new(anstream::stdout()),
            err: Patient::new(err),
            look,
            animated: io::stderr().is_terminal(),
        }
    }

    /// Streams that a test can read: no terminal, no colours.
    #[cfg(test)]
    pub(super) fn on(out: &'a mut Vec<u8>, err: &'a mut Vec<u8>) -> Screen<'a> {
        Screen {
            out: Patient::new(out),
            err: Patient::new(err),
            look: Look::Plain,
            animated: false,
        }
    }

    /// How reports are drawn here.
    pub(super) fn look(&self) -> Look {
        self.look
    }

    /// Whether something may move on standard error.
    pub(super) fn animated(&self) -> bool {
        self.animated
    }

    /// Prints what was asked for.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(harmless(text).as_bytes())
    }

    /// Prints what there is to say about it.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        self.err.write_all(harmless(text).as_bytes())
    }

    /// Wipes a terminal, so that a report stands alone on it.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if self.animated { self.err.write_all(b"\x1b[2J\x1b[3J\x1b[H") } else { Ok(()) }
    }

    /// Prints why it all failed; where even that cannot be printed, nobody is left to tell.
    pub(super) fn complain(&mut self, text: &str) {
        drop(self.err.write_all(harmless(text).as_bytes()));
    }

    /// Prints what is still held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// A text that steers no terminal: names, paths and excerpts come from files that anybody may have
/// written.
///
/// Control characters are shown as escapes, in the form that JSON has, too. Colours stay, and they
/// are ours: reports show what is quoted without any.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    // Those that are not ASCII all begin with one byte.
    let may_be_control = |byte: &u8| matches!(byte, 0..=8 | 11..=31 | 127 | 0xC2);
    if !text.as_bytes().iter().any(may_be_control) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_control(c) && !is_colour(&text[at..]) {
            shown.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a text begins with a change of colours.
fn is_colour(text: &str) -> bool {
    let parameters = text.strip_prefix("\x1b[").unwrap_or_default();
    parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
}

/// A stream whose reader may go away.
struct Patient<'a> {
    stream: Box<dyn Write + 'a>,
    alone: bool,
}

impl<'a> Patient<'a> {
    fn new(stream: impl Write + 'a) -> Patient<'a> {
        Patient { stream: Box::new(stream), alone: false }
    }

    fn unless_alone<T>(
        &mut self,
        instead: T,
        work: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.alone {
            return Ok(instead);
        }
        match work(&mut *self.stream) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.alone = true;
                Ok(instead)
            }
            result => result,
        }
    }
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_alone(bytes.len(), |stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_alone((), |stream| stream.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn what_would_steer_a_terminal_is_shown_as_escapes() {
        for (text, shown) in [
            ("a line\n\tof “words” — é, 王\n", "a line\n\tof “words” — é, 王\n"),
            ("\x1b[1m\x1b[38;5;9mred\x1b[0m", "\x1b[1m\x1b[38;5;9mred\x1b[0m"),
            ("\u{9b}2J\u{85}", "\\u009b2J\\u0085"),
            ("\x1b[2J\x1b]0;title\x07", "\\u001b[2J\\u001b]0;title\\u0007"),
            ("back\x08\r\x7f", "back\\u0008\\u000d\\u007f"),
            ("\x1b[31", "\\u001b[31"),
        ] {
            assert_eq!(harmless(text), shown);
        }
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut screen = Screen::on(&mut out, &mut err);
        screen.say("\u{9b}").and_then(|()| screen.note("\u{9c}")).unwrap();
        screen.complain("\u{9d}");
        drop(screen);
        assert_eq!((out.as_slice(), err.as_slice()), (&b"\\u009b"[..], &b"\\u009c\\u009d"[..]));
    }

    #[test]
    fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
        for (kind, fine) in [(ErrorKind::BrokenPipe, true), (ErrorKind::StorageFull, false)] {
            let mut stream = Patient::new(Broken(kind));
            assert_eq!(stream.write_all(b"text").is_ok(), fine, "{kind}");
            assert_eq!(stream.flush().is_ok(), fine, "{kind}");
        }
    }
}
