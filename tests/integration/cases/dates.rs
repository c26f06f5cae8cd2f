//! Dates of rows: counts of years, coarse ends, fields that look like dates, impossible dates, snapshots.
