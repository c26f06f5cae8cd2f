//! Many rows, many dates, long names: done in bounded time.
