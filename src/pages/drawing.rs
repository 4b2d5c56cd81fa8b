//! The geometry of drawings: timelines and graphs as numbers, from which templates make SVG.

use std::f64::consts::TAU;

use crate::base::date::{Day, When};
use crate::model::entities::Event;
use crate::model::site::Site;

use super::statements::{status_text, unconfirmed_in};
use super::views::{EdgeView, GraphDrawing, NodeView, TickView, TimelineDrawing, TimelineMark};

/// The width of a timeline.
const WIDTH: u32 = 720;
/// The margins of the axis.
const MARGIN: u32 = 24;
/// The space at an end of the axis for a day that is far beyond the events.
const BEYOND: u32 = 70;
/// The height of a row of marks.
const ROW: u32 = 16;
/// The smallest width of a mark, for a single day.
const MARK: u32 = 10;
/// The width of a letter of a label on a phone.
const LETTER: u32 = 12;
/// The width of the label of a day.
const LABEL: u32 = 13 * LETTER;
/// The height of the axis with its labels.
const AXIS: u32 = 34;

/// Draws events on an axis of days. `None` if no event has a date.
pub(super) fn timeline(site: &Site, events: &[&Event]) -> Option<TimelineDrawing> {
    let spans: Vec<(&Event, Day, Day)> = events.iter().filter_map(|event| span(event)).collect();
    let first = spans.iter().map(|(_, from, _)| *from).min()?;
    let last = spans.iter().map(|(_, _, to)| *to).max()?;
    let (scale, broken) = Scale::of(first, last, site.day);
    let rows = rows(&scale, &spans);
    let height = rows.iter().map(|(row, _)| row + 1).max().unwrap_or(1) * ROW + AXIS;
    let marks = rows.iter().zip(&spans).map(|((row, x), (event, from, to))| TimelineMark {
        x: *x,
        y: row * ROW + 2,
        width: scale.width_of(*from, *to),
        status: event.status.word(),
        label: label(site, event),
        url: event.page.url(site.style),
    });
    let today_x = match broken {
        Some("left") => MARGIN,
        Some(_) => WIDTH - MARGIN,
        None => scale.x(site.day),
    };
    Some(TimelineDrawing {
        width: WIDTH,
        height,
        axis: height - AXIS + 4,
        ticks: ticks(&scale),
        marks: marks.collect(),
        today: TickView { x: today_x, anchor: anchor(today_x), label: site.day.long() },
        broken,
    })
}

/// The first and the last possible day of an event.
fn span<'e>(event: &&'e Event) -> Option<(&'e Event, Day, Day)> {
    let date = event.date.as_ref()?;
    let from = date.earliest().or_else(|| date.latest())?;
    let to = date.latest().unwrap_or(from).max(from);
    Some((event, from, to))
}

fn label(site: &Site, event: &Event) -> String {
    let date = event.date.as_ref().map(When::long).unwrap_or_default();
    let unconfirmed = if unconfirmed_in(event).is_empty() { "" } else { ", to be confirmed" };
    format!(
        "{}, {date}: {}{unconfirmed}",
        event.title,
        status_text(event.status, event.is_before(site.day))
    )
}

/// Maps days to pixels.
struct Scale {
    first: Day,
    last: Day,
    days: i64,
    left: u32,
    width: u32,
}

impl Scale {
    /// A scale for events and the build's day. If that day is so far from the events that they
    /// would have no space, the scale is broken on that side, which is returned too.
    fn of(first: Day, last: Day, today: Day) -> (Scale, Option<&'static str>) {
        let room = first.days_until(last).max(1) / 4;
        let (before, after) = (today.days_until(first), last.days_until(today));
        let broken = match (before > room, after > room) {
            (true, _) => Some("left"),
            (_, true) => Some("right"),
            _ => None,
        };
        let (first, last) =
            if broken.is_some() { (first, last) } else { (first.min(today), last.max(today)) };
        let left = if broken == Some("left") { MARGIN + BEYOND } else { MARGIN };
        let width = if broken.is_some() { WIDTH - BEYOND } else { WIDTH } - 2 * MARGIN - MARK;
        (Scale { first, last, days: first.days_until(last).max(1), left, width }, broken)
    }

    fn x(&self, day: Day) -> u32 {
        let offset =
            self.first.days_until(day).clamp(0, self.days) * i64::from(self.width) / self.days;
        self.left + u32::try_from(offset).unwrap_or_default()
    }

    fn width_of(&self, from: Day, to: Day) -> u32 {
        self.x(to) - self.x(from) + MARK
    }
}

