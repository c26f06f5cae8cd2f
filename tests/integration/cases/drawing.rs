//! Drawn maps, charts, pages and slides of such files: letters, legends, names, years before our era.
