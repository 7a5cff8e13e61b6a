/** What grows in the rooms, as it lies in Redis beside their logs. Any thread. */
@NullMarked
package io.tertulia.cluster.redis.growing;

import org.jspecify.annotations.NullMarked;
