/** How what one person has of the rooms looks as JSON. Pure; any thread. */
@NullMarked
package io.tertulia.format.mine;

import org.jspecify.annotations.NullMarked;
