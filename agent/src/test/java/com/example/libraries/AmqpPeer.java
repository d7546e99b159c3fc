package com.example.libraries;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The server's side of AMQP 0-9-1, as far as a client needs it to publish something. */
final class AmqpPeer {
  private static final int METHOD = 1;
  private static final int END = 0xce;

  private static final int CONNECTION = 10;
  private static final int CHANNEL = 20;

  private final DataOutputStream out;

  private AmqpPeer(DataOutputStream out) {
    this.out = out;
  }

  static void answer(Socket client) throws IOException {
    try (client;
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
      new AmqpPeer(out).talk(in);
    }
  }

  private void talk(DataInputStream in) throws IOException {
    // "AMQP" and a version.
    in.readLong();
    send(0, CONNECTION, 10, start());
    while (true) {
      int type = in.readUnsignedByte();
      int channel = in.readUnsignedShort();
      byte[] payload = in.readNBytes(in.readInt());
      in.readUnsignedByte();
      if (type == METHOD) {
        method(channel, payload[1], payload[3]);
      }
    }
  }

  private void method(int channel, int group, int method) throws IOException {
    if (group == CONNECTION && method == 11) {
      // Channels, bytes of a frame, no heartbeat.
      send(0, CONNECTION, 30, new byte[] {0, 16, 0, 2, 0, 0, 0, 0});
    } else if (group == CONNECTION && method == 40) {
      send(0, CONNECTION, 41, new byte[1]);
    } else if (group == CONNECTION && method == 50) {
      send(0, CONNECTION, 51, new byte[0]);
    } else if (group == CHANNEL && method == 10) {
      send(channel, CHANNEL, 11, new byte[4]);
    } else if (group == CHANNEL && method == 40) {
      send(channel, CHANNEL, 41, new byte[0]);
    }
  }

  private static byte[] start() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream start = new DataOutputStream(bytes);
    start.write(new byte[] {0, 9});
    // No properties.
    start.writeInt(0);
    for (String text : new String[] {"PLAIN", "en_US"}) {
      start.writeInt(text.length());
      start.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private void send(int channel, int group, int method, byte[] arguments) throws IOException {
    out.writeByte(METHOD);
    out.writeShort(channel);
    out.writeInt(4 + arguments.length);
    out.writeShort(group);
    out.writeShort(method);
    out.write(arguments);
    out.writeByte(END);
    out.flush();
  }
}
