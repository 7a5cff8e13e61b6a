package io.tertulia.room.members;

/**
 * What a log has to make sure of in the very step in which it stores an entry: that its author may
 * say something there, or that the room is still as a change of it was judged by.
 */
public sealed interface Warrant permits Authority, RuleChange {}
