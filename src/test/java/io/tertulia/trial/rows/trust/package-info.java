/** What happens to people: they are put out, and their tokens revoked, while others chat on. */
@NullMarked
package io.tertulia.trial.rows.trust;

import org.jspecify.annotations.NullMarked;
