//! A portal under test: the wired parts with a clock that stands, and the whole router in front.

use super::{Answer, ApiClient, Browser, Place};
use axum::Router;
use axum::body::Body;
use http::Request;
use jiff::Timestamp;
use lumbung::app::{App, start, tasks};
use lumbung::config::Settings;
use lumbung::database::{Clock, Tx};
use lumbung::lanes::LaneSettings;
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::SocketAddr;
use std::time::Duration;
use tower::ServiceExt;

/// A portal under test.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    pub(crate) router: Router,
}

impl TestApp {
    /// An empty portal, or the one that another [`TestApp`] left in the same place.
    pub(crate) async fn open(place: &Place) -> Self {
        Self::with_settings(place.settings()).await
    }

    /// The same with other settings.
    pub(crate) async fn with_settings(settings: Settings) -> Self {
        // Tuesday, 4 March 2025, 09:00 in Magetan: within service hours.
        let clock = Clock::fixed("2025-03-04T02:00:00Z".parse().unwrap());
        let mut lanes = LaneSettings::from_settings(&settings);
        lanes.program = Some(env!("CARGO_BIN_EXE_lumbung").into());
        let app = start::open_with(settings, clock.clone(), lanes)
            .await
            .unwrap();
        let router = lumbung::server::router(&app, None);
        Self { app, clock, router }
    }

    /// A portal with two organizations, two topics and people of every role (see `cast.rs`).
    pub(crate) async fn with_people(place: &Place) -> Self {
        let portal = Self::open(place).await;
        portal.cast().await;
        portal
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn advance_hours(&self, hours: u64) {
        self.clock.advance(Duration::from_secs(hours * 3600));
    }

    pub(crate) async fn begin(&self) -> Tx {
        self.app.database.begin().await.unwrap()
    }

    /// Does every job that is due and brings the index up to date. A job that fails fails the test.
    pub(crate) async fn run_jobs(&self) {
        self.work_despite_failures().await;
        let app = &self.app;
        let mut tx = app.database.begin_read().await.unwrap();
        let failed: Vec<(String, String)> =
            sqlx::query_as("select kind, last_error from job where last_error is not null")
                .fetch_all(&mut *tx)
                .await
                .unwrap();
        assert!(failed.is_empty(), "{failed:?}");
        drop(tx);
        app.search.catch_up().await.unwrap();
    }

    /// Does every job that is due, whatever becomes of it.
    pub(crate) async fn work_despite_failures(&self) {
        let handler = tasks::handler(&self.app);
        let app = &self.app;
        app.workers.drain(&app.database, &app.clock, &handler).await;
    }

    /// The same portal with figures for operators.
    pub(crate) fn with_metrics(self, metrics: PrometheusHandle) -> Self {
        let router = lumbung::server::router(&self.app, Some(metrics));
        Self { router, ..self }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        Answer::read(response).await
    }

    /// What a stranger without cookies gets.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which this person has signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(name).await;
        browser
    }

    /// A client of the API with a token of this person; scopes as in `read,write`.
    pub(crate) async fn api(&self, name: &str, scopes: &str) -> ApiClient {
        let token = self.token(name, scopes, None).await;
        ApiClient::new(self.router.clone(), token)
    }

    /// Serves the portal on a port of its own until the test ends.
    pub(crate) async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }
}
