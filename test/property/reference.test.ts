// The reference has to decide the corpus as it says before it can be compared with.
import "../reference/reference.test.ts";
