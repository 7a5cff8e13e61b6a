@NullMarked
package io.tertulia.cluster.follow;

import org.jspecify.annotations.NullMarked;
