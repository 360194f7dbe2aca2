// Comfort on top of pages that work without it.
import "./copy.js";
import "./errors.js";
import "./queue.js";
import "./upload.js";
