"""Photos and sounds of responses on their way out: under names that say nothing of anybody, without what a device writes beside a picture."""
