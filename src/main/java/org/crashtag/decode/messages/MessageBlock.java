package org.crashtag.decode.messages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Guid;

/** The messages of one GUID in one source, as bytes in a catalog. */
final class MessageBlock {
  private MessageBlock() {}

  /** The bytes of some messages, which all have one GUID. */
  static byte[] of(List<TraceMessage> messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(messages.size());
      for (TraceMessage message : messages) {
        out.writeShort(message.number());
        Texts.write(out, message.provider());
        Texts.write(out, message.file());
        Texts.write(out, message.level());
        Texts.write(out, message.flags());
        Texts.write(out, message.function());
        Texts.write(out, message.format());
        writeArguments(out, message.arguments());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeArguments(DataOutput out, List<TraceMessage.Argument> arguments)
      throws IOException {
    out.writeShort(arguments.size());
    for (TraceMessage.Argument argument : arguments) {
      out.writeShort(argument.index());
      Texts.write(out, argument.expression());
      Texts.write(out, argument.item());
      Texts.write(out, argument.names());
    }
  }

  /** The messages in a block's bytes. */
  static List<TraceMessage> read(Guid guid, byte[] bytes) throws IOException {
    DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    List<TraceMessage> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(
          new TraceMessage(
              guid,
              in.readUnsignedShort(),
              Texts.read(in),
              Texts.read(in),
              Texts.read(in),
              Texts.read(in),
              Texts.read(in),
              Texts.read(in),
              readArguments(in)));
    }
    return messages;
  }

  private static List<TraceMessage.Argument> readArguments(DataInput in) throws IOException {
    int count = in.readUnsignedShort();
    List<TraceMessage.Argument> arguments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(
          new TraceMessage.Argument(
              in.readUnsignedShort(), Texts.read(in), Texts.read(in), Texts.read(in)));
    }
    return arguments;
  }
}
