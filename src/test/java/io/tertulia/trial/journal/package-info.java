/**
 * What the people of a trial tried and received, written down as it happens: the {@link
 * io.tertulia.trial.journal.Journal}, with a tape for each who listens. By any thread; read when
 * all is over.
 */
@NullMarked
package io.tertulia.trial.journal;

import org.jspecify.annotations.NullMarked;
