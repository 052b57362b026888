//! The command line.

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One TLS provider in the program; two would make it panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    lantoa::cli::run(lantoa::cli::Arguments::parse())
}
