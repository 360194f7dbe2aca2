// Comfort on top of pages that work without it.
import "./copy.js";
import "./errors.js";
import "./fresh.js";
import "./keep.js";
import "./queue.js";
import "./sheet.js";
import "./upload.js";
import "./wait.js";
