//! The command line.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // One TLS provider in the program; two would make it panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    lantoa::cli::run(lantoa::cli::Arguments::parse())
}
