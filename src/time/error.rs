//! What is wrong with a date as written.

use std::fmt;

/// Why a text is not a date: which part is wrong, and which values are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    message: String,
    offset: usize,
}

impl DateError {
    pub(super) fn new(message: impl Into<String>, offset: usize) -> DateError {
        DateError { message: message.into(), offset }
    }

    pub(super) fn shifted(self, by: usize) -> DateError {
        DateError { offset: self.offset + by, ..self }
    }

    /// Byte in the text where the mistake is.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}
