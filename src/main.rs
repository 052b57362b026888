//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    few_arenas();
    // One TLS provider in the program; two would make it panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    lantoa::cli::run(lantoa::cli::Arguments::read())
}

/// The C library keeps a heap for every few threads, and what one thread freed is
/// not given to another: threads that wait for the database would hold a hundred
/// megabytes of nothing. Two heaps are enough for what is allocated here.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn few_arenas() {
    // SAFETY: sets a number of the allocator's; no other thread runs yet.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 2) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn few_arenas() {}
