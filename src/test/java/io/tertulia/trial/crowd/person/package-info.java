/**
 * A client that follows the wire contract to the letter, comes back by itself and writes down what
 * it sees. A person's state is guarded by its monitor, which nobody holds while writing to a
 * socket: a stopped server must not stop its members.
 */
@NullMarked
package io.tertulia.trial.crowd.person;

import org.jspecify.annotations.NullMarked;
