/**
 * One conversation, held through every door there is, against the node in this process and the
 * packaged one.
 */
@NullMarked
package io.tertulia.conversation;

import org.jspecify.annotations.NullMarked;
