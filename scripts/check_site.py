#!/usr/bin/env python3
"""Checks a built site: every internal link and anchor resolves, every Atom feed, calendar and bibliography parses.

    check_site.py FOLDER --csl-schema FILE [--base-url URL]

Without --base-url the folder is taken as it is opened from a disk: a link must name a file. With it the folder is taken
as served below that address: a link to a folder means its index.html. Exit status 1 where anything is wrong.
"""

import argparse
import datetime
import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import bibtexparser
import feedparser
import icalendar
import jsonschema


class Page(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)


# What the calendars of the example must say of some of its events: each took place, or was called off.
STATUSES = {
    "Xi Jinping receives Bill Gates": "CONFIRMED",
    "Blinken visits Beijing": "CONFIRMED",
    "G20 leaders meet in New Delhi": "CONFIRMED",
    "Meeting of Blinken and Xi": "CONFIRMED",
    "Blinken’s trip of February 2023": "CANCELLED",
}


def check_calendar(path, seen):
    """What is wrong with a calendar: RFC 5545. Notes the status of each known event."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    if not calendar.walk("VEVENT"):
        yield f"{path}: a calendar without an event"
    for event in calendar.walk("VEVENT"):
        known = STATUSES.get(str(event.get("SUMMARY")))
        if known is not None:
            seen.add(str(event["SUMMARY"]))
            if event.get("STATUS") != known:
                yield f"{path}: {event['SUMMARY']} is {event.get('STATUS')}, and not {known}"
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"):
            if name not in event:
                yield f"{path}: an event without {name}"
        if event.get("STATUS") not in ("TENTATIVE", "CONFIRMED", "CANCELLED"):
            yield f"{path}: the status {event.get('STATUS')}"
        if event.decoded("DTEND") <= event.decoded("DTSTART"):
            yield f"{path}: an event that ends before it starts"
    if calendar.errors:
        yield f"{path}: {calendar.errors}"


def check_csl(path, schema):
    """What is wrong with CSL-JSON: by the schema of CSL's data, and by what that leaves open."""
    texts = {"title", "container-title", "publisher", "URL", "language", "note"}
    ids = set()
    items = json.loads(path.read_text(encoding="utf-8"))
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(items))
    if errors:
        return (yield from (f"{path}: {error.json_path}: {error.message}" for error in errors))
    for item in items:
        name = item.get("id")
        if not isinstance(name, str) or not name or name in ids:
            yield f"{path}: the id {name}"
        ids.add(name)
        unknown = set(item) - texts - {"id", "type", "author", "issued", "accessed"}
        if unknown:
            yield f"{path}: {name} has {unknown}"
        if any(not isinstance(item[key], str) or not item[key] for key in texts & set(item)):
            yield f"{path}: {name} has a value that is no text"
        authors = item.get("author", [])
        parts = {"family", "given", "non-dropping-particle", "suffix"}
        if any(set(one) != {"literal"} and not {"family", "given"} <= set(one) <= parts for one in authors):
            yield f"{path}: {name} has the authors {authors}"
        for date in (item[key] for key in ("issued", "accessed") if key in item):
            if not is_csl_date(date):
                yield f"{path}: {name} has the date {date}"


def is_csl_date(date):
    """Whether this is a date in words, or one in numbers that the calendar has, or a range of two."""
    if set(date) == {"literal"}:
        return isinstance(date["literal"], str) and date["literal"] != ""
    if set(date) - {"circa"} != {"date-parts"} or date.get("circa", True) is not True:
        return False
    ends = date["date-parts"]
    try:
        first = [datetime.date(*(list(parts) + [1, 1])[:3]) for parts in ends]
    except (TypeError, ValueError):
        return False
    return 1 <= len(ends) <= 2 and first == sorted(first) and all(1 <= len(parts) <= 3 for parts in ends)


def check_bibtex(path, ids):
    """What is wrong with BibTeX: each source stands in it once."""
    library = bibtexparser.parse_string(path.read_text(encoding="utf-8")) if hasattr(bibtexparser, "parse_string") else None
    if library is None:
        parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
        keys = [entry["ID"] for entry in bibtexparser.loads(path.read_text(encoding="utf-8"), parser).entries]
    else:
        keys = [entry.key for entry in library.entries]
        if library.failed_blocks:
            yield f"{path}: {library.failed_blocks}"
    if sorted(keys) != sorted(ids):
        yield f"{path}: {sorted(set(keys) ^ set(ids))} is in one bibliography only"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-url")
    parser.add_argument("--csl-schema", type=Path, required=True, metavar="FILE")
    args = parser.parse_args()
    root = args.folder.resolve()
    base = (args.base_url or root.as_uri()).rstrip("/") + "/"
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.html"))}
    wrong, links = [], 0
    for path, page in pages.items():
        address = base + path.relative_to(root).as_posix()
        if args.base_url and address.endswith("/index.html"):
            address = address[: -len("index.html")]
        for link in page.links:
            target = urljoin(address, link)
            if not target.startswith(base):
                if urlsplit(link).scheme in ("", "file"):
                    wrong.append(f"{path}: {link} leaves the site")
                continue
            links += 1
            split = urlsplit(target)
            inside = unquote(split.path[len(urlsplit(base).path):])
            file = root / inside
            if args.base_url and (inside == "" or inside.endswith("/")):
                file = file / "index.html"
            if not file.is_file():
                wrong.append(f"{path}: {link} leads to {file}, which is no file")
            elif split.fragment and file in pages and unquote(split.fragment) not in pages[file].ids:
                wrong.append(f"{path}: {link} has no such anchor")
    feeds = sorted(path for path in root.rglob("feed.xml"))
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        if feed.bozo or feed.version != "atom10" or not feed.feed.get("id") or not feed.feed.get("updated"):
            wrong.append(f"{path}: {feed.get('bozo_exception', 'no Atom feed')}")
        for entry in feed.entries:
            if not (entry.get("id") and entry.get("title") and entry.get("updated") and entry.get("link")):
                wrong.append(f"{path}: an entry without id, title, date or link")
    calendars = sorted(root.rglob("*.ics"))
    seen = set()
    for path in calendars:
        wrong.extend(check_calendar(path, seen))
    wrong.extend(f"{root}: no calendar has {title}" for title in STATUSES if title not in seen)
    csl = root / "sources.json"
    wrong.extend(check_csl(csl, json.loads(args.csl_schema.read_text(encoding="utf-8"))))
    ids = [item["id"] for item in json.loads(csl.read_text(encoding="utf-8"))]
    wrong.extend(check_bibtex(root / "sources.bib", ids))
    if not calendars:
        wrong.append(f"{root}: no calendar to check")
    for line in wrong:
        print(line, file=sys.stderr)
    if not pages or not links or not feeds:
        print(f"{root}: no pages, links or feeds to check", file=sys.stderr)
        return 1
    print(f"{len(pages)} pages, {links} internal links, {len(feeds)} feeds, {len(calendars)} calendars, {len(ids)} sources: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
