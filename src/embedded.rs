//! The default theme: templates and assets that the binary carries. Data only.

/// The built-in templates by name.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../templates/404.html")),
    ("actor.html", include_str!("../templates/actor.html")),
    ("base.html", include_str!("../templates/base.html")),
    ("brief.html", include_str!("../templates/brief.html")),
    ("briefs.html", include_str!("../templates/briefs.html")),
    ("claims.html", include_str!("../templates/claims.html")),
    ("components.html", include_str!("../templates/components.html")),
    ("entries.html", include_str!("../templates/entries.html")),
    ("event.html", include_str!("../templates/event.html")),
    ("events.html", include_str!("../templates/events.html")),
    ("home.html", include_str!("../templates/home.html")),
    ("issue.html", include_str!("../templates/issue.html")),
    ("issues.html", include_str!("../templates/issues.html")),
    ("meetings.html", include_str!("../templates/meetings.html")),
    ("office.html", include_str!("../templates/office.html")),
    ("officials.html", include_str!("../templates/officials.html")),
    ("page.html", include_str!("../templates/page.html")),
    ("place.html", include_str!("../templates/place.html")),
    ("quotes.html", include_str!("../templates/quotes.html")),
    ("redirect.html", include_str!("../templates/redirect.html")),
    ("source.html", include_str!("../templates/source.html")),
    ("stances.html", include_str!("../templates/stances.html")),
    ("timeline.html", include_str!("../templates/timeline.html")),
];

/// The theme's own files, by their path in the output. A file of the same path under `static/`
/// takes their place.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("briefgen.css", include_bytes!("../static/briefgen.css")),
    ("favicon.svg", include_bytes!("../static/favicon.svg")),
];
