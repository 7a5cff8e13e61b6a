package main

import (
	"fmt"
	"slices"
	"testing"
)

var halls = []hall{
	oneRoom(5, 10),
	{members: 200, rooms: 10, perRoom: 20},
	{members: 200, rooms: 100, perRoom: 20, first: 7},
}

func TestAMessageIsHeardByTheMembersOfItsRoomAndNobodyElse(t *testing.T) {
	for _, h := range halls {
		for number := int64(1); number <= int64(3*h.rooms); number++ {
			room, _ := h.place(number)
			count := 0
			for member := 0; member < h.members; member++ {
				own, yes := h.hears(member, room)
				if yes != slices.Contains(h.roomsOf(member), h.first+room) || yes && h.roomsOf(member)[own] != h.first+room {
					t.Fatalf("%+v: member %d of %v, room %d", h, member, h.roomsOf(member), room)
				}
				if yes {
					count++
				}
			}
			if _, yes := h.hears(h.speaker(room), room); !yes || count != h.perRoom {
				t.Fatalf("%+v: %d hear message %d", h, count, number)
			}
		}
	}
}

func TestWhatIsLostDoubledOrStrayIsAFailure(t *testing.T) {
	h := hall{members: 4, rooms: 4, perRoom: 2} // member 0 is in rooms 0 and 2
	for _, c := range []struct {
		heard []int
		good  bool
	}{
		{[]int{1, 3, 5, 7}, true}, {[]int{3, 1, 7, 5}, true},
		{[]int{5}, false}, {[]int{1, 1}, false}, {[]int{1, 5, 1}, false}, {[]int{2}, false}, {[]int{0}, false},
	} {
		a := &audience{hall: h, heard: [][]int64{make([]int64, 2)}, said: 8}
		a.clear()
		var err error
		for _, number := range c.heard {
			if err == nil {
				err = a.hear(0, fmt.Appendf(nil, "number %08d ", number))
			}
		}
		if (err == nil) != c.good {
			t.Errorf("%v: %v", c.heard, err)
		}
		if c.good && a.missing() != 16-int64(len(c.heard)) {
			t.Errorf("%v: %d are missing", c.heard, a.missing())
		}
	}
}
