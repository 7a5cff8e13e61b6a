package io.tertulia.cluster.redis.log;

/**
 * How the names of one installation begin in Redis. Keys live in a database; channels are those of
 * the whole server, so that two installations that differ in the database alone would hear and
 * repair each other: therefore the number is in a channel's name.
 *
 * @param prefix letters, digits, dots, underscores, hyphens: no colon
 * @param database 0 for the one that Redis begins with
 */
public record RedisNames(String prefix, int database) {
  /** What a channel begins with. Of database 0 as it always was. */
  public String channels() {
    return database == 0 ? prefix : prefix + ":" + database;
  }
}
