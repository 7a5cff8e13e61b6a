/** What the scripts of the log answer, read into records. Pure; on any thread. */
@NullMarked
package io.tertulia.cluster.redis.log.reply;

import org.jspecify.annotations.NullMarked;
