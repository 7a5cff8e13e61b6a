package io.tertulia.app.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormatHintTest {
  private enum Way {
    FAST,
    SLOW
  }

  @ParameterizedTest
  @CsvSource({
    "128MB, write 128M",
    "128 mb, write 128M",
    "1 GiB, write 1G",
    "1_000_000, write 1000000",
    "64 bytes, write 64",
    "1.5G, like 16M",
    "much, like 16M",
  })
  void a_size_as_people_write_it_is_answered_with_the_right_one(String value, String ending) {
    assertThat(of(MemorySize.class, value))
        .startsWith("a size is a whole number with K, M or G behind it")
        .endsWith(ending);
  }

  @ParameterizedTest
  @CsvSource({
    "1day, write 1d",
    "10 min, write 10m",
    "2 hours, write 2h",
    "30 Seconds, write 30s",
    "250 millis, write 250ms",
    "1.5h, like 10s",
    "soon, like 10s",
  })
  void a_duration_as_people_write_it_is_answered_with_the_right_one(String value, String ending) {
    assertThat(of(Duration.class, value))
        .startsWith("a duration is a whole number with ms, s, m, h or d behind it")
        .endsWith(ending);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1_000 | write 1000",
        "1,000 | write 1000",
        "1.000 | write 1000",
        "10k | like 1000",
        "many | like 1000",
        "99999999999 | like 1000",
      })
  void a_number_as_people_write_it_is_answered_with_the_right_one(String value, String ending) {
    assertThat(of(Integer.class, value))
        .startsWith("it must be a whole number, in digits only, up to 2147483647")
        .endsWith(ending);
  }

  @ParameterizedTest
  @CsvSource({"10%", "0/1"})
  void a_part_wants_a_decimal_point(String value) {
    assertThat(of(Double.class, value))
        .isEqualTo("it must be a number with a decimal point, like 0.1");
  }

  @ParameterizedTest
  @CsvSource({"quick"})
  void a_word_out_of_a_few_is_answered_with_the_few(String value) {
    assertThat(of(Way.class, value)).startsWith("it must be one of ").contains("fast", "slow");
  }

  /** By the converters' own words, which may change with the libraries. */
  private static String of(Class<?> type, String value) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withDefaultValue("key", value)
            .build();
    Throwable refused =
        catchThrowable(() -> config.getConverter(type).orElseThrow().convert(value));
    return ValueFormatHint.of(
        value, String.valueOf(refused.getMessage()).replaceFirst("^SRCFG\\d+: ", ""));
  }
}
