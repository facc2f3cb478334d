//! `every`: a duty that recurs, judged slot by slot and group by group.

use rhai::{Dynamic, Engine, ImmutableString};

use super::judge::{check_message, finding};
use crate::engine::bench::{Seen, Word, mistake};
use crate::engine::operand::{Dated, Length, resolve};
use crate::engine::outcome::{Arg, Spot, State};
use crate::engine::rows::{Column, Entry, Group, Maybe, RowSet, Rows};
use crate::engine::slots::{By, Kind, Slot, holds, parse_day};
use crate::records::{CellRef, Date, FieldType, Period};

/// `every(SLOT, F[, times])`: at least `times` rows (1 unless said) whose F lies in each slot, in each
/// group. `every(SLOT, F, by[, DONE])`: the slot's row exists, or is DONE, by the deadline: a length of
/// time after the slot's last day, or a day of the year such as `03-31`.
///
/// Short: where maybe rows could fill the slot, or the ledger was not submitted, insufficient; while
/// the slot or its deadline still runs, due; else a failure. A row done late is the place, else the
/// group's own row, else the ledger. Weeks are reported once a quarter. Slots that begin before the
/// union was established or end after it was dissolved are not counted. `{slot} {found} {times}
/// {group}`, `{deadline}` with a deadline, `{short}` for weeks.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("every", |rows: &mut Rows, slot: Dynamic, field: &str| {
        Duty::read(rows, &slot, field, None, None)?.judge(rows)
    });
    engine.register_fn("every", |rows: &mut Rows, slot: Dynamic, field: &str, by: Dynamic| {
        Duty::read(rows, &slot, field, Some(by), None)?.judge(rows)
    });
    engine.register_fn("every", |rows: &mut Rows, slot: Dynamic, field: &str, by: Dynamic, done: &str| {
        Duty::read(rows, &slot, field, Some(by), Some(done))?.judge(rows)
    });
}

struct Duty {
    kind: Kind,
    by: By,
    field: Column,
    done: Option<Column>,
    times: Dynamic,
}

/// One group's rows.
struct Members<'a> {
    set: &'a RowSet,
    group: u32,
    rows: &'a [Entry],
    maybes: &'a [Maybe],
}

/// How a slot stands in one group.
enum Standing {
    Met,
    Unsure(CellRef),
    Absent,
    Short { found: i64, late: Option<Entry> },
}

impl Duty {
    fn read(
        set: &RowSet,
        slot: &Dynamic,
        field: &str,
        by: Option<Dynamic>,
        done: Option<&str>,
    ) -> Word<Self> {
        let today = set.tables.today();
        let slot = resolve(slot, today);
        let name = slot.read_lock::<ImmutableString>().map(|name| name.to_string()).unwrap_or_default();
        let kind = Kind::parse(&name).ok_or_else(|| {
            let known = Kind::NAMES.join("、");
            mistake(
                format!("没有“{name}”这种时段；可用：{known}、06-01..08-31"),
                format!("there is no slot `{name}`; known: {}, 06-01..08-31", Kind::NAMES.join(", ")),
            )
        })?;
        let column = set.date_column(field)?;
        let mut duty = Self { kind, by: By::End, field: column, done: None, times: Dynamic::from(1_i64) };
        if let Some(by) = by {
            duty.read_by(&by, today)?;
        }
        duty.done = match done {
            Some(done) => Some(set.date_column(done)?),
            // A row dated by a day can itself be late.
            None if duty.by != By::End && set.field(set.ledgers[0], &duty.field).kind == FieldType::Date => {
                Some(duty.field.clone())
            }
            None => None,
        };
        let mut args = vec!["slot", "found", "times", "group", "ledger"];
        args.extend((duty.by != By::End).then_some("deadline"));
        args.extend((kind == Kind::Week).then_some("short"));
        check_message(set, &args, false)?;
        Ok(duty)
    }

