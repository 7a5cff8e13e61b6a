package io.tertulia.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal.Credential;
import io.tertulia.room.access.RoomDefaults.Creators;
import io.tertulia.room.access.RoomDefaults.Default;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tokens and configuration say of rooms by their names. */
class RoomDefaultsTest {
  private static final Policy CLOSED = new Policy(Policy.Read.MEMBERS, Policy.Say.MEMBERS, 0);
  private static final Policy NEWS = new Policy(Policy.Read.ALL, Policy.Say.MODERATORS, 0);

  private static Principal user(boolean admin, Map<String, String> grants) {
    return new Principal(new Identity("ana", "Ana", false), Credential.NONE, admin, grants);
  }

  @Test
  void a_star_stands_for_any_characters_also_none() {
    for (String pattern : List.of("team-*", "*", "team-a", "*-a", "t*m-*", "team-a*", "**a")) {
      assertThat(RoomPattern.matches(pattern, "team-a")).as(pattern).isTrue();
    }
    for (String pattern : List.of("", "team", "team-", "team-b*", "*b", "a*", "team-a-*")) {
      assertThat(RoomPattern.matches(pattern, "team-a")).as(pattern).isFalse();
    }
  }

  @Test
  void a_pattern_of_stars_costs_no_more_than_its_length() {
    String pattern = "*a".repeat(5_000) + "b";
    long begun = System.nanoTime();
    assertThat(RoomPattern.matches(pattern, "a".repeat(64))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void the_first_pattern_that_fits_counts_and_without_one_a_room_is_open() {
    RoomDefaults defaults =
        new RoomDefaults(
            List.of(new Default("news-team-*", NEWS), new Default("*team-*", CLOSED)),
            Creators.USERS);
    assertThat(defaults.of(new RoomId("news-team-a"))).isEqualTo(NEWS);
    assertThat(defaults.of(new RoomId("team-a"))).isEqualTo(CLOSED);
    assertThat(defaults.of(new RoomId("plaza"))).isEqualTo(Policy.OPEN);
  }

  @Test
  void a_node_hears_itself_where_every_room_is_closed() {
    RoomDefaults defaults = new RoomDefaults(List.of(new Default("*", CLOSED)), Creators.USERS);
    assertThat(defaults.of(new RoomId("plaza"))).isEqualTo(CLOSED);
    assertThat(defaults.of(RoomId.reserved("probe.node-0"))).isEqualTo(Policy.OPEN);
  }

  @Test
  void of_what_a_token_grants_the_highest_role_that_fits_counts() {
    Principal ana =
        user(false, Map.of("team-*", "member", "team-a", "owner", "*", "emperor", "b", "none"));
    assertThat(ana.authority(new RoomId("team-a"), CLOSED).role()).isEqualTo(Role.OWNER);
    assertThat(ana.authority(new RoomId("team-b"), CLOSED).role()).isEqualTo(Role.MEMBER);
    assertThat(ana.authority(new RoomId("plaza"), CLOSED).role()).isEqualTo(Role.NONE);
  }

  @Test
  void rooms_are_created_by_users_or_by_administrators_alone_and_by_no_guest() {
    Principal guest = Principal.guest(new Identity("g-1", "Gil", true));
    for (Creators creators : Creators.values()) {
      RoomDefaults defaults = new RoomDefaults(List.of(), creators);
      assertThat(defaults.mayCreate(guest)).isFalse();
      assertThat(defaults.mayCreate(user(true, Map.of()))).isTrue();
      assertThat(defaults.mayCreate(user(false, Map.of()))).isEqualTo(creators == Creators.USERS);
    }
  }
}
