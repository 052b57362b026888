//! Pictures: what comes in, what is kept of it, and the renditions made of it.
