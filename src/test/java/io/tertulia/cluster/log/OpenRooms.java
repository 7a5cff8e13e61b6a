package io.tertulia.cluster.log;

import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RoomState;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A server of tests that know no rules: everybody reads, and nobody looks at who may what. */
public interface OpenRooms extends LogServer {
  @Override
  default CompletionStage<ReadReply> read(RoomId room, Query query, @Nullable Authority reader) {
    return read(room, query).thenApply(span -> span);
  }

  @Override
  default CompletionStage<RoomState> look(RoomId room, List<String> people) {
    throw new UnsupportedOperationException();
  }
}
