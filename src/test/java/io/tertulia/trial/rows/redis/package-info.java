/** Faults of Redis: killed, wiped, full, behind its master, and hard on its subscribers. */
@NullMarked
package io.tertulia.trial.rows.redis;

import org.jspecify.annotations.NullMarked;
