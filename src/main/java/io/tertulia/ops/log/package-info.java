/** What the log looks like, whoever writes into it. Any thread. */
@NullMarked
package io.tertulia.ops.log;

import org.jspecify.annotations.NullMarked;
