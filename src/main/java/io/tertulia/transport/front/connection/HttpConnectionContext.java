package io.tertulia.transport.front.connection;

import java.util.function.Supplier;

/**
 * What all connections that speak HTTP share.
 *
 * @param bytes of what has come and is not answered
 * @param within milliseconds in which what has begun must be whole
 * @param forwarded whether proxies say who their clients are: then a connection is nobody's
 */
record HttpConnectionContext(
    Quota connections,
    Quota bytes,
    long within,
    boolean forwarded,
    Supplier<RequestDecoder> decoders) {}
