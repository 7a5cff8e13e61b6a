package io.tertulia.security.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer publishes (a JWK Set, RFC 7517), kept here: they are fetched ahead and in
 * the background, and what is known stays good while the issuer is away. A key that is not known
 * makes one more fetch, for all who wait together and at most once in {@link #PAUSE}. Any thread.
 */
public final class RemoteKeys implements IssuerKeys {
  private static final System.Logger LOG = System.getLogger(RemoteKeys.class.getName());

  /** Between two fetches that unknown keys ask for. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** Before the first was answered, nobody can come in: it is tried more often. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  /** How old the keys may get before they are fetched again in the background. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** Who waits for a key that is not known is answered by then; the fetch goes on for others. */
  static final Duration ANSWER = Duration.ofMillis(1_500);

  /** Between two lines of the log that say what is wrong: an issuer may be away for days. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Supplier<CompletionStage<String>> fetch;
  private final LongSupplier now;

  /** What was fetched last, null before the first time. */
  private volatile @Nullable List<JWK> known;

  /** Guarded by this, as all below. */
  private @Nullable CompletableFuture<List<JWK>> underWay;

  private long askedAt;
  private long fetchedAt;
  private boolean asked;
  private long toldAt;
  private boolean told;

  /**
   * @param name of the issuer, for the log
   * @param fetch gives the JWK Set as JSON
   * @param now monotonic milliseconds
   */
  public RemoteKeys(String name, Supplier<CompletionStage<String>> fetch, LongSupplier now) {
    this.name = name;
    this.fetch = fetch;
    this.now = now;
  }

  @Override
  public CompletionStage<List<JWK>> named(@Nullable String id) {
    List<JWK> here = known;
    List<JWK> found = here == null ? List.of() : among(here, id);
    return found.isEmpty()
        ? fetchAgain()
            .toCompletableFuture()
            .copy()
            .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(keys -> among(keys, id))
        : CompletableFuture.completedStage(found);
  }

  private static List<JWK> among(List<JWK> keys, @Nullable String id) {
    return id == null ? keys : keys.stream().filter(key -> id.equals(key.getKeyID())).toList();
  }

  /** Fetches the keys ahead of time; to be called about once a second. */
  public void tick() {
    boolean due;
    synchronized (this) {
      due = known == null || now.getAsLong() - fetchedAt >= FRESH.toMillis();
    }
    if (due) {
      var _ = fetchAgain();
    }
  }

  /**
   * Joins the fetch that is under way, or begins one. Fails when it is too soon for another: the
   * issuer may have a key by now that is not known here.
   */
  private CompletionStage<List<JWK>> fetchAgain() {
    CompletableFuture<List<JWK>> result = new CompletableFuture<>();
    synchronized (this) {
      if (underWay != null) {
        return underWay;
      }
      List<JWK> here = known;
      Duration pause = here == null ? FIRST_PAUSE : PAUSE;
      if (asked && now.getAsLong() - askedAt < pause.toMillis()) {
        return unreachable();
      }
      asked = true;
      askedAt = now.getAsLong();
      underWay = result;
    }
    begin()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((json, failure) -> fetched(json, failure, result));
    return result;
  }

  private CompletableFuture<String> begin() {
    try {
      return fetch.get().toCompletableFuture().copy();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void fetched(
      @Nullable String json, @Nullable Throwable failure, CompletableFuture<List<JWK>> result) {
    List<JWK> keys = null;
    try {
      keys = json == null ? null : parse(json);
    } finally {
      // Whatever happened (memory may run out): who waits is answered, and it is asked again.
      synchronized (this) {
        underWay = null;
        if (keys != null) {
          known = keys;
          fetchedAt = now.getAsLong();
        }
      }
      if (keys != null) {
        result.complete(keys);
      } else {
        result.completeExceptionally(new Unreachable(name));
      }
    }
    if (failure != null) {
      tell("the keys of issuer {0} cannot be fetched: {1}", reason(failure));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(
        failure instanceof CompletionException && cause != null ? cause : failure);
  }

  /** Null when it is no JWK Set, or one without a key; what is not understood is left out. */
  private @Nullable List<JWK> parse(String json) {
    List<JWK> keys = new ArrayList<>();
    try {
      Object listed = JSONObjectUtils.parse(json).get("keys");
      if (!(listed instanceof List<?> words)) {
        return refused("it is no JWK Set");
      }
      for (Object word : words) {
        JWK key = parseOne(word);
        if (key != null) {
          keys.add(key);
        }
      }
    } catch (ParseException | RuntimeException e) {
      return refused("it is no JWK Set");
    }
    return keys.isEmpty() ? refused("it has no public key") : List.copyOf(keys);
  }

  /** Null for what is no public key, or of a kind that is not known. */
  @SuppressWarnings("unchecked") // an object of JSON has names
  private static @Nullable JWK parseOne(Object word) {
    try {
      return word instanceof Map<?, ?> fields
          ? JWK.parse((Map<String, Object>) fields).toPublicJWK()
          : null;
    } catch (ParseException | RuntimeException e) {
      return null;
    }
  }

  private @Nullable List<JWK> refused(String why) {
    tell("what issuer {0} gave as its keys is no use: {1}", why);
    return null;
  }

  /**
   * @param words with a place for the name of the issuer and one for the reason
   */
  private void tell(String words, String why) {
    synchronized (this) {
      if (told && now.getAsLong() - toldAt < QUIET.toMillis()) {
        return;
      }
      told = true;
      toldAt = now.getAsLong();
    }
    LOG.log(System.Logger.Level.WARNING, words, name, why);
  }

  private CompletionStage<List<JWK>> unreachable() {
    return CompletableFuture.failedStage(new Unreachable(name));
  }
}
