#!/usr/bin/env python3
"""Builds a small site of texts that mean something to feeds, calendars and BibTeX, and reads it back with other programs.

    check_exports.py BRIEFGEN

Exit status 1 where a reader finds anything else than what the site says.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import bibtexparser
import feedparser
import icalendar

TITLE = "Desk, Europe; more\nEND:VCALENDAR\nBEGIN:VEVENT"
EVENT = "Visit; first,\nBEGIN:VALARM \\ end"
PLACE = "Hall,\nBonn; Rhine"
# More than a line of a calendar holds, and no line break among its bytes.
NOTE = "Ж" * 300
SOURCES = {
    "braces": "A { B",
    "closing": "} A",
    "slash": "C:\\new, ends in \\",
    "marks": "~ ^ % # _ $ & @ =",
    "capitals": "NATO meets the EU",
}

BRIEF = f"""---
title: {json.dumps("Talks <b>&amp; more</b>")}
lang: de
sources: []
issues: [trade]
events:
  - {{id: visit, title: {json.dumps(EVENT)}, date: 2024-01-02, status: happened, place: {json.dumps(PLACE)}, note: {NOTE}}}
---
Text.
"""


def write(folder):
    """The site."""
    entries = [
        f"{name}: {{title: {json.dumps(title)}, author: [{json.dumps('van der Berg, Jan')}], published: 2020-01/2020-03}}\n"
        for name, title in SOURCES.items()
    ]
    for name, text in {
        "site.yaml": f"title: {json.dumps(TITLE)}\nbase_url: https://e.example/b\n",
        "content/issues.yaml": "trade: {title: Trade & tariffs}\n",
        "content/sources.yaml": "".join(entries),
        "content/briefs/2024-01-02-talks.md": BRIEF,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def calendar_faults(path):
    """What `icalendar` reads otherwise than it was said."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    events = calendar.walk("VEVENT")
    said = {"name": TITLE, "events": 1, "alarms": 0, "summary": EVENT, "location": PLACE}
    read = {
        # The library does not know the type of this property, and leaves it as it is written.
        "name": re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), str(calendar["NAME"])),
        "events": len(events),
        "alarms": len(calendar.walk("VALARM")),
        "summary": str(events[0]["SUMMARY"]),
        "location": str(events[0]["LOCATION"]),
    }
    if calendar["X-WR-CALNAME"] != calendar["NAME"] or NOTE not in str(events[0]["DESCRIPTION"]):
        yield f"{path}: {calendar['X-WR-CALNAME']}, {events[0]['DESCRIPTION']}"
    yield from (f"{path}: {key} is {read[key]!r}, and not {said[key]!r}" for key in said if said[key] != read[key])
    if any(len(line) > 75 for line in path.read_bytes().split(b"\r\n")):
        yield f"{path}: a line of over 75 bytes"


def bibtex_faults(path):
    """What `bibtexparser` reads otherwise: an unbalanced brace loses entries."""
    text = path.read_text(encoding="utf-8")
    if hasattr(bibtexparser, "parse_string"):
        library = bibtexparser.parse_string(text)
        entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    else:
        entries = {entry["ID"]: entry for entry in bibtexparser.loads(text).entries}
    if set(entries) != set(SOURCES):
        return (yield f"{path}: {sorted(entries)} are read, and {sorted(SOURCES)} are there")
    for name, entry in entries.items():
        if entry["date"] != "2020-01/2020-03" or entry["author"] != "van der Berg, Jan":
            yield f"{path}: {name} has {entry}"
    if entries["capitals"]["title"] != "{NATO} meets the {EU}":
        yield f"{path}: {entries['capitals']['title']}"


def feed_faults(path):
    """What `feedparser` reads otherwise."""
    feed = feedparser.parse(path.read_bytes())
    entry = feed.entries[0]
    read = (feed.bozo, entry.id, entry.title_detail.language, [(tag.term, tag.label) for tag in entry.tags])
    said = (False, "https://e.example/b/briefs/talks/", "de", [("trade", "Trade & tariffs")])
    if read != said:
        yield f"{path}: {read}, and not {said}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    briefgen = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        write(folder)
        subprocess.run([briefgen, "build", "--quiet", "--site", folder], check=True)
        public = folder / "public"
        wrong = [*calendar_faults(public / "events.ics"), *bibtex_faults(public / "sources.bib")]
        wrong += feed_faults(public / "feed.xml")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"a calendar, a bibliography and a feed read back: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
