package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

const (
	opText  = 0x1
	opClose = 0x8
	opPing  = 0x9
	opPong  = 0xA

	handshakeWithin = 20 * time.Second
	// Source addresses are used in turn: one address pair has only 28,232 ports.
	sources = 50
)

// socket is a WebSocket client that knows just enough of RFC 6455 to be cheap. One goroutine reads;
// any may send, because each frame is one Write.
type socket struct {
	conn     net.Conn
	in       *bufio.Reader
	payload  []byte
	received int64 // bytes of whole frames, atomic
}

// address of a WebSocket and the sub-protocol to offer there ("" for bare text).
type address struct {
	port        int
	path        string
	subprotocol string
}

func dial(to address, number int) (*socket, error) {
	source := net.IPv4(127, 0, 0, byte(1+number%sources))
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: source}, Timeout: handshakeWithin}
	conn, err := dialer.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", to.port))
	if err != nil {
		return nil, err
	}
	s := &socket{conn: conn, in: bufio.NewReaderSize(conn, 2048)}
	conn.SetDeadline(time.Now().Add(handshakeWithin))
	if err := s.handshake(to); err != nil {
		conn.Close()
		return nil, err
	}
	conn.SetDeadline(time.Time{})
	return s, nil
}

func (s *socket) handshake(to address) error {
	var request strings.Builder
	fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", to.path, to.port)
	request.WriteString("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
	request.WriteString("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
	if to.subprotocol != "" {
		fmt.Fprintf(&request, "Sec-WebSocket-Protocol: %s\r\n", to.subprotocol)
	}
	request.WriteString("\r\n")
	if _, err := io.WriteString(s.conn, request.String()); err != nil {
		return err
	}
	response, err := http.ReadResponse(s.in, nil)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the handshake on %s was answered %s", to.path, response.Status)
	}
	return nil
}

// nextText answers the next text message and everything before it (pings). The slice is valid until
// the next call.
func (s *socket) nextText() ([]byte, error) {
	for {
		op, payload, err := s.nextFrame()
		if err != nil {
			return nil, err
		}
		switch op {
		case opText:
			return payload, nil
		case opPing:
			if err := s.send(opPong, payload); err != nil {
				return nil, err
			}
		case opClose:
			return nil, fmt.Errorf("the server closed with %x", payload)
		}
	}
}

func (s *socket) nextFrame() (byte, []byte, error) {
	var header [8]byte
	if _, err := io.ReadFull(s.in, header[:2]); err != nil {
		return 0, nil, err
	}
	if header[0]&0x80 == 0 {
		return 0, nil, fmt.Errorf("a fragment, which no server of this benchmark sends")
	}
	op, length := header[0]&0x0F, uint64(header[1]&0x7F)
	switch length {
	case 126:
		if _, err := io.ReadFull(s.in, header[:2]); err != nil {
			return 0, nil, err
		}
		length = uint64(binary.BigEndian.Uint16(header[:2]))
	case 127:
		if _, err := io.ReadFull(s.in, header[:8]); err != nil {
			return 0, nil, err
		}
		length = binary.BigEndian.Uint64(header[:8])
	}
	if uint64(cap(s.payload)) < length {
		s.payload = make([]byte, length)
	}
	payload := s.payload[:length]
	_, err := io.ReadFull(s.in, payload)
	atomic.AddInt64(&s.received, int64(length)+headerSize(length))
	return op, payload, err
}

func headerSize(length uint64) int64 {
	switch {
	case length < 126:
		return 2
	case length < 1<<16:
		return 4
	}
	return 10
}

// send masks with zeros: the frame is a valid client's, and nothing needs to be computed.
func (s *socket) send(op byte, payload []byte) error {
	frame := make([]byte, 0, len(payload)+14)
	frame = append(frame, 0x80|op)
	switch {
	case len(payload) < 126:
		frame = append(frame, 0x80|byte(len(payload)))
	case len(payload) < 1<<16:
		frame = append(frame, 0x80|126, byte(len(payload)>>8), byte(len(payload)))
	default:
		return fmt.Errorf("%d bytes are more than this client sends", len(payload))
	}
	frame = append(frame, 0, 0, 0, 0)
	_, err := s.conn.Write(append(frame, payload...))
	return err
}

func (s *socket) close() {
	s.conn.Close()
}