/// For each event the first row from the top in which it covers no other event, and its position
/// there.
fn rows(scale: &Scale, spans: &[(&Event, Day, Day)]) -> Vec<(u32, u32)> {
    let mut ends: Vec<u32> = Vec::new();
    let mut placed = Vec::with_capacity(spans.len());
    for (_, from, to) in spans {
        let (x, width) = (scale.x(*from), scale.width_of(*from, *to));
        let row = ends.iter().position(|end| *end < x).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(0);
        }
        ends[row] = x + width;
        placed.push((u32::try_from(row).unwrap_or_default(), x));
    }
    placed
}

/// The beginnings of months or years on the axis: at most four, which are readable on a phone.
fn ticks(scale: &Scale) -> Vec<TickView> {
    let months = |day: Day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let (from, to) = (months(scale.first), months(scale.last));
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
        .into_iter()
        .find(|step| (to - from) / step < 4)
        .unwrap_or(2400);
    let begin = (from + step - 1).div_euclid(step) * step;
    let day_of = |month: i32| {
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        Day::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1)
    };
    let mut ticks: Vec<TickView> = (begin..=to)
        .step_by(usize::try_from(step).unwrap_or(1))
        .filter_map(day_of)
        .filter(|day| *day >= scale.first)
        .map(|day| {
            tick(scale.x(day), if step < 12 { month_name(day) } else { day.year().to_string() })
        })
        .collect();
    if ticks.len() < 2 {
        ticks = vec![tick(scale.x(scale.first), scale.first.long())];
        if scale.first != scale.last {
            ticks.push(tick(scale.x(scale.last), scale.last.long()));
        }
    }
    apart(ticks)
}

fn tick(x: u32, label: String) -> TickView {
    TickView { x, anchor: anchor(x), label }
}

/// The side of a position on which a label has space.
fn anchor(x: u32) -> &'static str {
    if x + LABEL > WIDTH { "end" } else { "start" }
}

/// The ticks whose labels do not touch the previous label.
fn apart(mut ticks: Vec<TickView>) -> Vec<TickView> {
    let mut end = 0;
    ticks.retain(|tick| {
        let width = LETTER * u32::try_from(tick.label.chars().count()).unwrap_or_default();
        let from = if tick.anchor == "end" { tick.x.saturating_sub(width) } else { tick.x };
        let is_free = from >= end;
        if is_free {
            end = from + width + 2 * LETTER;
        }
        is_free
    });
    ticks
}

/// `Jun 2023`: short enough for a phone.
fn month_name(day: Day) -> String {
    let long = day.long();
    let (month, year) =
        long.split_once(' ').and_then(|(_, rest)| rest.split_once(' ')).unwrap_or((&long, ""));
    format!("{} {year}", month.get(..3).unwrap_or(month))
}

/// An official in a graph: the name and the page.
pub(super) struct GraphNode {
    pub(super) title: String,
    pub(super) url: crate::base::path::Url,
}

/// Two officials in a graph by their indexes, the number of their meetings, and a label.
pub(super) struct GraphEdge {
    pub(super) ends: (usize, usize),
    pub(super) met: usize,
    pub(super) label: String,
}

/// Draws officials around a circle, with a line between each two who met.
pub(super) fn graph(nodes: Vec<GraphNode>, edges: Vec<GraphEdge>) -> GraphDrawing {
    const SIZE: i32 = 560;
    const SIDE: i32 = 150;
    const RADIUS: f64 = 170.0;
    let places: Vec<(f64, f64)> = (0..nodes.len())
        .map(|number| {
            let turn = TAU * number as f64 / nodes.len() as f64 - TAU / 4.0;
            (turn.cos(), turn.sin())
        })
        .collect();
    let x = |place: (f64, f64), radius: f64| SIZE / 2 + SIDE + (place.0 * radius).round() as i32;
    let y = |place: (f64, f64), radius: f64| SIZE / 2 - 50 + (place.1 * radius).round() as i32;
    let node = |(GraphNode { title, url }, place): (GraphNode, &(f64, f64))| NodeView {
        x: x(*place, RADIUS),
        y: y(*place, RADIUS),
        anchor: match place.0 {
            side if side > 0.2 => "start",
            side if side < -0.2 => "end",
            _ => "middle",
        },
        text_x: x(*place, RADIUS + 14.0),
        text_y: y(*place, RADIUS + 20.0) + 5,
        title,
        url,
    };
    let edge = |GraphEdge { ends, met, label }: GraphEdge| {
        let (one, other) = (places[ends.0], places[ends.1]);
        EdgeView {
            x1: x(one, RADIUS),
            y1: y(one, RADIUS),
            x2: x(other, RADIUS),
            y2: y(other, RADIUS),
            width: u32::try_from(met.clamp(1, 6)).unwrap_or(1),
            met: met > 0,
            label,
        }
    };
    GraphDrawing {
        width: (SIZE + 2 * SIDE) as u32,
        height: (SIZE - 100) as u32,
        edges: edges.into_iter().map(edge).collect(),
        nodes: nodes.into_iter().zip(&places).map(node).collect(),
    }
}
