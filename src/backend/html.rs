//! Writes a [`Deck`] as one page of HTML that presents itself.

use super::EncodeError;
use crate::deck::Deck;

/// The deck as HTML in one file that asks for nothing else.
///
/// # Errors
/// None so far.
pub fn encode(_deck: &Deck) -> Result<Vec<u8>, EncodeError> {
    Err(EncodeError::Empty)
}
