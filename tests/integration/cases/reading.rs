//! Files of other programs: reference systems, encodings, rings, times of KML, files that were refused whole.
