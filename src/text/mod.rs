//! Vietnamese text: normalise, fold, slug, legacy encodings, Telex, sorting.
