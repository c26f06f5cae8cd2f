//! Counts what a file asks for, in all threads together.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::codepage::Codepage;
use super::crs::Crs;
use super::fault::{Fault, Oddities};
use crate::interchange::{Fineness, Limits};

/// What is left of the limits.
#[derive(Debug)]
pub(super) struct Budget {
    pub limits: Limits,
    /// The reference system that the reader of the file was told, which counts for more than what the file says.
    pub crs: Option<Crs>,
    /// The encoding that the reader of the file was told.
    pub encoding: Option<Codepage>,
    /// Shapes may be as coarse as this allows.
    pub fineness: Option<Fineness>,
    /// They are already.
    pub is_thinned: AtomicBool,
    positions: AtomicUsize,
    features: AtomicUsize,
    cells: AtomicUsize,
    steps: AtomicUsize,
}

/// Deeper nesting than this is refused whatever the limits say: readers of nested things call themselves.
const DEEPEST: usize = 256;

impl Budget {
    pub fn new(limits: &Limits) -> Budget {
        let limits = Limits { depth: limits.depth.min(DEEPEST), ..*limits };
        Budget {
            limits,
            crs: None,
            encoding: None,
            fineness: None,
            is_thinned: AtomicBool::new(false),
            positions: AtomicUsize::new(0),
            features: AtomicUsize::new(0),
            cells: AtomicUsize::new(0),
            steps: AtomicUsize::new(0),
        }
    }

    /// The reference system of a file: the one that was told, else the file's own; where that says nothing, degrees, and
    /// `unsaid` is told if the format should say it.
    pub fn crs(
        &self,
        odd: &mut Oddities,
        own: impl FnOnce() -> Result<Option<Crs>, Fault>,
        unsaid: Option<&str>,
    ) -> Result<Crs, Fault> {
        let crs = match &self.crs {
            Some(crs) => crs.clone(),
            None => match own()? {
                Some(crs) => crs,
                None => {
                    if let Some(unsaid) = unsaid {
                        odd.other(format!(
                            "{unsaid}: coordinates are taken for degrees (WGS 84); --crs EPSG:n says which they are"
                        ));
                    }
                    Crs::Degrees
                }
            },
        };
        crs.tell(odd);
        Ok(crs)
    }

    /// Nothing is kept yet: the file is read once more.
    pub fn again(&mut self) {
        for counter in [&mut self.positions, &mut self.features, &mut self.cells, &mut self.steps] {
            *counter.get_mut() = 0;
        }
    }

    /// So many more positions are to be kept.
    pub fn positions(&self, more: usize) -> Result<(), Fault> {
        take(&self.positions, more, self.limits.positions, "positions")
    }

    /// So many more features are to be kept.
    pub fn features(&self, more: usize) -> Result<(), Fault> {
        take(&self.features, more, self.limits.features, "features")
    }

    /// So many more values are to be kept, empty ones too.
    pub fn cells(&self, more: usize) -> Result<(), Fault> {
        // A value weighs about as much as two positions.
        let allowed = (self.limits.positions / 2).max(1000);
        take(&self.cells, more, allowed, "values, empty ones too")
    }

    /// So many more steps of a search whose length a file decides.
    pub fn steps(&self, more: usize) -> Result<(), Fault> {
        let allowed = self.limits.positions.saturating_mul(20).max(1 << 20);
        take(&self.steps, more, allowed, "steps of a search, such as for the ring around a hole")
    }

    /// Nesting `depth` deep.
    pub fn depth(&self, depth: usize) -> Result<(), Fault> {
        if self.limits.depth < depth {
            return Err(Fault::limit("levels of nesting", self.limits.depth as u64));
        }
        Ok(())
    }

    /// A value of so many bytes.
    pub fn value(&self, bytes: usize) -> Result<(), Fault> {
        if self.limits.value_bytes < bytes {
            return Err(Fault::limit("bytes in one value", self.limits.value_bytes as u64));
        }
        Ok(())
    }
}

fn take(counter: &AtomicUsize, more: usize, allowed: usize, what: &str) -> Result<(), Fault> {
    let before = counter.fetch_add(more.min(usize::MAX / 4), Ordering::Relaxed);
    if allowed < before.saturating_add(more) {
        // Back, so that no number of further tries can overflow the counter.
        counter.fetch_sub(more.min(usize::MAX / 4), Ordering::Relaxed);
        return Err(Fault::limit(what, allowed as u64));
    }
    Ok(())
}
