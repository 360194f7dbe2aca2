//! `lumbung serve`: the portal.

use super::{Common, demo, say};
use crate::accounts::links;
use crate::accounts::people;
use crate::app::folder::{self, Share};
use crate::app::{App, start, tasks};
use crate::config::{LogFormat, TelemetrySettings};
use crate::database::Clock;
use anyhow::Context;
use clap::Args;
use std::net::SocketAddr;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Fill an empty portal with Magetan's sample organizations, people and datasets.
    #[arg(long)]
    demo: bool,
    /// Address and port.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// What this node does.
    #[arg(long, default_value = "all")]
    role: NodeRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum NodeRole {
    /// Answers requests and works on jobs.
    All,
    /// Answers requests only.
    Web,
    /// Works on jobs only.
    Worker,
}

impl NodeRole {
    fn share(self) -> Share {
        match self {
            Self::All => Share::Alone,
            Self::Web | Self::Worker => Share::WithOthers,
        }
    }
}

pub(super) async fn run(common: Common, options: Options) -> anyhow::Result<()> {
    let mut settings = common.settings()?;
    if let Some(listen) = options.listen {
        settings.server.listen = listen;
    }
    log(&settings.telemetry)?;
    let _folder = folder::hold(&settings.data_dir, options.role.share())?;
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let app = start::open(settings, Clock::system()).await?;
    let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
    tasks::start_following(&app, &tracker, &stop);
    if options.role != NodeRole::Web {
        tasks::start_workers(&app, &tracker, &stop).await?;
    }
    let listen = app.settings.server.listen;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("server.listen: {listen} can't be listened on"))?;
    // Port 0 asks for any free one.
    let listen = listener.local_addr()?;
    if options.demo {
        demo::load(&app).await?;
    } else {
        welcome(&app, listen).await?;
    }
    if options.role == NodeRole::Worker {
        stopped().await;
    } else {
        say(format_args!("Lumbung: http://{listen}/"));
        serve(&app, listener, metrics).await?;
    }
    tracing::info!("stopping");
    stop.cancel();
    tracker.close();
    let patience = Duration::from_secs(app.settings.server.stop_seconds);
    if tokio::time::timeout(patience, tracker.wait())
        .await
        .is_err()
    {
        tracing::warn!("some work did not end in time; its leases will run out");
    }
    app.database.close().await;
    Ok(())
}

async fn serve(
    app: &App,
    listener: tokio::net::TcpListener,
    metrics: metrics_exporter_prometheus::PrometheusHandle,
) -> anyhow::Result<()> {
    let router = crate::server::router(app, Some(metrics));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let drained = axum::serve(listener, service).with_graceful_shutdown(stopped());
    let patience = Duration::from_secs(app.settings.server.stop_seconds);
    let deadline = async {
        stopped().await;
        tokio::time::sleep(patience).await;
    };
    tokio::select! {
        outcome = drained => outcome?,
        () = deadline => tracing::warn!("some requests did not end in time"),
    }
    Ok(())
}

// An empty portal prints the link with which the first administrator begins.
async fn welcome(app: &App, listen: SocketAddr) -> anyhow::Result<()> {
    let mut tx = app.database.begin().await?;
    if people::has_no_admin(&mut tx).await? {
        let hours = app.settings.login.link_hours;
        let secret = links::create_first_admin(&mut tx, hours, app.clock.now()).await?;
        say("This portal is empty. The first administrator begins here (the link works once):");
        say(format_args!("http://{listen}/undangan/{secret}"));
    }
    tx.commit().await?;
    Ok(())
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

fn log(settings: &TelemetrySettings) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log).context("telemetry.log")?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
