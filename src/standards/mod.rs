//! Code lists and rules: regions, affairs (urusan), frequencies, licences.
