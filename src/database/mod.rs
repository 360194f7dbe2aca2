//! Pool, migrations, transactions, ids, clock.
