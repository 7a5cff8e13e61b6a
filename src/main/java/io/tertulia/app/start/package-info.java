/** What a node says to the person who starts it. Knows the configuration by its names only. */
@NullMarked
package io.tertulia.app.start;

import org.jspecify.annotations.NullMarked;
