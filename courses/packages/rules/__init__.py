"""Rules of course packages: what may be unpacked, what a manifest says, what a package claims of its learner."""