    fn read_by(&mut self, by: &Dynamic, today: Date) -> Word<()> {
        let value = resolve(by, today);
        if value.is_int() {
            self.times = by.clone();
            return Ok(());
        }
        if let Some(Length { fixed, per_row: None }) = value.clone().try_cast::<Length>() {
            self.by = By::After(fixed);
            return Ok(());
        }
        let day = value.read_lock::<ImmutableString>().and_then(|text| parse_day(&text));
        self.by = By::Day(day.ok_or_else(|| {
            let kind = value.type_name();
            mistake(
                format!("这里要次数、时长（如 15 days）或日子（如 03-31），不能是 {kind}"),
                format!("a number of times, a length such as `15 days` or a day such as `03-31` is wanted, not {kind}"),
            )
        })?);
        Ok(())
    }

    fn judge(&self, set: &RowSet) -> Word<()> {
        let tables = &set.tables;
        if set.bench().probe.is_some() {
            set.bench().checked(1);
            return Ok(());
        }
        let slots = set.bench().slots(self.kind, self.by, tables.as_of);
        let counts = |slot: &&Slot| {
            tables.established.is_none_or(|day| slot.span.start >= day)
                && tables.dissolved.is_none_or(|day| slot.span.end <= day)
        };
        let slots: Vec<&Slot> = slots.iter().filter(counts).collect();
        if slots.is_empty() {
            set.bench().no_slots();
        }
        let groups = set.group_count();
        set.bench().checked(slots.len() * groups as usize);
        for (group, rows, maybes) in set.divided().each() {
            let members = Members { set, group, rows, maybes: &maybes.copied().collect::<Vec<_>>() };
            if self.kind == Kind::Week {
                self.judge_weeks(&members, &slots)?;
                continue;
            }
            for slot in &slots {
                let times = self.times(slot)?;
                match self.standing(&members, slot, times) {
                    Standing::Short { found, late } => self.report(&members, slot, found, times, late),
                    other => Self::lacks(set, &other),
                }
            }
        }
        if groups == 0 {
            super::judge::lacking(set);
        }
        Ok(())
    }

    fn times(&self, slot: &Slot) -> Word<i64> {
        let times =
            if self.times.is::<Dated>() { resolve(&self.times, slot.span.end) } else { self.times.clone() };
        times.as_int().map_err(|kind| {
            mistake(format!("次数须是整数，不能是 {kind}"), format!("times must be an integer, not {kind}"))
        })
    }

    fn standing(&self, members: &Members<'_>, slot: &Slot, times: i64) -> Standing {
        let set = members.set;
        let (mut found, mut possible) = (0_i64, 0_i64);
        let mut unsure: Option<CellRef> = None;
        let mut late = None;
        for &entry in members.rows {
            match self.lies_in(set, entry, slot) {
                Ok(false) => {}
                Ok(true) => match self.is_done(set, entry, slot) {
                    Ok(Some(true)) => found += 1,
                    Ok(Some(false)) => late = Some(entry),
                    Ok(None) => {}
                    Err(cause) => {
                        possible += 1;
                        unsure = unsure.or(Some(cause));
                    }
                },
                Err(cause) => {
                    possible += 1;
                    unsure = unsure.or(Some(cause));
                }
            }
        }
        if found >= times {
            return Standing::Met;
        }
        for maybe in members.maybes {
            let may_lie = self.lies_in(set, maybe.entry, slot).unwrap_or(true);
            if may_lie && !matches!(self.is_done(set, maybe.entry, slot), Ok(Some(false) | None)) {
                possible += 1;
                unsure = unsure.or(Some(maybe.cause));
            }
        }
        let group = set.group(members.group).and_then(|group| group.unsure);
        match unsure.filter(|_| found + possible >= times).or(group) {
            Some(cause) => Standing::Unsure(cause),
            None if !set.absent.is_empty() => Standing::Absent,
            None => Standing::Short { found, late },
        }
    }

    fn lies_in(&self, set: &RowSet, entry: Entry, slot: &Slot) -> Result<bool, CellRef> {
        let value = set.value(entry, &self.field)?;
        let days = value.first_day().zip(value.last_day());
        days.map(|(first, last)| holds(slot.span, first, last)).ok_or(entry.cell(self.field.of(entry.ledger)))
    }

