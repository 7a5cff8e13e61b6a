/** Who chats while a node is attacked, and what they measure. */
@NullMarked
package io.tertulia.attack.witness;

import org.jspecify.annotations.NullMarked;
