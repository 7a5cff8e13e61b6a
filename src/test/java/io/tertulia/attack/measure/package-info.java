/**
 * What an attack costs the processes beside it: memory, and the processors of this machine. From
 * {@code /proc}.
 */
@NullMarked
package io.tertulia.attack.measure;

import org.jspecify.annotations.NullMarked;
