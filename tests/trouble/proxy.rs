//! A wire that can be cut: TCP between the program and Telegram, and between it and PostgreSQL.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinSet,
};

/// Where the wire leads.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Port(u16),
    Socket(PathBuf),
}

/// How the wire is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wire {
    /// New connections are refused, for nobody listens.
    pub(crate) refuses: bool,
    /// What the program says vanishes.
    pub(crate) swallows_up: bool,
    /// What it is answered vanishes.
    pub(crate) swallows_down: bool,
    /// Each connection is reset after so many bytes from the program.
    pub(crate) cut_up: Option<usize>,
    /// Each connection is reset after so many bytes to the program.
    pub(crate) cut_down: Option<usize>,
    /// The connection is reset when the program has said this, which still arrives.
    pub(crate) cut_after: Option<&'static [u8]>,
    /// Every piece is so much late, in both directions.
    pub(crate) delay: Duration,
    /// So many bytes a second from the program.
    pub(crate) throttle_up: Option<usize>,
    /// Every so many pieces one stalls for a second, as when a packet was lost.
    pub(crate) stalls_every: Option<usize>,
}

#[derive(Debug)]
struct Shared {
    wire: watch::Sender<Wire>,
    /// Grows when all connections are to be cut.
    cut: watch::Sender<u64>,
    target: Mutex<Target>,
    pieces: std::sync::atomic::AtomicUsize,
    /// Cuts all connections at this many more pieces from the program.
    fuse: std::sync::atomic::AtomicUsize,
}

/// A wire with its own port.
#[derive(Debug, Clone)]
pub(crate) struct Proxy {
    shared: Arc<Shared>,
    port: u16,
}

impl Proxy {
    /// A wire to `target`, sound at first.
    pub(crate) async fn lay(target: Target) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            wire: watch::channel(Wire::default()).0,
            cut: watch::channel(0).0,
            target: Mutex::new(target),
            pieces: 0.into(),
            fuse: 0.into(),
        });
        tokio::spawn(listen(listener, port, Arc::clone(&shared)));
        Ok(Self { shared, port })
    }

    /// Where the program finds it.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Changes how the wire is.
    pub(crate) fn set(&self, wire: Wire) {
        self.shared.wire.send_replace(wire);
    }

    /// The wire is sound again.
    pub(crate) fn heal(&self) {
        self.set(Wire::default());
        self.shared.fuse.store(0, std::sync::atomic::Ordering::Relaxed);
    }

    /// Resets every connection there is.
    pub(crate) fn cut(&self) {
        self.shared.cut.send_modify(|cut| *cut += 1);
    }

    /// At the `nth` thing that the program says from now on, every connection is reset.
    pub(crate) fn cut_at(&self, nth: usize) {
        self.shared.fuse.store(nth, std::sync::atomic::Ordering::Relaxed);
    }

    /// The other end moves; connections that are open stay where they are.
    pub(crate) fn lead_to(&self, target: Target) {
        *self.shared.target.lock().unwrap_or_else(PoisonError::into_inner) = target;
    }
}

async fn listen(first: TcpListener, port: u16, shared: Arc<Shared>) {
    let mut wire = shared.wire.subscribe();
    let mut listener = Some(first);
    let mut connections = JoinSet::new();
    loop {
        let refuses = wire.borrow_and_update().refuses;
        if refuses {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(("127.0.0.1", port)).await.ok();
        }
        let Some(open) = &listener else {
            tokio::select! {
                changed = wire.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(Duration::from_millis(50)), if !refuses => {}
            }
            continue;
        };
        tokio::select! {
            changed = wire.changed() => if changed.is_err() { return },
            accepted = open.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(carry(stream, Arc::clone(&shared)));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn carry(near: TcpStream, shared: Arc<Shared>) {
    near.set_nodelay(true).ok();
    // Closed with a reset, as a wire that is cut.
    near.set_zero_linger().ok();
    let target = shared.target.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut cut = shared.cut.subscribe();
    cut.borrow_and_update();
    match target {
        Target::Port(port) => {
            let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
            far.set_nodelay(true).ok();
            let (far_in, far_out) = far.into_split();
            both(near, far_in, far_out, &shared, cut).await;
        }
        Target::Socket(path) => {
            let Ok(far) = UnixStream::connect(path).await else { return };
            let (far_in, far_out) = far.into_split();
            both(near, far_in, far_out, &shared, cut).await;
        }
    }
}

async fn both(
    near: TcpStream,
    far_in: impl AsyncRead + Unpin,
    far_out: impl AsyncWrite + Unpin,
    shared: &Shared,
    mut cut: watch::Receiver<u64>,
) {
    let (near_in, near_out) = near.into_split();
    tokio::select! {
        _ = cut.changed() => {}
        () = pump(near_in, far_out, shared, true) => {}
        () = pump(far_in, near_out, shared, false) => {}
    }
}

/// Carries pieces one way until an end closes or the wire breaks.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    shared: &Shared,
    is_up: bool,
) {
    use std::sync::atomic::Ordering::Relaxed;
    let mut buffer = vec![0; 16 << 10];
    let mut carried = 0_usize;
    loop {
        let Ok(size @ 1..) = from.read(&mut buffer).await else { return };
        let wire = *shared.wire.borrow();
        let piece = &buffer[..size];
        if is_up && shared.fuse.load(Relaxed) > 0 && shared.fuse.fetch_sub(1, Relaxed) == 1 {
            shared.cut.send_modify(|cut| *cut += 1);
            return;
        }
        let number = shared.pieces.fetch_add(1, Relaxed) + 1;
        if wire.stalls_every.is_some_and(|every| number.is_multiple_of(every)) {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        tokio::time::sleep(wire.delay).await;
        if (is_up && wire.swallows_up) || (!is_up && wire.swallows_down) {
            continue;
        }
        carried += size;
        let limit = if is_up { wire.cut_up } else { wire.cut_down };
        if let Some(limit) = limit.filter(|limit| carried > *limit) {
            let kept = size.saturating_sub(carried - limit);
            to.write_all(&piece[..kept]).await.ok();
            return;
        }
        if let Some(rate) = wire.throttle_up.filter(|_| is_up) {
            let millis = size.saturating_mul(1000) / rate.max(1);
            tokio::time::sleep(Duration::from_millis(millis as u64)).await;
        }
        if to.write_all(piece).await.is_err() {
            return;
        }
        let word = wire.cut_after.filter(|_| is_up);
        if word.is_some_and(|word| piece.windows(word.len()).any(|part| part == word)) {
            // It arrives; that it did is not heard of.
            tokio::time::sleep(Duration::from_millis(150)).await;
            return;
        }
    }
}
