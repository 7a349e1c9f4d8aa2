"""HTTP and pages: parse, call the assistant, render."""
