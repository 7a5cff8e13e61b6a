/** Rows about messages that change after they were said. */
@NullMarked
package io.tertulia.trial.rows.living;

import org.jspecify.annotations.NullMarked;
