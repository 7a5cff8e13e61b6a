/**
 * What a node does with the bytes themselves, told over raw TCP and TLS: handshakes and frames,
 * good ones and those that no library would send.
 */
@NullMarked
package io.tertulia.wire;

import org.jspecify.annotations.NullMarked;
