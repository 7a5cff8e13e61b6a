package io.tertulia.room.mine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tertulia.format.EntryEncoder;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.MessageLog.Stored;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Policy;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RoomRules;
import io.tertulia.room.members.RuleChange;
import io.tertulia.room.members.Standing;
import io.tertulia.room.mine.Summaries.Denied;
import io.tertulia.room.mine.Summaries.Question;
import io.tertulia.room.mine.Summaries.Summary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every log says of its rooms to who is not in them. */
public interface SummariesContract {
  MessageLog log();

  Summaries summaries();

  @Test
  default void of_a_room_that_nobody_was_in_nothing_is_new() {
    Summary summary = ask(room(), Question.since(null));
    assertThat(summary.head().messages()).isZero();
    assertThat(summary.since()).isEqualTo(new Summaries.Since(0, 0, 0, List.of()));
    assertThat(summary.last()).isNull();
    assertThat(summary.title()).isEmpty();
    assertThat(summary.right().role()).isEqualTo(Role.NONE);
  }

  @Test
  default void what_is_unread_is_what_lies_behind_the_mark() {
    RoomId room = room();
    say(room, "one");
    say(room, "two");
    Position three = say(room, "three");
    Summary all = ask(room, Question.since(null).at(2));
    assertThat(all.head().position()).isEqualTo(three);
    assertThat(all.since().unread()).isEqualTo(3);
    assertThat(all.at()).isEqualTo(new Mark(three.at(2), 2));
    assertThat(all.last()).isNotNull();
    assertThat(all.last().position()).isEqualTo(three);
    Summary rest = ask(room, Question.since(all.at()));
    assertThat(rest.since().seq()).isEqualTo(2);
    assertThat(rest.since().unread()).isEqualTo(1);
  }

  @Test
  default void there_is_no_mark_above_the_head() {
    RoomId room = room();
    say(room, "one");
    assertThat(ask(room, Question.since(null).at(2)).at()).isNull();
    assertThat(ask(room, Question.since(null).at(1)).at()).isNotNull();
    assertThat(ask(room(), Question.since(null).at(1)).at()).isNull();
  }

  @Test
  default void a_mark_of_another_history_is_none() {
    RoomId room = room();
    say(room, "one");
    say(room, "two");
    Summary summary = ask(room, Question.since(new Mark(new Position("zzzzzzzz", 1), 1)));
    assertThat(summary.since().seq()).isZero();
    assertThat(summary.since().unread()).isEqualTo(2);
  }

  @Test
  default void the_title_and_what_one_is_there_are_said() {
    RoomId room = room();
    say(room, "before");
    found(room, Policy.Read.ALL, "ana");
    Summary summary = ask(room, Question.since(null));
    assertThat(summary.title()).isEqualTo("The plaza");
    assertThat(summary.right().role()).isEqualTo(Role.MEMBER);
    assertThat(summary.last()).isNotNull();
    assertThat(summary.last().position().seq()).as("an entry that is no message").isEqualTo(1);
  }

  @Test
  default void who_may_not_read_is_told_nothing() {
    RoomId room = room();
    found(room, Policy.Read.MEMBERS, "bo");
    assertThat(get(room, Question.since(null))).isInstanceOf(Denied.class);
    RoomId unused = room();
    Authority closed =
        new Authority(
            "ana", Role.NONE, false, new Policy(Policy.Read.MEMBERS, Policy.Say.MEMBERS, 0));
    assertThat(summaries().of(unused, Question.since(null), closed).toCompletableFuture().join())
        .isInstanceOf(Denied.class);
  }

  @Test
  default void only_messages_are_counted() {
    RoomId room = room();
    say(room, "one");
    react(room, "one", "r");
    say(room, "two");
    Summary summary = ask(room, Question.since(null).at(2));
    assertThat(summary.since().unread()).isEqualTo(2);
    assertThat(summary.at()).isEqualTo(new Mark(summary.head().position().at(2), 1));
    assertThat(ask(room, Question.since(summary.at())).since().unread()).isEqualTo(1);
  }

