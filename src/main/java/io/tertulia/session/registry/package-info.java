/**
 * The clients of this node, whatever door they came in by: who empties, balances or counts a node
 * asks here and knows no door. Any thread.
 */
@NullMarked
package io.tertulia.session.registry;

import org.jspecify.annotations.NullMarked;
