/**
 * Who may enter: the credentials of guests, the pages that may open a socket. Strangers' words come
 * in, a decision goes out as a value. Any thread; nothing here blocks.
 */
@NullMarked
package io.tertulia.security;

import org.jspecify.annotations.NullMarked;
