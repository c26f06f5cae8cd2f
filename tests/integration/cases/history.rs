//! Rows as history: who holds the land where rows overlap, whose name and id a holder and a unit has.
