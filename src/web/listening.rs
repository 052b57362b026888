//! Where connections come in, and how that ends without one being lost.
//!
//! A listening socket that is closed resets what the kernel took in and nobody fetched
//! yet: readers whose request was on its way get nothing. So first no new ones are taken
//! in, then those that are there are fetched, and only then it is closed.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

/// Connections that may wait to be fetched.
const WAITING: i32 = 2048;

/// Until a connection that was begun is one: the way there and back on a slow line, and
/// the server's turn to fetch it.
const BEGUN: Duration = Duration::from_millis(600);

/// The second handle of a listening socket; the server has the first.
pub struct Listening {
    socket: Socket,
    pub address: SocketAddr,
}

/// Listens at `address`: what the server fetches connections from, and what ends it.
pub fn listen(address: SocketAddr) -> io::Result<(TcpListener, Listening)> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A server that is started again finds the port still held by what it answered last.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(WAITING)?;
    let listener: TcpListener = socket.try_clone()?.into();
    let address = listener.local_addr()?;
    Ok((listener, Listening { socket, address }))
}

impl Listening {
    /// From now on nobody new is taken in; returns when those that had begun to connect
    /// have been fetched. Who comes now gets no answer yet and asks again a second later, as
    /// TCP does: the next process takes him in, or he is told that nobody is there.
    pub async fn settle(&self) {
        match self.take_in_nobody() {
            Ok(()) => tokio::time::sleep(BEGUN).await,
            Err(error) => tracing::debug!(%error, "whoever connects in this moment may be reset"),
        }
    }

    /// Drops segments with SYN, which begin a connection: the filter is asked about each
    /// segment that comes to the listening socket, and sees it from the TCP header on. See
    /// "Linux Socket Filtering" in the kernel's documentation; RFC 9293 §3.1 for the flags.
    #[cfg(target_os = "linux")]
    fn take_in_nobody(&self) -> io::Result<()> {
        use socket2::SockFilter;

        const LOAD_BYTE: u16 = 0x30;
        const JUMP_IF_ANY_BIT: u16 = 0x45;
        const RETURN: u16 = 0x06;
        const FLAGS: u32 = 13;
        const SYN: u32 = 0x02;
        self.socket.attach_filter(&[
            SockFilter::new(LOAD_BYTE, 0, 0, FLAGS),
            SockFilter::new(JUMP_IF_ANY_BIT, 0, 1, SYN),
            SockFilter::new(RETURN, 0, 0, 0),
            SockFilter::new(RETURN, 0, 0, u32::MAX),
        ])
    }

    #[cfg(not(target_os = "linux"))]
    fn take_in_nobody(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
