/**
 * Judges a trial: the {@link io.tertulia.trial.oracle.Oracle} reads a journal, after all who wrote
 * in it have stopped, and says what was lost, doubled, out of order or never explained.
 */
@NullMarked
package io.tertulia.trial.oracle;

import org.jspecify.annotations.NullMarked;
