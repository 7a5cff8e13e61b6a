package io.tertulia.protocol;

import java.time.Duration;

/**
 * What one client may ask of a node, as told in {@code welcome.limits}.
 *
 * @param frame largest frame and message in bytes
 * @param text largest text or data of one message, in bytes of UTF-8
 * @param rate commands a second of one session, on average
 * @param rooms rooms that one session may have joined
 * @param dedupe for how long at least a repeated key is recognised
 * @param catchup how many missed entries a join sends before it answers {@code reset behind}
 */
public record Limits(int frame, int text, int rate, int rooms, Duration dedupe, int catchup) {}
