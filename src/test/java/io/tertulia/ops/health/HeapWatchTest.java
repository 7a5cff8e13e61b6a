package io.tertulia.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whether the heap is full is what the collector says, until it says otherwise. */
class HeapWatchTest {
  private final AtomicReference<MemoryUsage> after = new AtomicReference<>();
  private final HeapWatch watch = new HeapWatch(after::get, 85);

  @Test
  void the_heap_is_full_from_the_percent_on_and_until_a_collection_finds_less() {
    assertThat(found(84, 100)).isFalse();
    assertThat(found(85, 100)).isTrue();
    assertThat(found(100, 100)).isTrue();
    assertThat(found(84, 100)).isFalse();
  }

  @Test
  void a_heap_without_a_bound_or_before_its_first_collection_is_not_full() {
    watch.look();
    assertThat(watch.isFull()).isFalse();
    assertThat(found(100, -1)).isFalse();
  }

  @Test
  void no_size_of_a_heap_overflows() {
    long tebibyte = 1L << 40;
    assertThat(found(tebibyte * 84 / 100, tebibyte)).isFalse();
    assertThat(found(tebibyte * 86 / 100, tebibyte)).isTrue();
  }

  private boolean found(long used, long max) {
    after.set(new MemoryUsage(-1, used, Math.max(used, max < 0 ? used : max), max));
    watch.look();
    return watch.isFull();
  }
}
