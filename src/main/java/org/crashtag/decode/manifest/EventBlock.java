package org.crashtag.decode.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.manifest.EventDefinition.Field;
import org.crashtag.decode.manifest.EventDefinition.ValueNames;

/** The events of one provider, stored as bytes in a catalog. */
public final class EventBlock {
  private EventBlock() {}

  /** Encodes events, which all have the same provider. */
  public static byte[] of(List<EventDefinition> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(events.size());
      for (EventDefinition event : events) {
        out.writeInt(event.id());
        out.writeInt(event.version());
        write(out, event.fields());
        out.writeBoolean(event.message() != null);
        write(out, event.message() == null ? "" : event.message());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void write(DataOutput out, List<Field> fields) throws IOException {
    out.writeInt(fields.size());
    for (Field field : fields) {
      write(out, field.name());
      write(out, field.inType());
      write(out, field.outType());
      write(out, field.length());
      write(out, field.count());
      write(out, field.names());
      write(out, field.members());
    }
  }

  private static void write(DataOutput out, ValueNames names) throws IOException {
    out.writeBoolean(names != null);
    if (names != null) {
      out.writeBoolean(names.ofBits());
      out.writeInt(names.texts().size());
      // Equal names have equal bytes.
      for (Map.Entry<Long, String> text : new TreeMap<>(names.texts()).entrySet()) {
        out.writeLong(text.getKey());
        write(out, text.getValue());
      }
    }
  }

  /** Decodes the events of a block. */
  public static List<EventDefinition> read(Guid provider, byte[] bytes) throws IOException {
    DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    List<EventDefinition> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int id = in.readInt();
      int version = in.readInt();
      List<Field> fields = fields(in);
      boolean hasMessage = in.readBoolean();
      String message = text(in);
      events.add(new EventDefinition(provider, id, version, fields, hasMessage ? message : null));
    }
    return events;
  }

  private static String text(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  private static List<Field> fields(DataInput in) throws IOException {
    int count = in.readInt();
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(
          new Field(text(in), text(in), text(in), text(in), text(in), names(in), fields(in)));
    }
    return fields;
  }

  private static ValueNames names(DataInput in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    boolean ofBits = in.readBoolean();
    int count = in.readInt();
    Map<Long, String> texts = new HashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(in.readLong(), text(in));
    }
    return new ValueNames(ofBits, texts);
  }
}
