package main

// hall is how an audience sits and is talked to: groups of the same size, of which each has its own
// rooms. What is said goes to one room after the other, so a message's number tells its room.
type hall struct {
	members int
	rooms   int
	perRoom int // members of a room, all of one group
	first   int // number of the first room
	bytes   int // of a text
	pace    int // messages a second, to all rooms together
}

func oneRoom(members, pace int) hall {
	return hall{members: members, rooms: 1, perRoom: members, bytes: messageBytes, pace: pace}
}

func (h hall) groups() int { return h.members / h.perRoom }

// roomsOf are those that a member is in. Neighbours share theirs, so that who comes at the same time
// is announced at the same time; rooms with neighbouring numbers belong to different groups.
func (h hall) roomsOf(member int) []int {
	var all []int
	for room := member / h.perRoom; room < h.rooms; room += h.groups() {
		all = append(all, h.first+room)
	}
	return all
}

// place answers the room of a message and its number there, both from 0.
func (h hall) place(number int64) (room int, nth int64) {
	return int((number - 1) % int64(h.rooms)), (number - 1) / int64(h.rooms)
}

// speaker is the member who says everything in a room.
func (h hall) speaker(room int) int { return room % h.groups() * h.perRoom }

// hears answers which of the member's own rooms that is, false when it is none of them.
func (h hall) hears(member, room int) (own int, yes bool) {
	return room / h.groups(), room%h.groups() == member/h.perRoom
}
