//! The only way off the async threads.
use std::time::Duration;
#[derive(Debug, Clone, Copy)]
pub enum Lane {
    Quick,
    Bulk,
}
#[derive(Debug, Clone, Default)]
pub struct Lanes;
#[derive(Debug)]
pub struct Cancel;
#[derive(Debug, thiserror::Error)]
#[error("lane")]
pub struct LaneError;
impl crate::error::Failure for LaneError {
    fn kind(&self) -> crate::error::Kind {
        crate::error::Kind::Unavailable
    }
    fn code(&self) -> &'static str {
        "lanes"
    }
    fn message(&self) -> crate::error::Message {
        crate::error::Message::new("lanes-busy")
    }
}
impl Lanes {
    pub async fn run<T: Send + 'static, F: FnOnce(&Cancel) -> T + Send + 'static>(
        &self,
        _l: Lane,
        _d: Duration,
        f: F,
    ) -> Result<T, LaneError> {
        tokio::task::spawn_blocking(move || f(&Cancel))
            .await
            .map_err(|_| LaneError)
    }
}
