//! Indices into the tables of a [`Dataset`](super::Dataset).

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the table it points into.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(/// A unit: position in [`Dataset::units`](super::Dataset::units).
    UnitId);
id!(/// A polity: position in [`Dataset::polities`](super::Dataset::polities).
    PolityId);
id!(/// An event: position in [`Dataset::events`](super::Dataset::events).
    EventId);
id!(/// An attestation: position in [`Dataset::attestations`](super::Dataset::attestations).
    AttestationId);
id!(/// A source: position in [`Dataset::sources`](super::Dataset::sources).
    SourceId);
id!(/// A place: position in [`Dataset::places`](super::Dataset::places).
    PlaceId);
id!(/// A line that a text describes: position in [`Dataset::lines`](super::Dataset::lines).
    LineId);
