//! One invocation: its language, and how what it writes looks.

use std::io::{self, Write};

use super::args::ColorArg;
use super::complaint::Complaint;
use super::environment::Environment;
use super::exit_status::Status;
use crate::records::Problem;
use crate::reports::{Drawer, Look, Masks, NoMasks, SensitiveCells, Sketch, Tone, colon, problem};
use crate::source::{Lang, Severity};

/// What every command needs to know of its invocation.
#[derive(Debug)]
pub(super) struct Session {
    /// The surroundings.
    pub environment: Environment,
    /// The language people are spoken to in.
    pub lang: Lang,
    /// The language of machine formats: only what was asked for, never the locale's, so that the same
    /// inputs give the same bytes everywhere.
    pub machine_lang: Lang,
    /// Whether the language was asked for.
    pub is_explicit: bool,
    color: ColorArg,
}

impl Session {
    /// A session in `lang`; `explicit` is the language asked for, if one was.
    pub(super) fn new(environment: Environment, lang: Lang, explicit: Option<Lang>, color: ColorArg) -> Self {
        let (machine_lang, is_explicit) = (explicit.unwrap_or_default(), explicit.is_some());
        Self { environment, lang, machine_lang, is_explicit, color }
    }

    /// The same in the language a configuration asks for, unless another was asked for here.
    pub(super) fn speaking(&self, configured: Option<Lang>) -> Self {
        let Self { environment, is_explicit, color, .. } = self;
        let (lang, machine_lang) = match configured.filter(|_| !is_explicit) {
            Some(lang) => (lang, lang),
            None => (self.lang, self.machine_lang),
        };
        Self {
            environment: environment.clone(),
            lang,
            machine_lang,
            is_explicit: *is_explicit,
            color: *color,
        }
    }

    fn look(&self, is_terminal: bool) -> Look {
        let colour = match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => is_terminal && !self.environment.no_color,
        };
        Look { lang: self.lang, columns: self.environment.columns, colour }
    }

    /// How standard output looks.
    pub(super) fn out(&self) -> Look {
        self.look(self.environment.out_is_terminal)
    }

    /// How standard error looks.
    pub(super) fn err(&self) -> Look {
        self.look(self.environment.err_is_terminal)
    }

    /// Draws a fault of a rule pack on standard error.
    pub(super) fn draw(&self, sketch: &Sketch) {
        self.draw_masked(sketch, &NoMasks);
    }

    /// Draws a problem of the records on standard error, without people's names.
    pub(super) fn draw_problem(&self, what: &Problem) {
        self.draw_masked(&problem(what, self.lang), &SensitiveCells);
    }

    /// If nobody listens there, nobody can be told.
    fn draw_masked(&self, sketch: &Sketch, masks: &dyn Masks) {
        let drawer = Drawer { look: self.err(), masks };
        let _ = writeln!(io::stderr().lock(), "{}", drawer.draw(sketch));
    }

    /// Says on standard error why the work cannot be done.
    pub(super) fn complain(&self, complaint: &Complaint) -> Status {
        let look = self.err();
        let word = look.paint(Tone::Bad, Severity::Error.name(self.lang));
        let mut text = format!("{word}{}{}\n", colon(self.lang), complaint.message.get(self.lang));
        let help = complaint.help.get(self.lang);
        if !help.is_empty() {
            let heading = look.paint(Tone::Calm, self.lang.pick("怎么办", "what to do"));
            text = format!("{text}  {heading}{}{help}\n", colon(self.lang));
        }
        let _ = io::stderr().lock().write_all(text.as_bytes());
        Status::NotDone
    }

    /// Says that the output could not be written.
    pub(super) fn cannot_write(&self, error: &io::Error) -> Status {
        self.complain(&Complaint::new(
            format!("写不出结果：{error}"),
            format!("cannot write the result: {error}"),
        ))
    }
}
