//! Answers worked out once from facts that never change, kept as long as there is room.

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::Hash;
use std::sync::Arc;

/// A bounded set of answers, the less used of which make room.
///
/// Two who ask for the same answer at once wait for one computation. The key must name all that the answer depends on:
/// nothing is ever taken back.
#[derive(Debug)]
pub struct Kept<K, V>(Cache<K, Weighed<V>, ByBytes>);

#[derive(Debug)]
struct Weighed<V> {
    value: Arc<V>,
    bytes: u64,
}

impl<V> Clone for Weighed<V> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            bytes: self.bytes,
        }
    }
}

#[derive(Debug, Clone)]
struct ByBytes;

impl<K, V> Weighter<K, Weighed<V>> for ByBytes {
    fn weight(&self, _: &K, kept: &Weighed<V>) -> u64 {
        kept.bytes.max(1)
    }
}

impl<K: Clone + Eq + Hash + Send + Sync, V: Send + Sync> Kept<K, V> {
    /// Room for `bytes`, enough for about `items` answers.
    pub fn new(items: usize, bytes: u64) -> Self {
        Self(Cache::with_weighter(items, bytes, ByBytes))
    }

    /// The answer kept for `key`, else the one that `compute` gives with the bytes that it takes in memory.
    ///
    /// Errors: those of `compute`, which is asked again the next time.
    pub async fn get<E: Send>(
        &self,
        key: K,
        compute: impl Future<Output = Result<(V, u64), E>> + Send,
    ) -> Result<Arc<V>, E> {
        let weighed = Box::pin(async {
            let (value, bytes) = compute.await?;
            Ok(Weighed {
                value: Arc::new(value),
                bytes,
            })
        });
        let kept = self.0.get_or_insert_async(&key, weighed).await?;
        Ok(kept.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    async fn ask(kept: &Kept<u64, u64>, asked: &AtomicU64, key: u64) -> Result<u64, ()> {
        let compute = async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            if key == 0 { Err(()) } else { Ok((key * 2, 40)) }
        };
        kept.get(key, compute).await.map(|value| *value)
    }

    #[tokio::test]
    async fn two_who_ask_at_once_wait_for_one_computation() {
        let (kept, asked) = (Kept::new(10, 1000), AtomicU64::new(0));
        let answers = tokio::join!(ask(&kept, &asked, 7), ask(&kept, &asked, 7));
        assert_eq!(answers, (Ok(14), Ok(14)));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let (kept, asked) = (Kept::new(10, 1000), AtomicU64::new(0));
        assert_eq!(ask(&kept, &asked, 0).await, Err(()));
        assert_eq!(ask(&kept, &asked, 0).await, Err(()));
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn no_more_is_kept_than_there_is_room_for() {
        let (kept, asked) = (Kept::new(10, 100), AtomicU64::new(0));
        for key in 1..=1000 {
            assert_eq!(ask(&kept, &asked, key).await, Ok(key * 2));
        }
        assert!(kept.0.weight() <= 100);
    }
}