    /// Whether the row was done in time; nothing when it is not done at all.
    fn is_done(&self, set: &RowSet, entry: Entry, slot: &Slot) -> Result<Option<bool>, CellRef> {
        let Some(done) = &self.done else { return Ok(Some(true)) };
        let at = entry.cell(done.of(entry.ledger));
        match set.tables.see(at) {
            Seen::Value(value) => Ok(value.last_day().map(|day| day <= slot.deadline)),
            Seen::Missing => Ok(None),
            Seen::Unreadable => Err(at),
        }
    }

    fn lacks(set: &RowSet, standing: &Standing) {
        match standing {
            Standing::Unsure(cause) => set.bench().lacks(&set.tables, *cause),
            Standing::Absent => set.absent.iter().for_each(|&ledger| set.bench().lacks_ledger(ledger)),
            Standing::Met | Standing::Short { .. } => {}
        }
    }

    fn report(&self, members: &Members<'_>, slot: &Slot, found: i64, times: i64, late: Option<Entry>) {
        let set = members.set;
        let declared = set.group(members.group);
        let late =
            late.zip(self.done.as_ref()).map(|(entry, done)| Spot::Cell(entry.cell(done.of(entry.ledger))));
        let place = late.unwrap_or_else(|| group_spot(set, declared));
        let mut short = finding(if slot.open { State::Due } else { State::Fail }, place);
        short.slot = slot.span.to_string();
        short.group = declared.map(|group| group.key.clone()).unwrap_or_default();
        let mut add = |name: &str, arg: Arg| short.args.push((name.to_owned(), arg));
        add("slot", Arg::Period(slot.span));
        add("found", Arg::Integer(found));
        add("times", Arg::Integer(times));
        if let Some(group) = declared {
            add("group", group.label.clone());
        }
        if self.by != By::End {
            add("deadline", Arg::Date(slot.deadline));
        }
        set.bench().found(short);
    }

    /// A quarter's weeks are one finding: nobody reads thirteen.
    fn judge_weeks(&self, members: &Members<'_>, slots: &[&Slot]) -> Word<()> {
        let set = members.set;
        let quarter = |slot: &Slot| {
            let day = slot.span.end;
            Period::months(day.year(), (day.month() - 1) / 3 * 3 + 1, 3).unwrap_or(slot.span)
        };
        for weeks in slots.chunk_by(|a, b| quarter(a) == quarter(b)) {
            let (mut met, mut ended_short, mut running_short) = (0_i64, 0_i64, 0_i64);
            let mut times = 1;
            for slot in weeks {
                times = self.times(slot)?;
                match self.standing(members, slot, times) {
                    Standing::Met => met += 1,
                    Standing::Short { .. } if slot.open => running_short += 1,
                    Standing::Short { .. } => ended_short += 1,
                    other => Self::lacks(set, &other),
                }
            }
            let short = if ended_short > 0 { ended_short } else { running_short };
            let (Some(last), true) = (weeks.last(), short > 0) else { continue };
            let span = quarter(last);
            let declared = set.group(members.group);
            let place = group_spot(set, declared);
            let state = if ended_short > 0 { State::Fail } else { State::Due };
            let mut found = finding(state, place);
            found.slot = span.to_string();
            found.group = declared.map(|group| group.key.clone()).unwrap_or_default();
            let mut add = |name: &str, arg: Arg| found.args.push((name.to_owned(), arg));
            add("slot", Arg::Period(span));
            add("found", Arg::Integer(met));
            add("times", Arg::Integer(times));
            add("short", Arg::Integer(short));
            if let Some(group) = declared {
                add("group", group.label.clone());
            }
            set.bench().found(found);
        }
        Ok(())
    }
}

/// Where a group is declared, else its ledger.
fn group_spot(set: &RowSet, group: Option<&Group>) -> Spot {
    group.and_then(|group| group.spot.clone()).unwrap_or(Spot::Ledger(set.ledgers[0]))
}