  @Test
  default void mentions_behind_the_mark_are_counted_and_who_mentioned_is_told() {
    RoomId room = room();
    mention(room, "one", "bo", "ana", "eva");
    say(room, "two");
    mention(room, "three", "eva", Needs.EVERYBODY);
    mention(room, "four", "eva", "bo");
    Summary all = ask(room, Question.since(null).at(1).withAuthors());
    assertThat(all.since().mentions()).isEqualTo(2);
    assertThat(all.since().authors()).containsExactlyInAnyOrder("bo", "eva");
    Summary rest = ask(room, Question.since(all.at()).withAuthors());
    assertThat(rest.since().mentions()).isEqualTo(1);
    assertThat(rest.since().authors()).containsExactly("eva");
  }

  @Test
  default void what_was_deleted_mentions_nobody_and_what_was_edited_is_shown_as_it_is_now() {
    RoomId room = room();
    mention(room, "one", "bo", "ana");
    say(room, "two");
    amend(room, "e", "edit", new Amendment.Edit(mid("two")), ",\"text\":\"adiós\"}");
    assertThat(text(ask(room, Question.since(null)))).contains("adiós").doesNotContain("hola");
    amend(room, "d", "delete", new Amendment.Delete(mid("one")), "}");
    Summary summary = ask(room, Question.since(null).withAuthors());
    assertThat(summary.since().mentions()).isZero();
    assertThat(summary.since().authors()).isEmpty();
    amend(room, "f", "delete", new Amendment.Delete(mid("two")), "}");
    assertThat(text(ask(room, Question.since(null)))).contains("deleted").doesNotContain("adiós");
  }

  private static String text(Summary summary) {
    Entry last = summary.last();
    return last == null ? "" : new String(last.json(), StandardCharsets.UTF_8);
  }

  private void react(RoomId room, String to, String mid) {
    amend(room, mid, "react", new Amendment.React(mid(to), List.of("👍")), ",\"set\":[\"👍\"]}");
  }

  private void amend(RoomId room, String mid, String type, Amendment amendment, String rest) {
    String tail =
        ",\"mid\":\""
            + mid(mid)
            + "\",\"ref\":\""
            + amendment.ref()
            + "\",\"by\":{\"id\":\"bo\",\"name\":\"Bo\"}"
            + rest;
    append(
        room,
        new Draft(mid(mid), EntryEncoder.head(type, room.value()), tail, null)
            .needing(new Needs(null, amendment, Role.NONE))
            .by(Authority.of("bo")));
  }

  private void mention(RoomId room, String mid, String author, String... people) {
    List<String> named = Stream.of(people).filter(one -> !one.equals(Needs.EVERYBODY)).toList();
    String links =
        (named.size() < people.length ? ",\"notify\":\"room\"" : "")
            + (named.isEmpty() ? "" : ",\"mentions\":[\"" + String.join("\",\"", named) + "\"]");
    Draft draft = message(room, mid, author, links);
    append(
        room,
        draft.needing(new Needs(null, null, Role.NONE, List.of(people))).by(Authority.of(author)));
  }

  private static Draft message(RoomId room, String mid, String author, String links) {
    String tail =
        ",\"mid\":\""
            + mid(mid)
            + "\",\"from\":{\"id\":\""
            + author
            + "\",\"name\":\"x\"}"
            + links
            + ",\"text\":\"hola\"}";
    return new Draft(mid(mid), EntryEncoder.messageHead(room.value()), tail, null);
  }

  private static String mid(String word) {
    return (word + "----------------").substring(0, 16);
  }

  /** Makes one of the people a member. */
  private void found(RoomId room, Policy.Read read, String member) {
    Standing standing = Standing.NONE.as(Role.MEMBER);
    RuleChange change =
        new RuleChange(
            0,
            false,
            new RoomRules(1, read, Policy.Say.ALL, 0, 0, 1),
            "The plaza",
            "",
            new RuleChange.Person(member, standing));
    append(
        room,
        new Draft(
                "found" + UUID.randomUUID().toString().substring(0, 8),
                EntryEncoder.head("room", room.value()),
                ",\"title\":\"The plaza\"}",
                null)
            .by(change));
  }

  private Position say(RoomId room, String mid) {
    return append(room, message(room, mid, "bo", "").by(Authority.of("bo")));
  }

  private Position append(RoomId room, Draft draft) {
    return ((Stored) log().append(room, draft).toCompletableFuture().join()).position();
  }

  private Summary ask(RoomId room, Question question) {
    return (Summary) get(room, question);
  }

  private Summaries.Reply get(RoomId room, Question question) {
    return summaries().of(room, question, Authority.of("ana")).toCompletableFuture().join();
  }

  static RoomId room() {
    return new RoomId("room-" + UUID.randomUUID());
  }
}
