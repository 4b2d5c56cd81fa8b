//! The default theme: templates and assets that the binary carries. Data only.

/// The built-in templates by name: every file of the folder `templates`.
pub const TEMPLATES: &[(&str, &str)] = include!(env!("BRIEFGEN_TEMPLATES"));

/// The theme's own files, by their path in the output. A file of the same path under `static/`
/// takes their place.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("briefgen.css", include_bytes!("../static/briefgen.css")),
    ("favicon.svg", include_bytes!("../static/favicon.svg")),
];
