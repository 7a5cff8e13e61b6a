/**
 * The people of a trial: members who listen, come and go, and publishers who speak by every door
 * and note what became of it. Each is a client of {@link io.tertulia.trial.crowd.person}.
 */
@NullMarked
package io.tertulia.trial.crowd;

import org.jspecify.annotations.NullMarked;
