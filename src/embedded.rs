//! The default theme: templates and assets that are compiled into the program.

/// The built-in templates by name: every file of the folder `templates`.
pub const TEMPLATES: &[(&str, &str)] = include!(env!("BRIEFGEN_TEMPLATES"));

/// The assets of the theme, by their path in the output. A file with this path below `static/`
/// replaces the asset.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("briefgen.css", include_bytes!("../static/briefgen.css")),
    ("favicon.svg", include_bytes!("../static/favicon.svg")),
];
