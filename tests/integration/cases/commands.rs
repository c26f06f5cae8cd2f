//! What the commands answer to what a person types.
