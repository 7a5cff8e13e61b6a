/**
 * The network between a client and a server on this machine, for tests that need it slow, silent,
 * deaf on one side or cut. Knows nothing of what is said through it. Threads of its own; any thread
 * may hurt it.
 */
@NullMarked
package io.tertulia.tcp;

import org.jspecify.annotations.NullMarked;
