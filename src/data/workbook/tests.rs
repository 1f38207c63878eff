//! Whole workbooks in, raw tables and findings out.
