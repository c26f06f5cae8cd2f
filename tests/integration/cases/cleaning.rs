//! Cleaning: spikes, near-coincident borders, poles, long edges, areas.
