package io.tertulia.room.members.own;

class MemoryOwnRoomsTest implements OwnRoomsContract {
  private final OwnRooms own = new MemoryOwnRooms();

  @Override
  public OwnRooms own() {
    return own;
  }
}
