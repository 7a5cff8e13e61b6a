/** The faults of testing.md, one class each, and the command that runs one. */
@NullMarked
package io.tertulia.trial.rows;

import org.jspecify.annotations.NullMarked;
