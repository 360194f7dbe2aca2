search-busy = Another process is writing the search index. Please try again in a moment.
search-index-broken = The search index could not be read. Please try again; if it keeps failing, ask the operator of the portal to run “lumbung reindex”.
