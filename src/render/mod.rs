//! Views to bytes: the theme, the Markdown of bodies, feeds.
