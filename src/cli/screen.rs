//! The two output streams of a command: results go to standard output, remarks about them to
//! standard error.
//!
//! If the reader of a stream goes away (`briefgen check | head`), the rest of the text is dropped
//! and the exit status does not change.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Both streams, with what the terminal can show.
pub(super) struct Screen<'a> {
    out: PipeStream<'a>,
    err: PipeStream<'a>,
    styling: Styling,
    animated: bool,
}

/// Whether reports have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Styling {
    /// No colours.
    Plain,
    /// Colours as ANSI escapes.
    Coloured,
}

impl<'a> Screen<'a> {
    /// The streams of this process.
    pub(super) fn of_process() -> Screen<'static> {
        let err = anstream::stderr();
        // The stream has looked for a terminal and for `NO_COLOR`.
        let styling = if err.current_choice() == anstream::ColorChoice::Never {
            Styling::Plain
        } else {
            Styling::Coloured
        };
        Screen {
            out: PipeStream::new(anstream::stdout()),
            err: PipeStream::new(err),
            styling,
            animated: io::stderr().is_terminal(),
        }
    }

    /// Streams that a test can read: no terminal, no colours.
    #[cfg(test)]
    pub(super) fn on(out: &'a mut Vec<u8>, err: &'a mut Vec<u8>) -> Screen<'a> {
        Screen {
            out: PipeStream::new(out),
            err: PipeStream::new(err),
            styling: Styling::Plain,
            animated: false,
        }
    }

    /// Whether reports on standard error have colours.
    pub(super) fn styling(&self) -> Styling {
        self.styling
    }

    /// Whether standard error is a terminal, on which lines can be replaced.
    pub(super) fn animated(&self) -> bool {
        self.animated
    }

    /// Prints a result.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(escape_controls(text).as_bytes())
    }

    /// Prints a remark.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        self.err.write_all(escape_controls(text).as_bytes())
    }

    /// Clears the terminal, so that only the next report is on it.
    #[cfg(feature = "server")]
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if self.animated { self.err.write_all(b"\x1b[2J\x1b[3J\x1b[H") } else { Ok(()) }
    }

    /// Prints why a command failed. An error while printing it is ignored: there is no place left
    /// to report it.
    pub(super) fn complain(&mut self, text: &str) {
        drop(self.err.write_all(escape_controls(text).as_bytes()));
    }

    /// Prints the text that is still buffered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// Replaces control characters by escapes such as `\u001b`, which is also the form of JSON: names,
/// paths and excerpts come from files that anybody may have written.
///
/// Escapes that set colours stay. Reports contain none but their own, since quoted text is cleaned
/// before it is drawn.
fn escape_controls(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    // In UTF-8 all control characters beyond ASCII begin with 0xC2.
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

/// Whether a text begins with an escape that sets colours.
fn is_colour(text: &str) -> bool {
    let parameters = text.strip_prefix("\x1b[").unwrap_or_default();
    parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
}

/// A stream that drops all text once its reader has closed the pipe.
struct PipeStream<'a> {
    stream: Box<dyn Write + 'a>,
    is_closed: bool,
}

impl<'a> PipeStream<'a> {
    fn new(stream: impl Write + 'a) -> PipeStream<'a> {
        PipeStream { stream: Box::new(stream), is_closed: false }
    }

    /// Runs `work` unless the pipe is closed, in which case the answer is `when_closed`.
    fn unless_closed<T>(
        &mut self,
        when_closed: T,
        work: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_closed {
            return Ok(when_closed);
        }
        match work(&mut *self.stream) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(when_closed)
            }
            result => result,
        }
    }
}

impl Write for PipeStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), |stream| stream.flush())
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
    fn control_characters_are_shown_as_escapes() {
        for (text, shown) in [
            ("a line\n\tof “words” — é, 王\n", "a line\n\tof “words” — é, 王\n"),
            ("\x1b[1m\x1b[38;5;9mred\x1b[0m", "\x1b[1m\x1b[38;5;9mred\x1b[0m"),
            ("\u{9b}2J\u{85}", "\\u009b2J\\u0085"),
            ("\x1b[2J\x1b]0;title\x07", "\\u001b[2J\\u001b]0;title\\u0007"),
            ("back\x08\r\x7f", "back\\u0008\\u000d\\u007f"),
            ("\x1b[31", "\\u001b[31"),
        ] {
            assert_eq!(escape_controls(text), shown);
        }
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut screen = Screen::on(&mut out, &mut err);
        screen.say("\u{9b}").and_then(|()| screen.note("\u{9c}")).unwrap();
        screen.complain("\u{9d}");
        drop(screen);
        assert_eq!((out.as_slice(), err.as_slice()), (&b"\\u009b"[..], &b"\\u009c\\u009d"[..]));
    }

    #[test]
    fn a_closed_pipe_is_no_error_but_a_full_disk_is() {
        for (kind, fine) in [(ErrorKind::BrokenPipe, true), (ErrorKind::StorageFull, false)] {
            let mut stream = PipeStream::new(Broken(kind));
            assert_eq!(stream.write_all(b"text").is_ok(), fine, "{kind}");
            assert_eq!(stream.flush().is_ok(), fine, "{kind}");
        }
    }
}
