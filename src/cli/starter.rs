//! The site that `briefgen init` writes: small, about real events, and without findings.
//!
//! It must stay without findings whenever it is built. That is why its officials have left office
//! and nothing in it has a date of review.

/// The path and the text of each file.
pub(super) const STARTER: &[(&str, &str)] = &[
    ("site.yaml", SITE),
    ("content/actors.yaml", ACTORS),
    ("content/offices.yaml", OFFICES),
    ("content/sources.yaml", SOURCES),
    ("content/issues/arms-control.md", ARMS_CONTROL),
    ("content/briefs/1986-10-12-reykjavik-summit.md", REYKJAVIK),
    ("content/briefs/1987-12-08-washington-summit.md", WASHINGTON),
];

const SITE: &str = "\
# What the site is called, in the head of every page.
title: Example Desk
description: Two briefs on the summits of 1986 and 1987, to start from.
lang: en
# Where the site will stand; feeds, the sitemap and canonical links need it.
# base_url: https://briefs.example.org
# Printed on briefs that name no author.
# author: Example Desk
";

const ACTORS: &str = "\
# Who: a map from ids to facts that do not change. What they did and said stands in briefs.
# An actor may also have a file, content/actors/ID.md, with a biography below its front matter.

ronald-reagan:
  name: Ronald Reagan
  country: US
  short: [Reagan]
  offices:
    - {office: us-president, from: 1981-01-20, to: 1989-01-20}

george-shultz:
  name: George Shultz
  country: US
  aliases: [George P. Shultz]
  short: [Shultz]
  offices:
    - {office: us-secretary-of-state, from: 1982-07-16, to: 1989-01-20}

mikhail-gorbachev:
  name: Mikhail Gorbachev
  country: RU
  short: [Gorbachev]
  offices:
    - {office: soviet-general-secretary, from: 1985-03-11, to: 1991-08-24}
";

const OFFICES: &str = "\
# Offices outlive those who hold them: who held one when stands with the actor.

us-president:
  title: President of the United States
  short: President
  country: US
  rank: 1

us-secretary-of-state:
  title: Secretary of State
  country: US
  rank: 2

soviet-general-secretary:
  title: General Secretary of the Communist Party of the Soviet Union
  short: General Secretary
  country: RU
  rank: 1
";

const SOURCES: &str = "\
# What briefs rest on. A brief may also name a source by its URL alone.

reykjavik-file:
  title: The Reykjavik File
  type: webpage
  publisher: National Security Archive
  published: 2006-10-13
  url: https://nsarchive2.gwu.edu/NSAEBB/NSAEBB203/index.htm
  archived: {url: \"https://web.archive.org/web/https://nsarchive2.gwu.edu/NSAEBB/NSAEBB203/index.htm\"}

inf-treaty-text:
  title: Treaty on the Elimination of Their Intermediate-Range and Shorter-Range Missiles
  type: treaty
  publisher: US Department of State
  published: 1987-12-08
  url: https://2009-2017.state.gov/t/avc/trty/102360.htm
  archived: {url: \"https://web.archive.org/web/https://2009-2017.state.gov/t/avc/trty/102360.htm\"}
";

const ARMS_CONTROL: &str = "\
---
title: Nuclear arms control
summary: Limits on nuclear weapons between the United States and the Soviet Union.
status:
  - {date: 1986-10-12, state: no agreement, trend: flat}
  - {date: 1987-12-08, state: a treaty is signed, trend: up}
---

What this page says of an issue in general goes here. The briefs that name the issue are listed \
below it.
";

const REYKJAVIK: &str = "\
---
title: The summit in Reykjavik ends without an agreement
summary: Reagan and Gorbachev came close to a deal on nuclear weapons, and parted without one.
sources: [reykjavik-file]
actors:
  - {actor: ronald-reagan, role: met Gorbachev}
  - {actor: mikhail-gorbachev, role: asked for the meeting}
  - george-shultz
issues: [arms-control]
updates:
  - date: 2006-10-13
    note: Quotes the papers of both sides, which were published on that day.
---

[[ronald-reagan+]] and [[mikhail-gorbachev+]] met at Höfði House on 11 and 12 October 1986. In \
September
Gorbachev had asked for “a quick one-on-one meeting, let us say in Iceland or in London”
[@reykjavik-file].

## What was on the table

They almost agreed on doing away with nuclear weapons, and failed to. The briefing book that
[[george-shultz+]] brought and the transcripts of both sides have since been published \
[@reykjavik-file].

What became of it a year later is told in [[washington-summit]].
";

const WASHINGTON: &str = "\
---
title: A treaty is signed in Washington
summary: A class of missiles is to disappear. It is the subject on which Reykjavik had come close.
sources: [inf-treaty-text]
actors: [ronald-reagan, mikhail-gorbachev]
issues: [arms-control]
---

On 8 December 1987 [[ronald-reagan+]] and [[mikhail-gorbachev+]] signed a treaty under which both \
sides
eliminate their ground-launched missiles with ranges from 500 to 5,500 kilometres \
[@inf-treaty-text].

Fourteen months before, at [[reykjavik-summit|their meeting in Reykjavik]], they had parted \
without an
agreement on [[arms-control|nuclear arms]].

> [!TIP]
> `[[id]]` links to a page, `[[id+]]` puts the title of that day before the name, and `[@id]` \
cites a source.
";
