#!/usr/bin/env python3
"""Checks a built site: every internal link and anchor resolves, every Atom feed parses.

    check_site.py FOLDER [--base-url URL]

Without --base-url the folder is taken as it is opened from a disk: a link must name a file. With it the folder is taken
as served below that address: a link to a folder means its index.html. Exit status 1 where anything is wrong.
"""

import argparse
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import feedparser


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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-url")
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
    for line in wrong:
        print(line, file=sys.stderr)
    if not pages or not links or not feeds:
        print(f"{root}: no pages, links or feeds to check", file=sys.stderr)
        return 1
    print(f"{len(pages)} pages, {links} internal links, {len(feeds)} feeds: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
